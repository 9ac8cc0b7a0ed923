package partnerweb_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

func (s *site) hides(body string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(body, w) {
			s.t.Errorf("%q is in the page", w)
		}
	}
}

// filled is a site with two places of one partner, whose host is Hugo.
func filled(t *testing.T) *site {
	f := trusttest.SQLite(t)
	s := newSite(t, f)
	if r, err := s.desk.Import(context.Background(), f.SignIn("root"), strings.NewReader(small()), false); err != nil ||
		!r.Done {
		t.Fatalf("%+v, %v", r, err)
	}
	l, err := s.desk.Partners(context.Background(), f.SignIn("root"), partner.Query{})
	if err != nil {
		t.Fatal(err)
	}
	f.Person("hugo", "Hugo", l.Lines[0].Team, "", access.Host)
	f.Person("rita", "Rita", f.Teams["oversight"], "", access.Referrer)
	return s
}

var asShownIDs = regexp.MustCompile(`name="places" value="([0-9a-z]{26} [0-9a-z ]+)"`)

// The page the weekly message leads to: every place as it stands, one press each, and one for all of them.
func TestStillFree(t *testing.T) {
	s := filled(t)
	hugo := s.as("hugo")
	for lang, words := range map[string][]string{
		"fr": {"Vos places sont-elles toujours libres ?", "Toujours libre", "N’est plus libre",
			"En pause pour l’instant",
			"Toutes comme affichées", "à confirmer : jamais confirmé"},
		"en": {"Are your places still free?", "Still free", "No longer free", "Paused for now", "All as shown",
			"to confirm: never confirmed"},
	} {
		s.lang = lang
		code, _, body := hugo("GET", "/places/fresh", nil)
		s.shows(code, 200, body, words...)
		s.hides(body, "Zéphyrine", "03 53")
	}
	s.lang = "en"
	_, _, body := hugo("GET", "/places/fresh", nil)
	place := placeLink.FindString(body)
	code, at, _ := hugo("POST", place+"/state", url.Values{"state": {"cooling"}, "back": {"fresh"}})
	if code != 303 || at != "/places/fresh" {
		t.Fatalf("marked: %d %s", code, at)
	}
	code, _, body = hugo("GET", "/places/fresh", nil)
	s.shows(code, 200, body, "Still paused", "Free again")
	all := asShownIDs.FindStringSubmatch(body)
	if code, at, _ = hugo("POST", "/places/confirm", url.Values{"places": {all[1]}, "back": {"fresh"}}); code != 303 ||
		at != "/places/fresh" {
		t.Fatalf("all as shown: %d %s", code, at)
	}
	_, _, body = hugo("GET", "/places/fresh", nil)
	s.hides(body, "to confirm", "never confirmed")
	for _, who := range []string{"claire", "rita"} {
		if code, _, _ = s.as(who)("GET", "/places/fresh", nil); code != 404 {
			t.Errorf("%s at a host's page: %d", who, code)
		}
	}
}

// The head office sees whom to call, and notes what was said on the telephone.
func TestToCall(t *testing.T) {
	s := filled(t)
	claire := s.as("claire")
	for lang, words := range map[string][]string{
		"fr": {"Places à confirmer par téléphone", "2 places libres sont sans nouvelles", "tel:0353010037",
			"03 53 01 00 37", "Toujours libre, dit au téléphone"},
		"en": {"Places to confirm by telephone", "2 free places have had no news", "tel:0353010037", "03 53 01 00 37",
			"All of them still free, said by telephone"},
	} {
		s.lang = lang
		code, _, body := claire("GET", "/places/stale", nil)
		s.shows(code, 200, body, words...)
		s.hides(body, "Zéphyrine")
	}
	s.lang = "en"
	_, _, home := claire("GET", "/", nil)
	s.shows(200, 200, home, "2 free places have had no news for more than 30 days", "/places/stale")
	_, _, body := claire("GET", "/places/stale", nil)
	all := asShownIDs.FindStringSubmatch(body)[1]
	if code, at, _ := claire("POST", "/places/told", url.Values{"places": {all}}); code != 303 ||
		at != "/places/stale" {
		t.Fatalf("told: %d %s", code, at)
	}
	code, _, body := claire("GET", "/places/stale", nil)
	s.shows(code, 200, body, "Every free place was confirmed less than 7 days ago.")
	_, _, body = s.as("hugo")("GET", "/places", nil)
	s.shows(200, 200, body, "by telephone")
	if code, _, _ = claire("POST", "/places/told", url.Values{"places": {"nonsense"}}); code != 404 {
		t.Errorf("nonsense: %d", code)
	}
	if code, _, _ = claire("POST", "/places/told", url.Values{}); code != 422 {
		t.Errorf("nothing: %d", code)
	}
	hugo := s.as("hugo")
	for _, path := range []string{"/places/stale", "/places/overview"} {
		if code, _, _ = hugo("GET", path, nil); code != 404 {
			t.Errorf("the host at %s: %d", path, code)
		}
	}
	if code, _, _ = hugo("POST", "/places/told", url.Values{"places": {all}}); code != 404 {
		t.Errorf("the host notes a call: %d", code)
	}
}

// The calendar and the map: the whole network for the head office, its own places for a host.
func TestCalendarAndOverview(t *testing.T) {
	s := filled(t)
	claire, hugo := s.as("claire"), s.as("hugo")
	for lang, words := range map[string][]string{
		"fr": {"Calendrier des places", "Places par semaine, du 23/11/2026 au 21/02/2027",
			"semaine du lundi 23 novembre 2026", `colspan="13"`, "libre", "Une semaine après", "à confirmer"},
		"en": {"Calendar of places", "Places by week, from 23/11/2026 to 21/02/2027", "week of Monday 23 November 2026",
			`colspan="13"`, "free", "A quarter later", "to confirm"},
	} {
		s.lang = lang
		code, _, body := claire("GET", "/places/calendar", nil)
		s.shows(code, 200, body, words...)
		s.shows(code, 200, body, "Nord (59)", `name="q"`, "/partners/")
		s.hides(body, "Zéphyrine", "style=", "A week earlier", "Une semaine avant")
		code, _, body = hugo("GET", "/places/calendar", nil)
		s.shows(code, 200, body, words...)
		s.hides(body, `name="q"`, "/partners/", "/places/stale")
	}
	s.lang = "en"
	code, _, body := claire("GET", "/places/calendar?from=2027-02-24&department=59&state=available&page=0", nil)
	s.shows(code, 200, body, "from 22/02/2027 to", "A week earlier",
		"department=59&amp;from=2027-03-01&amp;state=available", "2 places")
	code, _, body = claire("GET", "/places/calendar?department=13&from=nonsense&q=x&state=y&page=-4", nil)
	s.shows(code, 200, body, "Nothing matches these filters", "Partner: x")
	if code, _, _ = s.as("rita")("GET", "/places/calendar", nil); code != 404 {
		t.Errorf("a referrer at the calendar: %d", code)
	}
	code, _, body = claire("GET", "/places/overview", nil)
	s.shows(code, 200, body, "Places by department",
		"2 places, in how many departments: 1. Free now: 2, of which to confirm: 2.",
		`<title>Nord (59): 2 places, free now: 2, to confirm: 2</title>`, "/places/calendar?department=59",
		"url(#map-full)")
	s.hides(body, "Zéphyrine", "style=", "Maison Azur")
	if n := len(body); n > 60_000 {
		t.Errorf("the overview weighs %d bytes", n)
	}
}
