package personweb_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// One look makes so many cards. The page says how many people are called so beside those it shows, and how many cases
// were not looked through: the next look reads them.
func TestAnAnswerSaysWhatItLeavesOut(t *testing.T) {
	f := trusttest.SQLite(t) // one engine: what is said lies above it
	d := person.New(f.Gate)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	who := f.SignIn("claire")
	for range 203 {
		_, err := f.Gate.NewCase(t.Context(), who, openTest,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) error {
				var c casefile.Coded
				enter, err := d.Introduce(&c, secret.Of("Adaeze Nwosu"), secret.Text{}, secret.Text{}, c, date.Rough{})
				if err == nil {
					err = casefile.Begin(tx, j, "first", c, referral.Referred{By: "association", Case: "first"})
				}
				if err != nil {
					return err
				}
				return enter(tx)
			})
		if err != nil {
			t.Fatal(err)
		}
	}
	_, token := f.SignInToken("claire")
	b := browser{t, siteOf(t, f, d), token}
	look := func() string { return b.do("POST", "/find", "code", "Adaeze").Body.String() }
	const unread = "pas encore été lues pour cette recherche"
	if page := look(); strings.Count(page, `href="/cases/`) != 10 ||
		!strings.Contains(page, "190 autres personnes ressemblent moins") ||
		!strings.Contains(page, "3 situations n’ont "+unread) {
		t.Errorf("the first look says %.3000s", page)
	}
	if page := look(); !strings.Contains(page, "193 autres personnes ressemblent moins") ||
		strings.Contains(page, unread) {
		t.Errorf("the second look says %.3000s", page)
	}
}
