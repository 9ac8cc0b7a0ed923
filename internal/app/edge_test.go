package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	questions "havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// edge is a day as somebody types it into three boxes, and the texts of which one says what is wrong with it.
type edge struct {
	day, month, year string
	says             []string
}

// edges are days that no form takes.
var edges = []edge{
	{"31", "12", "1899", []string{"web.form.too_old", "web.form.too_old_years"}},
	{"1", "1", "2199", []string{"web.form.too_far", "web.form.too_far_years", "web.form.ahead"}},
	{"29", "2", "2027", []string{"web.form.date"}}, {"31", "4", "2026", []string{"web.form.date"}},
	{"0", "1", "2026", []string{"web.form.date"}}, {"aujourd’hui", "", "", []string{"web.form.date_part"}},
	{"12", "ab", "2026", []string{"web.form.date"}}, {"12", "5", "", []string{"web.form.date_part"}},
	{"1", "1", "26", []string{"web.form.date"}},
}

// edging tries every form with a day that anybody has before them, once.
type edging struct {
	s     *story.Story
	tried map[string]bool
	asked map[string]bool // labels of the questions tried
	busy  bool
	open  bool // pages for everybody are tried, and no others
	each  func(*story.Person, *html.Node)
}

// public tries the steps of a referral by somebody without account, each in a draft of its own: what is typed wrong
// stays in it.
func (e *edging) public() {
	e.open = true
	defer func() { e.open = false }()
	w := &walk{Story: e.s}
	form := w.at(e.s.Lang, "referral.url.steps")
	for steps := range 3 {
		e.busy = true
		p := e.s.Public(e.s.Lang).Get(form).OK()
		for range steps {
			w.answer(w.plant(p, form), form)
			p.Press("referral.go.next").OK()
		}
		e.busy = false
		e.look(p)
	}
}

// look tries the forms of a page that somebody opened.
func (e *edging) look(p *story.Person) {
	theirs := strings.HasPrefix(p.Path(), "/"+string(e.s.Lang)+"/")
	if e.busy || p.Status() != http.StatusOK || theirs != e.open {
		return
	}
	e.busy = true
	defer func() { e.busy = false }()
	doc, err := html.Parse(strings.NewReader(p.Body()))
	if err != nil {
		e.s.T.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data == "form" && attr(n, "method") == "post" {
			e.each(p, n)
		}
	}
}

// form tries one form.
func (e *edging) form(p *story.Person, form *html.Node) {
	var days []string
	sent := htmlcheck.Sent(p.Body(), attr(form, "action"))
	for _, f := range fieldsOf(form) {
		if name, is := strings.CutSuffix(f.name, "-day"); is {
			days = append(days, name)
		}
	}
	pressed(form, sent)
	to := attr(form, "action")
	kind := named.ReplaceAllString(to, "/ID") + " " + strings.Join(days, " ")
	if len(days) == 0 || e.tried[kind] {
		return
	}
	e.tried[kind] = true
	for _, name := range days {
		for _, q := range e.questions(form, name) {
			e.asked[q.Label()] = true
		}
	}
	for _, typed := range edges {
		values := maps.Clone(sent)
		for _, name := range days {
			values.Set(name+"-day", typed.day)
			values.Set(name+"-month", typed.month)
			values.Set(name+"-year", typed.year)
			if values.Has(name + "-time") {
				values.Set(name+"-time", "10:00")
			}
		}
		e.refused(p.Beside(to, values), to, days, typed)
	}
	e.empty(p, form, to, sent, days)
}

// pressed adds what the first button of a form sends, which is the one that goes on.
func pressed(form *html.Node, sent url.Values) {
	for n := range form.Descendants() {
		if n.Data == "button" {
			if attr(n, "name") != "" {
				sent.Set(attr(n, "name"), attr(n, "value"))
			}
			return
		}
	}
}

// questions are what a field may be asked by: the questions of its name and its words.
func (e *edging) questions(form *html.Node, name string) (out []questions.Question) {
	for n := range fieldset(form, name).ChildNodes() {
		if n.Data != "legend" {
			continue
		}
		for _, q := range questions.All() {
			if q.Kind != questions.OnDay && q.Kind != questions.AtHour || !strings.HasSuffix(name, q.Name) {
				continue
			}
			says := e.s.Texts().In(e.s.Lang, e.s.Clock.Now()).T(q.Label())
			if strings.HasPrefix(htmlcheck.Words(n), htmlcheck.Plain(says)) {
				out = append(out, q)
			}
		}
	}
	if len(out) == 0 {
		e.s.T.Errorf("%s asks %s, which is no question", attr(form, "action"), name)
	}
	return out
}

// fieldset is the part of a form that holds the three boxes of a day.
func fieldset(form *html.Node, name string) *html.Node {
	for n := range form.Descendants() {
		if attr(n, "name") == name+"-day" {
			for n.Data != "fieldset" {
				n = n.Parent
			}
			return n
		}
	}
	return form
}

