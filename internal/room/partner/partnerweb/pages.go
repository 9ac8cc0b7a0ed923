package partnerweb

import (
	"net/url"
	"strconv"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func list(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		q := partner.Query{Name: r.Query("q"), Department: r.Query("department"), Sort: partner.Sort(r.Query("sort"))}
		if n, err := strconv.Atoi(r.Query("page")); err == nil && n > 0 && n < 1_000_000 {
			q.Page = n
		}
		l, err := d.Partners(r.Context(), r.Actor(), q)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.list.title", listView(q, l, r.Actor().Has(access.Administrator))).Wide(), nil
	}
}

func open(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := partner.ParsePartner(r.Path("partner"))
		if err != nil {
			return web.Response{}, err
		}
		v, err := d.Partner(r.Context(), r.Actor(), p)
		if err != nil {
			return web.Response{}, err
		}
		may := rights{r.Actor().Has(access.Administrator), r.Actor().Has(access.Logistics)}
		return web.View("partner.page.title", partnerView(v, may), "name", v.Partner.Name).Wide(), nil
	}
}

// rights is what the reader of a partner's page may do there; the gate decides again.
type rights struct{ edit, address bool }

func markTold(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := partner.ParsePlace(r.Path("place"))
		if err != nil {
			return web.Response{}, err
		}
		if err := d.MarkTold(r.Context(), r.Actor(), p, stateOf(r)); err != nil {
			return web.Response{}, err
		}
		back, err := partner.ParsePartner(r.Form().Value("partner"))
		if err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/partners/" + back.String()).Saying("partner.mark.said"), nil
	}
}

func stateOf(r *web.Request) partner.State {
	return web.Choice(r.Form(), "state", partner.Markable, web.Required)
}

func mine(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		m, err := d.MyPlaces(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.mine.title", mineView(m)), nil
	}
}

func mark(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := partner.ParsePlace(r.Path("place"))
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Mark(r.Context(), r.Actor(), p, stateOf(r)); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(backTo(r)).Saying("partner.mark.said"), nil
	}
}

func confirm(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		places, err := sent(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Confirm(r.Context(), r.Actor(), places); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(backTo(r)).Saying("partner.mark.confirmed"), nil
	}
}

func export(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		out, err := d.Export(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.File("partners.csv", "text/csv; charset=utf-8", out), nil
	}
}

// pageURL is the list with the same search, on another page; "" when there is none.
func pageURL(q partner.Query, page int, there bool) string {
	if !there || page < 0 {
		return ""
	}
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Name, "department": q.Department, "sort": string(q.Sort)} {
		if value != "" {
			v.Set(name, value)
		}
	}
	v.Set("page", strconv.Itoa(page))
	return "/partners?" + v.Encode()
}
