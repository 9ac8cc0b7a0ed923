package placementweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/placementweb"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

const needle = "Needle Awa 0612345678"

var (
	openTest = access.Define(access.Act{Name: "test.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.All})
	workTest  = access.Define(access.Act{Name: "test.work", Door: access.CaseDoor, By: access.CaseCoordinator})
	buildTest = access.Define(access.Act{Name: "test.build", Door: access.OfficeDoor, By: access.ByMachine})
	qTeam     = gate.OfficeSQL("test.team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', $2, 0)`)
	qPartner = gate.OfficeSQL("test.partner", `insert into partner_partner (id, code, name, kind, department, town,
		contact_telephone, team_id, convention_from_on, convention_until_on, yearly_places, state, created_at)
		values ($1, $2, $2, 'chrs', $3, '', '05 00 00 00 01', $4, '2020-01-01', '2029-12-31', 6, 'active', 0)`)
	qSite = gate.OfficeSQL("test.site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed, access_sealed) values ($1, $2, 'Maison Azur', $3, '', $4, $4, $4)`)
	qPlace = gate.OfficeSQL("test.place", `insert into partner_place (id, site_id, name, beds, cots, accepts_gender,
		accepts_children, max_children, accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor,
		security_level, languages, specialisms, state, available_from_on, held_for, occupied_for)
		values ($1, $2, 'Chambre 1', 3, 1, $3, 'yes', 3, 'yes', 'yes', 'low', 'yes', 'yes', 3, 'fr', 'trauma_care',
		'available', '2026-01-01', $4, $4)`)
)

// site is placement's pages, one coordinator, and hosts in the Lot, the Rhône (men only) and the Nord.
type site struct {
	*trusttest.Floor
	t      *testing.T
	h      http.Handler
	desk   *placement.Desk
	claire access.Actor
	hosts  map[string]access.Actor
	places map[string]string
	tokens map[string]string
	as     string
	lang   string
	loads  int // pages asked for
}

func newSite(t *testing.T, f *trusttest.Floor) *site {
	texts, err := web.LoadTexts(placementweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Floor: f, t: t, desk: placement.New(f.Gate, placement.Options{}), hosts: map[string]access.Actor{},
		places: map[string]string{}, tokens: map[string]string{}, as: "claire", lang: "fr"}
	s.h = web.New(web.Options{Routes: placementweb.Room(s.desk).Routes, Texts: texts, Sessions: f.Sessions, Clock: f.Clock,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))})
	for _, h := range [][3]string{{"lot", "46", "any"}, {"rhone", "69", "men"}, {"nord", "59", "any"}} {
		s.build(h[0], h[1], h[2])
	}
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	for login := range s.hosts {
		s.hosts[login], s.tokens[login] = f.SignInToken(login)
	}
	s.claire, s.tokens["claire"] = f.SignInToken("claire")
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) build(login, department, accepts string) {
	team, p, at, place := id.Random[any](), id.Random[any](), id.Random[any](), id.Random[any]()
	s.must(s.Gate.ChangeOffice(context.Background(), access.Machine("test"), buildTest, func(tx *gate.OfficeTx) error {
		if _, err := tx.Exec(qTeam, team, login); err != nil {
			return err
		}
		if _, err := tx.Exec(qPartner, p, "Le Phare "+login, department, team); err != nil {
			return err
		}
		if _, err := tx.Exec(qSite, at, p, department, []byte{}); err != nil {
			return err
		}
		_, err := tx.Exec(qPlace, place, at, accepts, []byte{})
		return err
	}))
	var t access.TeamID
	s.must(t.Scan(team.Bytes()))
	s.hosts[login] = s.Person(login, login, t, "", access.Host)
	s.places[login] = place.String()
}

// person opens an admitted case of somebody in danger in an area; everything coded is the same for all of them.
func (s *site) person(name, zone, nationality string, born int) casefile.Ref {
	s.t.Helper()
	ctx := context.Background()
	var sealed gate.Sealed
	ref, err := s.Gate.NewCase(ctx, s.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates,
			Opens: vault.Identity | vault.Danger | vault.Needs}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) (err error) {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			if sealed, err = tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of(name)); err != nil ||
				sealed.Empty() {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "association"})
		})
	s.must(err)
	for _, f := range []casefile.Fact{assessment.EvaluationStarted{}, assessment.NeedsStated{}, assessment.Admitted{}} {
		s.Clock.Advance(time.Millisecond)
		s.must(s.Gate.Case(ctx, s.claire, workTest, ref, func(tx *gate.CaseTx) error {
			if f.Kind() == "needs_stated" {
				if err := casefile.AddZone(tx, casefile.Zone{Area: zone, Level: "serious"}); err != nil {
					return err
				}
				err := casefile.ChangeCoded(tx, func(c *casefile.Coded) {
					c.Sex, c.Gender, c.Nationality, c.NationalityGroup, c.BirthYear, c.Adults, c.HouseholdShape = "F",
						"Feminine", nationality, "non_eu", born, 1, "adult_with_children"
					c.ChildrenBands, c.Animals, c.NeedCodes, c.Languages, c.Autonomy = []string{"age_0_2", "age_6_12"},
						tri.No, []string{"interpreter", "ground_floor"}, []string{"bm", "fr"}, "medium"
					c.SecurityLevel, c.ReadyOn, c.StayWeeks, c.OriginDepartment = 1, date.Must(2026, 11, 28), 26, zone
				})
				if err != nil {
					return err
				}
			}
			return casefile.Tell(tx, f)
		}))
	}
	return ref
}

