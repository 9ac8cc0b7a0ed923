package journeyweb_test

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/journey/journeyweb"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/placementweb"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

var (
	openTest = access.Define(access.Act{Name: "journeywebtest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	tellTest = access.Define(access.Act{Name: "journeywebtest.tell", Door: access.CaseDoor,
		By: access.CaseCoordinator})
	placeTest = access.Define(access.Act{Name: "journeywebtest.place", Door: access.OfficeDoor, By: access.ByMachine})

	qAlias   = gate.CircleSQL("journeywebtest.alias", `select circle.alias from casefile_circle circle where @circle`)
	qPartner = gate.OfficeSQL("journeywebtest.partner", `insert into partner_partner (id, code, name, kind, department,
		town, contact_telephone, team_id,
		convention_from_on, convention_until_on, yearly_places, state, created_at) values ($1, 'TEST', 'Le Gué',
		'chrs', '46', '', '', $2, '', '', 1, 'active', 0)`)
	qSite = gate.OfficeSQL("journeywebtest.site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed, access_sealed)
		values ($1, $2, 'Site', '46', '', $3, $3, $3)`)
	qPlace = gate.OfficeSQL("journeywebtest.add_place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children, max_children,
		accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor, security_level, languages,
		specialisms, state, available_from_on,
		held_for, occupied_for) values ($1, $2, 'A', 3, 1, '', 'yes', 2, 'yes', 'no', '', 'no', 'no', 0, '', '',
		'available', '', $3, $3)`)
)

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(journeyweb.Texts) {
		t.Error(err)
	}
}

// town is a network whose case may travel, with its pages and three people at their browsers.
type town struct {
	*trusttest.Floor
	t      *testing.T
	site   http.Handler
	tokens map[string]string
	refs   map[string]casefile.Ref
	once   int
	doubt  casefile.Doubt // why the place is not safe any more
}

func open(t *testing.T, f *trusttest.Floor, agreed bool) *town {
	return openIn(t, f, agreed, "46", "R76")
}

func openIn(t *testing.T, f *trusttest.Floor, agreed bool, department, region string) *town {
	t.Helper()
	ctx := context.Background()
	w := &town{Floor: f, t: t, tokens: map[string]string{}, refs: map[string]casefile.Ref{}}
	hosts, referrers := f.Teams["oversight"], f.Teams["administration"]
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	f.Person("hugo", "Hugo", hosts, "", access.Host)
	f.Person("rita", "Rita", referrers, "root", access.Referrer)
	people := map[string]access.Actor{}
	for _, login := range []string{"claire", "hugo", "rita"} {
		people[login], w.tokens[login] = f.SignInToken(login)
	}
	place := w.addPlace(hosts)
	ref, err := f.Gate.NewCase(ctx, people["claire"], openTest, []gate.Holder{
		{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity},
		{Team: referrers, Relation: access.Referred, Opens: vault.Identity},
	}, nil, func(tx *gate.CaseTx, j gate.JournalID) error {
		if err := casefile.Opened(tx, j, "first"); err != nil {
			return err
		}
		return casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"})
	})
	w.must(err)
	answer := tri.Yes
	if !agreed {
		answer = tri.Unknown
	}
	w.must(f.Gate.Case(ctx, people["claire"], tellTest, ref, func(tx *gate.CaseTx) error {
		for _, fact := range []casefile.Fact{assessment.Admitted{}, asking.HostAccepted{}, asking.InterviewHeld{},
			casefile.Agreed{Agreement: "relocation_2", Answer: answer},
			casefile.Placed{Place: place.String(), Department: department, Region: region}} {
			if err := casefile.Tell(tx, fact); err != nil {
				return err
			}
		}
		return errors.Join(partner.Occupy(tx, place, 1), tx.Join(hosts, access.Hosts),
			casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.HostDepartment = department }))
	}))
	for login, who := range people {
		var r casefile.Ref
		w.must(f.Gate.Circle(ctx, who, casefile.List,
			func(v *gate.CircleView) error { return v.QueryRow(qAlias).Scan(&r) }))
		w.refs[login] = r
	}
	d := journey.New(f.Gate, func(*gate.CaseView, partner.PlaceID) (casefile.Doubt, error) {
		return w.doubt, nil
	})
	cases := casefile.NewDesk(f.Gate, d.HomePanels(), journeyweb.Room(d).Panels, d.Agenda()...)
	texts, err := web.LoadTexts(journeyweb.Texts, casefileweb.Texts, placementweb.Texts)
	w.must(err)
	w.site = web.New(web.Options{Country: packs.France,
		Routes: append(journeyweb.Room(d).Routes, casefileweb.Room(cases).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock})
	return w
}