// refused fails where a day that cannot be is taken, or the page does not say so beside it with what was typed in it.
func (e *edging) refused(p *story.Person, to string, days []string, typed edge) {
	tell := func(what string) {
		e.s.T.Errorf("%s: %q %q %q: %s", named.ReplaceAllString(to, "/ID"), typed.day, typed.month, typed.year, what)
	}
	if p.Status() != http.StatusUnprocessableEntity {
		tell("answers " + http.StatusText(p.Status()) + " at " + named.ReplaceAllString(p.Path(), "/ID"))
		return
	}
	if !strings.Contains(p.Body(), `<html lang="`+string(e.s.Lang)) {
		tell("is in another language")
	}
	got := htmlcheck.Sent(p.Body(), to)
	for _, name := range days {
		said := mistakeAt(p.Body(), name)
		if !slices.ContainsFunc(typed.says, func(key string) bool {
			return e.like(key).MatchString(said)
		}) {
			tell(name + " says " + said)
		}
		for part, want := range map[string]string{"-day": typed.day, "-month": typed.month, "-year": typed.year} {
			if got.Get(name+part) != want {
				tell("keeps " + got.Get(name+part) + " as " + name + part)
			}
		}
	}
	for _, line := range twiceSaid(p.Body()) {
		tell("two lines say " + line)
	}
	if folded := foldedMistakes(p.Body()); len(folded) > 0 {
		tell("these are folded away: " + strings.Join(folded, ", "))
	}
	if lost := astray(p.Body()); len(lost) > 0 {
		tell("nothing leads to " + lost[0])
	}
}

// empty fails where a day is missed that may be left out, or is not that has to be told. Another sign makes the form
// refuse whatever else it says.
func (e *edging) empty(p *story.Person, form *html.Node, to string, sent url.Values, days []string) {
	values := maps.Clone(sent)
	for _, name := range days {
		for _, part := range []string{"", "-day", "-month", "-year", "-time"} {
			values.Del(name + part)
		}
	}
	values.Set("zz", "\x00")
	back := p.Beside(to, values)
	for _, name := range days {
		said := mistakeAt(back.Body(), name)
		if !slices.ContainsFunc(e.questions(form, name), func(q questions.Question) bool {
			return q.Must == (said != "")
		}) {
			e.s.T.Errorf("%s: %s left out answers %d and says %q", named.ReplaceAllString(to, "/ID"), name,
				back.Status(), said)
		}
	}
}

// like is what a text looks like whatever number it is filled with.
func (e *edging) like(key string) *regexp.Regexp {
	words := regexp.QuoteMeta(htmlcheck.Plain(e.s.Texts().In(e.s.Lang, e.s.Clock.Now()).T(key, "n", 2)))
	return regexp.MustCompile(strings.ReplaceAll(words, "2", "[0-9]+"))
}

// mistakeAt is what a page says is wrong with a field; empty where nothing is.
func mistakeAt(body, name string) string {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	for n := range fieldset(doc, name).Descendants() {
		if n.Data == "p" && attr(n, "class") == "mistake" {
			return htmlcheck.Plain(htmlcheck.Words(n))
		}
	}
	return ""
}

// foldedMistakes are the mistakes of a page that stand in what is folded away.
func foldedMistakes(body string) (out []string) {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	for n := range doc.Descendants() {
		if n.Data != "p" || attr(n, "class") != "mistake" {
			continue
		}
		for up := range n.Ancestors() {
			open := slices.ContainsFunc(up.Attr, func(a html.Attribute) bool { return a.Key == "open" })
			if up.Data == "details" && !open {
				out = append(out, attr(n, "id"))
			}
		}
	}
	return out
}

// twiceSaid are the lines of a summary of mistakes that say the same of two fields: nobody knows which is meant.
func twiceSaid(body string) (out []string) {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	seen := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Data != "a" || n.Parent.Data != "li" || !strings.HasPrefix(attr(n, "href"), "#") ||
			attr(n.Parent.Parent.Parent, "class") != "summary" {
			continue
		}
		if words := htmlcheck.Words(n); seen[words] {
			out = append(out, words)
		} else {
			seen[words] = true
		}
	}
	return out
}

// No form anywhere takes a day that cannot be, or one beyond what it may mean: it says so beside the day, in the
// language of the page, with what was typed; and a day that may be left out is not missed.
func TestDaysAtTheEdges(t *testing.T) {
	for _, l := range []lang.Tag{"fr", "en"} {
		t.Run(string(l), func(t *testing.T) {
			e := edging{tried: map[string]bool{}, asked: map[string]bool{}}
			e.each = e.form
			for _, play := range []func(*walk){wholePath, everything} {
				land := cast.France()
				e.s = story.In(t, trusttest.SQLite(t), land, l)
				e.s.Shown = e.look
				play(&walk{Story: e.s})
			}
			e.public()
			for _, q := range questions.All() {
				if (q.Kind == questions.OnDay || q.Kind == questions.AtHour) && !e.asked[q.Label()] {
					t.Errorf("nobody came by a form that asks %s", q.Label())
				}
			}
			t.Logf("%d forms: %q", len(e.tried), slices.Sorted(maps.Keys(e.tried)))
		})
	}
}
