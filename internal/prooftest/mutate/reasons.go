package main

import (
	"fmt"

	"github.com/BurntSushi/toml"
)

// reasonsFile lists the mutants that may live, each with the reason why.
const reasonsFile = "internal/prooftest/mutate/survivors.toml"

type reasons struct {
	Reason []struct {
		Why     string
		Mutants []string // their keys
	}
}

// readReasons returns why each mutant that may live does, by its key.
func readReasons(path string) (map[string]string, error) {
	var f reasons
	meta, err := toml.DecodeFile(path, &f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if u := meta.Undecoded(); len(u) > 0 {
		return nil, fmt.Errorf("%s: %v is not known", path, u)
	}
	out := map[string]string{}
	for _, r := range f.Reason {
		for _, key := range r.Mutants {
			if r.Why == "" || out[key] != "" {
				return nil, fmt.Errorf("%s: %q stands twice or without a reason", path, key)
			}
			out[key] = r.Why
		}
	}
	return out, nil
}

// nameAll gives every mutant a key that does not change with its line: package, function, what is changed and the text,
// and where one function has the same twice, the second is #2.
func nameAll(ms []*mutant) {
	seen := map[string]int{}
	for _, m := range ms {
		m.key = fmt.Sprintf("%s.%s | %s | %s", m.pkg.types.Name(), m.fn, m.what, m.original)
		if seen[m.key]++; seen[m.key] > 1 {
			m.key += fmt.Sprintf(" #%d", seen[m.key])
		}
	}
}
