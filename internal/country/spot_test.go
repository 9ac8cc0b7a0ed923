package country_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"havre.example/havre/internal/country"
	"havre.example/havre/packs"
)

// A mistake is said with the line it stands on, whatever else in the file looks like it. "#!" marks that line.
func TestAMistakeIsSaidWithItsLine(t *testing.T) {
	in := func(name, old, new string) (string, string) {
		text := file(t, name)
		if !strings.Contains(text, old) {
			t.Fatalf("no %q in %s", old, name)
		}
		return name, strings.Replace(text, old, new, 1)
	}
	lists := func(more string) (string, string) {
		return "lists/x.toml", "# [list.x] key = \"b\"\n" +
			"[list.x]#\nversion = \"2026-11-01\"\nfr = \"b\"\nen = 'X'\n" + more
	}
	said := func(why string) func(name, text string) {
		return func(name, text string) {
			t.Helper()
			before, _, _ := strings.Cut(text, "#!")
			why := fmt.Sprintf("%s:%d: %s", name, 1+strings.Count(before, "\n"), why)
			refused(t, why, map[string]string{name: text})
		}
	}
	const one = `codes = [{key="a",fr="a",en="a"}]`

	// A comment or a text before it bears the key.
	said("code is no ISO")(in("pack.toml", `code = "FR"`, "# code\ncode = \"France\" #!"))
	said("edition is empty")(in("pack.toml", `edition = "2026-11-29"`, `edition = "" #!`))
	said("id is not of")(in("pack.toml", `id = "fr"`, "# id = \"fr\"\nid = \"FR\" #!"))
	said("zone")(in("pack.toml", `zone = "Europe/Paris"`, `zone = "Mars/Base" #!`))
	said("unknown field id_of")(in("pack.toml", "edition =", "# id_of = 1\n\"id_of\" = 1 #!\nedition ="))
	said("amount monthly: it needs")(in("amounts.toml", "[amount.monthly]\ncents = 10000",
		"# [amount.monthly]\n[ amount . \"monthly\" ] #!\ncents = 0"))
	said("rule hold_days: it lies")(in("rules.toml", "[rule.hold_days]\nvalue = ",
		"# [rule.hold_days]\n[rule]\nhold_days.value = 6 #!\nhold_days.law = 'x' # "))
	// The key stands in another table too.
	said("[currency] code is no")(in("pack.toml", "[currency]\ncode = \"EUR\"", "[currency] #!\ncode = \"EURO\""))
	said("unknown field emergency.code")(in("pack.toml", `sms = "114"`, `code = "114" #!`))
	said("unknown field sheet.sms")(in("pack.toml", "width = 310", "sms = 310 #!"))
	said("list y: version")(lists(one + "\n[list]\ny = {fr=\"[list.y]\"} #!"))
	// Each table of an array has it.
	said("language en: direction")(in("pack.toml", "tag = \"en\"\n",
		"name='''\ntag = \"en\"'''\ntag = 'en' #!\ndirection = 'up'\n#"))
	said("language fr: it stands there twice")(in("pack.toml", `tag = "en"`, `tag = "fr" #!`))
	said(`language : "" is no BCP`)(in("pack.toml", "[[language]]\ntag = \"en\"", "[[language]] #!"))
	said(`list x: code "b": a label`)(lists("codes = [\n" +
		"{key=\"a\",fr=\"b\",en=\"]#b\"}, # \"b\"\n{key=\"b\",fr=\"b\"}, #!\n]"))
	said(`list x: code "a" is empty or given twice`)(lists(
		"[[list.x.codes]]\nfr='a'\nen='a'\nkey='a'\n[list.x.codes.to]\nx=[]\n[[list.x.codes]] #!\nkey='a'"))
	said("unknown field list.x.codes.colour")(lists(
		"codes = [{key='a',fr=\"colour\",en=\"\"\"\ncolour \\\"\"\"\"\"},\n" +
			"{key='b',colour='b'}, #!\n{key='c',colour='b'}]"))
	// The library cannot make anything of it, and names the last that bears the same key.
	said("list.x.codes.from: ")(lists("codes = [\n{key=\"a\",from=\"2026-01-01\"},\n{key=\"b\",from=\"soon\"}, #!\n" +
		"{key=\"c\",from=\"2026-01-01\"},\n{key=\"d\",from=\"later\"}]"))
	said("sheet.width: incompatible types")(in("pack.toml", "width = 310", `width = "310" #!`))
	said("edition: ")(in("pack.toml", "edition = \"2026-11-29\"\nzone =",
		"edition = \"2026-02-30\" #!\nzone = 3 #"))
}

// What is read of a file's keys is what the library reads.
func TestEveryKeyOfAPackIsFound(t *testing.T) {
	found := 0
	for _, from := range []fs.FS{packs.Files(), os.DirFS("../../packs/atlantis")} {
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".toml") {
				return err
			}
			data, err := fs.ReadFile(from, name)
			if err != nil {
				return err
			}
			meta, err := toml.Decode(string(data), &map[string]any{})
			var want []string
			for _, k := range meta.Keys() {
				want = append(want, k.String())
			}
			got := country.KeysIn(data)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %d keys, the library reads %d", name, len(got), len(want))
			}
			found += len(got)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 1000 {
		t.Errorf("%d keys", found)
	}
}
