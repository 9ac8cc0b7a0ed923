package main

import (
	"path/filepath"
	"slices"
)

// target is a package, or some files of one, and the packages whose tests judge it, nearest first.
type target struct {
	dir    string
	files  []string // none means all
	judges []string // beside its own tests
	quick  []string // files with the tests that judge it in the short form; none means all its tests
}

// targets are the locks: what keeps people apart from what they may not see or do, and the rules of one person's path.
var targets = []target{
	{dir: "internal/trust/access"},
	{dir: "internal/trust/gate"},
	{dir: "internal/trust/vault"},
	{dir: "internal/trust/session", quick: []string{"rows_test.go"}},
	{dir: "internal/trust/journal", quick: []string{"verify_test.go", "hand_test.go"}},
	{dir: "internal/trust/outbox"},
	{dir: "internal/calc/match"},
	{dir: "internal/calc/safestat"},
	{dir: "internal/room/placement/asking", files: []string{"admit.go"}, judges: []string{"internal/room/placement"},
		quick: []string{"broken_test.go"}},
	{dir: "internal/room/placement/proposal", files: []string{"state.go"}, judges: []string{"internal/room/placement"},
		quick: []string{"broken_test.go"}},
	{dir: "internal/room/placement/finding", files: []string{"safe.go"}, judges: []string{"internal/room/placement"},
		quick: []string{"broken_test.go"}},
	{dir: "internal/room/assessment", files: []string{"rules.go", "apart.go", "check.go"},
		judges: []string{"internal/room/placement"}, quick: []string{"rules_test.go", "check_test.go"}},
	{dir: "internal/room/casefile", files: []string{"stage.go", "name.go", "coded.go"},
		judges: []string{"internal/room/placement", "internal/room/consent", "internal/room/journey"},
		quick:  []string{"stage_test.go"}},
	{dir: "internal/room/consent", judges: []string{"internal/room/consent/consentweb"},
		quick: []string{"second_test.go"}},
	{dir: "internal/room/account", files: []string{"rules.go"}, quick: []string{"rules_test.go"}},
	{dir: "internal/room/helpdesk", files: []string{"rules.go"}, quick: []string{"rules_test.go"}},
	{dir: "internal/room/journey", files: []string{"rules.go"}, quick: []string{"rules_test.go"}},
	{dir: "internal/room/partner", files: []string{"rules.go"}, quick: []string{"rules_test.go"}},
	{dir: "internal/room/person", files: []string{"rules.go"}, quick: []string{"rules_test.go", "check_test.go"}},
	{dir: "internal/room/referral", files: []string{"rules.go"}, quick: []string{"rules_test.go"}},
	{dir: "internal/room/stay", files: []string{"rules.go"}, quick: []string{"rules_test.go"}},
}

// has tells whether a file of the package is tried.
func (t target) has(path string) bool {
	return len(t.files) == 0 || slices.Contains(t.files, filepath.Base(path))
}
