package web

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/unicode/bidi"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
)

// Texts holds every text people read, in every language of the network, by key such as "placement.search.title".
//
// A text lies in texts.fr.toml and texts.en.toml beside the views that show it; a country adds languages, or puts other
// words in the place of these, by files of its own. Placeholders are written {name}. A text that depends on a count is
// a table by the plural forms that CLDR has for the language, chosen by the argument "n".
type Texts struct {
	set     *lang.Set            // what people read; the first where nothing else is known
	spoken  map[lang.Tag]*spoken // for each language of the set, and each that stands in for one
	written map[lang.Tag]*spoken // the languages the program itself is written in
	model   lang.Tag             // the one of these that the others follow
	log     *slog.Logger
	country func() *country.Pack // the country whose pages they stand on
}

// spoken is a language with its words.
type spoken struct {
	*tongue
	own   map[string]text // its own words
	words map[string]text // for every key: its own, or those that stand in
}

// text is one text: the plain form, or several by plural form. Its tongue's rule chooses the form, since the words may
// stand in for those of another language.
type text struct {
	other  string
	forms  map[plural.Form]string // nil when the text has no count
	tongue *tongue
}

// LoadTexts reads the texts of each source, after the shell's own, in the languages the program is written in. A key
// given twice is an error. For makes them a network's. What is embedded is read once, however many networks a process
// opens.
func LoadTexts(sources ...fs.FS) (*Texts, error) {
	key, ok := chained(sources)
	if t, read := embedded.Load(key); ok && read {
		return t.(*Texts).For(t.(*Texts).set, nil)
	}
	t, err := loadTexts(sources)
	if err != nil {
		return nil, err
	}
	if ok {
		embedded.Store(key, t)
	}
	return t.For(t.set, nil)
}

// embedded are the texts that were read of embedded sources, by the chain of these; nobody changes them.
var embedded sync.Map

// chain is a source after others: two chains are equal where their sources are.
type chain struct {
	before any
	last   embed.FS
}

func chained(sources []fs.FS) (key any, ok bool) {
	for _, s := range sources {
		e, ok := s.(embed.FS)
		if !ok {
			return nil, false
		}
		key = chain{key, e}
	}
	return key, true
}

func loadTexts(sources []fs.FS) (*Texts, error) {
	tongues, err := written()
	if err != nil {
		return nil, err
	}
	t := &Texts{written: map[lang.Tag]*spoken{}, model: tongues[0].Tag, log: slog.Default()}
	list := make([]lang.Language, len(tongues))
	for i, g := range tongues {
		list[i] = g.Language
		s := &spoken{tongue: g, own: map[string]text{}}
		t.written[g.Tag] = s
		for _, src := range append([]fs.FS{ownTexts}, sources...) {
			var model map[string]text
			if i > 0 {
				model = t.written[t.model].own
			}
			read, err := g.read(src, model)
			if err != nil {
				return nil, err
			}
			for key, x := range read {
				if _, twice := s.own[key]; twice {
					return nil, fmt.Errorf("texts: %s: key %q given twice", g.Tag, key)
				}
				s.own[key] = x
			}
		}
	}
	if t.set, err = lang.NewSet(list...); err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return t, nil
}

