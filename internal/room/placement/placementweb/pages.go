package placementweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/finding"
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
