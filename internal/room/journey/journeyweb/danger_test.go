package journeyweb_test

import (
	"net/url"
	"testing"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/trusttest"
)

// I4: a place that is not safe any more is said to be so wherever somebody plans or leaves; nobody goes there before
// somebody has decided it by name. The host and whoever referred her read nothing of it.
func TestNobodyLeavesForDangerWithoutADecision(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := open(t, f, true)
		const doubt, why = "Le danger a été précisé depuis", "Elle le sait et le souhaite"
		w.doubt = casefile.DangerGrew
		for _, page := range []string{"/plan", "/departure", ""} {
			_, said := w.get("claire", "fr", w.page("claire")+page)
			has(t, said, doubt, "une personne le décide")
		}
		plan := w.plan()
		code, page, _ := w.post("claire", "fr", w.page("claire")+"/plan", plan)
		if code != 422 {
			t.Fatalf("planned without a decision: %d", code)
		}
		has(t, page, "Vera Ndiaye", "n’est plus sûr", why, `href="#f-despite"`)
		plan.Set("despite", "because")
		if code, _, _ = w.post("claire", "fr", w.page("claire")+"/plan", plan); code != 422 {
			t.Fatalf("planned for no reason of the list: %d", code)
		}
		plan.Set("despite", "she_knows")
		if code, page, _ = w.post("claire", "fr", w.page("claire")+"/plan", plan); code != 303 {
			t.Fatalf("planned with a decision: %d\n%s", code, page)
		}
		_, page = w.get("claire", "fr", w.page("claire"))
		has(t, page, doubt, "Claire a maintenu le trajet", why)
		if code, _, _ = w.post("claire", "fr", w.page("claire")+"/departure", url.Values{}); code != 422 {
			t.Fatalf("left without a decision: %d", code)
		}
		for _, login := range []string{"hugo", "rita"} {
			_, page = w.get(login, "fr", "/cases/"+w.refs[login].String())
			lacks(t, page, doubt, "a maintenu", why)
		}
		_, page = w.get("hugo", "fr", w.page("hugo"))
		lacks(t, page, doubt, "a maintenu", why)
		code, _, _ = w.post("claire", "fr", w.page("claire")+"/departure", url.Values{"despite": {"safer_there"},
			"early": {"yes"}})
		if code != 303 {
			t.Fatalf("left with a decision: %d", code)
		}
	})
}

// I17: what she refuses, and people to be kept apart from her, are nobody's to set aside, at the plan and the departure
// as at the interview and the admission. What was typed stays; whoever is on the way already is not held up.
func TestNobodyDecidesWhatStaysClosed(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := open(t, f, true)
		const closed = "personne ne peut passer outre"
		here, plan := w.page("claire"), w.plan()
		plan.Set("despite", "she_knows")
		left := url.Values{"despite": {"safer_there"}, "early": {"yes"}}
		shut := map[casefile.Doubt]string{"placement.apart_now": "à tenir à l’écart",
			"placement.refused_now": "ne souhaite plus aller"}
		refuses := func(step, path string, form url.Values, keeps ...string) {
			t.Helper()
			for doubt, words := range shut {
				w.doubt = doubt
				_, page := w.get("claire", "fr", here+path)
				has(t, page, closed, words)
				lacks(t, page, `name="despite"`)
				code, page, _ := w.post("claire", "fr", here+step, form)
				if code != 422 {
					t.Fatalf("%s at %s: %d", doubt, step, code)
				}
				has(t, page, append(keeps, closed, words)...)
				lacks(t, page, `name="despite"`)
			}
			w.doubt = ""
		}
		refuses("/plan", "/plan", plan, "Vera Ndiaye")
		if code, page, _ := w.post("claire", "fr", here+"/plan", w.plan()); code != 303 {
			t.Fatalf("planned to a place that is safe again: %d\n%s", code, page)
		}
		changed := w.plan()
		changed.Set("version", "1")
		changed.Set("despite", "she_knows")
		refuses("/changes", "/plan", changed, "Vera Ndiaye")
		refuses("/departure", "/departure", left)
		if code, page, _ := w.post("claire", "fr", here+"/departure", left); code != 303 {
			t.Fatalf("left for a place that is safe again: %d\n%s", code, page)
		}
		for doubt, words := range shut { // said on the way too, to those who can call her and change the way
			w.doubt = doubt
			_, page := w.get("claire", "fr", here)
			has(t, page, words, "Elle est déjà en route")
			lacks(t, page, closed)
			_, page = w.get("claire", "fr", "/cases/"+w.refs["claire"].String())
			has(t, page, words, "Elle est déjà en route")
			_, page = w.get("claire", "fr", here+"/plan")
			has(t, page, words, "Elle est déjà en route", "Vera Ndiaye")
			_, page = w.get("hugo", "fr", w.page("hugo"))
			lacks(t, page, words, "Elle est déjà en route")
		}
		w.doubt = "placement.apart_now"
		if code, page, _ := w.post("claire", "fr", here+"/changes", changed); code != 303 {
			t.Fatalf("on the way, the way could not be changed: %d\n%s", code, page)
		}
	})
}
