package main

import (
	"fmt"
	"path/filepath"

	"github.com/BurntSushi/toml"
)

// reasonsFiles list the mutants that may live, each with the reason why.
const reasonsFiles = "internal/prooftest/mutate/survivors/*.toml"

type reasons struct {
	Reason []struct {
		Why     string
		Mutants []string // their keys
	}
}

// readReasons returns why each mutant that may live does, by its key.
func readReasons(files string) (map[string]string, error) {
	paths, err := filepath.Glob(files)
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no reasons in %s: %w", files, err)
	}
	out := map[string]string{}
	for _, path := range paths {
		if err := addReasons(out, path); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func addReasons(out map[string]string, path string) error {
	var f reasons
	meta, err := toml.DecodeFile(path, &f)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if u := meta.Undecoded(); len(u) > 0 {
		return fmt.Errorf("%s: %v is not known", path, u)
	}
	for _, r := range f.Reason {
		for _, key := range r.Mutants {
			if r.Why == "" || out[key] != "" {
				return fmt.Errorf("%s: %q stands twice or without a reason", path, key)
			}
			out[key] = r.Why
		}
	}
	return nil
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
