package assessment_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

var (
	openTest = access.Define(access.Act{Name: "assessmenttest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.All})
	moveTest = access.Define(access.Act{Name: "assessmenttest.move", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: first, Grants: vault.Needs})
)

const first = vault.Identity | vault.Danger | vault.Needs | vault.Health | vault.Legal | vault.Documents |
	vault.Linkage | vault.Thread

// cast is one network with its coordinator and a fresh referral.
type cast struct {
	*trusttest.Floor
	t      *testing.T
	ctx    context.Context
	desk   *assessment.Desk
	claire access.Actor
}

func newCast(t *testing.T, f *trusttest.Floor) *cast {
	c := &cast{Floor: f, t: t, ctx: context.Background(), desk: assessment.New(f.Gate, person.New(f.Gate))}
	c.claire = f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	return c
}

func (c *cast) referred() casefile.Ref {
	c.t.Helper()
	return c.opened("first", func(*gate.CaseTx) error { return nil })
}

// opened opens a case with what is written as it opens.
func (c *cast) opened(kind string, write func(*gate.CaseTx) error) casefile.Ref {
	c.t.Helper()
	ref, err := c.Gate.NewCase(c.ctx, c.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: first}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, kind); err != nil {
				return err
			}
			if err := write(tx); err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "association", Case: kind})
		})
	if err != nil {
		c.t.Fatal(err)
	}
	return ref
}

// change does something to a case that another room would.
func (c *cast) change(ref casefile.Ref, fn func(*gate.CaseTx) error) {
	c.t.Helper()
	if err := c.Gate.Case(c.ctx, c.claire, moveTest, ref, fn); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cast) open(ref casefile.Ref) assessment.File {
	c.t.Helper()
	f, err := c.desk.Open(c.ctx, c.claire, ref)
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

func (c *cast) save(ref casefile.Ref, e assessment.Entry) {
	c.t.Helper()
	c.Clock.Advance(time.Minute)
	if err := c.desk.Save(c.ctx, c.claire, ref, e); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cast) stage(ref casefile.Ref) casefile.Stage { return c.open(ref).Header.Stage }

func yes(asserter string, criteria ...string) []assessment.Assertion {
	var out []assessment.Assertion
	for _, k := range criteria {
		out = append(out, assessment.Assertion{Criterion: k, Asserter: asserter, Answer: tri.Yes})
	}
	return out
}

func TestI16EachSaveIsANewDatedVersion(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		one := assessment.Entry{Sheet: assessment.Sheet{Autonomy: "low", Needs: []string{"school"},
			Interpreter: tri.Yes}, Words: assessment.Words{Needs: secret.Of("a quiet room"),
			Plan: secret.Of("call at noon")},
			Criteria: []assessment.Assertion{{Criterion: "adult", Asserter: "person", Answer: tri.Yes,
				Note: secret.Of("says she is 24")}}}
		c.save(ref, one)
		if s := c.stage(ref); s != casefile.Evaluating {
			t.Errorf("after the first save the case stands at %s", s)
		}
		two := one
		two.Base, two.Sheet.Autonomy, two.Words.Needs, two.On = 1, "high", secret.Of("her own door"),
			date.Must(2026, 11, 22)
		c.save(ref, two)
		now := c.open(ref)
		if now.Number != 2 || now.Sheet.Autonomy != "high" || now.Words.Needs.Reveal() != "her own door" ||
			now.On != date.Must(2026, 11, 22) || !slices.Contains(now.Sheet.Needs, "interpreter") {
			t.Fatalf("latest: %+v", now)
		}
		if len(now.History) != 2 || now.History[0].Number != 2 || now.History[1].By != "Claire" ||
			now.History[1].On != date.Must(2026, 11, 23) {
			t.Fatalf("history: %+v", now.History)
		}
		was, err := c.desk.At(c.ctx, c.claire, ref, 1)
		if err != nil || was.Sheet.Autonomy != "low" || was.Words.Needs.Reveal() != "a quiet room" ||
			was.Words.Plan.Reveal() != "call at noon" {
			t.Fatalf("the first version was overwritten: %+v, %v", was, err)
		}
		if len(was.Assertions) != 1 || was.Assertions[0].Note.Reveal() != "says she is 24" ||
			now.Assertions[0].Number != 1 {
			t.Errorf("assertions: %+v", was.Assertions)
		}
		if _, err := c.desk.At(c.ctx, c.claire, ref, 7); !fault.Is(err, fault.NotFound) {
			t.Errorf("a version that never was: %v", err)
		}
	})
}

