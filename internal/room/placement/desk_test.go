package placement_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	openTest = access.Define(access.Act{Name: "test.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.All})
	worksTest = access.Define(access.Act{Name: "test.work", Door: access.CaseDoor, By: access.CaseWriter,
		Opens: vault.Identity | vault.Needs})
	buildTest = access.Define(access.Act{Name: "test.build", Door: access.OfficeDoor, By: access.ByMachine})
	peekTest  = access.Define(access.Act{Name: "test.peek", Door: access.CaseDoor, By: access.InterviewingHost,
		Opens: vault.Identity | vault.Needs | vault.Health})
	qTeamTest = gate.OfficeSQL("test.team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', $2, 0)`)
	qHostTest = gate.OfficeSQL("test.partner", `insert into partner_partner (id, code, name, kind, department, town,
		contact_telephone, team_id, convention_from_on, convention_until_on, yearly_places, state, created_at)
		values ($1, $2, $2, 'chrs', $3, '', '05 00 00 00 01', $4, '2020-01-01', '2029-12-31', 6, 'active', 0)`)
	qSiteTest = gate.OfficeSQL("test.site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed, access_sealed) values ($1, $2, 'Maison Azur', $3, '', $4, $4, $4)`)
	qPlaceTest = gate.OfficeSQL("test.place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children, max_children, accepts_couples, accepts_animals, min_autonomy, step_free,
		ground_floor, security_level, languages, specialisms, state, available_from_on, held_for, occupied_for)
		values ($1, $2, 'Chambre 1', 3, 1, $3, 'yes', 3, 'yes', 'yes', 'low', 'yes', 'yes', 3, $4, 'trauma_care',
		'available', '2026-01-01', $5, $5)`)
	qAskedTest = gate.CircleSQL("test.asked_alias", `select circle.alias, p.id from casefile_circle circle
		join placement_proposal p on p.case_id = circle.case_id and p.team_id = circle.team_id where @asked
		order by p.sent_at desc`)
	qWrapsTest  = gate.OfficeSQL("test.wraps", `select count(*) from vault_wrap where holder_id = $1`)
	qCircleTest = gate.OfficeSQL("test.circle", `select count(*) from casefile_circle where team_id = $1
		and ended_at = 0`)
)

type host struct {
	who   access.Actor
	team  access.TeamID
	place partner.PlaceID
}

// net is a small network: Claire coordinates, with Cyril where a test asks for him; three hosts far from Lille and one
// in it.
type net struct {
	*trusttest.Floor
	t             testing.TB
	ctx           context.Context
	desk          *placement.Desk
	claire, cyril access.Actor
	hosts         map[string]host // lot, ille, rhone, nord
	referring     access.TeamID
	name          gate.Sealed
	unheld        vault.Set // what the evaluation does not hold of a new case
}

func each(t *testing.T, fn func(*net)) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := &net{Floor: f, t: t, ctx: context.Background(), hosts: map[string]host{}}
		n.desk = placement.New(f.Gate, placement.Options{})
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		n.claire = f.SignIn("claire")
		for _, h := range []struct{ login, department, accepts, languages string }{
			{"lot", "46", "any", "fr"}, {"ille", "35", "women", "fr bm"}, {"rhone", "69", "any", "fr"},
			{"nord", "59", "any", "fr"},
		} {
			n.hosts[h.login] = n.build(h.login, h.department, h.accepts, h.languages)
		}
		n.referring = n.team("referrers")
		fn(n)
	})
}

// signIn lets the coordinators step up again: it lasts five minutes.
func (n *net) signIn() {
	if n.cyril.SignedIn() {
		n.cyril = n.SignIn("cyril")
	}
	n.claire = n.SignIn("claire")
}

// second lets Cyril join Claire's team.
func (n *net) second() {
	n.Person("cyril", "Cyril", n.Teams["evaluation"], "claire", access.Coordinator)
	n.cyril = n.SignIn("cyril")
	n.claire = n.SignIn("claire")
}

func (n *net) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
	n.Clock.Advance(time.Millisecond) // facts of one instant have no order
}

func (n *net) refused(err error, kind fault.Kind, key string) {
	n.t.Helper()
	if !fault.Is(err, kind) || key != "" && fault.Key(err) != key {
		n.t.Fatalf("got %v, want %s %s", err, kind, key)
	}
}

func (n *net) office(fn func(*gate.OfficeTx) error) {
	n.t.Helper()
	n.must(n.Gate.ChangeOffice(n.ctx, access.Machine("test"), buildTest, fn))
}

func (n *net) team(name string) access.TeamID {
	team := id.Random[any]()
	n.office(func(tx *gate.OfficeTx) error { _, err := tx.Exec(qTeamTest, team, name); return err })
	var out access.TeamID
	n.must(out.Scan(team.Bytes()))
	return out
}

// place makes a partner with one place.
func (n *net) place(login, department, accepts, languages string) host {
	h := host{team: n.team(login)}
	var err error
	h.place, err = partner.ParsePlace(id.Random[any]().String())
	n.must(err)
	p, s := id.Random[any](), id.Random[any]()
	n.office(func(tx *gate.OfficeTx) error {
		if _, err := tx.Exec(qHostTest, p, "Le Phare "+login, department, h.team); err != nil {
			return err
		}
		if _, err := tx.Exec(qSiteTest, s, p, department, []byte{}); err != nil {
			return err
		}
		_, err := tx.Exec(qPlaceTest, h.place, s, accepts, languages, []byte{})
		return err
	})
	return h
}

// build is place with somebody who answers there; in the Nord nobody is ever asked.
func (n *net) build(login, department, accepts, languages string) host {
	h := n.place(login, department, accepts, languages)
	if login != "nord" {
		h.who = n.Person(login, login, h.team, "", access.Host)
	}
	return h
}

// awa opens the case of one adult with a small child who fled Lille, admitted and searched for.
func (n *net) awa(change func(*casefile.Coded)) casefile.Ref {
	n.t.Helper()
	ref, err := n.Gate.NewCase(n.ctx, n.claire, openTest, []gate.Holder{
		{Kind: "evaluation", Relation: access.Evaluates,
			Opens: (vault.Identity | vault.Danger | vault.Needs | vault.Health | vault.Legal | vault.Documents) &^
				n.unheld},
		{Team: n.referring, Relation: access.Referred},
	}, nil, func(tx *gate.CaseTx, j gate.JournalID) (err error) {
		if err := casefile.Opened(tx, j, "first"); err != nil {
			return err
		}
		if n.name, err = tx.Seal(vault.Identity, "test.name_sealed", tx.ID(), secret.Of("Awa")); err != nil {
			return err
		}
		return casefile.Tell(tx, referral.Referred{By: "association", Case: "first"})
	})
	n.must(err)
	n.tell(ref, assessment.EvaluationStarted{})
	n.work(ref, func(tx *gate.CaseTx) error {
		if err := casefile.AddZone(tx, casefile.Zone{Area: "59350", Level: "grave", Reason: "place_of_exploitation",
			Since: date.Must(2026, 1, 1)}); err != nil {
			return err
		}
		return casefile.ChangeCoded(tx, func(c *casefile.Coded) {
			*c = casefile.Coded{Sex: "F", Gender: "Feminine", Adult: tri.Said{Yes: true}, Nationality: "ML",
				NationalityGroup: "non_eu", Adults: 1, ChildrenBands: []string{"age_0_2"},
				HouseholdShape: "adult_with_children", Animals: tri.No,
				NeedCodes: []string{"interpreter", "trauma_care"}, Languages: []string{"bm"},
				Autonomy: "medium", SecurityLevel: 2, ReadyOn: date.Must(2026, 11, 28), StayWeeks: 26,
				Version: c.Version}
			if change != nil {
				change(c)
			}
		})
	})
	n.tell(ref, assessment.NeedsStated{})
	n.tell(ref, assessment.Admitted{})
	return ref
}

func (n *net) work(ref casefile.Ref, fn func(*gate.CaseTx) error) {
	n.t.Helper()
	n.must(n.Gate.Case(n.ctx, n.claire, worksTest, ref, fn))
}

func (n *net) tell(ref casefile.Ref, f casefile.Fact) {
	n.t.Helper()
	n.work(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, f) })
}

func (n *net) search(ref casefile.Ref) finding.Found {
	n.t.Helper()
	f, err := n.desk.Finding.Search(n.ctx, n.claire, ref)
	n.must(err)
	return f
}

func (n *net) propose(ref casefile.Ref, urgent bool, hosts ...string) {
	n.t.Helper()
	n.must(n.desk.Asking.Propose(n.ctx, n.claire, ref, n.offer(ref, urgent, hosts...)))
}

func (n *net) offer(ref casefile.Ref, urgent bool, hosts ...string) asking.Offer {
	found := n.search(ref)
	o := asking.Offer{Urgent: urgent, Round: found.Round}
	for _, h := range hosts {
		o.Places = append(o.Places, n.hosts[h].place)
	}
	// a reason where one is asked for; what excludes stays refused
	switch decision.Gravest(found.Departures(o.Places)) {
	case decision.AgainstOrder:
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("She said so")}
	case decision.AgainstUnknown:
		o.Override.Reason = "proposal_asks"
	}
	return o
}

// asked finds the newest proposal the way the host's home does: its own alias, its own number.
func (n *net) asked(login string) (casefile.Ref, proposal.ID) {
	n.t.Helper()
	var ref casefile.Ref
	var p proposal.ID
	n.must(n.Gate.Circle(n.ctx, n.hosts[login].who, casefile.Home, func(v *gate.CircleView) error {
		return v.QueryRow(qAskedTest).Scan(&ref, &p)
	}))
	return ref, p
}

func (n *net) proposal(ref casefile.Ref, login string) proposal.Proposal {
	n.t.Helper()
	var out proposal.Proposal
	for _, p := range n.search(ref).Proposals {
		if p.Place == n.hosts[login].place {
			out = p
		}
	}
	return out
}

func (n *net) count(q gate.OfficeQuery, args ...any) int {
	n.t.Helper()
	var c int
	n.office(func(tx *gate.OfficeTx) error { return tx.QueryRow(q, args...).Scan(&c) })
	return c
}

// run does every due job, with the mails collected.
func (n *net) run() (mails []string) {
	n.t.Helper()
	h := n.desk.Handlers()
	h["mail.notice"] = func(_ context.Context, j outbox.Job) error { mails = append(mails, j.Payload); return nil }
	for {
		done, err := n.Worker(h).Run(n.ctx)
		n.must(err)
		if done == 0 {
			return mails
		}
	}
}

// opens tells which compartments the host's own handle can open.
func (n *net) opens(login string) (vault.Set, error) {
	ref, _ := n.asked(login)
	return n.opensBy(login, ref)
}

func (n *net) opensBy(login string, ref casefile.Ref) (set vault.Set, err error) {
	err = n.Gate.ViewCase(n.ctx, n.hosts[login].who, peekTest, ref, func(v *gate.CaseView) error {
		set = vault.None
		for _, c := range (vault.Identity | vault.Needs | vault.Health).List() {
			if v.Holds(c) {
				set |= c
			}
		}
		_, err := v.Open(vault.Identity, "test.name_sealed", v.ID(), n.name)
		if !set.Has(vault.Identity) && !fault.Is(err, fault.NotFound) {
			n.t.Errorf("%s opened a name without a key: %v", login, err)
		}
		return nil
	})
	return set, err
}
