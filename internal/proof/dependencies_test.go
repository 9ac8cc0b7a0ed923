package proof

import (
	"os"
	"path"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// Each module that the program or its tests ask for themselves is named on the page that says why it was chosen.
func TestEveryDependencyHasItsReason(t *testing.T) {
	source, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", source, nil)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range mod.Require {
		name := path.Base(r.Mod.Path)
		if strings.HasPrefix(name, "v") && len(name) == 2 { // a later version of the module before it
			name = path.Base(path.Dir(r.Mod.Path))
		}
		if !r.Indirect && !strings.Contains(string(page), name) {
			t.Errorf("%s: no word in docs/dependencies.md", r.Mod.Path)
		}
	}
}