func TestI11AssertionsStandSideBySide(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Criteria: yes("NGO", "trafficking")})
		no := []assessment.Assertion{{Criterion: "trafficking", Asserter: "Police", Answer: tri.No,
			Since: date.Must(2026, 11, 20)}}
		c.save(ref, assessment.Entry{Base: 1, Criteria: no})
		got := c.open(ref)
		if len(got.Assertions) != 2 || !got.Said("trafficking").Yes || !got.Said("trafficking").No {
			t.Fatalf("one assertion overwrote the other: %+v", got.Assertions)
		}
		var counted string // by the strongest of all that is said, not by what was said last
		if err := c.Raw().QueryRow(`select trafficking_status from casefile_coded`).Scan(&counted); err != nil ||
			counted != "PossibleVictimOfTrafficking" {
			t.Errorf("counted as %q, %v", counted, err)
		}
		// The same asserter may change their word; the earlier one stays with its version.
		c.save(ref, assessment.Entry{Base: 2, Criteria: yes("Police", "trafficking")})
		if got = c.open(ref); len(got.Assertions) != 2 || got.Said("trafficking").No {
			t.Errorf("%+v", got.Assertions)
		}
		was, err := c.desk.At(c.ctx, c.claire, ref, 2)
		if err != nil || !was.Said("trafficking").No {
			t.Errorf("version 2 forgot the police's no: %+v, %v", was.Assertions, err)
		}
	})
}

func TestI10NothingIsNoByDefault(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		if err := c.desk.Save(c.ctx, c.claire, ref, assessment.Entry{}); !errors.Is(err, assessment.ErrNothing) {
			t.Errorf("an empty form is kept: %v", err)
		}
		c.save(ref, assessment.Entry{Sheet: assessment.Sheet{Weeks: 4}})
		got := c.open(ref)
		if len(got.Assertions) != 0 || got.Sheet.Animals != tri.Unknown || got.Sheet.Interpreter != tri.Unknown ||
			len(got.Sheet.Indicators) != 0 {
			t.Errorf("an empty form said something: %+v", got.Sheet)
		}
		c.change(ref, func(tx *gate.CaseTx) error {
			coded, err := casefile.ReadCoded(&tx.CaseView)
			if coded.Adult.Tri() != tri.Unknown || coded.Animals != tri.Unknown || coded.TraffickingStatus != "" ||
				coded.Cooperation != tri.Unknown {
				t.Errorf("coded row: %+v", coded)
			}
			return err
		})
		if n := len(got.Missing(packs.France(), date.Must(2026, 11, 23))); n < 15 {
			t.Errorf("only %d questions are left after an empty form", n)
		}
	})
}

// What somebody asserted stays readable when who may say something changes.
func TestWhatWasAssertedOutlivesItsCode(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Criteria: []assessment.Assertion{{Criterion: "adult", Asserter: "NGO",
			Answer: tri.Yes}}})
		end := country.EndCode(codelist.DecidedBy, "NGO", f.Gate.Today())
		from, err := end.From.Value()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Raw().Exec(`insert into country_edit (section, name, from_on, value, set_at, user_id)
			values ($1, $2, $3, $4, $5, $6)`, string(end.Section), end.Name, from, end.Value,
			f.Clock.Now().UnixMicro(), f.SignIn("root").User().Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := f.Gate.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := c.open(ref).Assertions; len(got) != 1 || got[0].Asserter != "NGO" {
			t.Errorf("after the code ended: %+v", got)
		}
	})
}

func TestStaleEvaluationIsRefused(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Sheet: assessment.Sheet{Adults: 1}})
		c.save(ref, assessment.Entry{Base: 1, Sheet: assessment.Sheet{Adults: 1, Autonomy: "low"},
			Words: assessment.Words{Health: secret.Of("asthma")}, AddZones: []casefile.Zone{zone("34")}})
		err := c.desk.Save(c.ctx, c.claire, ref,
			assessment.Entry{Base: 1, Words: assessment.Words{Plan: secret.Of("mine")}})
		if !errors.Is(err, casefile.ErrChanged) {
			t.Fatalf("stale: %v", err)
		}
	})
}

func TestOnlyTheEvaluationTeamEvaluates(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		hugo := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Host)
		if _, err := c.desk.Open(c.ctx, hugo, ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("a host read the evaluation: %v", err)
		}
		if err := c.desk.Save(c.ctx, hugo, ref, assessment.Entry{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a host wrote the evaluation: %v", err)
		}
		for name, bad := range map[string]assessment.Entry{
			"need": {Sheet: assessment.Sheet{Needs: []string{"gold"}}},
			"area": {AddZones: []casefile.Zone{zone("R11")}}, "level": {AddZones: []casefile.Zone{{Area: "34"}}},
			"criterion": {Criteria: yes("NGO", "police_report")}, "nobody": {Criteria: yes("", "adult")},
			"asserter": {Criteria: yes("Neighbour", "adult")},
			"weeks":    {Sheet: assessment.Sheet{Weeks: -1}}, "veto": {Vetoes: []string{"Atlantis"}},
			"wish": {Wishes: []string{"Atlantis"}}, "birth": {Count: assessment.Count{BirthYear: 3000}},
			"indicator": {Sheet: assessment.Sheet{Indicators: map[string]tri.Value{"nothing": tri.Yes}}},
			"route":     {Sheet: assessment.Sheet{AgeRoute: "none"}},
		} {
			if err := c.desk.Save(c.ctx, c.claire, ref, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := c.desk.Start(c.ctx, c.claire, ref); err != nil {
			t.Fatal(err)
		}
		if err := c.desk.Start(c.ctx, c.claire, ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken up twice: %v", err)
		}
	})
}

