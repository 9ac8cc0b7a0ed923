package assessmentweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/trusttest"
)

// A code that the network ended stays in the answer that has it, marked, and is kept by saving something else; nobody
// is offered it anew.
func TestWhatEndedStandsInAnEvaluation(t *testing.T) {
	f := trusttest.SQLite(t)
	s := newSite(t, f)
	page := s.at + "/assessment"
	answers := url.Values{"version": {"0"}, "needs": {"school", "quiet_room"}, "at_risk": {"children"},
		"languages": {"portugais"}, "gender": {"Masculine"}, "exploitation": {"sexual"}, "i_watched": {"yes"},
		"c_adult": {"yes"}, "c_adult_by": {"NGO"}}
	if code, _, body := s.do("POST", page, answers); code != 303 {
		t.Fatalf("saved: %d %s", code, body)
	}
	d, root := codelist.New(f.Gate), f.SignIn("root")
	for list, key := range map[codelist.Name]string{codelist.Need: "quiet_room", codelist.Language: "pt",
		codelist.AtRisk: "children", codelist.Gender: "Masculine", codelist.Exploitation: "sexual",
		codelist.Indicator: "watched", codelist.DecidedBy: "NGO"} {
		if err := d.Edit(t.Context(), root, country.EndCode(list, key, f.Gate.Today().AddDays(1))); err != nil {
			t.Fatal(err)
		}
	}
	f.Clock.Advance(24 * time.Hour)
	_, s.token = f.SignInToken("claire")

	_, _, body := s.do("GET", page, nil)
	const mark = "(n’est plus proposé)"
	if n := strings.Count(body, mark); n != 8 { // the language is a suggestion too
		t.Errorf("%d answers are marked as ended", n)
	}
	sent := htmlcheck.Sent(body, page)
	for name, want := range answers {
		if name != "version" && name != "languages" && strings.Join(sent[name], " ") != strings.Join(want, " ") {
			t.Errorf("%s: the page shows %q, not %q", name, sent[name], want)
		}
	}
	sent.Set("plan", needle)
	if code, _, body := s.do("POST", page, sent); code != 303 {
		t.Fatalf("saved with what stood: %d, %s", code, body)
	}
	_, _, body = s.do("GET", page, nil)
	s.contains(body, needle)
	if n := strings.Count(body, mark); n != 8 {
		t.Errorf("%d answers stand after something else was saved", n)
	}

	for _, name := range []string{"needs", "at_risk", "languages", "gender", "exploitation", "i_watched"} {
		sent = htmlcheck.Sent(body, page)
		sent.Del(name)
		if code, _, _ := s.do("POST", page, sent); code != 303 {
			t.Fatalf("%s is taken out: %d", name, code)
		}
		if _, _, body = s.do("GET", page, nil); len(htmlcheck.Sent(body, page)[name+"-stood"]) > 0 {
			t.Errorf("%s is offered where it does not stand", name)
		}
	}
	if n := strings.Count(body, mark); n != 1 { // who said it
		t.Errorf("%d answers are marked once they were taken out", n)
	}
	for name, code := range map[string]string{"needs": "quiet_room", "at_risk": "children", "languages": "portugais",
		"gender": "Masculine", "exploitation": "sexual", "i_watched": "yes"} {
		again := htmlcheck.Sent(body, page)
		if again.Set(name, code); name == "needs" {
			again.Add(name, "school")
		}
		if got, _, _ := s.do("POST", page, again); got != 422 {
			t.Errorf("%s is answered anew with what ended: %d", name, got)
		}
	}
}
