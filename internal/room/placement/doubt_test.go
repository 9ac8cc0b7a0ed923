package placement_test

import (
	"maps"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
)

// board is what the panel of a case says to the head office.
func (n *net) board(ref casefile.Ref) (b asking.Board, err error) {
	n.t.Helper()
	err = n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, ref, func(v *gate.CaseView) (err error) {
		b, _, err = n.desk.Asking.OnCase(v)
		return err
	})
	return b, err
}

// I4: where danger grew at the places of hosts that agreed, the board and the search say so of each of them; not of a
// host that has not answered, nor of one that said no. Whoever cannot know it is told, and reads no board.
func TestI4TheBoardDoubtsWhoeverAgreed(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "rhone", "ille")
		lot := n.said(awa, "lot")
		doubts := func(what string, want map[proposal.ID]casefile.Doubt) {
			n.t.Helper()
			b, err := n.board(awa)
			n.must(err)
			for where, got := range map[string]map[proposal.ID]casefile.Doubt{"board": b.Doubts,
				"search": n.search(awa).Doubts} {
				got = maps.Clone(got)
				maps.DeleteFunc(got, func(_ proposal.ID, d casefile.Doubt) bool { return d == "" })
				if !maps.Equal(got, want) {
					n.t.Errorf("%s: the %s doubts %v, want %v", what, where, got, want)
				}
			}
		}
		doubts("clear of danger", nil)
		for _, area := range []string{"46", "69", "35"} {
			n.work(awa, func(tx *gate.CaseTx) error {
				return casefile.AddZone(tx, casefile.Zone{Area: area, Level: "watch"})
			})
		}
		doubts("one agreed", map[proposal.ID]casefile.Doubt{lot: casefile.DangerGrew})
		ref, rhone := n.asked("rhone")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["rhone"].who, ref, rhone, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Sent}))
		n.signIn()
		ille := n.said(awa, "ille")
		doubts("two agreed", map[proposal.ID]casefile.Doubt{lot: casefile.DangerGrew, ille: casefile.DangerGrew})
		n.work(awa, func(tx *gate.CaseTx) error { return casefile.LiftZone(tx, "46") })
		doubts("lifted at one", map[proposal.ID]casefile.Doubt{ille: casefile.DangerGrew})
		n.do(`delete from casefile_coded`)
		if b, err := n.board(awa); !fault.Is(err, fault.NotFound) {
			n.t.Errorf("of somebody of whom nothing is known the board says %v, %v", b.Doubts, err)
		}
	})
}

// While she is looked for a place again and nobody has tidied up yet, the board says of the host she was admitted to
// that she did not come, and of another what it said.
func TestTheBoardSaysWhoWasReleasedAndWhoSaidNo(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		ref, rhone := n.asked("rhone")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["rhone"].who, ref, rhone, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Sent}))
		lot := n.meets(awa, "lot")
		n.yes(awa)
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, lot, clear))
		n.tell(awa, journey.JourneyPlanned{})
		n.tell(awa, journey.DidNotCome{})
		b, err := n.board(awa)
		n.must(err)
		got := map[proposal.ID]proposal.State{}
		for _, l := range b.Lines {
			got[l.Proposal.ID] = l.Proposal.State
		}
		want := map[proposal.ID]proposal.State{lot: proposal.Released, rhone: proposal.Declined}
		if !maps.Equal(got, want) {
			n.t.Errorf("the board says %v, want %v", got, want)
		}
	})
}
