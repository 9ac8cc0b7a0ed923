package placementweb

import (
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

func search(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f, err := d.Finding.Search(r.Context(), r.Actor(), c)
		if err != nil {
			return web.Response{}, err
		}
		form := r.Form()
		if p, err := finding.ParsePlace(r.Query("place")); err == nil {
			form.Default("place", p.String()) // a round named it: ticked, for a person to decide
		}
		return web.View("placement.search.title", searchView(form, f), "label", f.Header.Label(r)).Wide(), nil
	}
}
