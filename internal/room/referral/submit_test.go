package referral_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var errBroken = errors.New("broken")

// part is what the other rooms do as a case opens: which step fails, and what was foretold of her age, and by whom.
type part struct {
	fails string
	adult tri.Value
	by    string
}

func (p *part) at(step string, err error) error {
	if p.fails == step {
		return errBroken
	}
	return err
}

type (
	people struct {
		referral.People
		*part
	}
	agreements struct {
		referral.Agreements
		*part
	}
	evaluations struct {
		referral.Evaluations
		*part
	}
)

func (p people) Introduce(c *casefile.Coded, names, telephone, contact secret.Text,
	told casefile.Coded, born date.Rough) (func(*gate.CaseTx) error, error) {
	enter, err := p.People.Introduce(c, names, telephone, contact, told, born)
	return func(tx *gate.CaseTx) error { return p.at("who she is is written", enter(tx)) },
		p.at("who she is", err)
}

func (a agreements) First(c *casefile.Coded, given ...casefile.Agreed) ([]casefile.Fact, func(*gate.CaseTx) error,
	error) {
	facts, agree, err := a.Agreements.First(c, given...)
	if a.fails == "the path" {
		facts = append(facts, casefile.Placed{})
	}
	return facts, func(tx *gate.CaseTx) error { return a.at("agreements are written", agree(tx)) },
		a.at("agreements", err)
}

func (e evaluations) Foretold(tx *gate.CaseTx, by string, adult, interpreter tri.Value, needs, health,
	elsewhere secret.Text) error {
	e.by, e.adult = by, adult
	return e.at("what is foretold", e.Evaluations.Foretold(tx, by, adult, interpreter, needs, health, elsewhere))
}

// watched is an office whose other rooms are watched, and may fail.
func watched(f *trusttest.Floor) (office, *part) {
	o, p := open(f), &part{}
	o.Desk = referral.New(f.Gate, o.stretch, people{o.people, p}, agreements{o.agreed, p},
		evaluations{assessment.New(f.Gate, person.New(f.Gate)), p})
	return o, p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o office) count(t *testing.T, sql string, args ...any) (n int) {
	t.Helper()
	must(t, o.Raw().QueryRow(sql, args...).Scan(&n))
	return n
}

// opened counts the cases.
func (o office) opened(t *testing.T) int { return o.count(t, `select count(*) from casefile_case`) }

// facts lists what a case was told of a kind, and its zones.
func (o office) facts(t *testing.T, who access.Actor, ref casefile.Ref) (told []casefile.Told, zones []casefile.Zone) {
	t.Helper()
	must(t, o.Gate.Case(context.Background(), who, walkTest, ref, func(tx *gate.CaseTx) (err error) {
		all, err := casefile.Facts(&tx.CaseView)
		for _, f := range all {
			if f.Kind == "danger_zone_set" {
				told = append(told, f)
			}
		}
		if err == nil {
			zones, err = casefile.Zones(&tx.CaseView)
		}
		return err
	}))
	return told, zones
}

// sheetWith is a whole sheet with other answers.
func sheetWith(codes map[string]string) referral.Answers {
	a := whole("yes")
	for name, v := range answers(codes, nil).Codes {
		a.Codes[name] = v
	}
	return a
}

// What a referral leaves: its zones hold from the first day and are told, in the transfer too; what is foretold of her
// age is what was said, whatever the birth says (I9); and nobody keeps a key to the draft.
func TestWhatAReferralLeaves(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		o, p := watched(f)
		claire := o.claire()
		for _, c := range []struct {
			area, adult, year string
			foretold          tri.Value
		}{{"", "yes", "2001", tri.Yes}, {"31", "yes", "2015", tri.Yes}, {"75", "", "", tri.Unknown}} {
			draft, err := o.Begin(ctx, claire, sheetWith(map[string]string{"danger_area": c.area, "adult": c.adult,
				"birth_year": c.year}))
			must(t, err)
			const keys = `select count(*) from vault_wrap where object_id = $1`
			if o.count(t, keys, draft.Bytes()) == 0 {
				t.Error("a draft has no key")
			}
			at, asked := trusttest.Statements(ctx)
			ref, err := o.Submit(at, claire, draft)
			must(t, err)
			if n := o.count(t, keys, draft.Bytes()); n != 0 || asked["referral.origin"] != 0 {
				t.Errorf("%d keys to the draft; looked %d times for what was not sent before", n,
					asked["referral.origin"])
			}
			if p.adult != c.foretold || p.by != "hospital" {
				t.Errorf("adult %q, born %q: foretold by %q is %v", c.adult, c.year, p.by, p.adult)
			}
			zoned := func(ref casefile.Ref) {
				t.Helper()
				told, zones := o.facts(t, claire, ref)
				if want := len(c.area) / 2; len(told) != want || len(zones) != want ||
					want > 0 && zones[0].Area != c.area {
					t.Errorf("area %q: %d facts, zones %+v", c.area, len(told), zones)
				}
			}
			zoned(ref)
			for _, fact := range []casefile.Fact{assessment.Admitted{}, asking.HostAccepted{}, asking.InterviewHeld{},
				casefile.Placed{}, casefile.Arrived{}, stay.TransferAsked{Reason: "other"}} {
				f.Clock.Advance(time.Minute)
				must(t, f.Gate.Case(ctx, claire, walkTest, ref,
					func(tx *gate.CaseTx) error { return casefile.Tell(tx, fact) }))
			}
			next, err := o.OpenTransfer(ctx, claire, ref, casefile.Agreed{Answer: tri.Yes,
				On: date.In(f.Clock.Now(), time.UTC)})
			must(t, err)
			zoned(next)
		}
	})
}

