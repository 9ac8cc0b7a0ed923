package story

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"havre.example/havre/internal/prooftest/htmlcheck"
)

// say returns the words of a text key in the person's language, or the words themselves.
func (p *Person) say(keyOrWords string) string {
	if p.s.texts != nil && p.s.texts.Has(keyOrWords) {
		return htmlcheck.Plain(p.s.texts.In(p.lang, p.now()).T(keyOrWords))
	}
	return htmlcheck.Plain(keyOrWords)
}

// Follow follows the link with these words.
func (p *Person) Follow(words string) *Person {
	p.s.T.Helper()
	want := p.say(words)
	a := p.one("link", want, func(n *html.Node) bool { return n.Data == "a" && fits(htmlcheck.Name(n), want) })
	return p.Get(value(a, "href"))
}

// Within looks for labels and buttons only in the smallest part of the page (row, item, section, form, what was said
// on top) with these words, until the next page.
func (p *Person) Within(words string) *Person {
	p.s.T.Helper()
	want := p.say(words)
	parts := []string{"li", "tr", "article", "section", "form", "fieldset", "details", "aside"}
	var best *html.Node
	for n := range p.elements(p.page) {
		part := slices.Contains(parts, n.Data) || value(n, "class") == "said"
		if part && strings.Contains(htmlcheck.Words(n), want) {
			best = n // the last one is the innermost of those that hold the words
		}
	}
	if best == nil {
		p.fail("no part of the page says %q", want)
	}
	p.scope = best
	return p
}

// Anywhere looks for labels and buttons on the whole page again.
func (p *Person) Anywhere() *Person {
	p.scope = nil
	return p
}

// Fill types into the field with this label (text key, words) or name.
func (p *Person) Fill(label, words string) *Person {
	p.s.T.Helper()
	n := p.field(label, "input", "textarea")
	p.typed[n] = []string{words}
	return p
}

// Attach gives a file to the field with this label or name.
func (p *Person) Attach(label string, content []byte) *Person {
	p.s.T.Helper()
	p.files[p.field(label, "input")] = content
	return p
}

// Choose picks, in the question with this label or name, the answer with these words or value: a radio button, a box,
// or a line of a list.
func (p *Person) Choose(question, answer string) *Person {
	p.s.T.Helper()
	q, a := p.say(question), p.say(answer)
	for n := range p.elements(p.where()) {
		switch {
		case n.Data == "select" && (value(n, "name") == question || fits(htmlcheck.Label(n), q)):
			for o := range p.elements(n) {
				if o.Data == "option" && (value(o, "value") == answer || fits(htmlcheck.Words(o), a)) {
					p.typed[n] = []string{value(o, "value")}
					return p
				}
			}
		case ticked(n) && (value(n, "name") == question || inQuestion(n, q)) &&
			(value(n, "value") == answer || fits(htmlcheck.Label(n), a)):
			p.tick(n)
			return p
		}
	}
	p.fail("no answer %q to %q", a, q)
	return p
}

// Tick ticks the box with this label or name.
func (p *Person) Tick(label string) *Person {
	p.s.T.Helper()
	p.tick(p.field(label, "input"))
	return p
}

// Untick clears the box with this label or name.
func (p *Person) Untick(label string) *Person {
	p.s.T.Helper()
	p.typed[p.field(label, "input")] = []string{}
	return p
}

func (p *Person) tick(n *html.Node) {
	p.typed[n] = []string{tickValue(n)}
	if value(n, "type") == "radio" {
		for o := range p.elements(owner(n)) {
			if o != n && o.Data == "input" && value(o, "type") == "radio" && value(o, "name") == value(n, "name") {
				p.typed[o] = []string{}
			}
		}
	}
}

// Press presses the button with these words; its form goes with all its fields.
func (p *Person) Press(words string) *Person {
	p.s.T.Helper()
	want := p.say(words)
	b := p.one("button", want, func(n *html.Node) bool { return n.Data == "button" && fits(htmlcheck.Name(n), want) })
	form := owner(b)
	if form.Data != "form" {
		p.fail("the button %q belongs to no form", want)
	}
	return p.submit(form, b)
}

