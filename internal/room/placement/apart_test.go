package placement_test

import (
	"reflect"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
)

func (n *net) code(ref casefile.Ref) (code string) {
	n.t.Helper()
	n.work(ref, func(tx *gate.CaseTx) error {
		h, err := casefile.ReadHeader(&tx.CaseView)
		code = h.Code
		return err
	})
	return code
}

// apart keeps two people apart by this reach alone: one that stood before is lifted, since another never weakens it.
func (n *net) apart(a, b casefile.Ref, reach string) {
	n.t.Helper()
	code := n.code(b)
	n.work(a, func(tx *gate.CaseTx) error {
		list, err := casefile.Conflicts(&tx.CaseView)
		for _, c := range list {
			if err == nil && c.Code == code {
				err = casefile.LiftConflict(tx, c.ID)
			}
		}
		if err != nil {
			return err
		}
		return casefile.KeepApart(tx, code, reach, date.Date{}, secret.Text{})
	})
}

func (n *net) conflict(ref casefile.Ref, login string) match.Check {
	n.t.Helper()
	for _, m := range n.search(ref).Matches {
		if m.Row.ID == n.hosts[login].place {
			return m.Check(match.RuleConflict)
		}
	}
	n.t.Fatalf("no place of %s", login)
	return match.Check{}
}

// H3 on both engines: somebody who stays, or for whom a place is held, keeps the other away at each reach, whichever of
// the two cases it was recorded in; the coordinator reads a code, the host nothing.
func TestH3KeptApart(t *testing.T) {
	each(t, func(n *net) {
		n.hosts["lot2"] = n.build("lot2", "46", "any", "fr")
		awa, bea := n.awa(nil), n.awa(nil)
		letters := func() []asking.Letter {
			out, err := n.desk.Asking.Letters(n.ctx, n.claire, awa, []partner.PlaceID{n.hosts["rhone"].place}, false)
			n.must(err)
			out[0].Until = time.Time{}
			return out
		}
		before := letters()
		n.apart(awa, bea, "department")
		if c := n.conflict(awa, "lot2"); c.Verdict != match.Passed {
			t.Fatalf("nobody is placed yet: %+v", c)
		}
		n.work(bea, func(tx *gate.CaseTx) error {
			return partner.Hold(tx, n.hosts["lot"].place,
				tx.Now().Add(time.Hour))
		})
		want := match.Check{Rule: match.RuleConflict, Verdict: match.Excluded,
			Datum: match.Datum{Code: "same_department", Item: n.code(bea)}, Fix: match.Evaluation}
		if c := n.conflict(awa, "lot2"); c != want {
			t.Fatalf("a place held for the other: %+v", c)
		}
		n.work(bea, func(tx *gate.CaseTx) error { return partner.Occupy(tx, n.hosts["lot"].place, 1) })
		for reach, is := range map[string]match.Verdict{"house": match.Passed, "town": match.Unknown,
			"department": match.Excluded} {
			n.apart(awa, bea, reach) // the towns of these sites are not known
			if c := n.conflict(awa, "lot2"); c.Verdict != is {
				t.Errorf("%s: %+v", reach, c)
			}
			if c := n.conflict(awa, "lot"); c.Verdict != match.Excluded {
				t.Errorf("%s, the same house: %+v", reach, c)
			}
			if c := n.conflict(awa, "rhone"); c.Verdict != match.Passed {
				t.Errorf("%s, elsewhere: %+v", reach, c)
			}
		}
		n.apart(awa, bea, "department")
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, n.offer(awa, false, "lot2")), fault.Invalid,
			"placement.place_excluded")
		n.apart(awa, bea, "town")
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, n.offer(awa, false, "lot2")), fault.Invalid,
			"placement.danger_unknown")
		if after := letters(); !reflect.DeepEqual(before, after) {
			t.Errorf("a host could tell that somebody is kept apart: %+v, %+v", before, after)
		}
		// The other way round.
		n.work(bea, func(tx *gate.CaseTx) error { return partner.Vacate(tx, n.hosts["lot"].place) })
		n.work(awa, func(tx *gate.CaseTx) error { return partner.Occupy(tx, n.hosts["lot2"].place, 1) })
		n.apart(awa, bea, "department")
		if c := n.conflict(bea, "lot"); c.Verdict != match.Excluded || c.Datum.Item != n.code(awa) {
			t.Errorf("seen from the other: %+v", c)
		}
	})
}

