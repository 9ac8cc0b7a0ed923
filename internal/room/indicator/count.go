package indicator

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/gate"
)

// Counts are the true counts of a year: what a report is made of.
type Counts struct {
	Year   int
	CutOff time.Time // the instant the rows were read
	Until  date.Date // the last day counted: the year's end, or the day of the cut-off
	// People asked for and people who arrived in the year: all, and those who agreed to be counted (I14).
	Documented, Released Flow
	Requests, Arrivals   map[int]int               // by year
	Known                map[int]Flow              // by year: how much is known at all; 0 is a gap and no count
	Over                 bool                      // the year has ended
	Steps                map[string]map[string]int // of the year's requests: step -> yes, no, unknown
	By                   map[string]map[string]int // table -> code -> people
	Waits                map[string]Days           // request to arrival, by household shape
	Between              map[string]Days           // between two steps
	Stock                map[int]int               // people in care at the end of each year; on Until in this one
	Form                 map[Who]map[string]int    // who came, by form, gender and age band
	InCare, Children     int                       // everybody in care on Until, children not and alone
	Undated              int                       // of both, in past rows without a day of leaving
	// everybody who has a place now and is not there yet; 0 of a past year
	Coming int
	Stayed int // people in care on some day of the year
	Nights int // their nights in the year, children not counted
}

// Who is a form of exploitation and a gender.
type Who struct{ Exploitation, Gender string }

// Flow is how many came in and how many arrived.
type Flow struct{ Requests, Arrivals int }

// Days counts people by a number of days.
type Days map[int]int

// span is a year as the rows know it.
type span struct {
	from, to    date.Date
	start, end  int64 // µs, end not included
	zone        *time.Location
	countedThen date.Date
}

func (d *Desk) span(year int, now time.Time) span {
	s := span{from: date.Must(year, 1, 1), to: date.Must(year, 12, 31), zone: d.Country().Zone()}
	s.start, s.end = clock.Micros(s.from.Time(d.Country().Zone())),
		clock.Micros(date.Must(year+1, 1, 1).Time(d.Country().Zone()))
	s.countedThen = s.to
	if today := d.Country().Day(now); today.Before(s.to) {
		s.countedThen = today
	}
	return s
}

func (s span) day(us int64) date.Date { return date.In(clock.FromMicros(us), s.zone) }

// count reads a year in grouped queries; none of them returns a row per person.
func (d *Desk) count(v *gate.FiguresView, year int) (Counts, error) {
	s := d.span(year, v.Now())
	c := Counts{
		Year: year, CutOff: v.Now(), Until: s.countedThen, Requests: map[int]int{}, Arrivals: map[int]int{},
		Steps: map[string]map[string]int{}, By: map[string]map[string]int{}, Waits: map[string]Days{},
		Between: map[string]Days{}, Known: map[int]Flow{}, Stock: map[int]int{}, Form: map[Who]map[string]int{},
		Over: year < v.Today().Year(),
	}
	for _, read := range []func(*gate.FiguresView, span) error{c.series, c.known, c.totals, c.outcomes, c.between,
		c.people, c.forms, c.waits, c.stays} {
		if err := read(v, s); err != nil {
			return Counts{}, err
		}
	}
	c.Released = Flow{c.Requests[year], c.Arrivals[year]}
	return c, nil
}

// grouped runs a query of keys and counts.
func grouped[K comparable](v *gate.FiguresView, q gate.FiguresQuery, into func(K, int), args ...any) error {
	err := gate.Each(v.Query, q, func(rows *gate.Rows) error {
		var k K
		var n int
		if err := rows.Scan(&k, &n); err != nil {
			return err
		}
		into(k, n)
		return nil
	}, args...)
	return err
}

func (c *Counts) totals(v *gate.FiguresView, s span) error {
	err := v.QueryRow(qDocumented, s.from, s.to, s.start, s.end).Scan(&c.Documented.Requests, &c.Documented.Arrivals)
	if err != nil {
		return fmt.Errorf("count the documented: %w", err)
	}
	return nil
}

