package app_test

import (
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// One box finds a case by its label or half of it, a partner, and a page of the program, and nothing that the reader
// may not open.
func TestOneBoxFindsEverything(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.refer()
		page := s.As(cast.Claire).Get(w.office).OK()
		is := regexp.MustCompile(`<h1><bdi>([^<]+) (\d+)</bdi>`).FindStringSubmatch(page.Body())
		if is == nil {
			t.Fatalf("no label on %s", page.Body())
		}
		tree, number := is[1], is[2]
		who := cast.Claire
		look := func(words string) *story.Person {
			return s.As(who).Get("/").Fill("code", words).Press("web.find.go")
		}
		for _, words := range alike(tree + " " + number) {
			if p := look(words).OK(); !strings.Contains(p.Body(), `href="`+w.office+`"`) {
				t.Errorf("%q does not find %s", words, is[0])
			}
		}
		half := tree
		if signs := []rune(tree); len(signs) > 3 { // fewer say nothing
			half = string(signs[:len(signs)-1])
		}
		for _, words := range []string{tree, half + " " + number} {
			if p := look(words).OK(); !strings.Contains(p.Body(), `href="`+w.office+`"`) {
				t.Errorf("%q does not find the open case %s", words, is[0])
			}
		}
		if p := look(tree + " " + number + "9"); strings.Contains(p.Body(), `href="`+w.office+`"`) {
			t.Error("another number finds the case")
		}
		look("RAPPORT").OK().IsAt("/reports") // nothing else is called so
		_, found, _ := strings.Cut(look("qui suit").OK().Body(), "<main")
		caseload, guide := strings.Index(found, `<a href="/caseload">`), strings.Index(found, `<a href="/help`)
		if caseload < 0 || caseload > guide {
			t.Error("the guide stands before the page it is about")
		}
		if p := look("evaluee").OK(); !strings.Contains(p.Body(), `href="/cases?at=evaluating"`) {
			t.Errorf("a stage does not lead to its cases: %s", p.Words())
		}
		if p := s.As(who).Get("/cases?at=referred").OK(); !strings.Contains(p.Body(), `href="`+w.office+`"`) {
			t.Error("the list of its stage does not show the case")
		}
		if p := s.As(who).Get("/cases?at=sheltered").OK(); strings.Contains(p.Body(), `href="`+w.office+`"`) {
			t.Error("the list of another stage shows the case")
		}
		if p := look("abadie").OK(); !strings.Contains(p.Body(), `href="/caseload?of=`) {
			t.Errorf("a colleague does not lead to the cases they follow: %s", p.Words())
		}
		for _, words := range []string{"Chêne", "Ééé", "a€b"} { // six bytes are not six signs
			if p := look(words); p.Status() != 200 {
				p.Shows("casefile.no_such_code")
			}
		}
		if p := look("xyzzy"); p.Status() != 422 || !strings.Contains(p.Body(), `value="xyzzy"`) {
			t.Errorf("what nobody is called is answered by %d, or not kept", p.Status())
		}
		who = cast.Hugo
		if p := look(tree + " " + number); strings.Contains(p.Body(), "/cases/") {
			t.Error("a host finds a case that is not theirs")
		}
	})
}
