package safety

import (
	"errors"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

var today = date.Must(2026, 11, 30)

// A grade follows from both, and from neither alone; the highest of all is the assessment's, wherever it stands.
func TestTheGradeFollowsFromTheTable(t *testing.T) {
	p := packs.France()
	a := Assessment{Occasion: "first_assessment", Risks: []Risk{
		{Who: "person", Severity: "grave", Likelihood: "possible"}, {Who: "staff"},
		{Who: "children", Severity: "vital", Likelihood: "imminent", Grade: "low"},
		{Who: "family_here", Severity: "vital", Grade: "extreme"},
		{Who: "family_abroad", Severity: "limited", Likelihood: "unlikely"}}}
	got, err := a.checked(p, today)
	if err != nil || got.Grade != Extreme || len(got.Risks) != 4 || got.On != today {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, want := range []string{"high", "extreme", "", "low"} {
		if got.Risks[i].Grade != want {
			t.Errorf("%s is %q, want %q", got.Risks[i].Who, got.Risks[i].Grade, want)
		}
	}
	for severity := range 6 {
		for likelihood := range 6 {
			known := severity >= 1 && severity <= 4 && likelihood >= 1 && likelihood <= 4
			if g := p.RiskGrade(severity, likelihood, today); (g > 0) != known {
				t.Errorf("%d by %d is %d", severity, likelihood, g)
			}
		}
	}
	if p.RiskGrade(1, 4, today) != 2 || p.RiskGrade(4, 1, today) != 3 {
		t.Error("severity and likelihood are taken for one another")
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	p := packs.France()
	sound := Assessment{Occasion: "first_assessment", Threat: tri.Yes}
	for why, c := range map[string]struct {
		change func(*Assessment)
		want   error
	}{
		"sound":           {func(*Assessment) {}, nil},
		"not with her":    {func(a *Assessment) { a.WithHer = tri.No }, ErrWhy},
		"not, with a why": {func(a *Assessment) { a.WithHer, a.WhyNot = tri.No, secret.Of("ill") }, nil},
		"with her":        {func(a *Assessment) { a.WithHer = tri.Yes }, nil},
		"nothing":         {func(a *Assessment) { a.Threat, a.WithHer = tri.Unknown, tri.Yes }, ErrUnsaid},
		"a need alone":    {func(a *Assessment) { a.Threat, a.Medical = tri.Unknown, tri.No }, nil},
		"a fear alone":    {func(a *Assessment) { a.Threat, a.Fears = tri.Unknown, secret.Of("the door") }, nil},
		"a risk alone": {func(a *Assessment) {
			a.Threat, a.Risks = tri.Unknown, []Risk{{Who: "person", Severity: "vital"}}
		}, nil},
		"of tomorrow":      {func(a *Assessment) { a.On = today.AddDays(1) }, ErrNoted},
		"of today":         {func(a *Assessment) { a.On = today }, nil},
		"no occasion":      {func(a *Assessment) { a.Occasion = "" }, errAny},
		"another occasion": {func(a *Assessment) { a.Occasion = "the moon" }, errAny},
		"nobody's risk":    {func(a *Assessment) { a.Risks = []Risk{{Who: "moon", Severity: "vital"}} }, errAny},
		"no such severity": {func(a *Assessment) { a.Risks = []Risk{{Who: "person", Severity: "sky"}} }, errAny},
	} {
		a := sound
		c.change(&a)
		if _, err := a.checked(p, today); !refusedAs(err, c.want) {
			t.Errorf("%s: %v, want %v", why, err, c.want)
		}
	}
}

var errAny = fault.NewInvalid("fault.invalid")

func refusedAs(err, want error) bool {
	if want == nil || errors.Is(want, errAny) {
		return (err == nil) == (want == nil)
	}
	return errors.Is(err, want)
}

func TestAPlanThatCannotBeIsRefused(t *testing.T) {
	p, past := packs.France(), today.AddDays(-1)
	for why, c := range map[string]struct {
		plan, was Plan
		want      error
	}{
		"nothing":          {Plan{}, Plan{}, ErrNothing},
		"an answer":        {Plan{Agreed: tri.No}, Plan{}, nil},
		"over":             {Plan{ReviewOn: past}, Plan{}, ErrUntil},
		"no day any more":  {Plan{}, Plan{Written: Written{Number: 1}, ReviewOn: today}, nil},
		"over, as it was":  {Plan{ReviewOn: past}, Plan{ReviewOn: past}, nil},
		"today":            {Plan{ReviewOn: today}, Plan{}, nil},
		"a measure":        {Plan{Measures: []Measure{{What: "word_agreed", By: "host"}}}, Plan{}, nil},
		"no such measure":  {Plan{Measures: []Measure{{What: "walls"}}}, Plan{}, errAny},
		"by nobody we ask": {Plan{Measures: []Measure{{What: "word_agreed", By: "police"}}}, Plan{}, errAny},
	} {
		if _, err := c.plan.checked(p, today, c.was); !refusedAs(err, c.want) {
			t.Errorf("%s: %v, want %v", why, err, c.want)
		}
	}
}

// One line a case: an extreme risk comes before what happened since, and that before the day of a review, which is the
// host's where she has one.
func TestTheLineOfTheHome(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	old := standing{at: at, on: today.AddDays(-10)}
	for why, c := range map[string]struct {
		change func(*standing)
		want   string
	}{
		"nothing":                {func(*standing) {}, ""},
		"extreme":                {func(s *standing) { s.grade, s.happened = Extreme, at.Add(1) }, "extreme"},
		"high":                   {func(s *standing) { s.grade = "high" }, ""},
		"happened since":         {func(s *standing) { s.happened, s.review = at.Add(1), today }, "happened"},
		"happened before":        {func(s *standing) { s.happened = at }, ""},
		"review today":           {func(s *standing) { s.review = today }, "review"},
		"review tomorrow":        {func(s *standing) { s.review = today.AddDays(1) }, ""},
		"reviewed on the day":    {func(s *standing) { s.review, s.on = today, today }, ""},
		"review, the host's":     {func(s *standing) { s.review, s.hosted = today, true }, ""},
		"review, to the host":    {func(s *standing) { s.review, s.hosted, s.hosts = today, true, true }, "review"},
		"a host of another case": {func(s *standing) { s.review, s.hosts = today, true }, ""},
	} {
		s := old
		c.change(&s)
		it, ok := s.item(casefile.Header{}, today)
		if got := strings.TrimPrefix(it.Text, "safety.home."); ok != (c.want != "") || ok && got != c.want ||
			it.Alarm != (c.want == "extreme") {
			t.Errorf("%s: %q (%v), want %q", why, got, ok, c.want)
		}
	}
}

func TestWhatCallsForAssessingAnew(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for kind, want := range map[casefile.Kind]bool{"arrived": true, "danger_zone_set": true, "secret_breached": true,
		"transfer_asked": true, "placed": false} {
		for _, since := range []time.Duration{-1, 0, 1} {
			n, ok := newsOf([]casefile.Told{{Kind: kind, At: at.Add(since)}}, at)
			if ok != (want && since > 0) || ok && n.Kind != kind {
				t.Errorf("%s %s after: %v", kind, since, ok)
			}
		}
	}
}

func TestAReviewIsDueUntilTheRiskIsAssessed(t *testing.T) {
	for why, c := range map[string]struct {
		review, on date.Date
		want       bool
	}{
		"no day":   {date.Date{}, date.Date{}, false},
		"today":    {today, today.AddDays(-3), true},
		"tomorrow": {today.AddDays(1), today.AddDays(-3), false},
		"done":     {today.AddDays(-1), today.AddDays(-1), false},
		"never":    {today.AddDays(-1), date.Date{}, true},
	} {
		b := Book{Today: today, Plans: []Plan{{ReviewOn: c.review}}, Assessments: []Assessment{{On: c.on}}}
		if b.Due() != c.want {
			t.Errorf("%s: %v", why, b.Due())
		}
	}
}

// What is not known is never a no (I10), and neither a complaint nor papers are asked.
func TestHowSoonSomebodyHasToAct(t *testing.T) {
	calm := Contact{Medical: tri.No, Violence: tri.No, Tonight: tri.No, Found: tri.No, Sought: tri.No, Children: tri.No}
	for why, c := range map[string]struct {
		change func(*Contact)
		want   Urgency
	}{
		"all ruled out":  {func(*Contact) {}, Calm},
		"nothing known":  {func(c *Contact) { *c = Contact{} }, Unsure},
		"medical":        {func(c *Contact) { c.Medical, c.Found = tri.Yes, tri.Unknown }, AtOnce},
		"violence":       {func(c *Contact) { c.Violence = tri.Yes }, AtOnce},
		"tonight":        {func(c *Contact) { c.Tonight, c.Children = tri.Yes, tri.Yes }, AtOnce},
		"found":          {func(c *Contact) { c.Found, c.Medical = tri.Yes, tri.Unknown }, ThisDay},
		"sought":         {func(c *Contact) { c.Sought = tri.Yes }, ThisDay},
		"children":       {func(c *Contact) { c.Children = tri.Yes }, ThisDay},
		"a child":        {func(c *Contact) { c.Adult = tri.No }, ThisDay},
		"age open":       {func(c *Contact) { c.Adult = tri.Unknown }, Calm},
		"medical open":   {func(c *Contact) { c.Medical = tri.Unknown }, Unsure},
		"found not open": {func(c *Contact) { c.Found = tri.Unknown }, Unsure},
	} {
		x := calm
		c.change(&x)
		if got := x.Urgency(); got != c.want {
			t.Errorf("%s: %s, want %s", why, got, c.want)
		}
	}
}