func (c *Counts) add(table, key string, n int) {
	if c.By[table] == nil {
		c.By[table] = map[string]int{}
	}
	c.By[table][key] += n
}

// request is a group of requests that went the same way.
type request struct {
	outcome, reason      string
	evaluated, eligible  string // yes, no, unknown
	interviewed, arrived string
	people               int
}

func (c *Counts) request(r request) {
	for step, reached := range map[string]string{"evaluated": r.evaluated, "eligible": r.eligible,
		"interviewed": r.interviewed, "arrived": r.arrived} {
		if c.Steps[step] == nil {
			c.Steps[step] = map[string]int{}
		}
		c.Steps[step][reached] += r.people
	}
	c.add("outcome", r.outcome, r.people)
	if r.outcome != "arrived" && r.outcome != inProgress {
		c.add("reason", orUnknown(r.reason), r.people)
	}
}

func (c *Counts) outcomes(v *gate.FiguresView, s span) error {
	err := gate.Each(v.Query, qPastOutcomes, func(rows *gate.Rows) error {
		var r request
		if err := rows.Scan(&r.outcome, &r.reason, &r.people); err != nil {
			return err
		}
		r.stepsOfPast()
		c.request(r)
		return nil
	}, s.from, s.to)
	if err != nil {
		return err
	}
	return c.liveOutcomes(v, s)
}

// stepsOfPast says which steps a past case must have reached, given how it ended; the rest was not recorded.
func (r *request) stepsOfPast() {
	r.evaluated, r.eligible, r.interviewed, r.arrived = codelist.Unknown, codelist.Unknown, codelist.Unknown, "no"
	switch r.outcome {
	case "arrived":
		r.evaluated, r.eligible, r.interviewed, r.arrived = "yes", "yes", "yes", "yes"
	case "not_eligible":
		r.evaluated, r.eligible, r.interviewed = "yes", "no", "no"
	case "no_place_found":
		r.evaluated, r.eligible = "yes", "yes"
	}
}

func (c *Counts) liveOutcomes(v *gate.FiguresView, s span) error {
	err := gate.Each(v.Query, qLiveOutcomes, func(rows *gate.Rows) error {
		var stage casefile.Stage
		var decided, admitted, met, arrived bool
		var refusal string
		var r request
		if err := rows.Scan(&stage, &decided, &admitted, &met, &arrived, &refusal, &r.people); err != nil {
			return err
		}
		r.evaluated, r.eligible, r.interviewed, r.arrived = yes(decided || arrived), yes(admitted || arrived),
			yes(met || arrived), yes(arrived)
		r.outcome, r.reason = outcomeOf(v.Country(), stage, arrived, refusal)
		c.request(r)
		return nil
	}, s.start, s.end)
	return err
}

// inProgress is the outcome of a request that is still open.
const inProgress = "in_progress"

