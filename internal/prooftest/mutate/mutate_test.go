package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// small returns the mutants of a small package that imports nothing, and the text with them written in.
func small(t *testing.T, text string) ([]*mutant, string) {
	t.Helper()
	s := &source{fset: token.NewFileSet()}
	f := &file{path: "small.go", text: []byte(text)}
	var err error
	if f.ast, err = parser.ParseFile(s.fset, f.path, f.text, 0); err != nil {
		t.Fatal(err)
	}
	p := &pkg{path: "small", files: []*file{f}, from: s}
	var wrong []error
	if p.info, p.types, wrong = s.check("small", []*ast.File{f.ast}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	next := 0
	ms, edits := s.find(p, f, &next)
	nameAll(ms)
	return ms, string(apply(f.text, "small", edits))
}

const smallText = `package small

type refusal string

func (r refusal) Error() string { return string(r) }

func may(age int, host bool) error {
	if age < 18 || !host {
		return refusal("refused")
	}
	if err := note(age); err != nil {
		return err
	}
	return note(age + 1)
}

func note(int) error { return nil }
`

func TestMutantsOfASmallPackage(t *testing.T) {
	ms, text := small(t, smallText)
	var got []string
	for _, m := range ms {
		got = append(got, fmt.Sprintf("%d: %s", m.line, m.key))
	}
	want := []string{
		"8: small.may | always | age < 18 || !host",
		"8: small.may | never | age < 18",
		"8: small.may | boundary | age < 18",
		"8: small.may | always | host",
		"8: small.may | one more | 18",
		`9: small.may | error left out | refusal("refused")`,
		"11: small.may | never | err != nil",
		"11: small.may | call left out | note(age)",
		"14: small.may | call left out | note(age + 1)",
		"14: small.may | error left out | note(age + 1)",
		"14: small.may | one more | 1",
	}
	for _, k := range want {
		if !slices.Contains(got, k) {
			t.Errorf("no mutant %q", k)
		}
	}
	if len(got) != len(want) {
		t.Errorf("mutants:\n%s", strings.Join(got, "\n"))
	}
	if a, b := strings.Count(smallText, "\n"), strings.Count(text, "\n"); a != b {
		t.Errorf("%d lines became %d", a, b)
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "new.go", text, 0); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
}

func TestChangesOfSQL(t *testing.T) {
	const sql = `select a.x from a join b on b.id = a.id and b.kind in (select k from c where c.y > $2)
		where a.id = $1 and a.at between $3 and $4 and a.ended_at = 0 order by a.x desc limit 1`
	var got []string
	for _, c := range changesOfSQL(sql) {
		got = append(got, c.what+": "+sql[c.at:c.end])
	}
	want := []string{
		"condition left out: b.id = a.id",
		"condition left out: b.kind in (select k from c where c.y > $2)",
		"condition left out: c.y > $2",
		"comparison >=: >",
		"condition left out: a.id = $1",
		"condition left out: a.at between $3 and $4",
		"condition left out: a.ended_at = 0",
		"order turned round: desc",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A text that two queries share is changed in each of them.
func TestASharedTextIsChangedToo(t *testing.T) {
	s, err := readSource("../../..", "internal/trust/gate")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.pkg("internal/trust/gate")
	if err != nil {
		t.Fatal(err)
	}
	var all []*mutant
	for _, f := range p.files {
		found, _ := s.find(p, f, new(int))
		all = append(all, found...)
	}
	if !slices.ContainsFunc(all, func(m *mutant) bool {
		return m.query && m.fn == "qTeamOfKind" && m.original == "ended_at = 0"
	}) {
		t.Error("the eldest team of a kind may have ended, and no mutant says so")
	}
}

// A reason is given once, and of a change that there is: one whose line went or was renamed says so at once.
func TestReasonsAreGivenOnceAndOfAMutant(t *testing.T) {
	why, err := readReasons("survivors/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, target := range targets {
		dirs = append(dirs, target.dir)
	}
	s, err := readSource("../../..", dirs...)
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	for _, target := range targets {
		p, err := s.pkg(target.dir)
		if err != nil {
			t.Fatal(err)
		}
		ms, _, err := s.instrument(p, target, &next)
		if err != nil {
			t.Fatal(err)
		}
		nameAll(ms)
		for _, m := range ms {
			delete(why, m.key)
		}
	}
	for _, key := range sortedKeys(why) {
		t.Errorf("a reason for nothing: %s", key)
	}
}

// A check may be left out by rule where nothing but statements can fail, however far below, and nowhere else.
func TestWhatFailsOnlyWithTheDatabase(t *testing.T) {
	s, err := readSource("../../..", "internal/room/placement/asking")
	if err != nil {
		t.Fatal(err)
	}
	const room, gate = module + "/internal/room/", module + "/internal/trust/gate."
	for name, only := range map[string]bool{
		gate + "Each": true, gate + "Collect": true, gate + "List": true, // and what they are given
		"(*" + gate + "CaseTx).Join":             true,
		room + "partner.PlanEnd":                 true,
		room + "casefile.Facts":                  true,
		room + "placement/proposal.NextRound":    true,
		gate + "One":                             false, // there may be no row
		"(*" + gate + "CaseTx).Grant":            false, // a key may not read
		"(*" + gate + "Gate).Case":               false, // somebody may be refused
		room + "partner.Occupy":                  false, // a place may be taken
		room + "partner.Receive":                 false, // nor may somebody have left, and the error is put in words
		room + "casefile.Tell":                   false, // a fact may not be told
		room + "placement/proposal.PersonAgreed": false,
	} {
		if s.statements[name] != only {
			t.Errorf("%s fails only with the database: %v", name, !only)
		}
	}
}

// A query that counts, or asks whether, gives its row whatever the tables hold, however its text is laid out; plain
// rows may be missing.
func TestWhichQueriesAlwaysGiveARow(t *testing.T) {
	for text, want := range map[string]bool{
		"select count(*) from a": true,
		"select\n\t\tcoalesce(max(case when a = $1 then 2 else 1 end), 0) from a": true,
		"select case when a then 1 else 0 end":                                    true,
		"select a from b":                                                         false,
		"select countless from a":                                                 false,
		"selected count(*) from a":                                                false,
	} {
		if alwaysARow.MatchString(text) != want {
			t.Errorf("%q: not %v", text, want)
		}
	}
}
