package casefile

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Kind names a fact. The hour and the kind of a fact are all that worklists read.
type Kind string

// Fact is a handover slip between rooms: something others must know, told once; what was told by mistake is put right
// by Replace, Undo and TakeBack alone, and a line keeps what stood before. Its fields are codes and ids; a person's
// words stay in the room's own sealed columns.
//
// A room that tells a fact declares it: its type beside the room's own code, and here the types that two rooms name.
type Fact interface {
	// Kind is the name under which the fact is declared and kept; it is the same for every value of the type.
	Kind() Kind
}

// The facts that two rooms know the words of: one tells them and others read what they say, or two may tell them. What
// only its own room writes stands beside that room. Each is declared by the room that tells it.
type (
	// Agreed is the person's agreement, kind first_agreement before a referral leaves draft, second_agreement after the
	// pre-admission interview (I2).
	Agreed struct {
		Agreement string    `json:"agreement"` // relocation_1, relocation_2
		Answer    tri.Value `json:"answer"`
		On        date.Date `json:"on"`
		Language  string    `json:"language,omitempty"`
		Interpret tri.Value `json:"interpreter"`
	}
	// NotAdmitted: not this network, with the reason.
	NotAdmitted struct {
		Reason string `json:"reason"` // code list not_oriented
	}
	// DangerZoneSet: the danger zones changed; current places are checked again (I4).
	DangerZoneSet struct {
		Areas []string `json:"areas"`
	}
	// SearchAgain: no host, or the person or the host said no after all; the search goes on.
	SearchAgain struct {
		Reason string `json:"reason"`
	}
	// Placed: both accepted and identity is open to the host.
	Placed struct {
		Place      string `json:"place"`
		Department string `json:"department"`
		Region     string `json:"region"`
	}
	// Arrived: safely there.
	Arrived struct {
		At int64     `json:"at,omitempty"` // µs since 1970, UTC; 0 where the day alone is known
		On date.Date `json:"on"`           // last: DayOf
	}
	// Withdrawn: the person's own decision, possible in every open stage (I3).
	Withdrawn struct {
		Heard string `json:"heard,omitempty"` // one of Heard: how she said it
	}
	// LeavingSaid: somebody who is neither her host nor the head office says that she wishes to leave. It ends nothing:
	// she is asked.
	LeavingSaid struct {
		Agreement string    `json:"agreement,omitempty"` // the one that she takes back, relocation_1 or relocation_2
		On        date.Date `json:"on,omitzero"`         // since when
	}
	// Reopened: an end was a slip, or she came back: the case goes on where it stood.
	Reopened struct {
		Without bool `json:"without_place,omitempty"` // even where her place was given to somebody else meanwhile
	}
)

// The case file's own facts: whoever follows a case pauses and ends it by hand.
type (
	stayingSaid struct{}
	suspended   struct{}
	resumed     struct{}
	lostContact struct{}
	deceased    struct{}
)

// Kind implements Fact.
func (f Agreed) Kind() Kind {
	if f.Agreement == "relocation_2" {
		return "second_agreement"
	}
	return "first_agreement"
}

// Kind implements Fact.
func (NotAdmitted) Kind() Kind { return "not_admitted" }

// Kind implements Fact.
func (DangerZoneSet) Kind() Kind { return "danger_zone_set" }

// Kind implements Fact.
func (SearchAgain) Kind() Kind { return "search_again" }

// Kind implements Fact.
func (Placed) Kind() Kind { return "placed" }

// Kind implements Fact.
func (Arrived) Kind() Kind { return "arrived" }

// Kind implements Fact.
func (Withdrawn) Kind() Kind { return "withdrawn" }

// Kind implements Fact.
func (Reopened) Kind() Kind { return "reopened" }

// Kind implements Fact.
func (LeavingSaid) Kind() Kind { return "leaving_said" }

// Kind implements Fact.
func (stayingSaid) Kind() Kind { return "staying_said" }

// Kind implements Fact.
func (suspended) Kind() Kind { return "suspended" }

// Kind implements Fact.
func (resumed) Kind() Kind { return "resumed" }

// Kind implements Fact.
func (lostContact) Kind() Kind { return "lost_contact" }

// Kind implements Fact.
func (deceased) Kind() Kind { return "deceased" }

// everyTeam are those that have her in their care.
var everyTeam = For(access.Evaluates, access.Organises, access.Hosts)

