package gate_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

func TestStepUpIsAskedAtTheDoor(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.Gate.Case(ctx, w.SignIn("claire"), strong, w.ref, func(*gate.CaseTx) error { return nil }))
		if e, _ := w.last(strong); !e.Weak {
			w.t.Errorf("a step-up by passphrase is noted as such: %+v", e)
		}
		late := w.unproved("claire")
		w.is("an act", w.Gate.Case(ctx, late, strong, w.ref, func(*gate.CaseTx) error { return nil }), access.ErrStepUp)
		w.is("a look", w.Gate.ViewCase(ctx, late, strong, w.ref, func(*gate.CaseView) error { return nil }),
			access.ErrStepUp)
		w.is("the office", w.Gate.Office(ctx, late, strongly, func(*gate.OfficeView) error { return nil }),
			access.ErrStepUp)
		w.is("changing the office", w.Gate.ChangeOffice(ctx, late, strongly, func(*gate.OfficeTx) error { return nil }),
			access.ErrStepUp)
		w.refused("a stranger is not asked", w.Gate.Case(ctx, w.unproved("hana"), strong, w.ref,
			func(*gate.CaseTx) error { return nil }))
		if e, n := w.last(strong); n != 2 || e.Weak || e.Refused == "" {
			w.t.Errorf("%d entries, the last %+v", n, e)
		}
	})
}

func TestAFormIsRecordedOnce(t *testing.T) {
	each(t, func(w *world) {
		long := make([]byte, 65)
		for i := range long {
			long[i] = 'x'
		}
		act := func(who access.Actor, once string) error {
			return w.Gate.ChangeOffice(access.WithOnce(ctx, once), who, changing,
				func(*gate.OfficeTx) error { return nil })
		}
		root := w.SignIn("root")
		w.ok(act(w.claire, "one"))
		w.is("the same form again", act(w.claire, "one"), access.ErrRepeated)
		w.ok(act(root, "one")) // somebody else's form has a number of its own
		w.ok(act(w.claire, ""))
		w.ok(act(w.claire, ""))
		w.ok(act(w.claire, string(long[:64])))
		if err := act(w.claire, string(long)); !fault.Is(err, fault.Invalid) {
			w.t.Errorf("a number of 65 letters: %v", err)
		}
		look := func() error {
			_, err := w.read(access.WithOnce(ctx, "one"), w.claire, readCase, w.ref)
			return err
		}
		w.ok(look()) // a look may be repeated
		w.ok(look())
		list := func() error {
			return w.Gate.Circle(access.WithOnce(ctx, "one"), w.claire, listing,
				func(*gate.CircleView) error { return nil })
		}
		w.ok(list())
		w.ok(list())
		public := func() error {
			return w.Gate.Public(access.WithOnce(ctx, "one"), visiting, func(*gate.PublicTx) error { return nil })
		}
		w.ok(public()) // nobody is signed in: the room has its own ways
		w.ok(public())
	})
}

