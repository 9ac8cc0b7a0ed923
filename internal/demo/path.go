package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// step is a station of somebody's path; a story stops after one of them.
type step int

const (
	referred step = iota
	admitted
	searched
	asked
	looked
	accepted
	planned
	held
	agreed
	hostAgreed
	named // the host learns who comes
	organised
	departed
	arrived
	steps
)

// names are the steps' names, for errors.
var names = [steps]string{"refer", "admit", "search", "ask", "look", "accept", "meet", "hold", "agree",
	"accept finally", "name", "organise", "depart", "arrive"}

// hours is how long after the referral each step comes, in hours, where nothing hurries or delays it.
var hours = [steps]float64{0, 5, 25, 26, 30, 44, 46, 71, 73, 74, 76, 95, 119, 126}

// schedule is the hour of each step.
type schedule [steps]time.Time

// from is a schedule in working hours, beginning at an hour.
func (p *play) from(start time.Time) schedule {
	var s schedule
	for i := range s {
		at := start.Add(time.Duration(hours[i]*60+float64(p.dice.IntN(50))) * time.Minute)
		if i > 0 {
			at = s[i-1].Add(at.Sub(start) - time.Duration(hours[i-1]*60)*time.Minute)
		}
		if i != int(arrived) {
			at = p.atWork(at)
		}
		s[i] = at
	}
	return s
}

// until is a schedule whose step last comes at an hour; the steps before keep their usual distance.
func until(last step, at time.Time) schedule {
	var s schedule
	for i := range s {
		s[i] = at.Add(time.Duration((hours[i] - hours[last]) * float64(time.Hour)))
	}
	return s
}

// path is one person's way so far.
type path struct {
	soul
	*thread
	plan   schedule
	office access.Actor // who coordinates
	ref    casefile.Ref // as the head office knows the case
	asked  []proposed
	chosen proposed
}

// proposed is one host asked.
type proposed struct {
	host access.Actor
	team access.TeamID
	ref  casefile.Ref // as the host knows the case
	id   proposal.ID
	area string
}

// choice is how a story differs from the usual one.
type choice struct {
	referrer int       // number of the partner that refers, from 1; 0: the head office, for a caller
	hosts    int       // asked at once; 0: one
	urgent   bool      // answer within four hours
	until    time.Time // answer-by; zero: the usual
	meeting  time.Time // of the interview; zero: the usual
	expected time.Time // arrival; zero: the usual
	leaves   time.Time // zero: the usual
	plain    bool      // long ago: without the steps that leave nothing to see
}

// walk leads somebody along the path up to and with a step.
func (t *thread) walk(s soul, plan schedule, last step, c choice) *path {
	w := &path{soul: s, thread: t, plan: plan, office: t.cast.claire}
	if t.began%2 == 1 {
		w.office = t.cast.clement
	}
	for i, act := range [steps]func() error{
		func() error { return w.refer(c) }, w.admit, w.search, func() error { return w.ask(c) }, w.look, w.accept,
		func() error { return w.meet(c) },
		w.hold, w.agree, w.hostAgrees, w.name, func() error { return w.organise(c) }, w.depart, w.arrive,
	} {
		if step(i) <= last && !(c.plain && (step(i) == searched || step(i) == looked)) {
			t.do(plan[i], func() error { return fault.In("step "+names[i], act()) })
		}
	}
	return w
}

func (w *path) refer(c choice) error {
	if c.referrer == 0 || len(w.cast.referrers) == 0 {
		id, err := w.net.Rooms.Referral.Begin(w.ctx, w.office,
			w.answers(w.soul, one(w.play, []string{"hospital", "social_service", "lawyer", "police"}), w.origin))
		if err != nil {
			return fmt.Errorf("begin a referral: %w", err)
		}
		w.ref, err = w.net.Rooms.Referral.Submit(w.ctx, w.office, id)
		w.seen[w.ref.String()] = true
		return fault.In("send a referral", err)
	}
	n := (c.referrer - 1) % len(w.cast.referrers)
	w.origin = w.cast.places[n]
	id, err := w.net.Rooms.Referral.Begin(w.ctx, w.cast.referrers[n], w.answers(w.soul, "association", w.origin))
	if err != nil {
		return fmt.Errorf("begin a referral: %w", err)
	}
	if _, err := w.net.Rooms.Referral.Submit(w.ctx, w.cast.referrers[n], id); err != nil {
		return fmt.Errorf("send a referral: %w", err)
	}
	w.ref, err = w.justCame()
	return err
}

// justCame finds the referral that has just come among the coordinator's cases, newest first.
func (w *path) justCame() (casefile.Ref, error) {
	return w.newest(w.office, casefile.Asked)
}

