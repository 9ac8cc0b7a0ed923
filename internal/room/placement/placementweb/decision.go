package placementweb

import (
	"errors"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/web"
)

// mostWords is how much somebody may write about a decision.
const mostWords = 1000

// takeReason shows beside its field what is missing of a reason.
func takeReason(f *web.Form, err error) bool {
	switch {
	case errors.Is(err, decision.ErrReason):
		f.Fail("reason", fault.Key(err))
	case errors.Is(err, decision.ErrWords):
		f.Fail("words", fault.Key(err))
	default:
		return false
	}
	return true
}

func place(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		p, err := finding.ParsePlace(r.Path("place"))
		if err != nil {
			return web.Response{}, err
		}
		w, err := d.Finding.Place(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.place.title", placeView(r.Form(), w)).Wide(), nil
	}
}

// comparison is where places are seen side by side.
func comparison(c casefile.Ref, places []question.PlaceID) string {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.String()
	}
	return onCase(c) + "/comparison?places=" + strings.Join(ids, ",")
}

func compare(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		var places []question.PlaceID
		for s := range strings.SplitSeq(r.Query("places"), ",") {
			p, err := finding.ParsePlace(s)
			if err != nil {
				return web.Response{}, err
			}
			places = append(places, p)
		}
		list, err := d.Finding.Compare(r.Context(), r.Actor(), c, places)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.compare.title", compareView(list)).Wide(), nil
	}
}

// decisionOf reads the case and the decision of a link.
func decisionOf(r *web.Request) (c casefile.Ref, id decision.ID, err error) {
	if c, _, err = named(r); err != nil {
		return c, id, err
	}
	if err := id.UnmarshalText([]byte(r.Path("decision"))); err != nil {
		return c, id, fault.NewNotFound("fault.not_found")
	}
	return c, id, nil
}

func record(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, id, err := decisionOf(r)
		if err != nil {
			return web.Response{}, err
		}
		b, err := d.Review.Take(r.Context(), r.Actor(), c, id)
		if err != nil {
			return web.Response{}, err
		}
		return web.File("decision.json", "application/json", b), nil
	}
}

func openDecision(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, id, err := decisionOf(r)
		if err != nil {
			return web.Response{}, err
		}
		one, err := d.Review.Decision(r.Context(), r.Actor(), c, id)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.decision.title", decisionView(one)).Wide(), nil
	}
}
