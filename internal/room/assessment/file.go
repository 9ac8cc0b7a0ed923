package assessment

import (
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
)

type (
	versionEntity   struct{}
	assertionEntity struct{}
	decisionEntity  struct{}
	recheckEntity   struct{}

	versionID   = id.ID[versionEntity]
	assertionID = id.ID[assertionEntity]
	decisionID  = id.ID[decisionEntity]
)

// Assertion is somebody's word on one criterion.
type Assertion struct {
	Criterion string
	Asserter  string // Person, or a key of decided_by
	Answer    tri.Value
	Since     date.Date // zero: not stated
	Note      secret.Text
	Sealed    bool // there is a note that the reader's team cannot open
	At        time.Time
	Number    int // the version it came with

	told *Assertion // as it was said, where it is read as of a day that has passed
}

// Brought tells whether it was said before anybody evaluated: in a referral, or in the case before.
func (a Assertion) Brought() bool { return a.Number == carried }

// Version is one line of the history.
type Version struct {
	Number int
	At     time.Time
	On     date.Date
	By     string
}

// Decision is a sentence signed by a person.
type Decision struct {
	Outcome  string // admitted or not_admitted
	Reason   string // code list not_oriented
	Sentence secret.Text
	By       string
	At       time.Time
}

// File is everything of one case's evaluation that the reader may see.
type File struct {
	Header     casefile.Header
	Number     int // of the latest version; 0 when there is none
	On         date.Date
	Sheet      Sheet
	Words      Words
	Assertions []Assertion // the latest of each asserter for each criterion
	Zones      []casefile.Zone
	Vetoes     []string
	Wishes     []string
	Ties       []casefile.Tie
	Conflicts  []casefile.Conflict // whom she must not be near, recorded here or in the other case
	Count      Count
	History    []Version // newest first
	Decision   *Decision
	Agreed     date.Date // when the person's first agreement was given; zero: not recorded
	Recheck    []string  // areas of newer zones that reach where the person stays (I4)
	TooNear    []string  // codes of cases whose people stay too near, by conflicts newer than the placement (H3)
	Host       string    // the department where the person stays; empty: nowhere yet
	PlanOn     date.Date // of which day her safety plan is; zero: there is none
	PlanReview date.Date // when it is looked at again
	RiskOpen   bool      // she is admitted, and nobody assessed the risk yet
	Group      string    // the wide group of nationalities that was told, where no nationality is noted
	NameApart  bool      // her name is with the host alone: of a birth the year alone is kept

	ageDisputed bool // see AgeDisputed
}

// Grounds gathers what is asserted into all that a decision may go by. Where the birth says of full age what nobody
// asserts, both are said: the age is open (I9).
func (f File) Grounds() Grounds {
	g := groundsOf(f.Assertions, f.Sheet.AgeRoute)
	if f.ageDisputed {
		g.Adult = tri.Said{Yes: true, No: true}
	}
	return g
}

// dispute compares what is asserted of full age with what the coded row makes of it and of the birth.
func (f *File) dispute(adult tri.Value) {
	said := f.Said("adult").Tri()
	f.ageDisputed = said.Known() && adult != said
}

// AgeDisputed tells whether all that is asserted of full age is one thing, and the birth, or what another room was told
// since, says another.
func (f File) AgeDisputed() bool { return f.ageDisputed }

func groundsOf(list []Assertion, route string) Grounds {
	g := Grounds{AgeRoute: route}
	for _, a := range list {
		s := map[string]*tri.Said{"adult": &g.Adult, "trafficking": &g.Trafficking, "danger_here": &g.DangerHere,
			"distance_needed": &g.DistanceNeeded, "agrees": &g.Agrees}[a.Criterion]
		if s == nil {
			continue
		}
		s.Yes = s.Yes || a.Answer == tri.Yes
		s.No = s.No || a.Answer == tri.No
	}
	return g
}

// said gives what is asserted of one criterion.
func said(list []Assertion, criterion string) tri.Said {
	var s tri.Said
	for _, a := range list {
		if a.Criterion == criterion {
			s.Yes, s.No = s.Yes || a.Answer == tri.Yes, s.No || a.Answer == tri.No
		}
	}
	return s
}