func (s *site) do(method, path string, form url.Values) (int, string, string) {
	s.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req := httptest.NewRequest(method, "http://havre.test"+path, body)
	req.AddCookie(&http.Cookie{Name: "havre", Value: s.tokens[s.as]})
	req.AddCookie(&http.Cookie{Name: "havre_lang", Value: s.lang})
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "http://havre.test")
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, req)
	s.loads++
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

func (s *site) get(path string) string {
	s.t.Helper()
	code, _, body := s.do("GET", path, nil)
	if code != 200 {
		s.t.Fatalf("GET %s: %d\n%s", path, code, body)
	}
	return body
}

// home finds the link of what needs somebody, as the home page does.
func (s *site) home(login string) string {
	s.t.Helper()
	items, err := casefile.NewDesk(s.Gate, s.desk.HomePanels(), nil).OnHome(context.Background(), s.hosts[login])
	if err != nil || len(items) == 0 || items[0].Link == "" {
		s.t.Fatalf("home of %s: %+v, %v", login, items, err)
	}
	return items[0].Link
}

func (s *site) shows(body string, yes bool, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(body, w) != yes {
			s.t.Errorf("%q in the page: %v, want %v", w, !yes, yes)
		}
	}
}

func TestTextsAreTheSameInBothLanguages(t *testing.T) {
	for _, err := range web.CheckTexts(placementweb.Texts) {
		t.Error(err)
	}
}

// Every code that a rule, a state or a list can give has its words.
func TestEveryCodeHasWords(t *testing.T) {
	texts, err := web.LoadTexts(placementweb.Texts)
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
	for _, c := range (vault.Identity | vault.Needs | vault.Health | vault.Legal | vault.Documents).List() {
		need = append(need, "placement.opens."+c.String())
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
				"Rez-de-chaussée", "à l&#39;écart de tout danger connu", "25 novembre 2026")
			pages = append(pages, main)
			if code, to, _ := s.do("POST", link+"/refusal", url.Values{"reason": {"calendar"}}); code != 303 ||
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
		"fr": {"Places qui conviennent", "Lot (46)", "estimation", "Pourquoi à cette place", "Depuis Lille",
			"Places écartées", "Trop près du danger", "équipe d&#39;évaluation", "déclare accueillir des hommes",
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
		!strings.Contains(body, "Choisissez une à trois places") {
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
	s.shows(body, true, "Un adulte avec 2 enfants", "Ce que verra le lieu", "à l&#39;écart de tout danger")
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
		"Your area is clear of known danger", "answer before")
	s.shows(body, false, needle, "Interview")
	if code, _, _ := s.do("POST", link+"/question",
		url.Values{"question": {codelist.Of(codelist.ProposalQuestion).All()[0].Key}}); code != 303 {
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
	if code, _, _ := s.do("POST", one+"/interview/held", url.Values{}); code != 303 {
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
	s.shows(s.get(one+"/admission"), true, "pourra lire", "l&#39;identité", "ouvrir l&#39;identité à ce lieu")
	if code, to, _ := s.do("POST", one+"/admission", url.Values{}); code != 303 || to != base {
		t.Fatalf("admit: %d %s", code, to)
	}
}
