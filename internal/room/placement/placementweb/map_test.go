package placementweb_test

import (
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/trust/trusttest"
)

var mapDrawn = regexp.MustCompile(`(?s)<figure class="figure" id="map">.*?</figure>`)

var awayFrom = regexp.MustCompile(
	`Lot \(46\) ?: 1 place [^<]*, (?:à )?\d+ h \d\d (?:from danger|du danger ): Lille, Nord \(\d+ km\)<`)

// The map names departments alone, says in words what it shows in colours, and stays light.
func TestSearchOnTheMap(t *testing.T) {
	s := newSite(t, trusttest.SQLite(t))
	c := s.person(needle, "59350", "GN", 1999)
	for lang, words := range map[string][]string{
		"fr": {`<title>Nord (59) : zone de danger, niveau : sérieux</title>`, "Lot (46) : 1 place",
			"1 département est une zone de danger."},
		"en": {`<title>Nord (59): danger zone, level: serious</title>`, "Lot (46): 1 place",
			"1 department is a danger zone."},
	} {
		s.lang = lang
		body := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s.get("/cases/" + c.String() + "/search/map"))
		drawn := mapDrawn.FindString(body)
		s.shows(drawn, true, append(words, `href="#map-46"`, `id="map-46"`, "map-danger", `url(#map-danger)`)...)
		s.shows(drawn, false, "Maison Azur", "Le Phare", needle, "style=", "05 00 00 00 01")
		if !awayFrom.MatchString(drawn) {
			t.Error("no time from the nearest zone")
		}
		if n := strings.Count(drawn, "<a href=\"#map-"); n < 2 || n > 3 {
			t.Errorf("%d areas are reached by keyboard", n)
		}
		if len(drawn) > 20_000 {
			t.Errorf("the map weighs %d bytes", len(drawn))
		}
		t.Logf("%s: the map weighs %d bytes", lang, len(drawn))
	}
}
