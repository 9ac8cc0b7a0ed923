package country_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

var (
	snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	today = date.Must(2026, 11, 23)
)

func TestEveryCodeIsNamedInBothLanguages(t *testing.T) {
	for name, l := range packs.France().Lists() {
		if !snake.MatchString(string(name)) || l.Title("fr") == "" || l.Title("en") == "" {
			t.Errorf("list %q: name or title", name)
		}
		seen := map[lang.Tag]map[string]string{"fr": {}, "en": {}}
		for _, c := range l.All() {
			if l.Standard == "" && !snake.MatchString(c.Key) {
				t.Errorf("%s.%s is not lower_snake and no standard fixes it", name, c.Key)
			}
			for _, tag := range []lang.Tag{"fr", "en"} {
				s := c.Label(tag)
				if strings.TrimSpace(s) != s || s == "" {
					t.Errorf("%s.%s has no clean label in %s", name, c.Key, tag)
				}
				if other, twice := seen[tag][s]; twice {
					t.Errorf("%s: %s and %s are both %q", name, c.Key, other, s)
				}
				seen[tag][s] = c.Key
			}
		}
	}
}

func TestListsKnownToTheProgramExist(t *testing.T) {
	known := []codelist.Name{
		codelist.AcceptsGender, codelist.Accompanier, codelist.AdminStatus, codelist.AgeCTDC, codelist.AgeReport,
		codelist.Aid, codelist.AtRisk,
		codelist.Autonomy, codelist.Caller, codelist.Channel, codelist.ChildAge, codelist.Complaint,
		codelist.ConflictReach, codelist.Consent, codelist.ContactOutcome,
		codelist.Control, codelist.Criterion, codelist.DangerLevel, codelist.DangerReason, codelist.DecidedBy,
		codelist.Decline, codelist.ExitReason,
		codelist.Exploitation, codelist.ExploitationPlace, codelist.Gender, codelist.HouseholdShape, codelist.Indicator,
		codelist.IndicatorDimension,
		codelist.JourneyMeans, codelist.JourneyState, codelist.Language, codelist.LegalEvent, codelist.Nationality,
		codelist.NationalityGroups,
		codelist.Need, codelist.NotOriented, codelist.OrganisationKind, codelist.OrgType, codelist.Override,
		codelist.PartnerKind, codelist.PlaceProfile,
		codelist.PlaceState, codelist.ProposalQuestion, codelist.Recruitment, codelist.ReferralOutcome,
		codelist.ReferralReason,
		codelist.RelationToExploiter, codelist.RiskGrade, codelist.RiskLikelihood, codelist.RiskOccasion,
		codelist.RiskSeverity, codelist.SafetyMeasure,
		codelist.Service, codelist.SexStat, codelist.Specialism, codelist.SupportPlan,
		codelist.Topic, codelist.TraffickingStatus,
	}
	for _, n := range known {
		if len(packs.France().List(n).Codes(today)) == 0 {
			t.Errorf("list %s has no code today", n)
		}
	}
	if len(known) != len(packs.France().Lists()) {
		t.Errorf("%d names for %d lists", len(known), len(packs.France().Lists()))
	}
	defer func() {
		if recover() == nil {
			t.Error("a list that does not exist was given")
		}
	}()
	packs.France().List("no_such_list")
}

// The values are those of the standards' own files, as testdata/standards.toml lists them.
func TestCrosswalksLeadToCodesThatExist(t *testing.T) {
	var std map[codelist.Standard]map[codelist.Name][]string
	if _, err := toml.DecodeFile("testdata/standards.toml", &std); err != nil {
		t.Fatal(err)
	}
	counted := 0
	for name, l := range packs.France().Lists() {
		for _, c := range l.All() {
			for _, s := range []codelist.Standard{codelist.HTCDS, codelist.CTDC, codelist.MIPROF, codelist.Eurostat} {
				for _, target := range c.To(s) {
					counted++
					if !slices.Contains(std[s][name], target) {
						t.Errorf("%s.%s -> %s %q: the standard has no such code", name, c.Key, s, target)
					}
				}
			}
		}
	}
	if counted < 150 {
		t.Errorf("only %d crosswalks were read", counted)
	}
}

