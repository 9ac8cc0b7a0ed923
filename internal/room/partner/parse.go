package partner

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/sheet"
)

// Limits of an import file.
const (
	MaxFile     = 16 << 20 // bytes
	MaxRows     = 20_000
	maxMistakes = 200 // after so many, a file is not read on
)

// ErrTooLarge tells that a file has more bytes or rows than one may.
var ErrTooLarge = fault.NewAbout("file", "partner.file_too_large")

// Mistake is one thing to correct in a file. Key is a text key, Args its pairs; a sealed word is never among them.
type Mistake struct {
	Line   int    // from 1, the header's
	Column string // its name; empty when it concerns the line
	Key    string
	Args   []any
}

// record is one row of a file: a partner, and where given one of its sites and one of its places.
type record struct {
	line    int
	partner Partner
	site    string
	// where the site lies, where that is elsewhere than its partner
	siteDepartment, siteTown string
	address                  Address
	place                    Place
	confirmed                date.Date
	fields                   []string // as read, for comparing rows of one partner
	bad                      bool
	again                    bool // an earlier row says the same of the same place
}

// parsed is a whole file.
type parsed struct {
	in       *country.Pack
	digest   [sha256.Size]byte // of what the file says
	records  []record
	mistakes []Mistake
	unusable bool // the header is wrong: no row could be read
}

// parseFile reads a file. The error is a fault of the whole file, of kind Invalid; what is wrong in single rows is
// among the mistakes.
func parseFile(where *country.Pack, r io.Reader) (parsed, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return parsed{}, fmt.Errorf("read import file: %w", err)
	}
	if len(raw) > MaxFile {
		return parsed{}, ErrTooLarge
	}
	out := parsed{in: where, digest: sheet.Digest(raw)}
	in, err := sheet.Open(raw)
	var broken *sheet.Broken
	var order []int
	switch {
	case errors.As(err, &broken):
		out.note(broken.Line, "", "partner.wrong.quotes")
	case err != nil:
		return parsed{}, err
	default:
		order = out.header(in)
	}
	if len(out.mistakes) > 0 {
		out.unusable = true
		return out, nil
	}
	return out, out.rows(in, order)
}

// header returns which column of Columns each column of the file is.
func (p *parsed) header(in *sheet.Table) []int {
	at := map[string]int{}
	for i := range Columns {
		at[Columns[i].Name] = i
	}
	var order []int
	seen := map[int]bool{}
	for _, name := range in.Head {
		i, ok := at[name]
		switch {
		case !ok:
			p.note(in.Line, "", "partner.wrong.column_unknown", "value", name)
		case seen[i]:
			p.note(in.Line, name, "partner.wrong.column_twice")
		}
		seen[i], order = true, append(order, i)
	}
	for i, c := range Columns {
		if !seen[i] && !c.Optional {
			p.note(in.Line, c.Name, "partner.wrong.column_missing")
		}
	}
	return order
}

func (p *parsed) note(line int, column, key string, args ...any) {
	p.mistakes = append(p.mistakes, Mistake{line, column, key, args})
}

func (p *parsed) rows(in *sheet.Table, order []int) error {
	check := newConsistency()
	for n := 0; len(p.mistakes) < maxMistakes; n++ {
		line, fields, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if n >= MaxRows {
			return ErrTooLarge
		}
		var broken *sheet.Broken
		switch {
		case errors.As(err, &broken) && broken.Have > 0:
			p.note(line, "", "partner.wrong.fields", "have", broken.Have, "want", len(order))
			continue
		case broken != nil:
			p.note(line, "", "partner.wrong.quotes")
			continue
		case err != nil:
			return fmt.Errorf("read import file: %w", err)
		}
		before := len(p.mistakes)
		r := p.record(line, fields, order)
		check.row(p, &r)
		r.bad = len(p.mistakes) > before
		if !r.again {
			p.records = append(p.records, r)
		}
	}
	return nil
}

// record reads one row, in the order of Columns, since later columns lean on earlier ones.
func (p *parsed) record(line int, fields []string, order []int) record {
	r := record{line: line, fields: make([]string, len(Columns))}
	r.partner.Standing, r.place.Marked = Active, Free
	for i, at := range order {
		r.fields[at] = fields[i]
	}
	for i := range Columns {
		c := &cell{&Columns[i], r.fields[i], line, &p.mistakes, p.in}
		switch {
		case hasControl(c.text):
			c.text = ""
			c.wrong("control")
		case utf8.RuneCountInString(c.text) > c.column.most:
			c.wrong("too_long", "most", c.column.most)
		default:
			c.column.read(c, &r)
		}
	}
	return r
}

// consistency finds rows of one file that contradict one another.
type consistency struct {
	partner map[string]*record // first row of each partner
	site    map[[2]string]*record
	place   map[[3]string]*record
}

func newConsistency() *consistency {
	return &consistency{map[string]*record{}, map[[2]string]*record{}, map[[3]string]*record{}}
}

func (k *consistency) row(p *parsed, r *record) {
	code := key(r.partner.Code)
	if code == "" {
		return
	}
	first := k.partner[code]
	if first == nil {
		copied := *r
		first, k.partner[code] = &copied, &copied
	}
	k.differs(p, r, first, "partner_name", "contact_telephone")
	if r.site == "" {
		return
	}
	site := [2]string{code, key(r.site)}
	first = k.site[site]
	if first == nil {
		copied := *r
		first, k.site[site] = &copied, &copied
	}
	k.differs(p, r, first, "site_department", "site_telephone")
	if r.place.Name == "" {
		return
	}
	place := [3]string{code, key(r.site), key(r.place.Name)}
	if first, twice := k.place[place]; twice {
		r.again = slices.EqualFunc(r.fields, first.fields, func(a, b string) bool { return key(a) == key(b) })
		if !r.again {
			p.note(r.line, "place_name", "partner.wrong.place_twice", "value", shorten(r.place.Name), "line",
				first.line)
		}
		return
	}
	copied := *r
	k.place[place] = &copied
}

// key is a code or a name as a file's rows are known again: what looks the same, whatever the capitals.
func key(s string) string { return letters.Fold(s) }

// differs notes the columns, from one to another, in which a row says something else than the first row of its partner
// or its site.
func (k *consistency) differs(p *parsed, r, first *record, from, to string) {
	on := false
	for i, c := range Columns {
		on = on || c.Name == from
		if on && key(r.fields[i]) != key(first.fields[i]) {
			p.note(r.line, c.Name, "partner.wrong.differs", "line", first.line)
		}
		if c.Name == to {
			return
		}
	}
}
