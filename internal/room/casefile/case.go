package casefile

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/room/casefile/label"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Ref is a case as the reader's team knows it: what stands in links.
type Ref = gate.CaseRef

// ParseRef reads a Ref from a link; NotFound when it is none.
func ParseRef(s string) (Ref, error) {
	var r Ref
	if err := r.UnmarshalText([]byte(s)); err != nil {
		return r, fault.Wrap(fault.NotFound, "fault.not_found", err)
	}
	return r, nil
}

// ParseID reads any other id from a link; NotFound when it is none.
func ParseID[E any](s string) (id.ID[E], error) {
	v, err := id.Parse[E](s)
	if err != nil {
		return v, fault.Wrap(fault.NotFound, "fault.not_found", err)
	}
	return v, nil
}

// Header is what stands on top of a case page and in lists: codes only.
type Header struct {
	Ref     Ref
	Code    string // six letters and digits in two groups, for the telephone
	Tree    string // the label: a tree and a number
	Number  int
	Kind    string // first or transfer
	Opened  time.Time
	Stage   Stage
	StageAt time.Time
	Version int64 // grows with each change of stage
	Owners        // in lists alone: who of the reader's team follows it
}

// Page is the address of the case's page, below which its rooms' pages lie.
func (h Header) Page() string { return "/cases/" + h.Ref.String() }

// Label writes the label in the language of whoever reads: "Tilleul 3".
func (h Header) Label(t label.Teller) string { return label.Text(t, h.Tree, h.Number) }

var (
	qNew = gate.CaseSQL("casefile.new", `insert into casefile_case (id, journal_id, code, label_tree, label_number,
		kind, opened_at, stage, stage_at)
		select $1, $2, $3, $4, $5, $6, $7, $8, $7 on conflict do nothing`)
	qHeader = gate.CaseSQL("casefile.header", `select code, label_tree, label_number, kind, opened_at, stage, stage_at,
		version from casefile_case where casefile_case.id = $1`)
)