// what the case file itself has part in: the ends and pauses, and what happens to the name and to who accompanies
var _ = Declare(Part{Room: "casefile",
	Tells: []Telling{
		{Fact: suspended{}, At: []Stage{Asked, Evaluating, Searching, Meeting, Accepted, Travel}, To: Waiting,
			Says: "the person asked to wait", Rings: everyTeam},
		{Fact: resumed{}, At: []Stage{Waiting}, // back to what the facts before the suspension say
			Says: "the case goes on where it stood", Rings: everyTeam},
		{Fact: Withdrawn{}, At: Everywhere(), To: WithdrawnS, Then: PartCompany,
			Says: "the person decided otherwise, possible in every open stage (I3)", Rings: everyTeam},
		{Fact: LeavingSaid{}, At: append(slices.Clone(admitted), EndedS), // where another case of hers goes on
			Says:  "the referring service says that she wishes to leave: she is asked",
			Rings: For(access.Evaluates, access.Hosts)},
		{Fact: stayingSaid{}, At: Everywhere(), Says: "she was asked, and goes on",
			Rings: For(access.Evaluates)},
		{Fact: Reopened{}, At: closed(), Says: "the end was a slip, or she came back: the case goes on where it stood",
			Rings: everyTeam},
		{Fact: lostContact{}, At: Everywhere(), To: Lost, Then: PartCompany, Says: "nobody can reach the person",
			Rings: everyTeam},
		{Fact: deceased{}, At: Everywhere(), To: DeceasedS, Then: PartCompany, Says: "the person died",
			Rings: everyTeam},
	},
	Waits: []Reading{
		{"arrived", "begins the thirty days after which the name is with the host alone"},
		{"transfer_asked", "begins them anew, since the head office needs the name again"},
		{"placed", "is told without its place to the referring service (I5)"},
		{"needs_stated", "lists who seeks a place, with whether her needs are known"},
		{"admitted", "lists who seeks a place, with since when she waits"},
		{"no_show", "tells the head office that a host cannot receive her, and says the cause"},
		{"search_again", "says to the head office why the search goes on"},
		{"ended", "tells the head office what the host recorded, and the other way round"},
		{"no_place", "tells the referring service that its referral is over"},
		{"not_admitted", "tells the referring service that its referral is over"},
		{"departed", "says who is on the way to a place that does not wait for her any more"},
		{"whereabouts_told", "says so no longer"},
		{"roof_told", "says in the timeline where somebody sleeps whose place was given away"},
	},
	Corrected: nameFollows,
	Ends:      []Standing{{access.Accompanies, "as soon as nobody travels any more"}},
})

// admitted are the stages from the admission to the network on.
var admitted = []Stage{Searching, Meeting, Accepted, Travel, OnTheWay, Sheltered, Waiting}

// Told is a fact as it lies in the case file.
type Told struct {
	ID   FactID
	Kind Kind
	At   time.Time
	User gate.UserID
	Team gate.TeamID
	Raw  string // the fact's codes, as JSON
}

type factEntity struct{}

// FactID identifies a told fact.
type FactID = id.ID[factEntity]

// Read decodes the codes of a told fact into f.
func (t Told) Read(f any) error {
	if err := json.Unmarshal([]byte(t.Raw), f); err != nil {
		return fmt.Errorf("read fact %s: %w", t.Kind, err)
	}
	return nil
}

// Reason is the code that a fact gives of itself: why an arrival did not take place, why the search goes on, how she
// said that she goes no further, why a stay is over; "" of any other fact, and where nobody said.
func (t Told) Reason() string {
	var c struct {
		Cause  string `json:"cause"`
		Heard  string `json:"heard"`
		Reason string `json:"reason"`
		Where  string `json:"where"`
	}
	if t.Read(&c) != nil {
		return ""
	}
	switch t.Kind {
	case "no_show":
		return c.Cause
	case Withdrawn{}.Kind():
		return c.Heard
	case "ended", SearchAgain{}.Kind():
		return c.Reason
	case "roof_told":
		return c.Where
	}
	return ""
}

