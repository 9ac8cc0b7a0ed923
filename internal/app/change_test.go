package app_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

// changed is a copy of the pack of France, with one deadline, one amount and one distance from danger other from
// 25 November 2026 on: two days after every story begins.
func changed(t *testing.T) *country.Pack {
	t.Helper()
	out := fstest.MapFS{}
	from := packs.Files()
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(from, name)
		out[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{
		{"rules.toml", "[rule.draft_days]\nvalue = 30", "then = [{ from = \"2026-11-25\", value = 45 }]"},
		{"rules.toml", "[rule.danger_minutes]\nvalue = [60, 120, 150]",
			"then = [{ from = \"2026-11-25\", value = [60, 600, 600] }]"},
		{"amounts.toml", "[amount.monthly]\ncents = 10000", "then = [{ from = \"2026-11-25\", cents = 11100 }]"},
	} {
		f := out[c[0]]
		if !bytes.Contains(f.Data, []byte(c[1])) {
			t.Fatalf("%s has no %q", c[0], c[1])
		}
		f.Data = bytes.Replace(f.Data, []byte(c[1]), []byte(c[1]+"\n"+c[2]), 1)
	}
	out["texts.fr.toml"] = &fstest.MapFile{Data: []byte("[account.role]\ncoordinator = \"aiguillage\"\n")}
	p, err := country.Load(out)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What a pack says from a day on holds from that day, and what it said before until then. A role has the name that the
// pack gives it.
func TestAChangeOfThePackHoldsFromItsDay(t *testing.T) {
	land := cast.France()
	land.Home.Country = changed(t)
	s := story.In(t, trusttest.SQLiteIn(t, land.Home), land, "fr")
	w := (&walk{Story: s}).to("searching")
	day := func(draft, monthly string, near bool) {
		t.Helper()
		form := w.at("fr", "referral.url.steps")
		p := s.Public("fr").Get(form).OK().Shows("appelez le 17 ou le 112")
		w.answer(w.plant(p, form), form)
		p.Press("referral.go.next").OK()
		w.answer(w.plant(p, form), form)
		p.Press("referral.go.save").OK().Shows("Le brouillon est gardé " + draft + " jours")
		s.StepUp(cast.Rose).Get("/aid-amounts").OK().Shows(monthly + "\u202f€")
		search := s.StepUp(cast.Claire).Get(w.office + "/search").OK().Body()
		if offered := formOf(search, "/proposals") != nil && strings.Contains(search, `name="place"`); offered != near {
			t.Errorf("on %s places are offered: %v", s.Clock.Now(), offered)
		}
	}
	day("30", "100,00", true)
	s.Clock.Set(time.Date(2026, 11, 24, 22, 0, 0, 0, time.UTC)) // eleven in the evening in Paris: still the day before
	day("30", "100,00", true)
	s.Clock.Set(time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC)) // midnight
	day("45", "111,00", false)
	s.As(cast.Rose).Get("/people").OK().Follow("Évaluation").OK().Shows("aiguillage").Hides("coordination")
}
