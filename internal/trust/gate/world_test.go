package gate_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var ctx = context.Background()

const both = vault.Identity | vault.Needs

// Acts of these tests, one for each way through a door.
var (
	openCase = define("open", access.OfficeDoor, access.ByCoordinator, both, vault.None)
	readCase = define("read", access.CaseDoor, access.CaseTeam, vault.Identity, vault.None)
	lookCase = define("look", access.CaseDoor, access.CaseTeam, vault.None, vault.None)
	workCase = define("work", access.CaseDoor, access.CaseTeam, both, both|vault.Danger)
	hostCase = define("host", access.CaseDoor, access.ReceivingHost, both, vault.None)
	jobCase  = define("job", access.CaseDoor, access.ByMachine, vault.None, vault.Identity)
	rideCase = define("ride", access.CaseDoor, access.NamedAccompanier, both, vault.None)
	listing  = define("list", access.CircleDoor, access.SignedIn, vault.None, vault.None)
	reading  = define("office", access.OfficeDoor, access.ByHeadOffice, both, vault.None)
	changing = define("change", access.OfficeDoor, access.ByHeadOffice, both, vault.Identity)
	counting = define("figures", access.FiguresDoor, access.ByReporter, vault.None, vault.None)
	visiting = define("public", access.PublicDoor, access.Anyone, both, vault.None)
	private  = define("private", access.PublicDoor, access.ByCoordinator, vault.None, vault.None)
	strong   = access.Define(access.Act{Name: "test.gate.strong", Door: access.CaseDoor, By: access.CaseTeam,
		StepUp: true})
	strongly = access.Define(access.Act{Name: "test.gate.strongly", Door: access.OfficeDoor, By: access.ByHeadOffice,
		StepUp: true})
)

func define(name string, door access.Door, by access.Rule, opens, grants vault.Set) access.Act {
	return access.Define(access.Act{Name: "test.gate." + name, Door: door, By: by, Opens: opens, Grants: grants})
}

var (
	qNew = gate.CaseSQL("test.gate_new", `insert into casefile_case (id, journal_id, code, label_tree, label_number,
		kind,
		opened_at, stage, stage_at) select $1, $2, $3, 'oak', $4, 'first', $5, 'draft', $5 on conflict do nothing`)
	qStage   = gate.CaseSQL("test.gate_stage", `update casefile_case set stage = $2 where casefile_case.id = $1`)
	qStageOf = gate.CaseSQL("test.gate_stage_of", `select stage from casefile_case where casefile_case.id = $1`)
	qTeam    = gate.OfficeSQL("test.gate_team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', $2, $3)`)
	qTeamEnds = gate.OfficeSQL("test.gate_team_ends", `update access_team set ended_at = $2 where id = $1`)
	qTeams    = gate.OfficeSQL("test.gate_teams", `select count(*) from access_team where name = $1`)
	qFollowed = gate.CircleSQL("test.gate_followed", `select c.id from casefile_case c
		join casefile_circle circle on circle.case_id = c.id where @circle and c.opened_at >= $2 order by c.id`)
	qAsked = gate.CircleSQL("test.gate_asked", `select c.id from casefile_case c
		join casefile_circle circle on circle.case_id = c.id where @asked and c.opened_at >= $2 order by c.id`)
	qOwn = gate.OwnSQL("test.gate_own", `select own.case_id from casefile_companion own where @own
		and own.from_at >= $3`)
	qParted = gate.OwnSQL("test.gate_parted", `select own.case_id from casefile_companion own where @parted
		and own.from_at >= $3`)
	qCount     = gate.FiguresSQL("test.gate_count", `select count(*) from casefile_case where opened_at >= $1`)
	qPublic    = gate.PublicSQL("test.gate_public", `select value from network_setting where name = $1`)
	qPublicSet = gate.PublicSQL("test.gate_public_set", `update network_setting set value = $2 where name = $1`)
)

// world is a network with two evaluators, a logistician and two shelters, and one case.
type world struct {
	*trusttest.Floor
	t                        *testing.T
	claire, luc, hana, bo    access.Actor // coordinator, logistics, hosts of two shelters
	evaluation, north, south access.TeamID
	ref                      gate.CaseRef // the case as the evaluation team knows it
	id                       gate.CaseID
	journal                  gate.JournalID
	name                     gate.Sealed
}

// each runs fn on a fresh world, on both engines.
func each(t *testing.T, fn func(*world)) {
	t.Helper()
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) { fn(newWorld(t, f)) })
}

