package helpdesk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

const needle = "Delphine Needle"

// referrals stands for the room that opens referrals.
type referrals struct {
	got  []helpdesk.Prefill
	once []string
	fail error
}

func (r *referrals) OpenFromContact(ctx context.Context, _ access.Actor, p helpdesk.Prefill) (string, error) {
	r.once = append(r.once, access.Once(ctx))
	if r.fail != nil {
		return "", r.fail
	}
	r.got = append(r.got, p)
	return "/cases/new", nil
}

func TestContactIsSealedAndCountedByCodes(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		hugo := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Host)
		d := helpdesk.New(f.Gate, &referrals{})
		e := helpdesk.Entry{Caller: "professional", Department: "34", Topics: []string{"legal", "health", "legal"},
			Minutes: 12,
			Name:    secret.Of(needle), Telephone: secret.Of("0612"), Note: secret.Of("about papers"),
			Answer: secret.Of("see a lawyer")}
		s, err := d.Save(ctx, claire, helpdesk.ContactID{}, 0, e, helpdesk.Advised)
		if err != nil {
			t.Fatal(err)
		}
		c, err := d.Contact(ctx, claire, s.ID)
		if err != nil || c.State != helpdesk.Advised || c.Name.Reveal() != needle ||
			c.Answer.Reveal() != "see a lawyer" || len(c.Topics) != 2 || c.By != "Claire" {
			t.Fatalf("%+v, %v", c, err)
		}
		if c.Organisation != "unknown" || c.Channel != "call" {
			t.Errorf("I10: what was not stated became %q, %q", c.Organisation, c.Channel)
		}
		// The list opens no word.
		l, err := d.Contacts(ctx, claire, helpdesk.Filter{Topic: "legal", Department: "34", State: helpdesk.Advised})
		if err != nil || len(l.Contacts) != 1 || !l.Contacts[0].Name.Empty() || l.Contacts[0].Minutes != 12 {
			t.Fatalf("list: %+v, %v", l, err)
		}
		for _, q := range []helpdesk.Filter{{Topic: "minor"}, {Department: "75"}, {State: helpdesk.StateOpen}} {
			if l, err := d.Contacts(ctx, claire, q); err != nil || len(l.Contacts) != 0 {
				t.Errorf("%+v found %d, %v", q, len(l.Contacts), err)
			}
		}
		// A host has no contacts at all.
		if _, err := d.Contact(ctx, hugo, s.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("host opened a contact: %v", err)
		}
		if _, err := d.Contacts(ctx, hugo, helpdesk.Filter{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("host listed contacts: %v", err)
		}
		if _, err := d.Save(ctx, hugo, helpdesk.ContactID{}, 0, e, helpdesk.StateOpen); !fault.Is(err, fault.NotFound) {
			t.Errorf("host noted a contact: %v", err)
		}
		// Ended contacts are not rewritten, but may be reopened.
		if _, err := d.Save(ctx, claire, s.ID, c.Version, e, helpdesk.StateOpen); !fault.Is(err, fault.Conflict) {
			t.Errorf("an ended contact was rewritten: %v", err)
		}
		if err := d.Reopen(ctx, claire, s.ID); err != nil {
			t.Fatal(err)
		}
		if c, err = d.Contact(ctx, claire, s.ID); err != nil || c.State != helpdesk.StateOpen {
			t.Errorf("reopened: %s, %v", c.State, err)
		}
	})
}

func TestOpenContactsWaitOnTheHome(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		d := helpdesk.New(f.Gate, &referrals{})
		home := casefile.NewDesk(f.Gate, d.HomePanels(), nil)
		var first helpdesk.Saved
		for i, department := range []string{"34", ""} {
			s, err := d.Save(ctx, claire, helpdesk.ContactID{}, 0,
				helpdesk.Entry{Caller: "relative", Department: department, Name: secret.Of(needle)}, helpdesk.StateOpen)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = s
			}
			f.Clock.Advance(time.Minute)
		}
		items, err := home.OnHome(ctx, claire)
		if err != nil || len(items) != 2 || items[0].Text != "helpdesk.item_from.relative" ||
			items[1].Text != "helpdesk.item.relative" {
			t.Fatalf("%+v, %v", items, err)
		}
		if items[0].Link != "/contacts/"+first.ID.String() {
			t.Errorf("who waits longest stands at %s", items[0].Link)
		}
		if _, err := d.Save(ctx, claire, first.ID, 1, helpdesk.Entry{}, helpdesk.Silent); err != nil {
			t.Fatal(err)
		}
		if items, err = home.OnHome(ctx, claire); err != nil || len(items) != 1 {
			t.Errorf("after the end: %d, %v", len(items), err)
		}
	})
}