var (
	qTell = gate.CaseSQL("casefile.tell", `insert into casefile_fact (case_id, id, kind, at, team_id, user_id, coded,
		payload_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qFacts = gate.CaseSQL("casefile.facts", `select id, kind, at, team_id, user_id,
		case when kind = 'placed' and $2 = 'referred' then '{}' else coded end from casefile_fact where case_id = $1
		order by at, id`)
	qStage = gate.CaseSQL("casefile.stage", `update casefile_case set stage = $2, stage_at = $3, open = $4,
		version = version + 1 where casefile_case.id = $1`)
	qSince   = gate.CaseSQL("casefile.since", `update casefile_case set stage_at = $2 where casefile_case.id = $1`)
	qShut    = gate.CaseSQL("casefile.shut", `update casefile_circle set open = $2 where case_id = $1`)
	qAtStage = gate.CaseSQL("casefile.at_stage", `select stage, open, (select coalesce(max(f.at), 0)
		from casefile_fact f where f.case_id = casefile_case.id)
		from casefile_case where casefile_case.id = $1 @lock`)
)

var qAlone = gate.CaseSQL("casefile.alone", `select version from casefile_case where casefile_case.id = $1 @lock`)

// Alone lets one act on a case run at a time: what is read after it is what the one before wrote.
func Alone(tx *gate.CaseTx) error {
	_, err := gate.Value[int64](tx.Query, qAlone)
	return err
}

// Tell writes a fact in the transaction of the act, and moves the case's stage to what the facts now say. It refuses
// a fact that the present stage does not allow.
func Tell(tx *gate.CaseTx, f Fact) error {
	var stage Stage
	var open bool
	var latest int64
	if err := tx.QueryRow(qAtStage).Scan(&stage, &open, &latest); err != nil {
		return fmt.Errorf("tell %s: %w", f.Kind(), err)
	}
	if !Allowed(stage, f.Kind()) {
		return ErrStep
	}
	at, err := write(tx, f, latest)
	if err != nil {
		return err
	}
	if then := tellings[f.Kind()].Then; then != nil {
		if err := then(tx); err != nil {
			return err
		}
	}
	if err := inEveryRoom("hear "+string(f.Kind()), func(p Part) error {
		if p.Heard == nil {
			return nil
		}
		return p.Heard(tx, f.Kind())
	}); err != nil {
		return err
	}
	if err := ring(tx, f.Kind(), tellings[f.Kind()].Rings, at); err != nil {
		return err
	}
	return settle(tx, stage)
}

// settle keeps the stored stage, the case's and the circle's being open equal to what the facts now say.
func settle(tx *gate.CaseTx, stage Stage) error {
	told, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	now, _ := along(told)
	next := now.stage
	if next == stage {
		return nil
	}
	since, err := now.lasts(&tx.CaseView, told)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(qStage, string(next), clock.Micros(since), next.Open()); err != nil {
		return fmt.Errorf("move to stage %s: %w", next, err)
	}
	if next.Open() != stage.Open() {
		if _, err := tx.Exec(qShut, next.Open()); err != nil {
			return fmt.Errorf("move to stage %s: %w", next, err)
		}
	}
	return nil
}

// write stores one fact and returns its instant, after the latest of the case: facts told in one instant keep their
// order.
func write(tx *gate.CaseTx, f Fact, latest int64) (at int64, err error) {
	raw, err := json.Marshal(f)
	if err != nil {
		return 0, fmt.Errorf("tell %s: %w", f.Kind(), err)
	}
	now := tx.Now()
	user := tx.Actor().User()
	at = max(clock.Micros(now), latest+1)
	_, err = tx.Exec(qTell, id.New[factEntity](now), string(f.Kind()), at, tx.Team().Or(), user.Or(), string(raw),
		gate.Sealed{})
	return at, fault.In("tell "+string(f.Kind()), err)
}

// Facts returns the facts of the case, oldest first. To the partner that referred, where the person was placed is not
// even selected (I5).
func Facts(v *gate.CaseView) ([]Told, error) { return Once(v, "facts", readFacts) }

func readFacts(v *gate.CaseView) ([]Told, error) {
	return gate.List(v.Query, qFacts, func(t *Told) []any {
		return []any{&t.ID, &t.Kind, clock.Stored{T: &t.At}, &t.Team, &t.User, &t.Raw}
	}, string(v.Relation()))
}

// Latest returns the latest fact of type F, read; false when there is none. Of Agreed it reads the first agreement.
func Latest[F Fact](facts []Told) (f F, ok bool, err error) {
	told, ok := Last(facts, f.Kind())
	if !ok {
		return f, false, nil
	}
	return f, true, told.Read(&f)
}

// First returns the earliest fact of a kind.
func First(facts []Told, kind Kind) (Told, bool) {
	i := slices.IndexFunc(facts, func(t Told) bool { return t.Kind == kind })
	if i < 0 {
		return Told{}, false
	}
	return facts[i], true
}

// LatestIn is Latest among the facts of the case.
func LatestIn[F Fact](v *gate.CaseView) (f F, ok bool, err error) {
	facts, err := Facts(v)
	if err != nil {
		return f, false, err
	}
	return Latest[F](facts)
}

// Last returns the latest fact of one of the kinds.
func Last(facts []Told, kinds ...Kind) (Told, bool) {
	for i := len(facts) - 1; i >= 0; i-- {
		for _, k := range kinds {
			if facts[i].Kind == k {
				return facts[i], true
			}
		}
	}
	return Told{}, false
}
