package proof

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// port is how a room asks for another's verb without naming it: a small interface or function of its own, which app
// fits. Decision 0022 says when a port is right, and when two rooms are one.
type port struct{ user, asks, provider, verbs, why string }

// ports is the list, compared with what app hands from one room to another. Whoever adds a line says why.
var ports = []port{
	{"helpdesk", "helpdesk.Referrals", "referral", "OpenFromContact",
		"a contact becomes a referral, with what was typed"},
	{"placement", "placement.Options.Agreed", "consent", "AgreedTo",
		"an admission opens to the host only what she agreed to share with it"},
	{"journey", "journey.Safe", "placement", "Doubt",
		"nobody travels into danger that grew without a decision by name, or to a place that stays closed (I4)"},
	{"placement", "placement.Options.Needs", "assessment", "NeedsWords",
		"the host that is to meet her reads what the evaluation wrote for it"},
	{"placement", "placement.Options.Called", "call", "OfHost",
		"the call in which a host gave its answer stands in the log of the case, in the same act"},
	{"call", "call.Answers.TakeBack", "placement", "TakeBack",
		"a call that is undone takes the host's answer back that was noted with it, in the same act"},
	{"call", "call.Answers.Tell", "placement", "Answers",
		"the log of calls says what a host answered in a call, and who gave the answer, kept once"},
	{"assessment", "assessment.Births", "person", "Bear Born",
		"a month of birth that the evaluation learns lies sealed with her name, and nowhere else"},
	{"safety", "safety.Before", "assessment", "PlanNoted",
		"the first safety plan begins with what the evaluation noted of one, which nobody is asked again"},
	{"referral", "referral.Agreements", "consent", "Carry First Record",
		"a case opens with her agreements in the same act (I2)"},
	{"referral", "referral.Evaluations", "assessment", "Carry Foretold",
		"an evaluation begins with what was told, or brought by a transfer, in the act that opens the case"},
	{"assessment", "[]assessment.Standing", "safety", "Standing",
		"the evaluation says that the risk is not assessed yet, and of which day the plan is, in place of its own box"},
	{"referral", "[]referral.Along", "safety", "Carry",
		"a transfer brings her risk and her plan along, in the act that opens the case"},
	{"referral", "referral.People", "person", "Carry Introduce", "a case opens with who she is in the same act"},
}

// Every value of one room that app hands to another is a port of the list, and the list names no more.
func TestPortsAreListed(t *testing.T) {
	s := source(t)
	listed := map[port]string{}
	for _, p := range ports {
		why := p.why
		p.why = ""
		listed[p] = why
		if len(why) < 20 {
			t.Errorf("%s asks %s: why?", p.user, p.provider)
		}
	}
	for _, p := range s.pkgs {
		if !below(p.path, "internal/app", "internal/demo", "cmd") {
			continue
		}
		p.handed(func(at ast.Expr, got port) {
			if _, ok := listed[got]; !ok {
				t.Errorf("%s: a port that is not listed: %+v", s.where(at.Pos()), got)
			}
			listed[got] = ""
		})
	}
	for p, why := range listed {
		if why != "" {
			t.Errorf("listed, and app hands nothing of the kind: %+v", p)
		}
	}
}

// handed calls fn for every value or verb of one room that the package hands to another, as an argument of a function
// of that room or as a field of one of its types.
func (p *pkg) handed(fn func(ast.Expr, port)) {
	give := func(user, asks string, verbs []string, e ast.Expr) {
		for _, provider := range p.roomsIn(e) {
			if user == "" || provider == user {
				continue
			}
			if len(verbs) == 0 {
				if sel, ok := e.(*ast.SelectorExpr); ok {
					verbs = []string{sel.Sel.Name}
				}
			}
			fn(e, port{user, asks, provider, strings.Join(verbs, " "), ""})
		}
	}
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				sig, ok := p.info.TypeOf(n.Fun).(*types.Signature)
				if !ok || sig.Params().Len() == 0 {
					return true
				}
				user := p.callee(n)
				for i, e := range n.Args {
					param := sig.Params().At(min(i, sig.Params().Len()-1))
					give(user, short(param.Type().String()), verbsOf(param.Type()), e)
				}
			case *ast.CompositeLit:
				name := p.named(n)
				user := roomName(name)
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if key, ok := kv.Key.(*ast.Ident); ok {
							give(user, short(name)+"."+key.Name, verbsOf(p.info.TypeOf(kv.Key)), kv.Value)
						}
					}
				}
			}
			return true
		})
	}
}

// callee is the room of the function that is called, "" for any other.
func (p *pkg) callee(n *ast.CallExpr) string {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || p.info.Uses[sel.Sel] == nil || p.info.Uses[sel.Sel].Pkg() == nil {
		return ""
	}
	return roomName(p.info.Uses[sel.Sel].Pkg().Path())
}

func roomName(full string) string {
	room, _ := roomOf(strings.TrimPrefix(full, module+"/"))
	room, _, _ = strings.Cut(room, ".")
	return room
}

// roomsIn lists the rooms whose values or verbs stand in an expression. What a call returns was asked for there.
func (p *pkg) roomsIn(e ast.Expr) []string {
	rooms := map[string]bool{}
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return false
		case *ast.CompositeLit:
			return roomName(p.named(n)) == "" // the fields of a room's own type are handed one by one
		case *ast.Ident:
			switch o := p.info.Uses[n].(type) {
			case *types.Func:
				if o.Pkg() != nil {
					rooms[roomName(o.Pkg().Path())] = true
				}
			case *types.Var:
				name := strings.TrimPrefix(o.Type().String(), "*")
				if room := roomName(name); strings.HasSuffix(name, "/"+room+".Desk") {
					rooms[room] = true
				}
			}
		}
		return true
	})
	delete(rooms, "")
	return slices.Sorted(maps.Keys(rooms))
}

// portsSection is the ports as docs/facts.md shows them.
func portsSection() string {
	var b strings.Builder
	b.WriteString("\n## Ports\n\nWhere a room needs another's verb inside its own act, it asks for it by a " +
		"small interface or " +
		"function of its own\n" +
		"and app fits it (decision 0022).\n\n| room | asks for | fitted by | verbs | why |\n|---|---|---|---|---|\n")
	for _, p := range ports {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", p.user, p.asks, p.provider, p.verbs, p.why)
	}
	return b.String()
}

// verbsOf lists the methods of an interface.
func verbsOf(t types.Type) []string {
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var out []string
	for m := range i.Methods() {
		out = append(out, m.Name())
	}
	slices.Sort(out)
	return out
}