// newest finds the newest case at a stage that no story has found yet, as somebody's team knows it.
func (w *path) newest(who access.Actor, at casefile.Stage) (casefile.Ref, error) {
	l, err := w.net.Rooms.Casefile.Cases(w.ctx, who, true, casefile.Ref{})
	if err != nil {
		return casefile.Ref{}, err
	}
	for _, h := range l.Cases {
		if !w.seen[h.Ref.String()] && h.Stage == at {
			w.seen[h.Ref.String()] = true
			return h.Ref, nil
		}
	}
	return casefile.Ref{}, fault.ErrAbsent
}

// home reads the lines that some panels give to one role.
func (p *play) home(who access.Actor, panels []casefile.HomePanel, role access.Role) ([]casefile.Item, error) {
	var out []casefile.Item
	err := p.net.Gate.Circle(p.ctx, who, casefile.Home, func(v *gate.CircleView) error {
		out = nil
		for _, panel := range panels {
			if !slices.Contains(panel.Roles, role) {
				continue
			}
			items, err := panel.Load(v)
			if err != nil {
				return err
			}
			out = append(out, items...)
		}
		return nil
	})
	return out, err
}

func (w *path) admit() error {
	err := w.net.Rooms.Assessment.Admit(w.ctx, w.office, w.ref, w.evaluation(w.soul),
		secret.Of(one(w.play, w.words.Wishes)))
	if err != nil {
		return err
	}
	return w.net.Rooms.Casefile.Take(w.ctx, w.office, w.ref)
}

func (w *path) search() error {
	_, err := w.net.Rooms.Placement.Finding.Search(w.ctx, w.office, w.ref)
	return err
}

// errNowhere tells that no place fits.
var errNowhere = fault.NewNotFound("demo.nowhere")

func (w *path) ask(c choice) error {
	found, err := w.net.Rooms.Placement.Finding.Search(w.ctx, w.office, w.ref)
	if err != nil {
		return err
	}
	o := asking.Offer{Urgent: c.urgent, Until: c.until, Round: found.Round}
	var teams []access.TeamID
	var areas []string
	for range max(1, c.hosts) {
		m, ok := w.choose(found, teams)
		if !ok {
			break
		}
		o.Places, teams = append(o.Places, m.Row.ID), append(teams, m.Row.Partner.Team)
		areas = append(areas, m.Row.Department)
	}
	if len(teams) == 0 {
		return errNowhere
	}
	o.Override = reason(found, o.Places)
	if err := w.net.Rooms.Placement.Asking.Propose(w.ctx, w.office, w.ref, o); err != nil {
		return fmt.Errorf("propose: %w", err)
	}
	for i, team := range teams {
		a, err := w.found(team)
		if err != nil {
			return err
		}
		a.area = areas[i]
		w.asked = append(w.asked, a)
	}
	w.chosen = w.asked[0]
	return nil
}

// reason is why the coordinator of the demonstration goes against the order, where it does: the same reason for the
// same choice, so that the demonstration repeats.
func reason(f finding.Found, places []partner.PlaceID) decision.Override {
	list := f.Departures(places)
	reasons := map[decision.Against][]string{
		decision.AgainstUnknown: {"proposal_asks", "told_by_telephone"},
		decision.AgainstOrder:   {"person_prefers", "better_cannot", "support_goes_on", "criterion_unfit"},
	}[decision.Gravest(list)]
	if len(reasons) == 0 {
		return decision.Override{}
	}
	return decision.Override{Reason: reasons[(len(f.Proposals)+f.Coded.BirthYear)%len(reasons)],
		Words: secret.Of("Convenu au téléphone avec la personne et le lieu d’accueil.")}
}

// choose takes one of the possible places with the fewest beds to spare and, among them, one that lies safest.
func (w *path) choose(f finding.Found, taken []access.TeamID) (finding.Match, bool) {
	var fit []finding.Match
	least := -1
	// what is left to ask of a place, its host answers by its yes
	for _, m := range slices.Concat(f.Possible(), f.ToAsk()) {
		spare := m.Row.Beds + m.Row.Cots - w.people()
		if !m.Askable() || !m.Ahead().IsZero() || slices.Contains(taken, m.Row.Partner.Team) || m.Row.EmergencyFlat {
			continue
		}
		if least < 0 || spare < least || spare == least && safety(m) > safety(fit[0]) {
			fit, least = nil, spare
		}
		if spare == least && (len(fit) == 0 || safety(m) == safety(fit[0])) {
			fit = append(fit, m)
		}
	}
	if len(fit) == 0 {
		return finding.Match{}, false
	}
	return one(w.play, fit), true
}

// safety is how far from the danger a place lies, as the search counts it.
func safety(m finding.Match) int {
	for _, t := range m.Result.Tiers {
		if t.Criterion == match.Safety {
			return t.Value
		}
	}
	return 0
}

