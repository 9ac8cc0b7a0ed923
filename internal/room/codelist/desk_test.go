package codelist_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// A list, a deadline and an amount are edited from a day on, by an administrator; the journal knows who did it, no edit
// is overwritten, and a house opened again says the same.
func TestTheNetworkEditsItsCountry(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		d := codelist.New(f.Gate)
		root := f.SignIn("root")
		today := f.Gate.Today()
		label := map[lang.Tag]string{"fr": "Nouveau besoin", "en": "New need"}
		for _, e := range []country.Edit{
			country.EditRule(country.NoteDays, today.AddDays(2), 21),
			country.EditRule(country.NoteDays, today.AddDays(2), 28),
			country.EditAmount(country.AidMonthly, today.AddDays(1), 120_00),
			country.AddCode(codelist.Need, "new_need", "", today.AddDays(1), label),
			country.EndCode(codelist.Need, "quiet_room", today.AddDays(1)),
		} {
			if err := d.Edit(ctx, root, e); err != nil {
				t.Fatal(err)
			}
			f.Clock.Advance(time.Second)
		}
		check := func(c *country.Pack) {
			t.Helper()
			if c.Number(country.NoteDays, today.AddDays(1)) != 14 ||
				c.Number(country.NoteDays, today.AddDays(2)) != 28 ||
				c.Amount(country.AidMonthly, today) != 100_00 ||
				c.Amount(country.AidMonthly, today.AddDays(1)) != 120_00 ||
				!c.List(codelist.Need).Has("new_need", today.AddDays(1)) ||
				c.List(codelist.Need).Has("quiet_room", today.AddDays(1)) ||
				!c.List(codelist.Need).Has("quiet_room", today) {
				t.Error("a fact is not read as of its day")
			}
		}
		check(f.Gate.Country())
		db := f.Raw()
		var n, entries int
		if err := db.QueryRow(`select count(*) from country_edit`).Scan(&n); err != nil || n != 5 {
			t.Fatalf("%d edits, %v", n, err)
		}
		if err := db.QueryRow(`select count(*) from journal_entry where act = 'country.edit'`).Scan(
			&entries); err != nil ||
			entries != 5 {
			t.Fatalf("%d entries, %v", entries, err)
		}
	})
}

// What makes no sense, what lies in the past, and whoever is no administrator.
func TestEditsAreRefused(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		d := codelist.New(f.Gate)
		root, today := f.SignIn("root"), f.Gate.Today()
		for why, e := range map[string]country.Edit{
			"today":        country.EditRule(country.NoteDays, today, 21),
			"long ago":     country.EditRule(country.NoteDays, date.Must(2020, 1, 1), 21),
			"nonsense":     country.EditRule(country.NoteDays, today.AddDays(1)),
			"no such rule": country.EditRule("free_beer_days", today.AddDays(1), 1),
		} {
			if err := d.Edit(ctx, root, e); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", why, err)
			}
		}
		good := country.EditRule(country.NoteDays, today.AddDays(1), 21)
		for _, who := range []access.Actor{access.Nobody(), access.Machine("edit")} {
			if err := d.Edit(ctx, who, good); err == nil {
				t.Errorf("%v edited the country", who)
			}
		}
		if f.Gate.Country().Number(country.NoteDays, today.AddDays(1)) != 14 {
			t.Error("a refused edit holds")
		}
	})
}
