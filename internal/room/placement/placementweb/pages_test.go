package placementweb_test

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/packs"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/placementweb"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

const needle = "Needle Awa 0612345678"

func TestTextsAreTheSameInBothLanguages(t *testing.T) {
	for _, err := range web.CheckTexts(placementweb.Texts) {
		t.Error(err)
	}
}

// Every code that a rule, a state or a list can give has its words.
func TestEveryCodeHasWords(t *testing.T) {
	texts, err := web.LoadTexts(placementweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	var need []string
	for _, r := range match.Rules {
		need = append(need, "placement.rule."+r.Text, "placement.fix."+string(r.Owner))
	}
	for _, c := range match.Criteria {
		need = append(need, "placement.criterion."+string(c))
	}
	for v := range match.Most(match.Wished) + 1 {
		need = append(need, "placement.tier.wished_"+strconv.Itoa(v))
	}
	for _, st := range []proposal.State{proposal.Sent, proposal.Accepted, proposal.Planned, proposal.Held,
		proposal.FinalAccepted, proposal.Admitted, proposal.Declined, proposal.FinalDeclined, proposal.Expired,
		proposal.Withdrawn, proposal.Released} {
		need = append(need, "placement.state."+string(st))
	}
	for _, c := range match.Criteria {
		need = append(need, "placement.criterion."+string(c), "placement.worse."+string(c))
	}
	for _, r := range match.Rules {
		need = append(need, "placement.rule_name."+string(r.ID))
	}
	for _, x := range asking.Replies() {
		need = append(need, "placement.reply."+x)
	}
	for _, x := range asking.AgainReasons() {
		need = append(need, "placement.again.why."+x)
	}
	for _, row := range vault.Table {
		if _, given := row.Gift(asking.Admit.Name, vault.Host); given {
			need = append(need, "placement.opens."+row.Name)
		}
	}
	for _, k := range need {
		if !texts.Has(k) {
			t.Errorf("%s has no words", k)
		}
	}
}

var (
	numbers = regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{26}`)
	once    = regexp.MustCompile(`name="_once" value="[^"]*"`)
)

// T7: two people with equal codes look the same to a host, byte for byte but for the number, whatever is known of them.
func TestT7ProposalTellsNothingButItsCodes(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		s := newSite(t, f)
		var pages []string
		for _, p := range []struct {
			name, zone, nationality string
			born                    int
		}{{needle, "59350", "ML", 1998}, {"Bea", "13055", "FR", 1971}} {
			ref := s.person(p.name, p.zone, p.nationality, p.born)
			o := asking.Offer{}
			place, err := finding.ParsePlace(s.places["lot"])
			s.must(err)
			o.Places = append(o.Places, place)
			found, err := s.desk.Finding.Search(context.Background(), s.claire, ref)
			s.must(err)
			o.Round = found.Round
			if len(found.Departures(o.Places)) > 0 {
				o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("She said so")}
			}
			s.must(s.desk.Asking.Propose(context.Background(), s.claire, ref, o))
			s.as = "lot"
			link := s.home("lot")
			body := s.get(link)
			// the footer prints each page's own serial
			main := body[strings.Index(body, "<main"):strings.Index(body, "</main>")]
			main = once.ReplaceAllString(numbers.ReplaceAllString(main, "N"), "")
			s.shows(main, false, needle, "Bea", "ML", "1998", "1971", "59", "Nord", "Lille", "13", "Marseille", "Mali",
				"bambara", "Bambara")
			s.shows(main, true, "Un adulte avec 2 enfants (0 à 2 ans, 6 à 12 ans)", "Interprète nécessaire",
				"Rez-de-chaussée", "à l’écart de tout danger connu", "25 novembre 2026")
			pages = append(pages, main)
			if code, to, _ := s.do("POST", link+"/refusal",
				url.Values{"reason": {"calendar"}, "seen": {"sent"}, "sure": {"yes"}}); code != 303 ||
				to != "/" {
				t.Fatalf("no: %d %s", code, to)
			}
		}
		if pages[0] != pages[1] {
			for i := range pages[0] {
				if i >= len(pages[1]) || pages[0][i] != pages[1][i] {
					t.Fatalf("the pages differ: %q", pages[0][max(0, i-80):min(len(pages[0]), i+80)])
				}
			}
			t.Fatal("the pages differ in length")
		}
	})
}

