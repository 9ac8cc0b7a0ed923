package web

import (
	"context"
	"strconv"
)

// subject is whom a page is about and what is done on it: one line that stays on top of the page.
type subject struct {
	label, code, url string
	acts             []pageAct
	chosen           bool // the page said itself which of its acts comes first
}

// pageAct is what the line on top offers: a link, or sending a form of the page.
type pageAct struct {
	label     string // text key
	url, form string
}

// About says on the line that stays on top whom the page is about: a label and a code, which lead to url; without a url
// they are the heading of the page. Where the page has one button that sends a form, the line offers it too.
func About(ctx context.Context, label, code, url string) {
	p := pageOf(ctx)
	if p.subject == nil {
		p.subject = &subject{}
	}
	p.subject.label, p.subject.code, p.subject.url = label, code, url
}

// First says which link of the page comes first, and the line on top offers it. Label is a text key.
func First(ctx context.Context, label, url string) {
	p := pageOf(ctx)
	if p.subject == nil {
		p.subject = &subject{}
	}
	p.subject.acts, p.subject.chosen = []pageAct{{label: label, url: url}}, true
}

type formKey struct{}

// sends notes a button that sends the form it stands in.
func sends(ctx context.Context, label string) {
	form, _ := ctx.Value(formKey{}).(string)
	p := pageOf(ctx)
	if form == "" || p.subject == nil || p.subject.chosen {
		return
	}
	p.subject.acts = append(p.subject.acts, pageAct{label: label, form: form})
}

// act is what the line on top offers: nothing where the page has several.
func (s *subject) act() (pageAct, bool) {
	if len(s.acts) != 1 {
		return pageAct{}, false
	}
	return s.acts[0], true
}

// formID is the id of a form: the one given, else its number on the page, which its buttons know.
func formID(ctx context.Context, id string) (string, context.Context) {
	p := pageOf(ctx)
	p.forms++
	if id == "" && !p.public {
		id = "form-" + strconv.Itoa(p.forms)
	}
	return id, context.WithValue(ctx, formKey{}, id)
}
