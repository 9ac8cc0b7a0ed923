package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/lang"
)

// Texts holds every text people read, in every language, by key such as "placement.search.title".
//
// A text lies in texts.fr.toml and texts.en.toml beside the views that show it. Placeholders are written {name}. A text
// that depends on a count is a table with the keys one and other (CLDR plural forms), chosen by the argument "n".
type Texts struct {
	byLang map[lang.Tag]map[string]text
	log    *slog.Logger

	country func() *country.Pack // the country whose pages they stand on
}

// text is one text: the plain form, or several by plural form.
type text struct {
	other string
	forms map[plural.Form]string // nil when the text has no count
}

var pluralForms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many,
	"other": plural.Other,
}

// LoadTexts reads texts.fr.toml and texts.en.toml of each source, after the shell's own. A key given twice is an error.
func LoadTexts(sources ...fs.FS) (*Texts, error) {
	t := &Texts{byLang: map[lang.Tag]map[string]text{}, log: slog.Default()}
	for _, tag := range lang.All {
		t.byLang[tag] = map[string]text{}
		for _, src := range append([]fs.FS{ownTexts}, sources...) {
			read, err := readTexts(src, tag)
			if err != nil {
				return nil, err
			}
			for key, x := range read {
				if _, twice := t.byLang[tag][key]; twice {
					return nil, fmt.Errorf("texts: %s: key %q given twice", tag, key)
				}
				t.byLang[tag][key] = x
			}
		}
	}
	return t, nil
}

func readTexts(src fs.FS, tag lang.Tag) (map[string]text, error) {
	name := "texts." + string(tag) + ".toml"
	raw, err := fs.ReadFile(src, name)
	if err != nil {
		return nil, fmt.Errorf("texts: read %s: %w", name, err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		return nil, fmt.Errorf("texts: parse %s: %w", name, err)
	}
	out := map[string]text{}
	if err := flatten(out, "", tree, tag); err != nil {
		return nil, fmt.Errorf("texts: %s: %w", name, err)
	}
	return out, nil
}

func flatten(out map[string]text, prefix string, tree map[string]any, tag lang.Tag) error {
	for k, v := range tree {
		key := k
		if prefix != "" {
			key = prefix + "." + k
		}
		switch x := v.(type) {
		case string:
			out[key] = text{other: typeset(x, tag)}
		case map[string]any:
			if isPlural(x) {
				p := text{forms: map[plural.Form]string{}}
				for form, s := range x {
					p.forms[pluralForms[form]] = typeset(s.(string), tag)
				}
				p.other = p.forms[plural.Other]
				out[key] = p
				continue
			}
			if err := flatten(out, key, x, tag); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %q is neither a text nor a table", key)
		}
	}
	return nil
}

// isPlural tells a text with plural forms (one and other, all strings) from a table of texts.
func isPlural(m map[string]any) bool {
	for k, v := range m {
		if _, ok := pluralForms[k]; !ok {
			return false
		}
		if _, ok := v.(string); !ok {
			return false
		}
	}
	return m["one"] != nil && m["other"] != nil
}

const narrow = "\u202f" // narrow no-break space: French puts it before ; : ? ! and inside « »

var (
	frenchBefore = regexp.MustCompile(`[ \x{00A0}]([;:?!»%€])`)
	frenchAfter  = regexp.MustCompile(`«[ \x{00A0}]`)
)

// typeset gives French its narrow no-break spaces, so that whoever writes a text types an ordinary space.
func typeset(s string, tag lang.Tag) string {
	if tag != lang.FR {
		return s
	}
	return frenchAfter.ReplaceAllString(frenchBefore.ReplaceAllString(s, narrow+"$1"), "«"+narrow)
}

// Printer writes in one language.
type Printer struct {
	texts *Texts
	tag   lang.Tag
	num   *message.Printer
	now   time.Time

	country *country.Pack
}

// In returns the printer of a language, for pages, mails and reports alike. Now is what "in 12 min" counts from.
func (t *Texts) In(tag lang.Tag, now time.Time) *Printer {
	if !tag.Known() {
		tag = lang.FR
	}
	return &Printer{texts: t, tag: tag, num: message.NewPrinter(tag.BCP47()), now: now,
		country: t.where()}
}

// Has tells whether a key exists.
func (t *Texts) Has(key string) bool { _, ok := t.byLang[lang.FR][key]; return ok }

// Keys returns every key, sorted, for translators and tests.
func (t *Texts) Keys() []string { return slices.Sorted(maps.Keys(t.byLang[lang.FR])) }

// Lang returns the printer's language.
func (p *Printer) Lang() lang.Tag { return p.tag }

// Has tells whether a key exists.
func (p *Printer) Has(key string) bool { return p.texts.Has(key) }

// T returns the text of key. Args are pairs: a placeholder's name, then its value; integers are written in the manner
// of the language, and the pair "n" chooses the plural form. A missing key panics in tests and shows itself otherwise.
func (p *Printer) T(key string, args ...any) string {
	x, ok := p.texts.byLang[p.tag][key]
	if !ok {
		if testing.Testing() {
			panic(fmt.Sprintf("web: no text %q in %s", key, p.tag))
		}
		p.texts.log.Error("text missing", "key", key, "lang", string(p.tag))
		return key
	}
	s := x.other
	if x.forms != nil {
		if f, ok := x.forms[p.form(args)]; ok {
			s = f
		}
	}
	if len(args) == 0 || !strings.Contains(s, "{") {
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
		if !found {
			b.WriteString(s[:from+to+1])
		}
		s = s[from+to+1:]
	}
	b.WriteString(s)
	return b.String()
}

func (p *Printer) form(args []any) plural.Form {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			n := toInt(args[i+1])
			if n < 0 {
				n = -n
			}
			return plural.Cardinal.MatchPlural(p.tag.BCP47(), int(n%10_000_000), 0, 0, 0, 0)
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
		return x
	case int, int64, int32:
		return p.Number(toInt(x))
	}
	return fmt.Sprint(v)
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

// Lang returns the language of the page.
func Lang(ctx context.Context) lang.Tag { return PrinterOf(ctx).tag }

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// CheckTexts compares the languages of one source: the same keys, the same placeholders, none empty. Every room's tests
// call it with its own embedded files.
func CheckTexts(sources ...fs.FS) []error {
	var errs []error
	for _, src := range sources {
		fr, err1 := readTexts(src, lang.FR)
		en, err2 := readTexts(src, lang.EN)
		if err := errors.Join(err1, err2); err != nil {
			errs = append(errs, err)
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(fr)) {
			if _, ok := en[key]; !ok {
				errs = append(errs, fmt.Errorf("texts: %q is missing in English", key))
				continue
			}
			errs = append(errs, compareTexts(key, fr[key], en[key])...)
		}
		for key := range en {
			if _, ok := fr[key]; !ok {
				errs = append(errs, fmt.Errorf("texts: %q is missing in French", key))
			}
		}
	}
	return errs
}

func compareTexts(key string, fr, en text) (errs []error) {
	if (fr.forms == nil) != (en.forms == nil) {
		errs = append(errs, fmt.Errorf("texts: %q counts in one language only", key))
	}
	for _, x := range []text{fr, en} {
		if strings.TrimSpace(x.other) == "" {
			errs = append(errs, fmt.Errorf("texts: %q is empty", key))
		}
	}
	if a, b := placeholders(fr.other), placeholders(en.other); !slices.Equal(a, b) {
		errs = append(errs, fmt.Errorf("texts: %q has placeholders %v in French, %v in English", key, a, b))
	}
	return errs
}

func placeholders(s string) []string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}
