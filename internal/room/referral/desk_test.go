package referral_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	_ "havre.example/havre/internal/room/journey" // its part: the facts it tells
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/trusttest"
)

// I2: Inès's draft stays a draft until the person agreed. I9: an uncertain age is taken in, and shown.
func TestAReferralNeedsThePersonsAgreement(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		claire, ines := o.claire(), o.partner()
		draft, err := o.Begin(ctx, ines, who)
		if err != nil {
			t.Fatal(err)
		}
		for _, agreed := range []string{"", "unknown", "no"} {
			if _, err := o.Write(ctx, ines, draft, whole(agreed), nil); err != nil {
				t.Fatal(err)
			}
			if _, err := o.Submit(ctx, ines, draft); !errors.Is(err, referral.ErrAgreement) {
				t.Fatalf("agreement %q: %v", agreed, err)
			}
		}
		if _, err := o.Look(ctx, claire, draft); !fault.Is(err, fault.NotFound) {
			t.Fatalf("another team opened the draft: %v", err)
		}
		yes := whole("yes")
		delete(yes.Codes, "birth_year")
		yes.Codes["birth_year"] = []string{""}
		if _, err := o.Write(ctx, ines, draft, yes, nil); err != nil {
			t.Fatal(err)
		}
		ref, err := o.Submit(ctx, ines, draft)
		if err != nil {
			t.Fatal(err)
		}
		again, err := o.Submit(ctx, ines, draft)
		if err != nil || again != ref {
			t.Fatalf("sent twice: %s, %s, %v", ref, again, err)
		}
		l, err := o.cases.Cases(ctx, claire, true, casefile.Ref{})
		if err != nil || len(l.Cases) != 1 || l.Cases[0].Stage != casefile.Asked {
			t.Fatalf("Claire's cases: %+v, %v", l, err)
		}
		items, err := o.cases.OnHome(ctx, claire)
		if err != nil || len(items) != 2 || items[0].Text != "referral.home.new_care" || !items[0].Alarm ||
			items[1].Text != "person.home.age" {
			t.Fatalf("Claire's home: %+v, %v", items, err)
		}
		theirs, err := o.cases.OnCase(ctx, claire, l.Cases[0].Ref)
		if err != nil {
			t.Fatal(err)
		}
		p := panel[referral.Panel](t, theirs)
		if !strings.Contains(p.Danger.Reveal(), needle) || p.Health.Empty() ||
			p.Referrer.Words["who_name"].Reveal() != "Docteur "+needle {
			t.Fatal("Claire does not read what was said")
		}
		if c := panel[consent.Page](t, theirs); len(c.List) != 2 || c.List[0].Kind != "relocation_1" &&
			c.List[1].Kind != "relocation_1" {
			t.Fatalf("agreements %+v", c.List)
		}
		mine, err := o.cases.OnCase(ctx, ines, ref)
		if err != nil {
			t.Fatal(err)
		}
		if p := panel[referral.Panel](t, mine); !p.Danger.Empty() || !p.Health.Empty() || p.State != referral.Received {
			t.Fatalf("Inès's panel: state %s", p.State)
		}
		if w := panel[person.Page](t, mine); w.Identity.Names.Reveal() != needle || w.Adult != tri.Unknown ||
			w.Coded.StatisticsConsent != tri.Yes ||
			w.Coded.OriginDepartment != "31" || w.Coded.HouseholdShape != "adult_with_children" ||
			strings.Join(w.Coded.NeedCodes, " ") != "cot interpreter" {
			t.Fatalf("coded row %+v", w.Coded)
		}
		items, err = o.cases.OnHome(ctx, ines)
		if err != nil || len(items) != 1 || items[0].Text != "referral.home.own.received" {
			t.Fatalf("Inès's home: %+v, %v", items, err)
		}
		// The thread goes both ways.
		if err := o.Reply(ctx, claire, l.Cases[0].Ref, secret.Of("Can she speak now? "+needle), true); err != nil {
			t.Fatal(err)
		}
		items, _ = o.cases.OnHome(ctx, ines)
		if len(items) != 2 || items[0].Text != "referral.home.own.call" && items[1].Text != "referral.home.own.call" {
			t.Fatalf("Inès is not asked to call: %+v", items)
		}
		f.Clock.Advance(time.Minute)
		if err := o.Reply(ctx, ines, ref, secret.Of("Yes, until six."), false); err != nil {
			t.Fatal(err)
		}
		theirs, err = o.cases.OnCase(ctx, claire, l.Cases[0].Ref)
		if p := panel[referral.Panel](t, theirs); err != nil || len(p.Thread) != 2 || !p.Unread ||
			p.Thread[1].Words.Reveal() != "Yes, until six." {
			t.Fatalf("thread %+v, %v", p.Thread, err)
		}
		if err := o.Seen(ctx, claire, l.Cases[0].Ref); err != nil {
			t.Fatal(err)
		}
		noNeedle(t, f, needle)
	})
}