func (w *town) addPlace(team access.TeamID) (place partner.PlaceID) {
	type other struct{}
	w.must(w.Gate.ChangeOffice(context.Background(), access.Machine("journeywebtest"), placeTest,
		func(tx *gate.OfficeTx) (err error) {
			firm, site, p := id.New[other](tx.Now()), id.New[other](tx.Now()), id.New[other](tx.Now())
			if place, err = partner.ParsePlace(p.String()); err != nil {
				return err
			}
			if _, err := tx.Exec(qPartner, firm, team); err != nil {
				return err
			}
			if _, err := tx.Exec(qSite, site, firm, []byte{}); err != nil {
				return err
			}
			_, err = tx.Exec(qPlace, p, site, []byte{})
			return err
		}))
	return place
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// get and post ask for a page in a language and return its status, its words and where it leads.
func (w *town) get(login, lang, path string) (int, string) {
	code, page, _ := w.ask("GET", login, lang, path, nil)
	return code, page
}

func (w *town) post(login, lang, path string, form url.Values) (int, string, string) {
	w.once++
	form.Set("_once", fmt.Sprintf("%026d", w.once))
	return w.ask("POST", login, lang, path, form)
}

func (w *town) ask(method, login, lang, path string, form url.Values) (int, string, string) {
	r := httptest.NewRequest(method, "http://havre.test"+path, strings.NewReader(form.Encode()))
	r.AddCookie(&http.Cookie{Name: "havre", Value: w.tokens[login]})
	r.AddCookie(&http.Cookie{Name: "havre_lang", Value: lang})
	r.Header.Set("Accept-Language", lang)
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://havre.test")
	}
	res := httptest.NewRecorder()
	w.site.ServeHTTP(res, r)
	return res.Code, html.UnescapeString(res.Body.String()), res.Header().Get("Location")
}

func (w *town) page(login string) string { return "/cases/" + w.refs[login].String() + "/journey" }

func moment(f url.Values, name string, t time.Time) {
	t = t.In(packs.France().Zone())
	f.Set(name+"-day", fmt.Sprint(t.Day()))
	f.Set(name+"-month", fmt.Sprint(int(t.Month())))
	f.Set(name+"-year", fmt.Sprint(t.Year()))
	f.Set(name+"-time", t.Format("15:04"))
}

// plan is what Claire types: one train.
func (w *town) plan() url.Values {
	now := w.Clock.Now()
	f := url.Values{"legs": {"1"}, "version": {"0"}, "accompanier": {"volunteer"}, "name": {"Vera Ndiaye"},
		"meeting": {"Sous l’horloge"}, "code_word": {"tilleul"},
		"leg1-means": {"train"}, "leg1-from": {"Lille"}, "leg1-to": {"Cahors"}, "leg1-cost": {"84,50"},
		"leg1-funder": {"head_office"}}
	moment(f, "leg1-departs", now.Add(2*time.Hour))
	moment(f, "leg1-arrives", now.Add(5*time.Hour))
	moment(f, "expected", now.Add(6*time.Hour))
	return f
}

func has(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, s := range words {
		if !strings.Contains(page, s) {
			t.Fatalf("the page lacks %q:\n%s", s, page)
		}
	}
}

func lacks(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, s := range words {
		if strings.Contains(page, s) {
			t.Fatalf("the page says %q", s)
		}
	}
}

