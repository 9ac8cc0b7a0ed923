// Package lang names the languages people read Havre in. Which they are is the country's to say: nothing here knows
// one.
package lang

import (
	"errors"
	"fmt"

	"golang.org/x/text/language"
)

// Tag is a language by its BCP 47 tag: "fr", "pt-BR", "sr-Latn".
type Tag string

// ErrTag tells that a text is no well-formed tag.
var ErrTag = errors.New("lang: not a language tag")

// Parse reads a tag in whatever case it is written. A language that no registry knows is taken too, as long as its tag
// is well formed: a country may speak one.
func Parse(s string) (Tag, error) {
	t, err := language.Parse(s)
	var unknown language.ValueError
	switch {
	case err == nil && t.String() != "und":
		return Tag(t.String()), nil
	case s != "" && errors.As(err, &unknown):
		return Tag(s), nil
	}
	return "", fmt.Errorf("%w: %q", ErrTag, s)
}

// BCP47 returns the tag for formatting libraries.
func (t Tag) BCP47() language.Tag { return language.Make(string(t)) }

// Language is a language as a network offers it.
type Language struct {
	Tag      Tag
	Name     string // its own name for itself: "Français"
	RTL      bool   // it is read from right to left
	Fallback Tag    // whose words stand where one of its own is missing; empty for the network's first
}

// Dir is the direction of reading as HTML names it.
func (l Language) Dir() string {
	if l.RTL {
		return "rtl"
	}
	return "ltr"
}

// Set is the languages of a network, in the order they are offered; the first is the one where nothing else is known.
// It is read-only and safe to share.
type Set struct {
	list    []Language
	at      map[Tag]int
	matcher language.Matcher
}

// NewSet makes a set of at least one language, each with a well-formed tag and a name, none given twice.
func NewSet(list ...Language) (*Set, error) {
	if len(list) == 0 {
		return nil, errors.New("lang: a network needs a language")
	}
	s := &Set{at: make(map[Tag]int, len(list))}
	tags := make([]language.Tag, len(list))
	for i, l := range list {
		tag, err := Parse(string(l.Tag))
		if err != nil {
			return nil, err
		}
		_, twice := s.at[tag]
		switch {
		case twice:
			return nil, fmt.Errorf("lang: %s is given twice", tag)
		case l.Name == "":
			return nil, fmt.Errorf("lang: %s does not say its name", tag)
		case l.Fallback == tag:
			return nil, fmt.Errorf("lang: %s cannot stand in for itself", tag)
		}
		l.Tag = tag
		s.at[tag], tags[i] = i, tag.BCP47()
		s.list = append(s.list, l)
	}
	s.matcher = language.NewMatcher(tags)
	return s, nil
}

// First is the language where nothing else is known.
func (s *Set) First() Tag { return s.list[0].Tag }

// Tags lists the languages in the order they are offered.
func (s *Set) Tags() []Tag {
	out := make([]Tag, len(s.list))
	for i, l := range s.list {
		out[i] = l.Tag
	}
	return out
}

// All lists the languages in the order they are offered.
func (s *Set) All() []Language { return append([]Language(nil), s.list...) }

// Has tells whether the network speaks t.
func (s *Set) Has(t Tag) bool { _, ok := s.at[t]; return ok }

// Of gives a language of the set; for any other tag, the one nearest to it.
func (s *Set) Of(t Tag) Language { return s.list[s.at[s.Settle(t)]] }

// Settle gives t where the network speaks it, else the language nearest to it, else the first: a language that was once
// stored may no longer be offered.
func (s *Set) Settle(t Tag) Tag {
	if s.Has(t) {
		return t
	}
	if t == "" {
		return s.First()
	}
	return s.match(t.BCP47())
}

// Accept chooses the language for an Accept-Language header; the first where nothing fits.
func (s *Set) Accept(header string) Tag {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return s.First()
	}
	return s.match(tags...)
}

func (s *Set) match(want ...language.Tag) Tag {
	_, i, sure := s.matcher.Match(want...)
	if sure == language.No {
		return s.First()
	}
	return s.list[i].Tag
}
