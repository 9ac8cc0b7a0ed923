package browser

import (
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/lang"
)

func TestZZLook(t *testing.T) {
	s, people := Demo(t)
	want := map[string]bool{"/places/calendar": true, "/places/overview": true, "/places/stale": true, "/places/fresh": true, "/places": true, "/cases/{case}/search": true, "/cases/{case}/assessment": true, "/partners/{partner}": true}
	seen := map[string]bool{}
	for _, who := range people.Shown() {
		w := s.AsDemo(who)
		for _, p := range s.samples(who, s.net.Rooms.Routes()) {
			if !want[p.route] || seen[p.name()] {
				continue
			}
			seen[p.name()] = true
			w.In(lang.FR).Size(1280, 900).freshly().well(p.path).light(p.route).Fits().Axe().Shot(p.name() + "-fr-1280")
			t.Log(p.path, p.role)
			for _, px := range []int64{768, 360, 320} {
				w.Size(px, 740).Fits()
			}
			w.In(lang.EN).Size(360, 740).well(p.path).Fits().Axe().Shot(p.name() + "-en-360")
			w.Size(1280, 900).dark(true).Axe().Shot(p.name() + "-en-dark").dark(false)
		}
	}
	_ = strings.Contains
}
