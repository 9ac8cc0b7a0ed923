package roundcheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Verdict is what can be said of an answer from the round's file, the answer and its proof alone.
type Verdict struct {
	Cases int
	Tiers []Shown
	Proved
}

// Shown is a tier with what is shown of it.
type Shown struct {
	Code    string
	Value   int
	Bound   int // no answer that equals this one in all former tiers passes it; where Bounded
	Bounded bool
}

// Best tells whether it is shown that no answer is better in any tier.
func (v *Verdict) Best() bool {
	return !slices.ContainsFunc(v.Tiers, func(x Shown) bool { return !x.Bounded || x.Bound != x.Value })
}

// LineError is a fault of a file and where it stands.
type LineError struct {
	Answer bool // in the answer's file, not in the round's
	Line   int
	What   string
}

// Error names the line.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// Judge reads the file of a round and that of an answer, holds the answer against every rule, counts its tiers, and
// follows its proof. The error is a LineError: the first that is wrong, or what is claimed and not shown.
func Judge(round, answer []byte) (Verdict, error) {
	var v Verdict
	f, err := readRound(round)
	if err != nil {
		return v, err
	}
	a, lines, err := readAnswer(answer)
	if err != nil {
		return v, err
	}
	wrong := func(path, what string) error { return &LineError{true, lines[path], what} }
	for t := range a.Tiers {
		a.Tiers[t].Bound = a.Tiers[t].Value // the file names none: the proof does
	}
	r := New(f)
	faults, choices, _ := r.Judge(a)
	if len(faults) > 0 {
		return v, wrong(faults[0].Path, faults[0].What)
	}
	v.Cases = len(choices)
	if len(a.Proof) > 0 {
		shown, line, what := r.Prove(choices, a.Proof)
		if what != "" {
			return v, wrong(fmt.Sprintf("proof[%d]", line), what)
		}
		v.Proved = shown
		if a.unseen() {
			v.Until = min(v.Until, hard)
		}
	}
	for t, x := range a.Tiers {
		s := Shown{Code: x.Code, Value: int(x.Value), Bound: v.Bound[t], Bounded: t < v.Until}
		v.Tiers = append(v.Tiers, s)
		if x.Proved && (!s.Bounded || s.Bound != s.Value) {
			shows := "the file does not show it"
			if len(a.Proof) == 0 {
				shows = "the file holds no proof: havre solve round writes one with --solution and --proof"
			}
			return v, wrong(fmt.Sprintf("tiers[%d].proved", t), x.Code+" is said to be proved, and "+shows)
		}
	}
	return v, nil
}

// readRound reads a round's file; faults that would change its meaning are refused.
func readRound(text []byte) (*File, error) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	if _, err := walk(text, false); err != nil {
		return nil, err
	}
	f, err := ReadFile(text)
	if err != nil {
		return nil, atOffset(text, err, false)
	}
	if what := f.fault(); what != "" {
		return nil, &LineError{false, 1, what}
	}
	return f, nil
}

// fault names what must hold between the parts of a round's file.
func (f *File) fault() string {
	if f.Havre != "round" || f.Version != 1 || f.On == 0 || f.Weeks < 1 || f.Weeks > 104 || len(f.Places) > 20_000 ||
		len(f.Cases) > 2_000 {
		return "it is no round, or one that is too large"
	}
	areas, places, cases := map[string]bool{"": true}, map[string]bool{}, map[string]bool{}
	for _, a := range f.Areas {
		areas[a.Code] = true
	}
	for _, p := range f.Places {
		if p.Key == "" || places[p.Key] || !areas[p.Area] {
			return fmt.Sprintf("place %q has no key of its own, or its area is not listed", p.Key)
		}
		places[p.Key] = true
	}
	for _, c := range f.Cases {
		if c.Key == "" || cases[c.Key] {
			return fmt.Sprintf("case %q has no key of its own", c.Key)
		}
		cases[c.Key] = true
	}
	for _, c := range f.Cases {
		named := append(append(slices.Clone(c.Holds), c.Refused...), c.Lock)
		for _, k := range named {
			if k != "" && !places[k] {
				return fmt.Sprintf("case %q names a place %q that is not there", c.Key, k)
			}
		}
		for _, k := range c.Together {
			if !cases[k] || k == c.Key {
				return fmt.Sprintf("case %q names no other case by %q", c.Key, k)
			}
		}
		for _, z := range c.Zones {
			if z.Level < 1 || z.Level > 3 {
				return fmt.Sprintf("case %q has a zone of level %d", c.Key, z.Level)
			}
		}
	}
	return ""
}

