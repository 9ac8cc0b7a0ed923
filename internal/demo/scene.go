package demo

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
)

// scenes begins one story for every state of the path somebody can be in today.
func (p *play) scenes() {
	ago := func(d time.Duration) time.Time { return p.now.Add(-d) }
	h, m := time.Hour, time.Minute
	p.coming(ago)
	p.evaluating(ago)
	p.searching(ago)
	scene := func(last step, at time.Time, c choice, then func(*path)) {
		s := p.oneAdult()
		p.begin(func(t *thread) {
			w := t.walk(s, until(last, at), last, c)
			if t.err == nil && then != nil {
				then(w)
			}
		})
	}
	shown := func(w *path) { w.show(w.chosen.team) }
	scene(looked, ago(14*h), choice{until: p.now.Add(75 * m)}, shown)                // the hold ends soon
	scene(asked, ago(2*h+20*m), choice{urgent: true, hosts: 2}, nil)                 // urgent, and the hosts are silent
	scene(asked, ago(26*h), choice{hosts: 2, until: p.now.Add(20 * h)}, nil)         // nobody looked: call them
	scene(looked, ago(3*h), choice{referrer: 1, until: p.now.Add(30 * h)}, p.asks)   // a question of the host
	scene(accepted, ago(2*h), choice{}, nil)                                         // plan the interview
	scene(planned, ago(20*h), choice{meeting: p.now.Add(2 * h), referrer: 2}, shown) // interview today
	scene(held, ago(50*m), choice{meeting: ago(90 * m)}, nil)                        // the person is to be asked again
	scene(hostAgreed, ago(40*m), choice{}, nil)                                      // both said yes: admission
	scene(named, ago(18*h), choice{}, nil)                                           // the journey is to be organised
	scene(organised, ago(5*h), choice{leaves: p.now.Add(3 * h), expected: p.now.Add(9 * h)}, nil)
	scene(departed, ago(2*h), choice{leaves: ago(2*h + 10*m), expected: p.now.Add(3 * h)}, func(w *path) {
		w.do(ago(100*m), func() error { // somebody of a referring service accompanies, by name
			return p.net.Rooms.Journey.NameCompany(p.ctx, w.office, w.ref, p.cast.referrers[0].User())
		})
	})
	scene(departed, ago(6*h), choice{leaves: ago(6 * h), expected: ago(25 * m)}, shown) // 25 minutes late
	scene(arrived, ago(22*h), choice{referrer: 1}, func(w *path) {
		w.show(w.chosen.team)
		w.do(ago(20*h), func() error {
			return p.net.Rooms.Stay.Note(p.ctx, w.chosen.host, w.chosen.ref, secret.Of(p.words.Notes[0]))
		})
	})
	p.staying(ago)
}

// coming are new referrals: one this morning, one that needs a doctor today.
func (p *play) coming(ago func(time.Duration) time.Time) {
	for i, d := range []time.Duration{5 * time.Hour, 40 * time.Minute} {
		s := p.somebody()
		s.doctor = i == 1
		p.begin(func(t *thread) { t.walk(s, until(referred, ago(d)), referred, choice{referrer: i + 1}) })
	}
}

// evaluating: one evaluation taken up, one half done.
func (p *play) evaluating(ago func(time.Duration) time.Time) {
	one, two := p.somebody(), p.somebody()
	p.begin(func(t *thread) {
		w := t.walk(one, until(referred, ago(7*time.Hour)), referred, choice{})
		t.do(ago(6*time.Hour), func() error { return p.net.Rooms.Assessment.Start(p.ctx, w.office, w.ref) })
	})
	p.begin(func(t *thread) {
		w := t.walk(two, until(referred, ago(27*time.Hour)), referred, choice{referrer: 2})
		t.do(ago(25*time.Hour), func() error {
			e := w.evaluation(two)
			e.Sheet.Needs, e.Sheet.Weeks, e.Sheet.Autonomy, e.Criteria = nil, 0, "", e.Criteria[:4]
			return p.net.Rooms.Assessment.Save(p.ctx, w.office, w.ref, e)
		})
	})
}

// searching: people for whom a place has been sought for days; one of them has few possible places.
func (p *play) searching(ago func(time.Duration) time.Time) {
	for i, days := range []int{12, 4, 1} {
		s := p.somebody()
		if i == 0 {
			s.adults, s.shape, s.gender, s.level = 1, "adult_with_children", "Feminine", "grave"
			s.children, s.needs = []string{"age_0_2", "age_3_5", "age_6_12", "age_13_17"},
				[]string{"step_free", "school"}
		}
		at := ago(time.Duration(days) * 24 * time.Hour)
		p.begin(func(t *thread) {
			w := t.walk(s, until(searched, at), searched, choice{referrer: i})
			if i == 0 {
				t.do(ago(20*time.Hour), w.search)
			} else if i == 1 {
				t.do(ago(90*time.Minute), func() error { return p.keepApart(w) })
			}
		})
	}
}

