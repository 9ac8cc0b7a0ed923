package browser

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"havre.example/havre/internal/demo"
)

// cost is what a task may cost at most: pages loaded, and keys pressed besides what is typed as words.
type cost struct{ pages, keys int }

// task does something with the keyboard alone, and fails where it costs more. docs/design.md has the table.
func (w *Window) task(name string, most cost, do func()) {
	w.t.Helper()
	pages, keys := w.Pages(), w.Keys()
	do()
	got := cost{w.Pages() - pages, w.Keys() - keys}
	w.t.Logf("%s: %d pages, %d keys", name, got.pages, got.keys)
	if got.pages > most.pages || got.keys > most.keys {
		w.t.Errorf("%s costs %+v, at most %+v", name, got, most)
	}
}

var onSheet = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// What is done every day, from the home on, by somebody without a mouse: how many pages it loads and how many keys it
// asks for.
func TestEverydayTasksByKeyboard(t *testing.T) {
	s, people := Demo(t)
	at := func(login string) *Window {
		p, ok := people.Of(login)
		if !ok {
			t.Fatalf("nobody is called %s", login)
		}
		return s.AsDemo(p)
	}
	claire := at("claire").Open("/")
	claire.task("find a case by half a label", cost{2, 8}, func() {
		label := run[string](claire, `document.querySelector('main .work-row strong, main .work-row a').
			textContent.trim()`)
		tree, _, _ := strings.Cut(label, " ")
		claire.Key("/").Type(tree[:min(len(tree), 4)]).Enter().Shows(label)
	})
	claire.Open("/").task("hand over a caseload", cost{3, 45}, func() {
		claire.Key("/").Type("qui suit").Enter().TabTo("casefile.nav.caseload").Enter()
		claire.TabTo("owner").Down().TabTo("all").Space()
		claire.TabTo("casefile.caseload.hand_over").Enter().Shows("casefile.caseload.said")
	})
	claire.Open("/").task("read a report and print it", cost{2, 16}, func() {
		claire.Key("/").Type("rapports").Enter().TabTo("Rapport de l’année 2026").Enter()
		if sheets := onSheet.FindAll(claire.printed(), -1); len(sheets) < 3 || len(sheets) > 30 {
			t.Errorf("the report of a year is printed on %d sheets", len(sheets))
		}
	})
	asked := hostWith(t, s, people, "placement.home.host_answer")
	asked.task("answer as a host, on a phone", cost{2, 20}, func() {
		asked.TabTo("placement.home.host_answer").Enter()
		yes, said := "placement.host.yes", "placement.said.accepted"
		if final := "placement.host.final_yes"; strings.Contains(run[string](asked, `document.body.innerText`),
			asked.say(final)) { // after the interview
			yes, said = final, "placement.said.final"
		}
		asked.TabTo(yes).Enter().Shows(said)
	})
	host := hostWith(t, s, people, "journey.home.arrived")
	host.task("confirm an arrival, on a phone", cost{2, 30}, func() {
		host.TabTo("journey.home.arrived").Enter().TabTo("journey.arrival.confirm").Enter().
			Shows("journey.arrival.said")
	})
	host.task("take back an arrival confirmed by mistake", cost{1, 4}, func() {
		host.TabTo("journey.correct.undo_arrival").Enter()
	})
}

// hostWith is somebody of a host, on a phone, whose home asks for such an act.
func hostWith(t *testing.T, s *Stage, people demo.People, act string) *Window {
	t.Helper()
	for _, p := range people.Everybody {
		if !strings.HasPrefix(p.Login, "p0") {
			continue
		}
		w := s.AsDemo(p).Size(360, 740).Open("/")
		if run[bool](w, `[...document.querySelectorAll('main a')].some(a => a.innerText.trim().startsWith(`+
			quote(w.say(act))+`))`) {
			return w
		}
	}
	t.Fatalf("nobody’s home asks for %s", act)
	return nil
}

// printed is the page as paper: a PDF of A4 sheets.
func (w *Window) printed() []byte {
	w.t.Helper()
	const inch = 25.4
	got, err := chromedp.Call(w.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 210 / inch,
		PaperHeight: 297 / inch})
	if err != nil {
		w.t.Fatalf("print %s: %v", w.Path(), err)
	}
	return got.Data
}