// found finds the proposal that has just come on a host's home, as the host does.
func (w *path) found(team access.TeamID) (proposed, error) {
	p := proposed{host: w.cast.hosts[team], team: team}
	items, err := w.home(p.host, w.net.Rooms.Placement.HomePanels(), access.Host)
	if err != nil {
		return p, err
	}
	for _, it := range items {
		part := strings.Split(it.Link, "/") // /cases/REF/proposals/ID
		if len(part) != 5 || w.seen[it.Link] {
			continue
		}
		w.seen[it.Link] = true
		if p.ref, err = casefile.ParseRef(part[2]); err != nil {
			return p, err
		}
		return p, p.id.UnmarshalText([]byte(part[4]))
	}
	return p, fault.ErrAbsent
}

func (w *path) look() error {
	_, err := w.net.Rooms.Placement.Asking.See(w.ctx, w.chosen.host, w.chosen.ref, w.chosen.id)
	return err
}

func (w *path) accept() error {
	return w.net.Rooms.Placement.Asking.Accept(w.ctx, w.chosen.host, w.chosen.ref, w.chosen.id)
}

func (w *path) meet(c choice) error {
	at := c.meeting
	if at.IsZero() {
		at = w.plan[held].Add(-time.Hour)
	}
	return w.net.Rooms.Placement.Asking.Plan(w.ctx, w.office, w.ref, w.chosen.id, proposal.Meeting{
		At: at, Way: one(w.play, asking.Ways()), Attends: []string{"referrer"},
		Prepare: secret.Of(one(w.play, w.words.NeedsWords)),
	})
}

func (w *path) hold() error {
	return w.net.Rooms.Placement.Asking.InterviewHeld(w.ctx, w.office, w.ref, w.chosen.id, true)
}

func (w *path) agree() error {
	return w.net.Rooms.Consent.Second(w.ctx, w.office, w.ref, w.agreed(w.soul, consent.Second))
}

func (w *path) hostAgrees() error {
	return w.net.Rooms.Placement.Asking.FinalAccept(w.ctx, w.chosen.host, w.chosen.ref, w.chosen.id)
}

func (w *path) name() error {
	if err := w.net.Rooms.Placement.Asking.Admit(w.ctx, w.office, w.ref, w.chosen.id, decision.Override{}); err != nil {
		return err
	}
	var err error
	// the host that receives knows the case by a new alias
	w.chosen.ref, err = w.newest(w.chosen.host, casefile.Accepted)
	return err
}

func (w *path) organise(c choice) error {
	leaves, there := w.plan[departed], w.plan[arrived]
	if !c.leaves.IsZero() {
		leaves = c.leaves
	}
	if !c.expected.IsZero() {
		there = c.expected
	}
	between := leaves.Add(there.Sub(leaves) / 2)
	town := w.country().Name
	return w.net.Rooms.Journey.Organise(w.ctx, w.office, w.ref, journey.Plan{
		Expected: there, Accompanier: one(w.play, []string{"volunteer", "head_office", "referrer_worker"}),
		Name: secret.Of(one(w.play, w.words.Hosts)), Telephone: secret.Of("06 39 98 00 17"),
		Meeting:  secret.Of(one(w.play, w.words.Meeting)),
		CodeWord: secret.Of(one(w.play, w.words.CodeWords)), Fallback: secret.Of(w.words.Fallback[0]),
		Legs: []journey.Leg{
			{Means: "train", DepartsAt: leaves, ArrivesAt: between.Add(-15 * time.Minute), Cost: 6450,
				Funder: "head_office", From: secret.Of(town(w.origin)),
				To: secret.Of("Lyon Part-Dieu"), Carrier: secret.Of(one(w.play, w.words.Carriers)),
				Ticket: secret.Of("QXT8M2")},
			{Means: "train", DepartsAt: between, ArrivesAt: there.Add(-10 * time.Minute), Cost: 3200,
				Funder: "head_office",
				From:   secret.Of("Lyon Part-Dieu"), To: secret.Of(town(w.chosen.area)),
				Carrier: secret.Of(one(w.play, w.words.Carriers))},
		},
	})
}

func (w *path) depart() error {
	return w.net.Rooms.Journey.Depart(w.ctx, w.office, w.ref, journey.Departure{Early: true})
}

func (w *path) arrive() error {
	err := w.net.Rooms.Journey.ConfirmArrival(w.ctx, w.chosen.host, w.chosen.ref, journey.Arrival{Early: true})
	if err != nil {
		return err
	}
	return w.net.Rooms.Casefile.Take(w.ctx, w.chosen.host, w.chosen.ref)
}
