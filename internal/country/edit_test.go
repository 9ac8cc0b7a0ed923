package country_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/packs"
)

var inBoth = map[lang.Tag]string{"fr": "Nouveau besoin", "en": "New need"}

// Each fact is read as of its day: what was before an edit stays, whatever comes later, and the pack itself never
// moves.
func TestEditsLieAboveThePack(t *testing.T) {
	p := packs.France()
	june, july := date.Must(2027, 6, 1), date.Must(2027, 7, 1)
	q, left := p.With(
		country.EditRule(country.NoteDays, july, 21),
		country.EditRule(country.NoteDays, june, 7), // made later, for an earlier day
		country.EditAmount(country.AidMonthly, june, 120_00),
		country.EditAmount(country.AidMonthly, june, 125_00), // a slip put right
		country.AddCode("need", "new_need", "", june, inBoth),
		country.EndCode("need", "new_need", july),
		country.EndCode("need", "quiet_room", june))
	if left != nil {
		t.Fatal(left)
	}
	for day, want := range map[date.Date]int{june.AddDays(-1): 14, june: 7, july.AddDays(-1): 7, july: 21} {
		if got := q.Number(country.NoteDays, day); got != want {
			t.Errorf("%s: %d days, want %d", day, got, want)
		}
	}
	for day, want := range map[date.Date]money.Cents{june.AddDays(-1): 100_00, june: 125_00} {
		if got := q.Amount(country.AidMonthly, day); got != want {
			t.Errorf("%s: %d, want %d", day, got, want)
		}
	}
	if h := q.History(country.AidMonthly); len(h) != 2 || h[0] != (country.Since{From: june, Cents: 125_00}) {
		t.Errorf("history %v", h)
	}
	l := q.List("need")
	if l.Has("new_need", june.AddDays(-1)) || !l.Has("new_need", june) || l.Has("new_need", july) ||
		l.Label("en", "new_need") != "New need" || l.VersionOn(july) != july ||
		l.VersionOn(july.AddDays(-1)) != june || l.VersionOn(june.AddDays(-1)) != l.Version {
		t.Error("a code of the network's own")
	}
	if l.Has("quiet_room", june) || !l.Has("quiet_room", june.AddDays(-1)) ||
		l.Label("en", "quiet_room") == "quiet_room" {
		t.Error("a code that ended")
	}
	if p.List("need").Has("new_need", june) || !p.List("need").Has("quiet_room", july) ||
		p.Number(country.NoteDays, july) != 14 || p.Amount(country.AidMonthly, july) != 100_00 {
		t.Error("the pack itself was changed")
	}
}

func TestEditsThatMakeNoSense(t *testing.T) {
	p, day := packs.France(), date.Must(2027, 6, 1)
	for why, e := range map[string]country.Edit{
		"two figures":        country.EditRule(country.NoteDays, day, 1, 2),
		"no figure":          country.EditRule(country.NoteDays, day),
		"negative":           country.EditRule(country.NoteDays, day, -1),
		"a silence less":     country.EditRule(country.SilenceMinutes, day, 30),
		"a silence more":     country.EditRule(country.SilenceMinutes, day, 30, 60, 90, 120, 150),
		"words":              {Section: country.RuleSection, Name: "note_days", From: day, Value: "many"},
		"no day":             country.EditRule(country.NoteDays, date.Date{}, 1),
		"no such rule":       country.EditRule("free_beer_days", day, 1),
		"nothing":            country.EditAmount(country.AidMonthly, day, 0),
		"too much":           country.EditAmount(country.AidMonthly, day, money.Limit+1),
		"no such amount":     country.EditAmount("ransom", day, 100),
		"a code twice":       country.AddCode("need", "interpreter", "", day, inBoth),
		"an unknown end":     country.EndCode("need", "nothing", day),
		"a language missing": country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X"}),
		"no such list":       country.AddCode("needs", "x", "", day, inBoth),
		"an end too early":   country.EndCode("admin_status", "card_l425_1", date.Must(2001, 1, 1)),
		"no such section":    {Section: "borders", Name: "x", From: day},
		"a level of danger":  country.AddCode("danger_level", "extreme", "", day, inBoth),
		"its end":            country.EndCode("danger_level", "serious", day),
		"a named code's end": country.EndCode("not_oriented", "no_place", day),
		"the usual channel":  country.EndCode("channel", "call", day),
		"the unknown's end":  country.EndCode("exploitation", "unknown", day),
		"no least danger":    country.EditRule(country.DangerMinutes, day, 0, 0, 0),
		"too far a danger":   country.EditRule(country.DangerMinutes, day, 60, 120, 10_000),
		"of age at birth":    country.EditRule(country.MajorityYears, day, 0),
		"of age at 15":       country.EditRule(country.MajorityYears, day, 15),
		"no hold":            country.EditRule(country.HoldDays, day, 0),
		"no time to answer":  country.EditRule(country.UrgentHours, day, 0),
		"no time to reflect": country.EditRule(country.ReflectionDays, day, 29),
		"a key of words":     country.AddCode("need", "new need", "", day, inBoth),
		"a key with accents": country.AddCode("need", "écoute", "", day, inBoth),
		"a key in capitals":  country.AddCode("need", "School", "", day, inBoth),
		"a longer key":       country.AddCode("need", strings.Repeat("a", 41), "", day, inBoth),
		"an end undone":      country.EndCode("exploitation", "child_labour", day), // it ended in 2020
		"a key for unknown":  country.AddCode("need", "unknown", "", day, inBoth),
		"a named key":        country.AddCode("gender", "unknown", "unknown", day, inBoth),
		"a label in lines":   country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X\nY", "en": "X"}),
		"a label turned":     country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X", "en": "X\u202eY"}),
		"a label with gaps":  country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X", "en": "{n} X"}),
		"a gap that opens":   country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X", "en": "{ X"}),
		"a gap that closes":  country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X", "en": "} X"}),
		"a label of spaces":  country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "\u00a0", "en": "X"}),
		"a long label": country.AddCode("need", "x", "", day,
			map[lang.Tag]string{"fr": strings.Repeat("é", 201), "en": "X"}),
		"no such group":   country.AddCode("indicator", "x", "weather", day, inBoth),
		"no group":        country.AddCode("indicator", "x", "", day, inBoth),
		"a group of none": country.AddCode("need", "x", "exploitation", day, inBoth),
		"another language": country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": "X", "en": "X",
			"de": "X"}),
	} {
		if err := p.Fits(e); !errors.Is(err, country.ErrEdit) {
			t.Errorf("%s: %v", why, err)
		}
	}
	for _, e := range []country.Edit{country.EndCode("need", "quiet_room", day),
		country.AddCode("indicator", "x", "exploitation", day, inBoth), country.EditRule(country.WaitDays, day, 0),
		country.EditAmount(country.AidMonthly, day, 1), country.EditAmount(country.AidMonthly, day, money.Limit),
		country.AddCode("need", "x", "", day, map[lang.Tag]string{"fr": strings.Repeat("é", 200),
			"en": "A\u00a0need\u202f!"})} {
		if err := p.Fits(e); err != nil {
			t.Error(err)
		}
	}
}

