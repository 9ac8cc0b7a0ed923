package country

import (
	"fmt"
	"maps"
	"slices"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/letters"
)

// ListName is the name of a list of codes.
type ListName string

// Standard names another body's codes, for crosswalks.
type Standard string

// Strength is how strongly an indicator speaks.
type Strength string

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
	// MemberFrom and MemberUntil are the first and last day on which it belongs to its group, where that changed: a
	// country that joined a union or left it.
	MemberFrom, MemberUntil date.Date

	text map[lang.Tag]string
	to   map[Standard][]string
}

// Label is the code in words.
func (c Code) Label(l lang.Tag) string { return c.text[l] }

// Labels lists the code in words, in every language of the country.
func (c Code) Labels() []string {
	out := make([]string, 0, len(c.text))
	for _, tag := range slices.Sorted(maps.Keys(c.text)) {
		out = append(out, c.text[tag])
	}
	return out
}

// To gives the code's counterparts in a standard; none where the standard has no such code.
func (c Code) To(s Standard) []string { return slices.Clone(c.to[s]) }

// On reports whether the code may be chosen on that day.
func (c Code) On(d date.Date) bool {
	return !(!c.From.IsZero() && d.Before(c.From)) && !(!c.Until.IsZero() && c.Until.Before(d))
}

// List is one list of codes, in the order people read it. It is read-only and safe to share.
type List struct {
	Name     ListName
	Version  date.Date // the day the pack's edition was adopted
	Standard string    // the outside standard that fixes the keys; empty: the network's own
	Outside  string    // the group of a code on a day on which it does not belong to its own

	text  map[lang.Tag]string
	codes []Code
	at    map[string]int
	// edited are the days of the network's own edits, those to come among them.
	edited []date.Date
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

// Keys lists the keys of every code, ended ones among them, in reading order.
func (l List) Keys() []string {
	out := make([]string, len(l.codes))
	for i, c := range l.codes {
		out[i] = c.Key
	}
	return out
}

// KeysOn is Keys without the codes that begin after a day.
func (l List) KeysOn(on date.Date) []string {
	return slices.DeleteFunc(l.Keys(), func(key string) bool { return on.Before(l.codes[l.at[key]].From) })
}

// VersionOn is the day of the edition that holds on a day: the pack's, or the network's latest edit until then. A
// report prints it.
func (l List) VersionOn(on date.Date) date.Date {
	v := l.Version
	for _, day := range l.edited {
		if v.Before(day) && !on.Before(day) {
			v = day
		}
	}
	return v
}

// Ranked is the first code of a rank, whenever it was in force; false where none has it.
func (l List) Ranked(rank int) (Code, bool) {
	i := slices.IndexFunc(l.codes, func(c Code) bool { return c.Rank == rank })
	if i < 0 {
		return Code{}, false
	}
	return l.codes[i], true
}

// Find gives the code of a key, ended or not.
func (l List) Find(key string) (Code, bool) {
	i, ok := l.at[key]
	if !ok {
		return Code{}, false
	}
	return l.codes[i], true
}

// Spelled is the list's own key where another differs from it by capitals alone; the other one elsewhere.
func (l List) Spelled(key string) string {
	if _, ok := l.at[key]; !ok {
		folded := letters.Fold(key)
		for _, c := range l.codes {
			if letters.Fold(c.Key) == folded {
				return c.Key
			}
		}
	}
	return key
}

// Has reports whether the key may be chosen on that day.
func (l List) Has(key string, on date.Date) bool {
	return l.Takes(key, on)
}

// Takes reports whether the key may be recorded of that day: it may be chosen on it, or it is one of the list that
// stood there before. What was recorded outlives its code; what ended is not recorded anew.
func (l List) Takes(key string, on date.Date, stood ...string) bool {
	c, ok := l.Find(key)
	return ok && (c.On(on) || slices.Contains(stood, key))
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

// GroupOn is the group of a code on a day, and the group it has left or not yet joined otherwise. The zero date asks
// for the pack's own day.
func (l List) GroupOn(key string, on date.Date) (string, bool) {
	c, ok := l.Find(key)
	switch {
	case !ok:
		return "", false
	case on.IsZero() && !c.MemberUntil.IsZero():
		return l.Outside, true
	case !on.IsZero() && (on.Before(c.MemberFrom) || !c.MemberUntil.IsZero() && c.MemberUntil.Before(on)):
		return l.Outside, true
	}
	return c.Group, true
}

// Book is a set of lists by name.
type Book map[ListName]List

// Lists gives every list of the country.
func (p *Pack) Lists() Book { return p.lists }

// List gives a list by name. A name that no list has is a mistake in the program and panics.
func (p *Pack) List(n ListName) List {
	l, ok := p.lists[n]
	if !ok {
		panic(fmt.Sprintf("country: no list %q", n))
	}
	return l
}