// keepApart records that somebody who seeks a place must not be near somebody who stays in one.
func (p *play) keepApart(w *path) error {
	other, err := p.net.Rooms.Assessment.Open(p.ctx, w.office, p.settled)
	if err != nil {
		return fmt.Errorf("read the other case: %w", err)
	}
	err = p.net.Rooms.Assessment.KeepApart(p.ctx, w.office, w.ref, assessment.Apart{
		Code: other.Header.Code, Reach: "department", Since: p.day(p.now).AddDays(-3), Why: secret.Of(p.words.Apart),
	})
	return fault.In("keep two people apart", err)
}

// asks has the host ask something of the closed list.
func (p *play) asks(w *path) {
	w.do(w.now.Add(-time.Hour), func() error {
		return p.net.Rooms.Placement.Asking.Ask(p.ctx, w.chosen.host, w.chosen.ref, w.chosen.id,
			p.country().List(codelist.ProposalQuestion).Codes(p.day(p.now))[0].Key)
	})
}

// staying: a transfer asked for, an address that is known to the danger, a stay about to end.
func (p *play) staying(ago func(time.Duration) time.Time) {
	s := p.net.Rooms.Stay
	for i, act := range []func(*path) error{
		func(w *path) error { return s.AskTransfer(p.ctx, w.chosen.host, w.chosen.ref, "wish") },
		func(w *path) error { return s.ReportBreach(p.ctx, w.chosen.host, w.chosen.ref) },
		func(w *path) error { return s.PlanExit(p.ctx, w.chosen.host, w.chosen.ref, p.day(p.now).AddDays(6)) },
		func(w *path) error {
			on := p.day(p.now).AddDays(-26)
			return s.RecordLegal(p.ctx, w.chosen.host, w.chosen.ref,
				stay.Step{Legal: stay.Legal{Event: "reflection_started", On: on}, Owner: access.Hosts})
		},
	} {
		who, plan := p.oneAdult(), p.from(ago(time.Duration(50+i*9)*24*time.Hour))
		p.begin(func(t *thread) {
			w := t.walk(who, plan, arrived, choice{})
			if i == 2 {
				p.settled = w.ref
			}
			t.do(ago(time.Duration(3+i)*time.Hour), func() error { return act(w) })
		})
	}
}

// desk is the head office's morning: contacts, and drafts that are not sent yet.
func (p *play) desk() {
	for i, c := range p.words.Contacts {
		at := p.now.Add(-time.Duration(30+i*95) * time.Minute)
		p.begin(func(t *thread) {
			t.do(at, func() error {
				end := helpdesk.StateOpen
				if c.Answer != "" {
					end = helpdesk.Advised
				}
				_, err := p.net.Rooms.Helpdesk.Save(p.ctx, p.cast.claire, helpdesk.ContactID{}, 0, helpdesk.Entry{
					Caller: c.Caller, Organisation: c.Organisation, Department: c.Department, Channel: c.Channel,
					Topics: c.Topics, Minutes: c.Minutes,
					Name: secret.Of(c.Name), Telephone: secret.Of(c.Telephone), Note: secret.Of(c.Note),
					Answer: secret.Of(c.Answer),
				}, end)
				if err != nil {
					return fmt.Errorf("note a contact: %w", err)
				}
				return nil
			})
		})
	}
	draft, without := p.somebody(), p.somebody()
	p.begin(func(t *thread) {
		t.do(p.now.Add(-4*time.Hour), func() error {
			a := p.answers(draft, "association", draft.origin)
			delete(a.Codes, "agreed")
			_, err := p.net.Rooms.Referral.Begin(p.ctx, p.cast.referrers[0], a)
			return err
		})
		t.do(p.now.Add(-100*time.Minute), func() error { return p.withoutAccount(without) })
	})
}

// withoutAccount sends a referral on the public page; its receipt is kept for the demonstration.
func (p *play) withoutAccount(s soul) error {
	whole := p.answers(s, "hospital", s.origin)
	first := referral.NewAnswers()
	for _, name := range []string{"who_name", "who_telephone"} {
		first.Words[name] = whole.Words[name]
	}
	r, err := p.net.Rooms.Referral.PublicBegin(p.ctx, first)
	if err != nil {
		return err
	}
	receipt := r.Receipt
	if _, err := p.net.Rooms.Referral.PublicWrite(p.ctx, receipt, whole, nil); err != nil {
		return err
	}
	p.clock.Advance(2 * time.Minute) // a form without account takes a person some time
	if _, err := p.net.Rooms.Referral.PublicSubmit(p.ctx, receipt); err != nil {
		return err
	}
	p.cast.people.Receipt = receipt.Show()
	return nil
}
