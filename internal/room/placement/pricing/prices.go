package pricing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/calc/future"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/solve"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// Desk is where prices are seen, capped and made anew.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Handlers does the job of the night: the prices of the day.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{priceJob: d.price}
}

const (
	priceJob  = "placement.price"
	priceHour = 4 // in the network's zone, when few people search

	lookBack = 3 * 365 // days of the network's own past
	replays  = 40      // half years drawn from it and replayed
	perStep  = future.Whole / 10

	// FewestWeeks is the least history from which prices are made; with less every price is 0.
	FewestWeeks = 26
	// FewestArrivals is the same, in people. At twenty arrivals the 95 % interval of their rate already spans from six
	// tenths to one and a half of it.
	FewestArrivals = 20
	// UsualCap is what a price counts at most until the coordination sets otherwise.
	UsualCap = 3
)

// Scarce is one kind of place that people may need.
type Scarce struct {
	Kind     string // as match names it
	Price    int    // 0 to match.MostPrice: tenths of a placement, before the cap
	Counts   int    // what T6 counts today: Price, and the cap at most
	Places   int
	Arrivals int // people who needed the kind
}

// Prices is today's prices, and what they were made from. The zero instant At says that none were made yet.
type Prices struct {
	Cap         int
	At          time.Time
	From, Until date.Date
	Arrivals    int // people who agreed to be counted (I14)
	Delays      int // ended stays with a planned length
	Kinds       []Scarce

	Replays       int     // 0: too little history
	With, Without float64 // share of hindsight, with prices and without
	Low, High     float64 // of the difference: between these it lay in 95 of 100 replays
}

// Enough tells whether there was history enough to make prices from.
func (p Prices) Enough() bool { return p.Replays > 0 }

var (
	qPast = gate.FiguresSQL("placement.price_past", `select (f.at - $1) / 604800000000, c.adults, c.children_bands,
		c.need_codes, c.security_level, `+question.WorstDanger+`,
		coalesce((select max(case when o.urgent = $3 then 1 else 0 end) from placement_proposal o
		where o.case_id = f.case_id), 0), count(*) from casefile_fact f
		join casefile_coded c on c.case_id = f.case_id and c.statistics_consent = 'yes'
		where `+question.FirstAdmitted+` group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`)
	qDelays = gate.FiguresSQL("placement.price_delays", `select x.came, x.left_on, x.weeks, count(*) from (select `+
		casefile.EndDay+` as left_on, c.stay_weeks as weeks, (select `+casefile.DayOf+` from casefile_fact f
		where f.case_id = e.case_id and f.kind = 'arrived' and f.at <= e.at order by f.at desc limit 1) as came
		from casefile_fact e
		join casefile_coded c on c.case_id = e.case_id and c.statistics_consent = 'yes' and c.stay_weeks > 0
		where e.kind = 'ended' and `+casefile.EndDay+` >= $1 and `+casefile.EndDay+` < $2
		and `+casefile.StillOver+`) x where x.came is not null group by x.came, x.left_on, x.weeks
		order by x.came, x.left_on, x.weeks`)
	qScarce = gate.OfficeSQL("placement.scarce", `select kind, price, places, arrivals from placement_scarce
		order by kind`)
	qPlaced = gate.OfficeSQL("placement.scarce_set", `insert into placement_scarce (kind, price, places, arrivals,
		computed_at) values ($1, $2, $3, $4, $5)
		on conflict (kind) do update set price = excluded.price, places = excluded.places,
		arrivals = excluded.arrivals, computed_at = excluded.computed_at`)
	qPricing = gate.OfficeSQL("placement.pricing", `select cap, computed_at, from_on, until_on, arrivals, delays,
		replays, with_prices, without_prices, gain_low, gain_high from placement_pricing where id = 1`)
	qSetPricing = gate.OfficeSQL("placement.pricing_set", `insert into placement_pricing (id, computed_at, from_on,
		until_on, arrivals, delays, replays, with_prices, without_prices, gain_low, gain_high)
		values (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do update
		set computed_at = excluded.computed_at, from_on = excluded.from_on, until_on = excluded.until_on,
		arrivals = excluded.arrivals, delays = excluded.delays, replays = excluded.replays,
		with_prices = excluded.with_prices, without_prices = excluded.without_prices,
		gain_low = excluded.gain_low, gain_high = excluded.gain_high`)
	qSetCap = gate.OfficeSQL("placement.price_cap_set", `insert into placement_pricing (id, cap) values (1, $1)
		on conflict (id) do update set cap = excluded.cap`)
)

// permille is how shares are kept.
const permille = 1000

// share reads a column of thousandths.
type share struct{ to *float64 }

// Scan implements sql.Scanner.
func (s share) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a share is kept as a whole number, not as %T", src)
	}
	*s.to = float64(n) / permille
	return nil
}

