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
	"unicode"
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

// source reads a text into values by the json tags of their fields, in one pass, and knows where each begins.
type source struct {
	text []byte
	dec  *json.Decoder
}

func newSource(text []byte) *source {
	g := &source{text: text, dec: json.NewDecoder(bytes.NewReader(text))}
	g.dec.UseNumber()
	return g
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

// parse reads a whole text as one JSON value.
func parse(text []byte, into any) error {
	g := newSource(text)
	if !utf8.Valid(text) {
		at := 0
		for at < len(text) {
			r, n := utf8.DecodeRune(text[at:])
			if r == utf8.RuneError && n < 2 {
				break
			}
			at += n
		}
		return g.fault(int64(at), "", "not UTF-8")
	}
	if err := g.value("", reflect.ValueOf(into).Elem(), mostItems); err != nil {
		return err
	}
	if at := g.start(); at < int64(len(text)) {
		return g.fault(at, "", "something follows the round")
	}
	return nil
}

// The most characters of a text, and the most items of a list or of an object whose field says nothing else.
const (
	mostRunes = 100
	mostItems = 200
)

// kindOf says in words what a token is.
func kindOf(t json.Token) string {
	switch t {
	case json.Delim('{'):
		return "an object"
	case json.Delim('['):
		return "a list"
	}
	switch t.(type) {
	case string:
		return "a text"
	case json.Number:
		return "a number"
	case bool:
		return "true or false"
	}
	return "null"
}

// value reads the next value into a variable of at most so many items, by its kind.
func (g *source) value(path string, into reflect.Value, most int) error {
	t, at, err := g.token()
	if err != nil {
		return err
	}
	wrong := func(want string) error { return g.fault(at, path, fmt.Sprintf("it is %s, not %s", kindOf(t), want)) }
	if u, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		s, ok := t.(string)
		if !ok {
			return wrong("a text")
		}
		if err := u.UnmarshalText([]byte(s)); err != nil {
			return g.fault(at, path, err.Error())
		}
		return nil
	}
	switch into.Kind() {
	case reflect.String:
		s, ok := t.(string)
		if !ok {
			return wrong("a text")
		}
		if reason := unfit(s); reason != "" {
			return g.fault(at, path, reason)
		}
		into.SetString(s)
	case reflect.Bool:
		b, ok := t.(bool)
		if !ok {
			return wrong("true or false")
		}
		into.SetBool(b)
	case reflect.Int:
		number, ok := t.(json.Number)
		if !ok {
			return wrong("a number")
		}
		n, err := strconv.Atoi(number.String())
		if err != nil || n < -1_000_000 || n > 1_000_000 {
			return g.fault(at, path, "not a whole number between -1000000 and 1000000")
		}
		into.SetInt(int64(n))
	case reflect.Pointer:
		if t == nil {
			return nil
		}
		into.Set(reflect.New(into.Type().Elem()))
		return g.nested(t, at, path, into.Elem(), most)
	default:
		return g.nested(t, at, path, into, most)
	}
	return nil
}

// unfit says why a text is not taken: it is too long, or has characters that cannot be seen.
func unfit(s string) string {
	switch {
	case utf8.RuneCountInString(s) > mostRunes:
		return fmt.Sprintf("longer than %d characters", mostRunes)
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }):
		return "it has a character that cannot be seen"
	}
	return ""
}

// nested reads a list, an object of named values, or a structure, of which the first token has been read.
func (g *source) nested(t json.Token, at int64, path string, into reflect.Value, most int) error {
	want, read := "an object", g.fields
	switch into.Kind() {
	case reflect.Slice:
		want, read = "a list", g.list
	case reflect.Map:
		read = g.names
	}
	if kindOf(t) != want {
		return g.fault(at, path, fmt.Sprintf("it is %s, not %s", kindOf(t), want))
	}
	if err := read(path, into, most); err != nil {
		return err
	}
	_, _, err := g.token() // the closing bracket
	return err
}

