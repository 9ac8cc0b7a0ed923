package stayweb_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	_ "havre.example/havre/internal/room/journey" // its part: the facts it tells
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/room/stay/stayweb"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

var (
	openTest = access.Define(access.Act{Name: "staywebtest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	tellTest  = access.Define(access.Act{Name: "staywebtest.tell", Door: access.CaseDoor, By: access.CaseCoordinator})
	placeTest = access.Define(access.Act{Name: "staywebtest.place", Door: access.OfficeDoor, By: access.ByMachine})

	qAlias   = gate.CircleSQL("staywebtest.alias", `select circle.alias from casefile_circle circle where @circle`)
	qPartner = gate.OfficeSQL("staywebtest.partner", `insert into partner_partner (id, code, name, kind, department,
		town, contact_telephone, team_id,
		convention_from_on, convention_until_on, yearly_places, state, created_at) values ($1, 'TEST', 'Le Gué',
		'chrs', '46', '', '', $2, '', '', 1, 'active', 0)`)
	qSite = gate.OfficeSQL("staywebtest.site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed, access_sealed)
		values ($1, $2, 'Site', '46', '', $3, $3, $3)`)
	qPlace = gate.OfficeSQL("staywebtest.add_place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children, max_children,
		accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor, security_level, languages,
		specialisms, state, available_from_on,
		held_for, occupied_for) values ($1, $2, 'A', 3, 1, '', 'yes', 2, 'yes', 'no', '', 'no', 'no', 0, '', '',
		'available', '', $3, $3)`)
)

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(stayweb.Texts) {
		t.Error(err)
	}
}

// town is a network in which somebody has just arrived, with its pages and three people at their browsers.
type town struct {
	*trusttest.Floor
	t      *testing.T
	site   http.Handler
	tokens map[string]string
	refs   map[string]casefile.Ref
	once   int
}

func open(t *testing.T, f *trusttest.Floor) *town {
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
	w.must(f.Gate.Case(ctx, people["claire"], tellTest, ref, func(tx *gate.CaseTx) error {
		for _, fact := range []casefile.Fact{assessment.Admitted{}, asking.HostAccepted{}, asking.InterviewHeld{},
			casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes},
			casefile.Placed{Place: place.String(), Department: "46", Region: "R76"}} {
			if err := casefile.Tell(tx, fact); err != nil {
				return err
			}
		}
		if err := partner.Occupy(tx, place, 1); err != nil {
			return err
		}
		if err := tx.Join(hosts, access.Hosts); err != nil {
			return err
		}
		return casefile.Tell(tx, casefile.Arrived{On: date.Must(2026, 11, 23)})
	}))
	for login, who := range people {
		var r casefile.Ref
		w.must(f.Gate.Circle(ctx, who, casefile.List,
			func(v *gate.CircleView) error { return v.QueryRow(qAlias).Scan(&r) }))
		w.refs[login] = r
	}
	d := stay.New(f.Gate)
	cases := casefile.NewDesk(f.Gate, d.HomePanels(), stayweb.Room(d).Panels)
	texts, err := web.LoadTexts(stayweb.Texts, casefileweb.Texts)
	w.must(err)
	w.site = web.New(web.Options{Country: f.Gate.Country,
		Routes: append(stayweb.Room(d).Routes, casefileweb.Room(cases).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock})
	return w
}

func (w *town) addPlace(team access.TeamID) (place partner.PlaceID) {
	type other struct{}
	w.must(w.Gate.ChangeOffice(context.Background(), access.Machine("staywebtest"), placeTest,
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

func (w *town) page(login string) string { return "/cases/" + w.refs[login].String() + "/stay" }

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

// on is a day in three fields, with whatever else a form holds.
func on(name string, d, m, y int, pairs ...string) url.Values {
	f := url.Values{name + "-day": {fmt.Sprint(d)}, name + "-month": {fmt.Sprint(m)}, name + "-year": {fmt.Sprint(y)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Every page of the stay opens in both languages, for the shelter and for the coordinator; the referring service has
// none.
func TestPagesInBothLanguages(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := open(t, f)
		for path, words := range map[string][2]string{
			"": {"Prise en charge", "Stay"}, "/notes": {"Notes de suivi", "Follow-up notes"},
			"/services": {"Accompagnement apporté", "Support given"},
			"/aid":      {"une seule fois", "once only"}, "/legal": {"ne dépendent jamais", "never depend"},
			"/justice":  {"Coopère", "cooperate"},
			"/exit":     {"Prévoir le départ", "Plan the departure"},
			"/transfer": {"Demander un autre lieu", "Ask for another place"},
			"/end":      {"La place redevient libre", "The place is free again"},
		} {
			for i, lang := range []string{"fr", "en"} {
				for _, login := range []string{"hugo", "claire"} {
					code, page := w.get(login, lang, w.page(login)+path)
					if code != 200 {
						t.Fatalf("%s%s in %s: %d", login, path, lang, code)
					}
					has(t, page, words[i])
				}
			}
			if code, _ := w.get("rita", "fr", w.page("rita")+path); code != 404 {
				t.Fatalf("the referring service opened %q: %d", path, code)
			}
		}
		for lang, words := range map[string]string{"fr": "Montants des aides", "en": "Amounts of aid"} {
			code, page := w.get("claire", lang, "/aid-amounts")
			if code != 200 {
				t.Fatalf("amounts: %d", code)
			}
			has(t, page, words)
		}
		if code, _ := w.get("hugo", "fr", "/aid-amounts"); code != 404 {
			t.Fatalf("a host set amounts: %d", code)
		}
	})
}

// A stay over its pages: a note that only the shelter reads, aid, rights, the end.
func TestAStayOverItsPages(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := open(t, f)
		hugo := w.page("hugo")
		_, page := w.get("hugo", "fr", "/")
		has(t, page, "Installation")
		for _, step := range []struct {
			path string
			form url.Values
		}{
			{"/notes", url.Values{"words": {"Elle a bien dormi."}}},
			{"/ongoing", url.Values{}},
			{"/services", on("on", 23, 11, 2026, "service", "medical", "service", "interpreter")},
			{"/aid", on("paid", 23, 11, 2026, "kind", "one_off")},
			{"/aid", on("paid", 23, 11, 2026, "kind", "monthly", "amount", "90,50")},
			{"/legal", on("on", 23, 11, 2026, "event", "reflection_started", "owner", "hosts", "language", "Français")},
			{"/justice", url.Values{"told": {"yes"}, "complaint": {"none"}, "cooperation": {"unknown"}}},
			{"/exit", on("on", 24, 3, 2027)},
			{"/transfer", url.Values{"reason": {"wish"}}},
			{"/breach", url.Values{}},
		} {
			if code, page, to := w.post("hugo", "fr", hugo+step.path, step.form); code != 303 ||
				!strings.HasPrefix(to, hugo) {
				t.Fatalf("%s: %d to %q\n%s", step.path, code, to, page)
			}
		}
		_, page = w.get("hugo", "fr", hugo+"/notes")
		has(t, page, "Elle a bien dormi.", "Hugo")
		for _, path := range []string{w.page("claire"), w.page("claire") + "/notes", "/cases/" +
			w.refs["claire"].String()} {
			code, page := w.get("claire", "fr", path)
			if code != 200 {
				t.Fatalf("%s: %d", path, code)
			}
			lacks(t, page, "bien dormi")
		}
		_, page = w.get("claire", "en", w.page("claire"))
		has(t, page, "The address is no longer secret", "€350.00", "€90.50")
		_, page = w.get("claire", "fr", "/")
		has(t, page, "L’adresse n’est plus secrète")
		if code, _, _ := w.post("claire", "fr", w.page("claire")+"/safety", url.Values{"sure": {"yes"}}); code != 303 {
			t.Fatalf("safety: %d", code)
		}
		_, page = w.get("hugo", "fr", hugo+"/legal")
		has(t, page, "mercredi 23 décembre 2026")
		clock := page[strings.Index(page, hugo+"/clocks/"):]
		clock = clock[:strings.Index(clock, `"`)]
		if code, page, _ := w.post("hugo", "en", clock, url.Values{}); code != 422 ||
			!strings.Contains(page, "Outcome") {
			t.Fatalf("an outcome of nothing: %d", code)
		}
		if code, _, _ := w.post("hugo", "fr", clock,
			url.Values{"outcome": {"no_complaint"}, "sure": {"yes"}}); code != 303 {
			t.Fatalf("the outcome: %d", code)
		}
		if code, page, _ := w.post("hugo", "fr", hugo+"/end",
			on("on", 23, 11, 2026, "reason", "own_housing", "sure", "yes")); code != 303 {
			t.Fatalf("the end: %d\n%s", code, page)
		}
		_, page = w.get("hugo", "fr", hugo)
		has(t, page, "Cette prise en charge est terminée", "Logement autonome")
	})
}

// Bad input is answered in the reader's language, with what was typed still there.
func TestBadInput(t *testing.T) {
	w := open(t, trusttest.SQLite(t))
	hugo := w.page("hugo")
	w.post("hugo", "fr", hugo+"/aid", on("paid", 23, 11, 2026, "kind", "one_off"))
	for name, c := range map[string]struct {
		path   string
		form   url.Values
		fr, en string
	}{
		"an empty note":   {"/notes", url.Values{"words": {"  "}}, "Note", "Note"},
		"a note too long": {"/notes", url.Values{"words": {strings.Repeat("à", 4001)}}, "ààà", "ààà"},
		"no support":      {"/services", on("on", 23, 11, 2026), "apporté", "given"},
		"unknown support": {"/services", on("on", 23, 11, 2026, "service", "magic"), "apporté", "given"},
		"support in the future": {"/services", on("on", 1, 1, 2027, "service", "medical"),
			"entre l’arrivée et aujourd’hui", "between the arrival and today"},
		"no such day": {"/services", on("on", 31, 2, 2026, "service", "medical"), "31", "31"},
		"a second aid": {"/aid", on("paid", 23, 11, 2026, "kind", "one_off"), "une seule fois par admission",
			"once per admission"},
		"a month in words": {"/aid", on("paid", 23, 11, 2026, "kind", "monthly", "month", "novembre"), "comme 2026-12",
			"2026-12"},
		"a month of what is paid once": {"/aid", on("paid", 23, 11, 2026, "kind", "one_off", "month", "2026-11"),
			"Seule l’aide mensuelle", "Only monthly aid"},
		"a month of nonsense": {"/aid", on("paid", 23, 11, 2026, "kind", "monthly", "month", "déc"), "2026-12",
			"2026-12"},
		"a month before the stay": {"/aid", on("paid", 23, 11, 2026, "kind", "monthly", "month", "2026-10"),
			"n’était pas accueillie", "not staying"},
		"an amount in words": {"/aid", on("paid", 23, 11, 2026, "kind", "travel", "amount", "beaucoup"), "beaucoup",
			"beaucoup"},
		"an amount of nothing": {"/aid", on("paid", 23, 11, 2026, "kind", "monthly", "month", "2026-11", "amount",
			"0,00"),
			"au-dessus de zéro", "above zero"},
		"no amount": {"/aid", on("paid", 23, 11, 2026, "kind", "travel"), "Indiquez un montant",
			"Give an amount"},
		"a step in the future": {"/legal", on("on", 1, 1, 2027, "event", "testimony", "owner", "hosts"),
			"est encore à venir", "is still to come"},
		"an unknown step": {"/legal", on("on", 23, 11, 2026, "event", "wizardry", "owner", "hosts"), "Démarche",
			"Step"},
		"a transfer for nothing": {"/transfer", url.Values{}, "Pourquoi", "Why"},
		"leaving in the past":    {"/exit", on("on", 1, 1, 2026), "déjà passé", "in the past"},
		"an end without reason":  {"/end", on("on", 23, 11, 2026), "Raison", "Reason"},
		"an end in the future": {"/end", on("on", 23, 11, 2027, "reason", "other"), "entre l’arrivée et aujourd’hui",
			"between the arrival and today"},
	} {
		for lang, say := range map[string]string{"fr": c.fr, "en": c.en} {
			code, page, _ := w.post("hugo", lang, hugo+c.path, c.form)
			if code != 422 {
				t.Fatalf("%s (%s): %d\n%s", name, lang, code, page)
			}
			has(t, page, say)
		}
	}
	if code, _ := w.get("hugo", "fr", hugo+"/clocks/nonsense"); code != 404 {
		t.Fatalf("a deadline of nonsense: %d", code)
	}
	if code, page, _ := w.post("claire", "en", "/aid-amounts", on("from", 1, 1, 2027, "kind", "monthly", "amount",
		"0")); code != 422 {
		t.Fatalf("an amount of nothing: %d\n%s", code, page)
	}
	if code, _, _ := w.post("claire", "en", "/aid-amounts", on("from", 1, 1, 2027, "kind", "monthly", "amount",
		"110")); code != 303 {
		t.Fatalf("an amount: %d", code)
	}
}
