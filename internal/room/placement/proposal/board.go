package proposal

import (
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// PersonAgreed tells whether the person said yes after the latest interview, and has not said otherwise since (I2).
func PersonAgreed(v *gate.CaseView) (bool, error) {
	facts, err := casefile.Facts(v)
	if err != nil {
		return false, err
	}
	return agreed(facts)
}

func agreed(facts []casefile.Told) (bool, error) {
	last, _ := casefile.Last(facts, "second_agreement", "interview_held", "interview_planned", "search_again",
		"host_accepted")
	if last.Kind != "second_agreement" { // nor is a case of which nothing was told
		return false, nil
	}
	var a casefile.Agreed
	if err := last.Read(&a); err != nil {
		return false, err
	}
	return a.Answer == tri.Yes, nil
}

// OpenDispute is, of a row of placement_said called s: its host says that this is not what it said, and that is not
// cleared up.
const OpenDispute = `s.disputed_at > 0 and s.settled_at = 0`

var qOpenHere = gate.CaseSQL("placement.open_here", `select a.proposal_id, s.disputed_at,
	case when s.answer = 'later' then a.until_at else 0 end from placement_answer a
	join placement_said s on s.id = a.id where a.case_id = $1 and s.settled_at = 0
	and (`+OpenDispute+` or s.answer = 'later')`)

// said is an answer by telephone from which nothing follows yet: its host disputes it, or answers later, by an hour.
type said struct {
	proposal        ID
	disputed, later time.Time
}

// open are the answers by telephone to the proposals of a case from which nothing follows yet.
func open(v *gate.CaseView) ([]said, error) {
	return gate.List(v.Query, qOpenHere, func(s *said) []any {
		return []any{&s.proposal, clock.Stored{T: &s.disputed}, clock.Stored{T: &s.later}}
	})
}

// Disputed are the proposals of a case whose host says that an answer by telephone is not what it said, while that is
// not cleared up: nothing rests on such an answer.
func Disputed(v *gate.CaseView) (out []ID, err error) {
	all, err := open(v)
	for _, s := range all {
		if !s.disputed.IsZero() {
			out = append(out, s.proposal)
		}
	}
	return out, err
}

// Line is one host asked, on the coordinator's board.
type Line struct {
	Proposal  Proposal
	Place     partner.PlaceRow
	Interview *Interview
	Ahead     bool      // its hour is still well to come
	Call      bool      // nobody has looked yet: call them
	Disputed  bool      // the host says that an answer by telephone is not what it said
	Later     time.Time // by when it answers, as it said by telephone
	// somebody else stays there, and the place is this case's next, from this day on as planned
	Next  bool
	After date.Date
}

// Lines makes the board of proposals, newest first.
func Lines(v *gate.CaseView, all []Proposal, mail bool) ([]Line, error) {
	var unreached []access.TeamID
	if slices.ContainsFunc(all, func(p Proposal) bool { return p.State == Sent }) { // who else is to be called?
		var err error
		if unreached, err = Unreached(v); err != nil {
			return nil, err
		}
	}
	heard, err := open(v)
	if err != nil {
		return nil, err
	}
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return nil, err
	}
	if h.Stage == casefile.Searching {
		if all, err = released(v, all); err != nil {
			return nil, err
		}
	}
	var out []Line
	for _, p := range slices.Backward(all) {
		l, err := line(v, p, mail && !slices.Contains(unreached, p.Team))
		if err != nil {
			return nil, err
		}
		for _, s := range heard {
			if s.proposal == p.ID && !s.disputed.IsZero() {
				l.Disputed = true
			} else if s.proposal == p.ID && p.State.Live() {
				l.Later = s.later
			}
		}
		out = append(out, l)
	}
	return out, nil
}

func line(v *gate.CaseView, p Proposal, mail bool) (Line, error) {
	l := Line{Proposal: p, Call: p.ToCall(v.Now(), mail) || p.State == Sent && p.Silence > 0}
	var err error
	if l.Place, err = partner.PlaceOf(v, p.Place); err != nil {
		return l, err
	}
	next := NextAt(v, l.Place)
	l.Next, l.After = next.Next, next.After
	i, ok, err := FindInterview(v, p.ID)
	if ok {
		l.Interview, l.Ahead = &i, i.Ahead(v.Now())
	}
	return l, err
}

// released are proposals while the search goes on: one that was admitted is let go by the next sweep.
func released(v *gate.CaseView, all []Proposal) ([]Proposal, error) {
	admitted := func(p Proposal) bool { return p.State == Admitted }
	if !slices.ContainsFunc(all, admitted) {
		return all, nil
	}
	all = slices.Clone(all)
	for i, p := range all {
		if admitted(p) {
			all[i].State = Released
		}
	}
	return all, readUndone(v, all)
}

// NextAt tells whether somebody else still stays at a place that is promised to the case, and until when.
func NextAt(v *gate.CaseView, place partner.PlaceRow) (l Line) {
	if l.Next = place.PromisedTo(v.ID()); l.Next {
		l.After = place.LeftOn()
	}
	return l
}

// quiet is how long a host may stay silent before the board says "call them", where no mail is sent or none was seen.
const quiet = 24 * time.Hour

// ToCall tells whether the host is to be called: mail does not reach it, or it has not looked for a day.
func (p Proposal) ToCall(now time.Time, mail bool) bool {
	return p.State == Sent && p.Seen.IsZero() && (!mail || now.Sub(p.Sent) >= quiet)
}

var qUnreached = gate.OfficeSQL("placement.unreached", `select t.id from access_team t where t.kind = 'partner'
	and (not exists (select 1 from `+access.Members+`
	where m.team_id = t.id and u.mail <> ''
	and not exists (select 1 from outbox_job o where o.kind = 'mail.letter' and o.object_id = u.id
	and (o.attempts > 0 and o.lease_until_at = 0 or o.due_at > $1) and o.done_at = 0))
	or exists (select 1 from outbox_job o where o.kind = 'mail.notice' and o.object_id = t.id
	and o.attempts > 0 and o.lease_until_at = 0 and o.done_at = 0))`)

// Unreached are the hosts that no mail reaches: nobody there has an address to which the letters go. A letter was tried
// and has not gone where its job waits for another attempt, or was set aside; it waits where its reader is sent nothing
// at this hour.
func Unreached(v interface {
	Office(gate.OfficeQuery, ...any) (*gate.Rows, error)
	Now() time.Time
}) ([]access.TeamID, error) {
	return gate.List(v.Office, qUnreached, func(t *access.TeamID) []any { return []any{t} }, clock.Micros(v.Now()))
}
