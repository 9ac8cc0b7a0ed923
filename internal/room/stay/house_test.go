package stay_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/packs"
)

var (
	openTest = access.Define(access.Act{Name: "staytest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.Identity})
	tellTest = access.Define(access.Act{Name: "staytest.tell", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.Identity | vault.ShelterNotes})
	placeTest = access.Define(access.Act{Name: "staytest.place", Door: access.OfficeDoor, By: access.ByMachine})

	qAlias   = gate.CircleSQL("staytest.alias", `select circle.alias from casefile_circle circle where @circle`)
	qPartner = gate.OfficeSQL("staytest.partner", `insert into partner_partner (id, code, name, kind, department, town,
		contact_telephone, team_id,
		convention_from_on, convention_until_on, yearly_places, state, created_at) values ($1, 'TEST', 'Le Gué',
		'chrs', '46', '', '', $2, '', '', 1, 'active', 0)`)
	qSite = gate.OfficeSQL("staytest.site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed, access_sealed)
		values ($1, $2, 'Site', '46', '', $3, $3, $3)`)
	qPlace = gate.OfficeSQL("staytest.add_place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children, max_children,
		accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor, security_level, languages,
		specialisms, state, available_from_on,
		held_for, occupied_for) values ($1, $2, 'A', 3, 1, '', 'yes', 2, 'yes', 'no', '', 'no', 'no', 0, '', '',
		'available', '', $3, $3)`)
	qPlaceState = gate.OfficeSQL("staytest.place_state", `select state from partner_place where id = $1`)
	qRows       = gate.CaseSQL("staytest.rows", `select count(*) from stay_stay where case_id = $1`)
	qNote       = gate.CaseSQL("staytest.note", `select id, words_sealed from stay_note where case_id = $1`)
)

// house is a network in which Awa and her two children have just arrived at Le Gué.
type house struct {
	*trusttest.Floor
	desk   *stay.Desk
	claire access.Actor // coordinator
	hugo   access.Actor // host
	ref    casefile.Ref // Claire's
	at     casefile.Ref // Hugo's
	place  partner.PlaceID
	today  date.Date
}

func newHouse(t *testing.T, f *trusttest.Floor, coded func(*casefile.Coded)) *house {
	t.Helper()
	hosts := f.Teams["oversight"]
	h := &house{Floor: f, desk: stay.New(f.Gate), today: date.Must(2026, 11, 23)}
	h.claire = f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	h.hugo = f.Person("hugo", "Hugo", hosts, "", access.Host)
	h.addPlace(t, hosts)
	h.admit(t)
	must(t, f.Gate.Case(t.Context(), h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
		if err := partner.Occupy(tx, h.place, 3); err != nil {
			return err
		}
		if err := tx.Join(hosts, access.Hosts); err != nil {
			return err
		}
		return casefile.ChangeCoded(tx, func(c *casefile.Coded) {
			c.Adults, c.ChildrenBands = 1, []string{"age_3_5", "age_6_12"}
			if coded != nil {
				coded(c)
			}
		})
	}))
	h.tell(t, casefile.Arrived{On: h.today})
	must(t, f.Gate.Circle(t.Context(), h.hugo, casefile.List,
		func(v *gate.CircleView) error { return v.QueryRow(qAlias).Scan(&h.at) }))
	return h
}

// admit opens a case and takes it to the planned journey.
func (h *house) admit(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	var err error
	h.ref, err = h.Gate.NewCase(ctx, h.claire, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"})
		})
	must(t, err)
	h.tell(t, assessment.EvaluationStarted{}, assessment.Admitted{}, asking.HostAccepted{Place: h.place.String()},
		asking.InterviewPlanned{}, asking.InterviewHeld{},
		casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes},
		casefile.Placed{Place: h.place.String(), Department: "46", Region: "R76"}, journey.JourneyPlanned{})
}

func (h *house) addPlace(t *testing.T, team access.TeamID) {
	t.Helper()
	type other struct{}
	must(t, h.Gate.ChangeOffice(context.Background(), access.Machine("staytest"), placeTest,
		func(tx *gate.OfficeTx) error {
			firm, site, place := id.New[other](tx.Now()), id.New[other](tx.Now()), id.New[other](tx.Now())
			var err error
			if h.place, err = partner.ParsePlace(place.String()); err != nil {
				return err
			}
			if _, err := tx.Exec(qPartner, firm, team); err != nil {
				return err
			}
			if _, err := tx.Exec(qSite, site, firm, []byte{}); err != nil {
				return err
			}
			_, err = tx.Exec(qPlace, place, site, []byte{})
			return err
		}))
}

func (h *house) tell(t *testing.T, facts ...casefile.Fact) {
	t.Helper()
	must(t, h.Gate.Case(context.Background(), h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
		for _, f := range facts {
			if err := casefile.Tell(tx, f); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (h *house) placeState(t *testing.T) (state string) {
	t.Helper()
	must(t, h.Gate.Case(context.Background(), h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
		return tx.OfficeRow(qPlaceState, h.place).Scan(&state)
	}))
	return state
}

func (h *house) home(t *testing.T, who access.Actor) map[string]casefile.Item {
	t.Helper()
	items, err := casefile.NewDesk(h.Gate, h.desk.HomePanels(), nil).OnHome(context.Background(), who)
	must(t, err)
	out := map[string]casefile.Item{}
	for _, it := range items {
		out[it.Text] = it
	}
	return out
}

func (h *house) open(t *testing.T) stay.Shown {
	t.Helper()
	s, err := h.desk.Open(context.Background(), h.hugo, h.at)
	must(t, err)
	return s
}

// later lets days pass; sessions end with them.
func (h *house) later(days int) {
	h.Clock.Advance(time.Duration(days) * 24 * time.Hour)
	h.claire, h.hugo = h.SignIn("claire"), h.SignIn("hugo")
	h.today = h.today.AddDays(days)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err, want error) {
	t.Helper()
	if fault.Key(err) != fault.Key(want) || err == nil {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func again(t *testing.T, f *trusttest.Floor) *trusttest.Floor {
	if f.Engine == "sqlite" {
		return trusttest.SQLite(t)
	}
	return trusttest.Postgres(t)
}

// wholeStay goes through a stay, with a step before the law before each step of help, and says how it went.
func (h *house) wholeStay(t *testing.T, events []string) string {
	t.Helper()
	ctx := context.Background()
	out := string(h.open(t).Stay.State)
	next := func() {
		if len(events) > 0 {
			must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Step{Legal: stay.Legal{Event: events[0], On: h.today},
				Owner: access.Evaluates}))
			events = events[1:]
		}
	}
	for _, step := range []func() error{
		func() error { return h.desk.Settle(ctx, h.hugo, h.at) },
		func() error { return h.desk.AskTransfer(ctx, h.hugo, h.at, "wish") },
		func() error { return h.desk.PlanExit(ctx, h.hugo, h.at, h.today) },
		func() error {
			must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.OneOff, PaidOn: h.today}))
			must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-11"}))
			return h.desk.End(ctx, h.hugo, h.at, stay.Leaving{Reason: "own_housing", On: h.today})
		},
	} {
		next()
		must(t, step())
		out += " " + string(h.open(t).Stay.State)
	}
	s := h.open(t)
	var sum money.Cents
	for _, a := range s.Aids {
		sum += a.Cents
	}
	return out + " " + packs.France().Currency().Text(sum) + " " + string(s.Header.Stage)
}
