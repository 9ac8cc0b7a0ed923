package proof

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

// What pages say of who reads comes from the table of compartments. The table says of each compartment exactly the acts
// that hand its key on or take it back, and names nobody as a reader who may do no act that opens it.
func TestWhoReadsIsWhatTheActsGrant(t *testing.T) {
	for _, wrong := range readersWrong(vault.Table, access.Acts()) {
		t.Error(wrong)
	}
}

// standing is how a reader stands to a case, and in which roles.
var standing = map[vault.Reader]struct {
	roles     []access.Role
	relations []access.Relation
}{
	vault.Evaluation: {[]access.Role{access.Coordinator}, []access.Relation{access.Evaluates}},
	vault.Logistics:  {[]access.Role{access.Logistics}, []access.Relation{access.Organises}},
	vault.Referrer:   {[]access.Role{access.Referrer}, []access.Relation{access.Referred}},
	vault.Host:       {[]access.Role{access.Host}, []access.Relation{access.Hosts, access.Proposed}},
	vault.Companion:  {access.Roles, []access.Relation{access.Accompanies}},
}

func readersWrong(table []vault.Row, acts []access.Act) (wrong []string) {
	for _, row := range table {
		var said, granted []string
		readers := slices.Clone(row.First)
		for _, g := range row.Gifts {
			said = append(said, g.Act)
			if g.To != "" {
				readers = append(readers, g.To)
			}
		}
		for _, a := range acts {
			if a.Grants.Has(row.Compartment) {
				granted = append(granted, a.Name)
			}
		}
		slices.Sort(said)
		if !slices.Equal(said, granted) {
			wrong = append(wrong, row.Name+": the table says "+strings.Join(said, ", ")+
				", and what hands it on is "+strings.Join(granted, ", "))
		}
		for _, r := range readers {
			if !slices.ContainsFunc(acts, func(a access.Act) bool { return opensFor(a, row.Compartment, r) }) {
				wrong = append(wrong, row.Name+": no act opens it for "+string(r))
			}
		}
	}
	return wrong
}

func opensFor(a access.Act, c vault.Compartment, r vault.Reader) bool {
	if !a.Opens.Has(c) {
		return false
	}
	return a.By == access.Anyone || slices.ContainsFunc(a.By.Grounds(), func(g access.Grounds) bool {
		s := standing[r]
		meets := func(x access.Relation) bool { return slices.Contains(g.Relations, x) }
		return slices.ContainsFunc(s.roles, func(x access.Role) bool { return slices.Contains(g.Roles, x) }) &&
			(len(g.Relations) == 0 || slices.ContainsFunc(s.relations, meets))
	})
}

// books are the rooms in which teams write each for itself: what their forms say of who reads is who can open it there,
// by an act of the room, and not everybody who holds the key to the compartment.
var books = []string{"task", "call", "stay"}

func TestTheBookOfATeamNamesWhoOpensIt(t *testing.T) {
	n := 0
	for _, q := range ask.All() {
		if q.Kind != ask.Sealed || !slices.Contains(books, q.Room) {
			continue
		}
		n++
		row, _ := vault.RowOf(q.Compartment.String())
		var says, opens []vault.Reader
		if says = row.First; q.Only != "" {
			says = []vault.Reader{q.Only}
		}
		for _, r := range row.First { // who holds the key
			if slices.ContainsFunc(access.Acts(), func(a access.Act) bool {
				return strings.HasPrefix(a.Name, q.Room+".") && opensFor(a, q.Compartment, r)
			}) {
				opens = append(opens, r)
			}
		}
		slices.Sort(opens)
		if says = slices.Sorted(slices.Values(says)); !slices.Equal(says, opens) {
			t.Errorf("%s.%s in %s: the form names %v, and %v open it", q.Room, q.Name, q.Compartment, says, opens)
		}
	}
	if n < 6 {
		t.Errorf("only %d found: the test looks past them", n)
	}
}

func TestAWrongReaderIsFound(t *testing.T) {
	table := slices.Clone(vault.Table)
	for i, r := range table {
		switch r.Name {
		case "shelter_notes":
			table[i].First = []vault.Reader{vault.Host, vault.Logistics} // no act of theirs opens it
		case "identity":
			table[i].Gifts = r.Gifts[:1]
		case "contact":
			table[i].Gifts = []vault.Gift{{Act: "placement.admit", To: vault.Evaluation}}
		}
	}
	if wrong := readersWrong(table, access.Acts()); len(wrong) != 3 {
		t.Errorf("found %q", wrong)
	}
}

// Whatever a form or a page says of who reads names a compartment of that table, and each of its acts has its words.
func TestWhoReadsNamesACompartment(t *testing.T) {
	s := source(t)
	texts, n := s.texts(t), 0
	check := func(pos token.Pos, e ast.Expr) {
		l, ok := e.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return
		}
		n++
		name, _ := strconv.Unquote(l.Value)
		if _, ok := vault.RowOf(name); !ok {
			t.Errorf("%s: %q is no compartment", s.where(pos), name)
		}
	}
	for _, p := range s.pkgs {
		if forTests(p.path) {
			continue
		}
		p.calls(func(pos token.Pos, callee string, args []ast.Expr) {
			if callee == "web.WhoReads" {
				check(pos, args[0])
			}
		})
		for _, f := range p.files {
			ast.Inspect(f, func(node ast.Node) bool {
				c, ok := node.(*ast.CompositeLit)
				if !ok || p.info.Types[c].Type == nil || short(p.info.Types[c].Type.String()) != "web.Field" {
					return true
				}
				for _, e := range c.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if name, _ := kv.Key.(*ast.Ident); name != nil && name.Name == "Reads" {
							check(kv.Pos(), kv.Value)
						}
					}
				}
				return true
			})
		}
	}
	if n < 6 {
		t.Errorf("only %d found: the test looks past them", n)
	}
	for _, row := range vault.Table {
		first, told := ask.Readers(row.Name)
		for _, r := range first {
			if !texts.Has("web.reads.first." + r) {
				t.Errorf("no words for the reader %q", r)
			}
		}
		for _, g := range told {
			if !texts.Has("web.reads.by." + strings.ReplaceAll(g.Act, ".", "_")) {
				t.Errorf("no words for what %q changes", g.Act)
			}
			for _, p := range g.If {
				if !packs.France().List(codelist.Consent).Has(p, date.Must(2030, 1, 1)) {
					t.Errorf("%s waits for %q, to which nobody agrees", row.Name, p)
				}
			}
		}
	}
}
