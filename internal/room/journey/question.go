package journey

import (
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// under is how many days ago a journey that is planned, or changed on the way, may have begun.
const under = 30

// ahead is how many days from now a journey may be planned: she is awaited, and a place is not held for a season.
const ahead = 90

// The questions of a journey, in the order of its page. Its words are read by whoever organises it, by the host, and
// for the time of the way by the one person named to accompany.
var (
	// OfLeg is asked of each leg.
	OfLeg = ask.Of("journey",
		ask.Code("means", codelist.JourneyMeans, func(l *Leg) *string { return &l.Means }).Opened().Required(),
		onTheWay("from", "journey_leg.from_sealed", func(l *Leg) *secret.Text { return &l.From }).Required(),
		ask.Hour("departs", func(l *Leg) *time.Time { return &l.DepartsAt }).
			There(func(l *Leg) *string { return &l.DepartsIn }).NotOlder(under).NotLater(ahead).Required(),
		onTheWay("to", "journey_leg.to_sealed", func(l *Leg) *secret.Text { return &l.To }).Required(),
		ask.Hour("arrives", func(l *Leg) *time.Time { return &l.ArrivesAt }).
			There(func(l *Leg) *string { return &l.ArrivesIn }).NotOlder(under).NotLater(ahead).Required(),
		onTheWay("carrier", "journey_leg.carrier_sealed", func(l *Leg) *secret.Text { return &l.Carrier }),
		onTheWay("ticket", "journey_leg.ticket_sealed", func(l *Leg) *secret.Text { return &l.Ticket }),
		ask.Money("cost", func(l *Leg) *money.Cents { return &l.Cost }).Optional(),
		ask.Among("funder", Funders, func(l *Leg) *string { return &l.Funder }).Opened().Optional(),
	)
	// OfArriving asks when somebody came, where that was before it is told.
	OfArriving = ask.Of("journey", ask.Hour("at", func(a *Arrival) *time.Time { return &a.At }).As("arrived_at").
			NotOlder(ask.Work).Optional())
	// OfDeparture and OfArrival ask when it was indeed, where it was noted wrong.
	OfDeparture = ask.Of("journey", ask.Hour("at", func(l *Left) *time.Time { return &l.At }).
			There(func(l *Left) *string { return &l.In }).As("departed").NotOlder(ask.Work).Required())
	OfArrival = ask.Of("journey", ask.Day("on", ask.Itself[date.Date]).As("arrived_on").NotOlder(ask.Work).Required())
	// OfNoShow asks why an arrival did not take place.
	OfNoShow = ask.Of("journey.no_show", ask.Among("cause", Causes, ask.Itself[Cause]).Required())
	// OfWhereabouts asks where somebody is who left, and whom no host receives any more.
	OfWhereabouts = ask.Of("journey.stranded",
		ask.Among("where", Wheres, func(w *WhereaboutsTold) *string { return &w.Where }).Required())
	// OfPlan is asked of the whole, besides its legs.
	OfPlan = ask.Of("journey",
		ask.Code("accompanier", codelist.Accompanier, func(p *Plan) *string { return &p.Accompanier }).Required(),
		onTheWay("name", "journey_plan.name_sealed", func(p *Plan) *secret.Text { return &p.Name }),
		onTheWay("telephone", "journey_plan.telephone_sealed", func(p *Plan) *secret.Text { return &p.Telephone }).
			Max(40).Telephone(),
		onTheWay("meeting", "journey_plan.meeting_sealed", func(p *Plan) *secret.Text { return &p.Meeting }).
			Lines(4).Max(500),
		onTheWay("code_word", "journey_plan.code_word_sealed", func(p *Plan) *secret.Text { return &p.CodeWord }).
			Max(80),
		onTheWay("fallback", "journey_plan.fallback_sealed", func(p *Plan) *secret.Text { return &p.Fallback }).
			Lines(4).Max(500),
		ask.Hour("expected", func(p *Plan) *time.Time { return &p.Expected }).
			There(func(p *Plan) *string { return &p.ExpectedIn }).NotOlder(under).NotLater(ahead).Required(),
	)
)

// onTheWay asks for words that go with the journey.
func onTheWay[T any](name, column string, at func(*T) *secret.Text) ask.Field[T] {
	return ask.Words(name, vault.Journey, column, at).Optional()
}