// Begin writes the first rows of a new case: its code, its drawn label, its coded row and its first facts. kind is
// "first" or "transfer". Only rooms that open cases call it, inside gate.NewCase.
func Begin(tx *gate.CaseTx, journal gate.JournalID, kind string, coded Coded, facts ...Fact) error {
	var stage Stage
	told := make([]Told, 0, len(facts))
	for _, f := range facts {
		if !Allowed(stage, f.Kind()) {
			return ErrStep
		}
		told = append(told, Told{Kind: f.Kind()})
		stage = StageOf(told)
	}
	if err := draw(tx, journal, kind, stage); err != nil {
		return err
	}
	if coded.Adults == 0 {
		coded.Adults = 1
	}
	coded.settle()
	if _, err := tx.Exec(qNewCoded, coded.columns()...); err != nil {
		return fmt.Errorf("open case: %w", err)
	}
	if err := coded.keepHousehold(tx); err != nil {
		return err
	}
	if err := tx.Enter(); err != nil { // whom the facts are told to
		return err
	}
	for i, f := range facts {
		at, err := write(tx, f, clock.Micros(tx.Now())+int64(i)-1)
		if err != nil {
			return err
		}
		if t := tellings[f.Kind()]; t.To != "" { // of what is told at once, that which opens the case
			if err := ring(tx, f.Kind(), t.Rings, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// draw stores the case under a code and a label that no other open case has.
func draw(tx *gate.CaseTx, journal gate.JournalID, kind string, stage Stage) error {
	for range 20 {
		code, err := newCode()
		if err != nil {
			return err
		}
		tree, number, err := label.New(rand.Reader)
		if err != nil {
			return fmt.Errorf("draw a label: %w", err)
		}
		n, err := tx.Exec(qNew, journal, code, tree, number, kind, clock.Micros(tx.Now()), string(stage))
		if err != nil {
			return fmt.Errorf("open case: %w", err)
		}
		if n == 1 {
			return nil
		}
	}
	return fault.NewBusy("fault.busy")
}

// Opened is Begin without facts.
func Opened(tx *gate.CaseTx, journal gate.JournalID, kind string) error {
	return Begin(tx, journal, kind, Coded{})
}

// codeLetters leaves out what is misheard or misread.
const codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// newCode draws six letters and digits (30 bits) in two groups: "K7Q-2MX".
func newCode() (string, error) {
	var b [6]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	for i := range b {
		b[i] = codeLetters[b[i]&31]
	}
	return string(b[:3]) + "-" + string(b[3:]), nil
}

// CleanCode brings what somebody typed as a case code into its stored form: "k7q2mx" is "K7Q-2MX".
func CleanCode(s string) string {
	signs := []rune(strings.ToUpper(letters.Code(s))) // "chêne" has six bytes, and is no code
	if len(signs) != 6 {
		return string(signs)
	}
	return string(signs[:3]) + "-" + string(signs[3:])
}

// ReadHeader returns the header of the case.
func ReadHeader(v *gate.CaseView) (Header, error) { return Once(v, "header", readHeader) }

func readHeader(v *gate.CaseView) (Header, error) {
	h := Header{Ref: v.Ref()}
	var opened, stageAt int64
	err := v.QueryRow(qHeader).Scan(&h.Code, &h.Tree, &h.Number, &h.Kind, &opened, &h.Stage, &stageAt, &h.Version)
	h.Opened, h.StageAt = clock.FromMicros(opened), clock.FromMicros(stageAt)
	return h, fault.In("read case", err)
}

// ErrStep tells that something is not allowed where the case, or a part of it, stands.
var ErrStep = fault.NewConflict("casefile.step_refused")

// Steps is a table of allowed steps, by the state they lead from.
type Steps[S comparable] map[S][]S

// Next returns the state to, or ErrStep when the step is not allowed from the other.
func (s Steps[S]) Next(from, to S) (S, error) {
	if slices.Contains(s[from], to) {
		return to, nil
	}
	return from, ErrStep
}

// HeaderColumns are what a list query selects to make Headers: join casefile_case as c and casefile_circle as circle.
const HeaderColumns = `circle.alias, ` + caseColumns + `, circle.owner_id, circle.deputy_id`

// OwnColumns are HeaderColumns for cases in which a person is named: join casefile_companion as own.
const OwnColumns = `own.alias, ` + caseColumns + `, null, null`

const caseColumns = `c.code, c.label_tree, c.label_number, c.kind, c.opened_at, c.stage, c.stage_at, c.version`

// ScanHeader reads one row of HeaderColumns; more are the further columns of the query.
func ScanHeader(rows *gate.Rows, more ...any) (Header, error) {
	var h Header
	var opened, stageAt int64
	dest := append([]any{&h.Ref, &h.Code, &h.Tree, &h.Number, &h.Kind, &opened, &h.Stage, &stageAt, &h.Version,
		&h.Owner, &h.Deputy}, more...)
	if err := rows.Scan(dest...); err != nil {
		return h, fmt.Errorf("read case row: %w", err)
	}
	h.Opened, h.StageAt = clock.FromMicros(opened), clock.FromMicros(stageAt)
	return h, nil
}

// Item is one line of somebody's home: what needs them, since when or until when, and the one thing to do about it.
// It holds codes and labels only.
type Item struct {
	Band    Band
	Case    Header      // the case it is about; zero Ref when none
	Since   time.Time   // who waits, since when
	Due     time.Time   // until when; zero when nothing runs out
	In      string      // area whose clocks show the hour; empty: the head office's
	Alarm   bool        // hurts if left alone
	Danger  Danger      // of an alarm: whether somebody may be in danger
	Text    string      // text key, of the room that made it
	Args    []any       // pairs for the text
	Fact    Told        // of a line that tells one: it, for its reason
	Owner   gate.UserID // whose line it is, where it is not of whoever follows the case
	Subject string      // words instead of a case label: a place, a partner
	Link    string      // the page it is about
	Action  string      // text key of the button; none when empty
	To      string      // where the button leads; Link when empty
	Post    bool        // the button acts at once: it posts Send to To
	Send    map[string]string
}

// Danger says of an alarm whether somebody may be in danger, or only time runs out.
type Danger int

// The dangers. Within a block the last comes first.
const (
	NoDanger Danger = iota // an hour comes near, or has passed
	InDanger               // where somebody is, or is to go, may not be safe
	Missing                // somebody should have arrived by now, and nobody knows that they have
	Outside                // somebody is on the way, and has nowhere to sleep
)

// Band is a block of the home.
type Band int

// The blocks, most urgent first.
const (
	Now     Band = iota // hurts if left alone
	Wait                // people waiting for a place
	Road                // on the road today
	Week                // this week
	Staying             // people staying
	Tidy                // upkeep: places to confirm, colleagues to welcome
)

// Added is what one room adds to a page that all rooms make up, for the roles it names. Load runs inside the page's one
// act.
type Added[Load any] struct {
	Name  string
	Roles []access.Role
	Load  Load
}

// HomePanel is what one room adds to people's home.
type HomePanel = Added[func(*gate.CircleView) ([]Item, error)]

// Chapter is the part of a case page in which a panel stands.
type Chapter int

// The chapters, in the order of her path; what belongs to none stands behind them.
const (
	AboutHer  Chapter = iota // who asked for her, who she is, what she agreed to
	Evaluated                // the joint evaluation
	ItsPlace                 // the search, the hosts, the journey
	ItsStay                  // living there
	BesideThePath
)

// ChapterOf is the chapter in which a case at a stage goes on.
func ChapterOf(s Stage) Chapter {
	switch s {
	case Asked:
		return AboutHer
	case Evaluating:
		return Evaluated
	case Searching, Meeting, Accepted, Travel, OnTheWay:
		return ItsPlace
	case Sheltered:
		return ItsStay
	}
	return BesideThePath
}

// CasePanel is what one room adds to the case page. Render runs inside the page's one act and returns what is shown,
// or false where it has nothing to show to this team.
type CasePanel struct {
	Name    string
	Chapter Chapter
	Rank    int // order within its chapter
	Render  func(*gate.CaseView) (shown Shown, ok bool, err error)
	// Past is what the room adds to the timeline for this team, besides facts; nil where it adds nothing.
	Past func(*gate.CaseView) ([]Happened, error)
	// Left is what is still to be done by this team once the case has ended; nil where nothing ever is.
	Left func(*gate.CaseView) (do Do, ok bool, err error)
	// Back is what of the room comes back, or does not, when the ended case is taken up again; nil where nothing went.
	Back func(*gate.CaseView) ([]Return, error)
}

// Return says of one thing whether it comes back with a case that is taken up again.
type Return struct {
	Text string // text key
	Args []any  // pairs for the text
	Gone bool   // it does not
	Bars bool   // and the case is not taken up again because of that
}

// Do is one thing that is to be done: its words and its button, as keys of texts, and where that leads.
type Do struct{ Text, Action, To string }

// Happened is one line of a timeline that is no fact: what it says is for its reader's team alone.
type Happened struct {
	At   time.Time
	What func(context.Context) string // in the reader's language
	Room string                       // that adds it: the case page says it
}

// View is what a room draws on the case page: the shape of a templ component, which cores do not import.
type View interface {
	// Render writes the view as HTML, in the language of the context.
	Render(context.Context, io.Writer) error
}

// Panel makes a CasePanel of a room's reader and its view; brief draws its lines of the summary that the page begins
// with, where it has some.
func Panel[T any, C View](name string, in Chapter, rank int, load func(*gate.CaseView) (T, bool, error),
	view func(T) C, brief ...func(T) C) CasePanel {
	return CasePanel{Name: name, Chapter: in, Rank: rank, Render: func(v *gate.CaseView) (s Shown, _ bool, _ error) {
		x, ok, err := load(v)
		if err != nil || !ok {
			return s, false, err
		}
		s = Shown{Name: name, Chapter: in, View: view(x)}
		for _, b := range brief {
			s.Brief = append(s.Brief, b(x))
		}
		return s, true, nil
	}}
}

// Returns has the panel's room say what comes back with an ended case that is taken up again.
func (p CasePanel) Returns(back func(*gate.CaseView) ([]Return, error)) CasePanel {
	p.Back = back
	return p
}

// With has the panel's room add to the timeline, from what its reader reads.
func With[T any](p CasePanel, load func(*gate.CaseView) (T, bool, error), past func(T) []Happened) CasePanel {
	p.Past = func(v *gate.CaseView) ([]Happened, error) {
		x, ok, err := load(v)
		if err != nil || !ok {
			return nil, err
		}
		return past(x), nil
	}
	return p
}

// Ranked joins the rooms' panels in the order of the page.
func Ranked(lists ...[]CasePanel) []CasePanel {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b CasePanel) int {
		return cmp.Or(cmp.Compare(a.Chapter, b.Chapter), cmp.Compare(a.Rank, b.Rank))
	})
	return all
}
