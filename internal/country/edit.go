package country

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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

// ErrEdit tells that an edit does not fit the pack; a Misfit within it says why.
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
// is. An edit that does not fit is left out, and told as an ErrEdit: the pack is of another release than the one above
// which it was made, and no network is kept from its own data by that.
func (p *Pack) With(edits ...Edit) (*Pack, []error) {
	if len(edits) == 0 {
		return p, nil
	}
	out := *p
	out.rules, out.amounts, out.lists = maps.Clone(p.rules), maps.Clone(p.amounts), maps.Clone(p.lists)
	var left []error
	for _, e := range edits {
		if err := out.edit(e); err != nil {
			left = append(left, e.wrong(err))
		}
	}
	return &out, left
}

// Fits tells whether an edit may be made: ErrEdit for what the pack does not have and for what makes no sense.
func (p *Pack) Fits(e Edit) error {
	if e.From.IsZero() {
		return e.wrong(misfit("day"))
	}
	if _, left := p.With(e); len(left) > 0 {
		return left[0]
	}
	if e.Section == CodeSection {
		if err := p.fresh(e); err != nil {
			return e.wrong(err)
		}
	}
	return nil
}

func (e Edit) wrong(why error) error {
	return fmt.Errorf("%w: %s %s from %s: %w", ErrEdit, e.Section, e.Name, e.From, why)
}

func (p *Pack) edit(e Edit) error {
	switch e.Section {
	case RuleSection:
		return p.editRule(e)
	case AmountSection:
		return p.editAmount(e)
	case CodeSection:
		return p.editCode(e)
	}
	return misfit("part")
}

func (p *Pack) editRule(e Edit) error {
	was, ok := p.rules[Rule(e.Name)]
	if !ok {
		return misfit("rule")
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
		return misfit("figures", "want", len(was[0].is), "got", len(list))
	}
	p.rules[Rule(e.Name)] = was.then(e.From, list)
	return nil
}

func (p *Pack) editAmount(e Edit) error {
	was, ok := p.amounts[Amount(e.Name)]
	if !ok {
		return misfit("amount")
	}
	n, err := strconv.ParseInt(e.Value, 10, 64)
	if err != nil || n <= 0 || money.Cents(n) > money.Limit {
		return misfit("cents")
	}
	p.amounts[Amount(e.Name)] = was.then(e.From, money.Cents(n))
	return nil
}

func (p *Pack) editCode(e Edit) error {
	l, key, c, err := p.code(e)
	if err != nil {
		return err
	}
	if _, ok := own[l.Name]; ok {
		return misfit("own")
	}
	l.codes = slices.Clone(l.codes)
	if c.Ends {
		err = l.end(key, e.From)
	} else {
		err = l.begin(key, e.From, c, p.manifest.Languages)
	}
	if err != nil {
		return err
	}
	l.edited = append(slices.Clone(l.edited), e.From)
	p.lists[l.Name] = l
	return nil
}

// code reads what an edit says of which code.
func (p *Pack) code(e Edit) (l List, key string, c codeEdit, err error) {
	name, key, _ := strings.Cut(e.Name, "/")
	l, ok := p.lists[ListName(name)]
	if !ok {
		return l, key, c, misfit("list")
	}
	return l, key, c, json.Unmarshal([]byte(e.Value), &c)
}

// end ends a code, and leaves one to choose for always, of each group.
func (l *List) end(key string, from date.Date) error {
	at, known := l.at[key]
	switch {
	case !known:
		return misfit("code")
	case !l.codes[at].From.IsZero() && from.Before(l.codes[at].From):
		return misfit("early")
	case !l.codes[at].Until.IsZero() && l.codes[at].Until.Before(from):
		return misfit("ended")
	}
	if err := l.Name.mayEnd(key); err != nil {
		return err
	}
	group := l.codes[at].Group
	l.codes[at].Until = from.AddDays(-1)
	if !slices.ContainsFunc(l.In(group, from), func(c Code) bool { return c.Until.IsZero() }) {
		return misfit("last")
	}
	return nil
}

// begin adds a code. A language that has no words for it, since it came to the pack later, has those of another.
func (l *List) begin(key string, from date.Date, c codeEdit, in []lang.Language) error {
	if _, known := l.at[key]; known {
		return misfit("twice")
	}
	some := ""
	for _, other := range in {
		some = cmp.Or(some, c.Label[other.Tag])
	}
	if key == "" || some == "" {
		return misfit("label")
	}
	text := spell(in, func(t lang.Tag) string { return c.Label[t] })
	for tag, words := range text {
		text[tag] = cmp.Or(words, some)
	}
	l.at = maps.Clone(l.at)
	l.at[key] = len(l.codes)
	l.codes = append(l.codes, Code{Key: key, From: from, Group: c.Group, Rank: c.Rank, FromAge: -1, ToAge: -1,
		text: text})
	return nil
}

// keyShape is what the key of a code looks like: a word for machines, in files and statements.
var keyShape = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,39}$`)

// fresh tells what is wrong with a code that is added now. One that was added stays, whatever groups and languages a
// later pack has.
func (p *Pack) fresh(e Edit) error {
	l, key, c, err := p.code(e)
	if err != nil || c.Ends {
		return err
	}
	for _, tag := range slices.Sorted(maps.Keys(c.Label)) {
		if !p.spoken.Has(tag) {
			return misfit("language", "tag", string(tag))
		}
		if !plain(c.Label[tag]) {
			return misfit("signs", "tag", string(tag), "most", longestLabel)
		}
	}
	switch {
	case !complete(p.manifest.Languages, func(t lang.Tag) string { return c.Label[t] }):
		return misfit("label")
	case !keyShape.MatchString(key):
		return misfit("key")
	case l.Name.mayEnd(key) != nil:
		return misfit("named", "key", key)
	case l.Spelled(key) != key:
		return misfit("capitals", "key", l.Spelled(key))
	case !slices.ContainsFunc(l.codes, func(o Code) bool { return o.Group == c.Group }):
		return misfit("group", "groups", strings.Join(l.groups(), ", "))
	}
	return nil
}

// longestLabel is how many letters a label may have.
const longestLabel = 200

// plain tells whether a label can be read as it is written: no line breaks, no signs that turn or hide others, no
// braces, which texts have for what is put in.
func plain(label string) bool {
	return utf8.RuneCountInString(label) <= longestLabel && !strings.ContainsFunc(label, func(r rune) bool {
		return r == '{' || r == '}' || !unicode.IsPrint(r) && r != '\u00a0' && r != '\u202f'
	}) && (label == "" || strings.TrimSpace(label) != "")
}

// groups lists the groups of a list, in reading order; an empty one where it has none.
func (l List) groups() []string {
	var out []string
	for _, c := range l.codes {
		if !slices.Contains(out, c.Group) {
			out = append(out, c.Group)
		}
	}
	return out
}