// Who sends a form again reads that it was recorded, or that something else was said in it; so do they where what it
// was about is gone for them, also for another form of its page. Nobody else reads anything of it.
func TestWhatWasPressedIsKnownToThePresser(t *testing.T) {
	each(t, func(w *world) {
		press := func(who access.Actor, ref gate.CaseRef, form, said string, fn func(*gate.CaseTx) error) error {
			return w.Gate.Case(access.WithPress(ctx, form, said), who, workCase, ref, fn)
		}
		hers := w.join(w.hana, access.Hosts, both)
		leave := func(tx *gate.CaseTx) error { return tx.Leave(w.north) }
		stay := func(*gate.CaseTx) error { return nil }
		w.ok(press(w.hana, hers, "page.one", "yes", stay))
		w.is("twice", press(w.hana, hers, "page.one", "yes", stay), access.ErrRepeated)
		w.is("otherwise", press(w.hana, hers, "page.one", "no", stay), access.ErrAnswered)
		w.ok(press(w.hana, hers, "page.two", "yes", leave))
		for form, want := range map[string]error{"page.two": access.ErrRepeated, "page.three": access.ErrAnswered} {
			w.is("gone, "+form, press(w.hana, hers, form, "yes", stay), want)
		}
		w.is("gone, said otherwise", press(w.hana, hers, "page.two", "no", stay), access.ErrAnswered)
		for _, form := range []string{"", "pag.one", "pages.one", ".", "other.one"} {
			w.refused("gone, "+form, press(w.hana, hers, form, "yes", stay))
		}
		w.refused("somebody else's press", press(w.bo, hers, "page.two", "yes", stay))
		view := func(who access.Actor, form string) error {
			return w.Gate.ViewCase(access.WithOnce(access.WithPress(ctx, form, "yes"), ""), who, readCase, hers,
				func(*gate.CaseView) error { return nil })
		}
		w.is("looked at", view(w.hana, "page.two"), access.ErrRepeated)
		w.refused("looked at by somebody else", view(w.bo, "page.two"))
		w.is("what is not there", w.Gate.ViewCase(access.WithPress(ctx, "page.two", "yes"), w.claire, readCase, w.ref,
			func(*gate.CaseView) error { return fault.ErrAbsent }), fault.ErrAbsent)
		w.ok(press(w.claire, w.ref, "claires.one", "yes", stay))
		w.is("what is not there any more", w.Gate.ViewCase(access.WithPress(ctx, "claires.one", "yes"), w.claire,
			readCase, w.ref, func(*gate.CaseView) error { return fault.ErrAbsent }), access.ErrRepeated)
	})
}

// What was said is kept by form and by person: the same number sent by another, or another of the same person, says
// nothing of it. Where it cannot be read, whoever presses is told of a fault, never that there is nothing.
func TestWhatWasSaidIsKeptByFormAndPerson(t *testing.T) {
	each(t, func(w *world) {
		press := func(c context.Context, who access.Actor, form, said string) error {
			return w.Gate.ChangeOffice(access.WithPress(c, form, said), who, changing,
				func(*gate.OfficeTx) error { return nil })
		}
		root := w.SignIn("root")
		said := []struct {
			who        access.Actor
			form, said string
		}{{w.claire, "p.1", "yes"}, {root, "p.1", "no"}, {w.claire, "p.2", "perhaps"}}
		for _, s := range said {
			w.ok(press(ctx, s.who, s.form, s.said))
		}
		for _, s := range said {
			w.is(s.form+" again", press(ctx, s.who, s.form, s.said), access.ErrRepeated)
		}
		w.is("what came between is no repetition", w.Gate.ViewCase(access.WithPress(ctx, "p.1", "yes"), w.claire,
			readCase, w.ref, func(*gate.CaseView) error { return errStop }), errStop)
		trusttest.Failing(w.t, "a press again", func(c context.Context) error {
			err := press(c, w.claire, "p.1", "yes")
			if errors.Is(err, access.ErrRepeated) {
				return nil
			}
			if errors.Is(err, access.ErrAnswered) {
				w.t.Errorf("a press that could not be read is told as another answer: %v", err)
			}
			return fmt.Errorf("not read: %w", err)
		})
		hers := w.join(w.hana, access.Hosts, both)
		leave := func(c context.Context) error {
			return w.Gate.Case(access.WithPress(c, "h.1", "yes"), w.hana, workCase, hers,
				func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		}
		w.ok(leave(ctx))
		gone := func(c context.Context) error {
			return w.Gate.ViewCase(access.WithPress(c, "p.1", "yes"), w.claire, readCase, w.ref,
				func(*gate.CaseView) error { return fault.ErrAbsent })
		}
		for what, again := range map[string]func(context.Context) error{"on a case left": leave, "on what went": gone} {
			trusttest.Failing(w.t, what, func(c context.Context) error {
				switch err := again(c); {
				case errors.Is(err, access.ErrRepeated):
					return nil
				case fault.Is(err, fault.NotFound):
					w.t.Errorf("a press %s that could not be read: %v", what, err)
					return err
				default:
					return err
				}
			})
		}
	})
}

// Whoever looks as each of their teams looks as every one of them, with the first that fails.
func TestALookAsEachTeam(t *testing.T) {
	each(t, func(w *world) {
		var seen []access.TeamID
		look := func(fn func(*gate.CircleView) error) error {
			return w.Gate.Circle(ctx, w.claire, listing, func(v *gate.CircleView) error { return v.InTeams(fn) })
		}
		w.ok(look(func(v *gate.CircleView) error {
			seen = append(seen, v.Team())
			return nil
		}))
		if !slices.Equal(seen, w.claire.Teams()) || len(seen) == 0 {
			w.t.Errorf("looked as %v, of %v", seen, w.claire.Teams())
		}
		w.is("a look that gives up", look(func(*gate.CircleView) error { return errStop }), errStop)
	})
}

func TestAPublicPageKnowsNobody(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.Gate.Public(ctx, visiting, func(tx *gate.PublicTx) error {
			var name string
			if err := tx.QueryRow(qPublic, "name").Scan(&name); err != nil || !strings.Contains(name, "essai") {
				w.t.Errorf("%q, %v", name, err)
			}
			rows, err := tx.Query(qPublic, "name")
			if err != nil {
				return err
			}
			if err := rows.Close(); err != nil {
				return err
			}
			n, err := tx.Exec(qPublicSet, "name", "Autre")
			if n != 1 || tx.Actor().SignedIn() {
				w.t.Errorf("%d rows", n)
			}
			return err
		}))
		if e, n := w.last(visiting); n != 1 || len(e.User)+len(e.Team) != 0 || e.Refused != "" {
			w.t.Errorf("noted %d: %+v", n, e)
		}
		w.is("giving up", w.Gate.Public(ctx, visiting, func(*gate.PublicTx) error { return errStop }), errStop)
		w.is("figures, giving up",
			w.Gate.Figures(ctx, w.claire, counting, func(*gate.FiguresView) error { return errStop }),
			errStop)
		w.is("figures beside, giving up", w.Gate.CountOffline(ctx, counting, func(*gate.FiguresView) error {
			return errStop
		}), errStop)
		w.is("a list, giving up",
			w.Gate.Circle(ctx, w.claire, listing, func(*gate.CircleView) error { return errStop }),
			errStop)
		w.is("office, giving up", w.Gate.ChangeOffice(ctx, w.claire, changing, func(*gate.OfficeTx) error {
			return errStop
		}), errStop)
		w.is("office view, giving up", w.Gate.Office(ctx, w.claire, reading, func(*gate.OfficeView) error {
			return errStop
		}), errStop)
	})
}

