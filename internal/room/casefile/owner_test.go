package casefile_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// Who works with people is said in Go and in SQL, and is the same.
func TestWhoWorksAtCasesIsSaidAlike(t *testing.T) {
	var roles []string
	for _, r := range casefile.AtCases {
		roles = append(roles, "'"+string(r)+"'")
	}
	if !strings.HasSuffix(casefile.AtWorkOnCases, " in ("+strings.Join(roles, ",")+")") {
		t.Errorf("%s, and not %v", casefile.AtWorkOnCases, roles)
	}
}

// office is a team of two who evaluate, a third who reads figures alone, and another team that organises the same
// cases.
type office struct {
	*trusttest.Floor
	desk                     *casefile.Desk
	claire, clement, obs, li access.Actor
	cases                    []casefile.Ref // as the evaluating team knows them
}

func newOffice(t *testing.T, f *trusttest.Floor, cases int) *office {
	t.Helper()
	o := &office{Floor: f, desk: casefile.NewDesk(f.Gate, nil, nil)}
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	o.clement = f.Person("clement", "Clément", f.Teams["evaluation"], "claire", access.Coordinator)
	o.obs = f.Person("otto", "Otto", f.Teams["evaluation"], "claire", access.Observer)
	f.Person("li", "Li", f.Teams["logistics"], "", access.Logistics)
	o.claire = f.SignIn("claire")
	for range cases {
		ref, err := f.Gate.NewCase(t.Context(), o.claire, openTest,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity},
				{Kind: "logistics", Relation: access.Organises, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) error {
				if err := casefile.Opened(tx, j, "first"); err != nil {
					return err
				}
				return casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"})
			})
		if err != nil {
			t.Fatal(err)
		}
		o.cases = append(o.cases, ref)
	}
	o.claire, o.clement, o.li = f.SignIn("claire"), f.SignIn("clement"), f.SignIn("li")
	return o
}

func (o *office) load(t *testing.T, who access.Actor, of string) casefile.Caseload {
	t.Helper()
	l, err := o.desk.Caseload(t.Context(), who, casefile.Query{Of: of})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Each team says for itself who follows a case; the other reads nothing of it. Everything said stays on record.
func TestEachTeamSaysWhoFollows(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		o := newOffice(t, f, 1)
		ctx, ref := t.Context(), o.cases[0]
		if err := o.desk.Take(ctx, o.claire, ref); err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(time.Minute)
		if err := o.desk.Assign(ctx, o.claire, ref, 1,
			casefile.Owners{Owner: o.clement.User(), Deputy: o.claire.User()}); err != nil {
			t.Fatal(err)
		}
		if err := o.desk.Assign(ctx, o.clement, ref, 1, casefile.Owners{}); !errors.Is(err, fault.ErrChanged) {
			t.Errorf("typed before somebody else changed it: %v", err)
		}
		got, err := o.desk.Followed(ctx, o.clement, ref)
		if err != nil || got.Owner != o.clement.User() || got.Deputy != o.claire.User() || len(got.Past) != 2 ||
			got.Name(got.Owner) != "Clément" || got.Past[1].Owner != o.claire.User() || got.Since.IsZero() {
			t.Fatalf("%+v, %v", got, err)
		}
		names := []string{}
		for _, one := range got.Team {
			names = append(names, one.Name)
		}
		if !slices.Equal(names, []string{"Claire", "Clément"}) {
			t.Errorf("of the team there are %v; who reads figures alone follows no case", names)
		}
		theirs := o.load(t, o.li, "").Cases
		if len(theirs) != 1 || !theirs[0].Owner.IsZero() || !theirs[0].Deputy.IsZero() {
			t.Errorf("the other team reads %+v", theirs)
		}
		page, err := o.desk.OnCase(ctx, o.li, theirs[0].Ref)
		if err != nil || !page.Follows.Owner.IsZero() || len(page.Follows.Past) != 0 {
			t.Errorf("on the other team's page stands %+v, %v", page.Follows, err)
		}
		// Who stood in and takes over does not stand in for themselves.
		f.Clock.Advance(time.Minute)
		if err := o.desk.Take(ctx, o.claire, ref); err != nil {
			t.Fatal(err)
		}
		if got, err = o.desk.Followed(ctx, o.claire, ref); err != nil || got.Owner != o.claire.User() ||
			!got.Deputy.IsZero() {
			t.Errorf("%+v, %v", got.Owners, err)
		}
	})
}

// Nobody follows who is not of the team, may follow no case in it, or stands in for nobody.
func TestWhoCannotFollow(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		o := newOffice(t, f, 1)
		ctx, ref := t.Context(), o.cases[0]
		for want, all := range map[error][]casefile.Owners{
			casefile.ErrOwner: {{Owner: o.li.User()}, {Owner: o.obs.User()},
				{Owner: o.claire.User(), Deputy: o.li.User()}},
			casefile.ErrDeputy: {{Deputy: o.claire.User()}, {Owner: o.claire.User(), Deputy: o.claire.User()}},
		} {
			for _, to := range all {
				if err := o.desk.Assign(ctx, o.claire, ref, 0, to); !errors.Is(err, want) {
					t.Errorf("%+v: %v, want %v", to, err, want)
				}
			}
		}
		err := o.desk.Assign(ctx, o.li, ref, 0, casefile.Owners{Owner: o.li.User()})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("another team, by this team's alias: %v", err)
		}
		err = o.desk.Assign(ctx, o.obs, ref, 0, casefile.Owners{Owner: o.claire.User()})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("who reads figures alone: %v", err)
		}
		got, err := o.desk.Followed(ctx, o.claire, ref)
		if err != nil || !got.Owner.IsZero() || len(got.Past) != 0 {
			t.Errorf("something was kept: %+v, %v", got, err)
		}
	})
}

