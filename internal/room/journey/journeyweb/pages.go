package journeyweb

import (
	"context"
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// caseOf reads which case a link is about.
var caseOf = web.ID[casefile.Ref]("case")

// plan records a first plan or a change of it; "one more leg" shows the form again with room for it.
func plan(d *journey.Desk, page web.Screen[journey.Shown]) func(*web.Request) (web.Response, error) {
	do := web.Enter(caseOf, readPlan, func(ctx context.Context, who access.Actor, ref casefile.Ref,
		p planned) error {
		if p.seen == 0 {
			return d.Organise(ctx, who, ref, p.Plan)
		}
		return d.Change(ctx, who, ref, p.seen, p.Plan)
	})
	return func(r *web.Request) (web.Response, error) {
		if r.Form().Value("more") != "" {
			return page.Show(r)
		}
		err := do(r)
		return web.SeeOther("/cases/" + r.Path("case") + "/journey").Saying("journey.plan.said"), err
	}
}

func arrivedAt(r *web.Request) time.Time { return r.Form().Moment("at") }
