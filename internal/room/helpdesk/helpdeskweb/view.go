package helpdeskweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/web"
)

// sheet is what the contact page knows besides the form.
type sheet struct {
	id        string // empty for a new contact
	version   int64
	contact   helpdesk.Contact
	overtaken bool // somebody else wrote meanwhile: contact is theirs
}

func (s sheet) action() string {
	if s.id == "" {
		return "/contacts"
	}
	return "/contacts/" + s.id
}

// questions are what a first call asks, most urgent first.
var questions = []string{"talk", "medical", "threat", "tonight", "knows", "children", "where", "adult", "callback"}

// keys are the codes of a list that have not ended.
func keys(ctx context.Context, n codelist.Name) []string {
	var out []string
	for _, c := range web.Country(ctx).List(n).All() {
		if c.Until.IsZero() {
			out = append(out, c.Key)
		}
	}
	return out
}

func options(ctx context.Context, n codelist.Name) []web.Option {
	var out []web.Option
	for _, k := range keys(ctx, n) {
		out = append(out, web.Option{Value: k, Label: web.Country(ctx).List(n).Label(web.Lang(ctx), k)})
	}
	return out
}

func departments(ctx context.Context) []web.Option {
	var out []web.Option
	for _, a := range web.Country(ctx).Departments() {
		out = append(out, web.Option{Value: a.Code, Label: a.Name})
	}
	return out
}

func label(ctx context.Context, n codelist.Name, key string) string {
	if key == "" || key == codelist.Unknown {
		return ""
	}
	return web.Country(ctx).List(n).Label(web.Lang(ctx), key)
}

func area(ctx context.Context, code string) string {
	if code == "" {
		return ""
	}
	return web.Country(ctx).Name(code)
}

func topics(ctx context.Context, list []string) string {
	var out []string
	for _, t := range list {
		out = append(out, label(ctx, codelist.Topic, t))
	}
	return strings.Join(out, ", ")
}

func minutes(ctx context.Context, n int) string {
	if n == 0 {
		return ""
	}
	return web.T(ctx, "helpdesk.minutes_n", "n", n)
}

// rows are what is kept in codes, in words.
func rows(ctx context.Context, c helpdesk.Contact) []web.Row {
	asked := helpdesk.Noting.Only("caller", "organisation", "department", "channel", "topic", "minutes",
		"redirected_to")
	out := web.Rows(ctx, asked, &c.Entry)
	for i, q := range asked {
		if q.Name == "minutes" {
			out[i].Value = minutes(ctx, c.Minutes)
		}
	}
	return out
}

func heads(ctx context.Context) []string {
	var out []string
	for _, k := range []string{"when", "caller", "department", "topic", "minutes", "state"} {
		out = append(out, web.T(ctx, "helpdesk.column."+k))
	}
	return out
}

func cells(ctx context.Context, list []helpdesk.Contact) [][]web.Cell {
	out := make([][]web.Cell, 0, len(list))
	for _, c := range list {
		n := web.Cell{Number: true}
		if c.Minutes > 0 {
			n.Words = web.Number(ctx, c.Minutes)
		}
		out = append(out, []web.Cell{
			{Words: web.Date(ctx, c.At), URL: "/contacts/" + c.ID.String()},
			{Words: web.Country(ctx).List(codelist.Caller).Label(web.Lang(ctx), c.Caller)},
			{Words: area(ctx, c.Department)}, {Words: topics(ctx, c.Topics)}, n,
			{Words: web.Country(ctx).List(codelist.ContactOutcome).Label(web.Lang(ctx), string(c.State))},
		})
	}
	return out
}

// page is the address of the list with a filter; after is empty for the first page.
func page(q helpdesk.Filter, after string) string {
	v := url.Values{}
	for name, value := range map[string]string{"state": string(q.State), "topic": q.Topic, "department": q.Department,
		"after": after} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/contacts"
	}
	return "/contacts?" + v.Encode()
}

func previous(q helpdesk.Filter) string {
	if q.After.IsZero() {
		return ""
	}
	return page(q, "")
}

func next(l helpdesk.Listing, q helpdesk.Filter) string {
	if l.Next.IsZero() {
		return ""
	}
	return page(q, l.Next.String())
}

func versionText(v int64) string { return strconv.FormatInt(v, 10) }
