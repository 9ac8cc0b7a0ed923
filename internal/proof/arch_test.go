package proof

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// floor is one line of the table: who may import whom.
type floor struct {
	name  string
	is    func(path string) bool
	may   func(from, to string) bool // of Havre's own packages, below the module
	never []string                   // of all others: these and what lies below them
	only  []string                   // of modules beyond the standard library: these; nil allows all
}

func below(path string, roots ...string) bool {
	for _, r := range roots {
		if path == r || strings.HasPrefix(path, r+"/") {
			return true
		}
	}
	return false
}

// roomOf returns the room a package belongs to, "" when none, and whether it is the room's web half.
func roomOf(path string) (room string, web bool) {
	rest, ok := strings.CutPrefix(path, "internal/room/")
	if !ok {
		return "", false
	}
	room, rest, _ = strings.Cut(rest, "/")
	first, _, _ := strings.Cut(rest, "/")
	return room, first == room+"web"
}

// spine are the rooms whose types other rooms may name.
var spine = []string{"casefile", "partner", "codelist"}

// benchmarks are solvers that only the command "havre solve" calls: nothing the network decides rests on them.
const benchmarks = "internal/calc/benchmark"

var (
	drivers = []string{"database/sql", "github.com/ncruces/go-sqlite3", "github.com/jackc/pgx",
		"github.com/pressly/goose"}
	machines = []string{"net/http", "github.com/a-h/templ", "os/exec", "unsafe"}
)

var floors = []floor{
	{name: "kernel", is: func(p string) bool { return below(p, "internal/kernel") },
		may:   func(_, to string) bool { return below(to, "internal/kernel") },
		never: []string{"net", "os", "github.com", "io/fs"}, only: []string{"golang.org/x/text"}},
	// What checks a round and its proof from outside stands on nothing of ours.
	{name: "second reading", is: func(p string) bool { return below(p, "internal/calc/roundcheck") },
		may:   func(_, _ string) bool { return false },
		never: []string{"context", "net", "os", "database/sql", "log"}, only: []string{}},
	{name: "calc", is: func(p string) bool { return below(p, "internal/calc") },
		may:   func(_, to string) bool { return below(to, "internal/kernel", "internal/calc") },
		never: []string{"context", "net", "os", "database/sql", "log"}, only: []string{}},
	{name: "country", is: func(p string) bool { return below(p, "internal/country", "packs") },
		may: func(from, to string) bool {
			return below(to, "internal/kernel", "internal/country") || to == "internal/calc/geo"
		},
		never: []string{"context", "net", "os", "database/sql", "log"},
		only:  []string{"golang.org/x/text", "github.com/BurntSushi/toml"}},
	// Questions name the compartment of their words and are chosen from a country's lists; cores and pages both ask
	// them.
	{name: "questions", is: func(p string) bool { return below(p, "internal/ask") },
		may: func(_, to string) bool {
			return below(to, "internal/kernel", "internal/ask", "internal/country") || to == "internal/calc/geo" ||
				to == "internal/trust/vault"
		},
		never: []string{"context", "net", "os", "database/sql", "log"}, only: []string{}},
	{name: "trust", is: func(p string) bool {
		return below(p, "internal/trust") && !below(p, "internal/trust/trusttest") &&
			!below(p, "internal/trust/internal/sqldb")
	},
		may:   func(_, to string) bool { return below(to, "internal/kernel", "internal/country", "internal/trust") },
		never: append([]string{"net/http"}, drivers...)},
	{name: "database", is: func(p string) bool { return below(p, "internal/trust/internal/sqldb") },
		may:   func(_, to string) bool { return below(to, "internal/kernel", "internal/trust") },
		never: []string{"net/http"}},
	{name: "room core", is: func(p string) bool { room, web := roomOf(p); return room != "" && !web },
		may: func(from, to string) bool {
			room, _ := roomOf(from)
			other, web := roomOf(to)
			return below(to, "internal/kernel", "internal/calc", "internal/country", "internal/trust/gate",
				"internal/trust/access", "internal/trust/vault", "internal/trust/outbox", "internal/ask") ||
				room == "account" && to == "internal/trust/session" || !web &&
				(other == room || slices.Contains(spine, other))
		},
		never: append(append([]string{}, machines...), drivers...)},
	{name: "room web", is: func(p string) bool { _, web := roomOf(p); return web },
		may: func(from, to string) bool {
			room, _ := roomOf(from)
			other, web := roomOf(to)
			return to == "internal/web" || to == "internal/room" || to == "internal/trust/access" ||
				room == "account" && to == "internal/trust/session" ||
				below(to, "internal/kernel", "internal/country", "internal/ask") ||
				other == room || !web && (other == "casefile" || other == "codelist")
		},
		never: append([]string{"net/http", "os"}, drivers...)},
	{name: "room value", is: func(p string) bool { return p == "internal/room" }, // what app lists, and web halves make
		may: func(_, to string) bool {
			return to == "internal/web" ||
				below(to, "internal/kernel", "internal/trust/access", "internal/trust/outbox",
					"internal/room/casefile", "internal/room/codelist") &&
					!below(to, "internal/room/casefile/casefileweb")
		},
		never: drivers},
	{name: "web shell", is: func(p string) bool { return below(p, "internal/web") },
		may: func(_, to string) bool {
			return below(to, "internal/kernel", "internal/country", "internal/ask", "internal/web") ||
				to == "internal/trust/access"
		},
		never: drivers},
	{name: "app", is: func(p string) bool { return below(p, "internal/app", "internal/demo", "cmd") },
		may: func(string, string) bool { return true }},
	{name: "tests", is: func(p string) bool {
		return below(p, "internal/proof", "internal/prooftest", "browser", "internal/trust/trusttest")
	},
		may: func(string, string) bool { return true }},
}