// Claire organises; Hugo sees it, and from his home confirms the arrival in two presses; Rita never learns where.
func TestFromPlanToArrivalInTwoPresses(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := open(t, f, true)
		for lang, words := range map[string][]string{"fr": {"Organiser le trajet", "Moyen de transport", "Lu par"},
			"en": {"Organise the journey", "Means of travel", "Read by"}} {
			code, page := w.get("claire", lang, w.page("claire")+"/plan")
			if code != 200 {
				t.Fatalf("%d\n%s", code, page)
			}
			has(t, page, words...)
		}
		code, page, to := w.post("claire", "fr", w.page("claire")+"/plan", w.plan())
		if code != 303 || to != w.page("claire") {
			t.Fatalf("planning: %d to %q\n%s", code, to, page)
		}
		_, page = w.get("hugo", "fr", w.page("hugo"))
		has(t, page, "Cahors", "tilleul", "Vera Ndiaye", "84,50")
		_, page = w.get("hugo", "en", w.page("hugo"))
		has(t, page, "Arrival expected by", "Cahors")

		_, page = w.get("hugo", "fr", "/")
		has(t, page, w.page("hugo")+"/arrival", "Confirmer l’arrivée")
		code, page = w.get("hugo", "fr", w.page("hugo")+"/arrival") // press one
		if code != 200 {
			t.Fatalf("arrival: %d", code)
		}
		has(t, page, "Oui, la personne est bien arrivée")
		code, page, _ = w.post("hugo", "fr", w.page("hugo")+"/arrival", url.Values{}) // hours before the train
		if code != 422 {
			t.Fatalf("arrival: %d", code)
		}
		has(t, page, `href="#f-early"`, "n’arrive que plus tard")
		w.Clock.Advance(4 * time.Hour)
		_, w.tokens["hugo"] = w.SignInToken("hugo")
		for _, login := range []string{"claire", "rita"} {
			_, w.tokens[login] = w.SignInToken(login)
		}
		code, page, to = w.post("hugo", "fr", w.page("hugo")+"/arrival", url.Values{}) // press two
		if code != 303 || to != "/cases/"+w.refs["hugo"].String() {
			t.Fatalf("arrival: %d to %q\n%s", code, to, page)
		}
		_, page = w.get("claire", "fr", "/cases/"+w.refs["claire"].String())
		has(t, page, "Arrivée confirmée", "Lot")

		code, page = w.get("rita", "fr", "/cases/"+w.refs["rita"].String())
		if code != 200 {
			t.Fatalf("the referring service's case page: %d\n%s", code, page)
		}
		lacks(t, page, "Cahors", "Lot", "tilleul", "/journey") // I5
		if code, _ = w.get("rita", "fr", w.page("rita")); code != 404 {
			t.Fatalf("the referring service opened the journey: %d", code)
		}
	})
}

// Bad input is answered in the reader's language, with everything typed still there.
func TestBadInputKeepsTheWords(t *testing.T) {
	w := open(t, trusttest.SQLite(t), true)
	long := strings.Repeat("é", 600)
	for name, c := range map[string]struct {
		field, value, fr, en string
	}{
		"no such day":       {"leg1-departs-day", "31x", "", ""},
		"no station":        {"leg1-from", "", "", ""},
		"too long":          {"meeting", long, "", ""},
		"no such means":     {"leg1-means", "rocket", "", ""},
		"cost in words":     {"leg1-cost", "beaucoup", "", ""},
		"hours backwards":   {"leg1-arrives-time", "00:01", "", ""},
		"expected too soon": {"expected-time", "00:01", "ne peut pas précéder", "cannot be before"},
		"no hour":           {"leg1-departs-time", "25:61", "", ""},
	} {
		for lang, say := range map[string]string{"fr": c.fr, "en": c.en} {
			f := w.plan()
			f.Set(c.field, c.value)
			code, page, _ := w.post("claire", lang, w.page("claire")+"/plan", f)
			if code != 422 {
				t.Fatalf("%s (%s): %d\n%s", name, lang, code, page)
			}
			has(t, page, "Vera Ndiaye", "tilleul", say)
		}
	}
	f := w.plan()
	f.Set("more", "1")
	code, page, _ := w.post("claire", "fr", w.page("claire")+"/plan", f)
	if code != 200 {
		t.Fatalf("one more leg: %d", code)
	}
	has(t, page, "leg2-from", "Vera Ndiaye", "Étape 2")
	if code, _ := w.get("claire", "fr", "/cases/nonsense/journey"); code != 404 {
		t.Fatalf("nonsense: %d", code)
	}
	_, _, to := w.post("claire", "fr", w.page("claire")+"/plan", w.plan())
	if to == "" {
		t.Fatal("the corrected plan was refused")
	}
	future := url.Values{}
	moment(future, "at", w.Clock.Now().Add(time.Hour))
	if code, page, _ := w.post("hugo", "en", w.page("hugo")+"/arrival", future); code != 422 ||
		!strings.Contains(page, "is still to come") {
		t.Fatalf("an arrival in the future: %d", code)
	}
}