// Each team sees of the evaluation what it needs: the host what to prepare, the journey's team where not to pass, and
// neither the story nor who says what.
func TestPanelShowsOnlyWhatATeamHolds(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.save(ref, assessment.Entry{Criteria: []assessment.Assertion{{Criterion: "danger_here", Asserter: "NGO",
			Answer: tri.Yes, Note: secret.Of("story")}}, AddZones: []casefile.Zone{zone("75")},
			Sheet: assessment.Sheet{Needs: []string{"cot"}, AtRisk: []string{"staff"},
				Indicators: map[string]tri.Value{"watched": tri.Yes}}, Vetoes: []string{"13"}, Wishes: []string{"35"},
			Words: assessment.Words{Needs: secret.Of("ground floor"), Health: secret.Of("asthma"),
				Plan: secret.Of("call at noon")}, Count: assessment.Count{Nationality: "NG"}})
		other := c.referred()
		if err := c.desk.KeepApart(c.ctx, c.claire, ref, assessment.Apart{Code: c.open(other).Header.Code,
			Reach: "town"}); err != nil {
			t.Fatal(err)
		}
		hugo := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Host) // any team serves as the host's here
		lucie := f.Person("lucie", "Lucie", f.Teams["logistics"], "", access.Logistics)
		c.change(ref, func(tx *gate.CaseTx) error {
			if err := tx.Join(f.Teams["oversight"], access.Hosts); err != nil {
				return err
			}
			if err := tx.Grant(f.Teams["oversight"], vault.Needs); err != nil {
				return err
			}
			return tx.Join(f.Teams["logistics"], access.Organises)
		})
		see := func(who access.Actor) assessment.Panel {
			t.Helper()
			var got assessment.Panel
			catch := casefile.Panel("assessment", casefile.Evaluated, 10, c.desk.OnCase,
				func(p assessment.Panel) casefile.View { got = p; return nil })
			d := casefile.NewDesk(f.Gate, nil, []casefile.CasePanel{catch})
			l, err := d.Cases(c.ctx, who, true, casefile.Ref{})
			if err != nil || len(l.Cases) == 0 {
				t.Fatalf("%+v, %v", l, err)
			}
			if _, err := d.OnCase(c.ctx, who, l.Cases[len(l.Cases)-1].Ref); err != nil { // the older one
				t.Fatal(err)
			}
			return got
		}
		all := see(c.claire)
		if all.Words.Plan.Reveal() != "call at noon" || len(all.Assertions) != 1 || len(all.File.Zones) != 1 ||
			len(all.Conflicts) != 1 || !all.Write {
			t.Errorf("coordinator: %+v", all)
		}
		host := see(hugo)
		if host.Words.Needs.Reveal() != "ground floor" || !slices.Contains(host.Sheet.Needs, "cot") {
			t.Errorf("the host does not see what to prepare: %+v", host.Sheet)
		}
		way := see(lucie)
		if len(way.File.Zones) != 1 {
			t.Error("the journey's team does not see the danger zones")
		}
		for name, p := range map[string]assessment.Panel{"host": host, "logistics": way} {
			if p.Write || len(p.Assertions) > 0 || p.Decision != nil || len(p.Sheet.Indicators) > 0 ||
				len(p.Sheet.AtRisk) > 0 || p.Count.Nationality != "" ||
				len(p.Conflicts) > 0 || len(p.TooNear) > 0 || len(p.Ties) > 0 && name == "host" ||
				!p.Words.Plan.Empty() || !p.Words.Health.Empty() {
				t.Errorf("%s sees too much: %+v", name, p)
			}
		}
		if len(all.File.Wishes) != 1 || len(host.File.Wishes)+len(way.File.Wishes) > 0 {
			t.Error("where she would like to go is the evaluation's alone")
		}
		if len(host.File.Zones) > 0 || len(host.Vetoes) > 0 || !way.Words.Needs.Empty() {
			t.Error("zones went to the host, or words to the journey's team")
		}
	})
}
