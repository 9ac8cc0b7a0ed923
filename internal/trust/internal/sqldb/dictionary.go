package sqldb

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed dictionary
var dictionaryFiles embed.FS

// Class says how well a column is kept.
type Class string

// The classes. Sealed columns hold words about a person under a compartment's key, Coded ones facts without identity.
const (
	Public    Class = "public"
	Staff     Class = "staff" // names of those who work with Havre
	Coded     Class = "coded"
	Sealed    Class = "sealed"
	Key       Class = "key"
	Journal   Class = "journal"
	Technical Class = "technical"
)

var (
	classes = []Class{Public, Staff, Coded, Sealed, Key, Journal, Technical}
	doors   = []string{"case", "circle", "office", "public", "figures", "machine", "trust"}
)

// Entry says why a column exists and how long its values stay.
type Entry struct {
	Class     Class  `toml:"class"`
	Purpose   string `toml:"purpose"`
	Basis     string `toml:"basis"`     // legal basis; the table's when empty in the file
	Retention string `toml:"retention"` // likewise
}

// Table is the dictionary of one table.
type Table struct {
	Door      []string         `toml:"door"` // the doors of the gate through which it may be reached
	Basis     string           `toml:"basis"`
	Retention string           `toml:"retention"`
	Column    map[string]Entry `toml:"column"`
}

// Dictionary returns what is written down about every table and column, by table.
func Dictionary() (map[string]Table, error) { return loadDictionary(dictionaryFiles) }

// loadDictionary joins dictionary/*.toml. A later file may add columns to a table, not say anything again.
func loadDictionary(files fs.FS) (map[string]Table, error) {
	names, err := fs.Glob(files, "dictionary/*.toml")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	all := map[string]Table{}
	for _, name := range names {
		var part map[string]Table
		meta, err := toml.DecodeFS(files, name, &part)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if extra := meta.Undecoded(); len(extra) > 0 {
			return nil, fmt.Errorf("%s: unknown key %s", name, extra[0])
		}
		for table, t := range part {
			if err := merge(all, table, t); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return all, nil
}

func merge(all map[string]Table, name string, t Table) error {
	have, again := all[name]
	switch {
	case again && len(t.Door) > 0:
		return fmt.Errorf("%s: the doors are given twice", name)
	case !again && len(t.Door) == 0:
		return fmt.Errorf("%s: no door", name)
	case !again:
		have = Table{Door: t.Door, Basis: t.Basis, Retention: t.Retention, Column: map[string]Entry{}}
	}
	for _, d := range t.Door {
		if !slices.Contains(doors, d) {
			return fmt.Errorf("%s: unknown door %q", name, d)
		}
	}
	for col, e := range t.Column {
		if _, twice := have.Column[col]; twice {
			return fmt.Errorf("%s.%s is described twice", name, col)
		}
		e.Basis, e.Retention = first(e.Basis, t.Basis, have.Basis), first(e.Retention, t.Retention, have.Retention)
		if !slices.Contains(classes, e.Class) {
			return fmt.Errorf("%s.%s: unknown class %q", name, col, e.Class)
		}
		if e.Purpose == "" || e.Basis == "" || e.Retention == "" {
			return fmt.Errorf("%s.%s needs purpose, basis and retention", name, col)
		}
		have.Column[col] = e
	}
	all[name] = have
	return nil
}

func first(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

// Compare lists where dictionary and live schema disagree, one line each, nothing when they agree.
func Compare(dict map[string]Table, live *Schema) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range live.Columns {
		name := c.Table + "." + c.Name
		seen[name] = true
		e, ok := dict[c.Table].Column[c.Name]
		sealed := strings.HasSuffix(c.Name, "_sealed")
		switch {
		case !ok:
			out = append(out, name+" is not in the dictionary")
		case sealed != (e.Class == Sealed):
			out = append(out, name+": class sealed and the ending _sealed go together")
		case sealed && c.Type != "bytes":
			out = append(out, name+" is sealed and must be of type bytes")
		case strings.HasPrefix(c.Type, "unknown"):
			out = append(out, name+": "+c.Type)
		}
	}
	for table, t := range dict {
		for col := range t.Column {
			if !seen[table+"."+col] {
				out = append(out, table+"."+col+" is in the dictionary but not in the database")
			}
		}
	}
	slices.Sort(out)
	return out
}
