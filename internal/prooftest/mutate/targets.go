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
	short  bool     // a part of it is tried in the short form, since its tests build and run quickly
}

// targets are the locks: what keeps people apart from what they may not see or do, and the rules of one person's path.
var targets = []target{
	{dir: "internal/trust/access", short: true},
	{dir: "internal/trust/gate"},
	{dir: "internal/trust/internal/ground", judges: []string{"internal/trust/gate", "internal/trust/session"}},
	{dir: "internal/trust/vault", short: true},
	{dir: "internal/trust/session"},
	{dir: "internal/trust/journal"},
	{dir: "internal/trust/outbox"},
	{dir: "internal/calc/match", short: true},
	{dir: "internal/calc/safestat", short: true},
	{dir: "internal/country", files: []string{"edit.go", "list.go", "misfit.go"},
		judges: []string{"internal/trust/gate", "internal/room/codelist"}},
	{dir: "internal/ask", files: []string{"bounds.go"}, judges: []string{"internal/web"}},
	{dir: "internal/room/placement/asking",
		files:  []string{"admit.go", "interview.go", "decide.go", "said.go", "telephone.go"},
		judges: []string{"internal/room/placement"}},
	{dir: "internal/room/placement/decision", files: []string{"reason.go"}},
	{dir: "internal/room/placement/proposal", files: []string{"state.go", "board.go"},
		judges: []string{"internal/room/placement"}},
	{dir: "internal/room/placement/finding", files: []string{"safe.go"},
		judges: []string{"internal/room/placement", "internal/room/placement/placementweb"}},
	{dir: "internal/room/assessment", files: []string{"rules.go", "apart.go", "check.go"},
		judges: []string{"internal/room/placement"}},
	{dir: "internal/room/casefile", files: []string{"stage.go", "name.go", "coded.go", "age.go", "correction.go"},
		judges: []string{"internal/room/placement", "internal/room/consent", "internal/room/journey"}},
	{dir: "internal/room/consent", judges: []string{"internal/room/consent/consentweb"}},
	{dir: "internal/room/call"},
	{dir: "internal/room/account", files: []string{"rules.go"}},
	{dir: "internal/room/helpdesk", files: []string{"rules.go"}},
	{dir: "internal/room/journey", files: []string{"rules.go", "company.go", "correct.go"},
		judges: []string{"internal/room/journey/journeyweb"}},
	{dir: "internal/room/partner", files: []string{"rules.go", "hold.go"},
		judges: []string{"internal/room/placement", "internal/room/stay"}},
	{dir: "internal/room/person", files: []string{"rules.go"}},
	{dir: "internal/room/referral", files: []string{"rules.go", "submit.go"},
		judges: []string{"internal/room/referral/referralweb"}},
	{dir: "internal/room/safety", files: []string{"rules.go", "part.go", "contact.go"}, short: true},
	{dir: "internal/room/stay", files: []string{"rules.go", "ending.go", "reopen.go", "correct_days.go"},
		judges: []string{"internal/room/stay/stayweb"}},
}

// has tells whether a file of the package is tried.
func (t target) has(path string) bool {
	return len(t.files) == 0 || slices.Contains(t.files, filepath.Base(path))
}
