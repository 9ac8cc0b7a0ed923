package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

const said = `{"Action":"start","Package":"havre.example/havre/internal/a"}
{"Action":"output","Package":"havre.example/havre/internal/a","Test":"TestBad","Output":"    why it failed\n"}
{"Action":"fail","Package":"havre.example/havre/internal/a","Test":"TestBad","Elapsed":0}
{"Action":"pass","Package":"havre.example/havre/internal/a","Test":"TestGood","Elapsed":0}
{"Action":"output","Package":"havre.example/havre/internal/a","Test":"TestOff","Output":"    no server\n"}
{"Action":"skip","Package":"havre.example/havre/internal/a","Test":"TestOff","Elapsed":0}
{"Action":"fail","Package":"havre.example/havre/internal/a","Elapsed":1.2}
go: downloading something
{"Action":"build-output","ImportPath":"havre.example/havre/internal/b","Output":"b.go:1: wrong\n"}
{"Action":"fail","Package":"havre.example/havre/internal/b","Elapsed":0}
{"Action":"skip","Package":"havre.example/havre/internal/c","Elapsed":0}
`

func TestCounts(t *testing.T) {
	for _, lenient := range []bool{false, true} {
		var out strings.Builder
		c, err := read(strings.NewReader(said), &out, 3, lenient)
		want := count{passed: 1, failed: 3, skipped: 1} // a test, a skip, and a package that does not build
		if lenient {
			want.failed = 2
		}
		if err != nil || c != want {
			t.Errorf("%+v %v, not %+v", c, err, want)
		}
		for _, s := range []string{"why it failed", "b.go:1: wrong", "go: downloading something", "FAILED: internal/b",
			"TestOff"} {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%q is not shown in\n%s", s, out.String())
			}
		}
	}
}

func TestCountsAddUp(t *testing.T) {
	file := filepath.Join(t.TempDir(), "count")
	for range 2 {
		if err := add(file, count{3, 1, 2}); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(file, count{}); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := add(filepath.Dir(file), count{}); err == nil {
		t.Errorf("a folder was taken for a file of counts: %s", out.String())
	}
}

func TestNamesTheSlowOnes(t *testing.T) {
	var in, out strings.Builder
	for i, seconds := range []string{"2.9", "30", "4", "12"} {
		for _, part := range []string{"", "/part"} { // a part is no test of its own
			fmt.Fprintf(&in, `{"Action":"pass","Package":"havre.example/havre/internal/a",`+
				`"Test":"Test%d%s","Elapsed":%s}`+"\n", i, part, seconds)
		}
	}
	if _, err := read(strings.NewReader(in.String()), &out, 1, false); err != nil {
		t.Fatal(err)
	}
	want := "  slow   30.0 s  internal/a Test1\n  slow   12.0 s  internal/a Test3\n  slow    4.0 s  internal/a Test2\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestNothingRunIsNothingPassed(t *testing.T) {
	for what, in := range map[string]string{"silence": "",
		"a package without tests": `{"Action":"skip","Package":"p"}`} {
		if c, err := read(strings.NewReader(in), new(strings.Builder), 1, true); err == nil {
			t.Errorf("%s counts as passed: %+v", what, c)
		}
	}
}
