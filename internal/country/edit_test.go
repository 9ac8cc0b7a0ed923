package country_test

import (
	"errors"
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
	q, err := p.With(
		country.EditRule(country.NoteDays, july, 21),
		country.EditRule(country.NoteDays, june, 7), // made later, for an earlier day
		country.EditAmount(country.AidMonthly, june, 120_00),
		country.EditAmount(country.AidMonthly, june, 125_00), // a slip put right
		country.AddCode("need", "new_need", "", june, inBoth),
		country.EndCode("need", "new_need", july),
		country.EndCode("need", "interpreter", june),
		country.Edit{Section: country.RuleSection, Name: "of_an_older_release", From: june, Value: "1"},
		country.Edit{Section: country.CodeSection, Name: "no_list/x", From: june, Value: "{}"})
	if err != nil {
		t.Fatal(err)
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
		l.Label("en", "new_need") != "New need" || l.Version != july {
		t.Error("a code of the network's own")
	}
	if l.Has("interpreter", june) || !l.Has("interpreter", june.AddDays(-1)) ||
		l.Label("en", "interpreter") == "interpreter" {
		t.Error("a code that ended")
	}
	if p.List("need").Has("new_need", june) || !p.List("need").Has("interpreter", july) ||
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
	} {
		if err := p.Fits(e); !errors.Is(err, country.ErrEdit) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if err := p.Fits(country.EndCode("need", "interpreter", day)); err != nil {
		t.Error(err)
	}
}