func TestReferralTakesEverythingAlongAndLosesNothing(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		refs := &referrals{fail: errors.New("elsewhere")}
		d := helpdesk.New(f.Gate, refs)
		e := helpdesk.Entry{Caller: "professional", Organisation: "hospital", Department: "69", Name: secret.Of(needle),
			Telephone: secret.Of("0612"), Note: secret.Of("tonight")}
		ctx := access.WithOnce(context.Background(), "once-1")
		s, err := d.Save(ctx, claire, helpdesk.ContactID{}, 0, e, helpdesk.Opened)
		if err == nil || s.ID.IsZero() {
			t.Fatalf("a failing referral gave %+v, %v", s, err)
		}
		c, err := d.Contact(context.Background(), claire, s.ID)
		if err != nil || c.State != helpdesk.StateOpen || c.Note.Reveal() != "tonight" {
			t.Fatalf("the words were lost: %+v, %v", c, err)
		}
		refs.fail = nil
		if s, err = d.Save(access.WithOnce(context.Background(), "once-2"), claire, s.ID, c.Version, e,
			helpdesk.Opened); err != nil || s.Link != "/cases/new" {
			t.Fatalf("%+v, %v", s, err)
		}
		p := refs.got[0]
		if p.CallerName.Reveal() != needle || p.Telephone.Reveal() != "0612" || p.Note.Reveal() != "tonight" ||
			p.Organisation != "hospital" || p.Department != "69" {
			t.Errorf("handed on: %+v", p)
		}
		// The same press twice opens one referral.
		if _, err := d.Save(access.WithOnce(context.Background(), "once-2"), claire, s.ID, c.Version+1, e,
			helpdesk.Opened); !errors.Is(err, access.ErrRepeated) {
			t.Errorf("repeated press: %v", err)
		}
		if len(refs.got) != 1 {
			t.Errorf("%d referrals", len(refs.got))
		}
		if err := d.Reopen(context.Background(), claire, s.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a contact that became a referral was reopened: %v", err)
		}
	})
}

func TestStaleContactIsRefused(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		d := helpdesk.New(f.Gate, &referrals{})
		s, err := d.Save(ctx, claire, helpdesk.ContactID{}, 0, helpdesk.Entry{Note: secret.Of("one")},
			helpdesk.StateOpen)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = d.Save(ctx, claire, s.ID, 1, helpdesk.Entry{Note: secret.Of("two")},
			helpdesk.StateOpen); err != nil {
			t.Fatal(err)
		}
		if _, err = d.Save(ctx, claire, s.ID, 1, helpdesk.Entry{Note: secret.Of("three")},
			helpdesk.StateOpen); !errors.Is(err, casefile.ErrChanged) {
			t.Fatalf("stale: %v", err)
		}
		if c, err := d.Contact(ctx, claire, s.ID); err != nil || c.Note.Reveal() != "two" {
			t.Errorf("%v", err)
		}
		for _, bad := range []helpdesk.Entry{{Caller: "emperor"}, {Topics: []string{"weather"}}, {Department: "R11"},
			{Minutes: 9999}, {Channel: "owl"}} {
			if _, err := d.Save(ctx, claire, s.ID, 2, bad, helpdesk.StateOpen); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}

func TestContactsPageByPage(t *testing.T) {
	f := trusttest.SQLite(t)
	ctx := context.Background()
	claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	d := helpdesk.New(f.Gate, &referrals{})
	for range helpdesk.PageSize + 3 {
		if _, err := d.Save(ctx, claire, helpdesk.ContactID{}, 0, helpdesk.Entry{Minutes: 3},
			helpdesk.StateOpen); err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(time.Second)
	}
	seen := map[helpdesk.ContactID]bool{}
	q := helpdesk.Filter{}
	for range 3 {
		l, err := d.Contacts(ctx, claire, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range l.Contacts {
			if seen[c.ID] {
				t.Fatal("shown twice")
			}
			seen[c.ID] = true
		}
		if q.After = l.Next; l.Next.IsZero() {
			break
		}
	}
	if len(seen) != helpdesk.PageSize+3 {
		t.Errorf("%d contacts shown", len(seen))
	}
}
