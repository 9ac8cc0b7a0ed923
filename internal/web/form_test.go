package web_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

func TestFieldsAreCleaned(t *testing.T) {
	for raw, want := range map[string]string{
		"  a\r\nb\rc ": "a\nb\nc", "e\u0301": "é", "a\x07b\u202eevil": "abevil", "Nam\u200fe": "Nam\u200fe",
	} {
		f := web.NewForm(url.Values{"x": {raw}})
		if got := f.Text("x", web.Lines); got != want || !f.OK() {
			t.Errorf("%q: %q, ok %v", raw, got, f.OK())
		}
	}
	for _, raw := range []string{"a\x00b", "a\xffb"} {
		if f := web.NewForm(url.Values{"x": {raw}}); f.OK() ||
			strings.Contains(f.Value("x"), "\x00") || strings.Contains(f.Value("x"), "\xff") {
			t.Errorf("%q was taken", raw)
		}
	}
}

func TestFields(t *testing.T) {
	f := web.NewForm(url.Values{"n": {"1 200"}, "c": {"12,5 €"}, "d-day": {"24"}, "d-month": {"11"}, "d-year": {"2026"},
		"d-time": {"14h10"},
		"t":      {"no"}, "k": {"b"}, "ks": {"c", "a"}, "a": {"LA REUNION", "34", "Lot (46)"}}).In(
		packs.France())
	areas := []web.Option{{Value: "34", Label: "Hérault"}, {Value: "46", Label: "Lot"},
		{Value: "974", Label: "La Réunion"}}
	if n := f.Int("n"); n != 1200 {
		t.Error(n)
	}
	if c := f.Cents("c"); c != 1250 {
		t.Error(c)
	}
	if d := f.Date("d"); d.String() != "2026-11-24" {
		t.Error(d)
	}
	if m := f.Moment("d"); !m.Equal(now) {
		t.Error(m)
	}
	if f.Tri("t") != tri.No || f.Tri("none") != tri.Unknown || f.Bool("none") {
		t.Error("tri")
	}
	if k := web.Choice(f, "k", []string{"a", "b"}, web.Required); k != "b" {
		t.Error(k)
	}
	if ks := web.Choices(f, "ks", []string{"a", "b", "c"}); !slices.Equal(ks, []string{"a", "c"}) {
		t.Error(ks)
	}
	if a := f.Picks("a", areas); !slices.Equal(a, []string{"974", "34", "46"}) {
		t.Error(a)
	}
	if !f.OK() {
		t.Error(f.Mistakes())
	}
}

func TestMistakes(t *testing.T) {
	for name, read := range map[string]func(*web.Form){
		"required":  func(f *web.Form) { f.Text("none", web.Required) },
		"long":      func(f *web.Form) { f.Text("long", web.Max(5)) },
		"word":      func(f *web.Form) { f.Int("long") },
		"between":   func(f *web.Form) { f.Int("n", web.Between(1, 9)) },
		"amount":    func(f *web.Form) { f.Cents("amount") },
		"day":       func(f *web.Form) { f.Date("d") },
		"iso":       func(f *web.Form) { f.Date("long") },
		"clock":     func(f *web.Form) { f.Moment("e") },
		"tri":       func(f *web.Form) { f.Tri("long") },
		"choice":    func(f *web.Form) { web.Choice(f, "long", []string{"a"}) },
		"choices":   func(f *web.Form) { web.Choices(f, "long", []string{"a"}) },
		"pick":      func(f *web.Form) { f.Pick("long", nil) },
		"need pick": func(f *web.Form) { f.Pick("none", nil, web.Required) },
		"file":      func(f *web.Form) { f.File("none", web.Required) },
	} {
		f := web.NewForm(url.Values{"long": {"éééééé"}, "n": {"12"}, "amount": {"1,2,3"}, "d-day": {"31"},
			"d-month": {"4"}, "d-year": {"2026"},
			"e-day": {"1"}, "e-month": {"4"}, "e-year": {"2026"}, "e-time": {"25:00"}}).In(packs.France())
		read(f)
		if len(f.Mistakes()) != 1 {
			t.Errorf("%s: %v", name, f.Mistakes())
		}
	}
	if s := fmt.Sprintf("%v %+v %#v %s", web.NewForm(url.Values{"w": {needle}}), web.NewForm(url.Values{"w": {needle}}),
		web.NewForm(url.Values{"w": {needle}}), web.NewForm(url.Values{"w": {needle}})); strings.Contains(s, needle) {
		t.Error("a form prints its words")
	}
}

