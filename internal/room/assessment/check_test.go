package assessment

import (
	"errors"
	"slices"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

var monday = date.Must(2026, 11, 23)

const publicOffice = "NonPoliceGovernmentalOrganization" // a code of decided_by that the program does not name

// without is France after some codes ended.
func without(t *testing.T, codes map[codelist.Name]string) *country.Pack {
	t.Helper()
	var edits []country.Edit
	for list, key := range codes {
		edits = append(edits, country.EndCode(list, key, date.Must(2026, 11, 20)))
	}
	p, left := packs.France().With(edits...)
	if left != nil {
		t.Fatal(left)
	}
	return p
}

// What no page could have sent is refused; the last that it could have sent is not.
func TestAnEntryIsCheckedWhole(t *testing.T) {
	in := without(t, map[codelist.Name]string{codelist.Indicator: "watched", codelist.DecidedBy: publicOffice})
	children := slices.Repeat([]string{"age_3_5"}, maxChildren)
	zone := casefile.Zone{Area: "59", Level: "grave", Reason: "threats_received"}
	says := Assertion{Criterion: "adult", Asserter: "NGO", Answer: tri.No}
	for what, c := range map[string]struct {
		e  Entry
		ok bool
	}{
		"nothing":          {Entry{}, true},
		"as many children": {Entry{Sheet: Sheet{Children: children}}, true},
		"one more": {Entry{Sheet: Sheet{Children: append(children[:maxChildren:maxChildren], "age_3_5")}},
			false},
		"a child of no age": {Entry{Sheet: Sheet{Children: []string{"age_3_5", ""}}}, false},
		"of another age":    {Entry{Sheet: Sheet{Children: []string{"age_3_5", "age_30"}}}, false},
		"born this year":    {Entry{Count: Count{BirthYear: 2026}}, true},
		"born next year":    {Entry{Count: Count{BirthYear: 2027}}, false},
		"110 years old":     {Entry{Count: Count{BirthYear: 1916}}, true},
		"older":             {Entry{Count: Count{BirthYear: 1915}}, false},
		"an indicator":      {Entry{Sheet: Sheet{Indicators: map[string]tri.Value{"locked_in": tri.No}}}, true},
		"one of no list":    {Entry{Sheet: Sheet{Indicators: map[string]tri.Value{"rich": tri.Yes}}}, false},
		"one that ended":    {Entry{Sheet: Sheet{Indicators: map[string]tri.Value{"watched": tri.Yes}}}, false},
		"an assertion":      {Entry{Criteria: []Assertion{says}}, true},
		"of nothing asked": {Entry{Criteria: []Assertion{{Criterion: "papers", Asserter: "NGO", Answer: tri.Yes}}},
			false},
		"by nobody known": {Entry{Criteria: []Assertion{{Criterion: "adult", Asserter: "Aunt", Answer: tri.Yes}}},
			false},
		"by who is no more": {Entry{Criteria: []Assertion{{Criterion: "adult", Asserter: publicOffice,
			Answer: tri.Yes}}}, false},
		"by nobody":             {Entry{Criteria: []Assertion{{Criterion: "adult", Answer: tri.Yes}}}, false},
		"nothing by nobody":     {Entry{Criteria: []Assertion{{Criterion: "adult"}}}, true},
		"a wrong one, then one": {Entry{Criteria: []Assertion{{Criterion: "papers", Asserter: "NGO"}, says}}, false},
		"a zone":                {Entry{AddZones: []casefile.Zone{zone}}, true},
		"a zone nowhere": {Entry{AddZones: []casefile.Zone{{Area: "Atlantis", Level: "grave",
			Reason: "threats_received"}}}, false},
		"of no level": {Entry{AddZones: []casefile.Zone{{Area: "59", Reason: "threats_received"}}}, false},
		"of another level": {Entry{AddZones: []casefile.Zone{{Area: "59", Level: "mild", Reason: "threats_received"}}},
			false},
		"of no reason":      {Entry{AddZones: []casefile.Zone{{Area: "59", Level: "grave"}}}, false},
		"of another reason": {Entry{AddZones: []casefile.Zone{{Area: "59", Level: "grave", Reason: "weather"}}}, false},
		"a wrong zone, then one": {Entry{AddZones: []casefile.Zone{
			{Area: "59", Level: "mild", Reason: "threats_received"}, zone}}, false},
		"a minute's way":        {Entry{Ties: []casefile.Tie{{Area: "69", Minutes: 1}}}, true},
		"a day's way":           {Entry{Ties: []casefile.Tie{{Area: "69", Minutes: 24 * 60}}}, true},
		"more than a day's":     {Entry{Ties: []casefile.Tie{{Area: "69", Minutes: 24*60 + 1}}}, false},
		"no way":                {Entry{Ties: []casefile.Tie{{Area: "69"}}}, false},
		"a wish":                {Entry{Wishes: []string{"34"}, Vetoes: []string{"59"}}, true},
		"a town refused within": {Entry{Wishes: []string{"34"}, Vetoes: []string{"34172"}}, true},
	} {
		_, err := c.e.checked(in, monday, File{})
		if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrCode) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := (Entry{Wishes: []string{"34172"}, Vetoes: []string{"34"}}).checked(in, monday, File{}); !errors.Is(err,
		ErrContradicted) {
		t.Errorf("a town wished for in a department refused: %v", err)
	}
	odd := Entry{Wishes: []string{"Atlantis", "34"}, Vetoes: []string{"Lemuria"}}
	if got := odd.Contradicted(in); got != nil {
		t.Errorf("areas that are not known contradict: %v", got)
	}
	if one(in, codelist.DangerLevel, "mild", monday) || !one(in, codelist.DangerLevel, "", monday) {
		t.Error("a code of no list, or none")
	}
	if !slices.Contains(Asserters(packs.France(), monday), publicOffice) ||
		slices.Contains(Asserters(in, monday), publicOffice) ||
		!slices.Contains(Asserters(in, monday), "Police") {
		t.Errorf("may say something: %v", Asserters(in, monday))
	}
}

// A nationality of another group than the referral told is asked about, once.
func TestAnotherGroupIsAskedAbout(t *testing.T) {
	in := packs.France()
	told := File{Group: codelist.NationalityGroup(in, "BJ", monday)}
	for what, c := range map[string]struct {
		nationality string
		wrong, asks bool
	}{"of that group": {"NG", false, false}, "of another": {"FR", false, true},
		"of another, which was wrong": {"FR", true, false}, "not known": {"", false, false}} {
		e := Entry{GroupWrong: c.wrong}
		e.Count.Nationality = c.nationality
		if _, err := e.checked(in, monday, told); errors.Is(err, ErrTwoGroups) != c.asks {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A code is closed on its day, not on the day on which its end becomes known.
func TestACodeThatWillEndIsStillAsked(t *testing.T) {
	reason := turnReasons()[0]
	in := without(t, map[codelist.Name]string{codelist.Indicator: "watched", codelist.DecidedBy: publicOffice,
		codelist.NotOriented: reason})
	last, first := date.Must(2026, 11, 19), date.Must(2026, 11, 20)
	watched := map[string]tri.Value{"watched": tri.Yes}
	e := Entry{Sheet: Sheet{Indicators: watched}, Criteria: []Assertion{{Criterion: "adult", Asserter: publicOffice,
		Answer: tri.Yes}}}
	if _, err := e.checked(in, last, File{}); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	if _, err := e.checked(in, first, File{}); !errors.Is(err, ErrCode) {
		t.Errorf("after its last day: %v", err)
	}
	if !slices.Contains(Asserters(in, last), publicOffice) || slices.Contains(Asserters(in, first), publicOffice) {
		t.Error("who may say something is not read as of the day")
	}
	adult := Grounds{Adult: tri.Said{Yes: true}}
	if before, after := adult.MayTurn(in, reason, last), adult.MayTurn(in, reason, first); before != nil ||
		!errors.Is(after, ErrReason) {
		t.Errorf("a reason on its last day: %v, and after: %v", before, after)
	}
	of := func(on date.Date) (n int) {
		for _, d := range Dimensions(in, watched, on) {
			n += d.Answered
		}
		return n
	}
	if of(last) != 1 || of(first) != 0 {
		t.Errorf("an indicator counts %d times on its last day, and %d after", of(last), of(first))
	}
}

// An entry is stored in one form: today where no day was said, the interpreter among the needs as it was answered, no
// answer that says nothing, and of each area what is said last or strictest.
func TestAnEntryIsStoredInOneForm(t *testing.T) {
	checked := func(e Entry) Entry {
		t.Helper()
		out, err := e.checked(packs.France(), monday, File{})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	e := checked(Entry{Sheet: Sheet{NoNeeds: true, Interpreter: tri.Yes,
		Indicators: map[string]tri.Value{"locked_in": tri.No, "watched": tri.Unknown}},
		AddZones: []casefile.Zone{{Area: "59", Level: "watch", Reason: "other"},
			{Area: "34", Level: "watch", Reason: "other"},
			{Area: "59", Level: "grave", Reason: "other"}},
		Vetoes: []string{"75", "13", "75"}, Wishes: []string{"34", "31", "34"},
		Ties: []casefile.Tie{{Area: "69", Minutes: 120}, {Area: "34", Minutes: 30}, {Area: "69", Minutes: 60}}})
	if e.On != monday || !slices.Equal(e.Sheet.Needs, []string{interpreter}) || e.Sheet.NoNeeds {
		t.Errorf("on %v, needs %v, none %v", e.On, e.Sheet.Needs, e.Sheet.NoNeeds)
	}
	if len(e.Sheet.Indicators) != 1 || e.Sheet.Indicators["locked_in"] != tri.No {
		t.Errorf("answered %v", e.Sheet.Indicators)
	}
	if len(e.AddZones) != 2 || e.AddZones[0].Area != "34" || e.AddZones[1].Level != "grave" {
		t.Errorf("zones %+v", e.AddZones)
	}
	if !slices.Equal(e.Vetoes, []string{"13", "75"}) || !slices.Equal(e.Wishes, []string{"31", "34"}) {
		t.Errorf("refused %v, wished for %v", e.Vetoes, e.Wishes)
	}
	if !slices.Equal(e.Ties, []casefile.Tie{{Area: "34", Minutes: 30}, {Area: "69", Minutes: 60}}) {
		t.Errorf("ties %v", e.Ties)
	}
	for answer, want := range map[tri.Value][]string{tri.Yes: {interpreter, "cot"}, tri.No: {"cot"},
		tri.Unknown: {interpreter, "cot"}} {
		e := checked(Entry{On: monday.AddDays(-2), Sheet: Sheet{Needs: []string{interpreter, "cot"},
			Interpreter: answer}})
		if !slices.Equal(e.Sheet.Needs, want) || e.On != monday.AddDays(-2) {
			t.Errorf("interpreter %v: needs %v on %v", answer, e.Sheet.Needs, e.On)
		}
	}
	if e := checked(Entry{Sheet: Sheet{NoNeeds: true, Interpreter: tri.No}}); !e.Sheet.NoNeeds {
		t.Error("no needs were stated, and it is not kept")
	}
}

// What follows from an evaluation stands in the coded row.
func TestWhatFollowsIsCoded(t *testing.T) {
	var c casefile.Coded
	Entry{On: monday, Sheet: Sheet{Children: []string{"age_3_5"}}, Count: Count{Gender: "Feminine", Nationality: "ML"}}.
		code(packs.France(), &c, nil, []Assertion{{Criterion: "adult", Asserter: "NGO", Answer: tri.Yes}})
	if c.NationalityGroup != "non_eu" || c.Sex != "F" || c.Adult != (tri.Said{Yes: true}) ||
		!slices.Equal(c.ChildrenBands, []string{"age_3_5"}) {
		t.Errorf("%+v", c)
	}
}

// What nobody asserted stands as it was told before; what was is coded, and who says so with it (I10, I11).
func TestWhatWasToldBeforeStandsUntilAsserted(t *testing.T) {
	adult := func(answer tri.Value) []Assertion {
		return []Assertion{{Criterion: "adult", Asserter: "NGO", Answer: answer}}
	}
	for _, c := range []struct {
		was     tri.Value
		current []Assertion
		want    tri.Value
	}{
		{tri.Yes, nil, tri.Yes}, {tri.No, nil, tri.No}, {tri.Yes, adult(tri.Unknown), tri.Yes},
		{tri.Yes, adult(tri.No), tri.No}, {tri.No, adult(tri.Yes), tri.Yes}, {tri.Unknown, adult(tri.No), tri.No},
	} {
		row := casefile.Coded{Adult: tri.Answered(c.was)}
		Entry{On: monday}.code(packs.France(), &row, nil, c.current)
		if row.Adult.Tri() != c.want {
			t.Errorf("told %v, asserted %v: %v", c.was, c.current, row.Adult)
		}
	}
	for _, c := range []struct{ was, group, now, want string }{
		{"", "other_eu", "", "other_eu"}, // the group alone was told
		{"ML", "non_eu", "", "unknown"},  // a nationality that was taken away
		{"", "other_eu", "ML", "non_eu"},
	} {
		row := casefile.Coded{Nationality: c.was, NationalityGroup: c.group}
		Entry{On: monday, Count: Count{Nationality: c.now}}.code(packs.France(), &row, nil, nil)
		if got := row.NationalityGroup; got != c.want && !(c.want == "unknown" && got == "") {
			t.Errorf("%+v: %q", c, got)
		}
	}
	row := casefile.Coded{TraffickingStatus: "left over"}
	Entry{On: monday}.code(packs.France(), &row, nil, nil)
	if want := traffickingStatus(nil); row.TraffickingStatus != want {
		t.Errorf("the status is %q, not %q", row.TraffickingStatus, want)
	}
}

// I4: what is not known counts as near.
func TestI4AZoneWhoseRuleIsNotKnownReaches(t *testing.T) {
	p := packs.France()
	if !codelist.Reaches(p, "34", "grave", "nowhere", monday) || !codelist.Reaches(p, "34", "worse", "75", monday) {
		t.Error("a department or a level that is not known is far")
	}
	if !codelist.Reaches(p, "34", "grave", "75", date.Must(1990, 1, 1)) {
		t.Error("before there was a rule everything is far")
	}
	if !codelist.Reaches(p, "34172", "watch", "34", monday) || !codelist.Reaches(p, "R76", "watch", "34", monday) {
		t.Error("a zone within, or around, does not reach")
	}
}

// Each indicator counts in its own dimension, by its strength, while it is on the list.
func TestIndicatorsAreCountedByDimension(t *testing.T) {
	answers := map[string]tri.Value{"violence_here": tri.Yes, "watched": tri.Yes, "isolated": tri.Yes,
		"locked_in":         tri.No,
		"told_false_travel": tri.Yes}
	count := func(p *country.Pack) map[string]Dimension {
		out := map[string]Dimension{}
		for _, d := range Dimensions(p, answers, monday) {
			out[d.Key] = d
		}
		return out
	}
	all := count(packs.France())
	here := all["coercion_destination"]
	if here.Present != (Strength{1, 2, 0}) || here.Answered != 4 {
		t.Errorf("%+v", here)
	}
	if d := all["deceptive_recruitment"]; d.Present != (Strength{0, 0, 1}) || d.Answered != 1 {
		t.Errorf("%+v", d)
	}
	if d := all["exploitation"]; d.Present != (Strength{}) || d.Answered != 0 || d.Of == 0 {
		t.Errorf("%+v", d)
	}
	ended := count(without(t, map[codelist.Name]string{codelist.Indicator: "watched"}))["coercion_destination"]
	if ended.Of != here.Of-1 || ended.Present != (Strength{1, 1, 0}) {
		t.Errorf("after one ended: %+v", ended)
	}
}

// I9: where the age is open a way is asked for; a reason of no list, or one that ended, is none. What is said by two in
// different words is not known.
func TestAnotherSolutionAsksForItsReason(t *testing.T) {
	in := packs.France()
	reason := turnReasons()[0]
	open, adult := Grounds{}, Grounds{Adult: tri.Said{Yes: true}}
	for what, c := range map[string]struct {
		g      Grounds
		reason string
		want   error
	}{
		"an adult":        {adult, reason, nil},
		"no reason":       {adult, "", ErrReason},
		"of no list":      {adult, "because", ErrReason},
		"an open age":     {open, reason, ErrAgeRoute},
		"with a way":      {Grounds{AgeRoute: AgeRoutes[0]}, reason, nil},
		"a child, by all": {Grounds{Adult: tri.Said{No: true}}, reason, nil},
	} {
		if err := c.g.MayTurn(in, c.reason, monday); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	ended := without(t, map[codelist.Name]string{codelist.NotOriented: reason})
	if err := adult.MayTurn(ended, reason, monday); !errors.Is(err, ErrReason) {
		t.Errorf("a reason that ended: %v", err)
	}
	for said, want := range map[tri.Said]tri.Value{{Yes: true}: tri.Yes, {No: true}: tri.No,
		{Yes: true, No: true}: tri.Unknown,
		{}:                    tri.Unknown} {
		if said.Tri() != want {
			t.Errorf("%+v is %v", said, said.Tri())
		}
	}
	if !slices.Equal(TieMinutes, []int{30, 60, 90, 120, 180, 240}) {
		t.Errorf("ways offered: %v", TieMinutes)
	}
}

// I4: a dangerous place told in words alone is a zone from the moment it is told, once; it ends with the words, or when
// somebody has placed it, and takes no other zone with it.
func TestDangerInWordsIsAZone(t *testing.T) {
	told, none := Words{Elsewhere: secret.Of("where her uncle lives")}, Words{}
	zone := func(area, level string) casefile.Zone { return casefile.Zone{Area: area, Level: level} }
	kept := casefile.Zone{Area: country.InWords}
	for what, c := range map[string]struct {
		before     File
		now        Words
		add, zones []casefile.Zone // typed, and kept
		lift, ends []string
	}{
		"told now": {File{}, told, []casefile.Zone{zone("59", "grave")}, []casefile.Zone{zone("59", "grave"), kept},
			nil, nil},
		"told before": {File{Words: told, Zones: []casefile.Zone{kept}}, told, nil, nil, nil, nil},
		"told with how grave it is": {File{}, told, []casefile.Zone{zone(country.InWords, "grave")},
			[]casefile.Zone{zone(country.InWords, "grave")}, nil, nil},
		"told and ended at once": {File{Words: told, Zones: []casefile.Zone{zone("59", "grave"), kept}}, told, nil, nil,
			[]string{"59", country.InWords}, []string{"59"}},
		"placed": {File{Words: told, Zones: []casefile.Zone{kept}}, none,
			[]casefile.Zone{zone("13", "grave"), zone(country.InWords, "grave")},
			[]casefile.Zone{zone("13", "grave")}, []string{"59"}, []string{"59", country.InWords}},
		"never told": {File{}, none, nil, nil, nil, nil},
	} {
		var e Entry
		e.On, e.Words, e.AddZones, e.Lift = monday, c.now, c.add, slices.Clone(c.lift)
		got := e.inWords(c.before)
		if !slices.Equal(got.AddZones, c.zones) || !slices.Equal(got.Lift, c.ends) {
			t.Errorf("%s: zones %+v, ended %v", what, got.AddZones, got.Lift)
		}
		if !slices.Equal(e.Lift, c.lift) {
			t.Errorf("%s: what was typed changed to %v", what, e.Lift)
		}
	}
}

// What was said of full age before the birthday does not outlive it; what is said after it stands, and is disputed.
func TestANoDoesNotOutliveTheBirthday(t *testing.T) {
	in, birthday := packs.France(), date.Must(2026, 12, 1)
	said := func(on date.Date, answer tri.Value) Assertion {
		return Assertion{Criterion: "adult", Asserter: "NGO", Answer: answer, At: on.Time(in.Zone())}
	}
	list := []Assertion{said(date.Must(2026, 11, 24), tri.No), said(date.Must(2026, 12, 2), tri.No)}
	grown(in, list, birthday)
	if list[0].Answer != tri.Yes || list[0].Since != birthday || list[1].Answer != tri.No {
		t.Errorf("read after the birthday: %+v", list)
	}
	for _, c := range []struct {
		on     date.Date
		answer tri.Value
		want   tri.Value
	}{
		{date.Must(2026, 11, 24), tri.No, tri.No}, {date.Must(2026, 12, 2), tri.No, tri.Unknown},
		{date.Must(2026, 12, 2), tri.Unknown, tri.Yes}, {date.Must(2026, 12, 2), tri.Yes, tri.Yes},
	} {
		row := casefile.Coded{Adult: tri.Said{No: true}, AdultOn: monday, BirthYear: 2008,
			OfAgeFrom: birthday, OfAgeOn: birthday}
		e := Entry{On: c.on, Count: Count{BirthYear: 2008}}
		e.code(in, &row, nil, []Assertion{said(c.on, c.answer)})
		if got := row.OfAge(c.on); c.answer != tri.Unknown && got != c.want {
			t.Errorf("%s said on %s: %s, not %s", c.answer, c.on, got, c.want)
		}
		if later := row.OfAge(date.Must(2027, 1, 2)); c.on.Before(birthday) && later != tri.Yes {
			t.Errorf("%s said on %s is %s after the birthday", c.answer, c.on, later)
		}
	}
}
