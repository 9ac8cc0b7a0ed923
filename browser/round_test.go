package browser

import (
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
)

// The page of a person whom the round gives a place, and the search where its host is asked.
const (
	placed = `document.querySelector('li.place a[href*="?place="]').closest('li')
		.querySelector('a[href*="/people/"]').getAttribute('href')`
	search = `document.querySelector('li.place a[href*="?place="]').getAttribute('href')`
)

// Everybody who waits is weighed at once, without scripts and with them: the answer stands at once, says why, keeps
// what a person fixes, and leads to the search where the host is asked.
func TestRoundForAllWhoWait(t *testing.T) {
	s, people := Demo(t)
	for _, p := range people.Shown() {
		if p.Role != access.Coordinator {
			continue
		}
		for _, l := range []lang.Tag{"fr", "en"} {
			w := s.AsDemo(p).In(l).Open("/").Press("placement.nav.rounds").Fits().Axe()
			w.Press("placement.round.do").Shows("placement.round.best",
				"placement.round.person_decides").light().Fits().Axe().Shot("round-" + string(l))
			for _, px := range []int64{768, 360, 320} {
				w.Size(px, 740).Fits()
			}
			w.Axe().Shot("round-"+string(l)+"-360").dark(true).Axe().dark(false).Size(1280, 900)
			w.Press("placement.round.see").Shows("placement.round.blocked").Fits().Axe().Shot("round-blocked-" +
				string(l))
			w.Press("placement.round.back_one")
			w.Open(run[string](w, placed)).Shows("placement.round.options",
				"placement.round.this_one").Fits().Axe().Shot("round-person-" + string(l))
			w.Press("placement.round.ask_why").Shows("placement.round.why_not").Fits().Axe().Shot("round-why-" +
				string(l))
			w.Size(360, 740).Fits().Axe().Size(1280, 900)
			w.Press("placement.round.lock").Shows("placement.round.locked_chip").Fits().Axe()
			w.Open(run[string](w, search))
			if !run[bool](w, `!!document.querySelector('[name=place]:checked')`) {
				t.Error("the place of the round is not ticked in the search")
			}
			// one alone is compared with nothing
			w.Press("placement.search.compare").Shows("placement.two_or_three").Axe()
			run[bool](w, `(document.querySelector('[name=place]:not(:checked)').click(), true)`)
			w.Press("placement.search.compare").Shows("placement.compare.title", "placement.compare.criteria",
				"placement.compare.rules").Fits().Axe().Shot("compare-" + string(l))
			w.Size(360, 740).Fits().Axe().Size(1280, 900)
		}
		return
	}
	t.Fatal("no coordinator in the demonstration")
}
