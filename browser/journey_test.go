package browser

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/session"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/packs"
)

// The hosts' partners of the cast.
const (
	relais = "Le Relais des Abers"
	maison = "La Maison des Trois Ponts"
)

// Budgets, in pages a person waits for and in presses.
const (
	pagesToProposal = 12
	keysToProposal  = 220
	pagesOfReferral = 9
)

// From the first call to a blind proposal sent with the keyboard alone: the letter n, Tab, the space bar, arrows and
// Enter. The focus is seen at every stop. Then the host answers on a phone in two presses.
func TestCallToAnswer(t *testing.T) {
	s := Network(t)
	w := s.As(cast.Claire).Open("/")
	before := w.Pages()
	w.KeyTo("n").IsAt("/contacts/new")
	w.TabTo("name").Type(cast.Awa.Name).TabTo("telephone").Type(cast.Awa.Telephone).TabTo("note").Type(cast.Awa.Danger)
	w.TabTo("helpdesk.end.referral").Enter()
	w.TabTo("referral.go.next").Enter().Shows("referral.step.agreement.title")
	w.Pick("agreed", "yes").TabTo("referral.go.next").Enter().Shows("referral.step.danger.title")
	w.TabTo("danger_area").Type("Marseille").Pick("danger_level", "serious").TabTo("referral.go.next").Enter()
	w.Shows("referral.step.person.title").Pick("adult", "yes").TabTo("birth_year").Type(cast.Awa.BirthYear)
	w.TabTo("languages").Type("français").Pick("interpreter", "no").TabTo("referral.go.next").Enter()
	w.Shows("referral.step.household.title").TabTo("adults").Type("1").TabTo("referral.go.check").Enter()
	w.Shows(cast.Awa.Danger).TabTo("referral.go.send").Enter().Shows("referral.sent")
	w.TabTo("casefile.next.go.evaluate").Enter()
	for _, c := range assessment.Criteria[1:] { // the first, of full age, the referral told
		w.Pick("c_"+c, "yes").Pick("c_"+c+"_by", "NGO")
	}
	w.Pick("autonomy", "high").Pick("security",
		"1").TabTo("assessment.decide.admit").Enter().Shows("assessment.said.admitted")
	office := w.Path()
	w.TabTo("casefile.next.go.search").Enter().TabTo("place").Space()
	// what is not known yet, the proposal asks
	w.TabTo("placement.override.ahead").Space().Pick("reason",
		"proposal_asks").TabTo("placement.search.propose").Enter()
	w.Shows("placement.said.proposed").IsAt(office + "/search").Shot("proposed-fr-1280")
	if n := w.Pages() - before; n > pagesToProposal {
		t.Errorf("%d pages from the first call to a proposal sent; at most %d", n, pagesToProposal)
	}
	if w.Keys() > keysToProposal {
		t.Errorf("%d keys from the first call to a proposal sent; at most %d", w.Keys(), keysToProposal)
	}
	t.Logf("from the first call to a proposal: %d pages, %d keys", w.Pages()-before, w.Keys())
	code := run[string](w, `document.querySelector('.subject .code').textContent`)

	w.Open("/reports").Key("/").Type(code).Enter().IsAt(office) // a case by its code from anywhere

	host := s.As(cast.Hugo).Size(360, 740).Open("/").Fits()
	if !host.has("/proposals/") {
		host = s.As(cast.Brieuc).Size(360, 740).Open("/").Fits()
	}
	host.Press("placement.home.host_answer").Hides(cast.Awa.Name, cast.Awa.Danger).Fits().Shot("proposal-fr-360")
	host.Press("placement.host.yes").Shows("placement.said.accepted").Axe()
	// what is typed is kept in passing, once the page is no longer seen
	d := s.As(cast.Claire).Open(office + "/assessment")
	d.Fill("needs_words", cast.Awa.Danger)
	run[bool](d, `Object.defineProperty(document, 'visibilityState', { value: 'hidden' }) &&
		document.dispatchEvent(new Event('visibilitychange'))`)
	d.Soon("web.draft.kept").Open(office + "/assessment").Hides(cast.Awa.Danger).Axe()
	d.Press("web.draft.resume").Shows("web.session.given_back").Hides("web.draft.resume")

	w.Soon("web.fresh.changed").Shows("placement.state.accepted") // nobody has pressed anything here
}

