package personweb_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/person/personweb"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

const needle = "Zorabel-Needle-4471"

var (
	openTest = access.Define(access.Act{Name: "persontest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	joinTest = access.Define(access.Act{Name: "persontest.join", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Identity, Grants: vault.Identity})
)

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(personweb.Texts) {
		t.Error(err)
	}
}

// siteOf are the pages of this room, and those of the case file that lead to them.
func siteOf(t *testing.T, f *trusttest.Floor, d *person.Desk) http.Handler {
	t.Helper()
	texts, err := web.LoadTexts(personweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	own := personweb.Room(d)
	cases := casefileweb.Room(casefile.NewDesk(f.Gate, d.HomePanels(), own.Panels), own)
	return web.New(web.Options{Country: f.Gate.Country, Routes: append(own.Routes, cases.Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock})
}

type browser struct {
	t     *testing.T
	site  http.Handler
	token string
}

func (b browser) do(method, path string, pairs ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, "http://havre.test"+path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://havre.test")
	r.AddCookie(&http.Cookie{Name: "havre", Value: b.token})
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	return w
}

func (b browser) want(w *httptest.ResponseRecorder, status int, words ...string) {
	b.t.Helper()
	if w.Code != status {
		b.t.Fatalf("status %d, not %d: %.1500s", w.Code, status, w.Body)
	}
	for _, x := range words {
		if !strings.Contains(w.Body.String(), x) {
			b.t.Fatalf("page lacks %q: %s", x, w.Body)
		}
	}
}

// Claire and Paul open the same page. Claire saves; Paul sees what changed and keeps what he typed. A host sees who she
// is once it holds the key, and not before (I13). An uncertain age shows the child-protection route (I9).
func TestTwoPeopleOnOnePerson(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, d := context.Background(), person.New(f.Gate)
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("paul", "Paul", f.Teams["evaluation"], "claire", access.Coordinator)
		host := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Host)
		claire := f.SignIn("claire")
		ref, err := f.Gate.NewCase(ctx, claire, openTest,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) error {
				var c casefile.Coded
				enter, err := d.Introduce(&c, secret.Of(needle), secret.Text{}, secret.Of("Never after six"),
					casefile.Coded{Adult: tri.Said{Yes: true}, BirthYear: f.Clock.Now().Year() - 16}, date.Rough{})
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
		browse := func(login string) browser {
			_, token := f.SignInToken(login)
			return browser{t, site, token}
		}
		a, b := browse("claire"), browse("paul")
		page := "/cases/" + ref.String() + "/person"
		a.want(a.do("GET", "/"), 200, "Âge incertain")
		a.want(a.do("GET", page), 200, needle, `name="version" value="1"`)
		b.want(b.do("GET", page), 200, needle, `name="version" value="1"`)
		a.want(a.do("POST", page, "version", "1", "names", needle, "contact", "Only in the morning", "adult", "yes",
			"born-day", "3", "born-month", "4", "born-year", "1999", "birth_wrong", "yes",
			"language", "anglais", "nationality", "Nigeria", "gender", "Feminine"), 303)
		b.want(b.do("POST", page, "version", "1", "names", needle, "telephone", "07-"+needle, "contact",
			"Never after six"), 409,
			"Claire", "Only in the morning", "Never after six", "07-"+needle, `name="version" value="2"`)
		b.want(b.do("POST", page, "version", "2", "names", needle, "born-day", "31", "born-month", "2", "born-year",
			"1999"), 422, needle, "31")
		b.want(b.do("POST", page, "version", "2", "names", needle, "telephone", "07-"+needle, "born-day", "3",
			"born-month", "4", "born-year", "1999"), 303)
		// a number calls when pressed only where a call is known to be safe; otherwise it is words, and says why
		save := func(number, safe string) {
			b.t.Helper()
			p, err := d.Open(ctx, claire, ref)
			if err != nil {
				t.Fatal(err)
			}
			b.want(b.do("POST", page, "version", strconv.FormatInt(p.Version, 10), "names", needle, "telephone", number,
				"can_call", safe, "born-day", "3", "born-month", "4", "born-year", "1999"), 303)
		}
		for _, c := range [][2]string{{"no", "ne pas appeler"}, {"unknown", "pas encore si l’appeler"},
			{"yes", `href="tel:0639987582"`}} {
			safe, says := c[0], c[1]
			save("06 39 98 75 82", safe)
			w := b.do("GET", "/cases/"+ref.String())
			b.want(w, 200, "06 39 98 75 82", says)
			if safe != "yes" && strings.Contains(w.Body.String(), "tel:") {
				t.Errorf("a number calls where a call is %q safe: %s", safe, w.Body)
			}
		}
		save("07-"+needle, "unknown")
		p, err := d.Open(ctx, claire, ref)
		if err != nil || p.Coded.BirthYear != 1999 || p.Adult != tri.Yes || p.ChangedBy != "Paul" || p.AgeOpen() {
			t.Fatalf("stored: %+v, %v", p.Coded, err)
		}
		b.want(b.do("POST", page, "version", "7", "names", needle, "adult", "unknown"), 303)
		b.want(b.do("GET", "/cases/"+ref.String()), 200, "protection de l’enfance doit être associée")
		b.want(b.do("POST", page+"/route"), 303)
		if p, err = d.Open(ctx, claire, ref); err != nil || p.AgeOpen() || p.RouteTold.IsZero() {
			t.Fatalf("child protection: %v, %v", p.RouteTold, err)
		}
		// The host stands in the circle without a key, then with it.
		var theirs casefile.Ref
		err = f.Gate.Case(ctx, claire, joinTest, ref,
			func(tx *gate.CaseTx) error { return tx.Join(f.Teams["oversight"], access.Hosts) })
		if err != nil {
			t.Fatal(err)
		}
		cases := casefile.NewDesk(f.Gate, nil, nil)
		if l, err := cases.Cases(ctx, host, true, casefile.Ref{}); err != nil || len(l.Cases) != 1 {
			t.Fatalf("host's list: %v", err)
		} else {
			theirs = l.Cases[0].Ref
		}
		h := browse("hugo")
		if w := h.do("GET", "/cases/"+theirs.String()); w.Code != 200 || strings.Contains(w.Body.String(), needle) {
			t.Fatalf("before the grant: %d", w.Code)
		}
		f.Clock.Advance(time.Minute)
		if err := f.Gate.Case(ctx, claire, joinTest, ref,
			func(tx *gate.CaseTx) error { return tx.Grant(f.Teams["oversight"], vault.Identity) }); err != nil {
			t.Fatal(err)
		}
		h.want(h.do("GET", "/cases/"+theirs.String()), 200, needle)
		h.want(h.do("GET", "/cases/"+theirs.String()+"/person"), 404) // a host reads, and does not write
	})
}

// A nationality and a wide group that do not agree are both kept as they were typed, and the form says so beside the
// group; where the nationality alone is told, the group that follows is said, and asked of nobody.
func TestANationalityOverrulesNoGroupInSilence(t *testing.T) {
	f := trusttest.SQLite(t)
	ctx, d := context.Background(), person.New(f.Gate)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	ref, err := f.Gate.NewCase(ctx, f.SignIn("claire"), openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			var c casefile.Coded
			enter, err := d.Introduce(&c, secret.Of(needle), secret.Text{}, secret.Text{},
				casefile.Coded{NationalityGroup: "non_eu"}, date.Rough{})
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
	texts, err := web.LoadTexts(personweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	cases := casefile.NewDesk(f.Gate, d.HomePanels(), personweb.Room(d).Panels)
	site := web.New(web.Options{Country: packs.France,
		Routes: append(personweb.Room(d).Routes, casefileweb.Room(cases).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock})
	_, token := f.SignInToken("claire")
	b, page := browser{t, site, token}, "/cases/"+ref.String()+"/person"
	w := b.do("POST", page, "version", "1", "nationality", "Allemagne", "nationality_group", "non_eu")
	b.want(w, 422, `id="f-nationality_group-error"`, `href="#f-nationality_group"`, `value="Allemagne"`,
		`value="non_eu" checked`, "n’est pas celui de la nationalité indiquée")
	b.want(b.do("POST", page, "version", "1", "nationality", "Allemagne", "nationality_group", "unknown"), 303)
	const follows = "Grand groupe, qui découle de la nationalité"
	for _, at := range []string{page, "/cases/" + ref.String()} {
		b.want(b.do("GET", at), 200, follows, "Autre pays de l’Union européenne")
	}
	if strings.Contains(b.do("GET", page).Body.String(), `value="other_eu" checked`) {
		t.Error("a group that follows stands as if somebody had typed it")
	}
	b.want(b.do("POST", page, "version", "2", "nationality", "Nigeria"), 303) // another one: nothing contradicts it
	b.want(b.do("GET", page), 200, follows, "Hors Union européenne")
}
