package journeyweb_test

import (
	"testing"

	"havre.example/havre/internal/trust/trusttest"
)

// Two people change one journey: the second sees what the first wrote, beside their own words.
func TestSecondWriterSeesTheFirst(t *testing.T) {
	w := open(t, trusttest.SQLite(t), true)
	w.post("claire", "fr", w.page("claire")+"/plan", w.plan())
	first := w.plan()
	first.Set("version", "1")
	first.Set("meeting", "Quai 4")
	if code, page, _ := w.post("claire", "fr", w.page("claire")+"/changes", first); code != 303 {
		t.Fatalf("change: %d\n%s", code, page)
	}
	second := w.plan()
	second.Set("version", "1")
	second.Set("meeting", "Devant le kiosque")
	code, page, _ := w.post("claire", "en", w.page("claire")+"/changes", second)
	if code != 409 {
		t.Fatalf("the second change: %d", code)
	}
	has(t, page, "Quai 4", "Devant le kiosque", "Somebody changed this journey", `name="version" value="2"`)
}
