package stay_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
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
	ctx := context.Background()
	hosts := f.Teams["oversight"]
	h := &house{Floor: f, desk: stay.New(f.Gate), today: date.Must(2026, 11, 23)}
	h.claire = f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	h.hugo = f.Person("hugo", "Hugo", hosts, "", access.Host)
	h.addPlace(t, hosts)
	var err error
	h.ref, err = f.Gate.NewCase(ctx, h.claire, openTest,
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
	must(t, f.Gate.Case(ctx, h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
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
	must(t, f.Gate.Circle(ctx, h.hugo, casefile.List,
		func(v *gate.CircleView) error { return v.QueryRow(qAlias).Scan(&h.at) }))
	return h
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

// I6: one stay of a case, begun with the arrival; the children are part of it. The end frees the place.
func TestOneStayFromArrivalToEnd(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		s := h.open(t)
		if s.Stay.State != stay.Settling || s.Stay.ArrivedOn != h.today || s.Adults != 1 || len(s.Children) != 2 {
			t.Fatalf("on arrival: %+v", s)
		}
		must(t, h.desk.Settle(ctx, h.hugo, h.at))
		must(t, h.desk.Serve(ctx, h.hugo, h.at, []string{"medical", "childcare_school"}, h.today))
		must(t, h.desk.PlanExit(ctx, h.claire, h.ref, h.today.AddDays(90)))
		var rows int
		must(t, f.Gate.Case(ctx, h.claire, tellTest, h.ref,
			func(tx *gate.CaseTx) error { return tx.QueryRow(qRows).Scan(&rows) }))
		if rows != 1 {
			t.Fatalf("%d stays", rows)
		}
		if err := f.Gate.Case(ctx, h.claire, tellTest, h.ref,
			func(tx *gate.CaseTx) error { return casefile.Tell(tx, casefile.Arrived{On: h.today}) }); !fault.Is(err,
			fault.Conflict) {
			t.Fatalf("arrived twice: %v", err)
		}
		if h.placeState(t) != "occupied" {
			t.Fatal("the place is not occupied")
		}
		if err := h.desk.End(ctx, h.hugo, h.at, "own_housing", h.today.AddDays(1)); !fault.Is(err, fault.Invalid) {
			t.Fatalf("ended in the future: %v", err)
		}
		must(t, h.desk.Note(ctx, h.hugo, h.at, secret.Of("Les clés sont rendues.")))
		must(t, h.desk.End(ctx, h.hugo, h.at, "own_housing", h.today))
		s = h.open(t)
		if s.Header.Stage != casefile.EndedS || s.Stay.ExitReason != "own_housing" || len(s.Services) != 2 ||
			len(s.Notes) != 1 {
			t.Fatalf("after the end: %+v", s)
		}
		if h.placeState(t) != string(partner.Free) {
			t.Fatal("the place is not free again")
		}
		if err := h.desk.Note(ctx, h.hugo, h.at, secret.Of("Après")); !fault.Is(err, fault.Conflict) {
			t.Fatalf("a note after the end: %v", err)
		}
	})
}

// I3 meets the stay: when the person withdraws, nothing but the stay's own end is left to do, and it frees the place.
func TestWithdrawalLeavesOnlyThePlaceToFree(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		h.tell(t, casefile.Withdrawn{})
		if it, ok := h.home(t, h.hugo)["stay.home.to_close"]; !ok || it.To == "" {
			t.Fatal("the host is not told to close the stay")
		}
		must(t, h.desk.End(ctx, h.hugo, h.at, "left_by_choice", h.today))
		if s := h.open(t); s.Header.Stage != casefile.WithdrawnS || s.Stay.State != stay.Ended {
			t.Fatalf("after: %s, %s", s.Header.Stage, s.Stay.State)
		}
		if h.placeState(t) != string(partner.Free) {
			t.Fatal("the place is not free again")
		}
		if _, still := h.home(t, h.hugo)["stay.home.to_close"]; still {
			t.Fatal("the host is still told to close the stay")
		}
	})
}