func TestGroupsNameACodeOfTheirList(t *testing.T) {
	for list, of := range map[codelist.Name]codelist.Name{
		codelist.Indicator: codelist.IndicatorDimension, codelist.NotOriented: codelist.ReferralOutcome,
		codelist.Nationality: codelist.NationalityGroups, codelist.Gender: codelist.SexStat,
	} {
		for _, c := range packs.France().List(list).All() {
			if _, ok := packs.France().List(of).Find(c.Group); !ok {
				t.Errorf("%s.%s belongs to %q, which %s does not have", list, c.Key, c.Group, of)
			}
		}
	}
	strengths := map[codelist.Strength]bool{codelist.Strong: true, codelist.Medium: true, codelist.Weak: true}
	for _, d := range packs.France().List(codelist.IndicatorDimension).All() {
		in := packs.France().List(codelist.Indicator).In(d.Key, today)
		if len(in) < 5 || len(in) > 8 {
			t.Errorf("dimension %s has %d indicators", d.Key, len(in))
		}
		for _, c := range in {
			if !strengths[c.Strength] {
				t.Errorf("indicator %s has strength %q", c.Key, c.Strength)
			}
		}
	}
}

func TestACodeThatEndedIsReadableButNotOffered(t *testing.T) {
	l := packs.France().List("exploitation")
	if l.Has("child_labour", today) || !l.Has("child_labour", date.Must(2020, 12, 31)) ||
		l.Has("child_labour", date.Must(2021, 1, 1)) {
		t.Error("child_labour was offered after its end, or not on its last day")
	}
	if got := l.Label("en", "child_labour"); got != "Child labour" {
		t.Errorf("label of an ended code: %q", got)
	}
	s := packs.France().List(codelist.AdminStatus)
	if !s.Has("card_l425_1", date.Must(2021, 5, 1)) || s.Has("card_l425_1", date.Must(2021, 4, 30)) ||
		s.Has("card_l316_1", date.Must(2021, 5, 1)) {
		t.Error("the two articles overlap or leave a gap on 1 May 2021")
	}
	for _, c := range l.Codes(today) {
		if c.Key == "child_labour" {
			t.Error("an ended code is listed today")
		}
	}
}

