package journey

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Made is one line of a journey's history: a plan, when it was made, when it expects the arrival.
type Made struct {
	Number       int64
	At, Expected time.Time
}

// Printed is one sheet that exists on paper.
type Printed struct {
	Serial string
	At     time.Time
}

// Shown is a journey as a reader may see it.
type Shown struct {
	Header     casefile.Header
	Has        bool // a journey was planned
	Journey    Journey
	Readable   bool // the reader's team holds the key to the words
	Plan       Plan
	Plans      []Made
	Sheets     []Printed
	Company    []Company       // who accompanies by name; for those who organise
	Address    partner.Address // of the place; empty for whoever holds no key to it
	Department string          // of the place
	Agreed     bool            // the person's second agreement and a place stand (I2)
	Keeper     bool            // the reader organises: coordinator or logistics
	Doubt      casefile.Doubt  // for who organises: why the place is not safe any more
	SeenAt     time.Time       // when the reader's team noted that it has seen that; zero: never
	Decisions  []Decision      // and who decided to go there all the same
	Off        casefile.Told   // for who organises: what called the journey off; of no kind where nothing did
	Stranded   bool            // she left, and has no place to arrive at; for who organises
	Near       []string        // then the areas of danger in force near where she left from
	Host       bool            // the reader is to receive her, and she has not arrived
	Early      bool            // nobody left, and it is well before the first departure of the plan
	Ahead      bool            // she is awaited, and it is well before the last arrival of the plan
	ArrivedOn  date.Date       // zero while she has not
	Slip       casefile.Kind   // what was noted last, while it can be undone
	Righted    []Righted       // what was put right or undone, newest first
	Now        time.Time
}

// Open shows the journey to those who take part in it, with the address to logistics and the host: to logistics from
// the admission on, since a way is planned to a house.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref) (Shown, error) {
	return gate.Seen(ctx, d.gate, who, Read, ref, d.withAddress)
}

// Prepare shows it to whoever plans the way, to be planned or changed.
func (d *Desk) Prepare(ctx context.Context, who access.Actor, ref casefile.Ref) (Shown, error) {
	return gate.Seen(ctx, d.gate, who, Prepare, ref, d.withAddress)
}

// ToDecide is the doubt that a plan or a departure has to answer for: none once she is on the way.
func (s Shown) ToDecide() casefile.Doubt {
	if s.Header.Stage == casefile.OnTheWay {
		return ""
	}
	return s.Doubt
}

func (d *Desk) withAddress(v *gate.CaseView) (Shown, error) {
	s, err := d.show(v)
	travels := s.Has && s.Journey.State.Open() && s.Header.Stage.Open()
	if err == nil && (travels || s.Keeper && s.Agreed && s.Header.Stage == casefile.Accepted) {
		s.Address, err = address(v)
	}
	return s, err
}

// Draft shows the journey to whoever organises it, for what is noted of it; the address stays closed.
func (d *Desk) Draft(ctx context.Context, who access.Actor, ref casefile.Ref) (Shown, error) {
	return gate.Seen(ctx, d.gate, who, Draft, ref, d.show)
}

// OnCase is the journey on the case page: where it stands, without the words of the way, which its own page opens. The
// referring service sees none of it (I5).
func (d *Desk) OnCase(v *gate.CaseView) (Shown, bool, error) {
	switch v.Relation() {
	case access.Evaluates, access.Organises, access.Hosts:
	default:
		return Shown{}, false, nil
	}
	s, err := d.outline(v)
	return s, err == nil && (s.Has || s.Header.Stage == casefile.Accepted), err
}

// show gathers what the reader's team may see.
func (d *Desk) show(v *gate.CaseView) (Shown, error) {
	s, err := d.outline(v)
	if err != nil || !s.Has {
		return s, err
	}
	if s.Plans, err = listPlans(v, s.Journey.ID); err != nil {
		return s, err
	}
	if s.Sheets, err = listSheets(v); err != nil {
		return s, err
	}
	if s.Righted, err = righted(v); err != nil {
		return s, err
	}
	if s.Keeper {
		if s.Company, err = company(v); err != nil {
			return s, err
		}
	}
	if s.Readable = v.Holds(vault.Journey); s.Readable {
		s.Plan, err = readPlan(v, s.Journey)
	}
	return s, err
}

