package file

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"havre.example/havre/internal/calc/round"
)

// Error is a fault in a round's file: where it stands, in which field, and why.
type Error struct {
	Line, Column int    // from 1; the column counts characters
	Path         string // "cases[3].household.adults", empty when the text is no JSON
	Reason       string
}

// Error names the place and the reason.
func (e *Error) Error() string {
	at := fmt.Sprintf("line %d, column %d: ", e.Line, e.Column)
	if e.Path != "" {
		at += e.Path + ": "
	}
	return at + e.Reason
}

// leaf is one JSON value with its place in the text.
type leaf struct {
	offset int64
	kind   byte // { [ " n b 0: object, array, string, number, boolean, null
	text   string
	names  []string
	items  []leaf // of an object in the order of names, or of an array
}

// deepest is how far a round's file nests at most.
const deepest = 12

// source reads a text into values, and knows the line of each.
type source struct {
	text  []byte
	dec   *json.Decoder
	where map[string]int64 // by path
}

func (g *source) fault(offset int64, path, reason string) error {
	offset = min(max(offset, 0), int64(len(g.text)))
	before := g.text[:offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return &Error{Line: line, Column: column, Path: path, Reason: reason}
}

// start is where the next value begins: what separates it from the last is passed over.
func (g *source) start() int64 {
	at := g.dec.InputOffset()
	for at < int64(len(g.text)) && strings.IndexByte(" \t\r\n,:", g.text[at]) >= 0 {
		at++
	}
	return at
}

// token is the next token and where it begins.
func (g *source) token() (json.Token, int64, error) {
	at := g.start()
	t, err := g.dec.Token()
	if err == nil {
		return t, at, nil
	}
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		// The decoder counts from its last token on when it reads a stream; the text itself tells the place.
		if s := (*json.SyntaxError)(nil); errors.As(json.Unmarshal(g.text, new(any)), &s) {
			return nil, at, g.fault(s.Offset-1, "", s.Error())
		}
		return nil, at, g.fault(at, "", syntax.Error())
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, at, g.fault(int64(len(g.text)), "", "the text ends too soon")
	}
	return nil, at, g.fault(at, "", err.Error())
}

// value reads one value.
func (g *source) value(path string, depth int) (leaf, error) {
	t, at, err := g.token()
	if err != nil {
		return leaf{}, err
	}
	if depth > deepest {
		return leaf{}, g.fault(at, path, "nested too deep")
	}
	g.where[path] = at
	switch x := t.(type) {
	case json.Delim:
		return g.nested(leaf{offset: at, kind: byte(x)}, path, depth)
	case string:
		return leaf{offset: at, kind: '"', text: x}, nil
	case json.Number:
		return leaf{offset: at, kind: 'n', text: x.String()}, nil
	case bool:
		return leaf{offset: at, kind: 'b', text: strconv.FormatBool(x)}, nil
	}
	return leaf{offset: at}, nil
}

// nested reads what is in an object or an array.
func (g *source) nested(out leaf, path string, depth int) (leaf, error) {
	seen := map[string]bool{}
	for g.dec.More() {
		inner := path + "[" + strconv.Itoa(len(out.items)) + "]"
		if out.kind == '{' {
			name, at, err := g.token()
			if err != nil {
				return leaf{}, err
			}
			n, _ := name.(string) // a decoder gives nothing else here
			if inner = n; path != "" {
				inner = path + "." + n
			}
			if seen[n] {
				return leaf{}, g.fault(at, inner, "it is there twice")
			}
			seen[n] = true
			out.names = append(out.names, n)
		}
		v, err := g.value(inner, depth+1)
		if err != nil {
			return leaf{}, err
		}
		out.items = append(out.items, v)
	}
	_, _, err := g.token() // the closing bracket
	return out, err
}

// parse reads a whole text as one JSON value.
func parse(text []byte) (*source, leaf, error) {
	g := &source{text: text, dec: json.NewDecoder(bytes.NewReader(text)), where: map[string]int64{}}
	if !utf8.Valid(text) {
		at := 0
		for at < len(text) {
			r, n := utf8.DecodeRune(text[at:])
			if r == utf8.RuneError && n < 2 {
				break
			}
			at += n
		}
		return g, leaf{}, g.fault(int64(at), "", "not UTF-8")
	}
	g.dec.UseNumber()
	v, err := g.value("", 0)
	if err != nil {
		return g, leaf{}, err
	}
	if at := g.start(); at < int64(len(text)) {
		return g, leaf{}, g.fault(at, "", "something follows the round")
	}
	return g, v, nil
}