// What was recorded may stand where it did; what ended, and what the list never had, is not recorded anew.
func TestACodeThatEndedStandsWhereItStood(t *testing.T) {
	day := date.Must(2026, 11, 30)
	p, wrong := packs.France().With(country.EndCode("journey_means", "coach", day))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	means := p.List("journey_means")
	for what, c := range map[string]struct {
		key   string
		on    date.Date
		stood []string
		want  bool
	}{
		"before it ended":     {"coach", day.AddDays(-1), nil, true},
		"after it ended":      {"coach", day, nil, false},
		"where it stood":      {"coach", day, []string{"train", "coach"}, true},
		"where another stood": {"coach", day, []string{"train"}, false},
		"no code of the list": {"carpet", day, []string{"carpet"}, false},
	} {
		if got := means.Takes(c.key, c.on, c.stood...); got != c.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}

func TestAnUnknownCodeGivesItself(t *testing.T) {
	l := packs.France().List("exploitation")
	if s, ok := l.Text("fr", "from_another_network"); ok || s != "from_another_network" {
		t.Errorf("%q %v", s, ok)
	}
	if s, ok := l.Text("fr", "sexual"); !ok || s != "Exploitation sexuelle" {
		t.Errorf("%q %v", s, ok)
	}
	if l.Has("", today) {
		t.Error("the empty key is a code")
	}
}

func TestAgeBandsTileTheAges(t *testing.T) {
	for _, n := range []codelist.Name{codelist.AgeCTDC, codelist.AgeReport, codelist.ChildAge} {
		next := 0
		for _, c := range packs.France().List(n).All() {
			if c.FromAge != next || c.ToAge < c.FromAge {
				t.Errorf("%s.%s begins at %d, want %d", n, c.Key, c.FromAge, next)
			}
			next = c.ToAge + 1
		}
	}
	for years, want := range map[int]string{17: "age_under_18", 18: "age_18_24", 24: "age_18_24", 25: "age_25_29",
		50: "age_50_plus", 99: "age_50_plus"} {
		if got, ok := packs.France().List(codelist.AgeReport).Band(years); !ok || got != want {
			t.Errorf("%d years: %q", years, got)
		}
	}
	if got, ok := packs.France().List(codelist.ChildAge).Band(0); !ok || got != "age_0_2" {
		t.Errorf("a newborn child: %q", got)
	}
	if _, ok := packs.France().List(codelist.ChildAge).Band(18); ok {
		t.Error("18 is a child's band")
	}
	if _, ok := packs.France().List(codelist.AgeReport).Band(-1); ok {
		t.Error("-1 is an age")
	}
	if _, ok := packs.France().List(codelist.Gender).Band(-1); ok {
		t.Error("a list without ages has a band")
	}
}

func TestDerivedCodes(t *testing.T) {
	for gender, want := range map[string]string{"Feminine": "F", "TransgenderFeminine": "F", "Masculine": "M",
		"TransgenderMasculine": "M", "NonConforming": "unknown", "NonSpecifiedUnknown": "unknown", "": "unknown"} {
		if got := codelist.Sex(packs.France(), gender); got != want {
			t.Errorf("%q: %s, want %s", gender, got, want)
		}
	}
	for _, c := range []struct {
		iso  string
		on   date.Date
		want string
	}{
		{"FR", today, "france"}, {"RO", today, "other_eu"}, {"NG", today, "non_eu"}, {"", today, "unknown"},
		{"ZZ", today, "unknown"},
		{"GB", date.Must(2019, 6, 1), "other_eu"}, {"GB", date.Must(2020, 1, 31), "other_eu"},
		{"GB", date.Must(2020, 2, 1), "non_eu"}, {"GB", date.Date{}, "non_eu"},
		{"HR", date.Must(2013, 6, 30), "non_eu"}, {"HR", date.Must(2013, 7, 1), "other_eu"},
		{"HR", date.Date{}, "other_eu"},
	} {
		if got := codelist.NationalityGroup(packs.France(), c.iso, c.on); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.iso, c.on, got, c.want)
		}
	}
	eu := 0
	for _, c := range packs.France().List(codelist.Nationality).All() {
		if g := codelist.NationalityGroup(packs.France(), c.Key, today); g == "other_eu" || g == "france" {
			eu++
		}
	}
	if eu != 27 {
		t.Errorf("the European Union has %d members", eu)
	}
}

func TestABrokenListIsRefused(t *testing.T) {
	const head = "[list.x]\nversion = \"2026-11-01\"\nfr = \"X\"\nen = \"X\"\n"
	for why, text := range map[string]string{
		"x.toml:5: list x: code \"a\" is empty or given twice": head +
			`codes = [{key="a",fr="A",en="A"},{key="a",fr="B",en="B"}]`,
		"label":       head + `codes = [{key="a",fr="A"}]`,
		"ends before": head + `codes = [{key="a",fr="A",en="A",from="2020-01-02",until="2020-01-01"}]`,
		"age bounds":  head + "ages = true\n" + `codes = [{key="a",fr="A",en="A"}]`,
		"x.toml:5: unknown field list.x.codes.colour": head + `codes = [{key="a",fr="A",en="A",colour="red"}]`,
		"unknown field list.x.de":                     head + "de = \"X\"\n" + `codes = [{key="a",fr="A",en="A"}]`,
		"what is outside": head +
			`codes = [{key="a",fr="A",en="A",member_from="2020-01-02"}]`,
		"x.toml:1: list x: version": "[list.x]\nfr = \"X\"\nen = \"X\"\n",
		"list gender: it is given twice": strings.ReplaceAll(head, "list.x", "list.gender") +
			`codes = [{key="a",fr="A",en="A"}]`,
	} {
		refused(t, why, map[string]string{"lists/x.toml": text})
	}
}