// row is where the columns of the prices' making go.
func (p *Prices) row() []any {
	return []any{&p.Cap, clock.Stored{T: &p.At}, &p.From, &p.Until, &p.Arrivals, &p.Delays, &p.Replays, share{&p.With},
		share{&p.Without}, share{&p.Low}, share{&p.High}}
}

// Read reads today's prices; a search and a round read them and never make them.
func Read(v partner.Reader) (Prices, error) {
	p, err := gate.One(v.Office, qPricing, (*Prices).row)
	if fault.Is(err, fault.NotFound) {
		p, err = Prices{Cap: UsualCap}, nil
	}
	if err != nil {
		return p, err
	}
	p.Kinds, err = gate.List(v.Office, qScarce,
		func(s *Scarce) []any { return []any{&s.Kind, &s.Price, &s.Places, &s.Arrivals} })
	for i := range p.Kinds {
		s := &p.Kinds[i]
		s.Counts = min(s.Price, p.Cap, match.MostPrice)
	}
	return p, err
}

// Counting is what T6 counts, by kind; nil when nothing does.
func (p Prices) Counting() map[string]int {
	var out map[string]int
	for _, s := range p.Kinds {
		if s.Counts > 0 {
			if out == nil {
				out = map[string]int{}
			}
			out[s.Kind] = s.Counts
		}
	}
	return out
}

// officeReader reads the office's rows by the office's door.
type officeReader struct{ *gate.OfficeView }

// Office implements partner.Reader.
func (v officeReader) Office(q gate.OfficeQuery, args ...any) (*gate.Rows, error) {
	return v.Query(q, args...)
}

// Prices opens the page of prices.
func (d *Desk) Prices(ctx context.Context, who access.Actor) (Prices, error) {
	return gate.FromOffice(ctx, d.gate, who, SeePrices, func(v *gate.OfficeView) (Prices, error) {
		return Read(officeReader{v})
	})
}

// Capping asks how much a price may count at most.
var Capping = ask.Of("placement", ask.Number("cap", 0, match.MostPrice, ask.Itself[int]).Required())

// SetPriceCap sets how much a price may count at most, 0 (none counts) to match.MostPrice; else Invalid.
func (d *Desk) SetPriceCap(ctx context.Context, who access.Actor, most int) error {
	if most < 0 || most > match.MostPrice {
		return fault.NewAbout("cap", "placement.price.bad_cap")
	}
	return d.gate.ChangeOffice(ctx, who, SetPriceCap, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qSetCap, most)
		return fault.In("set cap of prices", err)
	})
}

// ComputePrices has the prices made anew soon. The same data on the same day give the same prices.
func (d *Desk) ComputePrices(ctx context.Context, who access.Actor) error {
	return d.gate.ChangeOffice(ctx, who, ComputePrices, func(tx *gate.OfficeTx) error {
		return tx.Later(gate.Job{Kind: priceJob, Dedupe: fmt.Sprint("anew ", clock.Micros(tx.Now()))})
	})
}

// Begin sees to it that prices are made each night. The program calls it when it starts.
func (d *Desk) Begin(ctx context.Context) error {
	return d.gate.ChangeOffice(ctx, access.Machine(priceJob), keepPrices, func(tx *gate.OfficeTx) error {
		return tx.Later(nextPrice(tx.Country(), tx.Now()))
	})
}

// nextPrice is the job of the next night. Its dedupe text is the day.
func nextPrice(c *country.Pack, after time.Time) gate.Job {
	day := c.Day(after)
	at := day.Time(c.Zone()).Add(priceHour * time.Hour)
	if !at.After(after) {
		day = day.AddDays(1)
		at = day.Time(c.Zone()).Add(priceHour * time.Hour)
	}
	return gate.Job{Kind: priceJob, Dedupe: day.String(), Due: at}
}

// price is the job: it reads the past and the places, makes prices outside any transaction, and writes them.
func (d *Desk) price(ctx context.Context, _ outbox.Job) error {
	today := d.gate.Country().Day(d.gate.Now())
	var h past
	err := d.gate.Figures(ctx, access.Machine(priceJob), countPast, func(v *gate.FiguresView) (err error) {
		h, err = readPast(v, today)
		return err
	})
	if err != nil {
		return fmt.Errorf("read arrivals: %w", err)
	}
	var rows []partner.PlaceRow
	err = d.gate.Office(ctx, access.Machine(priceJob), keepPrices, func(v *gate.OfficeView) (err error) {
		rows, err = partner.AllPlaces(officeReader{v})
		return err
	})
	if err != nil {
		return err
	}
	p := h.pricing(networkOf(d.gate.Country(), rows, today), today)
	return d.gate.ChangeOffice(ctx, access.Machine(priceJob), keepPrices, func(tx *gate.OfficeTx) error {
		now := clock.Micros(tx.Now())
		for _, s := range p.Kinds {
			if _, err := tx.Exec(qPlaced, s.Kind, s.Price, s.Places, s.Arrivals, now); err != nil {
				return fmt.Errorf("write price: %w", err)
			}
		}
		kept := func(x float64) int64 { return int64(x * permille) }
		if _, err := tx.Exec(qSetPricing, now, p.From, p.Until, p.Arrivals, p.Delays, p.Replays, kept(p.With),
			kept(p.Without), kept(p.Low), kept(p.High)); err != nil {
			return fmt.Errorf("write prices: %w", err)
		}
		return tx.Later(nextPrice(tx.Country(), tx.Now()))
	})
}