// grown reads what was said of full age after the day by which she has come of age: whoever said before it that she was
// not, or did not know, said so of a day that has passed (I9). The history keeps it as it was said.
func grown(in *country.Pack, list []Assertion, by date.Date) {
	for i, a := range list {
		if a.Criterion == "adult" && a.Answer != tri.Yes && in.Day(a.At).Before(by) {
			list[i].told = &a
			list[i].Answer, list[i].Since = tri.Yes, by
		}
	}
}

// claimed gives what is asserted of full age, as it was said, and the day on which it was said last.
func claimed(in *country.Pack, list []Assertion) (out tri.Said, on date.Date) {
	for _, a := range list {
		if a.told != nil {
			a = *a.told
		}
		if a.Criterion != "adult" || !a.Answer.Known() {
			continue
		}
		out.Yes, out.No = out.Yes || a.Answer == tri.Yes, out.No || a.Answer == tri.No
		if day := in.Day(a.At); on.Before(day) {
			on = day
		}
	}
	return out, on
}

// Said gives what is asserted of one criterion.
func (f File) Said(criterion string) tri.Said { return said(f.Assertions, criterion) }

// traffickingStatus names the strongest assertion for the count, code list trafficking_status: a formal identification
// and a presumption stand side by side in the assertions (I11), and no rule reads this.
func traffickingStatus(list []Assertion) string {
	status := ""
	for _, a := range list {
		if a.Criterion != "trafficking" {
			continue
		}
		switch {
		case a.Answer == tri.Yes && (a.Asserter == "Police" || a.Asserter == "CourtOrProsecution"):
			return "ActualVictimOfTrafficking"
		case a.Answer == tri.Yes:
			status = "PossibleVictimOfTrafficking"
		case a.Answer == tri.No && status == "":
			status = "NotAVictimOfTrafficking"
		}
	}
	return status
}

// Missing lists what is not known yet, as keys of questions, in the order of the page.
func (f File) Missing(in *country.Pack, on date.Date) []string {
	var out []string
	open := func(key string, unknown bool) {
		if unknown {
			out = append(out, key)
		}
	}
	for _, c := range Criteria {
		open(c, !f.Said(c).Yes && !f.Said(c).No && (c != "agrees" || f.Agreed.IsZero()))
	}
	open("age_route", f.Grounds().AgeOpen() && f.Sheet.AgeRoute == "" && f.Number > 0)
	open("zones", len(f.Zones) == 0)
	open(elsewhere, f.InWords())
	open("safety", f.RiskOpen)
	questions := Questions
	if !f.PlanOn.IsZero() {
		questions = questions.Without("plan")
	}
	out = append(out, questions.Missing(f.Entry())...)
	for _, d := range Dimensions(in, f.Sheet.Indicators, on) {
		open("indicator."+d.Key, d.Answered == 0)
	}
	return out
}

// InWords tells whether a danger is known in words only: until it is found on the map, no place is taken to be safe.
func (f File) InWords() bool {
	return slices.ContainsFunc(f.Zones, func(z casefile.Zone) bool { return z.Area == country.InWords })
}

// Changed lists the topics of the questions whose answers differ between two readings, the children's ages among them.
func Changed(a, b File) []string {
	out := Questions.Changed(a.Entry(), b.Entry())
	if !slices.Contains(out, "household") && !slices.Equal(a.Sheet.Children, b.Sheet.Children) {
		out = append(out, "household")
	}
	return out
}

func ofCriterion(list []Assertion, criterion string) []Assertion {
	var out []Assertion
	for _, a := range list {
		if a.Criterion == criterion {
			out = append(out, a)
		}
	}
	return out
}

func sameAssertion(a, b Assertion) bool {
	return a.Asserter == b.Asserter && a.Answer == b.Answer && a.Since == b.Since && a.Note.Equal(b.Note)
}

// Entry is what a file answers, as the page that changes it shows it. What is known in words only stands in the words.
func (f File) Entry() *Entry {
	return &Entry{Base: f.Number, On: f.On, Sheet: f.Sheet, Words: f.Words, Criteria: f.Assertions,
		Vetoes: onTheMap(f.Vetoes), Wishes: f.Wishes, Ties: f.Ties, Count: f.Count}
}

// asserters are all who said something of a criterion.
func (f File) asserters(criterion string) (out []string) {
	for _, a := range ofCriterion(f.Assertions, criterion) {
		out = append(out, a.Asserter)
	}
	return out
}

// onTheMap leaves out what is known in words only, which no list of a page shows.
func onTheMap(areas []string) []string {
	return slices.DeleteFunc(slices.Clone(areas), func(a string) bool { return a == country.InWords })
}
