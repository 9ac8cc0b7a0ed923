package journey_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// do changes something beside the doors.
func (w *town) do(t *testing.T, sql string, args ...any) {
	t.Helper()
	_, err := w.Raw().Exec(sql, args...)
	must(t, err)
}

// partings counts the jobs that take a key back.
func (w *town) partings(t *testing.T) (n int) {
	t.Helper()
	must(t, w.Raw().QueryRow(`select count(*) from outbox_job where kind = 'journey.part_company'`).Scan(&n))
	return n
}

// object is the case as a job names it.
func (w *town) object(t *testing.T) (object []byte) {
	t.Helper()
	must(t, w.Gate.Case(context.Background(), w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
		object = tx.ID().Bytes()
		return nil
	}))
	return object
}

func conflict(t *testing.T, when string, err error) {
	t.Helper()
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("%s: %v", when, err)
	}
}

// Those who work with people may be named, each once and under a team of their own; nobody who left, and nobody else.
func TestWhoMayBeNamed(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		vera, _ := w.travellers()
		carl := w.Person("carl", "Carl", w.Teams["evaluation"], "claire", access.Coordinator)
		w.Person("olga", "Olga", w.Teams["oversight"], "", access.Observer)
		nadia := w.Person("nadia", "Nadia", w.referrers, "root", access.Referrer)
		omar := w.Person("omar", "Omar", w.referrers, "root", access.Referrer)
		w.do(t, `update access_membership set left_at = 1 where user_id = $1`, nadia.User().Bytes())
		w.do(t, `update access_user set left_at = 1 where id = $1`, omar.User().Bytes())
		for _, who := range []access.Actor{w.claire, vera} {
			w.do(t, `insert into access_membership (user_id, team_id, role, since_at) values ($1, $2, 'logistics', 1)`,
				who.User().Bytes(), w.Teams["logistics"].Bytes())
		}
		w.claire = w.SignIn("claire")
		_, err := w.desk.OpenCompany(ctx, w.claire, w.ref)
		conflict(t, "the page before there is a way", err)
		conflict(t, "before there is a way", w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		page, err := w.desk.OpenCompany(ctx, w.claire, w.ref)
		must(t, err)
		var got []string
		for _, m := range page.Members {
			got = append(got, m.Name+", "+m.Team)
		}
		if want := []string{"Carl, Évaluation", "Claire, Logistique", "Hugo, Pilotage", "Léo, Logistique",
			"Paul, Administration",
			"Rita, Administration", "Vera, Administration"}; !slices.Equal(got, want) {
			t.Errorf("who may be named: %q, want %q", got, want)
		}
		if p := w.plan(); page.Header.Code == "" || !page.From.Equal(p.Legs[0].DepartsAt.Add(-journey.Around)) ||
			!page.Until.Equal(p.Expected.Add(journey.Around)) || len(page.Company) != 0 {
			t.Errorf("the page says %+v", page)
		}
		for _, who := range []access.Actor{nadia, omar} {
			err := w.desk.NameCompany(ctx, w.claire, w.ref, who.User())
			if fault.Key(err) != "journey.company.unknown" {
				t.Errorf("somebody who left was named: %v", err)
			}
		}
		must(t, w.desk.Change(ctx, w.claire, w.ref, 1, w.plan()))
		if n := w.partings(t); n != 0 {
			t.Errorf("%d jobs to take a key back, where nobody was named", n)
		}

		// The line stands once on the home, whatever the role and in how many teams.
		for login, user := range map[string]access.UserID{"claire": w.claire.User(), "leo": w.leo.User(),
			"hugo": w.hugo.User(), "vera": vera.User(), "carl": carl.User()} {
			w.claire = w.SignIn("claire")
			must(t, w.desk.NameCompany(ctx, w.claire, w.ref, user))
			who, n := w.SignIn(login), 0
			for _, it := range w.home(t, who) {
				if it.Text == "journey.home.accompany" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("the journey stands %d times on the home of %s", n, login)
			}
		}
		w.claire = w.SignIn("claire")
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		_, err = w.desk.OpenCompany(ctx, w.rita, w.seenBy(t, w.rita))
		shut(t, "the page, to the referring service", err)
		shut(t, "ended by the referring service", w.desk.EndCompany(ctx, w.rita, w.seenBy(t, w.rita)))
		if w.keys(t, vera) != 1 {
			t.Error("Vera has no key any more")
		}
	})
}