func floorOf(path string) *floor {
	for i := range floors {
		if floors[i].is(path) {
			return &floors[i]
		}
	}
	return nil
}

func TestFloorsImportDownwardsOnly(t *testing.T) {
	for _, p := range source(t).pkgs {
		f := floorOf(p.path)
		if f == nil {
			t.Errorf("%s belongs to no floor", p.path)
			continue
		}
		for _, i := range p.imports {
			if why := refused(f, p.path, i); why != "" {
				t.Errorf("%s (%s) imports %s: %s", p.path, f.name, i, why)
			}
		}
	}
}

// refused says why a package may not import another; "" when it may.
func refused(f *floor, from, to string) string {
	own, ours := strings.CutPrefix(to, module+"/")
	switch {
	case ours && forTests(own) && !forTests(from):
		return "it is for tests only"
	case ours && below(own, benchmarks) && !below(from, benchmarks, "cmd"):
		return "only the command may call it"
	case ours && !f.may(from, own):
		return "that floor or room is out of its reach"
	case ours:
		return ""
	case below(from, "internal/trust") && to == "database/sql/driver":
		return "" // its interfaces, by which values bind themselves; no connection comes with them
	case below(to, f.never...):
		return "this floor does without it"
	case f.only != nil && strings.Contains(strings.Split(to, "/")[0], ".") && !below(to, f.only...):
		return "no such module on this floor"
	}
	return ""
}

