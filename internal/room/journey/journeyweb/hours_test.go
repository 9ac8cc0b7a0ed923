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

// An hour that is put right is asked and shown by the clocks of where she left, and her day of arrival is that of the
// place, whatever day it is at the head office.
func TestHoursPutRightAreThoseOfTheirPlace(t *testing.T) {
	for _, c := range []struct{ department, region, zone, said string }{
		{"972", "R02", "America/Martinique", "UTC−4"},
		{"974", "R04", "Indian/Reunion", "UTC+4"},
	} {
		w := openIn(t, trusttest.SQLite(t), true, c.department, c.region)
		now, f := w.Clock.Now(), w.plan()
		written(f, "leg1-departs", now.Add(time.Hour), c.zone, c.region)
		written(f, "leg1-arrives", now.Add(11*time.Hour), c.zone, c.region)
		written(f, "expected", now.Add(12*time.Hour), c.zone, c.region)
		if code, page, _ := w.post("claire", "fr", w.page("claire")+"/plan", f); code != 303 {
			t.Fatalf("planning: %d\n%s", code, page)
		}
		w.Clock.Advance(90 * time.Minute)
		_, w.tokens["claire"] = w.SignInToken("claire")
		if code, _, _ := w.post("claire", "fr", w.page("claire")+"/departure", url.Values{}); code != 303 {
			t.Fatalf("departure: %d", code)
		}
		z, _ := time.LoadLocation(c.zone)
		shown := w.Clock.Now().In(z).Format("15:04")
		_, page := w.get("claire", "fr", w.page("claire")+"/departure/correction")
		has(t, page, `name="at-place"`, `<option value="`+c.region+`" selected>`, `value="`+shown+`"`)
		left := w.Clock.Now().Add(-20 * time.Minute)
		f = url.Values{}
		written(f, "at", left.Add(time.Hour), c.zone, c.region)
		code, page, _ := w.post("claire", "fr", w.page("claire")+"/departure/correction", f)
		if code != 422 {
			t.Fatalf("she leaves in the future: %d", code)
		}
		has(t, page, `href="#f-at"`, "encore à venir")
		written(f, "at", left, c.zone, c.region)
		if code, page, _ = w.post("claire", "fr", w.page("claire")+"/departure/correction", f); code != 303 {
			t.Fatalf("correction: %d\n%s", code, page)
		}
		_, page = w.get("claire", "fr", w.page("claire"))
		has(t, page, left.In(z).Format("15:04")+" (heure locale, "+c.said+")", shown+" (heure locale, "+c.said+")")

		w.Clock.Advance(36 * time.Hour)
		late := w.Clock.Now().In(z) // just before or after midnight there, another day at the head office
		day := late.Day()
		if c.region == "R04" {
			late = time.Date(late.Year(), late.Month(), day, 0, 30, 0, 0, z)
		} else {
			late = time.Date(late.Year(), late.Month(), day-1, 23, 30, 0, 0, z)
			day--
		}
		f = url.Values{}
		written(f, "at", late, c.zone, c.region)
		_, w.tokens["hugo"] = w.SignInToken("hugo")
		if code, page, _ = w.post("hugo", "fr", w.page("hugo")+"/arrival", f); code != 303 {
			t.Fatalf("arrival: %d\n%s", code, page)
		}
		_, page = w.get("hugo", "fr", w.page("hugo")+"/arrival/correction")
		has(t, page, fmt.Sprintf(`name="on-day" value="%d"`, day))
	}
}
