package country

import (
	"cmp"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// The TOML library says on which line a file cannot be read, and no more: not where a key stands that it has read. What
// is said here of a key's line is read from the file again, which the library has found to be well written.

// spot is where a key or the head of a table stands.
type spot struct {
	path string // from the top, with the number of each table of an array: language[1].tag
	key  string // the same as the library writes it, without the numbers
	line int
	end  int    // of its value, in bytes
	shut string // what closes the brackets that are still open there
}

// spots lists where everything stands, in the order of the file.
func spots(data []byte) []spot {
	s := scanner{text: string(data), tables: map[string]int{}}
	for base := (spot{}); s.blank(); {
		if s.text[s.at] != '[' {
			s.pair(base)
			continue
		}
		line, brackets := s.line(), 1
		if strings.HasPrefix(s.text[s.at:], "[[") {
			brackets = 2
		}
		s.at += brackets
		base = s.head(s.name(), brackets == 2)
		s.at += brackets
		base.line, base.end = line, s.at
		s.out = append(s.out, base)
	}
	return s.out
}

// lineOf is the line on which a path stands, or what is nearest above it; 1 where there is nothing of it.
func lineOf(data []byte, path string) int {
	for all := spots(data); path != ""; path = path[:max(0, strings.LastIndexAny(path, ".["))] {
		for _, p := range all {
			if rest, ok := strings.CutPrefix(p.path, path); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
				return p.line
			}
		}
	}
	return 1
}

// lineOfKey is the line on which a key stands first, whatever the table of an array.
func lineOfKey(data []byte, key toml.Key) int {
	for _, p := range spots(data) {
		if p.key == key.String() {
			return p.line
		}
	}
	return 1
}

// beforeWhy is what the library says before why a value does not fit: where, of all that bear the same key, the last.
var beforeWhy = regexp.MustCompile(`^toml: (line \d+ )?\(last key .*?\): `)

// misread says on which line a file goes wrong that cannot be read into v, and why. Of a file that is well written it
// is the first value up to which the file cannot be read either.
func misread(data []byte, v any, err error) (int, string) {
	var syntax toml.ParseError
	if _, err := toml.Decode(string(data), &map[string]any{}); errors.As(err, &syntax) {
		return syntax.Position.Line, syntax.Message
	}
	all := spots(data)
	slices.SortStableFunc(all, func(a, b spot) int { return cmp.Compare(a.end, b.end) })
	at := sort.Search(len(all), func(i int) bool {
		part := string(data[:all[i].end]) + all[i].shut
		_, wrong := toml.Decode(part, reflect.New(reflect.TypeOf(v).Elem()).Interface())
		if wrong != nil {
			err = wrong
		}
		return wrong != nil
	})
	why := err.Error()
	if errors.As(err, &syntax) {
		why = syntax.Message
	}
	return all[at].line, all[at].key + ": " + beforeWhy.ReplaceAllString(why, "")
}

// scanner walks through a file that is well written.
type scanner struct {
	text   string
	at     int
	open   string         // what closes the brackets around here, the innermost first
	tables map[string]int // by path of an array of tables, how many there have been
	out    []spot
}

func (s *scanner) line() int { return 1 + strings.Count(s.text[:s.at], "\n") }

// blank goes on to what is neither space nor comma nor comment, and tells whether there is any.
func (s *scanner) blank() bool {
	for ; s.at < len(s.text); s.at++ {
		switch rest := s.text[s.at:]; {
		case rest[0] == '#':
			s.past("\n")
			s.at--
		case strings.HasPrefix(rest, "\ufeff"):
			s.at += len("\ufeff") - 1
		case !strings.ContainsRune(" \t\r\n,", rune(rest[0])):
			return true
		}
	}
	return false
}

// past goes behind the next of the marks, or to the end.
func (s *scanner) past(mark string) {
	if i := strings.Index(s.text[s.at:], mark); i >= 0 {
		s.at += i + len(mark)
		return
	}
	s.at = len(s.text)
}

// name reads the name of a key, up to what ends it.
func (s *scanner) name() toml.Key {
	from := s.at
	for s.at < len(s.text) && s.text[s.at] != '=' && s.text[s.at] != ']' {
		s.bare()
	}
	meta, _ := toml.Decode(s.text[from:s.at]+" = 0", &map[string]any{})
	if keys := meta.Keys(); len(keys) > 0 {
		return keys[len(keys)-1]
	}
	return nil
}

// bare goes on by one letter, or behind a string.
func (s *scanner) bare() {
	rest := s.text[s.at:]
	mark := rest[:1]
	if mark != `"` && mark != `'` {
		s.at++
		return
	}
	if strings.HasPrefix(rest, strings.Repeat(mark, 3)) {
		mark = rest[:3]
	}
	for s.at += len(mark); s.at < len(s.text) && !strings.HasPrefix(s.text[s.at:], mark); s.at++ {
		if mark[0] == '"' && s.text[s.at] == '\\' {
			s.at++
		}
	}
	s.at += len(mark)
	for len(mark) == 3 && s.at < len(s.text) && s.text[s.at] == mark[0] {
		s.at++ // one or two more of them belong to the text
	}
	s.at = min(s.at, len(s.text))
}

// head is the table that a head opens; of an array, its next.
func (s *scanner) head(name toml.Key, many bool) (p spot) {
	for i, step := range name {
		p = p.under(step)
		if many && i == len(name)-1 {
			s.tables[p.path]++
		}
		if n := s.tables[p.path]; n > 0 {
			p = p.number(n - 1)
		}
	}
	return p
}

// pair reads a key and its value.
func (s *scanner) pair(in spot) {
	in.line = s.line()
	for _, step := range s.name() {
		in = in.under(step)
	}
	s.past("=")
	i := len(s.out)
	s.out = append(s.out, in)
	s.value(in)
	s.out[i].end, s.out[i].shut = s.at, s.open
}

// value reads what a key stands for, and the keys in it.
func (s *scanner) value(in spot) {
	if !s.blank() {
		return
	}
	switch outer := s.open; s.text[s.at] {
	case '[':
		s.open = "]" + outer
		s.at++
		for i := 0; s.blank() && s.text[s.at] != ']'; i++ {
			s.value(in.number(i))
		}
		s.at, s.open = s.at+1, outer
	case '{':
		s.open = "}" + outer
		s.at++
		for s.blank() && s.text[s.at] != '}' {
			s.pair(in)
		}
		s.at, s.open = s.at+1, outer
	case '"', '\'':
		s.bare()
	default:
		if n := strings.IndexAny(s.text[s.at:], ",]}#\r\n"); n >= 0 {
			s.at += n
			return
		}
		s.at = len(s.text)
	}
}

func (p spot) under(step string) spot {
	p.path = strings.TrimPrefix(p.path+"."+toml.Key{step}.String(), ".")
	p.key = strings.TrimPrefix(p.key+"."+toml.Key{step}.String(), ".")
	return p
}

func (p spot) number(i int) spot {
	p.path += "[" + strconv.Itoa(i) + "]"
	return p
}