// A professional without account writes, leaves, comes back with the digits, and sends. I13: the digits alone open it.
func TestAReceiptOpensItsOwnAndNothingElseDoes(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		claire := o.claire()
		begun, err := o.PublicBegin(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		digits := begun.Receipt.Show()
		if len(digits) != 20 || strings.Trim(digits, "0123456789") != "" {
			t.Fatalf("receipt %q", digits)
		}
		if got := fmt.Sprintf("%v %+v %s", begun.Receipt, begun, begun.Answers); strings.Contains(got, digits) ||
			strings.Contains(got, needle) {
			t.Fatal("a receipt or a draft printed itself")
		}
		back, err := o.PublicLook(ctx, referral.ReadReceipt(digits[:4]+" "+digits[4:12]+"-"+digits[12:]))
		if err != nil || back.State != referral.Draft || back.Answers.Words["who_name"].Reveal() != "Docteur "+needle {
			t.Fatalf("coming back: %v, %v", back.State, err)
		}
		// Wrong, malformed and empty receipts are answered alike, each after one stretch.
		for _, wrong := range []string{"00000000000000000000", digits[:19], digits + "1", "", "abc"} {
			before := o.stretch.calls
			if _, err := o.PublicLook(ctx, referral.ReadReceipt(wrong)); !errors.Is(err, referral.ErrReceipt) ||
				o.stretch.calls != before+1 {
				t.Fatalf("receipt %q: %v after %d stretches", wrong, err, o.stretch.calls-before)
			}
		}
		if _, err := o.PublicWrite(ctx, begun.Receipt, whole(""), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := o.PublicSubmit(ctx, begun.Receipt); !errors.Is(err, referral.ErrTooQuick) {
			t.Fatalf("sent within the second: %v", err)
		}
		f.Clock.Advance(4 * time.Second)
		if r, err := o.PublicSubmit(ctx, begun.Receipt); !errors.Is(err, referral.ErrAgreement) ||
			r.State != referral.Draft {
			t.Fatalf("sent without agreement (I2): %v", err)
		}
		if _, err := o.PublicWrite(ctx, begun.Receipt, whole("yes"), nil); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if r, err := o.PublicSubmit(ctx, begun.Receipt); err != nil || r.State != referral.Received {
				t.Fatalf("sent: %s, %v", r.State, err)
			}
		}
		l, err := o.cases.Cases(ctx, claire, true, casefile.Ref{})
		if err != nil || len(l.Cases) != 1 {
			t.Fatalf("sent twice is %d cases, %v", len(l.Cases), err)
		}
		ref := l.Cases[0].Ref
		if err := o.Reply(ctx, claire, ref, secret.Of("Please call us. "+needle), true); err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(time.Minute)
		r, err := o.PublicReply(ctx, begun.Receipt, secret.Of("I call at two. "+needle))
		if err != nil || r.State != referral.PleaseDo || len(r.Thread) != 2 ||
			r.Thread[0].Words.Reveal() != "Please call us. "+needle {
			t.Fatalf("thread without account: %s, %d messages, %v", r.State, len(r.Thread), err)
		}
		page, err := o.cases.OnCase(ctx, claire, ref)
		if p := panel[referral.Panel](t, page); err != nil || !p.Unread ||
			p.Thread[1].Words.Reveal() != "I call at two. "+needle {
			t.Fatalf("Claire does not read the answer: %v", err)
		}
		if items, err := o.cases.OnHome(ctx, claire); err != nil || len(items) != 2 {
			t.Fatalf("Claire's home: %+v, %v", items, err)
		}
		// Another receipt does not open this thread, and a written draft is not changed by a sent one.
		other, err := o.PublicBegin(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := o.PublicLook(ctx, other.Receipt); err != nil || len(r.Thread) != 0 {
			t.Fatalf("another receipt sees %d messages, %v", len(r.Thread), err)
		}
		hers, err := o.cases.OnCase(ctx, claire, ref)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.cases.Withdraw(ctx, claire, ref,
			casefile.Word{Heard: "telephone", Code: hers.Header.Code}); err != nil {
			t.Fatal(err)
		}
		if r, err := o.PublicLook(ctx, begun.Receipt); err != nil || r.State != referral.Over {
			t.Fatalf("after the end: %s, %v", r.State, err)
		}
		noNeedle(t, f, needle, digits)
	})
}