// For returns the texts of a network that speaks the languages of set. Own gives the country's file of a language, if
// it has one: its words are added, or put in the place of the program's. Where a language lacks a word, that of its
// fallback stands, then that of the network's first language, then the program's. A word that cannot do its work is
// refused with its file and key.
func (t *Texts) For(set *lang.Set, own func(lang.Tag) []byte) (*Texts, error) {
	out := &Texts{set: set, spoken: map[lang.Tag]*spoken{}, written: t.written, model: t.model, log: t.log,
		country: t.country}
	for tag, s := range t.written {
		out.spoken[tag] = s
	}
	for _, l := range set.All() {
		s, err := t.speak(l, own)
		if err != nil {
			return nil, err
		}
		out.spoken[l.Tag] = s
	}
	for _, l := range set.All() {
		if err := out.fillIn(l); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// speak gathers a language's own words: the program's, then the country's over them.
func (t *Texts) speak(l lang.Language, own func(lang.Tag) []byte) (*spoken, error) {
	s := &spoken{tongue: newTongue(l), own: map[string]text{}}
	if w := t.written[l.Tag]; w != nil {
		s.typography, s.own = w.typography, maps.Clone(w.own)
	}
	if own == nil {
		return s, nil
	}
	read, err := s.readOwn(own(l.Tag), t.written[t.model].own)
	maps.Copy(s.own, read)
	return s, err
}

// fillIn gives a language a word for every key.
func (t *Texts) fillIn(l lang.Language) error {
	s := t.spoken[l.Tag]
	s.words = maps.Clone(s.own)
	next := l.Fallback
	for seen := (map[lang.Tag]bool{l.Tag: true}); next != "" && !seen[next]; next = t.spoken[next].Fallback {
		if t.spoken[next] == nil {
			return fmt.Errorf("texts: %s falls back on %s, which nothing is written in", l.Tag, next)
		}
		seen[next] = true
		standIn(s.words, t.spoken[next].own)
	}
	standIn(s.words, t.spoken[t.set.First()].own)
	standIn(s.words, t.written[t.model].own)
	return nil
}

func standIn(words, others map[string]text) {
	for key, x := range others {
		if _, has := words[key]; !has {
			words[key] = x
		}
	}
}

// Printer writes in one language.
type Printer struct {
	texts *Texts
	*spoken
	now     time.Time
	country *country.Pack
}

// In returns the printer of a language, for pages, mails and reports alike; a language the network does not speak, or
// no longer, gives the nearest one. Now is what "in 12 min" counts from.
func (t *Texts) In(tag lang.Tag, now time.Time) *Printer {
	s := t.spoken[t.set.Settle(tag)]
	return &Printer{texts: t, spoken: s, now: now, country: t.where()}
}

// Languages are the languages of the network.
func (t *Texts) Languages() *lang.Set { return t.set }

// Has tells whether a key exists.
func (t *Texts) Has(key string) bool { _, ok := t.written[t.model].own[key]; return ok }

// says tells whether a key exists and its text needs nothing filled in.
func (t *Texts) says(key string) bool {
	x, ok := t.written[t.model].own[key]
	return ok && len(filled(placeholders(x.other))) == 0
}

// Keys returns every key, sorted, for translators and tests.
func (t *Texts) Keys() []string { return slices.Sorted(maps.Keys(t.written[t.model].own)) }

// Missing lists the keys for which a language has no words of its own, sorted.
func (t *Texts) Missing(tag lang.Tag) []string {
	return slices.DeleteFunc(t.Keys(), func(key string) bool { _, has := t.spoken[tag].own[key]; return has })
}

// Lang returns the printer's language.
func (p *Printer) Lang() lang.Tag { return p.Tag }

// ProperName returns the text of a key as the whole network says it, in its first language, whoever reads: a name
// that people of two languages say to one another.
func (p *Printer) ProperName(key string) string {
	if x, ok := p.texts.spoken[p.texts.set.First()].words[key]; ok {
		return x.other
	}
	return p.T(key)
}

// Has tells whether a key exists.
func (p *Printer) Has(key string) bool { return p.texts.Has(key) }

// T returns the text of key. Args are pairs: a placeholder's name, then its value; integers are written in the manner
// of the language, and the pair "n" chooses the plural form. A placeholder may also be a fact of the country, by its
// name: {reflection_days}, {police}. A missing key panics in tests and shows itself otherwise.
func (p *Printer) T(key string, args ...any) string {
	x, ok := p.words[key]
	if !ok {
		if testing.Testing() {
			panic(fmt.Sprintf("web: no text %q in %s", key, p.Tag))
		}
		p.texts.log.Error("text missing", "key", key, "lang", string(p.Tag))
		return key
	}
	s := x.other
	if x.forms != nil {
		if f, ok := x.forms[x.form(args)]; ok {
			s = f
		}
	}
	if !strings.Contains(s, "{") {
		return s
	}
	return p.fill(s, args)
}

// fill puts the arguments in the place of the placeholders; what is no placeholder stays.
func (p *Printer) fill(s string, args []any) string {
	var b strings.Builder
	for {
		from := strings.IndexByte(s, '{')
		if from < 0 {
			break
		}
		to := strings.IndexByte(s[from:], '}')
		if to < 0 {
			break
		}
		name, found := s[from+1:from+to], false
		for i := 0; i+1 < len(args) && !found; i += 2 {
			if args[i] == name {
				b.WriteString(s[:from])
				b.WriteString(p.show(args[i+1]))
				found = true
			}
		}
		if fact := ""; !found {
			if fact = p.fact(name); fact == "" {
				fact = s[from : from+to+1]
			}
			b.WriteString(s[:from])
			b.WriteString(fact)
		}
		s = s[from+to+1:]
	}
	b.WriteString(s)
	return b.String()
}

// fact is a rule's figure today, or another fact, of the country; empty where it has none of that name.
func (p *Printer) fact(name string) string {
	if p.country == nil {
		return ""
	}
	if n, ok := p.country.Figure(name, p.Today()); ok {
		return p.Number(int64(n))
	}
	return p.isolate(p.country.Word(name))
}

// form is the plural form that the count among the arguments asks for.
func (x text) form(args []any) plural.Form {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			return x.tongue.plural(toInt(args[i+1]))
		}
	}
	return plural.Other
}

