package country

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/money"
)

// Section is the part of a pack that an edit is about.
type Section string

// The parts that a network may edit.
const (
	RuleSection   Section = "rule"
	AmountSection Section = "amount"
	CodeSection   Section = "code"
)

// Edit is what a network itself says from a day on, above what its country's pack says. It is never taken back: a later
// day adds another, so that every fact can be read as of its day.
type Edit struct {
	Section Section
	Name    string // of the rule or the amount; LIST/KEY of a code
	From    date.Date
	Value   string // as it is stored
}

// ErrEdit tells that an edit does not fit the pack.
var ErrEdit = errors.New("country: an edit that does not fit")

// EditRule gives a rule other figures.
func EditRule(r Rule, from date.Date, figures ...int) Edit {
	words := make([]string, len(figures))
	for i, n := range figures {
		words[i] = strconv.Itoa(n)
	}
	return Edit{RuleSection, string(r), from, strings.Join(words, " ")}
}

// EditAmount gives an amount another value.
func EditAmount(a Amount, from date.Date, c money.Cents) Edit {
	return Edit{AmountSection, string(a), from, strconv.FormatInt(int64(c), 10)}
}

// codeEdit is the stored form of an edit of a code. A code's words never change, since they are what people chose it
// by: other words are another code, and the old one ends.
type codeEdit struct {
	Ends  bool                `json:"ends,omitempty"`
	Label map[lang.Tag]string `json:"label,omitempty"`
	Group string              `json:"group,omitempty"`
	Rank  int                 `json:"rank,omitempty"`
}

func (c codeEdit) in(list ListName, key string, from date.Date) Edit {
	b, err := json.Marshal(c)
	if err != nil {
		panic("country: " + err.Error()) // strings and numbers only
	}
	return Edit{CodeSection, string(list) + "/" + key, from, string(b)}
}

// AddCode adds a code to a list, to be chosen from a day on.
func AddCode(list ListName, key, group string, from date.Date, label map[lang.Tag]string) Edit {
	return codeEdit{Label: label, Group: group}.in(list, key, from)
}

// EndCode ends a code of a list: from that day on it is not chosen any more, and old facts stay readable.
func EndCode(list ListName, key string, from date.Date) Edit {
	return codeEdit{Ends: true}.in(list, key, from)
}

// With is the pack with a network's edits above it, in the order in which they were made. The pack itself stays as it
// is. An edit of something that the pack does not have is left out: an older release may have known it. One that makes
// no sense is ErrEdit.
func (p *Pack) With(edits ...Edit) (*Pack, error) {
	if len(edits) == 0 {
		return p, nil
	}
	out := *p
	out.rules, out.amounts, out.lists = maps.Clone(p.rules), maps.Clone(p.amounts), maps.Clone(p.lists)
	for _, e := range edits {
		var err error
		switch e.Section {
		case RuleSection:
			err = out.editRule(e)
		case AmountSection:
			err = out.editAmount(e)
		case CodeSection:
			err = out.editCode(e)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %s %s from %s: %v", ErrEdit, e.Section, e.Name, e.From, err)
		}
	}
	return &out, nil
}

// Fits tells whether an edit may be made: ErrEdit for what the pack does not have and for what makes no sense.
func (p *Pack) Fits(e Edit) error {
	if e.From.IsZero() || !p.has(e) {
		return fmt.Errorf("%w: %s %s", ErrEdit, e.Section, e.Name)
	}
	_, err := p.With(e)
	return err
}

func (p *Pack) has(e Edit) bool {
	ok := false
	switch e.Section {
	case RuleSection:
		_, ok = p.rules[Rule(e.Name)]
	case AmountSection:
		_, ok = p.amounts[Amount(e.Name)]
	case CodeSection:
		list, _, _ := strings.Cut(e.Name, "/")
		_, ok = p.lists[ListName(list)]
	}
	return ok
}

func (p *Pack) editRule(e Edit) error {
	was, ok := p.rules[Rule(e.Name)]
	if !ok {
		return nil
	}
	var figures []any
	for word := range strings.FieldsSeq(e.Value) {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return err
		}
		figures = append(figures, n)
	}
	list, err := Rule(e.Name).numbers(figures)
	if err != nil {
		return err
	}
	if len(list) != len(was[0].is) {
		return fmt.Errorf("%d figures, not %d", len(was[0].is), len(list))
	}
	p.rules[Rule(e.Name)] = was.then(e.From, list)
	return nil
}

func (p *Pack) editAmount(e Edit) error {
	was, ok := p.amounts[Amount(e.Name)]
	if !ok {
		return nil
	}
	n, err := strconv.ParseInt(e.Value, 10, 64)
	if err != nil || n <= 0 || money.Cents(n) > money.Limit {
		return errors.New("no amount")
	}
	p.amounts[Amount(e.Name)] = was.then(e.From, money.Cents(n))
	return nil
}

func (p *Pack) editCode(e Edit) error {
	name, key, _ := strings.Cut(e.Name, "/")
	l, ok := p.lists[ListName(name)]
	if !ok {
		return nil
	}
	var c codeEdit
	if err := json.Unmarshal([]byte(e.Value), &c); err != nil {
		return err
	}
	at, known := l.at[key]
	l.codes = slices.Clone(l.codes)
	switch word := func(t lang.Tag) string { return c.Label[t] }; {
	case c.Ends && !known, !c.Ends && known:
		return errors.New("a code begins once, and ends only if it began")
	case c.Ends:
		if !l.codes[at].From.IsZero() && e.From.Before(l.codes[at].From) {
			return errors.New("it ends before it begins")
		}
		l.codes[at].Until = e.From.AddDays(-1)
	case key == "" || !complete(p.manifest.Languages, word):
		return errors.New("a label is missing")
	default:
		l.at = maps.Clone(l.at)
		l.at[key] = len(l.codes)
		l.codes = append(l.codes, Code{Key: key, From: e.From, Group: c.Group, Rank: c.Rank, FromAge: -1, ToAge: -1,
			text: spell(p.manifest.Languages, word)})
	}
	if l.Version.Before(e.From) {
		l.Version = e.From
	}
	p.lists[l.Name] = l
	return nil
}
