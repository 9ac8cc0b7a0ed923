package browser

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
)

// A list is narrowed, kept as a view and let go, on a wide screen and on a small phone, where its questions unfold;
// Back leads to the list as it was narrowed.
func TestAListIsNarrowed(t *testing.T) {
	s := Network(t)
	for _, l := range []lang.Tag{"fr", "en"} {
		w := s.As(cast.Rose).In(l).Size(1280, 900).Open("/partners").Axe().Fits()
		w.Choose("department", "29").Press("web.list.show").Shows("web.list.clear", "Le Relais des Abers").Axe().Fits()
		w.Press("web.list.keep").Shows("account.view_kept", "web.list.let_go").Axe().Fits().
			Shot("list-" + string(l) + "-1280")
		w.Press("Le Relais des Abers").Hides("web.list.clear")
		run[bool](w, `(setTimeout(() => history.back(), 0), true)`)
		time.Sleep(time.Second) // the browser shows the page as it was left, and loads none
		w.IsAt("/partners").Shows("web.list.clear")
		w.Size(360, 740).Open("/partners").Fits().Axe().TabTo("web.list.narrow").Space().
			Shows("web.list.show").Fits().Axe().Shot("list-" + string(l) + "-360")
		w.Open("/partners?department=29").Press("web.list.let_go").Shows("account.view_gone").Fits()
		for _, at := range []string{"/partners?q=zz&department=29&free=yes&ending=yes&absent=yes",
			"/people?waiting=yes"} {
			w.Open(at).Fits().Axe().Size(1280, 900).Fits().Axe().Size(360, 740)
		}
		c := s.As(cast.Claire).In(l)
		for _, at := range []string{"/cases?of=nobody&sort=oldest", "/contacts?department=29&sort=oldest"} {
			c.Size(360, 740).Open(at).Fits().Axe().Size(1280, 900).Fits().Axe()
		}
	}
}
