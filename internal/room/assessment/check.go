package assessment

import (
	"cmp"
	"slices"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// Asserters are who may say something of a criterion on a day; whoever said it before may go on saying it.
func Asserters(in *country.Pack, on date.Date, stood ...string) []string {
	out := []string{Person}
	l := in.List(codelist.DecidedBy)
	for _, key := range l.Keys() {
		if l.Takes(key, on, stood...) {
			out = append(out, key)
		}
	}
	return out
}

// MaySay are who may say something of a criterion on a day, where the file says who did before.
func (f File) MaySay(in *country.Pack, on date.Date, criterion string) []string {
	return Asserters(in, on, f.asserters(criterion)...)
}

// interpreter is the need that the question about interpreters answers.
const interpreter = "interpreter"

// checked brings an entry into its stored form, and tells what of it cannot stand; or refuses with ErrCode what no page
// could have sent: a code that ended stays where the evaluation before has it.
func (e Entry) checked(in *country.Pack, today date.Date, before File) (Entry, error) {
	s := &e.Sheet
	ok := Questions.Sound(&e, in, today, before.Entry()) && all(in, codelist.ChildAge, s.Children, today) &&
		len(s.Children) <= maxChildren && living(e.Count.BirthYear, today)
	for k, v := range s.Indicators {
		if !slices.ContainsFunc(Indicators(in, before.Sheet.Indicators, today), keyed(k)) {
			ok = false
		} else if !v.Known() {
			delete(s.Indicators, k)
		}
	}
	for _, a := range e.Criteria {
		ok = ok && slices.Contains(Criteria, a.Criterion) &&
			(a.Asserter == "" || slices.Contains(before.MaySay(in, today, a.Criterion), a.Asserter)) &&
			(a.Asserter != "" || !a.Answer.Known())
	}
	for _, z := range e.AddZones {
		ok = ok && (z.Area == country.InWords || zoneArea(in, z.Area)) && z.Level != "" && z.Reason != "" &&
			one(in, codelist.DangerLevel, z.Level, today) &&
			one(in, codelist.DangerReason, z.Reason, today)
	}
	if !ok || !tied(in, e.Ties) {
		return e, ErrCode
	}
	wrong := fault.Join(e.contradictions(in), s.household(before.Sheet), e.otherBirth(before.Count))
	if !e.GroupWrong && codelist.TwoGroups(in, e.Count.Nationality, before.Group, today) {
		wrong = fault.Join(wrong, ErrTwoGroups)
	}
	if e.On.IsZero() {
		e.On = today
	}
	s.Needs = slices.DeleteFunc(slices.Clone(s.Needs), func(k string) bool {
		return k == interpreter &&
			s.Interpreter == tri.No
	})
	if s.Interpreter == tri.Yes && !slices.Contains(s.Needs, interpreter) {
		s.Needs = append(s.Needs, interpreter)
	}
	if len(s.Needs) > 0 {
		s.NoNeeds = false
	}
	e.AddZones = lastOfEach(e.AddZones)
	e.Ties = shortest(e.Ties)
	e.Vetoes = slices.Compact(slices.Sorted(slices.Values(e.Vetoes)))
	e.Wishes = slices.Compact(slices.Sorted(slices.Values(e.Wishes)))
	return e, wrong
}

// blank tells whether nothing is said in an entry.
func (e Entry) blank() bool {
	said := func(q ask.Field[Entry]) bool { return q.Get(&e).Known() }
	return !slices.ContainsFunc(Questions, said) && len(e.Sheet.Children)+len(e.Sheet.Indicators)+len(e.AddZones)+
		len(e.Lift)+len(e.Ties) == 0 && !slices.ContainsFunc(e.Criteria,
		func(a Assertion) bool { return a.Answer.Known() || !a.Note.Empty() })
}

// household refuses a shape that is not that of the people counted, but for what stood so before.
func (s Sheet) household(before Sheet) error {
	stood := s.Shape == before.Shape && s.Adults == before.Adults && slices.Equal(s.Children, before.Children)
	if !stood && !codelist.OneHousehold(s.Shape, s.Adults, len(s.Children)) {
		return ErrHousehold
	}
	return nil
}

// contradictions are the answers that cannot stand together.
func (e Entry) contradictions(in *country.Pack) error {
	var wrong []error
	if s := e.Sheet; s.NoNeeds && slices.ContainsFunc(s.Needs, func(k string) bool { return k != interpreter }) {
		wrong = append(wrong, ErrNeedsTwo)
	}
	if len(e.Contradicted(in)) > 0 {
		wrong = append(wrong, ErrContradicted)
	}
	return fault.Join(wrong...)
}

// inWords keeps in force what is known in words only, as long as there are words: a zone, a veto, what has to stay
// within reach.
func (e Entry) inWords(before File) Entry {
	e = e.zoneInWords(before)
	if stands(e.Words.Refused, before.Words.Refused, slices.Contains(before.Vetoes, country.InWords)) {
		e.Vetoes = append(slices.Clone(e.Vetoes), country.InWords)
	}
	of := func(t casefile.Tie) bool { return t.Area == country.InWords }
	at := slices.IndexFunc(before.Ties, of)
	switch ties := slices.DeleteFunc(slices.Clone(e.Ties), of); {
	case !stands(e.Words.Fixed, before.Words.Fixed, at >= 0):
		e.Ties = ties
	case len(ties) < len(e.Ties): // said anew how far away it may be
	case at >= 0:
		e.Ties = append(ties, before.Ties[at])
	default: // nobody said how far away it may be: the shortest way
		e.Ties = append(ties, casefile.Tie{Area: country.InWords, Minutes: TieMinutes[0]})
	}
	return e
}

// stands tells whether what is known in words only is in force: as long as there are words; and where it was in force
// without words here, since she said it in another of her cases, until there were.
func stands(now, before secret.Text, stood bool) bool { return !now.Empty() || stood && before.Empty() }

// zoneInWords keeps one zone in force as long as words tell of a dangerous place that no list of areas holds: no place
// is known to be safe until somebody has found it on the map, or has decided in a dated version that it says no danger.
func (e Entry) zoneInWords(before File) Entry {
	of := func(z casefile.Zone) bool { return z.Area == country.InWords }
	switch {
	case e.Words.Elsewhere.Empty():
		e.AddZones = slices.DeleteFunc(slices.Clone(e.AddZones), of)
		if !before.Words.Elsewhere.Empty() {
			e.Lift = append(slices.Clone(e.Lift), country.InWords)
		}
		return e
	case !slices.ContainsFunc(slices.Concat(before.Zones, e.AddZones), of):
		e.AddZones = append(slices.Clone(e.AddZones), casefile.Zone{Area: country.InWords})
	}
	e.Lift = slices.DeleteFunc(slices.Clone(e.Lift), func(area string) bool { return area == country.InWords })
	return e
}

// living tells whether somebody born in a year may be alive; 0 is not known.
func living(year int, today date.Date) bool {
	return year == 0 || year >= today.Year()-ask.LifeYears && year <= today.Year()
}

func keyed(key string) func(country.Code) bool {
	return func(c country.Code) bool { return c.Key == key }
}

func one(in *country.Pack, n codelist.Name, key string, on date.Date) bool {
	return key == "" || in.List(n).Has(key, on)
}

func all(in *country.Pack, n codelist.Name, keys []string, on date.Date) bool {
	for _, k := range keys {
		if k == "" || !one(in, n, k, on) {
			return false
		}
	}
	return true
}

// Contradicted lists the wished areas where she does not want to go either: the same area, or a town of a department
// she refuses. A town refused in a department she wishes for contradicts nothing.
func (e Entry) Contradicted(p *country.Pack) []string {
	var out []string
	for _, w := range e.Wishes {
		wish, _ := p.Lookup(w)
		if slices.ContainsFunc(e.Vetoes, func(v string) bool {
			veto, _ := p.Lookup(v)
			return veto.Covers(wish)
		}) {
			out = append(out, w)
		}
	}
	return out
}

// zoneArea tells whether a code is a department or a town of the country pack.
func zoneArea(in *country.Pack, code string) bool {
	_, ok := in.Department(code)
	return ok
}

// answered is what the questions of an evaluation keep in the coded row, for lists and figures.
var answered = casefile.ColumnsOf("assessment.answered", Questions)

// kept is the part of it that a transfer brings along.
var kept = casefile.ColumnsOf("assessment.kept", slices.DeleteFunc(slices.Clone(Questions),
	func(q ask.Field[Entry]) bool { return !q.Carried }))

// code writes what follows from an evaluation into the coded row, beside what is answered.
func (e Entry) code(in *country.Pack, c *casefile.Coded, before, current []Assertion) {
	e.codeAge(in, c, before, current)
	c.TraffickingStatus = traffickingStatus(current)
	c.ChildrenBands, c.Sex = e.Sheet.Children, codelist.Sex(in, e.Count.Gender)
	if e.Count.Nationality != "" || c.Nationality != "" { // otherwise the group alone may be known
		c.NationalityGroup = codelist.NationalityGroup(in, e.Count.Nationality, e.On)
	}
}

// codeAge writes what is asserted of full age, where an assertion is new, and between which days it is reached: by what
// another room knows of the birth, unless another year is answered here. What was told before stands until somebody
// asserts something else.
func (e Entry) codeAge(in *country.Pack, c *casefile.Coded, before, current []Assertion) {
	if now, on := claimed(in, current); now != (tri.Said{}) {
		if was, then := claimed(in, before); now != was || on != then {
			c.Claim(now, on)
		}
	}
	born := c.Rough()
	if e.Count.Rough().Month == 0 {
		born.Month = 0 // a year alone takes no month away
	}
	if born == e.Count.Rough() {
		c.Settle(e.On)
	} else {
		c.Bear(in.Number(country.MajorityYears, e.On), e.Count.Rough(), e.On)
	}
}

// lastOfEach keeps one zone for each area: the last one typed.
func lastOfEach(zones []casefile.Zone) []casefile.Zone {
	var out []casefile.Zone
	for _, z := range zones {
		out = append(slices.DeleteFunc(out, func(o casefile.Zone) bool { return o.Area == z.Area }), z)
	}
	return out
}

// shortest keeps one tie for each area, the strictest, in the order of areas.
func shortest(ties []casefile.Tie) []casefile.Tie {
	out := slices.Clone(ties)
	slices.SortFunc(out, func(a, b casefile.Tie) int {
		return cmp.Or(strings.Compare(a.Area, b.Area), a.Minutes-b.Minutes)
	})
	return slices.CompactFunc(out, func(a, b casefile.Tie) bool { return a.Area == b.Area })
}