// outline is where the journey stands. A host sees the journey to its own door alone.
func (d *Desk) outline(v *gate.CaseView) (Shown, error) {
	s := Shown{Keeper: v.Relation() == access.Evaluates || v.Relation() == access.Organises, Now: v.Now()}
	var err error
	if s.Header, err = casefile.ReadHeader(v); err != nil {
		return s, err
	}
	facts, err := casefile.Facts(v)
	if err != nil {
		return s, err
	}
	s.Agreed = MayTravel(facts) == nil
	s.Host = v.Relation() == access.Hosts && s.Header.Stage.Placed() && s.Header.Stage != casefile.Sheltered
	at, ok, err := casefile.Latest[casefile.Placed](facts)
	if err != nil {
		return s, err
	}
	if ok && s.Header.Stage != casefile.Searching {
		s.Department = at.Department
	}
	if s.Keeper && ok && s.Header.Stage.Placed() && s.Header.Stage != casefile.Sheltered {
		if s.Doubt, err = d.doubt(v); err != nil {
			return s, err
		}
		if s.Doubt != "" {
			if s.SeenAt, err = seen(v); err != nil {
				return s, err
			}
		}
		if s.Decisions, err = decisions(v); err != nil {
			return s, err
		}
	}
	if err := s.stranded(v, facts); err != nil {
		return s, err
	}
	s.Journey, err = findLatest(v)
	if fault.Is(err, fault.NotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if s.Has = s.Keeper || s.Journey.Host == v.Team(); !s.Has {
		s.Journey = Journey{}
		return s, nil
	}
	s.off(facts)
	return s, s.noted(v, facts)
}

// stranded says whether she left and has no place to arrive at, with what danger lies near where she left from; or who
// decided that she is there.
func (s *Shown) stranded(v *gate.CaseView, facts []casefile.Told) (err error) {
	if !s.Keeper {
		return nil
	}
	if s.Stranded = casefile.Stranded(s.Header.Stage, facts); s.Stranded {
		s.Near, err = nearOrigin(v)
	} else if _, told := roofed(s.Header.Stage, facts); told {
		s.Decisions, err = decisions(v)
	}
	return err
}

// off says why nobody travels any more, where the search went on or she goes no further: also of a journey that an
// earlier version of the program left open.
func (s *Shown) off(facts []casefile.Told) {
	if s.Keeper {
		s.Off, _ = casefile.Last(facts, "search_again", "no_show", "withdrawn", "lost_contact", "deceased", "placed",
			"arrived", "reopened")
	}
	switch s.Off.Kind {
	case "placed", "arrived", "reopened":
		s.Off = casefile.Told{}
	}
	over := []casefile.Stage{casefile.Searching, casefile.Meeting, casefile.Accepted}
	if s.Journey.State.Open() && slices.Contains(over, s.Header.Stage) {
		s.Journey.State = Cancelled
	}
}

// Next tells whether another way may be planned: the one before is over, and another place was given since.
func (s Shown) Next() bool {
	return s.Keeper && s.Agreed && s.Header.Stage == casefile.Accepted && !s.Journey.State.Open()
}

// noted adds what was noted of the way, what of it was put right, and what can still be undone.
func (s *Shown) noted(v *gate.CaseView, facts []casefile.Told) error {
	s.Early = s.Journey.State == Planned && s.Journey.leavesEarly(v.Now())
	s.Ahead = s.Journey.State.Open() && s.Journey.comesEarly(v.Now())
	if s.Journey.State == Arrived {
		a, err := arrived(v)
		if err != nil {
			return err
		}
		s.ArrivedOn = a.On
		there := v.Country().HoursOf(s.Department)
		if date.In(s.Journey.ClosedAt, there) != a.On { // put right: the day alone is known
			s.Journey.ClosedAt = a.On.Hourless(there)
		}
	}
	for _, k := range []casefile.Kind{Departed{}.Kind(), casefile.Arrived{}.Kind()} {
		if casefile.Undoable(facts, k, s.Now) && (s.Keeper || k == casefile.Arrived{}.Kind()) {
			s.Slip = k
		}
	}
	told, ok := roofed(s.Header.Stage, facts)
	if ok && s.Keeper && casefile.Slipped(told.At, s.Now) {
		s.Slip = told.Kind
	}
	return nil
}

func listPlans(v *gate.CaseView, j JourneyID) ([]Made, error) {
	return gate.List(v.Query, qPlans, func(m *Made) []any {
		return []any{&m.Number, clock.Stored{T: &m.At}, clock.Stored{T: &m.Expected}}
	}, j)
}

func listSheets(v *gate.CaseView) ([]Printed, error) {
	return gate.List(v.Query, qSheets, func(p *Printed) []any { return []any{&p.Serial, clock.Stored{T: &p.At}} })
}

// address opens where the place is; it stays empty where the reader's team holds no key to it.
func address(v *gate.CaseView) (partner.Address, error) {
	p, err := placed(v)
	if err != nil {
		return partner.Address{}, err
	}
	place, err := partner.ParsePlace(p.Place)
	if err != nil {
		return partner.Address{}, fmt.Errorf("read the place: %w", err)
	}
	a, err := partner.AddressOf(v, place)
	if fault.Is(err, fault.NotFound) {
		return partner.Address{}, nil
	}
	return a, err
}
