package app_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/atlantis"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// far is where Brieuc's house of Atlantis lies: a region with clocks of its own.
const far = "S"

// Every hour of a house in the far zone of another country is that of its clocks: the field says whose it is before
// anybody types, what is typed there is kept as that instant, pages say whose hour they show, and nobody is late
// before.
func TestHoursOfAFarHouseInAnotherCountry(t *testing.T) {
	land, err := atlantis.Land()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []lang.Tag{atlantis.Left, atlantis.Right} {
		t.Run(string(l), func(t *testing.T) {
			w := (&walk{Story: story.In(t, trusttest.SQLiteIn(t, land.Home), land, l)}).to("accepted")
			w.farInterview()
			w.to("admitted")
			w.farJourney()
			w.farCalls()
		})
	}
}

// there is how an hour of the far zone is written, and here one of the head office's.
func (w *walk) there(at time.Time) string {
	at = at.In(w.Land.Country.HoursOf(far))
	_, offset := at.Zone()
	return w.Texts().In(w.Lang, at).T("web.time.local", "clock", w.clock(at), "zone",
		"−"+w.numerals(strconv.Itoa(-offset/3600)))
}

func (w *walk) here(at time.Time) string { return w.clock(at.In(w.Land.Country.Zone())) }

func (w *walk) clock(at time.Time) string {
	return w.Texts().In(w.Lang, at).T("web.format.clock", "hh", w.numerals(at.Format("15")), "mm",
		w.numerals(at.Format("04")))
}

// numerals writes a number as the language read from right to left does.
func (w *walk) numerals(s string) string {
	if w.Lang != atlantis.Right {
		return s
	}
	return strings.Map(func(r rune) rune { return r - '0' + '٠' }, s)
}

// hour types an instant by the clocks of an area, in a field that offers the area first.
func (w *walk) hour(p *story.Person, name, area string, at time.Time) *story.Person {
	w.T.Helper()
	if got := p.Field(name + "-place"); got != area {
		w.T.Errorf("%s: %s is asked by the clocks of %q, not %q", p.Path(), name, got, area)
	}
	at = at.In(w.Land.Country.HoursOf(area))
	return p.Fill(name+"-day", at.Format("2")).Fill(name+"-month", at.Format("1")).
		Fill(name+"-year", at.Format("2006")).Fill(name+"-time", at.Format("15:04"))
}

// in is an instant some time from now, as exact as people type it.
func (w *walk) in(d time.Duration) time.Time { return w.Clock.Now().Add(d).Truncate(time.Minute) }

func (w *walk) farInterview() {
	w.T.Helper()
	p, meet := w.StepUp(cast.Claire).Get(w.offer+"/interview").OK(), w.in(90*time.Minute)
	w.hour(w.plant(p, "/interview"), "at", far, meet).Choose("way", "video").Press("placement.plan.do").OK()
	p.Get(w.office + "/search").OK().Shows(w.there(meet))
	w.StepUp(cast.Brieuc).Get(w.host + w.offer[len(w.office):]).OK().Shows(w.there(meet))
	w.As(cast.Brieuc).Get("/calendar").OK().Shows(w.there(meet))
	w.gone++
}

func (w *walk) farJourney() {
	w.T.Helper()
	leaves, comes, expected := w.in(2*time.Hour), w.in(7*time.Hour), w.in(8*time.Hour)
	p := w.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
	w.plant(p, "/journey/plan").Choose("accompanier", "volunteer").Choose("leg1-means", "train")
	w.hour(p, "leg1-departs", "", leaves)
	w.hour(p, "leg1-arrives", far, comes)
	w.hour(p, "expected", far, expected).Press("journey.plan.save").OK()
	p.Shows(w.here(leaves), w.there(comes), w.there(expected)).Hides(w.there(leaves))
	for _, who := range []cast.Worker{cast.Claire, cast.Brieuc} {
		w.As(who).Get("/calendar").OK().Shows(w.there(expected))
	}
	w.Wait(expected.Sub(w.Clock.Now()) - 10*time.Minute)
	for _, who := range []cast.Worker{cast.Claire, cast.Brieuc} {
		w.StepUp(who).Get("/").OK().Hides("journey.home.late")
	}
	w.Wait(20 * time.Minute)
	for _, who := range []cast.Worker{cast.Claire, cast.Brieuc} {
		w.StepUp(who).Get("/").OK().Shows("journey.home.late", w.there(expected))
	}
	p = w.StepUp(cast.Brieuc).Get("/").OK()
	w.along(p, "/journey/arrival")
	w.host = p.Path()[:len(p.Path())-len("/journey/arrival")]
	came := w.in(-5 * time.Minute)
	w.hour(p, "at", far, came).Press("journey.arrival.confirm").OK()
	_, local, _ := strings.Cut(w.there(came), w.clock(came.In(w.Land.Country.HoursOf(far))))
	p.Get(w.host).OK().Shows(local) // since when she is there, and when that was noted
	p.Get(w.host + "/journey/arrival/correction").OK()
	if day := came.In(w.Land.Country.HoursOf(far)).Format("2"); p.Field("on-day") != day {
		w.T.Errorf("she arrived on the %s, not the %s", p.Field("on-day"), day)
	}
	w.StepUp(cast.Claire).Get(w.office + "/journey").OK().Shows(w.there(came))
}

// The calls of a case are the head office's, and so are their hours, which the field and the log say; whoever reads an
// hour from another clock chooses whose.
func (w *walk) farCalls() {
	w.T.Helper()
	p := w.As(cast.Claire).Get(w.office+"/calls/new").OK().Choose("party", "host").Choose("about", "stay").
		Choose("outcome", "reached")
	called, again := w.in(-time.Hour), w.in(3*time.Hour)
	w.hour(p, "at", "", called)
	w.hour(p, "again", "", again).Press("call.save").OK()
	p.Shows("web.time.office", w.here(called), w.here(again)).Hides(w.there(called))
	p.Get(w.office).OK().Shows("web.time.office")
}
