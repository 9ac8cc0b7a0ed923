package browser

import (
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
)

// Everybody's first page, in both languages, wide and on a small phone.
func TestEverybodysHome(t *testing.T) {
	s := Network(t)
	for _, who := range []cast.Worker{cast.Rose, cast.Claire, cast.Lou, cast.Olga, cast.Hugo, cast.Rita} {
		w := s.As(who)
		for _, l := range []lang.Tag{"fr", "en"} {
			w.In(l).Size(1280, 900).Open("/").Axe().Fits().Shows(who.Name).Shot("home-" + who.Login + "-" + string(l))
			w.Size(360, 740).Fits().Axe()
		}
	}
}
