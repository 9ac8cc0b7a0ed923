package proof

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

// askedTexts are the keys that questions name by themselves.
func askedTexts() map[string]bool {
	out := map[string]bool{}
	for _, q := range ask.All() {
		for _, key := range append(wordsOf(q), q.Hint(), ask.OpenOf(q.Room, q.Topic())) {
			out[key] = true
		}
	}
	return out
}

// wordsOf are the texts that a question cannot do without.
func wordsOf(q ask.Question) []string {
	out := []string{q.Label()}
	if q.List == "" {
		for _, v := range q.Values {
			out = append(out, q.OfValue()+"."+v)
		}
	}
	return out
}

func TestEveryQuestionHasItsWords(t *testing.T) {
	texts := source(t).texts(t)
	if len(ask.All()) < 60 {
		t.Fatalf("only %d questions are asked: the test looks past them", len(ask.All()))
	}
	for _, q := range ask.All() {
		for _, key := range wordsMissing(texts, q) {
			t.Errorf("%s asks %q, and there is no text %q", q.Room, q.Name, key)
		}
	}
}

// No form takes any day: a mistyped century is answered beside its field.
func TestEveryTypedDayHasBounds(t *testing.T) {
	today, n := date.Must(2026, 11, 24), 0
	for _, q := range ask.All() {
		if q.Kind != ask.OnDay && q.Kind != ask.AtHour {
			continue
		}
		n++
		back, ahead := q.Reach()
		if first := today.AddDays(-back); !date.Must(1901, 1, 1).Before(first) {
			t.Errorf("%s takes %s for %q", q.Room, first, q.Name)
		}
		if last := today.AddDays(ahead); !last.Before(date.Must(2099, 1, 1)) {
			t.Errorf("%s takes %s for %q", q.Room, last, q.Name)
		}
	}
	if n < 20 {
		t.Fatalf("only %d days are asked: the test looks past them", n)
	}
}

func wordsMissing(texts *web.Texts, q ask.Question) []string {
	out := slices.DeleteFunc(wordsOf(q), texts.Has)
	if topic := ask.LabelOf(q.Room, q.Topic()); q.Wanted && !texts.Has(topic) &&
		!texts.Has(ask.OpenOf(q.Room, q.Topic())) {
		out = append(out, topic)
	}
	return out
}

// columns reads the dictionary: the class of each column, by "table.column".
func columns(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(source(t).root, "internal/trust/internal/sqldb/dictionary/*.toml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no dictionary: %v", err)
	}
	out := map[string]string{}
	for _, f := range files {
		var tables map[string]struct {
			Column map[string]struct{ Class string }
		}
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(raw, &tables); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for table, d := range tables {
			for name, c := range d.Column {
				out[table+"."+name] = c.Class
			}
		}
	}
	return out
}

// sealedIn gathers which compartment each column is sealed in, from the calls that name both.
func sealedIn(t *testing.T) map[string]vault.Compartment {
	t.Helper()
	out := map[string]vault.Compartment{}
	for _, p := range source(t).pkgs {
		if forTests(p.path) || below(p.path, "internal/ask") {
			continue
		}
		p.calls(func(_ token.Pos, _ string, args []ast.Expr) {
			for i := 0; i+1 < len(args); i++ {
				c, column := p.info.Types[args[i]], p.info.Types[args[i+1]]
				if c.Value == nil || column.Value == nil || column.Value.Kind() != constant.String ||
					!strings.HasSuffix(types.Unalias(c.Type).String(), "vault.Set") {
					continue
				}
				n, _ := strconv.ParseUint(c.Value.ExactString(), 10, 32)
				out[constant.StringVal(column.Value)] = vault.Compartment(n)
			}
		})
	}
	if len(out) < 10 {
		t.Fatalf("only %d columns are sealed anywhere: the test looks past them", len(out))
	}
	return out
}

// A question that names a column names one that exists, of its kind: words in a sealed column of their compartment,
// codes in a coded one.
func TestEveryQuestionsColumnIsOfItsKind(t *testing.T) {
	classes, sealed := columns(t), sealedIn(t)
	for _, q := range ask.All() {
		if why := unfitColumn(q, classes, sealed); why != "" {
			t.Errorf("%s asks %q: %s", q.Room, q.Name, why)
		}
	}
}

func unfitColumn(q ask.Question, classes map[string]string, sealed map[string]vault.Compartment) string {
	class, known := classes[q.Column]
	switch {
	case q.Column == "" && q.Kind == ask.Sealed:
		return "its words have no column"
	case q.Column == "":
		return ""
	case !known:
		return "the dictionary has no column " + q.Column
	case (q.Kind == ask.Sealed) != (class == "sealed"):
		return q.Column + " is of class " + class
	case q.Kind == ask.Sealed && sealed[q.Column] != q.Compartment:
		return q.Column + " is sealed in " + sealed[q.Column].String() + ", not in " + q.Compartment.String()
	}
	return ""
}

// The two checks, tried: each refuses what it should.
func TestUnfitQuestionsAreFound(t *testing.T) {
	texts, classes, sealed := source(t).texts(t), columns(t), sealedIn(t)
	in := func(kind ask.Kind, c vault.Compartment, column string) ask.Question {
		return ask.Question{Room: "assessment", Name: "plan", Kind: kind, Compartment: c, Column: column}
	}
	for _, q := range []ask.Question{
		in(ask.Sealed, vault.Needs, "assessment_version.plan_sealed"), in(ask.Sealed, vault.Danger, ""),
		in(ask.Sealed, vault.Danger, "assessment_version.nowhere"),
		in(ask.Sealed, vault.Danger, "assessment_version.coded"),
		in(ask.One, 0, "assessment_version.plan_sealed"), in(ask.One, 0, "assessment.coded"),
	} {
		if unfitColumn(q, classes, sealed) == "" {
			t.Errorf("taken: kind %d in %q", q.Kind, q.Column)
		}
	}
	if why := unfitColumn(in(ask.Sealed, vault.Danger, "assessment_version.plan_sealed"), classes, sealed); why != "" {
		t.Error(why)
	}
	nameless := ask.Question{Room: "assessment", Name: "nobody_says", Kind: ask.One, Values: []string{"1"},
		Wanted: true}
	if got := wordsMissing(texts, nameless); len(got) != 3 {
		t.Errorf("words missing: %v", got)
	}
}
