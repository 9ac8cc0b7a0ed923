package sqldb

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// live opens the program's own schema on both engines.
func live(t *testing.T, fn func(t *testing.T, s *Schema)) {
	for _, e := range []Engine{SQLite, Postgres} {
		t.Run(string(e), func(t *testing.T) {
			o := liteOptions(t)
			o.steps = migrations
			if e == Postgres {
				o.Postgres = pgtest.Empty(t)
			}
			s, err := Live(t.Context(), openTest(t, o))
			must(t, err)
			fn(t, s)
		})
	}
}

// golden is the schema, and the steps to it in the order in which they landed: one file, so that a new column changes
// one.
const golden = "testdata/schema.golden"

// landedMark begins the line of a step.
const landedMark = "landed "

// goldenParts reads the lines of the schema, and those of the steps.
func goldenParts(t *testing.T) (schema, landed []string) {
	t.Helper()
	said, err := os.ReadFile(golden)
	must(t, err)
	for line := range strings.Lines(string(said)) {
		if strings.HasPrefix(line, landedMark) {
			landed = append(landed, line)
		} else {
			schema = append(schema, line)
		}
	}
	return schema, landed
}

func writeGolden(t *testing.T, schema, landed []string) {
	t.Helper()
	must(t, os.WriteFile(golden, []byte(strings.Join(slices.Concat(schema, landed), "")), 0o644))
}

// Both engines have the schema of the golden file. Run with -update after a new migration, and read the difference.
func TestSchemaIsGolden(t *testing.T) {
	live(t, func(t *testing.T, s *Schema) {
		want, landed := goldenParts(t)
		if *update {
			writeGolden(t, slices.Collect(strings.Lines(s.String())), landed)
			return
		}
		have := map[string]bool{}
		for l := range strings.Lines(s.String()) {
			have[l] = true
		}
		for _, l := range want {
			if !have[l] {
				t.Errorf("not in the database: %s", l)
			}
			delete(have, l)
		}
		for l := range have {
			t.Errorf("not in %s: %s", golden, l)
		}
	})
}

func TestEveryColumnIsInTheDictionary(t *testing.T) {
	dict, err := Dictionary()
	must(t, err)
	live(t, func(t *testing.T, s *Schema) {
		for _, l := range Compare(dict, s) {
			t.Error(l)
		}
	})
}

func TestCompareFindsEveryDisagreement(t *testing.T) {
	dict := map[string]Table{"t": {Column: map[string]Entry{
		"kept": {Class: Coded}, "gone": {Class: Coded}, "words_sealed": {Class: Coded}, "words": {Class: Sealed},
		"text_sealed": {Class: Sealed},
	}}}
	got := strings.Join(Compare(dict, &Schema{Columns: []Column{
		{Table: "t", Name: "kept", Type: "int"}, {Table: "t", Name: "words_sealed", Type: "bytes"},
		{Table: "t", Name: "words", Type: "bytes"},
		{Table: "t", Name: "text_sealed", Type: "text"}, {Table: "t", Name: "added", Type: "int"},
	}}), "\n")
	for _, want := range []string{"t.added is not", "t.gone is in the dictionary but",
		"t.text_sealed is sealed and must", "t.words:", "t.words_sealed:"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, got)
		}
	}
	if strings.Count(got, "\n") != 4 {
		t.Errorf("more than five lines:\n%s", got)
	}
}

func TestDictionaryRefuses(t *testing.T) {
	const col = `c = { class = "coded", purpose = "p", basis = "b", retention = "r" }`
	for _, bad := range []string{
		"[t]\n[t.column]\n" + col,
		"[t]\ndoor = [\"window\"]\n[t.column]\n" + col,
		"[t]\ndoor = [\"case\"]\n[t.column]\nc = { class = \"other\", purpose = \"p\", basis = \"b\", " +
			"retention = \"r\" }",
		"[t]\ndoor = [\"case\"]\n[t.column]\nc = { class = \"coded\", purpose = \"p\", basis = \"b\" }",
		"[t]\ndoor = [\"case\"]\n[t.column]\nc = { class = \"coded\", purpos = \"p\", basis = \"b\", " +
			"retention = \"r\" }",
	} {
		if _, err := loadDictionary(fstest.MapFS{"dictionary/0001_a.toml": {Data: []byte(bad)}}); err == nil {
			t.Errorf("accepted:\n%s", bad)
		}
	}
	good := "[t]\ndoor = [\"case\"]\n[t.column]\n" + col
	d, err := loadDictionary(fstest.MapFS{
		"dictionary/0001_a.toml": {Data: []byte(good)},
		"dictionary/0002_b.toml": {Data: []byte(
			"[t]\nbasis = \"b2\"\nretention = \"r2\"\n[t.column]\nd = { class = \"key\", purpose = \"q\" }")},
	})
	must(t, err)
	if d["t"].Column["c"].Basis != "b" || d["t"].Column["d"].Basis != "b2" || len(d["t"].Door) != 1 {
		t.Errorf("%+v", d)
	}
	if _, err := loadDictionary(fstest.MapFS{"dictionary/0001_a.toml": {Data: []byte(good)},
		"dictionary/0002_b.toml": {Data: []byte(good)}}); err == nil {
		t.Error("a column described twice was accepted")
	}
}
