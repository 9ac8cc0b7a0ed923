package partner

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/packs"
)

// The day of these tests: Wednesday 25 November 2026.
var (
	wednesday = date.Must(2026, 11, 25)
	monday    = date.Must(2026, 11, 23)
)

func mondays() []date.Date {
	var out []date.Date
	for i := range Weeks {
		out = append(out, monday.AddDays(7*i))
	}
	return out
}

func TestMonday(t *testing.T) {
	for d, want := range map[date.Date]date.Date{
		monday: monday, wednesday: monday, date.Must(2026, 11, 29): monday,
		date.Must(2026, 11, 30): date.Must(2026, 11, 30),
		date.Must(2027, 1, 1):   date.Must(2026, 12, 28), {}: {},
	} {
		if got := packs.France().WeekOf(d); got != want {
			t.Errorf("the Monday of %s is %s, want %s", d, got, want)
		}
	}
}

// What a place's weeks look like: never free where that is not known, and what is taken for part of a week is taken.
func TestWeeksOfAPlace(t *testing.T) {
	someone := id.New[struct{}](time.Unix(0, 0))
	var c gate.CaseID
	if err := c.Scan(someone.Bytes()); err != nil {
		t.Fatal(err)
	}
	byNetwork := func(freeOn date.Date) PlaceRow {
		return PlaceRow{State: Occupied, Place: Place{Marked: Occupied, ByNetwork: true, fullBy: c, FreeOn: freeOn}}
	}
	held := PlaceRow{State: Held,
		Place: Place{Marked: Free, heldFor: c, HeldUntil: date.Must(2026, 12, 2).Time(packs.France().Zone())}}
	for name, x := range map[string]struct {
		p    PlaceRow
		want []Run
	}{
		"free": {PlaceRow{State: Free}, []Run{{SpellFree, monday, 13, date.Date{}}}},
		"free from a Thursday": {PlaceRow{State: Free, Place: Place{AvailableFrom: date.Must(2026, 12, 3)}},
			[]Run{{SpellLater, monday, 2, date.Must(2026, 12, 3)},
				{SpellFree, date.Must(2026, 12, 7), 11, date.Date{}}}},
		"free since last year": {PlaceRow{State: Free, Place: Place{AvailableFrom: date.Must(2025, 12, 3)}},
			[]Run{{SpellFree, monday, 13, date.Date{}}}},
		"held": {held, []Run{{SpellHeld, monday, 2, date.Must(2026, 12, 2)},
			{SpellFree, date.Must(2026, 12, 7), 11, date.Date{}}}},
		"taken until a Tuesday": {byNetwork(date.Must(2026, 12, 15)),
			[]Run{{SpellTaken, monday, 4, date.Must(2026, 12, 15)},
				{SpellPlanned, date.Must(2026, 12, 21), 9, date.Date{}}}},
		"taken, no end": {byNetwork(date.Date{}), []Run{{SpellOpenEnded, monday, 13, date.Date{}}}},
		"taken, end has passed": {byNetwork(date.Must(2026, 11, 20)),
			[]Run{{SpellOpenEnded, monday, 13, date.Date{}}}},
		"by the host's own": {PlaceRow{State: Occupied}, []Run{{SpellOpenEnded, monday, 13, date.Date{}}}},
		"by the host's own till": {PlaceRow{State: Occupied, Place: Place{AvailableFrom: date.Must(2026, 11, 30)}},
			[]Run{{SpellTaken, monday, 1, date.Must(2026, 11, 30)},
				{SpellPlanned, date.Must(2026, 11, 30), 12, date.Date{}}}},
		"paused":    {PlaceRow{State: Paused}, []Run{{SpellPaused, monday, 13, date.Date{}}}},
		"withdrawn": {PlaceRow{State: Withdrawn}, []Run{{SpellWithdrawn, monday, 13, date.Date{}}}},
		"convention ends": {PlaceRow{State: Free, Partner: Partner{Until: date.Must(2026, 12, 31)}},
			[]Run{{SpellFree, monday, 6, date.Date{}}, {SpellOver, date.Must(2027, 1, 4), 7, date.Date{}}}},
		"partner left": {PlaceRow{State: Free, Partner: Partner{Standing: Over}},
			[]Run{{SpellOver, monday, 13, date.Date{}}}},
	} {
		if got := runs(packs.France(), x.p, mondays(), wednesday); !slices.Equal(got, x.want) {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

// However a place stands, its runs fill the quarter without a gap, and free is said of a free or held place only.
func TestRunsFillTheQuarter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) date.Date {
			if rapid.Bool().Draw(t, name+" known") {
				return wednesday.AddDays(rapid.IntRange(-200, 200).Draw(t, name))
			}
			return date.Date{}
		}
		p := PlaceRow{
			State:   rapid.SampledFrom([]State{Free, Held, Occupied, Paused, Withdrawn}).Draw(t, "state"),
			Partner: Partner{Until: day("until")},
			Place:   Place{ByNetwork: rapid.Bool().Draw(t, "network"), AvailableFrom: day("from"), FreeOn: day("free")},
		}
		if p.State == Held {
			p.HeldUntil = wednesday.AddDays(rapid.IntRange(0, 30).Draw(t, "held")).Time(packs.France().Zone())
		}
		next, n := monday, 0
		for _, r := range runs(packs.France(), p, mondays(), wednesday) {
			if r.From != next || r.Weeks < 1 {
				t.Fatalf("a gap at %s: %+v", next, r)
			}
			if r.Spell == SpellFree && p.State != Free && p.State != Held {
				t.Fatalf("%s is said to be free", p.State)
			}
			next, n = r.Last().AddDays(1), n+r.Weeks
		}
		if n != Weeks {
			t.Fatalf("%d weeks", n)
		}
	})
}

func TestAgeOfAWord(t *testing.T) {
	now := wednesday.Time(packs.France().Zone())
	for days, want := range map[int]Age{0: AgeWeek, 7: AgeWeek, 8: AgeMonth, 30: AgeMonth, 31: AgeQuarter,
		90: AgeQuarter, 91: AgeOlder, 4000: AgeOlder} {
		if got := (Place{ConfirmedAt: now.Add(-time.Duration(days) * 24 * time.Hour)}).Age(now); got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
	if got := (Place{}).Age(now); got != AgeNever {
		t.Errorf("never: %s", got)
	}
}

// The question is asked on Mondays at nine in the network's zone, also over a change of the clocks.
func TestNextQuestion(t *testing.T) {
	at := func(d date.Date, hour int) time.Time {
		return d.Time(packs.France().Zone()).Add(time.Duration(hour) * time.Hour)
	}
	for after, want := range map[time.Time]string{
		at(monday, 8): "2026-11-23 09:00", at(monday, 9): "2026-11-30 09:00", at(wednesday, 3): "2026-11-30 09:00",
		at(date.Must(2027, 3, 27), 12): "2027-03-29 09:00", at(date.Must(2026, 10, 24), 12): "2026-10-26 09:00",
	} {
		j := nextAsk(packs.France(), after)
		if got := j.Due.In(packs.France().Zone()).Format("2006-01-02 15:04"); got != want || j.Dedupe != want[:10] {
			t.Errorf("after %s: %s (%s), want %s", after, got, j.Dedupe, want)
		}
	}
}
