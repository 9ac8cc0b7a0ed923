package assessment

import (
	"maps"
	"slices"
	"time"

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
	recheckID   = id.ID[recheckEntity]
)

// Sheet is the codes of one version of an evaluation. Empty or 0 is "not known yet", never "no" (I10).
type Sheet struct {
	AtRisk      []string             `json:"at_risk,omitempty"` // code list at_risk
	Adults      int                  `json:"adults,omitempty"`  // who travel together
	Children    []string             `json:"children,omitempty"`
	Shape       string               `json:"shape,omitempty"` // code list household_shape
	Animals     tri.Value            `json:"animals"`
	Needs       []string             `json:"needs,omitempty"` // code list need
	NoNeeds     bool                 `json:"no_needs,omitempty"`
	Languages   []string             `json:"languages,omitempty"`
	Interpreter tri.Value            `json:"interpreter"`
	Autonomy    string               `json:"autonomy,omitempty"`
	Security    int                  `json:"security,omitempty"`
	ReadyOn     date.Date            `json:"ready_on"`
	Weeks       int                  `json:"weeks,omitempty"`
	Indicators  map[string]tri.Value `json:"indicators,omitempty"`
	AgeRoute    string               `json:"age_route,omitempty"` // I9
}

// Words are the person's words in one version, each in its compartment.
type Words struct {
	Needs  secret.Text // needs: what a host must prepare
	Wishes secret.Text // needs
	Health secret.Text // health
	Plan   secret.Text // danger: the safety plan
}

// Count is what only statistics and a host's own declared profile read; no rule of this room does (I1).
type Count struct {
	Gender       string // code list gender
	BirthYear    int    // 0: not known
	Nationality  string // ISO 3166
	Exploitation string // code list exploitation, main form
}

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
}

// Entry is what a coordinator saves, in one piece.
type Entry struct {
	Base     int       // the number of the version the page showed; 0 when there was none
	On       date.Date // the day of the evaluation; zero: today
	Sheet    Sheet
	Words    Words
	Criteria []Assertion
	AddZones []casefile.Zone
	Lift     []string       // areas whose zone is lifted
	Vetoes   []string       // areas where the person does not want to go: the whole list
	Wishes   []string       // areas where she would like to go: the whole list
	Ties     []casefile.Tie // what cannot move and has to stay within reach: the whole list
	Count    Count
}

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
}

// Grounds gathers what is asserted into all that a decision may go by.
func (f File) Grounds() Grounds { return groundsOf(f.Assertions, f.Sheet.AgeRoute) }

func groundsOf(list []Assertion, route string) Grounds {
	g := Grounds{AgeRoute: route}
	for _, a := range list {
		s := map[string]*Said{"adult": &g.Adult, "trafficking": &g.Trafficking, "danger_here": &g.DangerHere,
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
func said(list []Assertion, criterion string) Said {
	var s Said
	for _, a := range list {
		if a.Criterion == criterion {
			s.Yes, s.No = s.Yes || a.Answer == tri.Yes, s.No || a.Answer == tri.No
		}
	}
	return s
}

// Said gives what is asserted of one criterion.
func (f File) Said(criterion string) Said { return said(f.Assertions, criterion) }

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
func (f File) Missing() []string {
	var out []string
	open := func(key string, unknown bool) {
		if unknown {
			out = append(out, key)
		}
	}
	for _, c := range Criteria {
		open(c, !f.Said(c).Yes && !f.Said(c).No)
	}
	open("age_route", f.Said("adult").Value() == tri.Unknown && f.Sheet.AgeRoute == "" && f.Number > 0)
	open("zones", len(f.Zones) == 0)
	out = append(out, Questions.Missing(f.Entry())...)
	for _, d := range Dimensions(f.Sheet.Indicators) {
		open("indicator."+d.Key, d.Answered == 0)
	}
	return out
}

// Changed lists the keys of what differs between two readings, for somebody whose page is older.
func Changed(a, b File) []string {
	var out []string
	differs := func(key string, yes bool) {
		if yes {
			out = append(out, key)
		}
	}
	for _, c := range Criteria {
		differs(c, !slices.EqualFunc(ofCriterion(a.Assertions, c), ofCriterion(b.Assertions, c), sameAssertion))
	}
	differs("zones", !slices.Equal(a.Zones, b.Zones))
	out = append(out, Questions.Changed(a.Entry(), b.Entry())...)
	if !slices.Contains(out, "household") {
		differs("household", !slices.Equal(a.Sheet.Children, b.Sheet.Children))
	}
	differs("ties", !slices.Equal(a.Ties, b.Ties))
	differs("indicators", !maps.Equal(a.Sheet.Indicators, b.Sheet.Indicators))
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