// A referral that another room does not take is not sent, and nothing of it is: the draft waits.
func TestAReferralIsSentWholeOrNotAtAll(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		o, p := watched(f)
		o.claire()
		ines := o.partner()
		draft, err := o.Begin(ctx, ines, whole("yes"))
		must(t, err)
		for _, p.fails = range []string{"who she is", "who she is is written", "agreements", "agreements are written",
			"what is foretold"} {
			if _, err := o.Submit(ctx, ines, draft); !errors.Is(err, errBroken) {
				t.Errorf("%s: %v", p.fails, err)
			}
		}
		p.fails = "the path"
		if _, err := o.Submit(ctx, ines, draft); fault.Key(err) != "casefile.step_refused" {
			t.Errorf("%s: %v", p.fails, err)
		}
		p.fails = ""
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := o.Submit(gone, ines, draft); !errors.Is(err, context.Canceled) {
			t.Errorf("a request given up: %v", err)
		}
		const kind = `update access_team set kind = $1 where id = $2`
		evaluation := o.Teams["evaluation"].Bytes()
		_, err = o.Raw().Exec(kind, "partner", evaluation)
		must(t, err)
		if _, err := o.Submit(ctx, ines, draft); !errors.Is(err, referral.ErrClosed) {
			t.Errorf("where nobody evaluates: %v", err)
		}
		_, err = o.Raw().Exec(kind, "evaluation", evaluation)
		must(t, err)
		if n := o.opened(t); n != 0 {
			t.Errorf("%d cases of a draft that was not sent", n)
		}
		if w, err := o.Look(ctx, ines, draft); err != nil || w.Answers.Words["name"].Reveal() != needle {
			t.Errorf("the draft is lost: %v", err)
		}
		_, err = o.Submit(ctx, ines, draft)
		must(t, err)
	})
}

// Sent by two presses at once it is one case, known to whoever pressed; a draft discarded meanwhile opens none.
func TestTwoPressesAreOneCase(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		o.claire()
		ines := o.partner()
		draft, err := o.Begin(ctx, ines, whole("yes"))
		must(t, err)
		var first casefile.Ref
		again, err := o.Submit(trusttest.Before(ctx, 3, func() {
			var err error
			first, err = o.Submit(ctx, ines, draft)
			must(t, err)
		}), ines, draft)
		if err != nil || first.IsZero() || again != first || o.opened(t) != 1 {
			t.Errorf("two presses: %s and %s, %d cases, %v", first, again, o.opened(t), err)
		}
		other, err := o.Begin(ctx, ines, whole("yes"))
		must(t, err)
		_, err = o.Submit(trusttest.Before(ctx, 3, func() { must(t, o.Discard(ctx, ines, other)) }), ines, other)
		if !fault.Is(err, fault.Conflict) || fault.Key(err) != "referral.sent_already" {
			t.Errorf("discarded meanwhile: %v", err)
		}
		if _, err := o.Submit(ctx, ines, other); !fault.Is(err, fault.NotFound) {
			t.Errorf("discarded: %v", err)
		}
		if n := o.opened(t); n != 1 {
			t.Errorf("%d cases", n)
		}

		for _, team := range []string{"administration", "logistics"} {
			_, err := o.Raw().Exec(`insert into access_membership (user_id, team_id, role, since_at)
				values ($1, $2, 'referrer', 1)`, ines.User().Bytes(), o.Teams[team].Bytes())
			must(t, err)
		}
		ines = o.SignIn("ines")
		if again, err := o.Submit(ctx, ines, draft); err != nil || again != first || len(ines.Teams()) != 3 {
			t.Errorf("for a member of %d teams: %s, %v", len(ines.Teams()), again, err)
		}
	})
}
