package country_test

import (
	"maps"
	"strings"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/packs"
)

// A pack without a list that the program reads, or without a code that it calls by name, is refused with its name, for
// a page would ask for it in vain.
func TestAPackHasWhatTheProgramReads(t *testing.T) {
	refused(t, "list ", map[string]string{"lists/path.toml": ""})
	refused(t, "list ", map[string]string{"lists/trafficking.toml": "\ufeff"})
	refused(t, "list danger_level has no code grave", map[string]string{
		"lists/path.toml": strings.Replace(file(t, "lists/path.toml"), `key = "grave"`, `key = "graver"`, 1)})
	all := packs.France().Lists()
	if err := country.Whole(all); err != nil {
		t.Fatal(err)
	}
	lacks := func(n country.ListName, l *country.List, why string) {
		t.Helper()
		b := maps.Clone(all)
		if delete(b, n); l != nil {
			b[n] = *l
		}
		if err := country.Whole(b); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("want %q, got: %v", why, err)
		}
	}
	for n := range all {
		lacks(n, nil, "there is no list "+string(n))
	}
	for _, some := range []map[country.ListName][]string{country.Own, country.Named} {
		for n, codes := range some {
			for _, key := range codes {
				l := country.Without(all[n], key)
				lacks(n, &l, "list "+string(n)+" has no code "+key)
			}
		}
	}
}
