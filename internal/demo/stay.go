package demo

import (
	"errors"
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
)

// exits is how stays end, and how often.
var exits = []string{"own_housing", "own_housing", "ordinary_shelter", "ordinary_shelter", "family_or_friends",
	"voluntary_return", "left_by_choice", "other_scheme"}

// live is what happens during a stay, as far as there was time for it: an aid, rights explained, a complaint or none,
// notes; then the end, where it has one.
func (w *path) live(ends time.Time) {
	s, there := w.net.Rooms.Stay, w.plan[arrived]
	host, told := &w.chosen, justiceOf(w.dice.IntN(100))
	rich := w.chance(35)
	at := func(days int, act func() error) {
		if t := w.atWork(there.AddDate(0, 0, days)); t.Before(w.now) && (ends.IsZero() || t.Before(ends)) {
			w.do(t, act)
		}
	}
	if w.chance(60) {
		at(1, func() error {
			return s.Pay(w.ctx, host.host, host.ref, stay.Aid{Kind: stay.OneOff, PaidOn: w.today()})
		})
	}
	at(2, func() error {
		err := s.RecordLegal(w.ctx, host.host, host.ref,
			stay.Step{Legal: stay.Legal{Event: "info_by_ngo", On: w.today(),
				Language: w.languages[0]}, Owner: access.Hosts})
		if err == nil && told.Complaint == "none" {
			err = s.StateJustice(w.ctx, host.host, host.ref, told)
		}
		return err
	})
	if rich {
		at(3, func() error { return s.Note(w.ctx, host.host, host.ref, secret.Of(one(w.play, w.words.Notes))) })
		at(10, func() error { return s.Settle(w.ctx, host.host, host.ref) })
	}
	if told.Complaint == "before" || told.Complaint == "after" {
		at(21, func() error {
			on := w.today()
			if told.Complaint == "before" {
				on = w.day(there).AddDays(-12)
			}
			step := stay.Legal{Event: "complaint_" + told.Complaint, On: on}
			if err := s.RecordLegal(w.ctx, host.host, host.ref, stay.Step{Legal: step,
				Owner: access.Hosts, Earlier: true}); err != nil {
				return err
			}
			return s.StateJustice(w.ctx, host.host, host.ref, told)
		})
	}
	if w.chance(20) {
		at(35, func() error {
			kind := one(w.play, []string{"medical", "psychological", "language_course", "legal_advice"})
			return s.Serve(w.ctx, host.host, host.ref, stay.Given{Codes: []string{kind}, On: w.today()})
		})
	}
	if ends.IsZero() && w.chance(90) {
		news := w.atWork(w.now.Add(-time.Duration(30+w.dice.IntN(16*24)) * time.Hour))
		if news.Before(w.now) && news.After(there.AddDate(0, 0, 36)) {
			w.do(news, func() error {
				return s.Note(w.ctx, host.host, host.ref,
					secret.Of(one(w.play, w.words.Notes)))
			})
		}
	}
	if !ends.IsZero() {
		reason := one(w.play, exits)
		w.do(ends, func() error {
			return s.End(w.ctx, host.host, host.ref, stay.Leaving{Reason: reason, On: w.today()})
		})
	}
}

// justiceOf is what is known of complaint and cooperation, by a draw of 0 to 99: of 45 who complained, 31 did so before
// they came (as 21 of 30 did in 2013); not everybody who complained cooperates, nor the other way round.
func justiceOf(draw int) stay.Justice {
	j := stay.Justice{Told: tri.Yes, Complaint: "unknown"}
	switch {
	case draw < 31:
		j.Complaint = "before"
	case draw < 45:
		j.Complaint = "after"
	case draw < 85:
		j.Complaint = "none"
	default:
		return j
	}
	switch draw % 5 {
	case 0, 1:
		j.Cooperation = tri.Yes
	case 2:
		j.Cooperation = tri.No
	}
	return j
}

// resident is somebody who came months ago, and stays or has left again. Where no place fits, the search ends.
func (p *play) resident(s soul, start, ends time.Time, number int) {
	plan := p.from(start)
	c := choice{plain: true}
	if number%4 == 1 {
		c.referrer = 1 + number/4%3
	}
	p.begin(func(t *thread) {
		w := t.walk(s, plan, arrived, c)
		if errors.Is(t.err, errNowhere) {
			t.err = nil
			t.do(p.atWork(p.clock.Now().Add(9*24*time.Hour)),
				func() error { return p.net.Rooms.Placement.Asking.NoPlace(p.ctx, w.office, w.ref) })
			return
		}
		if t.err == nil {
			w.live(ends)
		}
	})
}

// turnedElsewhere is somebody for whom another way was right: the path ends before a place.
func (p *play) turnedElsewhere(start time.Time, number int) {
	s, plan := p.somebody(), p.from(start)
	p.begin(func(t *thread) {
		switch number % 3 {
		case 0:
			w := t.walk(s, plan, referred, choice{referrer: number % 2})
			reason := one(p, []string{"local_solution", "not_local_danger"})
			t.do(plan[admitted], func() error { return w.turn(reason) })
		case 1:
			w := t.walk(s, plan, searched, choice{})
			t.do(plan[accepted], func() error { return p.withdraws(w) })
		default:
			w := t.walk(s, plan, asked, choice{})
			t.do(plan[accepted], func() error {
				return p.net.Rooms.Placement.Asking.Decline(p.ctx, w.chosen.host, w.chosen.ref, w.chosen.id,
					asking.Refusal{Reason: "team_capacity", Seen: proposal.Sent})
			})
			t.do(plan[held], func() error { return p.withdraws(w) })
		}
	})
}

// withdraws records that she decided otherwise, as she said on the telephone.
func (p *play) withdraws(w *path) error {
	page, err := p.net.Rooms.Casefile.OnCase(p.ctx, w.office, w.ref)
	if err != nil {
		return err
	}
	_, err = p.net.Rooms.Casefile.Withdraw(p.ctx, w.office, w.ref,
		casefile.Word{Heard: "telephone", Code: page.Header.Code})
	return err
}

// turn records that something else than the network was right, after an evaluation of the person's age alone.
func (w *path) turn(reason string) error {
	e := w.evaluation(w.soul)
	e.Criteria = e.Criteria[:2]
	if err := w.net.Rooms.Assessment.Save(w.ctx, w.office, w.ref, e); err != nil {
		return err
	}
	return w.net.Rooms.Assessment.Turn(w.ctx, w.office, w.ref,
		assessment.Turning{Base: 1, Reason: reason, Sentence: secret.Of(one(w.play, w.words.Wishes))})
}