var kinds = map[byte]string{'{': "an object", '[': "a list", '"': "a text", 'n': "a number", 'b': "true or false",
	0: "null"}

// fill puts a value into a variable, by the json tags of its fields. A field that is not known is refused.
func (g *source) fill(v leaf, path string, into reflect.Value) error {
	wrong := func(want string) error {
		return g.fault(v.offset, path, fmt.Sprintf("it is %s, not %s", kinds[v.kind], want))
	}
	if t, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if v.kind != '"' {
			return wrong("a text")
		}
		if err := t.UnmarshalText([]byte(v.text)); err != nil {
			return g.fault(v.offset, path, err.Error())
		}
		return nil
	}
	switch into.Kind() {
	case reflect.String:
		if v.kind != '"' {
			return wrong("a text")
		}
		if len(v.text) > 100 {
			return g.fault(v.offset, path, "longer than 100 characters")
		}
		into.SetString(v.text)
	case reflect.Bool:
		if v.kind != 'b' {
			return wrong("true or false")
		}
		into.SetBool(v.text == "true")
	case reflect.Int:
		n, err := strconv.Atoi(v.text)
		if v.kind != 'n' {
			return wrong("a number")
		}
		if err != nil || n < -1_000_000 || n > 1_000_000 {
			return g.fault(v.offset, path, "not a whole number between -1000000 and 1000000")
		}
		into.SetInt(int64(n))
	case reflect.Pointer:
		if v.kind == 0 {
			return nil
		}
		into.Set(reflect.New(into.Type().Elem()))
		return g.fill(v, path, into.Elem())
	case reflect.Slice:
		if v.kind != '[' {
			return wrong("a list")
		}
		into.Set(reflect.MakeSlice(into.Type(), len(v.items), len(v.items)))
		for i := range v.items {
			if err := g.fill(v.items[i], path+"["+strconv.Itoa(i)+"]", into.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		if v.kind != '{' {
			return wrong("an object")
		}
		into.Set(reflect.MakeMapWithSize(into.Type(), len(v.items)))
		for i := range v.items {
			x := reflect.New(into.Type().Elem()).Elem()
			if err := g.fill(v.items[i], path+"."+v.names[i], x); err != nil {
				return err
			}
			into.SetMapIndex(reflect.ValueOf(v.names[i]).Convert(into.Type().Key()), x)
		}
	case reflect.Struct:
		if v.kind != '{' {
			return wrong("an object")
		}
		return g.fillStruct(v, path, into)
	}
	return nil
}

func (g *source) fillStruct(v leaf, path string, into reflect.Value) error {
	field := map[string]int{}
	for i := range into.NumField() {
		name, _, _ := strings.Cut(into.Type().Field(i).Tag.Get("json"), ",")
		field[name] = i
	}
	for i := range v.items {
		inner := v.names[i]
		if path != "" {
			inner = path + "." + inner
		}
		n, known := field[v.names[i]]
		if !known {
			return g.fault(v.items[i].offset, inner, "no such field")
		}
		if err := g.fill(v.items[i], inner, into.Field(n)); err != nil {
			return err
		}
	}
	return nil
}

// explain turns a fault that names a path ("cases[3].lock: ...") into one that names the line too.
func (g *source) explain(err error) error {
	if !errors.Is(err, round.ErrRound) {
		return err
	}
	path, reason, ok := strings.Cut(strings.TrimPrefix(err.Error(), round.ErrRound.Error()+": "), ": ")
	if !ok {
		path, reason = "", path
	}
	for at := path; ; {
		if offset, found := g.where[at]; found {
			return g.fault(offset, path, reason)
		}
		cut := max(strings.LastIndexByte(at, '.'), strings.LastIndexByte(at, '['))
		if cut < 0 {
			return g.fault(g.where[""], path, reason)
		}
		at = at[:cut]
	}
}
