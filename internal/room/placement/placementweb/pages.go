package placementweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// whose names the person a search is for, in the title.
func whose(r *web.Request, f finding.Found) []any { return []any{"label", f.Header.Label(r)} }

func whichPerson(r *web.Request, p weighing.Person) []any {
	return []any{"label", p.Line.Header.Label(r)}
}

func whichYear(_ *web.Request, y review.Year) []any { return []any{"year", strconv.Itoa(y.Year)} }

// compared opens the places that the address names.
func compared(d *placement.Desk) func(*web.Request) ([]finding.Why, error) {
	return func(r *web.Request) ([]finding.Why, error) {
		var places []finding.PlaceID
		for s := range strings.SplitSeq(r.Query("places"), ",") {
			p, err := finding.ParsePlace(s)
			if err != nil {
				return nil, err
			}
			places = append(places, p)
		}
		return web.At(caseOf, func(ctx context.Context, who access.Actor, c casefile.Ref) ([]finding.Why, error) {
			return d.Finding.Compare(ctx, who, c, places)
		})(r)
	}
}

// weigh weighs the places for all who wait, and leads to what was found.
func weigh(d *placement.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		n, err := d.Weighing.Weigh(r.Context(), r.Actor(), readRoundChoice(r))
		return web.SeeOther(onRound(n)), err
	}
}

// person opens one person of a round; with a place in the address, why not there.
func person(d *placement.Desk) func(*web.Request) (weighing.Person, error) {
	return func(r *web.Request) (weighing.Person, error) {
		return web.AtBoth(roundOf, personOf, func(ctx context.Context, who access.Actor, n weighing.ID,
			c casefile.Ref) (weighing.Person, error) {
			return d.Weighing.Person(ctx, who, n, c.String(), r.Path("place"))
		})(r)
	}
}

// reviewed opens the review of a year, in the form that is asked for.
func reviewed(open func(context.Context, access.Actor, int, bool) (review.Year,
	error)) func(*web.Request) (review.Year, error) {
	return func(r *web.Request) (review.Year, error) {
		return web.At(web.Whole("year"), func(ctx context.Context, who access.Actor, year int) (review.Year, error) {
			return open(ctx, who, year, r.Query("form") == "protected")
		})(r)
	}
}

// prepareSearch ticks the place that a round named, for a person to decide, and that it is urgent where she has nowhere
// to sleep; it says that somebody was faster where that is so: the board above says what they did.
func prepareSearch(r *web.Request, found finding.Found) {
	if found.Stranded {
		r.Form().Default("urgent", "yes")
	}
	if p, err := finding.ParsePlace(r.Query("place")); err == nil {
		r.Form().Default("place", p.String())
	}
	if r.Form().Overtaken() {
		r.Form().Fail("", "placement.changed_meanwhile")
	}
}

// propose asks the hosts that are ticked, or shows what they would read, or leads to their places side by side.
func propose(d *placement.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		c, err := caseOf(r)
		if err != nil {
			return web.Response{}, err
		}
		f, o := r.Form(), readOffer(r)
		if f.OK() && f.Value("do") == "preview" {
			letters := func(r *web.Request) ([]asking.Letter, error) {
				return d.Asking.Letters(r.Context(), r.Actor(), c, o.Places, o.Urgent)
			}
			preview := web.NewScreen(letters, "placement.preview.title", func(f *web.Form,
				l []asking.Letter) templ.Component {
				return previewView(f, c, l)
			}).Headed()
			res, err := preview.Show(r)
			return res.Again(), err
		}
		if f.OK() && f.Value("do") == "compare" {
			if n := len(o.Places); n > 1 && n <= proposal.MostHosts(r.Country(), r.Today()) {
				return web.SeeOther(comparison(c, o.Places)), nil
			}
			f.Fail("place", "placement.two_or_three")
		}
		if !f.OK() {
			return web.Response{}, web.ErrTyped
		}
		if err = d.Asking.Propose(r.Context(), r.Actor(), c, o); fault.Is(err, fault.Conflict) {
			err = fault.ErrChanged // whatever it was: the search is shown as it is now
		}
		return web.SeeOther(onSearch(c)).Saying("placement.said.proposed"), err
	}
}

// seen is the state of the proposal that somebody had before them.
func seen(r *web.Request) proposal.State { return proposal.State(r.Form().Value("seen")) }

// cameOf reads what came of a call to a host.
func cameOf(r *web.Request) asking.Spoken {
	out := web.Answers(asking.Telephoning)(r)
	out.Seen = seen(r)
	if out.Outcome != "" {
		for _, wrong := range out.Contradictions() { // all at once
			r.Form().Take(wrong)
		}
	}
	return out
}

// nobody tells by what came of a call which of two handlers says so.
func nobody(nobody, answered web.Handler) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if r.Form().Value("outcome") == "nobody" {
			return nobody(r)
		}
		return answered(r)
	}
}

