package journeyweb_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"havre.example/havre/internal/trust/trusttest"
)

// written types an hour as it is at a place.
func written(f url.Values, name string, t time.Time, zone string, place string) {
	z, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	t = t.In(z)
	f.Set(name+"-day", fmt.Sprint(t.Day()))
	f.Set(name+"-month", fmt.Sprint(int(t.Month())))
	f.Set(name+"-year", fmt.Sprint(t.Year()))
	f.Set(name+"-time", t.Format("15:04"))
	f.Set(name+"-place", place)
}

// An hour of a place is the hour of its clocks: the form says whose, and nobody is late before.
func TestHoursOfAPlaceAreThoseOfItsClocks(t *testing.T) {
	const late = "L’arrivée n’est pas confirmée,"
	for _, c := range []struct{ department, region, zone, said string }{
		{"972", "R02", "America/Martinique", "UTC−4"},
		{"974", "R04", "Indian/Reunion", "UTC+4"},
	} {
		w := openIn(t, trusttest.SQLite(t), true, c.department, c.region)
		_, page := w.get("claire", "fr", w.page("claire")+"/plan")
		chosen := `<option value="` + c.region + `" selected>`
		has(t, page, `name="leg1-departs-place"`, `name="leg1-arrives-place"`, `name="expected-place"`, chosen)

		now, f := w.Clock.Now(), w.plan()
		leaves, comes, expected := now.Add(2*time.Hour), now.Add(11*time.Hour), now.Add(12*time.Hour)
		written(f, "leg1-departs", leaves, "Europe/Paris", "")
		written(f, "leg1-arrives", comes, c.zone, c.region)
		written(f, "expected", expected, c.zone, c.region)
		if code, page, _ := w.post("claire", "fr", w.page("claire")+"/plan", f); code != 303 {
			t.Fatalf("planning: %d\n%s", code, page)
		}
		local := f.Get("expected-time") + " (heure locale, " + c.said + ")"
		for _, who := range []string{"claire", "hugo"} {
			_, page = w.get(who, "fr", w.page(who))
			has(t, page, local, f.Get("leg1-arrives-time")+" (heure locale, "+c.said+")", f.Get("leg1-departs-time"))
		}
		_, page = w.get("claire", "fr", w.page("claire")+"/plan") // and read again as it was written
		has(t, page, `value="`+f.Get("expected-time")+`"`, `value="`+f.Get("leg1-arrives-time")+`"`, chosen)

		for _, who := range []string{"claire", "hugo"} {
			_, page = w.get(who, "fr", "/calendar")
			has(t, page, local)
		}

		w.Clock.Advance(12*time.Hour - 10*time.Minute)
		_, w.tokens["hugo"] = w.SignInToken("hugo")
		_, page = w.get("hugo", "fr", w.page("hugo"))
		lacks(t, page, late)
		w.Clock.Advance(20 * time.Minute)
		_, page = w.get("hugo", "fr", w.page("hugo"))
		has(t, page, late)
		_, page = w.get("hugo", "fr", "/")
		has(t, page, "depuis "+local)

		f = w.plan()
		f.Set("expected-place", "R99")
		_, w.tokens["claire"] = w.SignInToken("claire")
		if code, _, _ := w.post("claire", "fr", w.page("claire")+"/changes", f); code != 422 {
			t.Errorf("the hours of nowhere: %d", code)
		}
	}
}
