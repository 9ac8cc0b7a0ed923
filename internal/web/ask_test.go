package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	question "havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

type visit struct {
	Who    string
	Story  secret.Text
	Health secret.Text
	Pets   tri.Value
	Told   bool
	Shape  string
	Mood   string
	Level  int
	Needs  []string
	Home   string
	Areas  []string
	Adults int
	Born   int
	Month  string
	About  bool
	On     date.Date
	At     time.Time
	Cost   money.Cents
}

var visited = question.Of("visit",
	question.Text("who", func(v *visit) *string { return &v.Who }).Max(8).Required(),
	question.Words("story", vault.Danger, "visit.story_sealed", func(v *visit) *secret.Text { return &v.Story }).
		Lines(4).Optional(),
	question.Words("health", vault.Health, "visit.health_sealed", func(v *visit) *secret.Text { return &v.Health }),
	question.Tri("pets", func(v *visit) *tri.Value { return &v.Pets }),
	question.Tick("told", func(v *visit) *bool { return &v.Told }),
	question.Code("shape", "household_shape", func(v *visit) *string { return &v.Shape }),
	question.Among("mood", []string{"calm", "tense"}, func(v *visit) *string { return &v.Mood }).Opened(),
	question.Level("level", 3, func(v *visit) *int { return &v.Level }),
	question.Codes("needs", "need", func(v *visit) *[]string { return &v.Needs }),
	question.Pick("home", question.Departments, func(v *visit) *string { return &v.Home }),
	question.Picks("areas", question.Places, func(v *visit) *[]string { return &v.Areas }),
	question.Number("adults", 1, 10, func(v *visit) *int { return &v.Adults }),
	question.Number("born", 1900, 2199, func(v *visit) *int { return &v.Born }).NotAhead().OfBirth("about").
		WithMonth(true, func(v *visit) *string { return &v.Month }),
	question.Tick("about", func(v *visit) *bool { return &v.About }),
	question.Day("on", func(v *visit) *date.Date { return &v.On }).NotAhead(),
	question.Hour("at", func(v *visit) *time.Time { return &v.At }),
	question.Money("cost", func(v *visit) *money.Cents { return &v.Cost }),
)

const visitTexts = `
[visit]
title = "Visit"
[visit.field]
who = "Who"
story = "Story"
health = "Health"
pets = "Pets"
told = "Told"
shape = "Shape"
mood = "Mood"
level = "Level"
needs = "Needs"
home = "Home"
areas = "Areas"
adults = "Adults"
born = "Born"
about = "About"
on = "On"
at = "At"
cost = "Cost"
[visit.hint]
pets = "Cats count."
[visit.ask]
pets = "Is there an animal?"
[visit.mood]
calm = "Quite calm"
tense = "Tense"
[visit.level]
1 = "Low"
2 = "Middle"
3 = "High"
`