// Submit sends the only form of the page's main part that has the field, by name.
func (p *Person) Submit(field string) *Person {
	p.s.T.Helper()
	return p.submit(owner(p.field(field, "input", "textarea", "select")), nil)
}

// Typing has the browser hand over what stands in the form of a field, as its script does while somebody types; the
// page stays.
func (p *Person) Typing(field string) *Person {
	p.s.T.Helper()
	p.Held(field)()
	return p
}

// Held is Typing that arrives when it is called.
func (p *Person) Held(field string) func() {
	p.s.T.Helper()
	form := owner(p.field(field, "input", "textarea", "select"))
	values, _ := p.filled(form)
	for n := range p.elements(form) {
		if _, typed := p.typed[n]; typed && values.Has("_touched") {
			values.Add("_touched", value(n, "name"))
		}
	}
	by := &Person{s: p.s, name: p.name, lang: p.lang, client: p.client, at: p.at, hands: true}
	return func() {
		if by.Post(value(form, "action"), values); by.status != http.StatusNoContent {
			p.fail("what is typed is not kept: %d", by.status)
		}
	}
}

// filled is what a form sends, its buttons left out.
func (p *Person) filled(form *html.Node) (values url.Values, files map[string][]byte) {
	values, files = url.Values{}, map[string][]byte{}
	for n := range p.elements(form) {
		name := value(n, "name")
		if name == "" {
			continue
		}
		for _, v := range p.values(n) {
			values.Add(name, v)
		}
		if c, ok := p.files[n]; ok {
			files[name] = c
		}
	}
	return values, files
}

func (p *Person) submit(form, button *html.Node) *Person {
	p.s.T.Helper()
	values, files := p.filled(form)
	action := value(form, "action")
	if button != nil {
		if name := value(button, "name"); name != "" {
			values.Add(name, value(button, "value"))
		}
		if a := value(button, "formaction"); a != "" {
			action = a
		}
	}
	if !strings.EqualFold(value(form, "method"), "post") {
		to, err := url.Parse(action)
		if err != nil {
			p.fail("%q is no address", action)
		}
		to.RawQuery = values.Encode()
		return p.Get(to.String())
	}
	if value(form, "enctype") != "multipart/form-data" {
		before := &Person{s: p.s, name: p.name, lang: p.lang, client: p.client, at: p.at}
		if p.Post(action, values); p.s.Pressed != nil {
			p.s.Pressed(p, func() *Person { return before.Beside(action, values) })
		}
		return p
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, list := range values {
		for _, v := range list {
			if err := w.WriteField(name, v); err != nil {
				p.fail("%v", err)
			}
		}
	}
	for name, content := range files {
		part, err := w.CreateFormFile(name, "file")
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			p.fail("%v", err)
		}
	}
	if err := w.Close(); err != nil {
		p.fail("%v", err)
	}
	return p.send(http.MethodPost, action, w.FormDataContentType(), b.Bytes())
}

// values returns what a field sends, as typed or as the page had it.
func (p *Person) values(n *html.Node) []string {
	if v, ok := p.typed[n]; ok {
		return v
	}
	switch n.Data {
	case "input":
		switch value(n, "type") {
		case "checkbox", "radio":
			if !has(n, "checked") {
				return nil
			}
			return []string{tickValue(n)}
		case "file", "submit", "button":
			return nil
		}
		return []string{value(n, "value")}
	case "textarea":
		return []string{strings.TrimPrefix(raw(n), "\n")}
	case "select":
		firstOption := ""
		for i, o := range options(n) {
			if has(o, "selected") {
				return []string{value(o, "value")}
			}
			if i == 0 {
				firstOption = value(o, "value")
			}
		}
		return []string{firstOption}
	}
	return nil
}
