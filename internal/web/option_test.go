package web_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	question "havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// listed has an answer of every kind that is chosen from a list.
type listed struct {
	Shown, Opened, Spoken string
	Needs, Tongues        []string
}

var chosen = question.Of("listed",
	question.Code("shown", "gender", func(k *listed) *string { return &k.Shown }).AllSeen(),
	question.Code("opened", "exit_reason", func(k *listed) *string { return &k.Opened }).Opened(),
	question.Pick("spoken", "language", func(k *listed) *string { return &k.Spoken }),
	question.Codes("needs", "need", func(k *listed) *[]string { return &k.Needs }),
	question.Picks("tongues", "language", func(k *listed) *[]string { return &k.Tongues }))

// What ended is offered where it stands, marked, however it is asked for, and stays when the form is sent; elsewhere it
// is neither offered nor taken.
func TestWhatEndedIsOfferedWhereItStands(t *testing.T) {
	first := packs.France().Day(now)
	in, wrong := packs.France().With(country.EndCode("gender", "Masculine", first),
		country.EndCode("exit_reason", "own_housing", first), country.EndCode("language", "pt", first),
		country.EndCode("need", "quiet_room", first))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	words := "[listed]\ntitle = \"Kept\"\n[listed.field]\n"
	for _, q := range chosen {
		words += q.Name + " = \"" + q.Name + "\"\n"
	}
	texts, err := web.LoadTexts(fstest.MapFS{"texts.fr.toml": {Data: []byte(words)},
		"texts.en.toml": {Data: []byte(words)}})
	if err != nil {
		t.Fatal(err)
	}
	all := listed{"Masculine", "own_housing", "pt", []string{"school", "quiet_room"}, []string{"fr", "pt"}}
	have, is := all, listed{}
	site := web.New(web.Options{Country: func() *country.Pack { return in }, Texts: texts,
		Sessions: newHouse(t, web.Options{}), Clock: clock.NewFake(now),
		Routes: []web.Route{
			web.Get("/listed", staffAct, func(r *web.Request) (web.Response, error) {
				web.Fill(r.Form(), chosen, &have)
				return web.View("listed.title", web.AskForm(r.Form(), "/listed", chosen.Questions(), "listed.title")),
					nil
			}),
			web.Post("/listed", staffAct, func(r *web.Request) (web.Response, error) {
				is = web.Answers(chosen)(r)
				if !r.Form().OK() {
					return web.Invalid("listed.title", web.Asks(r.Form(), chosen.Questions())), nil
				}
				return web.SeeOther("/listed"), nil
			}),
		}})
	do := func(form url.Values) (int, string) {
		r := httptest.NewRequest("GET", "http://havre.test/listed", nil)
		if form != nil {
			r = httptest.NewRequest("POST", "http://havre.test/listed", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Origin", "http://havre.test")
		}
		r.Header.Set("Cookie", "havre=alive")
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	_, page := do(nil)
	const mark = "(no longer offered)"
	for _, words := range []string{"Man " + mark, "Portuguese " + mark, "Quiet room " + mark} {
		shows(t, page, words)
	}
	sent := htmlcheck.Sent(page, "/listed")
	if code, _ := do(sent); code != 303 || is.Shown != all.Shown || is.Opened != all.Opened ||
		is.Spoken != all.Spoken ||
		!slices.Equal(is.Needs, all.Needs) || !slices.Equal(is.Tongues, all.Tongues) {
		t.Errorf("sent as it stood: %d, %+v", code, is)
	}
	sent.Set("needs", "school")
	sent.Set("opened", "")
	if code, _ := do(sent); code != 303 || is.Opened != "" || !slices.Equal(is.Needs, []string{"school"}) {
		t.Errorf("taken out: %d, %+v", code, is)
	}
	have = listed{Needs: []string{"school"}, Tongues: []string{"fr"}}
	if _, page = do(nil); strings.Contains(page, mark) || strings.Contains(page, "Quiet room") {
		t.Error("offered where it does not stand")
	}
	for name, value := range map[string]string{"shown": all.Shown, "opened": all.Opened, "spoken": "portugais",
		"needs": "quiet_room", "tongues": "Portuguese"} {
		anew := htmlcheck.Sent(page, "/listed")
		anew.Set(name, value)
		if code, _ := do(anew); code != 422 {
			t.Errorf("%s is answered anew with what ended: %d", name, code)
		}
	}
}