// FuzzForm reads whatever a body decodes to: never a panic, and every text it returns is clean and within its bound
// unless a mistake says otherwise.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"w=a", "w=%00", "w=%ff%fe", "w=a%0d%0ab", "d-day=31&d-month=2&d-year=2026", "w=" +
		strings.Repeat("%e2%80%ae", 50), "n=99999999999999999999", "c=-1,999", "_once=x&d=2026-13-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		v, _ := url.ParseQuery(body)
		form := web.NewForm(v).In(packs.France())
		for _, s := range []string{form.Text("w", web.Max(20)), form.Text("w", web.Max(20), web.Lines)} {
			if !utf8.ValidString(s) ||
				strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
				t.Fatalf("not clean: %q", s)
			}
			if utf8.RuneCountInString(s) > 20 && form.OK() {
				t.Fatalf("too long and accepted: %q", s)
			}
		}
		if c := form.Cents("c"); c < 0 {
			t.Fatalf("negative amount %d", c)
		}
		form.Int("n", web.Between(0, 10))
		form.Date("d")
		form.Moment("d")
		form.Tri("w")
		form.Secret("w", web.Required)
		web.Choices(form, "w", []string{"a"})
		form.Picks("w", []web.Option{{Value: "a", Label: "A"}})
	})
}

// However many fields are sent, none is lost, and what is wrong is said in one order.
func TestAVeryLongFormKeepsEveryField(t *testing.T) {
	raw := url.Values{"z": {"last"}}
	for i := range 3000 {
		raw.Set(fmt.Sprintf("f%04d", i), "x")
	}
	f := web.NewForm(raw)
	if f.OK() || f.Value("z") != "last" || f.Value("f2999") != "x" || len(f.Mistakes()) != 1 {
		t.Errorf("%v, %d mistakes", f.Value("z"), len(f.Mistakes()))
	}
	bad := web.NewForm(url.Values{"c": {"\x00"}, "a": {"\x00"}, "b": {"\x00"}})
	for i, name := range []string{"a", "b", "c"} {
		if bad.Mistakes()[i].Field != name {
			t.Errorf("mistakes come as %v", bad.Mistakes())
		}
	}
}

// On a day on which the clocks change, an hour that they leap over is refused; of one that comes twice somebody says
// which, and it is written so that nobody takes one for the other.
func TestHoursOnADayOfTwoClocks(t *testing.T) {
	read := func(day, month, year, clock, place string) (string, bool) {
		clock, turn, _ := strings.Cut(clock, " ")
		f := web.NewForm(url.Values{"at-day": {day}, "at-month": {month}, "at-year": {year}, "at-time": {clock},
			"at-place": {place}, "at-turn": {turn}}).In(packs.France())
		at := f.Moment("at")
		return at.Format("2006-01-02 15:04"), f.OK()
	}
	for _, c := range []struct{ day, month, year, clock, place, want string }{
		{"28", "3", "2027", "01:59", "", "2027-03-28 00:59"},
		{"28", "3", "2027", "02:30", "", ""},
		{"28", "3", "2027", "03:00", "", "2027-03-28 01:00"},
		{"28", "3", "2027", "02:30", "R02", "2027-03-28 06:30"}, // Martinique keeps its clocks
		{"29", "3", "2026", "02:30", "", ""},
		{"29", "3", "2026", "02:30", "R04", "2026-03-28 22:30"}, // so does La Réunion
		{"25", "10", "2026", "02:30", "", ""},                   // which?
		{"25", "10", "2026", "02:30 3", "", ""},
		{"25", "10", "2026", "02:30 1", "", "2026-10-25 00:30"},
		{"25", "10", "2026", "02:30 2", "", "2026-10-25 01:30"},
		{"25", "10", "2026", "02:00 2", "", "2026-10-25 01:00"},
		{"25", "10", "2026", "01:59", "", "2026-10-24 23:59"},
		{"25", "10", "2026", "02:30", "R02", "2026-10-25 06:30"},
		{"25", "10", "2026", "14:00 2", "", "2026-10-25 13:00"}, // a turn of an hour that comes once says nothing
		{"31", "10", "2027", "03:00", "", "2027-10-31 02:00"},
		{"30", "11", "2026", "16:00", "R02", "2026-11-30 20:00"},
		{"30", "11", "2026", "16:00", "R04", "2026-11-30 12:00"},
		{"30", "11", "2026", "16:00", "XX", ""},
	} {
		if got, ok := read(c.day, c.month, c.year, c.clock, c.place); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s/%s %s in %q is %s (%t), want %q", c.day, c.month, c.clock, c.place, got, ok, c.want)
		}
	}
}

// What is wrong with a day and its hour is told at once: what is missing, or which of both there is not.
func TestADayAndItsHourAreToldTogether(t *testing.T) {
	for _, c := range []struct{ day, month, year, clock, want string }{
		{"31", "11", "2026", "14:00", "web.form.date"}, {"31", "11", "2026", "25:00", "web.form.moment"},
		{"30", "11", "2026", "25:00", "web.form.time"}, {"30", "11", "", "14:00", "web.form.date_part"},
		{"", "11", "2026", "14:00", "web.form.date_part"}, {"30", "", "2026", "14:00", "web.form.date_part"},
		{"31", "11", "2026", "", "web.form.date"}, {"", "", "", "14:00", "web.form.date_part"},
		{"30", "11", "2026", "14:00", ""},
	} {
		f := web.NewForm(url.Values{"at-day": {c.day}, "at-month": {c.month}, "at-year": {c.year},
			"at-time": {c.clock}}).In(packs.France())
		f.Moment("at")
		if m := f.Error("at"); (m == nil) != (c.want == "") || m != nil && m.Key != c.want {
			t.Errorf("%+v: %+v", c, m)
		}
	}
}
