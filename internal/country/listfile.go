package country

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/BurntSushi/toml"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
)

// rawList and rawCode are a list as written, but for the words, which stand under the tags of their languages.
type rawList struct {
	Version  date.Date
	Standard string
	Outside  string
	Ages     bool
	Codes    []rawCode
}

type rawCode struct {
	Key         string
	From, Until date.Date
	Group       string
	Rank        int
	Weight      Strength
	FromAge     *int      `toml:"from_age"`
	ToAge       *int      `toml:"to_age"`
	MemberFrom  date.Date `toml:"member_from"`
	MemberUntil date.Date `toml:"member_until"`
	To          map[Standard][]string
}

// readLists reads every lists/*.toml of a pack and refuses a list or a code given twice, a word missing in a language,
// and bounds in the wrong order.
func readLists(from fs.FS, languages []lang.Language) (Book, error) {
	files, err := fs.Glob(from, "lists/*")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("lists: there is no list")
	}
	b, written := Book{}, map[ListName]source{}
	for _, name := range files {
		if err := b.read(from, name, languages, written); err != nil {
			return nil, err
		}
	}
	if err := b.whole(); err != nil {
		return nil, err
	}
	for _, n := range slices.Sorted(maps.Keys(grouped)) {
		for i, c := range b[n].codes {
			if _, ok := b[grouped[n]].at[c.Group]; !ok && c.Group != "" {
				return nil, written[n].wrong(n, fmt.Sprintf(".codes[%d]", i),
					fmt.Errorf("code %q: list %s has no code %q", c.Key, grouped[n], c.Group))
			}
		}
	}
	return b, nil
}

// grouped are the lists whose codes each belong to one of another list, by which they are asked, counted or shown.
var grouped = map[ListName]ListName{"gender": "sex_stat", "indicator": "indicator_dimension",
	"nationality": "nationality_group", "not_oriented": "referral_outcome", "organisation_kind": "decided_by"}

// source is the file in which a list is written.
type source struct {
	file string
	data []byte
}

// wrong is what is wrong in a list, there where the path in it leads.
func (s source) wrong(n ListName, path string, why error) error {
	return lineError(s.file, lineOf(s.data, toml.Key{"list", string(n)}.String()+path), "list %s: %v", n, why)
}

func (b Book) read(from fs.FS, file string, languages []lang.Language, written map[ListName]source) error {
	var raw struct{ List map[ListName]rawList }
	data, err := decode(from, file, &raw, func(k toml.Key) bool {
		word := k[len(k)-1]
		return k[0] == "list" && (len(k) == 3 || len(k) == 4 && k[2] == "codes") &&
			slices.ContainsFunc(languages, func(l lang.Language) bool { return string(l.Tag) == word })
	})
	if err != nil {
		return err
	}
	var words struct{ List map[ListName]map[string]any }
	if err := toml.Unmarshal(data, &words); err != nil {
		return fmt.Errorf("%s: %w", file, err) // it has just been read
	}
	for _, n := range slices.Sorted(maps.Keys(raw.List)) {
		here := source{file, data}
		if _, twice := b[n]; twice {
			return here.wrong(n, "", errors.New("it is given twice"))
		}
		l, code, err := raw.List[n].list(n, languages, words.List[n])
		if err != nil {
			return here.wrong(n, code, err)
		}
		b[n], written[n] = l, here
	}
	return nil
}

// list checks one list; its second result is where in it the code stands at which it goes wrong.
func (r rawList) list(n ListName, languages []lang.Language, words map[string]any) (List, string, error) {
	title := func(l lang.Tag) string { s, _ := words[string(l)].(string); return s }
	if r.Version.IsZero() || !complete(languages, title) || len(r.Codes) == 0 {
		return List{}, "", errors.New("version, titles and codes are all needed")
	}
	l := List{Name: n, Version: r.Version, Standard: r.Standard, Outside: r.Outside, text: spell(languages, title),
		at: make(map[string]int, len(r.Codes))}
	said := tables(words["codes"])
	for i, raw := range r.Codes {
		at := fmt.Sprintf(".codes[%d]", i)
		if _, twice := l.at[raw.Key]; twice || raw.Key == "" {
			return List{}, at, fmt.Errorf("code %q is empty or given twice", raw.Key)
		}
		c, err := raw.code(r, languages, said[i])
		if err != nil {
			return List{}, at, fmt.Errorf("code %q: %w", raw.Key, err)
		}
		l.at[c.Key] = len(l.codes)
		l.codes = append(l.codes, c)
	}
	return l, "", nil
}

// tables reads an array of tables, which TOML gives in two forms.
func tables(v any) []map[string]any {
	if t, ok := v.([]map[string]any); ok {
		return t
	}
	list, _ := v.([]any)
	out := make([]map[string]any, len(list))
	for i, x := range list {
		out[i], _ = x.(map[string]any)
	}
	return out
}

func (r rawCode) code(in rawList, languages []lang.Language, words map[string]any) (Code, error) {
	label := func(l lang.Tag) string { s, _ := words[string(l)].(string); return s }
	switch {
	case !keyShape.MatchString(r.Key):
		return Code{}, errors.New("its key is no word of letters, digits and _")
	case !complete(languages, label):
		return Code{}, errors.New("a label is missing")
	case !r.From.IsZero() && !r.Until.IsZero() && r.Until.Before(r.From):
		return Code{}, errors.New("it ends before it begins")
	case in.Ages != (r.FromAge != nil) || in.Ages != (r.ToAge != nil):
		return Code{}, errors.New("age bounds belong to all codes of an age list, and to no other")
	case in.Outside == "" && (!r.MemberFrom.IsZero() || !r.MemberUntil.IsZero()):
		return Code{}, errors.New("it joins or leaves its group, and the list does not say what is outside")
	}
	c := Code{
		Key: r.Key, From: r.From, Until: r.Until, Group: r.Group, Rank: r.Rank, Strength: r.Weight,
		FromAge: -1, ToAge: -1, MemberFrom: r.MemberFrom, MemberUntil: r.MemberUntil,
		text: spell(languages, label), to: r.To,
	}
	if in.Ages {
		c.FromAge, c.ToAge = *r.FromAge, *r.ToAge
	}
	return c, nil
}