// judged are the fields of an answer's file: each is worked out again. Whatever else a file says is refused, so that
// nobody trusts what nothing here looks at.
var judged = func() map[string]bool {
	out := map[string]bool{"status": true, "cases": true, "tiers": true, "proof": true, "cases.asks.rule": true}
	for _, f := range strings.Fields("case state place from to flat flat_from flat_to renew locked unseen aside " +
		"choices criteria asks") {
		out["cases."+f] = true
	}
	for _, f := range strings.Fields("safety covered freshness reached wished spared shared drawn") {
		out["cases.criteria."+f] = true
	}
	for _, f := range strings.Fields("tier code value higher proved") {
		out["tiers."+f] = true
	}
	return out
}()

var index = regexp.MustCompile(`\[[0-9]+\]`)

// readAnswer reads an answer and where its parts stand.
func readAnswer(text []byte) (*Answer, map[string]int, error) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	lines, err := walk(text, true)
	if err != nil {
		return nil, nil, err
	}
	a, err := ReadAnswer(text)
	if err != nil {
		return nil, nil, atOffset(text, err, true)
	}
	return a, lines, nil
}

// atOffset turns an error of the reader into one with its line.
func atOffset(text []byte, err error, answer bool) error {
	at := int64(len(text))
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	case !errors.Is(err, io.ErrUnexpectedEOF):
		at = 0
	}
	return &LineError{answer, lineOf(text, at), err.Error()}
}

func lineOf(text []byte, at int64) int {
	return 1 + bytes.Count(text[:min(max(at, 0), int64(len(text)))], []byte{'\n'})
}

// walk goes through a text, refuses a field that is there twice and whatever follows the end, and, for an answer, says
// on which line its parts stand.
func walk(text []byte, answer bool) (map[string]int, error) {
	w := &walker{text: text, dec: json.NewDecoder(bytes.NewReader(text)), answer: answer, lines: map[string]int{},
		line: 1}
	w.dec.UseNumber()
	if err := w.value("", 0); err != nil {
		return nil, err
	}
	if _, err := w.dec.Token(); err != io.EOF {
		return nil, w.fail(errors.New("something follows after the end"))
	}
	return w.lines, nil
}

type walker struct {
	text     []byte
	dec      *json.Decoder
	answer   bool
	lines    map[string]int
	at, line int // how far lines are counted
}

func (w *walker) fail(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &LineError{w.answer, lineOf(bytes.TrimRight(w.text, "\n"), int64(len(w.text))),
			"the file ends too early"}
	}
	return &LineError{w.answer, lineOf(w.text, w.dec.InputOffset()), err.Error()}
}

// value reads one value; path is where it stands.
func (w *walker) value(path string, depth int) error {
	t, err := w.dec.Token()
	if err != nil {
		return w.fail(err)
	}
	if w.answer && depth <= 3 {
		w.line += bytes.Count(w.text[w.at:w.dec.InputOffset()], []byte{'\n'})
		w.at = int(w.dec.InputOffset())
		w.lines[path] = w.line
	}
	switch t {
	case json.Delim('{'):
		seen := map[string]bool{}
		for w.dec.More() {
			key, err := w.dec.Token()
			if err != nil {
				return w.fail(err)
			}
			name, _ := key.(string)
			if seen[name] {
				return w.fail(fmt.Errorf("%q is there twice", name))
			}
			seen[name] = true
			if path != "" {
				name = path + "." + name
			}
			if w.answer && !judged[index.ReplaceAllString(name, "")] {
				return w.fail(fmt.Errorf("%q is nothing that can be shown from the round", name))
			}
			if err := w.value(name, depth+1); err != nil {
				return err
			}
		}
	case json.Delim('['):
		for i := 0; w.dec.More(); i++ {
			if err := w.value(fmt.Sprintf("%s[%d]", path, i), depth+1); err != nil {
				return err
			}
		}
	default:
		return nil
	}
	if _, err = w.dec.Token(); err != nil {
		return w.fail(err)
	}
	return nil
}