// The table itself, tried: every line of it refuses what it should.
func TestTheTableRefuses(t *testing.T) {
	const m = module + "/"
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"internal/kernel/id", m + "internal/trust/access", false},
		{"internal/kernel/id", "github.com/pgx/any", false},
		{"internal/kernel/lang", "golang.org/x/text/language", true},
		{"internal/calc/match", "context", false},
		{"internal/calc/match", m + "internal/kernel/id", true},
		{"internal/calc/round", m + "internal/calc/benchmark/mcf", false},
		{"internal/calc/roundcheck", m + "internal/calc/round/file", false},
		{"internal/calc/roundcheck", m + "internal/kernel/date", false},
		{"internal/room/placement/weighing", m + "internal/calc/benchmark/mcf", false},
		{"internal/room/placement/weighing", m + "internal/calc/round", true},
		{"cmd/havre", m + "internal/calc/benchmark/mcf", true},
		{"internal/trust/gate", m + "internal/room/casefile", false},
		{"internal/trust/gate", "github.com/jackc/pgx/v5", false},
		{"internal/country", m + "internal/calc/geo", true},
		{"internal/country", m + "internal/trust/access", false},
		{"internal/country", "os", false},
		{"internal/web", m + "internal/country", true},
		{"internal/room/placement", m + "internal/country", true},
		{"internal/room/placement", m + "packs", false},
		{"internal/trust/internal/sqldb", "github.com/jackc/pgx/v5", true},
		{"internal/room/placement", m + "internal/room/casefile", true},
		{"internal/room/placement", m + "internal/room/casefile/label", true},
		{"internal/room/placement", m + "internal/room/referral", false},
		{"internal/room/placement", m + "internal/room/casefile/casefileweb", false},
		{"internal/room/placement", m + "internal/trust/session", false},
		{"internal/room/account", m + "internal/trust/session", true},
		{"internal/room/placement", m + "internal/trust/trusttest", false},
		{"internal/room/placement", m + "internal/web", false},
		{"internal/room/placement", "net/http", false},
		{"internal/room/placement", "database/sql", false},
		{"internal/room/placement/placementweb", m + "internal/room/placement", true},
		{"internal/room/placement/placementweb", m + "internal/trust/gate", false},
		{"internal/room/placement/placementweb", m + "internal/room/stay/stayweb", false},
		{"internal/room/placement/placementweb", m + "internal/room/stay", false},
		{"internal/room/placement/placementweb", "net/http", false},
		{"internal/room", m + "internal/room/casefile", true},
		{"internal/room", m + "internal/room/casefile/casefileweb", false},
		{"internal/room", m + "internal/trust/gate", false},
		{"internal/room/placement/placementweb", m + "internal/room", true},
		{"internal/room/placement", m + "internal/room", false},
		{"internal/web", m + "internal/room/casefile", false},
		{"internal/web", m + "internal/trust/gate", false},
		{"internal/web", m + "internal/trust/access", true},
		{"internal/app", m + "internal/trust/trusttest", false},
		{"internal/prooftest/story", m + "internal/trust/trusttest", true},
	} {
		f := floorOf(c.from)
		if f == nil {
			t.Fatalf("%s belongs to no floor", c.from)
		}
		if why := refused(f, c.from, c.to); (why == "") != c.ok {
			t.Errorf("%s -> %s: %q", c.from, c.to, why)
		}
	}
}

var bannedNames = []string{"util", "utils", "common", "helper", "helpers", "model", "models", "service", "services",
	"manager", "misc", "base", "shared", "types"}

func TestPackagesAreNamedForWhatTheyAre(t *testing.T) {
	for _, p := range source(t).pkgs {
		if slices.Contains(bannedNames, p.name) || strings.ContainsAny(p.name, "_ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			t.Errorf("%s: %q says nothing about what it is for", p.path, p.name)
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range source(t).pkgs {
		if len(p.files) == 0 {
			continue
		}
		var doc string
		for name, f := range p.files {
			if !generated(name) {
				doc += f.Doc.Text()
			}
		}
		if want := "Package " + p.name; p.name != "main" && !strings.HasPrefix(doc, want) || doc == "" {
			t.Errorf("%s: the package comment should begin with %q", p.path, want)
		}
	}
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	s := source(t)
	for _, p := range s.pkgs {
		for _, f := range p.files {
			for _, d := range f.Decls {
				for _, n := range unexplained(d) {
					t.Errorf("%s: %s has no comment", s.where(n.Pos()), n.Name)
				}
			}
		}
	}
}

// unexplained lists the exported names of a declaration that no comment is about.
func unexplained(d ast.Decl) (out []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc.Text() == "" {
			out = append(out, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc.Text()+spec.Doc.Text()+spec.Comment.Text() == "" {
					out = append(out, spec.Name)
				}
				if i, ok := spec.Type.(*ast.InterfaceType); ok && spec.Name.IsExported() {
					out = append(out, unexplainedMethods(i)...)
				}
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					if n.IsExported() && d.Doc.Text()+spec.Doc.Text()+spec.Comment.Text() == "" {
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}

// unexplainedMethods lists the methods of an interface that no comment is about.
func unexplainedMethods(i *ast.InterfaceType) (out []*ast.Ident) {
	for _, m := range i.Methods.List {
		for _, n := range m.Names {
			if n.IsExported() && m.Doc.Text()+m.Comment.Text() == "" {
				out = append(out, n)
			}
		}
	}
	return out
}

func TestANameWithoutACommentIsFound(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "a.go", `package a
type Bare struct{}
// Told is explained.
type Told interface {
	Silent()
	Said() // it says why
}
type hidden int
func (hidden) Len() int { return 0 }
// Less is explained.
func (hidden) Less(int) bool { return false }
const Number = 1
func quiet() {}
`, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range f.Decls {
		for _, n := range unexplained(d) {
			got = append(got, n.Name)
		}
	}
	if want := []string{"Bare", "Silent", "Len", "Number"}; !slices.Equal(got, want) {
		t.Errorf("without a comment: %q, want %q", got, want)
	}
}
