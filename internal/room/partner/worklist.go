package partner

import (
	"strings"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qStale = gate.OfficeSQL("partner.stale", `select pl.id, pl.confirmed_at from partner_place pl
		join partner_site s on s.id = pl.site_id
		join partner_partner p on p.id = s.partner_id where p.team_id = $1 and pl.state = 'available'
		and pl.confirmed_at < $2
		order by pl.confirmed_at, pl.id limit 50`)
	// the rule of Place.NoRoom for a whole list
	qNoRoom = gate.OfficeSQL("partner.no_room", `select pl.id, s.name, pl.name, pl.used_at from partner_place pl
		join partner_site s on s.id = pl.site_id
		join partner_partner p on p.id = s.partner_id where p.team_id = $1 and pl.state = 'cooling'
		and pl.used_at > 0 and pl.confirmed_at <= pl.used_at order by pl.used_at, pl.id limit 50`)
	qSilent = gate.OfficeSQL("partner.silent", `select count(*) from partner_place pl
		join partner_site s on s.id = pl.site_id
		join partner_partner p on p.id = s.partner_id where pl.state = 'available' and pl.confirmed_at < $1
		and p.state <> 'ended'
		and (p.convention_until_on = '' or p.convention_until_on >= $2)`)
	qEnding = gate.OfficeSQL("partner.ending", `select id, name, convention_until_on from partner_partner
		where state in ('active','suspended') and convention_until_on <> '' and convention_until_on <= $1
		order by convention_until_on, name limit 100`)
	qCrowded = gate.OfficeSQL("partner.crowded", `select pl.name, p.id, p.name, pl.occupied_people + pl.beyond_people,
		pl.beds + pl.cots from partner_place pl join partner_site s on s.id = pl.site_id
		join partner_partner p on p.id = s.partner_id where pl.beyond_people > 0 and (p.team_id = $1 or $2 = 1)
		order by p.name, pl.name limit 50`)
	qToShare = gate.OfficeSQL("partner.to_share", `select s.id, s.name, p.name, min(m.since_at) from partner_site s
		join partner_partner p on p.id = s.partner_id
		join access_membership m on m.team_id = p.team_id and m.left_at = 0
		where s.has_address = 1 and s.shared_at = 0 group by s.id, s.name, p.name order by 4, 3, 2 limit 100`)
)

// HomePanels returns what the room adds to people's homes.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{
		{Name: "partner.fresh", Roles: []access.Role{access.Host}, Load: stale},
		{Name: "partner.no_room", Roles: []access.Role{access.Host}, Load: noRoom},
		{Name: "partner.to_call", Roles: []access.Role{access.Coordinator}, Load: toCall},
		{Name: "partner.crowded", Roles: []access.Role{access.Host},
			Load: func(v *gate.CircleView) ([]casefile.Item, error) { return crowded(v, false) }},
		{Name: "partner.all_crowded", Roles: []access.Role{access.Coordinator},
			Load: func(v *gate.CircleView) ([]casefile.Item, error) { return crowded(v, true) }},
		{Name: "partner.conventions", Roles: []access.Role{access.Administrator}, Load: ending},
		{Name: "partner.addresses", Roles: []access.Role{access.Logistics}, Load: toShare},
	}
}

// stale asks a host whether its free places still are: one press for all of them.
func stale(v *gate.CircleView) ([]casefile.Item, error) {
	var ids []string
	var oldest time.Time // none where no host ever said so
	err := gate.Each(v.Office, qStale, func(rows *gate.Rows) error {
		var p PlaceID
		var confirmed int64
		if err := rows.Scan(&p, &confirmed); err != nil {
			return err
		}
		if at := clock.FromMicros(confirmed); confirmed > 0 && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
		ids = append(ids, p.String())
		return nil
	}, v.Team(), clock.Micros(v.Now().Add(-Freshness)))
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return []casefile.Item{{
		Band: casefile.Tidy, Since: oldest, Text: "partner.home.still_free", Args: []any{"n", len(ids)},
		Link:   "/places",
		Action: "partner.home.yes_free", To: "/places/confirm", Post: true,
		Send: map[string]string{"places": strings.Join(ids, " ")},
	}}, nil
}

// noRoom are the places of the team that nobody is offered since it had no room for somebody, until it says that they
// are free: one press each.
func noRoom(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Office, qNoRoom, func(rows *gate.Rows) (casefile.Item, error) {
		it := casefile.Item{Band: casefile.Week, Text: "partner.home.no_room", Link: "/places",
			Action: "partner.home.free", Post: true, Send: map[string]string{"state": string(Free)}}
		var p PlaceID
		var site, name string
		err := rows.Scan(&p, &site, &name, clock.Stored{T: &it.Since})
		it.Subject, it.To = site+", "+name, "/places/"+p.String()+"/state"
		return it, err
	}, v.Team())
}

// crowded are the places whose household has outgrown them: the team's own, or the whole network's.
func crowded(v *gate.CircleView, all bool) ([]casefile.Item, error) {
	return gate.Collect(v.Office, qCrowded, func(rows *gate.Rows) (casefile.Item, error) {
		it := casefile.Item{Band: casefile.Week, Text: "partner.home.crowded", Link: "/places"}
		var p PartnerID
		var name string
		var people, beds int
		if err := rows.Scan(&it.Subject, &p, &name, &people, &beds); err != nil {
			return it, err
		}
		if it.Args = []any{"people", people, "beds", beds}; all {
			it.Subject, it.Link = name+", "+it.Subject, "/partners/"+p.String()
		}
		return it, nil
	}, v.Team(), all)
}

// toCall tells a coordinator how many free places have had no word for 30 days: the weekly question was not enough.
func toCall(v *gate.CircleView) ([]casefile.Item, error) {
	var n int
	if err := v.OfficeRow(qSilent, clock.Micros(v.Now().Add(-v.Country().Span(country.CallDays, v.Today()))),
		v.Today()).Scan(&n); err != nil ||
		n == 0 {
		return nil, fault.In("count silent places", err)
	}
	return []casefile.Item{{Band: casefile.Tidy, Text: "partner.home.to_call", Args: []any{"n", n},
		Link: "/places/stale", Action: "partner.home.call", To: "/places/stale"}}, nil
}

// ending tells an administrator which conventions end within the days of notice, or have ended.
func ending(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Office, qEnding, func(rows *gate.Rows) (casefile.Item, error) {
		var p PartnerID
		var name string
		var until date.Date
		if err := rows.Scan(&p, &name, &until); err != nil {
			return casefile.Item{}, err
		}
		it := casefile.Item{Band: casefile.Week, Subject: name, Text: "partner.home.convention_ends",
			Link:   "/partners/" + p.String(),
			Action: "partner.home.see", Due: until.AddDays(1).Time(v.Country().Zone())}
		if until.Before(v.Today()) {
			it.Text = "partner.home.convention_ended"
		}
		return it, nil
	}, v.Today().AddDays(v.Country().Number(country.NoticeDays, v.Today())))
}

// toShare tells logistics which hosts have their first member and not yet their own address.
func toShare(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Office, qToShare, func(rows *gate.Rows) (casefile.Item, error) {
		var s SiteID
		var site, name string
		var since int64
		if err := rows.Scan(&s, &site, &name, &since); err != nil {
			return casefile.Item{}, err
		}
		return casefile.Item{Band: casefile.Tidy, Subject: name, Since: clock.FromMicros(since),
			Text: "partner.home.share",
			Args: []any{"site", site}, Action: "partner.home.hand_over", To: "/sites/" + s.String() + "/share",
			Post: true}, nil
	})
}