// outcomeOf gives outcome and reason of a live case.
func outcomeOf(in *country.Pack, stage casefile.Stage, arrived bool, refusal string) (outcome, reason string) {
	switch {
	case arrived:
		return "arrived", ""
	case stage == casefile.NotHere:
		var f casefile.NotAdmitted
		if err := json.Unmarshal([]byte(refusal), &f); err != nil {
			return "not_eligible", ""
		}
		if c, ok := in.List(codelist.NotOriented).Find(f.Reason); ok {
			return c.Group, f.Reason
		}
		return "not_eligible", ""
	case stage == casefile.NoPlaceS:
		return "no_place_found", "no_place"
	case stage == casefile.WithdrawnS:
		return "withdrawn", "refused_by_person"
	case stage == casefile.Lost:
		return "lost_contact", "lost_contact"
	case stage == casefile.DeceasedS:
		return "deceased", ""
	}
	return inProgress, ""
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func orUnknown(key string) string {
	if key = strings.TrimSpace(key); key == "" {
		return codelist.Unknown
	}
	return key
}

// between counts the days from one step to the next: of decision and interview by the day on which they were noted, of
// the arrival by its own.
func (c *Counts) between(v *gate.FiguresView, s span) error {
	c.Between = map[string]Days{"decision": {}, "interview": {}, "arrival": {}}
	err := gate.Each(v.Query, qBetween, func(rows *gate.Rows) error {
		var asked, decided, met int64
		var arrived date.Date
		var n int
		if err := rows.Scan(&asked, &decided, &met, &arrived, &n); err != nil {
			return err
		}
		c.Between["decision"][s.day(asked).DaysUntil(s.day(decided))] += n
		if met == 0 {
			return nil
		}
		c.Between["interview"][s.day(decided).DaysUntil(s.day(met))] += n
		if !arrived.IsZero() {
			c.Between["arrival"][max(s.day(met).DaysUntil(arrived), 0)] += n
		}
		return nil
	}, s.start, s.end)
	return fault.In("count days between steps", err)
}

func (c *Counts) people(v *gate.FiguresView, s span) error {
	for table, q := range map[string]gate.FiguresQuery{
		"sex": qBySex, "gender": qByGender, "nationality_group": qByGroup, "nationality": qByNationality,
		"exploitation": qByForm,
		"household":    qByShape, "complaint": qByComplaint, "cooperation": qByCooperation,
	} {
		err := grouped(v, q, func(key string, n int) { c.add(table, orUnknown(key), n) }, s.from, s.to)
		if err != nil {
			return fmt.Errorf("count people by %s: %w", table, err)
		}
	}
	err := grouped(v, qByBirth, func(born, n int) { c.add("age", c.band(v.Country(), born), n) }, s.from, s.to)
	if err != nil {
		return fmt.Errorf("count people by age: %w", err)
	}
	err = grouped(v, qByChildren, func(children, n int) {
		c.add("children", map[bool]string{true: codelist.Unknown, false: strconv.Itoa(min(children, 3))}[children < 0],
			n)
	}, s.from, s.to)
	if err != nil {
		return fmt.Errorf("count people by children: %w", err)
	}
	return nil
}

// band is the age reached in the year, by the bands of the report.
func (c *Counts) band(in *country.Pack, born int) string {
	band, ok := in.List(codelist.AgeReport).Band(c.Year - born)
	if born == 0 || !ok {
		return codelist.Unknown
	}
	return band
}

func (c *Counts) forms(v *gate.FiguresView, s span) error {
	return gate.Each(v.Query, qByFormGenderAge, func(rows *gate.Rows) error {
		var who Who
		var born, n int
		if err := rows.Scan(&who.Exploitation, &who.Gender, &born, &n); err != nil {
			return err
		}
		who = Who{orUnknown(who.Exploitation), orUnknown(who.Gender)}
		if c.Form[who] == nil {
			c.Form[who] = map[string]int{}
		}
		c.Form[who][c.band(v.Country(), born)] += n
		return nil
	}, s.from, s.to)
}

func (c *Counts) waits(v *gate.FiguresView, s span) error {
	err := gate.Each(v.Query, qWaits, func(rows *gate.Rows) error {
		var shape string
		var requested, arrived date.Date
		var at int64
		var n int
		if err := rows.Scan(&shape, &requested, &at, &arrived, &n); err != nil {
			return err
		}
		if requested.IsZero() && at != 0 {
			requested = s.day(at)
		}
		if requested.IsZero() {
			return nil
		}
		shape = orUnknown(shape)
		if c.Waits[shape] == nil {
			c.Waits[shape] = Days{}
		}
		c.Waits[shape][max(requested.DaysUntil(arrived), 0)] += n
		return nil
	}, s.from, s.to)
	return err
}
