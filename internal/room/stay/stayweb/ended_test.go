package stayweb_test

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/trusttest"
)

// What a record of a stay says stays when its day is put right, though the network has ended the code since; a new
// record is not offered it.
func TestWhatEndedStandsInARecord(t *testing.T) {
	f := trusttest.SQLite(t)
	w := open(t, f)
	home := w.page("hugo")
	for path, form := range map[string]url.Values{
		"/services": on("on", 23, 11, 2026, "service", "material_aid"),
		"/legal":    on("on", 23, 11, 2026, "event", "investigation", "language", "portugais"),
	} {
		if code, page, _ := w.post("hugo", "fr", home+path, form); code != 303 {
			t.Fatalf("%s: %d %s", path, code, page)
		}
	}
	d, root := codelist.New(f.Gate), f.SignIn("root")
	for list, key := range map[codelist.Name]string{codelist.Service: "material_aid", codelist.Language: "pt",
		codelist.LegalEvent: "investigation"} {
		w.must(d.Edit(t.Context(), root, country.EndCode(list, key, f.Gate.Today().AddDays(1))))
	}
	f.Clock.Advance(24 * time.Hour)
	_, w.tokens["hugo"] = f.SignInToken("hugo")
	for from, marked := range map[string]int{"/services": 1, "/legal": 2} {
		_, page := w.get("hugo", "en", home+from)
		lacks(t, page, "no longer offered")
		if from == "/services" {
			_, page = w.get("hugo", "en", home)
		}
		at := regexp.MustCompile(home + from + `/[0-9a-z]{26}`).FindString(page)
		_, page = w.get("hugo", "en", at)
		has(t, page, "(no longer offered)")
		sent := htmlcheck.Sent(page, at)
		sent.Set("on-day", "24")
		if code, page, _ := w.post("hugo", "en", at, sent); code != 303 {
			t.Fatalf("%s is put right: %d %s", from, code, page)
		}
		_, page = w.get("hugo", "en", at)
		if again := htmlcheck.Sent(page, at); again.Get("on-day") != "24" || len(again["service-stood"])+
			len(again["event-stood"])+len(again["language-stood"]) != marked {
			t.Errorf("%s does not say what it said: %v", from, again)
		}
	}
}