// Who accompanies one person is not said of another; and the line is of a journey under way.
func TestTheCompanyIsOfOneJourney(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		vera, paul := w.travellers()
		w.claire = w.SignIn("claire")
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		awa := w.ref
		w.addPlace(t, "B")
		w.open(t, true)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, paul.User()))
		lines := func(what string, want int) {
			t.Helper()
			n := 0
			for _, it := range w.home(t, vera) {
				if it.Text != "journey.home.accompany" {
					continue
				}
				n++
				if p, err := w.desk.OpenCompany(ctx, w.claire, awa); err != nil || it.Case.Code != p.Header.Code {
					t.Errorf("%s: the home says %s, not %s, %v", what, it.Case.Code, p.Header.Code, err)
				}
			}
			if n != want {
				t.Errorf("%s: %d journeys on Vera's home, want %d", what, n, want)
			}
		}
		company := func(what string, want ...string) {
			t.Helper()
			page, err := w.desk.OpenCompany(ctx, w.claire, awa)
			must(t, err)
			var got []string
			for _, c := range page.Company {
				got = append(got, c.Name)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q accompany, want %q", what, got, want)
			}
		}
		lines("two under way", 1)
		company("two under way", "Vera")
		cases := casefile.NewDesk(w.Gate, nil, nil)
		must(t, cases.Pause(ctx, w.claire, awa, false))
		lines("she asked to wait", 0)
		must(t, cases.Pause(ctx, w.claire, awa, true))
		lines("she goes on", 1)
		must(t, w.desk.EndCompany(ctx, w.claire, awa))
		company("ended")
		must(t, w.desk.NameCompany(ctx, w.claire, awa, vera.User()))
		company("named again", "Vera")

		// A second way after one that came to nothing is one line, of the second.
		must(t, w.desk.NoShow(ctx, w.claire, awa, journey.ByTransport))
		w.Clock.Advance(time.Second)
		w.ref = awa
		w.addPlace(t, "C")
		w.say(t, true)
		must(t, w.desk.Organise(ctx, w.claire, awa, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, awa, vera.User()))
		lines("the second way", 1)
		until := w.plan().Expected.Add(journey.Around)
		w.Clock.Set(until.Add(-time.Microsecond))
		company("an instant before the end", "Vera")
		w.Clock.Set(until)
		company("at the end")
	})
}

// The key goes by itself where nobody said that she arrived, by the plan in force.
func TestTheKeyGoesWithoutAnArrival(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		vera, _ := w.travellers()
		w.claire = w.SignIn("claire")
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		gone := func(what string, p journey.Plan) {
			t.Helper()
			w.Clock.Set(p.Expected.Add(journey.Around - time.Second))
			w.soon(t)
			if n := w.keys(t, vera); n != 1 {
				t.Errorf("%s: %d keys before the end", what, n)
			}
			w.Clock.Set(p.Expected.Add(journey.Around))
			w.soon(t)
			if n := w.keys(t, vera); n != 0 {
				t.Errorf("%s: %d keys afterwards", what, n)
			}
		}
		gone("named", w.plan())
		w.claire = w.SignIn("claire")
		must(t, w.desk.Change(ctx, w.claire, w.ref, 1, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		later := w.inTwoDays()
		must(t, w.desk.Change(ctx, w.claire, w.ref, 2, later))
		gone("put off", later)
	})
}

// What does not read, or is no more, names nobody and shows no way; and a key that could not be taken back is told.
func TestACompanyStopsAtWhatDoesNotRead(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		if f.Engine != "sqlite" {
			return // one engine is enough: what fails lies above it
		}
		ctx := context.Background()
		w := newTown(t, f, true)
		vera, paul := w.travellers()
		w.claire = w.SignIn("claire")
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		ref := w.alias(t, vera)

		w.do(t, `update vault_user_key set public_key = $1 where user_id = $2`, []byte("no key"), paul.User().Bytes())
		if err := w.desk.NameCompany(ctx, w.claire, w.ref, paul.User()); err == nil {
			t.Error("somebody was named without a key")
		}
		part := w.desk.Handlers()["journey.part_company"]
		if err := part(ctx, outbox.Job{Object: []byte("no case")}); err == nil {
			t.Error("a job of nothing was done")
		}
		job := outbox.Job{Kind: "journey.part_company", Object: id.Random[other]().Bytes()}
		must(t, part(ctx, job)) // its case is no more
		job.Object = w.object(t)
		trusttest.Failing(t, "taking the key back", func(c context.Context) error { return part(c, job) })
		if w.keys(t, vera) != 1 {
			t.Error("Vera's key went before its time")
		}

		w.do(t, `update journey_plan set number = number + 10`)
		_, err := w.desk.OpenCompany(ctx, w.claire, w.ref)
		shut(t, "the page of a plan that is no more", err)
		_, err = w.desk.Step(ctx, vera, ref)
		shut(t, "the step of a plan that is no more", err)
		shut(t, "named on a plan that is no more", w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		for _, table := range []string{"journey_leg", "journey_plan", "journey_journey"} {
			w.do(t, `delete from `+table)
		}
		_, err = w.desk.Step(ctx, vera, ref)
		shut(t, "the step of a journey that is no more", err)
	})
}
