package placementweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/trust/trusttest"
)

// Every hour that has to do with a host is that of its place: its forms ask whose hour is written, and what is printed
// says whose it is, to the head office and to the host.
func TestHoursOfAHostAreThoseOfItsPlace(t *testing.T) {
	for _, c := range []struct{ department, region, zone, said string }{
		{"972", "R02", "America/Martinique", " (heure locale, UTC−4)"},
		{"974", "R04", "Indian/Reunion", " (heure locale, UTC+4)"},
	} {
		s := siteOf(t, trusttest.SQLite(t), c.department)
		z, err := time.LoadLocation(c.zone)
		s.must(err)
		there := func(at time.Time) string { return at.In(z).Format("15:04") + c.said }
		form := func(name string, at time.Time, more url.Values) url.Values {
			at = at.In(z)
			more.Set(name+"-day", at.Format("2"))
			more.Set(name+"-month", at.Format("1"))
			more.Set(name+"-year", at.Format("2006"))
			more.Set(name+"-time", at.Format("15:04"))
			more.Set(name+"-place", c.region)
			return more
		}
		post := func(path string, f url.Values) {
			t.Helper()
			if code, _, body := s.do("POST", path, f); code != 303 {
				t.Fatalf("%s: %d\n%s", path, code, body)
			}
		}
		base := "/cases/" + s.person("Zora", "59350", "NGA", 1999).String()
		until := s.Clock.Now().Add(26 * time.Hour)
		s.shows(s.get(base+"/search"), true, `name="until-place"`)
		offer := form("until", until, url.Values{"round": {"0"}, "place": {s.places["lot"]},
			"reason": {"person_prefers"}, "words": {"she wishes it"}})
		offer.Set("do", "preview")
		_, _, body := s.do("POST", base+"/proposals", offer)
		s.shows(body, true, `name="until-place" value="`+c.region+`"`, c.said)
		offer.Del("do")
		post(base+"/proposals", offer)
		s.as = "lot"
		link := s.home("lot")
		s.shows(s.get(link), true, there(until))
		s.as = "claire"
		one := base + "/proposals/" + link[strings.LastIndex(link, "/")+1:]

		s.shows(s.get(one+"/telephone"), true, `name="at-place"`, `name="again-place"`)
		s.Clock.Advance(2 * time.Minute)
		called := s.Clock.Now().Add(-time.Minute)
		post(one+"/telephone",
			form("at", called, url.Values{"outcome": {"yes"}, "who": {"Jo, chef"}, "seen": {"sent"}}))
		s.shows(s.get(one+"/telephone"), true, there(called.Truncate(time.Minute)))
		s.as = "lot"
		s.shows(s.get(link), true, there(called.Truncate(time.Minute)))

		s.as = "claire"
		s.signIn()
		s.shows(s.get(one+"/interview"), true, `name="at-place"`, `<option value="`+c.region+`" selected>`)
		meet := s.Clock.Now().Add(20 * time.Hour)
		post(one+"/interview", form("at", meet, url.Values{"way": {"video"}}))
		for _, who := range []string{"claire", "lot"} {
			s.as = who
			page := base + "/search"
			if who == "lot" {
				page = link
			}
			s.shows(s.get(page), true, there(meet.Truncate(time.Minute)))
		}
	}
}
