package personweb_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// What was said of a person stays on her page when the network has ended its code, one or several, until somebody says
// otherwise.
func TestWhatEndedStandsOfAPerson(t *testing.T) {
	f := trusttest.SQLite(t)
	ctx, d := context.Background(), person.New(f.Gate)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	ref, err := f.Gate.NewCase(ctx, f.SignIn("claire"), openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			var c casefile.Coded
			enter, err := d.Introduce(&c, secret.Of("Ada"), secret.Text{}, secret.Text{},
				casefile.Coded{Gender: "Feminine", Languages: []string{"pt", "fr"}}, date.Rough{})
			if err != nil {
				return err
			}
			if err := casefile.Begin(tx, j, "first", c,
				referral.Referred{By: "association", Case: "first"}); err != nil {
				return err
			}
			return enter(tx)
		})
	if err != nil {
		t.Fatal(err)
	}
	site := siteOf(t, f, d)
	for list, key := range map[codelist.Name]string{codelist.Gender: "Feminine", codelist.Language: "pt"} {
		end := country.EndCode(list, key, f.Gate.Today().AddDays(1))
		if err := codelist.New(f.Gate).Edit(ctx, f.SignIn("root"), end); err != nil {
			t.Fatal(err)
		}
	}
	f.Clock.Advance(24 * time.Hour)
	_, token := f.SignInToken("claire")
	page, b := "/cases/"+ref.String()+"/person", browser{t, site, token}
	shown := func() string {
		t.Helper()
		w := b.do("GET", page)
		b.want(w, 200)
		return w.Body.String()
	}
	save := func(change func(name, value string) string) int {
		t.Helper()
		var pairs []string
		for name, values := range htmlcheck.Sent(shown(), page) {
			for _, v := range values {
				pairs = append(pairs, name, change(name, v))
			}
		}
		return b.do("POST", page, pairs...).Code
	}
	coded := func() casefile.Coded {
		t.Helper()
		p, err := d.Open(ctx, f.SignIn("claire"), ref)
		if err != nil {
			t.Fatal(err)
		}
		return p.Coded
	}
	if n := strings.Count(shown(), "(n’est plus proposé)"); n != 3 { // the language is a suggestion too
		t.Errorf("%d answers are marked as ended", n)
	}
	if code := save(func(name, v string) string {
		if name == "contact" {
			return "In the morning"
		}
		return v
	}); code != 303 {
		t.Fatalf("saved with what stood: %d", code)
	}
	if c := coded(); c.Gender != "Feminine" || !slices.Equal(c.Languages, []string{"pt", "fr"}) {
		t.Errorf("lost by saving something else: %q, %v", c.Gender, c.Languages)
	}
	if code := save(func(name, v string) string {
		if name == "gender" || name == "language" {
			return ""
		}
		return v
	}); code != 303 {
		t.Fatalf("taken out: %d", code)
	}
	if c := coded(); c.Gender != "" || len(c.Languages) > 0 || strings.Contains(shown(), "n’est plus proposé") {
		t.Errorf("it still stands, or is still offered: %q, %v", c.Gender, c.Languages)
	}
}
