package web_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// kept is a visit that several people change: the version compared, as a desk does.
type kept struct {
	visit   visit
	version int64
}

func (k *kept) open(context.Context, access.Actor) (kept, error) { return *k, nil }

func (k *kept) change(_ context.Context, _ access.Actor, in kept) error {
	if in.version != k.version {
		return fault.ErrChanged
	}
	*k = kept{in.visit, in.version + 1}
	return nil
}

func keptSite(t *testing.T, k *kept) *house {
	t.Helper()
	texts, err := web.LoadTexts(fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	page := web.NewScreen(web.All(k.open), "visit.title", func(f *web.Form, now kept) templ.Component {
		return templ.Join(web.Overtaken(f, "Somebody was faster.", visited, &now.visit),
			web.EditForm(f, "/kept", now.version, visited, &now.visit, "visit.title"))
	}).Compares()
	read := func(r *web.Request) kept { return kept{web.Answers(visited)(r), r.Form().Version()} }
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: clock.NewFake(now),
		Routes: []web.Route{web.Get("/kept", staffAct, page.Show),
			web.Post("/kept", staffAct, page.Take(web.EnterAll(read, k.change), "/kept", ""))}})
	return h
}

var hidden = regexp.MustCompile(`name="(base|version)" value="([^"]*)"`)

// carried is what the form of a page carries.
func carried(body string) url.Values {
	out := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

func TestWhatNobodyTouchedTakesTheNewerAnswer(t *testing.T) {
	k := &kept{visit{Who: "Lise", Story: secret.Of("hers"), Health: secret.Of("tired"), Pets: tri.No, Told: true,
		Needs: []string{"school"}, Areas: []string{"59350"}, Adults: 2, On: date.Must(2026, 11, 1), At: now, Cost: 1250,
		Shape: "single", Mood: "tense", Level: 2, Home: "59"}, 3}
	h := keptSite(t, k)
	opened := h.do(ask{path: "/kept", cookie: "alive"}).Body.String()
	if strings.Contains(carried(opened).Get("base"), "Lise") {
		t.Error("a mark says what it marks")
	}
	send := func(base url.Values, changes url.Values) (int, string) {
		form := answers() // what stood in the page, as a browser sends it
		form["story"], form["areas"] = []string{"hers"}, []string{"Lille, Nord"}
		for _, from := range []url.Values{base, changes} {
			for name, v := range from {
				form[name] = v
			}
		}
		w := h.do(ask{method: "POST", path: "/kept", cookie: "alive", form: form})
		return w.Code, w.Body.String()
	}
	// A colleague changes nearly everything else while somebody writes about her health.
	theirs := k.visit
	theirs.Who, theirs.Story, theirs.Pets, theirs.Told, theirs.Adults = "Ada", secret.Of("newer"), tri.Yes, false, 5
	theirs.On, theirs.Cost, theirs.Areas, theirs.Level, theirs.Health = date.Must(2026, 11, 2), 300, []string{"13055"},
		3, secret.Of("rested")
	*k = kept{theirs, 4}
	code, body := send(carried(opened), url.Values{"health": {"my words"}})
	if code != http.StatusConflict {
		t.Fatal(code)
	}
	shows(t, body, "Somebody was faster.", `value="my words"`, "rested", `value="Ada"`, "newer</textarea>",
		`name="pets" value="yes" checked`, `value="5"`, `name="on-day" value="2"`, `value="3,00"`,
		`name="level" value="3" checked`, `name="version" value="4"`, "Marseille, Bouches-du-Rhône")
	if strings.Contains(body, `name="told" value="yes" checked`) || strings.Contains(body, `value="rested"`) {
		t.Error("an older or another's answer stands in a field")
	}
	if strings.Contains(body, "<dt>Mood</dt>") || !strings.Contains(body, "<dt>Who</dt>") {
		t.Error("what changed is not what is summed up")
	}
	// Sent again as it stands, it undoes nothing.
	again := url.Values{"health": {"my words"}, "who": {"Ada"}, "story": {"newer"}, "pets": {"yes"}, "told": nil,
		"adults": {"5"}, "on-day": {"2"}, "cost": {"3,00"}, "areas": {"Marseille"}, "level": {"3"}}
	if code, body = send(carried(body), again); code != http.StatusSeeOther {
		t.Fatal(code, body)
	}
	want := theirs
	want.Health = secret.Of("my words")
	if len(visited.Changed(&k.visit, &want)) > 0 || k.version != 5 {
		t.Errorf("changed by sending again: %v", visited.Changed(&k.visit, &want))
	}
}

func TestWhatIsToBeCorrectedKeepsItsBase(t *testing.T) {
	k := &kept{visit{Who: "Lise"}, 3}
	h := keptSite(t, k)
	base := carried(h.do(ask{path: "/kept", cookie: "alive"}).Body.String())
	k.visit.Who, k.version = "Ada", 4
	form := url.Values{"who": {""}}
	for name, v := range base {
		form[name] = v
	}
	w := h.do(ask{method: "POST", path: "/kept", cookie: "alive", form: form})
	if got := carried(w.Body.String()); w.Code != http.StatusUnprocessableEntity || got.Encode() != base.Encode() {
		t.Errorf("%d: carries %v, not %v", w.Code, got, base)
	}
}
