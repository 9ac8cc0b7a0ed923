package personweb_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

// What is known of a birth is enough: a day, a month, a year, a guessed age; and the page says what follows from it, on
// the day on which it is read.
func TestWhatIsKnownOfABirthIsEnough(t *testing.T) {
	f := trusttest.SQLite(t)
	ctx, d := context.Background(), person.New(f.Gate)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	ref, err := f.Gate.NewCase(ctx, f.SignIn("claire"), openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			var c casefile.Coded
			enter, err := d.Introduce(&c, secret.Of(needle), secret.Text{}, secret.Text{}, casefile.Coded{},
				date.Rough{})
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
	page, version := "/cases/"+ref.String()+"/person", 0
	browse := func() browser {
		_, token := f.SignInToken("claire")
		return browser{t, site, token}
	}
	says := func(words string) string {
		t.Helper()
		w := browse().do("GET", page)
		browse().want(w, 200, words)
		return w.Body.String()
	}
	save := func(pairs ...string) {
		t.Helper()
		version++
		said := append([]string{"version", strconv.Itoa(version), "birth_wrong", "yes"}, pairs...)
		browse().want(browse().do("POST", page, said...), 303)
	}
	day := func() date.Date { return packs.France().Day(f.Clock.Now()) }
	const open, route = "À demander.", "protection de l’enfance doit être associée"

	soon := day().AddDays(1) // 18 years ago tomorrow
	save("born-day", strconv.Itoa(soon.Day()), "born-month", strconv.Itoa(int(soon.Month())), "born-year",
		strconv.Itoa(soon.Year()-18))
	says("elle le sera le")
	says(route)
	f.Clock.Advance(48 * time.Hour) // the day after tomorrow
	if strings.Contains(says(": oui."), route) {
		t.Error("somebody of age is taken for a minor")
	}
	if p, err := d.Open(ctx, f.SignIn("claire"), ref); err != nil || p.Adult != tri.Yes {
		t.Errorf("the page says %s, %v", p.Adult, err)
	}
	if w := browse().do("GET", "/"); strings.Contains(w.Body.String(), "Âge incertain") {
		t.Error("the home still asks about the age")
	}
	save("born-day", "1", "born-month", "1", "born-year", strconv.Itoa(day().Year()-16), "adult", "yes")
	says("ne s’accordent pas") // and nobody is turned away
	if w := browse().do("GET", "/"); !strings.Contains(w.Body.String(), "Âge incertain") {
		t.Error("the home does not ask about a disputed age")
	}

	next := day()
	save("born-day", "", "born-month", strconv.Itoa(int(next.Month())), "born-year", strconv.Itoa(next.Year()-18))
	body := says(open) // a month without a day: this month decides
	if !strings.Contains(body, `name="born-month"`) ||
		!strings.Contains(body, "value=\""+strconv.Itoa(next.Year()-18)) {
		t.Error("the month is not kept")
	}
	f.Clock.Advance(32 * 24 * time.Hour)
	says("oui, quel que soit le jour de naissance")

	save("birth_year", "environ 25")
	body = says("oui, d’après une estimation")
	if !strings.Contains(body, `value="`+strconv.Itoa(day().Year()-25)+`"`) || !strings.Contains(body, "checked") {
		t.Error("a guessed age is kept as a year without a word")
	}
	save("birth_year", "environ 19")
	says(open)
	save("birth_year", strconv.Itoa(day().Year()-18))
	says("pas sûr aujourd’hui, au plus tard le")
	save("birth_year", "03/"+strconv.Itoa(day().Year()-30))
	body = says("oui, quel que soit le jour de naissance")
	if !strings.Contains(body, `name="born-month" value="3"`) {
		t.Error("the month that was told with the year is not kept")
	}
	save("birth_year", "12/"+strconv.Itoa(day().Year()-17))
	says("au plus tard le vendredi 31 décembre 2027")

	// A guess keeps its month and its day, fills the form again whole, and says on the case page that it is one.
	brief := func(want ...string) {
		t.Helper()
		w := browse().do("GET", "/cases/"+ref.String())
		browse().want(w, 200, want...)
		if !strings.Contains(want[0], "nviron") && strings.Contains(w.Body.String(), "Environ ") {
			t.Error("what is known is said as a guess")
		}
	}
	year := strconv.Itoa(day().Year() - 17)
	save("birth_year", "juin "+year, "birth_about", "yes")
	body = says("pas sûr, d’après une estimation")
	if !strings.Contains(body, `name="born-month" value="6"`) || !strings.Contains(body, `value="`+year+`"`) ||
		!strings.Contains(body, `name="birth_about" value="yes" checked`) {
		t.Error("a guessed month does not fill the form again whole")
	}
	brief("environ juin "+year, "Environ 17 ans. Majorité atteinte\u00a0: pas sûr, d’après une estimation.")
	save("born-day", "14", "born-month", "6", "born-year", year, "birth_about", "yes")
	if body = says("pas sûr, d’après une estimation"); !strings.Contains(body, `name="born-day" value="14"`) {
		t.Error("a guessed day does not fill the form again whole")
	}
	brief("Environ 17 ans.", "14 juin "+year)
	save("born-day", "14", "born-month", "6", "born-year", year)
	brief("17 ans. Majorité atteinte\u00a0: pas encore")
	save("birth_year", strconv.Itoa(day().Year()-18))
	brief("17 ou 18 ans. Majorité atteinte\u00a0: pas sûr aujourd’hui")
	save("born-day", "1", "born-month", "1", "born-year", strconv.Itoa(day().Year()), "adult", "unknown")
	brief("Moins d’un an.")
	save("adult", "yes")
	brief("Majorité atteinte\u00a0: oui, d’après ce qui a été dit.")
	save("born-day", "14", "born-month", "6", "born-year", year, "adult", "yes")
	brief("17 ans, d’après la naissance notée. La réponse sur la majorité dit autre chose\u00a0: à demander.")

	// Where the birth leaves it open, what was said is read there, by whoever opens the case.
	open18 := strconv.Itoa(day().Year() - 18)
	for answer, words := range map[string]string{"yes": "oui, d’après ce qui a été dit",
		"no": "non, d’après ce qui a été dit", "unknown": "pas sûr aujourd’hui"} {
		save("birth_year", open18, "adult", answer)
		says(words)
		brief("17 ou 18 ans. Majorité atteinte\u00a0: " + words)
	}
	save("birth_year", "environ 18", "adult", "no")
	brief("nviron 18 ans. Majorité atteinte\u00a0: non, d’après ce qui a été dit")
	save("birth_year", "environ 14", "adult", "no")
	brief("nviron 14 ans. Majorité atteinte\u00a0: non, d’après ce qui a été dit")
	save("birth_year", "environ 14", "adult", "yes")
	brief("nviron 14 ans, d’après la naissance notée. La réponse sur la majorité dit autre chose\u00a0: à demander.")

	version++
	browse().want(browse().do("POST", page, "version", strconv.Itoa(version), "birth_year", "hier"), 422, "hier",
		"03/2001")
}