// A conflict that is known only after a host said yes stops the interview, and presses on the coordinator's home.
func TestConflictStopsTheInterview(t *testing.T) {
	each(t, func(n *net) {
		n.hosts["lot2"] = n.build("lot2", "46", "any", "fr")
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.work(bea, func(tx *gate.CaseTx) error { return partner.Occupy(tx, n.hosts["lot2"].place, 1) })
		n.apart(bea, awa, "department")
		n.signIn()
		n.refused(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Hour),
			Way: "video"}), fault.Conflict, "placement.apart_now")
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		n.must(err)
		pressing := 0
		for _, it := range items {
			if it.Alarm && it.Text == "placement.home.danger_changed" {
				pressing++
			}
		}
		if pressing != 1 {
			t.Errorf("%d alarms", pressing)
		}
	})
}

// H8: what cannot move counts as travel time from the place.
func TestH8WhatCannotMove(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.work(awa, func(tx *gate.CaseTx) error {
			return casefile.SetTies(tx,
				[]casefile.Tie{{Area: "69", Minutes: 60}})
		})
		for _, m := range n.search(awa).Matches {
			c := m.Check(match.RuleContinuity)
			if near := m.Row.ID == n.hosts["rhone"].place; near != (c.Verdict == match.Passed) {
				t.Errorf("%s: %+v", m.Row.Department, c)
			}
		}
	})
}

// What the search says of travel names where each number comes from.
func TestWaysOfASearch(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		f := n.search(awa)
		for _, m := range f.Matches {
			ways := f.Ways(m)
			if len(ways) != 1 || !ways[0].Known || ways[0].Least != 150 {
				t.Fatalf("%s: %+v", m.Row.Department, ways)
			}
			if rhone := m.Row.ID == n.hosts["rhone"].place; rhone &&
				(ways[0].Travel.Minutes != 175 || !ways[0].Travel.Measured) {
				t.Errorf("Lille-Lyon: %+v", ways[0])
			}
			if !m.Stale() {
				t.Errorf("%s was never confirmed", m.Row.Department)
			}
		}
	})
}

// H4: a place is looked at over the stay that fills it: free soon enough after she can come it fits, and its host can
// be asked before; free long after it is excluded, and with no planned end it is simply not free.
func TestH4FilledUntilAPlannedDay(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.awa(nil), n.awa(nil) // can come on the 28th of November
		n.work(bea, func(tx *gate.CaseTx) error { return partner.Occupy(tx, n.hosts["lot"].place, 1) })
		look := func() finding.Match {
			t.Helper()
			for _, m := range n.search(awa).Matches {
				if m.Row.ID == n.hosts["lot"].place {
					return m
				}
			}
			return finding.Match{}
		}
		if m := look(); m.Check(match.RuleFree).Datum.Code != "occupied" || m.Result.Verdict != match.Excluded {
			t.Errorf("no planned end: %+v", m.Check(match.RuleFree))
		}
		for _, c := range []struct {
			on   date.Date
			code string
			is   match.Verdict
		}{{date.Must(2026, 12, 5), "free_from", match.Passed}, {date.Must(2027, 1, 30), "free_later", match.Excluded}} {
			n.work(bea, func(tx *gate.CaseTx) error { return partner.PlanEnd(tx, n.hosts["lot"].place, c.on) })
			m := look()
			if got := m.Calendar(); got.Datum.Code != c.code || got.Verdict != c.is || got.Datum.On != c.on {
				t.Errorf("free on %s: %+v", c.on, got)
			}
			if m.Askable() != (c.is == match.Passed) {
				t.Errorf("free on %s: its host can be asked while it is filled: %v", c.on, m.Askable())
			}
		}
	})
}
