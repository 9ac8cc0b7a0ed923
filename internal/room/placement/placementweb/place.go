package placementweb

import (
	"strings"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/web"
)

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
