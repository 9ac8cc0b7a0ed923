package browser

import (
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/trust/access"
)

// A host says that its three places are still free, on a small phone: one press where the weekly message leads, three
// from its home. The week and the freshness show it at once.
func TestStillFreeInThreePresses(t *testing.T) {
	s := Network(t)
	for l, dated := range map[lang.Tag]string{"fr": "confirmée il y a moins d",
		"en": "confirmed less than a minute ago"} {
		w := s.As(cast.Hugo).In(l).Size(360, 740).Open("/places/fresh").Fits().Axe().Shot("fresh-" + string(l) + "-360")
		before := w.Pages()
		w.Press("partner.fresh.all").IsAt("/places/fresh").Shows("partner.mark.confirmed",
			dated).Hides("partner.never_confirmed").Fits().Axe()
		if n := w.Pages() - before; n != 1 {
			t.Errorf("%d pages for one press", n)
		}
		w.Open("/").Press("partner.nav.places").Press("partner.fresh.title").Press("partner.fresh.all").Shows(
			"partner.mark.confirmed")
		w.Open("/places/calendar").Fits().Axe().Shows("partner.calendar.title").Hides("partner.calendar.partner")
	}
}

// The maps are walked with the keyboard alone, and what they lead to is the table or the calendar of the same
// department.
func TestMapByKeyboard(t *testing.T) {
	s, people := Demo(t)
	for _, p := range people.Shown() {
		if p.Role != access.Coordinator {
			continue
		}
		for _, l := range []lang.Tag{"fr", "en"} {
			w := s.AsDemo(p).In(l).Size(1280, 900).Open("/places/overview").light().Fits().Axe()
			w.TabTo("Puy-de-Dôme (63)").Enter().IsAt("/places/calendar").Shows("3 places").light().Axe()
			for _, px := range []int64{768, 360, 320} {
				w.Size(px, 740).Fits()
			}
			w.Axe().dark(true).Axe().dark(false)
			w.Size(1280, 900).Press("partner.calendar.quarter_on").Shows("partner.calendar.quarter_back").Fits().Axe()
		}
	}
}
