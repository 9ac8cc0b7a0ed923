package proof

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	picture    = regexp.MustCompile("(?s)## Floors and rooms\n\n```\n(.*?)```")
	pictured   = regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z]+)?) {2,}\S`)
	roomsDrawn = regexp.MustCompile(`(?m)^ {16,}((?:[a-z]+  )+[a-z]+) {3,}`)
)

// The picture that a newcomer sees first has the floors of the table, each above what it rests on, and rooms that are
// there.
func TestThePictureIsTheTable(t *testing.T) {
	s := source(t)
	doc, err := os.ReadFile(filepath.Join(s.root, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	drawn := picture.FindSubmatch(doc)
	if drawn == nil {
		t.Fatal("there is no picture of the floors")
	}
	var seen []string
	for _, m := range pictured.FindAllSubmatch(drawn[1], -1) {
		seen = append(seen, string(m[1]))
	}
	for _, f := range floors {
		if f.name != "tests" && !slices.Contains(seen, f.name) {
			t.Errorf("the picture lacks the floor %q", f.name)
		}
	}
	if len(seen) != len(floors)-1 {
		t.Errorf("the picture has %d floors, the table %d for the program: %q", len(seen), len(floors)-1, seen)
	}
	for _, p := range s.pkgs {
		for _, i := range p.imports {
			own, ours := strings.CutPrefix(i, module+"/")
			if !ours || forTests(p.path) {
				continue
			}
			from, to := slices.Index(seen, floorOf(p.path).name), slices.Index(seen, floorOf(own).name)
			if from > to {
				t.Errorf("%s imports %s, which the picture draws above it", p.path, own)
			}
		}
	}
	var rooms []string
	for _, m := range roomsDrawn.FindAllSubmatch(drawn[1], -1) {
		rooms = append(rooms, strings.Fields(string(m[1]))...)
	}
	if len(rooms) == 0 {
		t.Error("the picture has no room")
	}
	for _, room := range rooms { // a room may be younger than the picture
		if !slices.ContainsFunc(s.pkgs, func(p *pkg) bool { return p.path == "internal/room/"+room }) {
			t.Errorf("the picture has a room that is none: %s", room)
		}
	}
}

// homes are the files in which a room says something.
var homes = map[string]string{"access.Define": "acts.go", "casefile.Declare": "part.go"}

// Who may do what, and what a room tells, stand where the picture's page says.
func TestActsAndPartsStandInTheirFiles(t *testing.T) {
	s, found := source(t), map[string]int{}
	for _, p := range s.pkgs {
		if room, web := roomOf(p.path); room == "" || web {
			continue
		}
		for name, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				from, _ := sel.X.(*ast.Ident)
				if from == nil {
					return true
				}
				home := homes[from.Name+"."+sel.Sel.Name]
				if found[home]++; home != "" && filepath.Base(name) != home {
					t.Errorf("%s: this belongs in %s", s.where(n.Pos()), home)
				}
				return true
			})
		}
	}
	if found["acts.go"] == 0 || found["part.go"] == 0 {
		t.Errorf("looked at %d acts and %d parts", found["acts.go"], found["part.go"])
	}
}
