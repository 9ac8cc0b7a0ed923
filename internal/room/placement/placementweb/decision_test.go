package placementweb_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	qEnd = gate.OfficeSQL("test.end", `update partner_partner set convention_until_on = '2026-11-01'
		where team_id = $1`)
	qYearly = gate.OfficeSQL("test.yearly", `update partner_partner set yearly_places = 0 where team_id = $1`)
)

func (s *site) change(q gate.OfficeQuery, args ...any) {
	s.t.Helper()
	s.must(s.Gate.ChangeOffice(context.Background(), access.Machine("test"), buildTest, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(q, args...)
		return err
	}))
}

func (s *site) signIn() {
	s.claire, s.tokens["claire"] = s.SignInToken("claire")
}

// Passing over a better place: the page asks why, keeps what was ticked and typed, and the decision can be read as it
// was by the coordinator and by nobody else.
func TestOverrideOnThePage(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.build("ille", "35", "any")
		s.hosts["ille"], s.tokens["ille"] = f.SignInToken("ille")
		s.signIn()
		ref := s.person(needle, "59350", "ML", 1998)
		base := "/cases/" + ref.String()
		body := s.get(base + "/search")
		s.shows(body, true, "Pourquoi pas en premier", "Comparer", "Tout voir de cette place")
		// the reason is offered before anything is pressed, since the page knows that one place goes before another
		s.shows(body, true, "Votre choix passe avant une place mieux classée", "Pourquoi ce choix",
			"La personne préfère ce lieu", "Pour une place qui passe avant une autre, mieux classée", "Lu par")
		s.shows(body, false, "Convention en cours de renouvellement", "La proposition pose elle-même",
			"Pour une place à vérifier", needle)
		form := url.Values{"round": {"0"}, "place": {s.places["ille"]}}
		code, _, body := s.do("POST", base+"/proposals", form)
		if code != 422 {
			t.Fatalf("without a reason: %d", code)
		}
		s.shows(body, true, "dites pourquoi ce choix va contre", "Écrivez en quelques mots")
		s.shows(body, true, "Pourquoi ce choix", "Ille-et-Vilaine", "mieux classée selon ce critère",
			"La personne préfère ce lieu", "Lu par", "checked")
		s.shows(body, false, "Convention en cours de renouvellement", "La proposition pose elle-même")
		form.Set("reason", "person_prefers")
		if code, _, body := s.do("POST", base+"/proposals", form); code != 422 ||
			!strings.Contains(body, "Écrivez en quelques mots") {
			t.Fatalf("without words: %d", code)
		}
		form.Set("words", strings.Repeat("é", 1001))
		if code, _, _ := s.do("POST", base+"/proposals", form); code != 422 {
			t.Fatalf("too many words: %d", code)
		}
		for _, bad := range []string{"because", "host_agrees", strings.Repeat("x", 41), "<b>"} {
			form.Set("reason", bad)
			form.Set("words", "kept words")
			if code, _, body := s.do("POST", base+"/proposals", form); code != 422 ||
				!strings.Contains(body, "kept words") {
				t.Fatalf("reason %q: %d", bad, code)
			}
		}
		form.Set("reason", "person_prefers")
		form.Set("words", "Sa tante y habite <b>déjà</b>")
		if code, to, _ := s.do("POST", base+"/proposals", form); code != 303 || to != base+"/search" {
			t.Fatalf("with reason and words: %d %s", code, to)
		}
		link := regexp.MustCompile(regexp.QuoteMeta(base) + `/decisions/[0-9a-z]+`).FindString(s.get(base + "/search"))
		if link == "" {
			t.Fatal("the search does not lead to the decision")
		}
		s.shows(s.get(link), true, "telle qu’elle a été prise", "Claire", "contre l’ordre",
			"La personne préfère ce lieu", "Sa tante y habite &lt;b&gt;déjà", "Ille-et-Vilaine (35)", "(sollicité)",
			"Marge de sécurité", "Lille", "Lu par")
		s.shows(s.get(link), false, needle)
		s.lang = "en"
		s.shows(s.get(link), true, "A decision, as it was taken", "against the order", "The person prefers this place",
			"a place better by")
		s.lang = "fr"
		code, _, file := s.do("GET", link+"/record.json", nil)
		if code != 200 {
			t.Fatalf("the record as a file: %d", code)
		}
		s.shows(file, true, `"h2_danger"`, `"against": "order"`, `"reason": "person_prefers"`, s.places["ille"],
			`"chosen": true`)
		s.shows(file, false, needle, "tante", "Claire", "Le Phare", ref.String())
		s.as = "ille"
		host := s.home("ille")
		s.shows(s.get(host), false, "tante", "préfère", "Lot", "Sérieux")
		for _, path := range []string{link, link + "/record.json", base + "/places/" + s.places["lot"], base +
			"/comparison?places=" + s.places["lot"] + "," + s.places["ille"]} {
			if code, _, _ := s.do("GET", path, nil); code != 404 {
				t.Errorf("a host opened %s: %d", path, code)
			}
		}
		s.as = "claire"
		for _, path := range []string{base + "/decisions/x", base + "/decisions/" + s.places["lot"], base + "/places/x",
			base + "/places/" + ref.String(), base + "/comparison", base + "/comparison?places=,", base +
				"/comparison?places=" + s.places["lot"] + "," + ref.String()} {
			if code, _, _ := s.do("GET", path, nil); code != 404 {
				t.Errorf("%s: %d", path, code)
			}
		}
		if code, _, _ := s.do("GET", base+"/comparison?places="+s.places["lot"], nil); code != 422 {
			t.Errorf("one place compared: %d", code)
		}
	})
}