// past is what is counted of the network's own history; it names nobody.
type past struct {
	from date.Date // of the first arrival counted
	future.History
}

func readPast(v *gate.FiguresView, today date.Date) (past, error) {
	start := today.AddDays(-lookBack)
	from, to := clock.Micros(start.Time(v.Country().Zone())), clock.Micros(today.Time(v.Country().Zone()))
	h := past{from: today}
	err := gate.Each(v.Query, qPast, func(rows *gate.Rows) error {
		var week, adults, security, level, urgent, n int
		var children, codes []string
		if err := rows.Scan(&week, &adults, gate.Codes{List: &children}, gate.Codes{List: &codes}, &security, &level,
			&urgent, &n); err != nil {
			return err
		}
		if len(h.Arrivals) == 0 {
			h.from = start.AddDays(7 * week)
		}
		a := future.Arrival{Day: h.from.DaysUntil(start.AddDays(7 * week)),
			Needs: needsOf(adults+len(children), codes, max(security, level), urgent > 0)}
		for range n {
			h.Arrivals = append(h.Arrivals, a)
		}
		return nil
	}, from, to, true)
	if err != nil {
		return h, err
	}
	h.Days = h.from.DaysUntil(today)
	return h, gate.Each(v.Query, qDelays, func(rows *gate.Rows) error {
		var came, left date.Date
		var weeks, n int
		err := rows.Scan(&came, &left, &weeks, &n)
		for range n {
			h.Delays = append(h.Delays, came.DaysUntil(left)-7*weeks)
		}
		return err
	}, start, today)
}

// needsOf says which scarce kinds somebody needed, on the coded row and the worst danger alone, as match counts them:
// more than one bed is a family's, and an emergency flat is needed where hosts were asked urgently.
func needsOf(people int, codes []string, level int, urgent bool) future.Set {
	var kinds []future.Kind
	if slices.Contains(codes, "step_free") || slices.Contains(codes, "ground_floor") {
		kinds = append(kinds, future.Accessible)
	}
	if people > 1 {
		kinds = append(kinds, future.Family)
	}
	if level >= 3 || slices.Contains(codes, "high_security") {
		kinds = append(kinds, future.HighSecurity)
	}
	if urgent {
		kinds = append(kinds, future.EmergencyFlat)
	}
	return future.Of(kinds...)
}

// networkOf gives the places by kind: those free now, and those whose stay has a planned end within the time looked at.
func networkOf(c *country.Pack, rows []partner.PlaceRow, today date.Date) []future.Place {
	var out []future.Place
	for _, r := range rows {
		p := question.PlaceOf(c, r, 0)
		var kinds []future.Kind
		if p.StepFree == tri.Yes || p.GroundFloor == tri.Yes {
			kinds = append(kinds, future.Accessible)
		}
		if p.Beds > 1 {
			kinds = append(kinds, future.Family)
		}
		if p.Security >= 3 {
			kinds = append(kinds, future.HighSecurity)
		}
		if p.Emergency {
			kinds = append(kinds, future.EmergencyFlat)
		}
		f := future.Place{Is: future.Of(kinds...)}
		switch r.State {
		case partner.Free:
		case partner.Occupied:
			if !today.Before(r.FreeOn) {
				continue // nobody knows until when
			}
			f.FreeIn = today.DaysUntil(r.FreeOn)
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}

// pricing makes the prices of a day; the day is the seed, so that they repeat.
func (h past) pricing(places []future.Place, today date.Date) Prices {
	p := Prices{From: h.from, Until: today.AddDays(-1), Arrivals: len(h.Arrivals), Delays: len(h.Delays)}
	for k := range future.Kind(future.Kinds) {
		s := Scarce{Kind: k.String()}
		for _, x := range places {
			if x.Is.Has(k) {
				s.Places++
			}
		}
		for _, a := range h.Arrivals {
			if a.Needs.Has(k) {
				s.Arrivals++
			}
		}
		p.Kinds = append(p.Kinds, s)
	}
	if h.Days < 7*FewestWeeks || len(h.Arrivals) < FewestArrivals || len(places) == 0 {
		return p
	}
	s := future.Defaults
	s.Cap, s.Seed = future.Whole, uint64(today.Year()*10_000+int(today.Month())*100+today.Day())
	prices, _ := future.Price(places, h.History, s, solve.Never)
	for k := range p.Kinds {
		p.Kinds[k].Price = min((prices[k]+perStep/2)/perStep, match.MostPrice)
	}
	h.replay(places, s, &p)
	return p
}
