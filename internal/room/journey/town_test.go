package journey_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

const atStake = vault.Identity | vault.Needs

var (
	openTest = access.Define(access.Act{Name: "journeytest.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: atStake})
	tellTest = access.Define(access.Act{Name: "journeytest.tell", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: atStake, Grants: atStake})
	placeTest = access.Define(access.Act{Name: "journeytest.place", Door: access.OfficeDoor, By: access.ByMachine,
		Opens: vault.Address, Grants: vault.Address})

	qAlias   = gate.CircleSQL("journeytest.alias", `select circle.alias from casefile_circle circle where @circle`)
	qPartner = gate.OfficeSQL("journeytest.partner", `insert into partner_partner (id, code, name, kind, department,
		town, contact_telephone, team_id,
		convention_from_on, convention_until_on, yearly_places, state, created_at) values ($1, 'TEST', 'Le Gué',
		'chrs', '46', '', '', $2, '', '', 1, 'active', 0)`)
	qSite = gate.OfficeSQL("journeytest.site", `insert into partner_site (id, partner_id, name, department, town,
		has_address, address_sealed, telephone_sealed, access_sealed)
		values ($1, $2, 'Site', '46', '', 1, $3, $4, $4)`)
	qPlace = gate.OfficeSQL("journeytest.add_place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children, max_children,
		accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor, security_level, languages,
		specialisms, state, available_from_on,
		held_for, occupied_for) values ($1, $2, $4, 3, 1, '', 'yes', 2, 'yes', 'no', '', 'no', 'no', 0, '', '',
		'available', '', $3, $3)`)
	qPlaceState = gate.OfficeSQL("journeytest.place_state", `select state from partner_place where id = $1`)
)

// town is one network with a person about to travel: Awa, from a referring service to Le Gué.
type town struct {
	*trusttest.Floor
	desk       *journey.Desk
	claire     access.Actor // coordinator
	leo        access.Actor // logistics
	hugo       access.Actor // host
	rita       access.Actor // referring service
	ref        casefile.Ref // Claire's
	place      partner.PlaceID
	site       id.ID[other]
	hostTeam   access.TeamID
	referrers  access.TeamID
	department string
	doubt      casefile.Doubt // why the place is not safe any more
}

// newTown opens Awa's case up to the place's and her own yes. agreed leaves the second agreement out when false.
func newTown(t *testing.T, f *trusttest.Floor, agreed bool) *town {
	t.Helper()
	w := &town{Floor: f, hostTeam: f.Teams["oversight"], referrers: f.Teams["administration"], department: "46"}
	w.desk = journey.New(f.Gate, func(*gate.CaseView, partner.PlaceID) (casefile.Doubt, error) {
		return w.doubt, nil
	})
	w.claire = f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	w.leo = f.Person("leo", "Léo", f.Teams["logistics"], "", access.Logistics)
	w.hugo = f.Person("hugo", "Hugo", w.hostTeam, "", access.Host)
	w.rita = f.Person("rita", "Rita", w.referrers, "root", access.Referrer)
	w.addHost(t)
	w.open(t, agreed)
	return w
}

// open opens a case and takes it up to the place's and her own yes, as newTown does for Awa's.
func (w *town) open(t *testing.T, agreed bool) {
	t.Helper()
	var err error
	w.ref, err = w.Gate.NewCase(context.Background(), w.claire, openTest, []gate.Holder{
		{Kind: "evaluation", Relation: access.Evaluates, Opens: atStake},
		{Team: w.referrers, Relation: access.Referred, Opens: vault.Identity},
	}, nil, func(tx *gate.CaseTx, j gate.JournalID) error {
		if err := casefile.Opened(tx, j, "first"); err != nil {
			return err
		}
		return casefile.Tell(tx, referral.Referred{By: "ngo", Case: "first"})
	})
	must(t, err)
	w.tell(t, assessment.EvaluationStarted{}, assessment.Admitted{})
	w.say(t, agreed)
}

// say goes from the search to the place's yes, with Awa's second agreement or without it.
func (w *town) say(t *testing.T, agreed bool) {
	t.Helper()
	w.tell(t, asking.HostAccepted{Place: w.place.String()}, asking.InterviewPlanned{}, asking.InterviewHeld{})
	if agreed {
		w.tell(t, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes, On: date.Must(2026, 11, 23)})
	}
	must(t, w.Gate.Case(context.Background(), w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
		if err := partner.Occupy(tx, w.place, 2); err != nil {
			return err
		}
		if err := tx.Join(w.hostTeam, access.Hosts); err != nil {
			return err
		}
		if err := tx.Grant(w.hostTeam, atStake); err != nil {
			return err
		}
		return casefile.Tell(tx, casefile.Placed{Place: w.place.String(), Department: "46", Region: "R76"})
	}))
}

type other struct{}

// addHost writes a partner with one place, whose address logistics and the host can read.
func (w *town) addHost(t *testing.T) {
	t.Helper()
	must(t, w.Gate.ChangeOffice(context.Background(), access.Machine("journeytest"), placeTest,
		func(tx *gate.OfficeTx) error {
			firm := id.New[other](tx.Now())
			w.site = id.New[other](tx.Now())
			box, err := tx.NewBox(gate.As(w.site), vault.Address, w.Teams["logistics"], w.hostTeam)
			if err != nil {
				return err
			}
			street, err := box.Seal(vault.Address, "partner_site.address_sealed", w.site, secret.Of("3 rue du Gué"))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(qPartner, firm, w.hostTeam); err != nil {
				return err
			}
			_, err = tx.Exec(qSite, w.site, firm, street, []byte{})
			return err
		}))
	w.addPlace(t, "A")
}

// addPlace writes a place, and it is the one spoken of from then on.
func (w *town) addPlace(t *testing.T, name string) {
	t.Helper()
	must(t, w.Gate.ChangeOffice(context.Background(), access.Machine("journeytest"), placeTest,
		func(tx *gate.OfficeTx) (err error) {
			place := id.New[other](tx.Now())
			if w.place, err = partner.ParsePlace(place.String()); err != nil {
				return err
			}
			_, err = tx.Exec(qPlace, place, w.site, []byte{}, name)
			return err
		}))
}

func (w *town) tell(t *testing.T, facts ...casefile.Fact) {
	t.Helper()
	must(t, w.Gate.Case(context.Background(), w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
		for _, f := range facts {
			if err := casefile.Tell(tx, f); err != nil {
				return err
			}
		}
		return nil
	}))
}

// seenBy returns the case as one of somebody's teams knows it.
func (w *town) seenBy(t *testing.T, who access.Actor) casefile.Ref {
	t.Helper()
	var r casefile.Ref
	must(t, w.Gate.Circle(context.Background(), who, casefile.List,
		func(v *gate.CircleView) error { return v.QueryRow(qAlias).Scan(&r) }))
	return r
}

// home returns somebody's lines of this room.
func (w *town) home(t *testing.T, who access.Actor) []casefile.Item {
	t.Helper()
	items, err := casefile.NewDesk(w.Gate, w.desk.HomePanels(), nil).OnHome(context.Background(), who)
	must(t, err)
	return items
}

func (w *town) stage(t *testing.T) casefile.Stage {
	t.Helper()
	s, err := w.desk.Draft(context.Background(), w.claire, w.ref)
	must(t, err)
	return s.Header.Stage
}

// plan is a train in two hours, there in five.
func (w *town) plan() journey.Plan {
	now := w.Clock.Now().Truncate(time.Minute)
	return journey.Plan{
		Accompanier: "volunteer", Name: secret.Of("Vera"), Telephone: secret.Of("06 00 00 00 00"),
		Meeting:  secret.Of("Sous l’horloge"),
		CodeWord: secret.Of("tilleul"), Fallback: secret.Of("Foyer Sainte-Anne"), Expected: now.Add(6 * time.Hour),
		Legs: []journey.Leg{
			{Means: "train", From: secret.Of("Lille"), To: secret.Of("Paris"), Carrier: secret.Of("TGV 7012"),
				Ticket:    secret.Of("QXT8M2"),
				DepartsAt: now.Add(2 * time.Hour), ArrivesAt: now.Add(3 * time.Hour), Cost: 8450,
				Funder: "head_office"},
			{Means: "coach", From: secret.Of("Paris"), To: secret.Of("Cahors"), DepartsAt: now.Add(4 * time.Hour),
				ArrivesAt: now.Add(5 * time.Hour)},
		},
	}
}

// soon runs what the outbox has to do by now.
func (w *town) soon(t *testing.T) int {
	t.Helper()
	n := 0
	for {
		k, err := w.Worker(w.desk.Handlers()).Run(context.Background())
		must(t, err)
		if k == 0 {
			return n
		}
		n += k
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
