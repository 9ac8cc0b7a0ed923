package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/web"
)

// What an act can be taken back by stands beside the sentence that tells of it, once.
func TestAnActOffersToBeTakenBack(t *testing.T) {
	h := newHouse(t, web.Options{})
	res := h.do(ask{method: "POST", path: "/rooms/4", cookie: "alive", form: url.Values{"_once": {"1"}}})
	var said string
	for _, c := range res.Result().Cookies() {
		if c.Name == "havre_said" {
			said = c.Value
		}
	}
	if res.Code != http.StatusSeeOther || said == "" {
		t.Fatalf("%d, and what is said: %q", res.Code, said)
	}
	const undo = `action="/rooms/4/undo"`
	page := func(said string) (body string, forgotten bool) {
		res := h.do(ask{path: "/note", cookie: "alive; havre_said=" + said})
		for _, c := range res.Result().Cookies() {
			forgotten = forgotten || c.Name == "havre_said" && c.MaxAge < 0
		}
		return res.Body.String(), forgotten
	}
	if body, gone := page(said); !strings.Contains(body, undo) || !strings.Contains(body, "Recorded.") || !gone {
		t.Errorf("not offered, or not once (%v):\n%s", gone, body)
	}
	for _, forged := range []string{"webtest.saved", "webtest.saved|webtest.refused|/rooms/4/nothing",
		"webtest.saved|webtest.refused|//elsewhere.example/rooms/4/undo", "webtest.saved|No such words|/rooms/4/undo",
		"webtest.saved|webtest.refused|/file",
		"webtest.saved|webtest.refused|/language"} {
		if body, _ := page(forged); !strings.Contains(body, "Recorded.") || strings.Contains(body, `class="press"`) {
			t.Errorf("%s is believed:\n%s", forged, body)
		}
	}
	if body, _ := page("No such words|webtest.refused|/rooms/4/undo"); strings.Contains(body, undo) {
		t.Error("an act is offered to be taken back, and none is told")
	}
}
