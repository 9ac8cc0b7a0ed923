package web_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

func testTexts() fs.FS {
	sub, err := fs.Sub(embedded, "testdata")
	if err != nil {
		panic(err)
	}
	return sub
}

func TestShellTexts(t *testing.T) {
	for _, err := range web.CheckTexts(web.OwnTexts(), testTexts()) {
		t.Error(err)
	}
}

func TestCheckTextsFindsWhatIsWrong(t *testing.T) {
	bad := fstest.MapFS{
		"texts.fr.toml": {Data: []byte("a = \"x {n}\"\nb = \"\"\nc = \"seul\"\np = { one = \"1\", other = \"{n}\" }")},
		"texts.en.toml": {Data: []byte("a = \"x {m}\"\nb = \"b\"\nd = \"alone\"\np = \"{n}\"")},
	}
	var all strings.Builder
	for _, err := range web.CheckTexts(bad) {
		all.WriteString(err.Error() + "\n")
	}
	for _, want := range []string{`"a" has placeholders`, `"b" is empty`, `"c" is missing in texts.en.toml`,
		`"d" is missing in texts.fr.toml`, `"p" counts in one language`} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("not found: %s in\n%s", want, all.String())
		}
	}
}

// A source with many texts keeps them in several files; no key stands in two of them, and texts.fr.toml is one.
func TestTextsOfOneSourceInSeveralFiles(t *testing.T) {
	files := func(more ...string) fstest.MapFS {
		src := fstest.MapFS{"texts.fr.toml": {Data: []byte("[a]\nb = \"un\"")},
			"texts.en.toml": {Data: []byte("[a]\nb = \"one\"")}}
		for i := 0; i < len(more); i += 2 {
			src[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
		}
		return src
	}
	fr, en := printers(t, files("more.fr.toml", "[a]\nc = \"deux\"", "more.en.toml", "[a]\nc = \"two\""))
	if said := fr.T("a.b") + fr.T("a.c") + en.T("a.b") + en.T("a.c"); said != "undeuxonetwo" {
		t.Error(said)
	}
	without := files("more.fr.toml", "")
	delete(without, "texts.fr.toml")
	for what, src := range map[string]fs.FS{
		"a key in two files":  files("more.fr.toml", "[a]\nb = \"deux\"", "more.en.toml", ""),
		"no texts.fr.toml":    without,
		"a file that is none": files("more.fr.toml", "[a"),
	} {
		if _, err := web.LoadTexts(src); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

func printers(t *testing.T, extra ...fs.FS) (fr, en *web.Printer) {
	t.Helper()
	texts, err := web.LoadTexts(extra...)
	if err != nil {
		t.Fatal(err)
	}
	texts = texts.Within(packs.France)
	return texts.In("fr", now), texts.In("en", now)
}

func TestPluralsAndTypography(t *testing.T) {
	fr, en := printers(t, fstest.MapFS{
		"texts.fr.toml": {Data: []byte(`p = { one = "{n} place", other = "{n} places : {what} ?" }` + "\n" +
			`q = "« {what} » ; oui !"`)},
		"texts.en.toml": {Data: []byte(`p = { one = "{n} place", other = "{n} places: {what}?" }` + "\n" +
			`q = "“{what}”; yes!"`)},
	})
	for n, want := range map[int][2]string{
		0: {"0 place", "0 places: x?"}, 1: {"1 place", "1 place"}, 2: {"2 places\u00a0: x\u202f?", "2 places: x?"},
		12345: {"12\u202f345 places\u00a0: x\u202f?", "12,345 places: x?"},
	} {
		if a, b := fr.T("p", "n", n, "what", "x"), en.T("p", "n", n, "what", "x"); a != want[0] || b != want[1] {
			t.Errorf("%d: %q, %q", n, a, b)
		}
	}
	if got := fr.T("q", "what", "{n}"); got != "«\u202f{n}\u202f»\u202f; oui\u202f!" {
		t.Errorf("%q", got) // a value that looks like a placeholder stays as it is
	}
	defer func() {
		if recover() == nil {
			t.Error("a missing text went unnoticed")
		}
	}()
	fr.T("no.such.key")
}

func TestTimeIsSpoken(t *testing.T) {
	fr, en := printers(t)
	for _, c := range []struct {
		got, want string
	}{
		{fr.Since(now.Add(-25 * time.Minute)), "depuis 13:45 (25\u00a0min)"},
		{en.Since(now.Add(-71 * time.Hour)), "since Saturday 15:10 (3\u00a0days)"},
		{fr.Since(now.Add(-72 * time.Hour)), "depuis samedi 14:10 (3\u00a0jours)"},
		{fr.Since(now.AddDate(0, 0, -40)), "depuis 15/10/2026 (40\u00a0jours)"},
		{fr.In(now.Add(12 * time.Minute)), "dans 12\u00a0min"}, {en.In(now.Add(-2*time.Hour - 5*time.Minute)),
			"2\u00a0h\u00a005 ago"},
		{fr.In(now.Add(30 * time.Second)), "dans moins d’une minute"}, {fr.In(time.Time{}), "pas encore connu"},
		{fr.Date(now), "mardi 24 novembre 2026 à 14:10"}, {en.Date(now), "Tuesday 24 November 2026 at 14:10"},
		{fr.Date(time.Date(2026, 7, 31, 22, 30, 0, 0, time.UTC)), "samedi 1er août 2026 à 00:30"},
		{fr.ShortDay(date.Must(2026, 3, 4)), "04/03/2026"}, {en.Day(date.Date{}), "not known yet"},
		{fr.Percent(0.544), "54\u202f%"}, {en.Percent(0.544), "54%"},
		{fr.Money(money.Cents(123450)), "1\u202f234,50\u202f€"}, {en.Money(money.Cents(123450)), "€1,234.50"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// A country's own words are refused where they cannot do their work, with the file and the key; a word left empty is
// one that is still to be translated, and that of the fallback stands.
func TestACountrysOwnWords(t *testing.T) {
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	set, err := lang.NewSet(lang.Language{Tag: "en", Name: "English"},
		lang.Language{Tag: "sl", Name: "slovenščina", Fallback: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	with := func(own string) (*web.Texts, error) {
		return texts.For(set, func(tag lang.Tag) []byte {
			if tag == "sl" {
				return []byte(own)
			}
			return nil
		})
	}
	for own, want := range map[string]string{
		"[web]\nnowhere = \"x\"": `texts.sl.toml: nothing shows "web.nowhere"`,
		"[web.time]\nin = \"čez {dolgo}\"": `texts.sl.toml: "web.time.in" has placeholders [{dolgo}], ` +
			`not [{length}]`,
		"[web.time]\ndays = {one = \"{n} dan\", other = \"{n} dni\"}": `"web.time.days" lacks the ` +
			`form two, for [2 102]`,
		"[web.time]\ndays = \"dni {n}\"":         `"web.time.days" counts in one language only`,
		"[webtest.url]\nhelp = \"pomoč/{step}\"": `"webtest.url.help" is part of an address`,
		"[language]\nname = \"x\"":               "the manifest's to say",
		"[web":                                   "texts: read texts.sl.toml",
	} {
		if _, err := with(own); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", own, err, want)
		}
	}
	good, err := with("[web]\nmark = \"Zavetje\"\nskip = \"\"\n[web.time]\n" +
		`days = { one = "{n} dan", two = "{n} dneva", few = "{n} dnevi", other = "{n} dni" }`)
	if err != nil {
		t.Fatal(err)
	}
	p := good.In("sl", now)
	for want, got := range map[string]string{"Zavetje": p.T("web.mark"), "2 dneva": p.T("web.time.days", "n", 2),
		"103 dnevi": p.T("web.time.days", "n", 103), "Aller au contenu": p.T("web.skip")} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if lost := good.Missing("sl"); len(lost) != len(good.Keys())-2 {
		t.Errorf("%d texts are said to be missing, of %d", len(lost), len(good.Keys()))
	}
}
