package journeyweb_test

import (
	"net/url"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/trusttest"
)

// I4: a place that is not safe any more is said to be so wherever somebody plans or leaves; nobody goes there before
// somebody has decided it by name. The host and whoever referred her read nothing of it.
func TestNobodyLeavesForDangerWithoutADecision(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := open(t, f, true)
		const doubt, why = "Aucun lieu d’accueil n’est encore confirmé", "Elle le sait et le souhaite"
		w.doubt = fault.NewConflict("journey.no_place")
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
