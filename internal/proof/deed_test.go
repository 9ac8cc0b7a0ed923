package proof

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

const (
	spinePath = module + "/internal/room/casefile."
	gatePath  = module + "/internal/trust/gate."
)

// done is what the source of one room does in cases, found by reading it: facts told and read by their kinds,
// relations given and ended, with where.
type done struct {
	tells, reads map[casefile.Kind]string
	gives, ends  map[access.Relation]string
	leaves       string // where a team is taken from a circle, whatever its relation was; "" nowhere
}

// deeds reads the typed source of every room, pages included.
func deeds(t *testing.T) map[string]*done {
	s := source(t)
	kinds := map[string][]casefile.Kind{} // by the name of a fact's type
	known := map[casefile.Kind]bool{}
	for _, p := range casefile.Parts() {
		for _, f := range p.Tells {
			of := reflect.TypeOf(f.Fact)
			name := of.PkgPath() + "." + of.Name()
			kinds[name] = append(kinds[name], f.Fact.Kind())
			known[f.Fact.Kind()] = true
		}
	}
	out := map[string]*done{}
	for _, p := range s.pkgs {
		room, _ := roomOf(p.path)
		if room == "" {
			p.told(func(pos token.Pos, f types.Type) { t.Errorf("%s: %s is told outside every room", s.where(pos), f) })
			continue
		}
		d := out[room]
		if d == nil {
			d = &done{map[casefile.Kind]string{}, map[casefile.Kind]string{}, map[access.Relation]string{},
				map[access.Relation]string{}, ""}
			out[room] = d
		}
		p.told(func(pos token.Pos, f types.Type) {
			if len(kinds[f.String()]) == 0 {
				t.Errorf("%s: %s is told and no room declares it", s.where(pos), f)
			}
			for _, k := range kinds[f.String()] {
				d.tells[k] = s.where(pos)
			}
		})
		p.read(known, kinds, func(pos token.Pos, k casefile.Kind) { d.reads[k] = s.where(pos) })
		p.relate(t, s, d)
	}
	return out
}

// inspect walks the package without what its rooms declare of themselves.
func (p *pkg) inspect(fn func(ast.Node) bool) {
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if c, ok := n.(*ast.CompositeLit); ok && p.named(c) == spinePath+"Part" {
				return false
			}
			return fn(n)
		})
	}
}

// named gives the full name of an expression's type, pointers left out.
func (p *pkg) named(e ast.Expr) string {
	if t := p.info.TypeOf(e); t != nil {
		return strings.TrimPrefix(t.String(), "*")
	}
	return ""
}

// told calls fn wherever a value becomes a casefile.Fact: that is how facts are told.
func (p *pkg) told(fn func(token.Pos, types.Type)) {
	const fact = spinePath + "Fact"
	becomes := func(to types.Type, e ast.Expr) {
		from := p.info.TypeOf(e)
		if to != nil && to.String() == fact && from != nil && from.String() != fact &&
			!types.Identical(from, types.Typ[types.UntypedNil]) {
			fn(e.Pos(), from)
		}
	}
	var results []*types.Tuple // of the functions around, innermost last
	p.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			results = []*types.Tuple{p.info.Defs[n.Name].Type().(*types.Signature).Results()}
		case *ast.FuncLit:
			// the literal's own returns are read here, and again as those of the function around it, which only adds
			inner := p.info.TypeOf(n).(*types.Signature).Results()
			ast.Inspect(n.Body, func(n ast.Node) bool {
				if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == inner.Len() {
					for i, e := range r.Results {
						becomes(inner.At(i).Type(), e)
					}
				}
				return true
			})
		case *ast.ReturnStmt:
			if last := len(results) - 1; last >= 0 && len(n.Results) == results[last].Len() {
				for i, e := range n.Results {
					becomes(results[last].At(i).Type(), e)
				}
			}
		case *ast.AssignStmt:
			for i, e := range n.Rhs {
				if len(n.Lhs) == len(n.Rhs) {
					becomes(p.info.TypeOf(n.Lhs[i]), e)
				}
			}
		case *ast.CompositeLit:
			if l, ok := p.info.TypeOf(n).Underlying().(interface{ Elem() types.Type }); ok {
				for _, e := range n.Elts {
					becomes(l.Elem(), e)
				}
			}
		case *ast.CallExpr:
			if n.Ellipsis.IsValid() {
				return true // a list handed on: its facts became such where it was made
			}
			sig, ok := p.info.TypeOf(n.Fun).(*types.Signature)
			for i, e := range n.Args {
				switch {
				case ok && sig.Params().Len() > 0:
					param := sig.Params().At(min(i, sig.Params().Len()-1)).Type()
					if l, many := param.(*types.Slice); many && sig.Variadic() && i >= sig.Params().Len()-1 {
						param = l.Elem()
					}
					becomes(param, e)
				case p.info.TypeOf(n) != nil && p.info.TypeOf(n).String() == fact: // a conversion
					becomes(p.info.TypeOf(n), e)
				}
			}
		}
		return true
	})
}

