package on

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// with runs fn with a change on.
func with(t *testing.T, env string, fn func()) {
	t.Helper()
	was := now
	now = read(env)
	defer func() { now = was }()
	fn()
}

func TestNothingChangesWithoutAChange(t *testing.T) {
	with(t, "", func() { answers(t, false) })
	with(t, "8", func() { answers(t, false) })
	with(t, "7", func() { answers(t, true) })
}

// answers asks everything about change 7 and compares with whether it is on.
func answers(t *testing.T, on bool) {
	t.Helper()
	called := false
	fail := func() error { called = true; return errors.New("no") }
	err := Call(7, fail)()
	for what, changed := range map[string]bool{
		"true": True(7, false), "false": !False(7, true), "not": Not(7, false), "less": Less(7, 2, 2),
		"less or equal": !LessEq(7, 2, 2), "more": More(7, 2, 2), "more or equal": !MoreEq(7, 2, 2),
		"error": Error(7, errors.New("no")) == nil, "call": !called && err == nil, "add": Add(7, 2, 1) == 3,
		"zero": Zero(7, "x") == "", "drop": slices.Equal(Drop(6, []int{4, 5}), []int{4}),
		"query": Query("q", 6, 7) == 7,
	} {
		if changed != on {
			t.Errorf("%s: changed is %v", what, changed)
		}
	}
	if !Less(7, 1, 2) || Less(7, 3, 2) || LessEq(7, 3, 2) || !LessEq(7, 1, 2) {
		t.Error("only the boundary moves")
	}
}

func TestPlacesAreNoted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "passed")
	with(t, "record:"+file, func() {
		On(3)
		On(3)
		Query("q", 5, 6)
		Query("never", 9)
		Ran("q")
		if err := now.record.Close(); err != nil {
			t.Error(err)
		}
	})
	if b, err := os.ReadFile(file); err != nil || string(b) != "3\n5\n6\n" {
		t.Errorf("noted %q, %v", b, err)
	}
}