// An act that is only tried runs whole and leaves nothing: no word, no entry, no number. What was recorded is known to
// it, and what it reads beside the act is journalled as ever.
func TestAnActThatIsTriedLeavesNothing(t *testing.T) {
	each(t, func(w *world) {
		who, ran := w.SignIn("claire"), 0
		act := func(c context.Context) error {
			return w.Gate.Case(access.WithPress(c, "p.1", "yes"), who, workCase, w.ref, func(*gate.CaseTx) error {
				ran++
				return nil
			})
		}
		try := func() error {
			return w.Gate.Case(access.Rehearsing(access.WithPress(ctx, "p.1", "yes")), who, workCase, w.ref,
				func(tx *gate.CaseTx) error {
					ran++
					return tx.Leave(w.Teams["evaluation"])
				})
		}
		_, before := w.last(workCase)
		w.is("a trial", try(), access.ErrRehearsed)
		w.is("a second trial", try(), access.ErrRehearsed)
		if _, n := w.last(workCase); n != before || ran != 2 {
			w.t.Errorf("%d entries of a trial, run %d times", n-before, ran)
		}
		w.ok(act(ctx)) // the team is in the circle still, and the number is free
		if _, n := w.last(workCase); n != before+1 {
			w.t.Errorf("%d entries of the act", n-before)
		}
		w.is("a trial of what was done", try(), access.ErrRepeated)
		_, looks := w.last(readCase)
		_, err := w.read(access.Rehearsing(ctx), who, readCase, w.ref)
		w.ok(err)
		if _, n := w.last(readCase); n != looks+1 {
			w.t.Errorf("%d entries of a look within a trial", n-looks)
		}
	})
}