func (w *Window) has(link string) bool {
	return run[bool](w, `!!document.querySelector('a[href*="`+link+`"]')`)
}

// prove copies the seven words and the authenticator's secret from the page that shows them once, and proves it.
func (w *Window) prove(now func() time.Time) session.Secrets {
	w.t.Helper()
	kept := run[struct {
		Words []string
		TOTP  string
		Asked []string
	}](w, `({
		Words: [...document.querySelectorAll('ol.words strong')].map(e => e.textContent.trim()),
		TOTP: document.querySelector('code[data-secret]').textContent.replace(/\s/g, ''),
		Asked: ['word_1', 'word_2'].map(n =>
			document.querySelector('[name=' + n + ']').labels[0].textContent.match(/[0-9]+/)[0])})`)
	for i, n := range kept.Asked {
		at, err := strconv.Atoi(n)
		if err != nil || at < 1 || at > len(kept.Words) {
			w.t.Fatalf("asked for word %q of %d", n, len(kept.Words))
		}
		w.Fill("word_"+strconv.Itoa(i+1), kept.Words[at-1])
	}
	code, err := session.CodeAt(kept.TOTP, now())
	if err != nil {
		w.t.Fatal(err)
	}
	w.Fill("totp", code).Press("account.secrets.go")
	return session.Secrets{Passphrase: strings.Join(kept.Words, " "), TOTP: kept.TOTP}
}

// A real network is set up in the browser: the first administrator founds it, invites the first coordinator, who joins
// with what was read out, leaves, and signs in.
func TestSetUp(t *testing.T) {
	s, code := Empty(t)
	w := s.Window("fr").Open("/").IsAt("/set-up").Fits().Axe().Shot("set-up-fr-1280").Size(360,
		740).Fits().Size(1280, 900)
	w.Fill("code", code).Fill("network", "Réseau Escale").Fill("name", "Rose Amblard").Fill("login",
		"rose").Choose("lang", "fr").Press("account.set_up.go")
	w.Fits().Axe().Shot("secrets-fr-1280").Size(320, 740).Fits().Size(1280, 900)
	hers := w.prove(s.now)
	w.Shows("Rose Amblard").Axe().Shot("after-set-up-fr-1280")
	w.Open("/people").Press("account.team_name.evaluation").Press("account.team.invite").Press("account.invite.go")
	w.IsAt("/step-up").again(s, hers).Press("account.step_up.go").Press("account.invite.go")
	invitation := run[string](w,
		`[...document.querySelectorAll('.receipt-digits span')].map(e => e.textContent.trim()).join('-')`)
	w.Axe().Shot("invited-fr-1280")

	c := s.Window("fr").Open("/join").Fits().Axe().Fill("code", invitation).Press("account.join.go").Axe()
	c.Fill("name", "Claire Dubreuil").Fill("login", "claire").Choose("lang", "fr").Press("account.join.next").Axe()
	kept := c.prove(s.now)
	c.Open("/").Shows("Claire Dubreuil", "Nouveau contact").Axe().Press("web.sign_out").Fits().Axe()
	c.Open("/sign-in").Fits().Axe().Shot("sign-in-fr-1280").Fill("login", "claire").again(s,
		kept).Press("account.sign_in.go").Shows("Claire Dubreuil")
	if c.Open("/nowhere").Status() != http.StatusNotFound {
		t.Errorf("status %d", c.Status())
	}
	c.Fits().Axe().Shot("not-found-fr-1280")
}

