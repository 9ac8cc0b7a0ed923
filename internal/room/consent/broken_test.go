package consent_test

import (
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/trust/gate"
)

// What an answer changes is kept with it, or neither is: where the coded row is gone, or the path has moved on in the
// same instant, whoever noted the answer is told.
func TestAnAnswerIsKeptWithWhatFollows(t *testing.T) {
	each(t, func(n *net) {
		if n.Engine != "sqlite" {
			return // one engine is enough: what fails lies above it
		}
		do := func(sql string) {
			t.Helper()
			_, err := n.Raw().Exec(sql)
			n.must(err)
		}
		told := func(what string, err error) {
			t.Helper()
			if do(`drop trigger gone`); err == nil {
				t.Errorf("%s: nobody is told", what)
			}
		}
		awa, bea := n.open(n.said(consent.First, tri.Yes)), n.open(n.said(consent.First, tri.Yes))
		do(`create trigger gone after insert on consent_agreement begin delete from casefile_coded; end`)
		told("an answer on figures", n.add(awa, n.said(consent.Statistics, tri.Yes)))
		n.must(n.add(awa, n.said(consent.Statistics, tri.Yes)))
		if list := n.page(awa).List; len(list) != 2 {
			t.Errorf("%d answers are kept", len(list))
		}
		do(`create trigger gone after update on consent_agreement begin delete from casefile_coded; end`)
		told("taken back", n.revoke(awa, consent.Statistics, n.today()))
		if !n.last(awa, consent.Statistics).Live() {
			t.Error("half taken back")
		}
		var record func(*gate.CaseTx) error
		n.must(n.Gate.ViewCase(t.Context(), n.claire, consent.Look, awa, func(v *gate.CaseView) (err error) {
			record, err = n.d.Carry(v)
			return err
		}))
		do(`create trigger gone after insert on consent_agreement begin delete from casefile_coded; end`)
		told("carried over", n.Gate.Case(t.Context(), n.claire, workTest, bea, record))
		if list := n.page(bea).List; len(list) != 1 {
			t.Errorf("carried half: %d answers", len(list))
		}

		n.tell(awa, assessment.Admitted{}, asking.HostAccepted{Place: "p1"}, asking.InterviewHeld{})
		do(`create trigger gone after insert on casefile_fact begin update casefile_case set stage = 'ended'; end`)
		err := n.d.Second(t.Context(), n.claire, awa, n.said("", tri.No))
		told("a no while the case ended", err)
		if !fault.Is(err, fault.Conflict) || n.page(awa).Header.Stage != casefile.Meeting || n.page(awa).Given {
			t.Errorf("a no was half kept: %v", err)
		}
		do(`create trigger gone after insert on consent_agreement begin update casefile_case set stage = 'ended'; end`)
		err = n.d.Second(t.Context(), n.claire, awa, n.said("", tri.Yes))
		if told("a yes while the case ended", err); !fault.Is(err, fault.Conflict) || n.page(awa).Given {
			t.Errorf("a yes was half kept: %v", err)
		}
	})
}
