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

// bare is a form that was on somebody's screen, and where.
type bare struct {
	by           *story.Person
	at, to, kind string
}

// meets remembers each kind of form in which something is typed or chosen, but for those of a draft, which is kept as
// it is.
func meets(met map[string]bare) func(*story.Person) {
	return func(p *story.Person) {
		doc, err := html.Parse(strings.NewReader(p.Body()))
		if err != nil || p.Status() != http.StatusOK {
			return
		}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode || n.Data != "form" || attr(n, "method") != "post" || len(askedIn(n)) == 0 {
				continue
			}
			to := attr(n, "action")
			if kind := named.ReplaceAllString(to, "/ID"); !strings.HasPrefix(kind, "/referrals/ID/") {
				met[kind] = bare{p, p.Address(), to, kind}
			}
		}
	}
}

// askedIn are the fields of a form in which somebody types or chooses.
func askedIn(form *html.Node) []field {
	return slices.DeleteFunc(fieldsOf(form), func(f field) bool {
		return slices.Contains(asksNothing, f.kind) || f.name == "early" || f.name == "passphrase"
	})
}

// sent sends a form with nothing typed, chosen or ticked in it, and tells whether it is still there to be sent.
func (b bare) sent(s *story.Story) bool {
	p := b.by.Get(b.at)
	form := formOf(p.Body(), b.to)
	if p.Status() != http.StatusOK || form == nil {
		return false
	}
	values := maps.Clone(htmlcheck.Sent(p.Body(), b.to))
	pressed(form, values)
	for _, f := range fieldsOf(form) {
		if !slices.Contains(asksNothing, f.kind) {
			values.Del(f.name)
		}
	}
	values.Del("place") // a press may name one, and asks it by that
	before := column(s, rows(s))
	got := p.Beside(b.to, values)
	if after := column(s, rows(s)); after != before {
		s.T.Errorf("%s: sent empty, it answers %d and leaves %s rows, not %s: %v, %.300s", b.kind, got.Status(), after,
			before, slices.Sorted(maps.Keys(values)), got.Words())
	}
	return true
}

// rows counts what is kept of anybody: all tables, save those of sessions, keys and the journal.
func rows(s *story.Story) string {
	names := column(s, `select group_concat(name, ' ') from sqlite_master where type = 'table'
		and name not like 'journal%' and name not like 'session%' and name not like 'gate%' and name not like 'vault%'
		and name not like 'sqlite%'`)
	out := "select 0"
	for _, name := range strings.Fields(names) {
		out += " + (select count(*) from " + name + ")"
	}
	return out
}

// takesBack are the forms whose empty answer takes back what was said before.
var takesBack = []string{"/cases/ID/assessment"}

// No form in which something is typed or chosen stores a row where nothing is.
func TestAnEmptyFormStoresNothing(t *testing.T) {
	var tried []string
	for _, station := range []string{"referred", "searching", "asked", "accepted", "planned", "admitted", "travel",
		"sheltered"} {
		s, met := story.In(t, trusttest.SQLite(t), cast.France(), "fr"), map[string]bare{}
		s.Shown = meets(met)
		w := (&walk{Story: s}).to(station)
		for _, at := range []string{"/contacts/new", "/partners", w.office + "/tasks/new", w.office + "/tasks/note",
			w.office + "/safety/new", w.office + "/safety/plan/new", w.office + "/calls/new", w.office + "/agreements",
			w.office + "/person", w.office + "/assessment", w.office + "/owner", w.office + "/end"} {
			s.StepUp(cast.Claire).Get(at)
		}
		for _, at := range []string{"", "/notes", "/services", "/aid", "/legal", "/justice", "/exit", "/transfer"} {
			if w.host != "" {
				s.StepUp(cast.Brieuc).Get(w.host + "/stay" + at)
			}
		}
		s.StepUp(cast.Rose).Get("/partners/new").Get("/people").Get("/settings")
		s.Shown = nil
		for _, kind := range slices.Sorted(maps.Keys(met)) {
			if (w.gone < 2 || !slices.Contains(takesBack, kind)) && met[kind].sent(s) && !slices.Contains(tried, kind) {
				tried = append(tried, kind)
			}
		}
	}
	t.Logf("%d forms: %q", len(tried), tried)
}