// The notes are the shelter's: the head office sees that there are some, and holds no key to any.
func TestNotesOpenForTheShelterAlone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.Note(ctx, h.hugo, h.at, secret.Of("Elle a bien dormi.")))
		h.Clock.Advance(time.Minute)
		must(t, h.desk.Note(ctx, h.hugo, h.at, secret.Of("Le petit commence l’école.")))
		s := h.open(t)
		if len(s.Notes) != 2 || s.Notes[0].Author != "Hugo" ||
			!s.Notes[1].Words.Equal(secret.Of("Elle a bien dormi.")) {
			t.Fatalf("the shelter reads %+v", s.Notes)
		}
		seen, err := h.desk.Open(ctx, h.claire, h.ref)
		must(t, err)
		if len(seen.Notes) != 0 || seen.Noted != 2 {
			t.Fatalf("the head office reads %+v", seen.Notes)
		}
		refused(t, h.desk.Note(ctx, h.claire, h.ref, secret.Of("x")), fault.NewNotFound("fault.not_found"))
		err = f.Gate.Case(ctx, h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
			var row id.ID[struct{}]
			var sealed gate.Sealed
			if err := tx.QueryRow(qNote).Scan(&row, &sealed); err != nil {
				return err
			}
			_, err := tx.Open(vault.ShelterNotes, "stay_note.words_sealed", row, sealed)
			return err
		})
		refused(t, err, gate.ErrSealed)
	})
}

// I8: aid on arrival once, monthly aid once a month and only in a month of the stay; amounts are dated.
func TestAidOnceAndOnlyDuringTheStay(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.Pay(ctx, h.claire, h.ref, stay.Aid{Kind: stay.OneOff, PaidOn: h.today}))
		refused(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.OneOff, PaidOn: h.today}), stay.ErrPaidOnce)
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-11"}))
		refused(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-11"}),
			stay.ErrPaidMonth)
		refused(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-10"}),
			stay.ErrNoStay)
		must(t, h.desk.SetAmount(ctx, h.claire, stay.Amount{Kind: stay.Monthly, From: date.Must(2026, 12, 1),
			Cents: 120_00}))
		h.later(10)
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-12"}))
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: "document_fees", Cents: 25_00, PaidOn: h.today}))
		var sum money.Cents
		for _, a := range h.open(t).Aids {
			sum += a.Cents
		}
		if sum != 350_00+100_00+120_00+25_00 {
			t.Fatalf("paid %s in all", sum)
		}
	})
}

// I12: the reflection period has an owner, a reminder in its last week, an alarm without outcome, and an outcome.
func TestReflectionPeriodHasOwnerReminderOutcome(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "info_by_ngo", On: h.today, Language: "fr"},
			access.Hosts))
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "reflection_started", On: h.today},
			access.Hosts))
		refused(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "reflection_started", On: h.today},
			access.Hosts), stay.ErrClockRuns)
		s := h.open(t)
		if len(s.Clocks) != 1 || s.Clocks[0].Ends != date.Must(2026, 12, 23) || s.Clocks[0].Owner != "hosts" ||
			s.Justice.Told != tri.Yes {
			t.Fatalf("the deadline: %+v", s.Clocks)
		}
		if _, early := h.home(t, h.hugo)["stay.home.reflection_ends"]; early {
			t.Fatal("reminded a month ahead")
		}
		h.later(24)
		if it := h.home(t, h.hugo)["stay.home.reflection_ends"]; it.Band != casefile.Week || it.Due.IsZero() {
			t.Fatalf("the owner's reminder: %+v", it)
		}
		if _, other := h.home(t, h.claire)["stay.home.reflection_ends"]; other {
			t.Fatal("somebody who does not own the deadline is reminded")
		}
		h.later(8)
		for _, who := range []access.Actor{h.hugo, h.claire} {
			if it := h.home(t, who)["stay.home.reflection_over"]; !it.Alarm || it.Band != casefile.Now {
				t.Fatalf("a deadline without outcome: %+v", it)
			}
		}
		must(t, h.desk.CloseClock(ctx, h.hugo, h.at, s.Clocks[0].ID, "no_complaint"))
		if c := h.open(t).Clocks[0]; c.Outcome != "no_complaint" || c.ClosedOn != h.today {
			t.Fatalf("the outcome: %+v", c)
		}
		if err := h.desk.CloseClock(ctx, h.hugo, h.at, s.Clocks[0].ID, "complaint"); !fault.Is(err, fault.Conflict) {
			t.Fatalf("closed twice: %v", err)
		}
		if _, still := h.home(t, h.claire)["stay.home.reflection_over"]; still {
			t.Fatal("the alarm goes on")
		}
	})
}