// A network whose evaluation team has no key yet says so, and keeps the draft.
func TestANetworkNotOpenYetKeepsTheDraft(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		begun, err := o.PublicBegin(ctx, whole("yes"))
		if err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(4 * time.Second)
		if _, err := o.PublicSubmit(ctx, begun.Receipt); !errors.Is(err, referral.ErrClosed) {
			t.Fatalf("sent into nothing: %v", err)
		}
		if r, err := o.PublicLook(ctx, begun.Receipt); err != nil || r.State != referral.Draft ||
			r.Answers.Words["name"].Reveal() != needle {
			t.Fatalf("the draft is lost: %v", err)
		}
	})
}

// A draft left alone for 30 days is gone, and its receipt is like any unknown one.
func TestAnUntouchedDraftGoes(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		begun, err := o.PublicBegin(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(30*24*time.Hour + time.Second)
		if _, err := o.PublicLook(ctx, begun.Receipt); !errors.Is(err, referral.ErrReceipt) {
			t.Fatalf("after 30 days: %v", err)
		}
	})
}

// The helpdesk's contact opens a draft; nothing is typed twice. Discarded, it opens no more.
func TestAContactOpensADraft(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, o := context.Background(), open(f)
		claire := o.claire()
		draft, err := o.Open(ctx, claire, referral.Prefill{Name: secret.Of("Major Petit"), Kind: "police",
			Department: "59", Words: secret.Of("She is at the station.")})
		if err != nil {
			t.Fatal(err)
		}
		w, err := o.Look(ctx, claire, draft)
		if err != nil || w.Answers.Words["danger_words"].Reveal() != "She is at the station." ||
			w.Answers.Codes["who_kind"][0] != "police" {
			t.Fatalf("draft: %v", err)
		}
		if _, err := o.Write(ctx, claire, draft,
			referral.Merge(whole("yes"), answers(nil, map[string]string{"who_name": "Major Petit"})), nil); err != nil {
			t.Fatal(err)
		}
		other, err := o.Open(ctx, claire, referral.Prefill{})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Discard(ctx, claire, other); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Look(ctx, claire, other); !fault.Is(err, fault.NotFound) {
			t.Fatalf("discarded: %v", err)
		}
		ref, err := o.Submit(ctx, claire, draft)
		if err != nil {
			t.Fatal(err)
		}
		page, err := o.cases.OnCase(ctx, claire, ref)
		if err != nil || panel[referral.Panel](t, page).Way != referral.ByOffice || len(page.Facts) != 3 {
			t.Fatalf("case: %+v, %v", page.Facts, err)
		}
	})
}

// noNeedle looks for words in every file of an embedded database: they lie encrypted there anyway, so for PostgreSQL,
// whose tables are plain, it asks every text of every table.
func noNeedle(t *testing.T, f *trusttest.Floor, words ...string) {
	t.Helper()
	if f.Engine == "sqlite" {
		files, err := filepath.Glob(filepath.Join(f.Dir, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no database file: %v", err)
		}
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range words {
				if strings.Contains(string(raw), w) {
					t.Errorf("%q lies in %s", w, filepath.Base(name))
				}
			}
		}
		return
	}
	dump(t, f.DSN, words)
}