// Why not there, what would make it possible, two places side by side, and a rule set aside with a reason.
func TestWhyNotThere(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.change(qEnd, s.hosts["lot"].Teams()[0])
		ref := s.person(needle, "59350", "ML", 1998)
		base := "/cases/" + ref.String()
		s.shows(s.get(base+"/search"), true, "Aucune place ne convient pour l’instant",
			"La règle qui écarte le plus", "Une seule donnée devrait changer", "Aucun appartement relais")
		body := s.get(base + "/places/" + s.places["nord"])
		s.shows(body, true, "Rien ne rend cette place possible", "ne s’écartent jamais")
		s.shows(body, false, "Proposer quand même", needle)
		body = s.get(base + "/places/" + s.places["rhone"])
		s.shows(body, true, "Ce qui la rendrait possible", "déclare accueillir des hommes", "Proposer quand même")
		s.lang = "en"
		body = s.get(base + "/places/" + s.places["lot"])
		s.shows(body, true, "What would make it possible", "convention ended on", "Can be corrected by: head office",
			"Propose all the same", "Convention being renewed", "Safety margin")
		if code, to, _ := s.do("POST", base+"/proposals",
			url.Values{"round": {"0"}, "do": {"compare"}, "place": {s.places["lot"], s.places["rhone"]}}); code != 303 {
			t.Fatalf("compare: %d", code)
		} else {
			s.shows(s.get(to), true, "Places side by side", "Lot (46)", "Rhône (69)")
		}
		if code, _, body := s.do("POST", base+"/proposals",
			url.Values{"round": {"0"}, "do": {"compare"}, "place": {s.places["lot"]}}); code != 422 ||
			!strings.Contains(body, "Tick 2 to 3 places to compare") {
			t.Fatalf("one compared: %d", code)
		}
		form := url.Values{"round": {"0"}, "place": {s.places["lot"]}, "reason": {"convention_renewed"}}
		if code, _, body := s.do("POST", base+"/proposals", form); code != 422 ||
			!strings.Contains(body, "Why this choice?") || !strings.Contains(body, "convention ended on") {
			t.Fatalf("no words: %d", code)
		}
		form.Set("words", "Signed on Friday")
		if code, _, _ := s.do("POST", base+"/proposals", form); code != 303 {
			t.Fatalf("a rule set aside: %d", code)
		}
	})
}

// After a no the next host is one press away, and the search page says what changed.
func TestNextInLine(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.build("gard", "30", "any")
		s.signIn()
		s.hosts["gard"], s.tokens["gard"] = f.SignInToken("gard")
		ref := s.person(needle, "59350", "ML", 1998)
		base := "/cases/" + ref.String()
		found, err := s.desk.Finding.Search(context.Background(), s.claire, ref)
		s.must(err)
		first := found.Guide.Next.Row
		if code, _, _ := s.do("POST", base+"/proposals",
			url.Values{"round": {"0"}, "place": {first.ID.String()}}); code != 303 {
			t.Fatalf("propose: %d", code)
		}
		for login, id := range s.places {
			if id == first.ID.String() {
				s.as = login
			}
		}
		if code, _, _ := s.do("POST", s.home(s.as)+"/refusal",
			url.Values{"reason": {"calendar"}, "seen": {"sent"}, "sure": {"yes"}}); code != 303 {
			t.Fatalf("no: %d", code)
		}
		s.as = "claire"
		body := s.get(base + "/search")
		s.shows(body, true, "Ce qui a changé depuis la dernière décision", "dates impossibles", "Proposer au suivant",
			`<li class="chip against">Pas cette fois`)
		press := regexp.MustCompile(
			`(?s)name="place" value="([0-9a-z]+)"/?>\s*<input type="hidden" name="round" value="(\d+)"/?>` +
				`\s*<button[^>]*>Proposer au suivant`).FindStringSubmatch(body)
		if press == nil || press[1] == first.ID.String() {
			t.Fatalf("no next in line: %v", press)
		}
		if code, to, _ := s.do("POST", base+"/proposals",
			url.Values{"place": {press[1]}, "round": {press[2]}}); code != 303 || to != base+"/search" {
			t.Fatalf("one press: %d", code)
		}
	})
}

