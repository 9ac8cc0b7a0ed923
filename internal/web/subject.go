package web

import (
	"context"
	"strconv"
)

// subject is whom a page is about and what is done on it: one line that stays on top of the page, where it has a label.
type subject struct {
	label, code, url string
	first            pageAct   // as the page itself says
	sends            []pageAct // the page's buttons that send a form, but for folded ones
}

// pageAct is what the line on top offers: a link, or sending a form of the page.
type pageAct struct {
	label     string // text key
	url, form string
}

// About says on the line that stays on top whom the page is about: a label and a code, which lead to url; without a url
// they are the heading of the page. Where the page has one button that sends a form, the line offers it too.
func About(ctx context.Context, label, code, url string) {
	s := &pageOf(ctx).subject
	s.label, s.code, s.url = label, code, url
}

// First says which link of the page comes first, and the line on top offers it. Label is a text key.
func First(ctx context.Context, label, url string) {
	pageOf(ctx).subject.first = pageAct{label: label, url: url}
}

type formKey struct{}

type foldedKey struct{}

// folded is for what stands in a fold that is closed: what few people need is not what the page is for.
func folded(ctx context.Context, open bool) context.Context {
	return context.WithValue(ctx, foldedKey{}, !open)
}

// sends notes a button that sends the form it stands in.
func sends(ctx context.Context, label string) {
	closed, _ := ctx.Value(foldedKey{}).(bool)
	if form, _ := ctx.Value(formKey{}).(string); form != "" && !closed {
		s := &pageOf(ctx).subject
		s.sends = append(s.sends, pageAct{label: label, form: form})
	}
}

// apart is for buttons that stay in sight by themselves: the line on top does not offer them again.
func apart(ctx context.Context) context.Context { return context.WithValue(ctx, formKey{}, "") }

// act is what the line on top offers: what the page says comes first, else its one button, else nothing.
func (s subject) act() (pageAct, bool) {
	if s.first.label == "" && len(s.sends) == 1 {
		return s.sends[0], true
	}
	return s.first, s.first.label != ""
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
