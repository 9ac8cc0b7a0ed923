package referral

import (
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qNew = gate.CircleSQL("referral.new", `select `+casefile.HeaderColumns+`, r.care_today
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join referral_case r on r.case_id = c.id
		where @circle and circle.relation = 'evaluates' and c.open = 1 and c.stage = 'referred'
		and r.care_today = 'yes' order by c.stage_at limit 50`)
	qUnread = gate.CircleSQL("referral.unread", `select `+casefile.HeaderColumns+`, min(m.at)
		from referral_message m join casefile_circle circle on circle.case_id = m.case_id
		join casefile_case c on c.id = m.case_id
		where m.read_at = 0 and m.side = $2 and circle.relation = $3 and @circle
		group by `+casefile.HeaderColumns+` order by min(m.at) limit 50`)
	qTransfers = gate.CircleSQL("referral.transfers", `select `+casefile.HeaderColumns+`, f.at
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_fact f on f.case_id = c.id and f.kind = 'transfer_asked'
		where @circle and circle.relation = 'evaluates' and c.open = 1 and c.stage = 'sheltered'
		and not exists (select 1 from referral_transfer t where t.former_id = c.id and t.asked_at >= f.at)
		order by f.at limit 50`)
	qOwn = gate.CircleSQL("referral.own", `select `+casefile.HeaderColumns+`, r.call_at
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join referral_case r on r.case_id = c.id
		where @circle and circle.relation = 'referred' and circle.open = 1 and (c.stage <> 'sheltered'
		or c.stage_at > $2)
		order by c.opened_at desc limit 50`)
)

// HomePanels gives coordinators referrals that need care today, unread replies and transfers asked for; referrers
// their own referrals in neutral words; both their drafts.
func (d *Desk) HomePanels() []casefile.HomePanel {
	office, partner := []access.Role{access.Coordinator}, []access.Role{access.Host, access.Referrer}
	return []casefile.HomePanel{
		{Name: "referral.new", Roles: office, Load: arrived},
		{Name: "referral.unread", Roles: office, Load: unread(OfReferrer, access.Evaluates)},
		{Name: "referral.transfers", Roles: office, Load: transfers},
		{Name: "referral.answers", Roles: partner, Load: unread(OfOffice, access.Referred)},
		{Name: "referral.own", Roles: partner, Load: own},
		{Name: "referral.drafts", Roles: append(office, partner...), Load: drafts},
	}
}

// list reads the rows of a list query, each with one further column, into items.
func list[T any](v *gate.CircleView, q gate.CircleQuery, item func(casefile.Header, T) casefile.Item,
	args ...any) ([]casefile.Item, error) {
	return gate.Collect(v.Query, q, func(rows *gate.Rows) (casefile.Item, error) {
		var more T
		h, err := casefile.ScanHeader(rows, &more)
		if err != nil {
			return casefile.Item{}, err
		}
		return item(h, more), nil
	}, args...)
}

func page(h casefile.Header) string { return "/cases/" + h.Ref.String() }

// arrived lists the new referrals whose person needs care today; the others wait on the evaluation's own worklist.
func arrived(v *gate.CircleView) ([]casefile.Item, error) {
	return list(v, qNew, func(h casefile.Header, _ string) casefile.Item {
		return casefile.Item{Band: casefile.Now, Alarm: true, Case: h, Since: h.StageAt, Text: "referral.home.new_care",
			Link: page(h), Action: "referral.home.read"}
	})
}

func unread(side Side, relation access.Relation) func(*gate.CircleView) ([]casefile.Item, error) {
	return func(v *gate.CircleView) ([]casefile.Item, error) {
		return list(v, qUnread, func(h casefile.Header, at int64) casefile.Item {
			return casefile.Item{Band: casefile.Now, Case: h, Since: clock.FromMicros(at), Text: "referral.home.unread",
				Link: page(h) + "#referral-thread", Action: "referral.home.answer"}
		}, string(side), string(relation))
	}
}

func transfers(v *gate.CircleView) ([]casefile.Item, error) {
	return list(v, qTransfers, func(h casefile.Header, at int64) casefile.Item {
		return casefile.Item{Band: casefile.Now, Case: h, Since: clock.FromMicros(at), Text: "referral.home.transfer",
			Link: page(h) + "/transfer", Action: "referral.home.open_transfer"}
	})
}

func own(v *gate.CircleView) ([]casefile.Item, error) {
	return list(v, qOwn, func(h casefile.Header, call int64) casefile.Item {
		i := casefile.Item{Band: casefile.Wait, Case: h, Since: h.Opened, Link: page(h), Action: "referral.home.see"}
		state := stateOf(h.Stage, call != 0)
		if state == PleaseDo {
			i.Band = casefile.Now
		}
		i.Text = "referral.home.own." + string(state)
		return i
	}, clock.Micros(v.Now().Add(-v.Country().Span(country.ShownDays, v.Today()))))
}

func drafts(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Office, qMine, func(rows *gate.Rows) (casefile.Item, error) {
		var which DraftID
		var began, changed int64
		if err := rows.Scan(&which, &began, &changed); err != nil {
			return casefile.Item{}, err
		}
		at := clock.FromMicros(changed)
		return casefile.Item{Band: casefile.Week, Since: at, Due: keptUntil(v.Country(), at).Truncate(time.Second),
			Text: "referral.home.draft",
			Link: "/referrals/" + which.String(), Action: "referral.home.go_on"}, nil
	}, v.Team())
}