// Whoever has left the team, or the network, or whose days are over, is given no case; a case of theirs can be taken,
// and is counted as theirs until then. An ended case is in nobody's load.
func TestWhoHasLeftFollowsNothingMore(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		o := newOffice(t, f, 3)
		ctx := t.Context()
		run := func(q string, args ...any) {
			t.Helper()
			if _, err := f.Raw().Exec(q, args...); err != nil {
				t.Fatal(err)
			}
		}
		both := casefile.Owners{Owner: o.claire.User(), Deputy: o.clement.User()}
		if err := o.desk.Assign(ctx, o.claire, o.cases[0], 0, both); err != nil {
			t.Fatal(err)
		}
		for what, way := range map[string][2]string{
			"left the team": {`update access_membership set left_at = 1 where user_id = $1`,
				`update access_membership set left_at = 0 where user_id = $1`},
			"left the network": {`update access_user set left_at = 1 where id = $1`,
				`update access_user set left_at = 0 where id = $1`},
			"stood in for days that are over": {`update access_membership set until_at = 1 where user_id = $1`,
				`update access_membership set until_at = 0 where user_id = $1`},
		} {
			run(way[0], o.clement.User().Bytes())
			err := o.desk.Assign(ctx, o.claire, o.cases[1], 0, casefile.Owners{Owner: o.clement.User()})
			if !errors.Is(err, casefile.ErrOwner) {
				t.Errorf("%s: %v", what, err)
			}
			run(way[1], o.clement.User().Bytes())
		}
		if err := o.desk.Assign(ctx, o.claire, o.cases[1], 0,
			casefile.Owners{Owner: o.clement.User()}); err != nil {
			t.Fatal(err)
		}
		run(`update access_membership set left_at = 1 where user_id = $1`, o.clement.User().Bytes())
		theirs := o.clement.User().String()
		if l := o.load(t, o.claire, theirs); len(l.Cases) != 1 || l.Team.Name(o.clement.User()) != "" {
			t.Errorf("%+v", l.Listing)
		}
		f.Clock.Advance(time.Minute)
		for _, ref := range o.cases[:2] { // where they stood in, and where they followed
			if err := o.desk.Take(ctx, o.claire, ref); err != nil {
				t.Error(err)
			}
		}
		mine := casefile.Mine
		if l := o.load(t, o.claire, mine); len(l.Cases) != 2 || !l.Cases[0].Deputy.IsZero() {
			t.Errorf("%+v", l.Cases)
		}
		run(`update casefile_circle set open = 0`)
		for _, of := range []string{mine, casefile.Nobody} {
			l := o.load(t, o.claire, of)
			if len(l.Cases) != 0 || l.Shares[0].Cases+l.Shares[1].Cases != 0 {
				t.Errorf("ended cases: %+v", l)
			}
		}
	})
}

// A caseload is counted by who follows, shown by who follows, and handed over case by case or as a whole; each case
// has an entry of its own in the journal.
func TestACaseloadIsHandedOver(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		const cases = casefile.PageSize + 3
		o := newOffice(t, f, cases)
		ctx := context.Background()
		mine, theirs := casefile.Mine, o.clement.User().String()
		n, err := o.desk.HandOver(ctx, o.claire, casefile.Over{Cases: o.cases[:2],
			To: casefile.Owners{Owner: o.clement.User()}})
		if err != nil || n != 2 {
			t.Fatal(n, err)
		}
		if n, err = o.desk.HandOver(ctx, o.claire, casefile.Over{All: true, From: casefile.Query{Of: casefile.Nobody},
			To: casefile.Owners{Owner: o.claire.User()}}); err != nil || n != cases-2 {
			t.Fatalf("%d, %v: every page is handed over", n, err)
		}
		shares := map[string]int{}
		for _, s := range o.load(t, o.claire, mine).Shares {
			shares[s.Name] = s.Cases
		}
		if len(shares) != 3 || shares[""] != 0 || shares["Claire"] != cases-2 || shares["Clément"] != 2 {
			t.Errorf("%v", shares)
		}
		l := o.load(t, o.claire, theirs)
		if len(l.Cases) != 2 || !l.Next.IsZero() || !l.Cases[0].Of(o.clement.User()) ||
			!slices.Contains(o.cases[:2], l.Cases[0].Ref) || !slices.Contains(o.cases[:2], l.Cases[1].Ref) {
			t.Errorf("%+v", l.Cases)
		}
		if l = o.load(t, o.claire, mine); len(l.Cases) != casefile.PageSize || l.Next.IsZero() {
			t.Errorf("the first page has %d", len(l.Cases))
		}
		l, err = o.desk.Caseload(ctx, o.claire, casefile.Query{Of: mine, After: l.Next})
		if err != nil || len(l.Cases) != cases-2-casefile.PageSize {
			t.Errorf("the next page has %d, %v", len(l.Cases), err)
		}
		if got := len(f.Entries("casefile.assign")); got != cases {
			t.Errorf("%d entries, want one a case, %d", got, cases)
		}
		// Handed over again, to the same: nothing is written twice.
		if n, err = o.desk.HandOver(ctx, o.claire, casefile.Over{Cases: o.cases[:2],
			To: casefile.Owners{Owner: o.clement.User()}}); err != nil || n != 2 {
			t.Fatal(n, err)
		}
		if past, err := o.desk.Followed(ctx, o.claire, o.cases[0]); err != nil || len(past.Past) != 1 {
			t.Errorf("%+v, %v", past.Past, err)
		}
	})
}