// The way of a coordinator and a host through the pages, in both languages.
func TestFromSearchToAdmission(t *testing.T) {
	f := trusttest.SQLite(t)
	s := newSite(t, f)
	ref := s.person(needle, "59350", "ML", 1998)
	base := "/cases/" + ref.String()
	for lang, words := range map[string][]string{
		"fr": {"Places qui conviennent", "Lot (46)", "estimation", "Pourquoi à cette place", "Lille, Nord\u00a0: à ",
			"Places écartées", "Trop près du danger", "équipe d’évaluation", "déclare accueillir des hommes",
			"libre"},
		"en": {"Places that fit", "Lot (46)", "danger: ", "Why it stands here", "Safety margin", "estimated",
			"Too near to danger: 1 place", "Can be corrected by: evaluation team", "declares that it receives men"},
	} {
		s.lang = lang
		body := s.get(base + "/search")
		s.shows(body, true, words[:len(words)-1]...)
		s.shows(body, false, needle, "05 00 00 00 01")
	}
	s.lang = "fr"
	// Nothing ticked, then a look at what the host will see, then urgent: three pages from the search to sent.
	if code, _, body := s.do("POST", base+"/proposals", url.Values{"round": {"0"}}); code != 422 ||
		!strings.Contains(body, "Choisissez de 1 à 3 places") {
		t.Fatalf("nothing ticked: %d", code)
	}
	s.loads = 0
	s.get(base + "/search")
	offer := url.Values{"round": {"0"}, "place": {s.places["lot"]}, "urgent": {"yes"}}
	code, _, body := s.do("POST", base+"/proposals", url.Values{"round": {"0"}, "place": {s.places["lot"]},
		"urgent": {"yes"}, "do": {"preview"}})
	if code != 200 {
		t.Fatalf("preview: %d", code)
	}
	s.shows(body, true, "Un adulte avec 2 enfants", "<h1>Ce que verra le lieu d’accueil</h1>",
		"à l’écart de tout danger")
	s.shows(body, false, needle, "Lille", "59350")
	if code, to, _ := s.do("POST", base+"/proposals", offer); code != 303 || to != base+"/search" {
		t.Fatalf("propose: %d %s", code, to)
	}
	if s.loads > 3 {
		t.Errorf("from the search to the proposal in %d page loads", s.loads)
	}
	// A colleague's stale page: says so, keeps the tick.
	stale := url.Values{"round": {"0"}, "place": {s.places["lot"]}}
	if code, _, body := s.do("POST", base+"/proposals", stale); code != 409 || !strings.Contains(body, "entre-temps") {
		t.Fatalf("stale: %d", code)
	}
	s.shows(s.get(base+"/search"), true, "Appelez-les", "05 00 00 00 01", "pas encore vu")

	// The host, in English: two presses from its home to its answer.
	s.as, s.lang = "lot", "en"
	link := s.home("lot")
	body = s.get(link)
	s.shows(body, true, "Yes, let us meet", "Not this time", "One adult with 2 children",
		"your area was clear of known danger", "answer before")
	s.shows(body, false, needle, "Interview")
	if code, _, _ := s.do("POST", link+"/question",
		url.Values{"question": {packs.France().List(codelist.ProposalQuestion).All()[0].Key}}); code != 303 {
		t.Fatalf("question: %d", code)
	}
	if code, _, _ := s.do("POST", link+"/question", url.Values{"question": {"who is she?"}}); code != 422 {
		t.Fatalf("a free question: %d", code)
	}
	if code, _, body := s.do("POST", link+"/refusal", url.Values{"reason": {"because"}}); code != 422 ||
		!strings.Contains(body, "There is a problem") && !strings.Contains(body, "error") {
		t.Fatalf("a free reason: %d", code)
	}
	if code, to, _ := s.do("POST", link+"/acceptance", url.Values{}); code != 303 || to != link {
		t.Fatalf("yes: %d %s", code, to)
	}
	s.shows(s.get(link), true, "Thank you. The head office now plans the interview")
	if code, _, _ := s.do("GET", base+"/search", nil); code != 404 {
		t.Fatalf("the host opened the coordinator's page: %d", code)
	}

	// The coordinator plans, with step-up fresh.
	_, s.tokens["claire"] = f.SignInToken("claire")
	s.as, s.lang = "claire", "fr"
	one := base + "/proposals/" + link[strings.LastIndex(link, "/")+1:]
	s.shows(s.get(one+"/interview"), true, "pourra lire les besoins", "Lu par")
	if code, _, body := s.do("POST", one+"/interview",
		url.Values{"way": {"video"}, "prepare": {"Un lit de bébé"}}); code != 422 ||
		!strings.Contains(body, "Un lit de bébé") {
		t.Fatalf("no hour: %d", code)
	}
	when := url.Values{"at-day": {"24"}, "at-month": {"11"}, "at-year": {"2026"}, "at-time": {"14h10"},
		"way": {"video"}, "attends": {"interpreter"}, "prepare": {"Un lit de bébé"}}
	if code, _, body := s.do("POST", one+"/interview", when); code != 303 {
		t.Fatalf("plan: %d %s", code, body)
	}
	s.shows(s.get(base+"/search"), true, "Entretien prévu", "14:10", "interprète")
	s.as = "lot"
	s.shows(s.get(link), true, "Un lit de bébé", "14:10", "Entretien")
	s.as = "claire"
	s.shows(s.get(base+"/search"), true, "n’est pas encore venue", "plus tôt que prévu")
	if code, _, body := s.do("POST", one+"/interview/held", url.Values{}); code != 422 ||
		!strings.Contains(body, "n’est pas encore venue") {
		t.Fatalf("held before its hour: %d\n%s", code, body)
	}
	if code, _, _ := s.do("POST", one+"/interview/held", url.Values{"early": {"yes"}}); code != 303 {
		t.Fatalf("held: %d", code)
	}
	s.as = "lot"
	s.shows(s.get(link), true, "Oui, nous accueillons")
	if code, _, _ := s.do("POST", link+"/final", url.Values{}); code != 303 {
		t.Fatalf("final: %d", code)
	}
	s.as = "claire"
	s.shows(s.get(one+"/admission"), true, "Les deux accords sont nécessaires")
	s.Clock.Advance(time.Second)
	s.must(s.Gate.Case(context.Background(), s.claire, workTest, ref, func(tx *gate.CaseTx) error {
		return casefile.Tell(tx, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
	}))
	_, s.tokens["claire"] = f.SignInToken("claire")
	change := func(fn func(*gate.CaseTx) error) { s.must(s.Gate.Case(t.Context(), s.claire, workTest, ref, fn)) }
	change(func(tx *gate.CaseTx) error {
		return casefile.AddZone(tx, casefile.Zone{Area: "46", Level: "grave"})
	})
	page := s.get(one + "/admission") // I4: said before anything is pressed
	s.shows(page, true, "n’en est plus assez éloignée", "une personne le décide", "ouvrir l’identité à ce lieu")
	s.shows(page, false, "Les deux accords sont nécessaires")
	s.shows(s.get(base+"/search"), true, "n’en est plus assez éloignée") // where the home's alarm leads
	if b, _, err := onCase(s, ref); err != nil || len(b.Doubts) != 1 {
		t.Errorf("the board doubts %v, %v", b.Doubts, err)
	}
	code, _, page = s.do("POST", one+"/admission", url.Values{"words": {"elle l’a dit"}})
	if code != 422 {
		t.Errorf("admitted into danger without a reason: %d", code)
	}
	s.shows(page, true, `href="#f-reason"`, "elle l’a dit", "La personne le sait et le souhaite")
	change(func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, []string{"46"}) })
	page = s.get(one + "/admission")
	s.shows(page, true, "ne souhaite plus aller", "l’admission reste fermée")
	s.shows(page, false, "ouvrir l’identité à ce lieu", "Pourquoi ce choix")
	change(func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, nil) })
	change(func(tx *gate.CaseTx) error { return casefile.LiftZone(tx, "46") })
	s.shows(s.get(one+"/admission"), true, "pourra lire", "l’identité", "ouvrir l’identité à ce lieu")
	if code, to, _ := s.do("POST", one+"/admission", url.Values{}); code != 303 || to != base {
		t.Fatalf("admit: %d %s", code, to)
	}
}

