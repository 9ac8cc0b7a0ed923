package proof

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// countries are the types that hold what belongs to one country. Nothing of theirs outlives a network or is shared by
// two: the gate holds a pack, and hands it on.
var countries = []string{"internal/country.Pack", "internal/country.Areas", "internal/country.Book",
	"internal/country.List", "internal/country.Code", "internal/country.Manifest", "internal/country.Drawing",
	"internal/kernel/lang.Set", "internal/kernel/lang.Language", "internal/kernel/money.Currency", "internal/web.Texts",
	"time.Location"}

// mayAskForFrance are the packages that open a network, or make one to look at; packs itself keeps what it has read.
var mayAskForFrance = []string{"packs", "internal/app", "internal/demo/gen"}

func TestNoCountryIsKeptInAPackage(t *testing.T) {
	for _, p := range source(t).pkgs {
		if !forTests(p.path) && slices.Contains(p.imports, module+"/packs") &&
			!slices.Contains(mayAskForFrance, p.path) {
			t.Errorf("%s imports packs: it is to be given its country", p.path)
		}
		if forTests(p.path) || p.path == "packs" {
			continue
		}
		for _, o := range p.info.Defs {
			v, ok := o.(*types.Var)
			if !ok || v.Parent() == nil || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
				continue
			}
			if what := countryIn(v.Type(), 6); what != "" {
				t.Errorf("%s.%s keeps a %s for the whole program", p.path, v.Name(), what)
			}
		}
	}
}

// countryIn finds a type of a country within another, "" where there is none.
func countryIn(t types.Type, depth int) string {
	if depth == 0 {
		return ""
	}
	switch x := types.Unalias(t).(type) {
	case *types.Named:
		if x.Obj().Pkg() != nil {
			if name := strings.TrimPrefix(x.Obj().Pkg().Path()+"."+x.Obj().Name(),
				module+"/"); slices.Contains(countries,
				name) {
				return name
			}
			if strings.HasPrefix(x.Obj().Pkg().Path(), module) {
				return countryIn(x.Underlying(), depth-1)
			}
		}
		return ""
	case *types.Pointer:
		return countryIn(x.Elem(), depth-1)
	case *types.Slice:
		return countryIn(x.Elem(), depth-1)
	case *types.Array:
		return countryIn(x.Elem(), depth-1)
	case *types.Map:
		return countryIn(x.Key(), depth-1) + countryIn(x.Elem(), depth-1)
	case *types.Struct:
		for f := range x.Fields() {
			if what := countryIn(f.Type(), depth-1); what != "" {
				return what
			}
		}
	}
	return ""
}

// signs are words of code that only a pack may say.
var signs = []string{"Europe/", "€", "EUR", "+33", "meteofrance"}

func TestNoCountryIsWrittenInCode(t *testing.T) {
	for _, p := range source(t).pkgs {
		if forTests(p.path) || below(p.path, "internal/demo") {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				l, ok := n.(*ast.BasicLit)
				if !ok || l.Kind != token.STRING {
					return true
				}
				for _, s := range signs {
					if strings.Contains(l.Value, s) {
						t.Errorf("%s: %s names a country", p.path, l.Value)
					}
				}
				return true
			})
		}
	}
}
