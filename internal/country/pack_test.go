package country_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/packs"
)

// with is the pack of France with other files; an empty text takes a file away.
func with(t *testing.T, files map[string]string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(packs.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(packs.Files(), name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if delete(out, name); text != "" {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

func refused(t *testing.T, why string, files map[string]string) {
	t.Helper()
	if _, err := country.Load(with(t, files)); err == nil || !strings.Contains(err.Error(), why) {
		t.Errorf("want %q, got: %v", why, err)
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(packs.Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A country's files may have been saved by an editor that puts a mark before them and ends lines its own way.
func TestAPackIsReadHoweverItWasSaved(t *testing.T) {
	saved := map[string]string{}
	err := fs.WalkDir(packs.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".toml")) {
			saved[name] = "\ufeff" + strings.ReplaceAll(file(t, name), "\n", "\r\n")
		}
		return err
	})
	if err != nil || len(saved) < 10 {
		t.Fatalf("%d files, %v", len(saved), err)
	}
	if p, err := country.Load(with(t, saved)); err != nil || p.Label("59") != "Nord (59)" {
		t.Errorf("saved with marks: %v", err)
	}
}

func TestThePackOfFrance(t *testing.T) {
	p := packs.France()
	m := p.Manifest()
	if m.Code != "FR" || p.Currency().Code != "EUR" || m.Telephone.Country != "33" || m.Name["en"] != "France" {
		t.Errorf("manifest %+v", m)
	}
	l := p.Languages()
	if len(l) != 2 || l[0].Tag != "fr" || l[1].Name != "English" || l[1].RTL {
		t.Errorf("languages %+v", l)
	}
	l[0].Name = "changed"
	if p.Languages()[0].Name == "changed" {
		t.Error("a caller changed the pack")
	}
	for area, zone := range map[string]string{"75": "Europe/Paris", "974": "Indian/Reunion",
		"97411": "Indian/Reunion", "R01": "America/Guadeloupe", "2A004": "Europe/Paris"} {
		if z := p.ZoneOf(area); z == nil || z.String() != zone {
			t.Errorf("%s lies in zone %v", area, z)
		}
	}
	if p.ZoneOf("nowhere") != nil {
		t.Error("nowhere has a zone")
	}
	for code, area := range map[string]string{"59800": "59", "20090": "2A", "20200": "2B", "97400": "974"} {
		if a, ok := p.Postal(code); !ok || a.Code != area {
			t.Errorf("%s is in %q", code, a.Code)
		}
	}
	if _, ok := p.Postal("99999"); ok {
		t.Error("a postal code of nowhere")
	}
}

// Each mistake in a file of a pack is refused with its file and, where there is one, its line.
func TestABrokenPackIsRefused(t *testing.T) {
	manifest, areas, outlines, rules, person := file(t, "pack.toml"), file(t, "areas.csv"), file(t, "outlines.csv"),
		file(t, "rules.toml"), file(t, "lists/person.toml")
	swap := func(s, old, new string) string {
		t.Helper()
		if !strings.Contains(s, old) {
			t.Fatalf("no %q", old)
		}
		return strings.Replace(s, old, new, 1)
	}
	for _, c := range []struct{ why, name, text string }{
		{"pack.toml", "pack.toml", ""},
		{"roles.toml: no part of a pack", "roles.toml", "x"},
		{"pack.toml:2: code is no ISO 3166", "pack.toml", swap(manifest, `"FR"`, `"France"`)},
		{"[currency] code is no ISO 4217", "pack.toml", swap(manifest, `"EUR"`, `"EURO"`)},
		{"[currency] decimals", "pack.toml", swap(manifest, "decimals = 2", "decimals = 4")},
		{"exit is no address", "pack.toml", swap(manifest, "https://www.meteofrance.com/", "meteofrance.com")},
		{"[emergency] lacks a number of digits for police", "pack.toml", swap(manifest, `police = "17"`, "")},
		{"[emergency] lacks a number of digits for sms", "pack.toml", swap(manifest, `"114"`, `"SMS"`)},
		{"rule danger_minutes: its figures do not grow", "rules.toml", swap(rules, "[60, 120, 150]", "[60, 150, 120]")},
		{"rule danger_minutes: it has a figure for each", "rules.toml", swap(rules, "[60, 120, 150]", "[60, 120]")},
		{"rule closing_hour: it lies between 12 and 22", "rules.toml",
			swap(rules, "value = 18\n\n[rule.hold", "value = 24\n\n[rule.hold")},
		{"rule ask_hosts: it lies between 1 and 10", "rules.toml", swap(rules, "value = 3\n", "value = 0\n")},
		{"rule name_days: it has one figure", "rules.toml", swap(rules, "[rule.name_days]\nvalue = 30",
			"[rule.name_days]\nvalue = [30, 40]")},
		{"pack.toml:4: edition", "pack.toml", swap(manifest, `edition = "2026-11-29"`, `edition = ""`)},
		{`"Mars/Base" is no time zone`, "pack.toml", swap(manifest, "Europe/Paris", "Mars/Base")},
		{`"Local" is no time zone`, "pack.toml", swap(manifest, "Europe/Paris", "Local")},
		{"pack.toml:14: language fr: direction", "pack.toml",
			swap(manifest, `tag = "fr"`, "tag = \"fr\"\ndirection = \"down\"")},
		{"it stands there twice", "pack.toml", swap(manifest, `tag = "en"`, `tag = "fr"`)},
		{"no complete language", "pack.toml", swap(manifest, `tag = "en"`, "tag = \"en\"\nfallback = \"de\"")},
		{"no BCP 47 tag", "pack.toml", swap(manifest, `tag = "en"`, `tag = "english!"`)},
		{"[name] lacks a language", "pack.toml", swap(manifest, `en = "France"`, "")},
		{`"funday" is no weekday`, "pack.toml", swap(manifest, `"sunday"`, `"funday"`)},
		{"no day of the week is worked", "pack.toml", swap(manifest, `"saturday", "sunday"`,
			`"saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday"`)},
		{`"13-01" is no day`, "pack.toml", swap(manifest, `"01-01"`, `"13-01"`)},
		{"unknown field surprise", "pack.toml", swap(manifest, "edition =", "surprise = 1\nedition =")},
		{"pack.toml:2", "pack.toml", swap(manifest, `"FR"`, `FR`)},
		{"[sheet] has no size", "pack.toml", swap(manifest, "width = 310", "width = 0")},
		{"areas.csv:1: the columns", "areas.csv", swap(areas, "kind;code", "code;kind")},
		{"areas.csv:2:1: no point", "areas.csv", swap(areas, "16.00;-61.73", "160.00;-61.73")},
		{"areas.csv:3", "areas.csv", swap(areas, "R02", "R01")},
		{"lies in no known area", "areas.csv", swap(areas, "Guadeloupe;R01", "Guadeloupe;R99")},
		{"is no kind of area", "areas.csv", swap(areas, "region;R01", "planet;R01")},
		{"is no part of a country", "areas.csv", swap(areas, "overseas", "underseas")},
		{"postal code 971 is that of", "areas.csv", swap(areas, ";;;972;", ";;;971;")},
		{"outlines.csv:2:1: \"ZZ\" is no area", "outlines.csv", swap(outlines, "frame;75", "frame;ZZ")},
		{"rules.toml: rule majority_years is missing", "rules.toml", "# none\n"},
		{"there is no such rule", "rules.toml", rules + "\n[rule.free_beer_days]\nvalue = 1\n"},
		{"is no whole number", "rules.toml", swap(rules, "value = 30", `value = "thirty"`)},
		{"it lies between", "rules.toml", swap(rules, "value = 30", `value = -1`)},
		{"majority_years: it lies between", "rules.toml", swap(rules, "value = 18", `value = 1800000`)},
		{"value is empty", "rules.toml", swap(rules, "value = 30", `value = []`)},
		{"in order", "rules.toml", swap(rules, "value = 30", "value = 30\n"+
			`then = [{from = "2027-01-01", value = 45}, {from = "2026-01-01", value = 60}]`)},
		{"surprise.toml: no part of a pack", "surprise.toml", "x = 1\n"},
		{"travel.csv:3:1: leg 75-ZZ names no two", "travel.csv", "from;to;minutes;way\n\n75;ZZ;60;rail\n"},
		{"travel.csv:3:1: leg 59-75 stands there twice", "travel.csv",
			"from;to;minutes;way\n75;59;60;rail\n59;75;61;rail\n"},
		{"travel.csv:2:1: leg 75-59: -60 minutes", "travel.csv", "from;to;minutes;way\n75;59;-60;rail\n"},
		{"areas.csv:2:12: it is not UTF-8", "areas.csv", swap(areas, "region;R01;Guade", "region;R01;\xe9")},
		{"outlines.csv:2:1: no shape", "outlines.csv", swap(outlines, "frame;75", "frame;75;1;1;M1 1<b>\nframe;75")},
		{`person.toml:9: list gender: code "Fem;": its key is no word`, "lists/person.toml",
			swap(person, `"Feminine"`, `"Fem;"`)},
		{`person.toml:9: list gender: code "Feminine": list sex_stat has no code "G"`, "lists/person.toml",
			swap(person, `group = "F"`, `group = "G"`)},
	} {
		refused(t, c.why, map[string]string{c.name: c.text})
	}
	for _, name := range []string{"tracks.toml", "statements/aid.toml", "letters/x.txt", "accounts.toml"} {
		if _, err := country.Load(with(t, map[string]string{name: "anything at all"})); err != nil {
			t.Errorf("a reserved part was refused: %v", err)
		}
	}
}

// A rule that changes is read as it was on the day of the fact.
func TestARuleIsReadAsOfItsDay(t *testing.T) {
	text := strings.Replace(file(t, "rules.toml"), "value = 30", "value = 30\n"+
		`then = [{from = "2027-01-01", value = 45}, {from = "2028-01-01", value = 60}]`, 1)
	p, err := country.Load(with(t, map[string]string{"rules.toml": text}))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[date.Date]int{date.Must(2026, 12, 31): 30, date.Must(2027, 1, 1): 45,
		date.Must(2027, 12, 31): 45, date.Must(2030, 1, 1): 60} {
		if got := p.Number(country.ReflectionDays, day); got != want {
			t.Errorf("%s: %d days", day, got)
		}
	}
}

// A language with a fallback may leave words out; one without may not.
func TestAFallbackStandsIn(t *testing.T) {
	manifest := file(t, "pack.toml") +
		"\n[[language]]\ntag = \"ar\"\nname = \"العربية\"\ndirection = \"rtl\"\nfallback = \"en\"\n"
	p, err := country.Load(with(t, map[string]string{"pack.toml": manifest}))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.List("gender").Title("ar"); got != p.List("gender").Title("en") {
		t.Errorf("title %q", got)
	}
	if i := slices.IndexFunc(p.Languages(), func(l lang.Language) bool { return l.RTL }); i != 2 {
		t.Errorf("languages %+v", p.Languages())
	}
	refused(t, "[name] lacks a language", map[string]string{"pack.toml": strings.Replace(manifest,
		"fallback = \"en\"", "", 1)})
}

// It is tomorrow already in the east of a country while the head office still has today.
func TestLatestIsTheDayThatItAlreadyIsSomewhere(t *testing.T) {
	evening := time.Date(2026, 12, 1, 21, 0, 0, 0, time.UTC) // 22:00 in Paris, 01:00 of the next day in La Réunion
	if p := packs.France(); p.Day(evening) != date.Must(2026, 12, 1) || p.Latest(evening) != date.Must(2026, 12, 2) {
		t.Errorf("head office %s, latest %s", packs.France().Day(evening), packs.France().Latest(evening))
	}
	noon := time.Date(2026, 12, 1, 0, 30, 0, 0, time.UTC)
	if got := packs.France().Latest(noon); got != date.Must(2026, 12, 1) {
		t.Errorf("while it is the same day everywhere east: %s", got)
	}
}