// I4: who decided to go on in spite of danger, and why, stands on the case for the head office.
func TestADecisionInSpiteOfDangerIsShown(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	ref := s.person("Zora", "59350", "NGA", 1999)
	base := "/cases/" + ref.String()
	if code, _, _ := s.do("POST", base+"/proposals",
		url.Values{"round": {"0"}, "place": {s.places["lot"]}}); code != 303 {
		t.Fatalf("propose: %d", code)
	}
	s.as = "lot"
	link := s.home("lot")
	if code, _, _ := s.do("POST", link+"/acceptance", url.Values{}); code != 303 {
		t.Fatalf("yes: %d", code)
	}
	s.as = "claire"
	s.signIn()
	one := base + "/proposals/" + link[strings.LastIndex(link, "/")+1:]
	s.must(s.Gate.Case(t.Context(), s.claire, workTest, ref, func(tx *gate.CaseTx) error {
		return casefile.AddZone(tx, casefile.Zone{Area: "46", Level: "grave"})
	}))
	s.shows(s.get(one+"/interview"), true, "une personne le décide", "Pourquoi ce choix")
	form := url.Values{"at-day": {"24"}, "at-month": {"11"}, "at-year": {"2026"}, "at-time": {"14h10"},
		"way": {"video"}}
	code, _, page := s.do("POST", one+"/interview", form)
	if code != 422 {
		t.Fatalf("planned into danger without a decision: %d", code)
	}
	s.shows(page, true, `href="#f-reason"`)
	form.Set("reason", "checked")
	form.Set("words", "de l’autre côté du fleuve")
	if code, _, page = s.do("POST", one+"/interview", form); code != 303 {
		t.Fatalf("planned with a decision: %d\n%s", code, page)
	}
	b, _, err := onCase(s, ref)
	if err != nil || len(b.Decisions) != 2 {
		t.Fatalf("the decisions of the case: %+v, %v", b.Decisions, err)
	}
	page = s.get("/cases/" + ref.String() + "/search")
	s.shows(page, true, "Préparer l’entretien malgré le danger", "une règle écartée")
	page = s.get("/cases/" + ref.String() + "/decisions/" + b.Decisions[0].ID.String())
	s.shows(page, true, "de l’autre côté du fleuve", "Vérifié avec l’équipe", "Préparer l’entretien malgré le danger",
		"Place réservée jusqu’au")
}