func newWorld(t *testing.T, f *trusttest.Floor) *world {
	t.Helper()
	w := &world{Floor: f, t: t, evaluation: f.Teams["evaluation"]}
	w.claire = f.Person("claire", "Claire", w.evaluation, "", access.Coordinator)
	w.luc = f.Person("luc", "Luc", f.Teams["logistics"], "", access.Logistics)
	w.north, w.south = w.shelter("North"), w.shelter("South")
	w.hana = f.Person("hana", "Hana", w.north, "", access.Host)
	w.bo = f.Person("bo", "Bo", w.south, "", access.Host)
	w.ref, w.id = w.open(ctx, evaluates(both))
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused checks that somebody got what they would get where nothing exists.
func (w *world) refused(what string, err error) {
	w.t.Helper()
	if !fault.Is(err, fault.NotFound) || errors.Is(err, gate.ErrSealed) { // sealed: the door let them in
		w.t.Errorf("%s: %v", what, err)
	}
}

func (w *world) is(what string, err, want error) {
	w.t.Helper()
	if !errors.Is(err, want) {
		w.t.Errorf("%s: got %v, want %v", what, err, want)
	}
}

// panics checks that fn does not get through, and how it is told.
func panics(t *testing.T, what, says string, fn func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if p := fmt.Sprint(recover()); !strings.Contains(p, says) {
			t.Errorf("%s: %s", what, p)
		}
	}()
	fn()
}

type teamEntity struct{}

func (w *world) shelter(name string) access.TeamID {
	w.t.Helper()
	team := id.As[teamEntity](id.New[teamEntity](w.Clock.Now()))
	w.ok(w.Gate.ChangeOffice(ctx, w.SignIn("root"), changing, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qTeam, team, name, w.Clock.Now().UnixMicro())
		return err
	}))
	var out access.TeamID
	w.ok(out.Scan(team.Bytes()))
	return out
}

func evaluates(set vault.Set) []gate.Holder {
	return []gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: set}}
}

// open opens a case in which the person is called Awa, as Claire.
func (w *world) open(c context.Context, holders []gate.Holder, outsiders ...gate.Outsider) (gate.CaseRef, gate.CaseID) {
	w.t.Helper()
	w.Clock.Advance(time.Second)
	var out gate.CaseID
	ref, err := w.Gate.NewCase(c, w.claire, openCase, holders, outsiders,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			out, w.journal = tx.ID(), j
			return w.begin(tx, j)
		})
	w.ok(err)
	return ref, out
}

// beside opens another case and leaves the first as it is in hand.
func (w *world) beside(holders []gate.Holder) (gate.CaseRef, gate.CaseID) {
	w.t.Helper()
	name, journal := w.name, w.journal
	defer func() { w.name, w.journal = name, journal }()
	return w.open(ctx, holders)
}

func (w *world) begin(tx *gate.CaseTx, j gate.JournalID) (err error) {
	now := tx.Now().UnixMicro()
	n := int64(id.New[teamEntity](w.Clock.Now()).Bytes()[15])<<8 + now%251
	if _, err = tx.Exec(qNew, j, j.String(), n, now); err != nil {
		return err
	}
	w.name, err = tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("Awa"))
	return err
}

// read opens the name of the case for somebody who knows it by an alias.
func (w *world) read(c context.Context, who access.Actor, act access.Act, ref gate.CaseRef) (string, error) {
	w.Clock.Advance(time.Millisecond)
	var out string
	err := w.Gate.ViewCase(c, who, act, ref, func(v *gate.CaseView) error {
		name, err := v.Open(vault.Identity, "test.name_sealed", v.ID(), w.name)
		out = string(name.Bytes())
		return err
	})
	return out, err
}

// work runs an act on the case as the evaluation team.
func (w *world) work(fn func(*gate.CaseTx) error) {
	w.t.Helper()
	w.Clock.Advance(time.Second)
	w.ok(w.Gate.Case(ctx, w.claire, workCase, w.ref, fn))
}

// join lets a team into the circle of the case and returns how it knows the case.
func (w *world) join(who access.Actor, relation access.Relation, grants vault.Set) gate.CaseRef {
	w.t.Helper()
	team := who.Members()[0].Team
	w.work(func(tx *gate.CaseTx) error {
		if grants != vault.None {
			if err := tx.Grant(team, grants); err != nil {
				return err
			}
		}
		return tx.Join(team, relation)
	})
	return w.alias(team)
}

// alias reads how a team knows the case, beside the doors.
func (w *world) alias(team access.TeamID) gate.CaseRef {
	w.t.Helper()
	var raw []byte
	w.ok(w.Raw().QueryRow(`select alias from casefile_circle where case_id = $1 and team_id = $2`, w.id.Bytes(),
		team.Bytes()).Scan(&raw))
	var ref gate.CaseRef
	w.ok(ref.Scan(raw))
	return ref
}

// number counts rows beside the doors.
func (w *world) number(sql string, args ...any) int {
	w.t.Helper()
	var n int
	w.ok(w.Raw().QueryRow(sql, args...).Scan(&n))
	return n
}

// last is the journal's newest entry of an act, and how many there are.
func (w *world) last(act access.Act) (trusttest.Entry, int) {
	w.t.Helper()
	es := w.Entries(act.Name)
	w.Clock.Advance(time.Second) // entries of one instant have no order
	if len(es) == 0 {
		return trusttest.Entry{}, 0
	}
	return es[len(es)-1], len(es)
}

// unproved signs somebody in and lets their step-up run out.
func (w *world) unproved(login string) access.Actor {
	w.t.Helper()
	a := w.SignIn(login)
	w.Clock.Advance(10 * time.Minute)
	return a
}