// An edit that the pack has overtaken is left out and told, and those beside it hold: no network is kept from its data.
func TestAnEditThatThePackHasOvertakenIsLeftOut(t *testing.T) {
	p, day := packs.France(), date.Must(2027, 6, 1)
	q, left := p.With(
		country.AddCode("need", "school", "", day, inBoth), // the pack has it by now
		country.EndCode("need", "gone", day),               // the pack has it no more
		country.AddCode("need", "", "", day, inBoth),
		country.Edit{Section: country.RuleSection, Name: "wait_days", From: day, Value: "soon"},
		country.Edit{Section: country.CodeSection, Name: "need/quiet_room", From: day,
			Value: `{"ends": true, "rank": "x"}`},
		country.AddCode("danger_level", "extreme", "", day, inBoth),
		country.EndCode("danger_level", "serious", day),
		country.EditRule(country.DangerMinutes, day, 0, 0, 0),
		country.EditRule(country.DangerMinutes, day, 60, 120),
		country.Edit{Section: country.RuleSection, Name: "of_an_older_release", From: day, Value: "1"},
		country.Edit{Section: country.AmountSection, Name: "of_an_older_release", From: day, Value: "1"},
		country.Edit{Section: country.CodeSection, Name: "no_list/x", From: day, Value: "{}"},
		country.Edit{Section: country.CodeSection, Name: "need/x", From: day, Value: "?"},
		country.Edit{Section: "borders", Name: "x", From: day},
		country.EditRule(country.NoteDays, day, 21),
		country.AddCode("need", "new_need", "", day, inBoth))
	if len(left) != 14 || !q.List("need").Has("quiet_room", day) {
		t.Errorf("%d are left out: %v", len(left), left)
	}
	for _, err := range left {
		if !errors.Is(err, country.ErrEdit) || strings.Contains(err.Error(), "Nouveau") {
			t.Errorf("told: %v", err)
		}
	}
	if q.Number(country.NoteDays, day) != 21 || !q.List("need").Has("new_need", day) {
		t.Error("what fits is left out too")
	}
	if l := q.List("danger_level"); len(l.Codes(day)) != 3 || q.Number(country.DangerMinutes, day) != 60 ||
		q.List("need").Label("fr", "school") != p.List("need").Label("fr", "school") {
		t.Error("what does not fit holds")
	}
}

// A code that a network added stays when its pack learns another language: it has the words of another.
func TestACodeOutlivesThePacksLanguages(t *testing.T) {
	day := date.Must(2027, 6, 1)
	q, left := packs.France().With(country.AddCode("need", "x", "", day, map[lang.Tag]string{"en": "New need"}),
		country.AddCode("need", "y", "", day, map[lang.Tag]string{"de": "Neu"}))
	if len(left) != 1 || q.List("need").Label("fr", "x") != "New need" {
		t.Errorf("%q, left out %v", q.List("need").Label("fr", "x"), left)
	}
}

