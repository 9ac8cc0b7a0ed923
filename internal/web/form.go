package web

import (
	"fmt"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/digit"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
)

// maxFields bounds how many values one form may carry.
const maxFields = 2000

// defaultMax is the length in runes a text may have when the handler names none.
const defaultMax = 200

// Form is what a person typed: read once, cleaned, and kept for the page that shows it again. Reading a field checks
// it; what is wrong is remembered beside the field and OK becomes false. It masks itself in logs.
type Form struct {
	d *formData
}

type formData struct {
	values  url.Values
	files   map[string][]*multipart.FileHeader
	errs    []Mistake
	labels  map[string]string // what the page calls a field, filled while the page is rendered
	ids     map[string]string // where the page has it, likewise
	order   []string          // the fields as the page has them, likewise
	summed  bool              // the page has said what is to be corrected
	once    string
	from    string
	drafted bool     // words of its page are kept
	touched []string // where words waited that were not taken up: the fields that were typed in since
	sent    bool
	country *country.Pack // in which hours and amounts are read

	unread  map[string][]unread // lines of areas to ask about, by field
	asTyped bool                // they are kept in words instead

	tries     bool     // the act is tried where something cannot be read
	unsure    bool     // the act asks first: it is only tried
	overtaken bool     // somebody else was faster
	untouched []string // fields that still say what the form was typed on
}

// Mistake is one thing to correct: the field, and the text that says how.
type Mistake struct {
	Field string // empty when it concerns the whole form
	Key   string
	Args  []any
}

// of tells whether a mistake is one of a field, or of a part of it, such as the day of a date.
func (m Mistake) of(name string) bool {
	return m.Field != "" && slices.Contains(PartsOf(name), m.Field)
}

// NewForm makes a form from raw values: the shell does it for each request; tests and drafts may.
func NewForm(raw url.Values) *Form {
	f := &Form{&formData{values: url.Values{}, labels: map[string]string{}, ids: map[string]string{}}}
	count := 0
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		for _, v := range raw[name] {
			if count++; count == maxFields+1 {
				f.Fail("", "web.form.too_many") // what was typed stays: the body is bounded before
			}
			clean, ok := cleanValue(v)
			if !ok {
				f.Fail(name, "web.form.characters")
			}
			f.d.values[name] = append(f.d.values[name], clean)
		}
	}
	return f
}

// cleanValue makes text safe to keep: valid UTF-8, NFC, one kind of line end, no control characters and none of the
// signs that reverse the reading order. It reports false for what no keyboard sends: NUL or broken UTF-8.
func cleanValue(s string) (string, bool) {
	ok := utf8.ValidString(s) && !strings.ContainsRune(s, 0)
	s = strings.ToValidUTF8(s, "")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s), ok
}

// Format keeps a person's words out of every print.
func (f *Form) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("form")) }

// Text reads a text, trimmed. Use Secret for words about a person.
func (f *Form) Text(name string, list ...Rule) string {
	r := ruled(list)
	s := strings.TrimSpace(f.Value(name))
	if !r.lines {
		s = strings.Join(strings.Fields(s), " ")
	}
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && r.required:
		f.Fail(name, "web.form.required")
	case n > r.max:
		f.Fail(name, "web.form.too_long", "max", r.max, "n", n-r.max)
	}
	return s
}

// Secret reads words about a person; they stay masked wherever they go.
func (f *Form) Secret(name string, list ...Rule) secret.Text { return secret.Of(f.Text(name, list...)) }