// visitSite shows one form: filled with what is known, summed up once it was sent.
func visitSite(t *testing.T, known *visit) http.Handler {
	t.Helper()
	texts, err := web.LoadTexts(fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	return web.New(web.Options{Country: packs.France, Texts: texts, Sessions: newHouse(t, web.Options{}),
		Clock: clock.NewFake(now),
		Routes: []web.Route{
			web.Get("/visit", staffAct, func(r *web.Request) (web.Response, error) {
				web.Fill(r.Form(), visited, known)
				return web.View("visit.title", web.Asks(r.Form(), visited.Questions())), nil
			}),
			web.Post("/visit", staffAct, func(r *web.Request) (web.Response, error) {
				web.Read(r, visited, known)
				if !r.Form().OK() {
					return web.Invalid("visit.title", web.Asks(r.Form(), visited.Questions())), nil
				}
				return web.View("visit.title", web.SummaryList(web.Told(r.Context(), visited, known))), nil
			}),
		}})
}

func visitPage(t *testing.T, known *visit, form url.Values) (int, string) {
	t.Helper()
	r := httptest.NewRequest("GET", "http://havre.test/visit", nil)
	if form != nil {
		r = httptest.NewRequest("POST", "http://havre.test/visit", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://havre.test")
	}
	r.Header.Set("Cookie", "havre=alive")
	w := httptest.NewRecorder()
	visitSite(t, known).ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func shows(t *testing.T, body string, want ...string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(body, s) {
			t.Errorf("the page does not show %q", s)
		}
	}
}

func answers() url.Values {
	return url.Values{"who": {"Lise"}, "story": {"a\nb"}, "health": {"tired"}, "pets": {"no"}, "told": {"yes"},
		"shape": {"single"}, "mood": {"tense"}, "level": {"2"}, "needs": {"school"}, "home": {"nord"},
		"areas": {"Lille", "Rennes, Ille-et-Vilaine"}, "adults": {"2"}, "on-day": {"1"}, "on-month": {"11"},
		"on-year": {"2026"}, "at-day": {"24"}, "at-month": {"11"}, "at-year": {"2026"}, "at-time": {"14h10"},
		"cost": {"12,50"}}
}

func TestAFormFillsASheet(t *testing.T) {
	var v visit
	code, body := visitPage(t, &v, answers())
	if code != 200 {
		t.Fatalf("%d", code)
	}
	if v.Who != "Lise" || !v.Story.Equal(secret.Of("a\nb")) || v.Health.Empty() || v.Pets != tri.No || !v.Told ||
		v.Shape != "single" || v.Mood != "tense" || v.Level != 2 || len(v.Needs) != 1 || v.Home != "59" ||
		len(v.Areas) != 2 || v.Areas[1] != "35238" || v.Adults != 2 || v.On != date.Must(2026, 11, 1) ||
		!v.At.Equal(now) || v.Cost != 1250 {
		t.Errorf("read: %+v", v)
	}
	shows(t, body, "Lise", "tired", "<dt>Pets</dt>", "No", "Tense", "Middle", "Nord (59)",
		"Lille, Nord; Rennes, Ille-et-Vilaine",
		"1 November 2026",
		"14:10", "12.50")
	if _, body = visitPage(t, &visit{Who: "Ada", Pets: tri.Unknown}, url.Values{"who": {"Ada"}}); strings.Contains(body,
		"<dt>Pets</dt>") {
		t.Error("what is not known is told")
	}
}

// A day whose year was mistyped is answered beside its field with how far it may lie, in a form that names no
// bounds too; what exists on no calendar is told so.
func TestADayFarAwayIsAnsweredBesideItsField(t *testing.T) {
	const old, far = "this date is too long ago: more than 5 years", "too far ahead: more than 2 years"
	for _, c := range []struct{ year, month, day, says string }{
		{"1899", "12", "31", old}, {"1899", "1", "1", old}, {"1800", "2", "29", old}, {"2199", "1", "1", far},
		{"2999", "12", "31", far},
		{"2026", "2", "30", "there is no such day"}, {"1899", "13", "1", "there is no such day"},
		{"26", "11", "24", "the year in four digits"},
	} {
		for _, field := range []string{"on", "at"} {
			form := answers()
			form.Set(field+"-year", c.year)
			form.Set(field+"-month", c.month)
			form.Set(field+"-day", c.day)
			says := c.says
			if says == far && field == "on" {
				says = "this date has not come yet" // NotAhead
			}
			v := visit{}
			code, body := visitPage(t, &v, form)
			if code != 422 || !v.On.IsZero() && field == "on" || !v.At.IsZero() && field == "at" {
				t.Errorf("%s on %s-%s-%s: %d, kept as %+v", field, c.year, c.month, c.day, code, v)
			}
			if n := strings.Count(body, says); n != 1 {
				t.Errorf("%s on %s-%s-%s is answered %d times", field, c.year, c.month, c.day, n)
			}
			shows(t, body, `name="`+field+`-year" value="`+c.year+`"`)
			form.Del(field + "-day")
			form.Del(field + "-month")
			form.Del(field + "-year")
			form.Set(field, c.year+"-"+c.month+"-"+c.day)
			if code, body = visitPage(t, &v, form); code != 422 || !strings.Contains(body, says) {
				t.Errorf("%s as %s: %d", field, form.Get(field), code)
			}
		}
	}
}

// A month told with a year of birth, or the day, is kept and fills the form again, in digits or in words.
func TestABirthKeepsItsMonth(t *testing.T) {
	for typed, want := range map[string]visit{
		"03/2009": {Born: 2009, Month: "2009-03"}, "14/03/2009": {Born: 2009, Month: "2009-03-14"},
		"2009": {Born: 2009}, "about 25": {Born: 2001, About: true},
		"~03/2009": {Born: 2009, Month: "2009-03", About: true}, "march 2009": {Born: 2009, Month: "2009-03"},
		"About March 2009":    {Born: 2009, Month: "2009-03", About: true},
		"environ 14 mar 2009": {Born: 2009, Month: "2009-03-14", About: true},
		"en août 2009":        {Born: 2009, Month: "2009-08"}, "born 14 Sept. 2009": {Born: 2009, Month: "2009-09-14"},
	} {
		form := answers()
		form.Set("born", typed)
		v := visit{Month: "1990-01"}
		if code, _ := visitPage(t, &v, form); code != 200 || v.Born != want.Born || v.Month != want.Month ||
			v.About != want.About {
			t.Errorf("%s is read as %d, %q, about %t", typed, v.Born, v.Month, v.About)
		}
		_, body := visitPage(t, &v, nil)
		if !strings.ContainsFunc(typed, unicode.IsLetter) {
			shows(t, body, `value="`+strings.TrimPrefix(typed, "~")+`"`)
		}
	}
	for _, typed := range []string{"12/2026", "1899", "31/12/1899", "1905", "2199", "jui 2009", "June",
		"31 June 2009"} {
		form := answers()
		form.Set("born", typed)
		v := visit{}
		code, body := visitPage(t, &v, form)
		if code != 422 || v.Born != 0 {
			t.Errorf("born %s: %d, %d", typed, code, v.Born)
		}
		shows(t, body, `id="f-born-error"`, `value="`+typed+`"`)
	}
}

// A birth that is a guess says so itself, whatever of it is known, and keeps what was typed beside the tick.
func TestAGuessedBirthIsSaidAsOne(t *testing.T) {
	for typed, says := range map[string]string{"06/2009": "about June 2009", "14/06/2009": "about Sunday 14 June 2009",
		"2009": "about 2009"} {
		form := answers()
		form.Set("born", typed)
		form.Set("about", "yes")
		v := visit{}
		code, body := visitPage(t, &v, form)
		if code != 200 || !v.About || strings.Contains(body, "<dt>About</dt>") {
			t.Errorf("%s: %d, a guess: %t, and the tick is summed up apart", typed, code, v.About)
		}
		shows(t, body, says)
		if _, body = visitPage(t, &v, nil); !strings.Contains(body, `value="`+typed+`"`) {
			t.Errorf("%s does not fill the form again", typed)
		}
		form.Del("about")
		if _, body = visitPage(t, &v, form); v.About || strings.Contains(body, "about ") {
			t.Errorf("%s is still a guess", typed)
		}
	}
	_, body := visitPage(t, &visit{}, url.Values{"who": {"Ada"}, "about": {"yes"}})
	shows(t, body, "<dt>About</dt>") // of nothing
}

func TestAPageAsksASheet(t *testing.T) {
	v := visit{Who: "Lise", Story: secret.Of("a quiet room"), Pets: tri.Yes, Mood: "calm", Level: 3,
		Areas: []string{"59350"}, Adults: 4, On: date.Must(2026, 11, 2), At: now, Cost: 350, Told: true}
	code, body := visitPage(t, &v, nil)
	if code != 200 {
		t.Fatalf("%d", code)
	}
	shows(t, body, `value="Lise"`, "a quiet room</textarea>", `name="pets" value="yes" checked`, "Cats count.",
		`<option value="calm" selected>Quite calm`, `name="level" value="3" checked`, `name="shape" value="single"`,
		`value="Lille, Nord"`, `value="4"`, `name="on-day" value="2"`, `name="at-time" value="14:10"`,
		`value="3,50"`, "Read by: the evaluation team. By nobody else.",
		"Read by: the evaluation team; by the host, after the admission, if the person has agreed by then: “",
		`data-max="200"`,
		"(optional)", `inputmode="numeric"`)
}

func TestWhatIsWrongStandsBesideItsField(t *testing.T) {
	known := visit{Who: "Lise", Adults: 3}
	form := url.Values{"who": {""}, "pets": {"perhaps"}, "shape": {"castle"}, "needs": {"yacht"}, "home": {"Atlantis"},
		"areas": {"Lille", "Atlantis"}, "adults": {"40"}, "on-day": {"1"}, "on-month": {"12"}, "on-year": {"2026"},
		"at-time": {"14:10"}, "cost": {"much"}, "level": {"7"}, "story": {strings.Repeat("x", 201)}}
	code, body := visitPage(t, &known, form)
	if code != 422 {
		t.Fatalf("%d", code)
	}
	for _, name := range []string{"who", "pets", "shape", "needs", "home", "areas", "adults", "on", "at", "cost",
		"level", "story"} {
		shows(t, body, `id="f-`+name+`-error"`)
	}
	shows(t, body, `value="Atlantis"`, "this date has not come yet", "from 1 to 10")
	if known.Who != "Lise" || known.Adults != 3 || known.Areas != nil || !known.Story.Empty() {
		t.Errorf("a mistake was kept: %+v", known)
	}
}

func TestTopicsAreAskedInTheirOwnWords(t *testing.T) {
	texts, err := web.LoadTexts(fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := web.WithPrinter(t.Context(), texts.In("en", now))
	if w := web.TopicWords(ctx, "visit", "pets"); w != "Is there an animal?" {
		t.Error(w)
	}
	if w := web.TopicWords(ctx, "visit", "home"); w != "Home" {
		t.Error(w)
	}
}