func (g *source) list(path string, into reflect.Value, most int) error {
	into.Set(reflect.MakeSlice(into.Type(), 0, 0))
	for n := 0; g.dec.More(); n++ {
		if n == most {
			return g.fault(g.start(), path, fmt.Sprintf("more than %d", most))
		}
		into.Set(reflect.Append(into, reflect.Zero(into.Type().Elem())))
		if err := g.value(path+"["+strconv.Itoa(n)+"]", into.Index(n), mostItems); err != nil {
			return err
		}
	}
	return nil
}

// names reads an object whose names are values too.
func (g *source) names(path string, into reflect.Value, most int) error {
	into.Set(reflect.MakeMap(into.Type()))
	for n := 0; g.dec.More(); n++ {
		name, at, err := g.name()
		if err != nil {
			return err
		}
		inner, key := path+"."+name, reflect.ValueOf(name).Convert(into.Type().Key())
		switch reason := unfit(name); {
		case n == most:
			return g.fault(at, path, fmt.Sprintf("more than %d", most))
		case reason != "":
			return g.fault(at, path, reason)
		case into.MapIndex(key).IsValid():
			return g.fault(at, inner, "it is there twice")
		}
		x := reflect.New(into.Type().Elem()).Elem()
		if err := g.value(inner, x, mostItems); err != nil {
			return err
		}
		into.SetMapIndex(key, x)
	}
	return nil
}

// fields reads an object of the fields that a structure has. A field that is not known is refused.
func (g *source) fields(path string, into reflect.Value, _ int) error {
	seen := make([]bool, into.NumField())
	for g.dec.More() {
		name, at, err := g.name()
		if err != nil {
			return err
		}
		inner := name
		if path != "" {
			inner = path + "." + name
		}
		n, most := field(into.Type(), name)
		if n < 0 {
			return g.fault(g.start(), inner, "no such field")
		}
		if seen[n] {
			return g.fault(at, inner, "it is there twice")
		}
		seen[n] = true
		if err := g.value(inner, into.Field(n), most); err != nil {
			return err
		}
	}
	return nil
}

func (g *source) name() (string, int64, error) {
	t, at, err := g.token()
	name, _ := t.(string) // a decoder gives nothing else here
	return name, at, err
}

// field is the field of a structure with a name in the file, and the most items it may have; -1: there is none.
func field(t reflect.Type, name string) (n, most int) {
	for n := range t.NumField() {
		tag := t.Field(n).Tag
		if s, _, _ := strings.Cut(tag.Get("json"), ","); s != name {
			continue
		}
		if most, err := strconv.Atoi(tag.Get("most")); err == nil {
			return n, most
		}
		return n, mostItems
	}
	return -1, 0
}

// explain turns a fault that names a path ("cases[3].lock: ...") into one that names the line too. It reads the text
// for it, from its beginning.
func (g *source) explain(err error) error {
	if !errors.Is(err, round.ErrRound) {
		return err
	}
	path, reason, ok := strings.Cut(strings.TrimPrefix(err.Error(), round.ErrRound.Error()+": "), ": ")
	if !ok {
		path, reason = "", path
	}
	return g.fault(g.find("", path), path, reason)
}

// find is where the value of a path begins, or of what is around it where it is not written.
func (g *source) find(path, target string) int64 {
	t, at, err := g.token()
	if err != nil || path == target || (t != json.Delim('{') && t != json.Delim('[')) {
		return at
	}
	for n := 0; g.dec.More(); n++ {
		inner := path + "[" + strconv.Itoa(n) + "]"
		if t == json.Delim('{') {
			name, _, _ := g.name()
			if inner = name; path != "" {
				inner = path + "." + name
			}
		}
		rest, within := strings.CutPrefix(target, inner)
		if within && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return g.find(inner, target)
		}
		var passed json.RawMessage
		if g.dec.Decode(&passed) != nil {
			break
		}
	}
	return at
}
