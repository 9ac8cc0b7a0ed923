package codelist

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
)

//go:embed seed/*.toml
var seed embed.FS

// Code is one entry of a list.
type Code struct {
	Key   string    // stored with the fact; never reused for another meaning
	From  date.Date // first day it may be chosen; zero: always could
	Until date.Date // last day it may be chosen; zero: still can
	Group string    // what it belongs to, where the list has groups: a dimension, an outcome, a legal track
	// Rank orders codes of a scale, 1 being the least; 0 where the list is no scale.
	Rank     int
	Strength Strength // of an indicator
	// FromAge and ToAge bound an age band in whole years, both included.
	FromAge, ToAge int
	// MemberFrom and MemberUntil are a country's first and last day in the European Union, when it joined or left.
	MemberFrom, MemberUntil date.Date

	text map[lang.Tag]string
	to   map[Standard][]string
}

// Label is the code in words.
func (c Code) Label(l lang.Tag) string {
	if s, ok := c.text[l]; ok {
		return s
	}
	return c.text[lang.FR]
}

// To gives the code's counterparts in a standard; none where the standard has no such code.
func (c Code) To(s Standard) []string { return slices.Clone(c.to[s]) }

// On reports whether the code may be chosen on that day.
func (c Code) On(d date.Date) bool {
	return !(!c.From.IsZero() && d.Before(c.From)) && !(!c.Until.IsZero() && c.Until.Before(d))
}

// List is one list of codes, in the order people read it. It is read-only and safe to share.
type List struct {
	Name     Name
	Version  date.Date // the day this edition was adopted; a report prints it
	Standard string    // the outside standard that fixes the keys; empty: the network's own

	text  map[lang.Tag]string
	codes []Code
	at    map[string]int
}

// Title is the name of the list in words.
func (l List) Title(tag lang.Tag) string { return l.text[tag] }

// Codes lists the codes that may be chosen on that day, in reading order.
func (l List) Codes(on date.Date) []Code {
	out := make([]Code, 0, len(l.codes))
	for _, c := range l.codes {
		if c.On(on) {
			out = append(out, c)
		}
	}
	return out
}

// All lists every code, ended ones too.
func (l List) All() []Code { return slices.Clone(l.codes) }

// Find gives the code of a key, ended or not.
func (l List) Find(key string) (Code, bool) {
	i, ok := l.at[key]
	if !ok {
		return Code{}, false
	}
	return l.codes[i], true
}

// Has reports whether the key may be chosen on that day.
func (l List) Has(key string, on date.Date) bool {
	c, ok := l.Find(key)
	return ok && c.On(on)
}

// Label is the code in words, or the key itself when the list has no such code.
func (l List) Label(tag lang.Tag, key string) string {
	s, _ := l.Text(tag, key)
	return s
}

// Text is Label and whether the list has that code.
func (l List) Text(tag lang.Tag, key string) (string, bool) {
	c, ok := l.Find(key)
	if !ok {
		return key, false
	}
	return c.Label(tag), true
}

// In lists the codes of one group that may be chosen on that day.
func (l List) In(group string, on date.Date) []Code {
	return slices.DeleteFunc(l.Codes(on), func(c Code) bool { return c.Group != group })
}

// Band is the age band of somebody aged that many whole years; false outside all bands.
func (l List) Band(years int) (string, bool) {
	for _, c := range l.codes {
		if years >= 0 && years >= c.FromAge && years <= c.ToAge {
			return c.Key, true
		}
	}
	return "", false
}

// Book is a set of lists by name.
type Book map[Name]List

var book = sync.OnceValue(func() Book {
	b, err := Parse(seed)
	if err != nil {
		panic("codelist: " + err.Error()) // embedded at build time and checked by a test
	}
	return b
})

// All gives every list of the network.
func All() Book { return book() }

// Of gives a list by name. A name that is not one of this package's constants
// is a mistake in the program and panics.
func Of(n Name) List {
	l, ok := book()[n]
	if !ok {
		panic(fmt.Sprintf("codelist: no list %q", n))
	}
	return l
}

// Parse reads every seed/*.toml of a folder and refuses a list or a code given
// twice, a label missing in a language, and bounds in the wrong order.
func Parse(from fs.FS) (Book, error) {
	files, err := fs.Glob(from, "seed/*.toml")
	if err != nil {
		return nil, fmt.Errorf("list seed files: %w", err)
	}
	b := Book{}
	for _, name := range files {
		var file struct{ List map[Name]rawList }
		meta, err := toml.DecodeFS(from, name, &file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if odd := meta.Undecoded(); len(odd) > 0 {
			return nil, fmt.Errorf("read %s: unknown field %s", name, odd[0])
		}
		for n, raw := range file.List {
			if _, twice := b[n]; twice {
				return nil, fmt.Errorf("read %s: list %s is given twice", name, n)
			}
			if b[n], err = raw.list(n); err != nil {
				return nil, fmt.Errorf("read %s: list %s: %w", name, n, err)
			}
		}
	}
	return b, nil
}
