package country

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a zone must be known on a machine without a time zone database

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/money"
)

// Manifest says which country a pack is of.
type Manifest struct {
	Code string // ISO 3166-1 alpha-2
	// which pack of that country it is, whatever its edition; the code in small letters, if not said
	ID        string
	Edition   date.Date // the day the pack was published
	Zone      string    // IANA name of the head office's time zone
	Currency  money.Currency
	Exit      string    // address of a neutral site, where the quick exit leads unless the network names another
	Emergency Emergency // whom to call
	Name      map[lang.Tag]string
	Languages []lang.Language
	Telephone Telephone
	Calendar  rawCalendar
	Sheet     struct{ Width, Height int } // on which the outlines are drawn
}

// rawLanguage is a language people read the network in, as the manifest writes it.
type rawLanguage struct {
	Tag  lang.Tag
	Name string // what its readers call it
	// Direction is ltr, or rtl for a script that runs from right to left.
	Direction string
	// Fallback is the language that stands in for a word this one lacks; empty: no word may lack.
	Fallback lang.Tag
}

// Emergency is the telephone numbers for danger. One may stand for several.
type Emergency struct {
	Any    string // whatever happens
	Police string
	Doctor string
	SMS    string // for who cannot speak
}

// Telephone is how numbers are written.
type Telephone struct {
	Country string // after the +
	Trunk   string // before a national number, left out after the country's; may be empty
}

// decode reads a TOML file into v and refuses fields that v has not, but for those that known accepts.
func decode(from fs.FS, name string, v any, known func(toml.Key) bool) ([]byte, error) {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return nil, err
	}
	meta, err := toml.Decode(string(data), v)
	if err != nil {
		line, why := misread(data, v, err)
		return nil, lineError(name, line, "%s", why)
	}
	for _, k := range meta.Undecoded() {
		if known == nil || !known(k) {
			return nil, lineError(name, lineOfKey(data, k), "unknown field %s", k)
		}
	}
	return data, nil
}

const manifestFile = "pack.toml"

func (p *Pack) readManifest(from fs.FS) error {
	var file struct {
		Manifest
		Language []rawLanguage
	}
	data, err := decode(from, manifestFile, &file, nil)
	if err != nil {
		return err
	}
	p.manifest = file.Manifest
	m := &p.manifest
	wrong := func(mark, why string) error {
		return lineError(manifestFile, lineOf(data, strings.Trim(mark, "[]")), "%s %s", mark, why)
	}
	if r, err := language.ParseRegion(m.Code); err != nil || !r.IsCountry() && !r.IsPrivateUse() {
		return wrong("code", "is no ISO 3166-1 alpha-2 code")
	}
	if m.ID == "" {
		m.ID = strings.ToLower(m.Code)
	}
	if strings.Trim(m.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return wrong("id", "is not of small letters, digits and -")
	}
	if m.Edition.IsZero() {
		return wrong("edition", errEmpty.Error())
	}
	zone, err := loadZone(m.Zone)
	if err != nil {
		return wrong("zone", err.Error())
	}
	if err := checkMoney(&m.Currency); err != nil {
		return wrong("[currency]", err.Error())
	}
	if host, ok := strings.CutPrefix(m.Exit, "https://"); !ok || strings.Trim(host, "/") == "" ||
		strings.ContainsAny(host, " \"<>") {
		return wrong("exit", "is no address that begins with https://")
	}
	for _, name := range calls {
		if n := m.Emergency.number(name); n == "" || strings.Trim(n, "0123456789 ") != "" {
			return wrong("[emergency]", "lacks a number of digits for "+name)
		}
	}
	if len(file.Language) == 0 {
		return wrong("language", errEmpty.Error())
	}
	for i, l := range file.Language {
		if err := l.check(i, file.Language); err != nil {
			line := lineOf(data, fmt.Sprintf("language[%d].tag", i))
			return lineError(manifestFile, line, "language %s: %v", l.Tag, err)
		}
		m.Languages = append(m.Languages,
			lang.Language{Tag: l.Tag, Name: l.Name, RTL: l.Direction == "rtl", Fallback: l.Fallback})
	}
	if err := p.speak(); err != nil {
		return wrong("language", err.Error())
	}
	if !complete(m.Languages, func(l lang.Tag) string { return m.Name[l] }) {
		return wrong("[name]", "lacks a language")
	}
	if m.Sheet.Width < 1 || m.Sheet.Height < 1 {
		return wrong("[sheet]", "has no size")
	}
	if p.calendar, err = m.Calendar.calendar(zone); err != nil {
		return wrong("[calendar]", err.Error())
	}
	return nil
}

// check tells what is wrong with a language, the i-th of all.
func (l rawLanguage) check(i int, all []rawLanguage) error {
	switch l.Direction {
	case "", "ltr", "rtl":
	default:
		return fmt.Errorf("direction %q is neither ltr nor rtl", l.Direction)
	}
	tag, err := language.Parse(string(l.Tag))
	switch {
	case err != nil || tag.String() != string(l.Tag):
		return fmt.Errorf("%q is no BCP 47 tag", l.Tag)
	case slices.ContainsFunc(all[:i], func(o rawLanguage) bool { return o.Tag == l.Tag }):
		return fmt.Errorf("it stands there twice")
	case l.Name == "":
		return fmt.Errorf("it has no name")
	case l.Fallback == "":
		return nil
	}
	// A fallback is a complete language, so that no word needs more than one step.
	if !slices.ContainsFunc(all, func(o rawLanguage) bool { return o.Tag == l.Fallback && o.Fallback == "" }) {
		return fmt.Errorf("its fallback %q is no complete language of the network", l.Fallback)
	}
	return nil
}

// complete tells whether every language that has no fallback has a word.
func complete(all []lang.Language, word func(lang.Tag) string) bool {
	for _, l := range all {
		if l.Fallback == "" && word(l.Tag) == "" {
			return false
		}
	}
	return true
}

// spell gives every language a word of its own or of its fallback, so that reading one is a single look-up.
func spell(all []lang.Language, word func(lang.Tag) string) map[lang.Tag]string {
	out := make(map[lang.Tag]string, len(all))
	for _, l := range all {
		if out[l.Tag] = word(l.Tag); out[l.Tag] == "" {
			out[l.Tag] = word(l.Fallback)
		}
	}
	return out
}

// loadZone is a time zone by its name.
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone", name)
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%q is no time zone", name)
	}
	return z, nil
}