// The review on its page: true counts for the head office, protected ones for an observer, in both languages.
func TestReviewPage(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		s.change(qYearly, s.hosts["lot"].Teams()[0])
		ref := s.person(needle, "59350", "ML", 1998)
		s.must(s.Gate.Case(context.Background(), s.claire, workTest, ref, func(tx *gate.CaseTx) error {
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.StatisticsConsent = tri.Yes })
		}))
		place, err := finding.ParsePlace(s.places["lot"])
		s.must(err)
		s.must(s.desk.Asking.Propose(context.Background(), s.claire, ref,
			asking.Offer{Places: []finding.PlaceID{place},
				Override: decision.Override{Reason: "told_by_telephone", Words: secret.Of("kept sealed")}}))
		body := s.get("/reports/2026/fairness")
		s.shows(body, true, "Attente et accueil", "2026", "Chiffres exacts", "Par genre",
			"Un adulte avec enfants", "(0 sur 1)", "Nombre annuel convenu", "Réponse donnée au téléphone (1)", "Wilson")
		s.shows(body, false, needle, "kept sealed", ref.String(), "Le Phare")
		s.shows(body, true, `href="/reports/2026/fairness.csv"`)
		file := s.get("/reports/2026/fairness.csv")
		s.shows(file, true, "\ufeffannee;tableau;ligne;mesure;valeur;de;a\r\n", "2026;Par genre;",
			";Un adulte avec enfants;avec une place;0;;\r\n",
			"Nombre annuel convenu (", " : Réponse donnée au téléphone;nombre;1;;\r\n")
		s.shows(file, false, needle, "kept sealed", ref.String(), "Le Phare")
		s.shows(s.get("/reports/2026/fairness.csv?form=protected"), false, "Par genre", "Réponse donnée au téléphone",
			";1;;\r\n")
		f.Person("olga", "Olga", f.Teams["evaluation"], "claire", access.Observer)
		_, s.tokens["olga"] = f.SignInToken("olga")
		s.as, s.lang = "olga", "en"
		s.shows(s.get("/reports/2026/fairness"), true, "Protected figures", "once the year is over")
		s.shows(s.get("/reports/2026/fairness"), false, "By sex", "Answered on the telephone")
		s.as = "lot"
		if code, _, _ := s.do("GET", "/reports/2026/fairness.csv", nil); code != 404 && code != 403 {
			t.Errorf("a host takes the review: %d", code)
		}
		if code, _, _ := s.do("GET", "/reports/2026/fairness", nil); code != 404 && code != 403 {
			t.Errorf("a host reads the review: %d", code)
		}
		s.signIn()
		s.as = "claire"
		for _, year := range []string{"x", "-1", "1989", "2027", "99999999999999999999"} {
			for _, page := range []string{"/fairness", "/fairness.csv"} {
				if code, _, _ := s.do("GET", "/reports/"+year+page, nil); code != 404 {
					t.Errorf("year %s: %s %d", year, page, code)
				}
			}
		}
		f.Clock.Advance(60 * 24 * time.Hour)
		_, s.tokens["olga"] = f.SignInToken("olga")
		s.as = "olga"
		body = s.get("/reports/2026/fairness")
		s.shows(body, true, "Protected figures", "By sex", "not shown", "too few people")
		s.shows(body, false, "By gender", "Exact figures", "of 1)", "Answered on the telephone")
		s.shows(body, true, `href="/reports/2026/fairness.csv?form=protected"`)
		// nobody is asked which form an observer gets
		for _, path := range []string{"/reports/2026/fairness.csv", "/reports/2026/fairness.csv?form=exact"} {
			file = s.get(path)
			s.shows(file, true, "\ufeffyear;table;row;measure;value;from;to\r\n", "2026;Overall;",
				"2026;By sex (statistics);Everybody;people;;;\r\n")
			s.shows(file, false, "By gender", ";1;;\r\n", "Answered on the telephone")
		}
	})
}
