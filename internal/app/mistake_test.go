package app_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// asksNothing are kinds of fields that nobody types in or chooses by.
var asksNothing = []string{"hidden", "button", "file", "submit"}

// searches take whatever is typed in them.
var searches = []string{"/rounds asking", "/people find", "/help said"}

// slip sends one form as nobody should: with nothing told, and with answers that no field takes. What the page says
// then is looked at wherever a page is shown (story).
func (e *edging) slip(p *story.Person, form *html.Node) {
	fields := slices.DeleteFunc(fieldsOf(form), func(f field) bool { return slices.Contains(asksNothing, f.kind) })
	to, names := attr(form, "action"), ""
	for _, f := range fields {
		names += " " + f.name
	}
	kind := named.ReplaceAllString(to, "/ID") + names
	if len(fields) == 0 || e.tried[kind] || slices.Contains(searches, kind) ||
		strings.Contains(names, "passphrase") {
		return
	}
	e.tried[kind] = true
	for what, wrong := range []func(field) string{nothing, nonsense} {
		values := maps.Clone(htmlcheck.Sent(p.Body(), to))
		pressed(form, values)
		for _, f := range fields {
			if f.name != "case" { // ticked in a table, and typed by nobody
				values[f.name] = []string{wrong(f)}
			}
		}
		values.Set("zz", "\x00") // the form is refused, whatever else it says
		got := p.Beside(to, values).Status()
		if got != http.StatusUnprocessableEntity && got != http.StatusConflict && !e.open { // a draft is kept as it is
			e.s.T.Errorf("%s: %d answers %d", kind, what, got)
		}
	}
}

// nothing is an empty field.
func nothing(field) string { return "" }

// nonsense is what a field does not take.
func nonsense(f field) string {
	switch {
	case len(f.answers) > 0, f.numeric:
		return "zz"
	case f.listed:
		return "Xyzzyx Qqq"
	}
	return strings.Repeat("x", 6000)
}

// Whatever is wrong in whatever form stands beside its field, which says that it is described by it, and the summary
// leads there: of each form that anybody has before them, sent empty and with answers that cannot be.
func TestEveryMistakeStandsBesideItsField(t *testing.T) {
	e := edging{tried: map[string]bool{}}
	e.each = e.slip
	for _, play := range []func(*walk){wholePath, everything} {
		e.s = story.In(t, trusttest.SQLite(t), cast.France(), "fr")
		e.s.Shown = e.look
		play(&walk{Story: e.s})
	}
	e.public()
	if len(e.tried) < 40 {
		t.Errorf("only %d forms were tried", len(e.tried))
	}
	t.Logf("%d forms: %q", len(e.tried), slices.Sorted(maps.Keys(e.tried)))
}