// justCalled fills the form of a call with the present hour.
func justCalled(r *web.Request, c asking.Calling) {
	web.Fill(r.Form(), asking.Telephoning, &asking.Spoken{At: c.Now})
}

// meeting reads what is planned, and why where danger grew since the host agreed.
func meeting(r *web.Request) proposal.Meeting {
	m := web.Answers(asking.Meeting)(r)
	m.Why = web.Answers(decision.Reasoning)(r)
	return m
}

// thereAt asks for the hour of an interview by the clocks of the host's place, until somebody chooses otherwise; what
// was planned before stands in the form.
func thereAt(r *web.Request, pl asking.Planning) {
	if b := pl.Before; b != nil {
		web.Fill(r.Form(), asking.Meeting, &proposal.Meeting{At: b.At, Way: b.Way, Attends: b.Attends,
			Prepare: pl.Prepare, In: r.Country().ZoneArea(pl.Place.Department)})
	}
	r.Form().Default("at-place", r.Country().ZoneArea(pl.Place.Department))
}

// early tells whether it is confirmed that something was well before its planned hour.
func early(r *web.Request) bool { return r.Form().Bool("early") }

// refusal reads a host's no.
func refusal(r *web.Request) asking.Refusal {
	out := web.Answers(asking.Declining)(r)
	out.Seen = seen(r)
	return out
}

// readOffer reads what was ticked and said.
func readOffer(r *web.Request) asking.Offer {
	o := web.Answers(asking.Offering)(r)
	o.Override = web.Answers(decision.Reasoning)(r)
	o.Round = r.Form().Int("round")
	if o.Places = ticked(r.Form()); len(o.Places) == 0 {
		r.Form().Fail("place", "placement.one_to_three")
	}
	return o
}

// ticked are the places ticked in a form.
func ticked(f *web.Form) []finding.PlaceID {
	var out []finding.PlaceID
	for _, v := range f.Values("place") {
		if p, err := finding.ParsePlace(v); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// replied reads the reply whose button was pressed.
func replied(r *web.Request) string { return r.Form().Value("reply") }

// fillCap shows what a price may count at present; 0 is a bound too, which a sheet takes for no answer.
func fillCap(r *web.Request, p pricing.Prices) { r.Form().Default("cap", strconv.Itoa(p.Cap)) }

// readRoundChoice reads what is asked of a round: a lock stands as "case place" in a field of its own.
func readRoundChoice(r *web.Request) weighing.Choice {
	c := web.Answers(weighing.Choosing)(r)
	c.Locks = map[string]string{}
	for _, v := range r.Form().Values("lock") {
		who, where, _ := strings.Cut(v, " ")
		_, err := id.Parse[any](who)
		if _, no := finding.ParsePlace(where); err == nil && no == nil {
			c.Locks[who] = where
		}
	}
	return c
}

// again, noPlace, thanked and refused say what follows, before a search begins again or stops, before a host is let go,
// and before a host says no.
func again(r *web.Request, h casefile.Header) (web.Foreseen, templ.Component) {
	why := web.Answers(asking.Resuming)(r)
	return web.Foreseen{Ask: "placement.again.sure", Yes: "placement.again.yes",
			Happens: web.Either(h.Stage.Placed(), "placement.again.way", "placement.again.happens"),
			Told:    web.Either(h.Stage.Placed(), "placement.again.way_told", "placement.again.told"),
			Back:    "placement.again.back"},
		room.Asked(h, web.Rows(r.Context(), asking.Resuming, &why))
}

func noPlace(_ *web.Request, h casefile.Header) (web.Foreseen, templ.Component) {
	return web.Foreseen{Ask: "placement.no_place.sure", Yes: "placement.no_place.yes",
		Happens: "placement.no_place.words", Told: "placement.no_place.asked",
		Back: "placement.no_place.back"}, room.Asked(h, nil)
}

func thanked(r *web.Request, a asking.Asked) (web.Foreseen, templ.Component) {
	return web.Foreseen{Ask: "placement.withdraw.sure", Yes: "placement.withdraw.yes",
		Happens: "placement.withdraw.happens", Told: "placement.withdraw.told",
		Back: "placement.withdraw.back"}, room.Asked(a.Header, nil, placeName(r.Context(), a.Place))
}

// refused is a host's no: one for want of room is about its place too.
func refused(r *web.Request, _ asking.Seen) (web.Foreseen, templ.Component) {
	no := web.Answers(asking.Declining)(r)
	return web.Foreseen{Ask: "placement.host.sure", Yes: "placement.host.no_yes",
			Happens: web.Either(asking.NoRoom(no.Reason), "placement.host.no_place", "placement.host.no_leaves"),
			Told:    "placement.host.no_told", Back: "placement.host.no_back"},
		web.SummaryList(web.Rows(r.Context(), asking.Declining, &no))
}
