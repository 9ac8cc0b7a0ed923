package app_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	sheets "havre.example/havre/internal/ask"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// areaForm is a form with a field for areas: how somebody opens it, sends it, and sees it again.
type areaForm struct {
	field string
	towns bool // it keeps towns as well as departments
	open  func() *story.Person
	send  func(*story.Person)
	again func(*story.Person)
}

// Every form that asks for an area reads alike what people write: one reading is taken and said with its department
// on the page that follows, several are asked, and what nobody finds is kept or said, never lost.
func TestEveryFormReadsAreasAlike(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.refer()
		asked := map[string]bool{}
		for _, f := range w.areaForms() {
			asked[strings.TrimRight(f.field, "1")] = true
			for _, c := range []struct {
				typed              string
				towns, departments []string
			}{
				{"13001", []string{"Marseille, Bouches-du-Rhône"}, []string{"Bouches-du-Rhône (13)"}},
				{"20000", []string{"Corse-du-Sud (2A)"}, nil},
				{"97411", []string{"Saint-Paul, La Réunion"}, []string{"La Réunion (974)"}}, // and not Saint-Denis
				{"2A", []string{"Corse-du-Sud (2A)"}, nil},
				{"1", []string{"Ain (01)"}, nil},
				{"Marseille", []string{"Marseille, Bouches-du-Rhône"}, []string{"Bouches-du-Rhône (13)"}},
				{"Lille, Nord", []string{"Lille, Nord"}, []string{"Nord (59)"}},
				{"Lille (59)", []string{"Lille, Nord"}, []string{"Nord (59)"}},
				{"Saint-Denis", []string{"Saint-Denis, Seine-Saint-Denis", "Saint-Denis, La Réunion",
					"Saint-Denis, Aude", "Saint-Denis, Gard"}, nil},
				{"Vienne", []string{"Vienne (86)", "Vienne, Isère"}, nil},
				{"xyzzy", nil, nil},
			} {
				want := c.towns
				if !f.towns && c.departments != nil {
					want = c.departments
				}
				f.reads(t, c.typed, want)
			}
		}
		for _, q := range sheets.All() {
			if name := q.Name; q.Areas() && (q.Kind == sheets.Typed || q.Kind == sheets.TypedAll) && name != "" &&
				!asked[name] {
				t.Errorf("no form was tried that asks for %q", name)
			}
		}
	})
}

// suggested is what a field offers to whoever types: it says nothing of what was read.
var suggested = regexp.MustCompile(`(?s)<datalist.*?</datalist>`)

// reads types an area and fails where the form does otherwise than it should.
func (f areaForm) reads(t *testing.T, typed string, want []string) {
	t.Helper()
	p := f.open().Fill(f.field, typed)
	f.send(p)
	asks := strings.Contains(p.Body(), `name="`+f.field+`-which"`)
	switch {
	case len(want) == 1 && (p.Status() != 200 || asks):
		t.Errorf("%s: %q is not read: %d, %s", f.field, typed, p.Status(), p.Words())
	case len(want) == 1:
		if !strings.Contains(suggested.ReplaceAllString(p.Body(), ""), html.EscapeString(want[0])) {
			t.Errorf("%s: what %q was read as is not said on the page that follows", f.field, typed)
		}
		if f.again(p); !strings.Contains(suggested.ReplaceAllString(p.Body(), ""), html.EscapeString(want[0])) {
			t.Errorf("%s: %q does not become %q:\n%s", f.field, typed, want[0], p.Words())
		}
	case len(want) > 1:
		if !strings.Contains(p.Body(), `value="`+typed+`"`) {
			t.Errorf("%s: %q is not kept while it is asked", f.field, typed)
		}
		for _, label := range want {
			if !strings.Contains(p.Body(), `name="`+f.field+`-which" value="`+html.EscapeString(label)+`"`) {
				t.Errorf("%s: %q does not ask whether it is %q: %d", f.field, typed, label, p.Status())
			}
		}
	default:
		if p.Status() == 200 && !asks {
			f.again(p)
		}
		if !strings.Contains(p.Body(), typed) {
			t.Errorf("%s: %q is lost: %d", f.field, typed, p.Status())
		}
	}
}

// areaForms are all of them.
func (w *walk) areaForms() []areaForm {
	w.T.Helper()
	press := func(words ...string) func(*story.Person) {
		return func(p *story.Person) {
			for _, x := range words {
				p.Press(x)
			}
		}
	}
	stay, next, back := func(*story.Person) {}, press("referral.go.next"), press("referral.go.back")
	step := func(p *story.Person, danger bool) *story.Person {
		p.Fill("who_name", "Inès").Fill("who_telephone", "01 99 00 41 12")
		if danger {
			p.Press("referral.go.next").Press("referral.go.next")
		}
		return p
	}
	staff := func(danger bool) func() *story.Person {
		return func() *story.Person { return step(w.StepUp(cast.Rita).Get("/referrals/new").OK(), danger) }
	}
	public := func(danger bool) func() *story.Person {
		return func() *story.Person {
			return step(w.Public(w.Lang).Get(w.at(w.Lang, "referral.url.steps")).OK(), danger)
		}
	}
	forms := []areaForm{
		{"who_department", false, staff(false), next, back}, {"who_department", false, public(false), next, back},
		{"danger_area", true, staff(true), next, back}, {"danger_area", true, public(true), next, back},
		{"department", false, func() *story.Person {
			return w.StepUp(cast.Claire).Get("/contacts/new").OK().Choose("caller", "professional")
		}, press("helpdesk.end.keep"), stay},
		{"department", false, func() *story.Person { return w.StepUp(cast.Claire).Get("/contacts").OK() },
			press("web.list.show"), stay},
	}
	for _, field := range []string{"zone1", "wished", "vetoes", "tie1"} {
		at := w.office + "/assessment"
		forms = append(forms, areaForm{field, true, func() *story.Person {
			p := w.StepUp(cast.Claire).Get(at).OK()
			switch field {
			case "zone1":
				p.Choose("zone1_level", "grave").Choose("zone1_reason", "address_known")
			case "tie1":
				p.Fill("wished", "").Fill("vetoes", "").Choose("tie1_within", "120")
			}
			return p
		}, press("assessment.decide.save"), func(p *story.Person) { p.Get(at).OK() }})
	}
	return forms
}