// Int reads a whole number; zero when empty.
func (f *Form) Int(name string, list ...Rule) int {
	r := ruled(list)
	s := strings.Join(strings.Fields(f.trimmed(name)), "")
	if s == "" {
		if r.required {
			f.Fail(name, "web.form.required")
		}
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n > 1_000_000_000 || n < -1_000_000_000 {
		f.Fail(name, "web.form.number")
		return 0
	}
	if r.minInt != nil && (n < *r.minInt || n > *r.maxInt) {
		f.outside(name, *r.minInt, *r.maxInt)
	}
	return n
}

// outside says between which numbers one has to lie; of four digits they are years, written without a space.
func (f *Form) outside(name string, low, high int) {
	if low >= 1000 {
		f.Fail(name, "web.form.between", "low", strconv.Itoa(low), "high", strconv.Itoa(high))
		return
	}
	f.Fail(name, "web.form.between", "low", low, "high", high)
}

// Cents reads an amount in the network's currency, comma or point.
func (f *Form) Cents(name string, list ...Rule) money.Cents {
	if f.trimmed(name) == "" {
		if ruled(list).required {
			f.Fail(name, "web.form.required")
		}
		return 0
	}
	c, err := f.country().Currency().Parse(f.Value(name))
	if err != nil {
		f.Fail(name, "web.form.amount")
	}
	return c
}

// In says in which country's zone and money the form is read; the shell says it of every form that is posted.
func (f *Form) In(c *country.Pack) *Form {
	f.d.country = c
	return f
}

func (f *Form) country() *country.Pack {
	if f.d.country == nil {
		panic("web: a form that nobody posted reads no hour and no amount; use Form.In")
	}
	return f.d.country
}

// trimmed is what was typed, with numbers as one script writes them.
func (f *Form) trimmed(name string) string { return digit.Plain(strings.TrimSpace(f.Value(name))) }

// Value returns what was typed in a field, for showing it again.
func (f *Form) Value(name string) string { return f.d.values.Get(name) }

// Holds tells whether one of the questions is answered, by whoever typed or by what stood before.
func (f *Form) Holds(list []ask.Question) bool {
	return slices.ContainsFunc(list, func(q ask.Question) bool {
		return f.Value(q.Name) != "" || f.Value(q.Name+"-day") != "" || f.Value(q.Name+"-month") != "" ||
			f.Value(q.Name+"-year") != ""
	})
}

// Values returns all that was typed or ticked under a name.
func (f *Form) Values(name string) []string { return f.d.values[name] }

// Default fills a field that nobody has typed in yet: what is known already, shown to be corrected.
func (f *Form) Default(name string, values ...string) {
	if _, typed := f.d.values[name]; !typed && !f.d.sent {
		f.d.values[name] = values
	}
}

// Set puts a value in the place of what a field holds.
func (f *Form) Set(name string, values ...string) { f.d.values[name] = values }

// DefaultDate is Default for the three fields of a day.
func (f *Form) DefaultDate(name string, d date.Date) {
	if !d.IsZero() {
		f.Default(name+"-day", strconv.Itoa(d.Day()))
		f.Default(name+"-month", strconv.Itoa(int(d.Month())))
		f.Default(name+"-year", strconv.Itoa(d.Year()))
	}
}

// Sent tells whether this form was posted with the request, rather than opened or given back.
func (f *Form) Sent() bool { return f.d.sent }

// Overtaken tells that somebody else changed meanwhile what the form is about.
func (f *Form) Overtaken() bool { return f.d.overtaken }

// Overtake says so; a Screen that Compares does it for its form.
func (f *Form) Overtake() { f.d.overtaken = true }

// Fail remembers a mistake in a field, by text key; the first one of each field is shown.
func (f *Form) Fail(name, key string, args ...any) {
	if name != "" && f.Error(name) != nil {
		return
	}
	f.d.errs = append(f.d.errs, Mistake{name, key, args})
}

// Take shows a desk's refusals in the form when they are about what was typed, each beside the field that it names, and
// reports whether they were. The page is then Invalid; any other error is returned to the shell.
func (f *Form) Take(err error) bool {
	all := true
	for _, one := range fault.All(err) {
		if !fault.Is(one, fault.Invalid) {
			all = false
			continue
		}
		f.Fail(fault.About(one), fault.Key(one))
	}
	return all
}

// OK tells whether nothing is to be corrected so far.
func (f *Form) OK() bool { return len(f.d.errs) == 0 }

// Error returns the mistake of a field, or nil.
func (f *Form) Error(name string) *Mistake {
	for i := range f.d.errs {
		if f.d.errs[i].of(name) {
			return &f.d.errs[i]
		}
	}
	return nil
}

// Mistakes returns everything to correct, in the order of reading.
func (f *Form) Mistakes() []Mistake { return f.d.errs }

// File returns the content of an uploaded file; nil when there is none. Its name is not kept.
func (f *Form) File(name string, list ...Rule) []byte {
	files := f.d.files[name]
	if len(files) == 0 || files[0].Size == 0 {
		if ruled(list).required {
			f.Fail(name, "web.form.file")
		}
		return nil
	}
	h, err := files[0].Open()
	if err != nil {
		f.Fail(name, "web.form.file")
		return nil
	}
	defer h.Close()
	body := make([]byte, files[0].Size)
	if _, err := readFull(h, body); err != nil {
		f.Fail(name, "web.form.file")
		return nil
	}
	return body
}
