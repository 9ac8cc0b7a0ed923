package gate_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// edit writes an edit of the country as another node would.
func (w *world) edit(e country.Edit) {
	w.t.Helper()
	from, err := e.From.Value()
	w.ok(err)
	if _, err := w.Raw().Exec(`insert into country_edit (section, name, from_on, value, set_at, user_id)
		values ($1, $2, $3, $4, $5, $6)`, string(e.Section), e.Name, from, e.Value, w.Clock.Now().UnixMicro(),
		w.claire.User().Bytes()); err != nil {
		w.t.Fatal(err)
	}
}

// What another node says of the country is there with the next reading, and stays when the reading fails.
func TestTheCountryIsReadAnew(t *testing.T) {
	each(t, func(w *world) {
		today := w.Gate.Today()
		days := func(on date.Date) int { return w.Gate.Country().Number(country.NoteDays, on) }
		was, pack := days(today), w.Gate.Country()
		w.ok(w.Gate.Refresh(ctx))
		if w.Gate.Country() != pack {
			w.t.Error("nothing is new, and the pack is another")
		}
		w.edit(country.EditRule(country.NoteDays, today, was+3))
		if days(today) != was {
			w.t.Error("read without being asked")
		}
		w.ok(w.Gate.Refresh(ctx))
		if days(today) != was+3 || days(today.AddDays(-1)) != was {
			w.t.Errorf("%d days from today, %d before; %d were said", days(today), days(today.AddDays(-1)), was+3)
		}
		w.edit(country.EditRule(country.NoteDays, today.AddDays(2), was+5))
		w.ok(w.Gate.Refresh(ctx))
		if days(today.AddDays(1)) != was+3 || days(today.AddDays(2)) != was+5 {
			w.t.Error("of two lines one is not read")
		}
		w.ok(w.Gate.Office(ctx, w.claire, reading, func(v *gate.OfficeView) error {
			if v.Country() != w.Gate.Country() || v.Today() != today {
				w.t.Error("a handle knows another country, or another day")
			}
			return nil
		}))
		// What another release's pack has overtaken keeps nobody from what stands beside it.
		w.edit(country.Edit{Section: country.RuleSection, Name: string(country.NoteDays), From: today.AddDays(3),
			Value: "soon"})
		w.edit(country.AddCode("need", "school", "", today, map[lang.Tag]string{"fr": "École", "en": "School"}))
		w.Clock.Advance(time.Second)
		w.edit(country.EditRule(country.NoteDays, today.AddDays(4), was+7))
		w.ok(w.Gate.Refresh(ctx))
		if days(today.AddDays(3)) != was+5 || days(today.AddDays(4)) != was+7 {
			w.t.Error("what does not fit holds, or what stands beside it does not")
		}
		pack = w.Gate.Country()
		w.ok(w.Close())
		if err := w.Gate.Refresh(ctx); err == nil {
			w.t.Error("read from a database that is shut")
		}
		if w.Gate.Country() != pack {
			w.t.Error("a reading that failed changed the country")
		}
	})
}

func TestACountryIsNotAskedOutsideItsDoor(t *testing.T) {
	each(t, func(w *world) {
		var kept *gate.OfficeView
		w.ok(w.Gate.Office(ctx, w.claire, reading, func(v *gate.OfficeView) error { kept = v; return nil }))
		panics(w.t, "the country", "outside its door", func() { kept.Country() })
		panics(w.t, "the day", "outside its door", func() { kept.Today() })
	})
}

// An act of the office says in the journal what it was about, and only while it lasts.
func TestWhatAnOfficeActWasAbout(t *testing.T) {
	each(t, func(w *world) {
		object := gate.As(w.id)
		var kept *gate.OfficeTx
		w.ok(w.Gate.ChangeOffice(ctx, w.claire, changing, func(tx *gate.OfficeTx) error {
			tx.About(object)
			kept = tx
			return nil
		}))
		if e, n := w.last(changing); n == 0 || string(e.Object) != string(object.Bytes()) {
			w.t.Errorf("noted: %+v", e)
		}
		panics(w.t, "afterwards", "outside its door", func() { kept.About(object) })
	})
}

// A wrap that was altered stops whoever would use it; who is refused anyway hears nothing of it.
func TestAnAlteredWrapStopsTheAct(t *testing.T) {
	each(t, func(w *world) {
		ref := w.join(w.hana, access.Proposed, vault.Identity)
		if _, err := w.Raw().Exec(`update vault_wrap set bundle = $1 where object_id = $2`, []byte("altered"),
			w.id.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		err := w.Gate.Case(ctx, w.claire, workCase, w.ref, func(*gate.CaseTx) error {
			w.t.Error("worked with what did not open")
			return nil
		})
		if !fault.Is(err, fault.Internal) || fault.Key(err) != "fault.tampered" {
			w.t.Errorf("writing: %v", err)
		}
		if _, err := w.read(ctx, w.claire, readCase, w.ref); fault.Key(err) != "fault.tampered" {
			w.t.Errorf("looking: %v", err)
		}
		_, before := w.last(hostCase)
		_, err = w.read(ctx, w.hana, hostCase, ref)
		w.refused("refused, looking", err)
		w.refused("refused, writing", w.Gate.Case(ctx, w.hana, hostCase, ref, func(*gate.CaseTx) error {
			w.t.Error("got in")
			return nil
		}))
		if e, after := w.last(hostCase); after != before+2 || e.Refused != string(hostCase.By) {
			w.t.Errorf("%d refusals noted, the last %+v", after-before, e)
		}
	})
}