// I4: a danger known in words only is never no danger: the search says so, and no host can be asked before somebody has
// found the place.
func TestADangerKnownInWordsKeepsFromAsking(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	ref := s.person("Zora", country.InWords, "NGA", 1999)
	at := "/cases/" + ref.String()
	for lang, words := range map[string][]string{"fr": {"n’est connu qu’en mots", "Ouvrir l’évaluation"},
		"en": {"known in words only", "Open the evaluation"}} {
		s.lang = lang
		page := s.get(at + "/search")
		s.shows(page, true, append(words, at+"/assessment")...)
		s.shows(page, false, "in_words")
	}
	code, _, _ := s.do("POST", at+"/proposals", url.Values{"place": {s.places["lot"]}, "round": {"0"}})
	if code != 422 {
		t.Fatalf("a host was asked: %d", code)
	}
	s.must(s.Gate.Case(t.Context(), s.claire, workTest, ref, func(tx *gate.CaseTx) error {
		if err := casefile.LiftZone(tx, country.InWords); err != nil {
			return err
		}
		return casefile.AddZone(tx, casefile.Zone{Area: "59", Level: "serious"})
	}))
	s.shows(s.get(at+"/search"), false, "known in words only")
}

var readTest = access.Define(access.Act{Name: "test.read", Door: access.CaseDoor, By: access.CaseCoordinator,
	Opens: vault.Needs})

// onCase is the board as the page of the case has it.
func onCase(s *site, ref casefile.Ref) (b asking.Board, shown bool, err error) {
	err = s.Gate.ViewCase(s.t.Context(), s.claire, readTest, ref, func(v *gate.CaseView) (err error) {
		b, shown, err = s.desk.Asking.OnCase(v)
		return err
	})
	return b, shown, err
}

// A place that she refuses and that is known in words only keeps no host from being asked: wherever a place is proposed
// it is said that it has to be checked with her.
func TestARefusalKnownInWordsIsSaidWhereAPlaceIsProposed(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	ref := s.person("Zora", "59", "NGA", 1999)
	at := "/cases/" + ref.String()
	refuse := func(areas ...string) {
		t.Helper()
		s.must(s.Gate.Case(t.Context(), s.claire, workTest, ref, func(tx *gate.CaseTx) error {
			return casefile.SetVetoes(tx, areas)
		}))
	}
	said := []string{"n’est connu qu’en mots", at + "/assessment#f-refused"}
	s.shows(s.get(at+"/search"), false, said...)
	refuse(country.InWords, "13")
	s.shows(s.get(at+"/search"), true, said...)
	s.shows(s.get(at+"/search"), false, "in_words")
	s.shows(s.get(at+"/places/"+s.places["lot"]), true, "un lieu refusé n’est connu qu’en mots")
	code, _, page := s.do("POST", at+"/proposals", url.Values{"place": {s.places["lot"]}, "round": {"0"}})
	if code != 303 {
		t.Fatalf("the host could not be asked: %d\n%s", code, page)
	}
	refuse("13")
	s.shows(s.get(at+"/search"), false, said...)
}
