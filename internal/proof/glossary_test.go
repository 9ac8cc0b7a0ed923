package proof

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the glossary calls by the name of a Go type or value exists.
func TestTheGlossaryNamesWhatExists(t *testing.T) {
	s := source(t)
	body, err := os.ReadFile(filepath.Join(s.root, "docs", "glossary.md"))
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, m := range regexp.MustCompile("`([a-z]+)\\.([A-Z][A-Za-z]*)`").FindAllStringSubmatch(string(body), -1) {
		tried++
		there := false
		for _, p := range s.pkgs {
			for name, o := range p.info.Defs {
				there = there || name.Name == m[2] && strings.HasSuffix(p.path, "/"+m[1]) && o != nil &&
					o.Parent() == o.Pkg().Scope()
			}
		}
		if !there {
			t.Errorf("%s.%s is in the glossary and nowhere else", m[1], m[2])
		}
	}
	if tried < 10 {
		t.Errorf("only %d names are looked at", tried)
	}
}
