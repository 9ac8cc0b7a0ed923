package gap

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/solve"
)

// TestFamilies proves problems of the size and kind of gap1 to gap12 and of the classes A to C and E, and A to E to be
// maximised, without a limit of time. HAVRE_TEST_FULL=1 makes five of each and adds larger ones.
func TestFamilies(t *testing.T) {
	type family struct {
		class byte
		m, n  int
		max   bool
	}
	families := []family{{'M', 5, 30, true}, {'M', 8, 48, true}, {'M', 10, 60, true}, {'A', 5, 100, false},
		{'B', 5, 100, false}, {'C', 10, 100, false}, {'E', 5, 100, false},
		{'A', 20, 200, true}, {'B', 10, 100, true}, {'C', 10, 100, true}, {'D', 20, 100, true}, {'E', 20, 200, true}}
	seeds := uint64(1)
	if os.Getenv("HAVRE_TEST_FULL") == "1" {
		seeds = 5
		families = append(families, family{'A', 20, 200, false}, family{'B', 20, 200, false},
			family{'C', 20, 200, false}, family{'C', 20, 200, true})
		for _, m := range []int{5, 8, 10} {
			for _, per := range []int{3, 4, 5, 6} {
				families = append(families, family{'M', m, m * per, true})
			}
		}
	}
	for _, f := range families {
		for seed := range seeds {
			p := generate(f.class, f.m, f.n, seed)
			r := Solve(p, f.max, solve.Never)
			if v, fits := p.Check(r.Agent); r.Status != solve.Proved || !fits || v != r.Value {
				t.Errorf("%c %dx%d #%d: %+v, worth %d, fits %v", f.class, f.m, f.n, seed, r.Outcome, v, fits)
			}
			if f.n > 60 {
				continue
			}
			again := Solve(p, f.max, solve.Never)
			if fmt.Sprint(again) != fmt.Sprint(r) {
				t.Errorf("%c %dx%d #%d: two runs differ", f.class, f.m, f.n, seed)
			}
		}
	}
}

// TestGap12 has two problems of the largest OR-Library file; their optima stand in the literature.
func TestGap12(t *testing.T) {
	f, err := os.Open("testdata/gap12-1-2.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader, err := NewReader(f)
	for _, want := range []int64{1451, 1449} {
		var p *Problem
		if err == nil {
			p, err = reader.Next()
		}
		if err != nil {
			t.Fatal(err)
		}
		r := Solve(p, true, solve.Never)
		if v, fits := p.Check(r.Agent); r.Status != solve.Proved || r.Value != want || v != want || !fits {
			t.Errorf("got %+v, worth %d, fits %v; want %d", r.Outcome, v, fits, want)
		}
	}
}

func readAll(text string) ([]*Problem, error) {
	reader, err := NewReader(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	var out []*Problem
	for {
		p, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
}

func TestReadSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"":                `line 1, column 1: expected the number of problems`,
		"0":               `line 1, column 1: expected the number of problems`,
		"1\n0 3":          `line 2, column 1: expected the number of agents`,
		"1\n2 -3":         `line 2, column 3: expected the number of jobs`,
		"1\n10000 100000": `line 2, column 7: expected the number of jobs (a whole number from 1 to 200)`,
		"1\n1 1\n4\n5": `line 4, column 2: expected the capacity of an agent ` +
			`(a whole number from 0 to 1000000000), found nothing more`,
		"1\n1 1\n4\n-5\n6":         `line 4, column 1: expected the room a job takes`,
		"1\n1 1\n4.5\n5\n6":        `line 3, column 1: expected the value of a job with an agent`,
		"1\n1 1\n4\n5\n6 7":        `line 5, column 3: expected the end of the file, found "7"`,
		"2\n1 1\n4\n5\n6":          `line 5, column 2: expected the number of agents`,
		"1 1 1 4 99999999999999 6": `line 1, column 9: expected the room a job takes`,
	} {
		_, err := readAll(text)
		var where *solve.SyntaxError
		if !errors.As(err, &where) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if ps, err := readAll("2\n1 1 4 5 6\n2 1 -4 3 5 5 6 6 \n"); err != nil || len(ps) != 2 || ps[1].Capacity[1] != 6 ||
		ps[1].Value[0] != -4 {
		t.Errorf("two good problems: %v, %v", ps, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"1 1 1 4 5 6", "2\n1 1 4 5 6\n2 1 4 3 5 5 6 6\n", "1 100 20000 1",
		"1 2 2 1 2 3 4 9 9 9 9 9 9", "-1", "1 1 1 4 1000000000 1000000000"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ps, err := readAll(string(data))
		if err != nil {
			var where *solve.SyntaxError
			if !errors.As(err, &where) || where.Line < 1 || where.Column < 1 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		for _, p := range ps {
			if p.Agents*p.Jobs > 60 {
				continue
			}
			calls := 0
			r := Solve(p, false, func() bool { calls++; return calls > 500 })
			v, fits := p.Check(r.Agent)
			if r.Agent != nil && (!fits || v != r.Value || r.Bound > r.Value) || r.Agent == nil &&
				(r.Status == solve.Proved || r.Status == solve.Feasible) {
				t.Fatalf("%+v, worth %d, fits %v", r, v, fits)
			}
		}
	})
}

func BenchmarkSolve(b *testing.B) {
	for _, f := range []struct {
		class byte
		m, n  int
	}{{'M', 5, 15}, {'M', 5, 30}, {'M', 8, 48}, {'M', 10, 60}, {'A', 20, 200}, {'B', 20, 200}, {'C', 5, 100},
		{'C', 20, 100}, {'C', 20, 200},
		{'D', 5, 100}, {'D', 20, 100}, {'D', 20, 200}, {'E', 5, 100}, {'E', 20, 100}, {'E', 20, 200}} {
		b.Run(fmt.Sprintf("%c/%dx%d", f.class, f.m, f.n), func(b *testing.B) {
			p := generate(f.class, f.m, f.n, 0)
			b.ReportAllocs()
			var r Result
			for b.Loop() {
				until := time.Now().Add(10 * time.Second)
				r = Solve(p, f.class == 'M', func() bool { return time.Now().After(until) })
			}
			b.ReportMetric(float64(r.Value), "value")
			b.ReportMetric(100*math.Abs(float64(r.Bound-r.Value))/float64(r.Bound), "gap-%")
		})
	}
}