// again types somebody's words and a code that was not used yet.
func (w *Window) again(s *Stage, kept session.Secrets) *Window {
	w.t.Helper()
	s.clock.(*clock.Fake).Advance(time.Minute)
	totp, err := session.CodeAt(kept.TOTP, s.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return w.Fill("passphrase", kept.Passphrase).Fill("totp", totp)
}

// moment fills a field of day and hour.
func (w *Window) moment(name string, at time.Time) *Window {
	w.t.Helper()
	at = at.In(packs.France().Zone())
	return w.Fill(name+"-day", at.Format("2")).Fill(name+"-month", at.Format("1")).Fill(name+"-year",
		at.Format("2006")).Fill(name+"-time", at.Format("15:04"))
}

// The whole path, from a referral to a safe arrival, in French and without scripts. A form that needs a step-up, and
// one over a session that has ended, give the words back. A host says in one press that three places are still free,
// and in two that she arrived.
func TestWholePathWithoutScripts(t *testing.T) {
	s := Network(t)
	host := s.As(cast.Hugo).In("en").Size(360, 740).WithoutScripts().Open("/").Press("partner.home.yes_free").Shows(
		"partner.mark.confirmed")

	w := s.As(cast.Claire).WithoutScripts().Open("/contacts/new").Fill("name", cast.Awa.Name).Fill("telephone",
		cast.Awa.Telephone).Fill("note", cast.Awa.Danger)
	s.Clock.Advance(time.Hour) // the session has ended
	w.Press("helpdesk.end.referral").IsAt("/sign-in").Shot("sign-in-again-fr-1280")
	w.identify(cast.Claire, true).Press("account.sign_in.go")
	if got := run[string](w, `document.querySelector('[name=note]')?.value || ''`); got != cast.Awa.Danger {
		t.Errorf("the words typed over an ended session became %q on %s", got, w.Path())
	}
	w.Press("helpdesk.end.referral").Press("referral.go.next").Choose("agreed", "yes").Press("referral.go.next")
	w.Fill("danger_area", "Marseille").Choose("danger_level",
		"serious").Press("referral.go.check").Press("referral.go.send").Shows("referral.sent")
	office := w.Path()
	w.Press("casefile.next.go.evaluate")
	for _, c := range assessment.Criteria {
		w.Choose("c_"+c, "yes").Choose("c_"+c+"_by", "NGO")
	}
	w.Fill("adults", "1").Choose("autonomy", "high").Choose("security",
		"1").Press("assessment.decide.admit").Press("casefile.next.go.search")
	// a datum is not known yet: why not wait?
	w.Within(maison).Choose("place", "").Anywhere().Press("placement.search.propose").Shows("placement.override.title")
	w.Choose("reason", "no_time_to_ask").Fill("words", cast.Awa.Danger).Press("placement.search.propose").Shows(
		"placement.said.proposed").Hides(cast.Awa.Danger)

	host.Again(cast.Hugo).Open("/").Press("placement.home.host_answer").Press("placement.host.yes").Shows(
		"placement.said.accepted")
	asked := host.Path()

	w.Again(cast.Claire).Open(office + "/search").Press("placement.board.plan")
	w.moment("at", s.Clock.Now().Add(time.Hour)).Choose("way", "video").Fill("prepare", cast.Awa.Needs)
	s.Clock.Advance(6 * time.Minute) // the step-up has ended
	w.Press("placement.plan.do").IsAt("/step-up").Axe().Shot("step-up-fr-1280")
	w.identify(cast.Claire, false).Press("account.step_up.go")
	if got := run[string](w, `document.querySelector('[name=prepare]')?.value || ''`); got != cast.Awa.Needs {
		t.Errorf("the words typed before a step-up became %q on %s", got, w.Path())
	}
	w.Press("placement.plan.do").Shows("placement.said.planned")
	s.Clock.Advance(2 * time.Hour)
	w.Again(cast.Claire).Open(office + "/search").Press("placement.board.held").Shows("placement.said.held")
	w.Open(office + "/second-agreement").Axe().Press("consent.second.yes").Shows("consent.second.said_yes")
	host.Again(cast.Hugo).Open(asked).Press("placement.host.final_yes").Shows("placement.said.final")
	w.Again(cast.Claire).Open("/").Press("placement.home.admit_do").Press("placement.admit.do").Shows(
		"placement.said.admitted")
	w.Press("casefile.next.go.plan_journey").moment("expected", s.Clock.Now().Add(8*time.Hour)).Choose("accompanier",
		"volunteer").Choose("leg1-means", "train").Fill("leg1-from", "Marseille Saint-Charles").Fill("leg1-to",
		"Lille Europe")
	w.moment("leg1-departs", s.Clock.Now().Add(2*time.Hour)).moment("leg1-arrives",
		s.Clock.Now().Add(7*time.Hour)).Press("journey.plan.save").Shows("journey.plan.said").Shot("journey-fr-1280")
	s.Clock.Advance(8 * time.Hour)
	host.Again(cast.Hugo).Open("/").Press("journey.home.arrived").Fits().Axe().Press("journey.arrival.confirm").Shows(
		"journey.arrival.said")
}

// identify fills in who somebody is, with a code that was not used yet.
func (w *Window) identify(who cast.Worker, login bool) *Window {
	w.t.Helper()
	w.stage.Clock.Advance(time.Minute)
	secrets := w.stage.Secrets(who.Login)
	code, err := session.CodeAt(secrets.TOTP, w.stage.Clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	if login {
		w.Fill("login", who.Login)
	}
	return w.Fill("passphrase", secrets.Passphrase).Fill("totp", code)
}

// A professional without account refers, in either language and without scripts: saves, comes back from another machine
// with the receipt, sends, and reads the neutral state.
func TestReferralWithoutAccount(t *testing.T) {
	s := Network(t)
	for l, at := range map[lang.Tag][2]string{"fr": {"/fr/orienter", "/fr/recu"},
		"en": {"/en/refer", "/en/receipt"}} {
		w := s.Window(l).WithoutScripts().Size(360, 740).Open(at[0]).Fits().Axe().Shot("refer-" + string(l) + "-360")
		w.Fill("who_name", "Camille Ferrand").Fill("who_telephone", "01 99 00 41 12").Press("referral.go.next")
		w.Choose("agreed", "yes").Fits().Axe().Press("referral.go.save").Fits().Axe().Shot("saved-" + string(l) +
			"-360")
		receipt := run[string](w, `document.querySelector('.receipt-digits').textContent.replace(/[^0-9]/g, '')`)
		if w.Hides(cast.Awa.Name); run[bool](w, `/[0-9]{4}/.test(location.href.replace(/:[0-9]+/, ''))`) {
			t.Error("the receipt stands in an address")
		}

		back := s.Window(l).WithoutScripts().Open(at[1]).Fits().Axe().Fill("receipt",
			receipt).Press("referral.receipt.go")
		steps := 2 // those of before
		for ; !run[bool](back, `!!document.querySelector('form[action$="/send"], form[action$="/envoi"]')`); steps++ {
			if steps > pagesOfReferral {
				t.Fatalf("%d steps and no end", steps)
			}
			if run[bool](back, `!!document.querySelector('[name=danger_words]')`) {
				back.Fill("danger_words", cast.Awa.Danger)
			}
			back.Size(320, 740).Fits().Axe().Size(1280, 900).Press("referral.go.next")
		}
		if steps++; steps > pagesOfReferral {
			t.Errorf("the shortest referral has %d steps; at most %d", steps, pagesOfReferral)
		}
		back.Shows(cast.Awa.Danger).Fits().Axe().Press("referral.go.send").Shows("referral.state.received").Hides(
			cast.Awa.Danger).Fits().Axe().Shot("receipt-" + string(l))
	}
}

// A referral without account is left and found again by what every browser has: Back shows each step as it was sent and
// asks nothing, another language keeps what is typed, a step changed from the last page returns there, and Back after
// the end opens nothing.
func TestBackAndForthInAReferral(t *testing.T) {
	s := Network(t)
	for _, scripts := range []bool{true, false} {
		w := s.Window("fr").Size(360, 740).scripts(scripts).Open("/fr/orienter")
		w.Fill("who_name", "Camille Ferrand").In("en").Press("English").IsAt("/en/refer").holds("who_name",
			"Camille Ferrand")
		w.Press("referral.go.next").Shows("web.form.mistake").Fill("who_telephone", "01 99 00 41 12").Press(
			"referral.go.next").Shows("referral.receipt.drawn")
		w.Back().holds("who_telephone",
			"01 99 00 41 12").Press("referral.go.next").Shows("referral.step.agreement.title")
		receipt := run[string](w, `document.querySelector('[name=receipt]').value`)
		w.Choose("agreed", "yes").In("fr").Press("Français").IsAt("/fr/orienter").Shows("referral.step.agreement.title")
		if run[string](w, `document.querySelector('[name=receipt]').value`) != receipt {
			t.Error("another language draws another receipt")
		}
		w.Press("referral.go.next").Fill("danger_words", cast.Awa.Danger).Press("referral.go.next").Press(
			"referral.go.next").Shows("referral.step.household.title")
		w.Back().Shows("referral.step.person.title").Back().Shows("referral.step.danger.title").holds("danger_words",
			cast.Awa.Danger).Back().Shows("referral.step.agreement.title").holds("agreed", "yes")
		other := s.Window("fr")
		other.Open(run[string](w, `location.pathname + location.search`)).Shows("referral.receipt.closed").Hides(
			receipt)
		for range pagesOfReferral {
			if run[bool](w, `!!document.querySelector('form[action$="/envoi"]')`) {
				break
			}
			w.Press("referral.go.next")
		}
		w.Press("referral.step.danger.change").Fill("danger_words", cast.Awa.Needs).Press("referral.go.check").Shows(
			"referral.step.check.title", cast.Awa.Needs).Hides(cast.Awa.Danger)
		w.Press("referral.step.agreement.change").Fill("agreed_on-day", "45").Press("referral.go.check").Shows(
			"web.form.mistake").Fill("agreed_on-day", "").Press("referral.go.check").Shows("referral.step.check.title")
		w.Back().Shows("referral.step.agreement.title").Press("referral.go.check")
		w.Press("referral.go.send").Shows("referral.state.received").Back().Shows("referral.state.received").Hides(
			cast.Awa.Needs).Back().Shows("referral.state.received").Hides(cast.Awa.Needs)
	}
}

// holds fails where a field or question holds something else.
func (w *Window) holds(name, want string) *Window {
	w.t.Helper()
	if got := run[string](w, `(document.querySelector('[name='+`+quote(name)+`+']:checked') ||
		document.querySelector('[name='+`+quote(name)+`+']'))?.value || ''`); got != want {
		w.t.Errorf("%s: %s holds %q, not %q", w.Path(), name, got, want)
	}
	return w
}

// The quick exit is a link without scripts; with them three presses of Shift leave, and nothing of the page is left to
// come back to.
func TestQuickExit(t *testing.T) {
	s := Network(t)
	w := s.Window("fr").WithoutScripts().Open("/fr/orienter")
	if !run[bool](w, `[...document.querySelectorAll('a[data-exit]')].some(e => e.pathname === '/leave' &&
		e.dataset.exit.startsWith('https://'))`) {
		t.Error("the quick exit is no link")
	}
	w = s.Window("fr").Open("/fr/orienter").Abroad()
	w.Key(kb.Shift).Key(kb.Shift).Key(kb.Shift)
	deadline := time.Now().Add(patience)
	for w.gone() == "" && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	if w.gone() == "" {
		t.Fatal("three presses of Shift do not leave")
	}
	// While the window changes hosts it belongs to no page and answers nothing; what it has left behind is known once
	// it has arrived.
	var h page.GetNavigationHistoryResult
	var err error
	for {
		h, err = chromedp.Call(w.ctx, page.GetNavigationHistory, struct{}{})
		if err == nil && !strings.HasPrefix(h.Entries[h.CurrentIndex].URL, s.url) || time.Now().After(deadline) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range h.Entries {
		if strings.HasPrefix(e.URL, s.url) && int64(i) != h.CurrentIndex {
			t.Errorf("the back button leads to %s", e.URL)
		}
	}
}

func (w *Window) gone() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.left
}