var kindIs = regexp.MustCompile(`\bkind\s*(?:=|<>|in|not in)\s*(\([^)]*\)|'[a-z_]+')`)

// read calls fn wherever a kind of fact is named: in Go as a casefile.Kind, in the SQL of a query, whoever wrote the
// parts it is made of, as what casefile.Latest and LatestIn read.
func (p *pkg) read(known map[casefile.Kind]bool, kinds map[string][]casefile.Kind, fn func(token.Pos, casefile.Kind)) {
	p.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			return n.Name.Name != "Kind" // a fact says its own
		case *ast.Ident:
			if got, ok := p.info.Instances[n]; ok && (n.Name == "Latest" || n.Name == "LatestIn") {
				of := got.TypeArgs.At(0)
				if _, any := of.(*types.TypeParam); any { // LatestIn itself, of whatever fact it is asked
					return true
				}
				for _, k := range kinds[of.String()][:1] {
					fn(n.Pos(), k)
				}
			}
		}
		if e, ok := n.(ast.Expr); ok { // the whole of a constant, before its parts
			v := p.info.Types[e]
			if v.Value == nil || v.Value.Kind() != constant.String {
				return true
			}
			words := constant.StringVal(v.Value)
			if v.Type.String() == spinePath+"Kind" && words != "" {
				fn(n.Pos(), casefile.Kind(words))
				return false
			}
			for _, m := range kindIs.FindAllStringSubmatch(words, -1) {
				for _, k := range strings.Split(strings.Trim(m[1], "()"), ",") {
					if k := casefile.Kind(strings.Trim(strings.TrimSpace(k), "'")); known[k] {
						fn(n.Pos(), k)
					}
				}
			}
			return false
		}
		return true
	})
}

// relate notes which relations the package gives and ends.
func (p *pkg) relate(t *testing.T, s *tree, d *done) {
	give := func(e ast.Expr) {
		if v := p.info.Types[e].Value; v != nil {
			d.gives[access.Relation(constant.StringVal(v))] = s.where(e.Pos())
			return
		}
		t.Errorf("%s: a relation is given that the source does not name", s.where(e.Pos()))
	}
	p.inspect(func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok && p.named(c) == gatePath+"Holder" {
			for _, e := range c.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "Relation" {
					give(kv.Value)
				}
			}
		}
		return true
	})
	p.calls(func(pos token.Pos, callee string, args []ast.Expr) {
		switch callee {
		case "(gate.CaseTx).Join":
			// the spine joins what it is asked to bring: the relation stands in the call of casefile.Bring
			if room, _ := roomOf(p.path); room != "casefile" {
				give(args[1])
			}
		case "casefile.Bring":
			give(args[2])
		case "(gate.CaseTx).Accompany":
			d.gives[access.Accompanies] = s.where(pos)
		case "(gate.CaseTx).PartCompanions":
			d.ends[access.Accompanies] = s.where(pos)
		case "(gate.CaseTx).Leave":
			d.leaves = s.where(pos)
		}
	})
}