// Without her second agreement the page explains, and offers no form (I2).
func TestNoFormWithoutAgreement(t *testing.T) {
	w := open(t, trusttest.SQLite(t), false)
	_, page := w.get("claire", "fr", w.page("claire")+"/plan")
	has(t, page, "second accord")
	lacks(t, page, "leg1-from")
	if code, _, _ := w.post("claire", "fr", w.page("claire")+"/plan", w.plan()); code != 409 {
		t.Fatalf("planned all the same: %d", code)
	}
}

// The paper: next step in large letters, all steps, serial and reader at its foot; neither code, label nor address.
func TestSheetAndNoShow(t *testing.T) {
	w := open(t, trusttest.SQLite(t), true)
	w.post("claire", "fr", w.page("claire")+"/plan", w.plan())
	for lang, words := range map[string][]string{"fr": {"Feuille de route", "Maintenant", "Train. Départ : Lille"},
		"en": {"Journey sheet", "Train. Departure: Lille"}} {
		code, page, _ := w.post("claire", lang, w.page("claire")+"/sheets", url.Values{})
		if code != 200 {
			t.Fatalf("sheet: %d\n%s", code, page)
		}
		page = strings.ReplaceAll(page, "\u202f", " ")
		page = strings.ReplaceAll(page, "\u00a0", " ")
		has(t, page, append(words, "tilleul", "Claire")...)
		lacks(t, page[strings.Index(page, "<main"):strings.Index(page, "</main>")], w.refs["claire"].String())
	}
	if code, page, _ := w.post("claire", "fr", w.page("claire")+"/departure", url.Values{}); code != 422 ||
		!strings.Contains(page, `href="#f-early"`) {
		t.Fatalf("departure, two hours before the train: %d", code)
	}
	early := url.Values{"early": {"yes"}}
	if code, _, to := w.post("claire", "fr", w.page("claire")+"/departure", early); code != 303 || to == "" {
		t.Fatalf("departure: %d", code)
	}
	w.Clock.Advance(6*time.Hour + 25*time.Minute)
	_, w.tokens["claire"] = w.SignInToken("claire")
	_, page := w.get("claire", "fr", "/")
	has(t, page, "Arrivée en retard")
	_, page = w.get("claire", "en", w.page("claire"))
	has(t, page, "The arrival is not confirmed", "The person did not come")
	if code, page, _ := w.post("claire", "fr", w.page("claire")+"/no-show",
		url.Values{"cause": {"person"}, "sure": {"yes"}}); code != 303 {
		t.Fatalf("no-show: %d\n%s", code, page)
	}
	_, page = w.get("claire", "fr", "/cases/"+w.refs["claire"].String())
	has(t, page, "Recherche d’une place")
	if code, _ := w.get("hugo", "fr", w.page("hugo")); code == 200 {
		t.Fatal("the host still reads the journey")
	}
}

// A journey years ago is a slip of the hand, said beside its field.
func TestAJourneyOfYearsAgoIsRefused(t *testing.T) {
	w := open(t, trusttest.SQLite(t), true)
	f := w.plan()
	for _, n := range []string{"leg1-departs", "leg1-arrives", "expected"} {
		f.Set(n+"-year", "2020")
	}
	code, page, _ := w.post("claire", "fr", w.page("claire")+"/plan", f)
	if code != 422 {
		t.Fatal(code)
	}
	has(t, page, "trop ancienne", "Vera Ndiaye", `value="2020"`)
}
