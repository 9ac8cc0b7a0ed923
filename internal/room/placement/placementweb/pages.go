package placementweb

import (
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

// whose names the person a search is for, in the title.
func whose(r *web.Request, f finding.Found) []any { return []any{"label", f.Header.Label(r)} }

// prepareSearch ticks the place that a round named, for a person to decide, and says that somebody was faster where
// that is so: the board above says what they did.
func prepareSearch(r *web.Request, _ finding.Found) {
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
			return web.Show(lettersOf(d, c, o), "placement.preview.title", previewView)(r)
		}
		if f.OK() && f.Value("do") == "compare" {
			if n := len(o.Places); n > 1 && n <= proposal.MostHosts(r.Country(), r.Today()) {
				return web.SeeOther(comparison(c, o.Places)), nil
			}
			f.Fail("", "placement.two_or_three")
		}
		if !f.OK() {
			return web.Response{}, web.ErrTyped
		}
		if err = d.Asking.Propose(r.Context(), r.Actor(), c, o); fault.Is(err, fault.Conflict) {
			err = fault.ErrChanged // whatever it was: the search is shown as it is now
		}
		return web.SeeOther(onCase(c) + "/search").Saying("placement.said.proposed"), err
	}
}

// letters are what each of the chosen hosts will read.
type letters struct {
	ref  casefile.Ref
	list []asking.Letter
}

func lettersOf(d *placement.Desk, c casefile.Ref, o asking.Offer) func(*web.Request) (letters, error) {
	return func(r *web.Request) (letters, error) {
		list, err := d.Asking.Letters(r.Context(), r.Actor(), c, o.Places, o.Urgent)
		return letters{c, list}, err
	}
}

// compared opens the places that the address names.
func compared(d *placement.Desk) func(*web.Request) ([]finding.Why, error) {
	return func(r *web.Request) ([]finding.Why, error) {
		c, err := caseOf(r)
		if err != nil {
			return nil, err
		}
		var places []finding.PlaceID
		for s := range strings.SplitSeq(r.Query("places"), ",") {
			p, err := finding.ParsePlace(s)
			if err != nil {
				return nil, err
			}
			places = append(places, p)
		}
		return d.Finding.Compare(r.Context(), r.Actor(), c, places)
	}
}

// asked is a proposal as its host sees it on a day.
type asked struct {
	asking.Seen
	on date.Date
}

func askedOf(d *placement.Desk) func(*web.Request) (asked, error) {
	return func(r *web.Request) (asked, error) {
		s, err := web.AtBoth(caseOf, proposalOf, d.Asking.See)(r)
		return asked{s, r.Today()}, err
	}
}

// weigh weighs the places for all who wait, and leads to what was found.
func weigh(d *placement.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		n, err := d.Weighing.Weigh(r.Context(), r.Actor(), readRoundChoice(r))
		return web.SeeOther("/rounds/" + n.String()), err
	}
}

// person opens one person of a round; with a place in the address, why not there.
func person(d *placement.Desk, asks bool) func(*web.Request) (weighing.Person, error) {
	return func(r *web.Request) (weighing.Person, error) {
		place := ""
		if asks {
			p, err := placeIn(r)
			if err != nil {
				return weighing.Person{}, err
			}
			place = p.String()
		}
		n, err := roundOf(r)
		if err != nil {
			return weighing.Person{}, err
		}
		c, err := personOf(r)
		if err != nil {
			return weighing.Person{}, err
		}
		return d.Weighing.Person(r.Context(), r.Actor(), n, c.String(), place)
	}
}

func whichPerson(r *web.Request, p weighing.Person) []any {
	return []any{"label", p.Line.Header.Label(r)}
}

// year is the review of a year, for somebody who may see true counts or not.
type year struct {
	review.Year
	mayExact bool
}

// yearOf reads the year of the path; what is none answers like a year that does not exist.
func yearOf(r *web.Request) (int, error) {
	n, err := strconv.Atoi(r.Path("year"))
	if err != nil {
		return 0, fault.NewNotFound("placement.no_such_year")
	}
	return n, nil
}

func openYear(d *placement.Desk) func(*web.Request) (year, error) {
	return func(r *web.Request) (year, error) {
		n, err := yearOf(r)
		if err != nil {
			return year{}, err
		}
		v, err := d.Review.Year(r.Context(), r.Actor(), n, r.Query("form") == "protected")
		return year{v, review.MayReviewExact(r.Actor())}, err
	}
}

func whichYear(_ *web.Request, y year) []any { return []any{"year", strconv.Itoa(y.Year.Year)} }

// file is the handler of something taken away.
func file(open func(*web.Request) ([]byte, error), name, kind string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		b, err := open(r)
		if err != nil {
			return web.Response{}, err
		}
		return web.File(name, kind, b), nil
	}
}