// I1: whatever is recorded of police, courts, papers, nationality and gender, every step of the stay and every aid
// comes out the same.
func TestJusticeChangesNoStepOfHelp(t *testing.T) {
	histories := [][]string{
		nil,
		{"complaint_before", "testimony"},
		{"complaint_after", "info_by_police", "civil_party"},
		{"reflection_started", "reflection_refused"},
		{"dismissed", "acquittal", "complaint_after", "complaint_before"},
	}
	people := []func(*casefile.Coded){
		nil,
		func(c *casefile.Coded) { c.NationalityGroup, c.Gender, c.Sex = "non_eu", "trans_woman", "F" },
		func(c *casefile.Coded) { c.NationalityGroup, c.Gender, c.Cooperation = "france", "man", tri.No },
	}
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		for i, events := range histories {
			t.Run("", func(t *testing.T) {
				g := f
				if i > 0 {
					g = again(t, f)
				}
				h := newHouse(t, g, people[i%len(people)])
				if got := h.wholeStay(t,
					events); got != "settling ongoing transfer_requested exit_planned ended 450.00 ended" {
					t.Fatalf("with %v: %s", events, got)
				}
			})
		}
	})
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
			must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: events[0], On: h.today}, access.Evaluates))
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
			return h.desk.End(ctx, h.hugo, h.at, "own_housing", h.today)
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
	return out + " " + sum.String() + " " + string(s.Header.Stage)
}

// A known address is an alarm on the coordinator's home until she has decided; a transfer and silence stand there too.
func TestAlarmsOfTheCoordinator(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.ReportBreach(ctx, h.hugo, h.at))
		if it := h.home(t, h.claire)["stay.home.breached"]; !it.Alarm || it.Band != casefile.Now {
			t.Fatalf("the alarm: %+v", it)
		}
		refused(t, h.desk.MakeSafe(ctx, h.hugo, h.at), fault.NewNotFound("fault.not_found"))
		h.Clock.Advance(time.Minute)
		must(t, h.desk.MakeSafe(ctx, h.claire, h.ref))
		if _, still := h.home(t, h.claire)["stay.home.breached"]; still {
			t.Fatal("the alarm goes on")
		}
		must(t, h.desk.AskTransfer(ctx, h.hugo, h.at, "danger"))
		if _, told := h.home(t, h.claire)["stay.home.no_news"]; told {
			t.Fatal("a transfer asked for is news")
		}
		must(t, h.desk.Settle(ctx, h.claire, h.ref))
		h.later(31)
		if _, told := h.home(t, h.claire)["stay.home.no_news"]; !told {
			t.Fatal("a month of silence is not seen")
		}
		mine := h.home(t, h.hugo)
		if mine["stay.home.ongoing"].Band != casefile.Staying || mine["stay.home.note_due"].To == "" {
			t.Fatalf("the host's home: %+v", mine)
		}
	})
}

// What is recorded of justice is what the report counts: a complaint before the shelter stays one (I10: unknown until
// said).
func TestJusticeIsWhatWasRecorded(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		if j := h.open(t).Justice; j.Complaint != "unknown" || j.Cooperation != tri.Unknown || j.Told != tri.Unknown {
			t.Fatalf("before anything was said: %+v", j)
		}
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "complaint_after", On: h.today}, access.Hosts))
		if j := h.open(t).Justice; j.Complaint != "after" || j.Cooperation != tri.Yes {
			t.Fatalf("after a complaint: %+v", j)
		}
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "complaint_before", On: h.today.AddDays(-40)},
			access.Hosts))
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "complaint_after", On: h.today}, access.Hosts))
		if j := h.open(t).Justice; j.Complaint != "before" {
			t.Fatalf("an earlier complaint was forgotten: %+v", j)
		}
		must(t, h.desk.StateJustice(ctx, h.claire, h.ref, stay.Justice{Complaint: "none", Cooperation: tri.No,
			Told: tri.Yes}))
		if j := h.open(t).Justice; j.Complaint != "none" || j.Cooperation != tri.No {
			t.Fatalf("a correction: %+v", j)
		}
		if err := h.desk.RecordLegal(ctx, h.hugo, h.at, stay.Legal{Event: "asylum_requested", On: h.today},
			access.Hosts); !fault.Is(err, fault.Invalid) {
			t.Fatalf("a step that this room does not keep: %v", err)
		}
	})
}