// Of every list a code stays to be chosen, and of every group of one: otherwise nothing could be said there.
func TestTheLastCodeDoesNotEnd(t *testing.T) {
	p, day := packs.France(), date.Must(2027, 6, 1)
	for name, l := range p.Lists() {
		var edits []country.Edit
		for i, key := range l.Keys() {
			edits = append(edits, country.EndCode(name, key, day.AddDays(i%2)))
		}
		q, _ := p.With(edits...)
		for _, c := range l.All() {
			if c.On(day) && len(q.List(name).In(c.Group, day.AddDays(1000))) == 0 {
				t.Errorf("%s: nothing is left of group %q", name, c.Group)
			}
		}
	}
}

// What the program reads by name is in the pack, and so is every scale and every band of ages among it.
func TestWhatTheProgramReadsByNameStays(t *testing.T) {
	p, day := packs.France(), date.Must(2027, 6, 1)
	for name, codes := range country.Named {
		for _, key := range codes {
			if !p.List(name).Has(key, day) {
				t.Errorf("%s has no %s", name, key)
			}
		}
	}
	for name, l := range p.Lists() {
		scale := slices.ContainsFunc(l.All(), func(c country.Code) bool { return c.Rank != 0 || c.FromAge >= 0 })
		if _, its := country.Own[name]; scale && !its {
			t.Errorf("%s is a scale, and a network may add to it", name)
		}
	}
	for name, l := range p.Lists() {
		_, its := country.Own[name]
		_, some := country.Named[name]
		if !its && !some && !slices.Contains(country.Read, name) {
			t.Errorf("nothing reads %s (%d codes)", name, len(l.All()))
		}
	}
}

// The handbook of packs says the bounds of every rule.
func TestTheBoundsAreWrittenDown(t *testing.T) {
	page, err := os.ReadFile("../../docs/pack.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range country.Rules {
		least, most := r.Bounds()
		if line := fmt.Sprintf("`%s` %d to %d", r, least,
			most); !strings.Contains(strings.Join(strings.Fields(string(page)), " "), line) {
			t.Errorf("the handbook does not say: %s", line)
		}
	}
}

// Why an edit does not fit names what it is about, and every group once.
func TestWhyAnEditDoesNotFit(t *testing.T) {
	p, day := packs.France(), date.Must(2027, 6, 1)
	why := func(e country.Edit) country.Misfit {
		t.Helper()
		m, ok := errors.AsType[*country.Misfit](p.Fits(e))
		if !ok {
			t.Fatalf("%v is no misfit", p.Fits(e))
		}
		return *m
	}
	long := map[lang.Tag]string{"fr": strings.Repeat("é", 201), "en": "X"}
	if m := why(country.AddCode("need", "x", "", day, long)); m.Key != "signs" || !slices.Contains(m.Args, any(200)) {
		t.Errorf("a long label: %+v", m)
	}
	if m := why(country.AddCode("needs", "x", "", day, inBoth)); m.Key != "list" {
		t.Errorf("a list that does not exist: %+v", m)
	}
	var groups []string
	for _, c := range p.List("indicator").All() {
		if !slices.Contains(groups, c.Group) {
			groups = append(groups, c.Group)
		}
	}
	m := why(country.AddCode("indicator", "x", "", day, inBoth))
	if want := strings.Join(groups, ", "); m.Key != "group" || m.Args[1] != want || len(groups) < 3 ||
		!strings.HasSuffix(m.Error(), want) {
		t.Errorf("groups: %+v, want %s", m, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a key that the list forgot is taken")
		}
	}()
	_ = country.Unfit("weather")
}

// An end that was a slip is put right by an earlier one, and nothing is the pack itself where nothing was edited.
func TestAnEndIsBroughtForward(t *testing.T) {
	p, june := packs.France(), date.Must(2027, 6, 1)
	if q, left := p.With(); q != p || left != nil {
		t.Error("nothing was edited, and the pack is another")
	}
	q, left := p.With(country.EndCode("need", "quiet_room", june.AddDays(30)),
		country.EndCode("need", "quiet_room", june))
	if left != nil || q.List("need").Has("quiet_room", june) || !q.List("need").Has("quiet_room", june.AddDays(-1)) {
		t.Errorf("brought forward: %v", left)
	}
}

// A key is read as it is spelled where the list has it so, however alike another looks.
func TestAKeyIsReadAsItIsSpelled(t *testing.T) {
	q, left := packs.France().With(country.AddCode("need", "School", "", date.Must(2027, 6, 1), inBoth))
	if l := q.List("need"); left != nil || l.Spelled("School") != "School" || l.Spelled("SCHOOL") != "school" {
		t.Errorf("%v: %s, %s", left, q.List("need").Spelled("School"), q.List("need").Spelled("SCHOOL"))
	}
	for name, l := range q.Lists() {
		for i, c := range l.All() {
			if keys := l.Keys(); len(keys) != len(l.All()) || keys[i] != c.Key {
				t.Errorf("%s: %s is not among its keys", name, c.Key)
			}
		}
	}
}