func toInt(v any) int64 {
	switch n := v.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	case int32:
		return int64(n)
	}
	return 0
}

func (p *Printer) show(v any) string {
	switch x := v.(type) {
	case string:
		return p.isolate(x)
	case int, int64, int32:
		return p.Number(toInt(x))
	case date.Date:
		return p.ShortDay(x)
	}
	return fmt.Sprint(v)
}

// isolate keeps a value that is read in the other direction from turning the words around it.
func (p *Printer) isolate(s string) string {
	turned := func(r rune) bool {
		if r < utf8.RuneSelf {
			return p.RTL && (unicode.IsLetter(r) || unicode.IsDigit(r))
		}
		of, _ := bidi.LookupRune(r)
		return of.Class() == bidi.L && p.RTL || (of.Class() == bidi.R || of.Class() == bidi.AL) && !p.RTL
	}
	if !strings.ContainsFunc(s, turned) {
		return s
	}
	return "\u2068" + s + "\u2069"
}

type printerKey struct{}

// WithPrinter returns a context in which views write with p: for mails, reports and tests; the shell does it for pages.
func WithPrinter(ctx context.Context, p *Printer) context.Context {
	return context.WithValue(ctx, printerKey{}, p)
}

// PrinterOf returns the printer of the context. It panics when there is none: a view was rendered outside a page.
func PrinterOf(ctx context.Context) *Printer {
	p, ok := ctx.Value(printerKey{}).(*Printer)
	if !ok {
		panic("web: no printer in this context; use web.WithPrinter")
	}
	return p
}

// T returns the text of key in the language of the page; see Printer.T.
func T(ctx context.Context, key string, args ...any) string { return PrinterOf(ctx).T(key, args...) }

// Pair writes what something is, then what is said of it, as the language of the page parts the two.
func Pair(ctx context.Context, what, said string) string {
	return T(ctx, "web.pair", "what", what, "said", said)
}

// ToldIn returns the text of key in a language that need not be the page's: for what is read aloud to a person.
func ToldIn(ctx context.Context, tag lang.Tag, key string, args ...any) string {
	p := PrinterOf(ctx)
	return p.texts.In(tag, p.now).T(key, args...)
}

// Lang returns the language of the page.
func Lang(ctx context.Context) lang.Tag { return PrinterOf(ctx).Lang() }

// Dir returns the direction of reading of the page, as HTML names it.
func Dir(ctx context.Context) string { return PrinterOf(ctx).Dir() }

// Languages lists the languages of the network, in the order they are offered.
func Languages(ctx context.Context) []lang.Language { return PrinterOf(ctx).texts.set.All() }
