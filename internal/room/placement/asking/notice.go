package asking

import (
	"cmp"
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

type (
	noticeEntity struct{}
)

// NoticeID identifies a line that tells a host what became of its place.
type NoticeID = id.ID[noticeEntity]

var (
	qNotice = gate.OfficeSQL("placement.notice", `insert into placement_notice (id, team_id, place_id, kind, why, at)
		values ($1, $2, $3, $4, $5, $6)`)
	qNotices = gate.OfficeSQL("placement.notices", `select id, place_id, kind, why, at from placement_notice n
		where team_id = $1 and at > $2 and read_at = 0 and (why <> '' or not exists (select 1 from placement_notice m
		where m.team_id = n.team_id and m.place_id = n.place_id and m.at > n.at)) order by at desc limit 5`)
	// What was told before of the same place stays hidden by it.
	qNoticed = gate.OfficeSQL("placement.noticed", `update placement_notice set read_at = $3 where team_id = $1
		and id = $2 and read_at = 0`)
	qIsNotice = gate.OfficeSQL("placement.is_notice", `select count(*) from placement_notice where team_id = $1
		and id = $2`)
	qForgetNotices = gate.OfficeSQL("placement.forget_notices", `delete from placement_notice where at < $1`)
)

// noLongerNeeded is the kind of a notice that nothing is expected of the host any more.
const noLongerNeeded = "no_longer_needed"

// noticeDays is how long a notice is kept, read or not.
const noticeDays = 90

// notice leaves a calm line for a host whose place is let go by somebody else than itself; why is for one that was to
// receive.
func notice(tx *gate.CaseTx, p proposal.Proposal, kind, why string) error {
	_, err := tx.ChangeOffice(qForgetNotices, clock.Micros(tx.Now().AddDate(0, 0, -noticeDays)))
	if err == nil {
		_, err = tx.ChangeOffice(qNotice, id.Random[noticeEntity](), p.Team, p.Place, kind, why,
			clock.Micros(tx.Now()))
	}
	return fault.In("tell the host", err)
}

// whyReleased is what a host is told that was to receive somebody who does not arrive: who called it off, as far as it
// may know. Why another place is sought is no host's to read. "" where it said so itself.
func whyReleased(p proposal.Proposal) string {
	f := p.Undone
	switch {
	case f.Team == p.Team:
		return ""
	case f.Kind == "no_show" && f.Reason() != "":
		return f.Reason()
	case f.Kind == casefile.SearchAgain{}.Kind() && f.Reason() == "host_declined":
		return "host"
	case f.Kind == casefile.SearchAgain{}.Kind(), f.Kind == "no_show":
		return "search"
	}
	return "over"
}

// tellReleased tells a host that was to receive, here and by mail, that nobody arrives; not of its own word.
func (d *Desk) tellReleased(tx *gate.CaseTx, p proposal.Proposal) error {
	why := whyReleased(p)
	if why == "" {
		return nil
	}
	if err := notice(tx, p, noLongerNeeded, why); err != nil {
		return err
	}
	return d.mailHost(tx, p)
}

// Noticed takes a notice off the home of a host that has read it. One that was read before, by a colleague or by the
// same press twice, is fault.ErrSame; another's is as if there were none.
func (d *Desk) Noticed(ctx context.Context, who access.Actor, which NoticeID) error {
	return d.gate.ChangeOffice(ctx, who, Notice, func(tx *gate.OfficeTx) error {
		for _, team := range who.Teams() {
			if n, err := tx.Exec(qNoticed, team, which, clock.Micros(tx.Now())); err != nil || n > 0 {
				return fault.In("take a notice off", err)
			}
			if n, err := gate.Value[int](tx.Query, qIsNotice, team, which); err != nil || n > 0 {
				return cmp.Or(fault.In("look for a notice", err), fault.ErrSame)
			}
		}
		return fault.ErrAbsent
	})
}

// noticeItems tell a host, for a week and until it has read them, that a place is free again and nothing is to be done,
// or that somebody does not arrive. What is over goes when the place is asked for anew.
func noticeItems(v *gate.CircleView, now []asked) ([]casefile.Item, error) {
	type line struct {
		id        NoticeID
		place     partner.PlaceID
		kind, why string
		at        time.Time
	}
	lines, err := gate.List(v.Office, qNotices,
		func(l *line) []any { return []any{&l.id, &l.place, &l.kind, &l.why, clock.Stored{T: &l.at}} },
		v.Team(), clock.Micros(v.Now().AddDate(0, 0, -7)))
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, l := range lines {
		if l.why == "" && anew(now, l.place, l.at) {
			continue
		}
		place, err := partner.PlaceOf(v, l.place)
		if err != nil {
			return nil, err
		}
		it := casefile.Item{
			Band: casefile.Tidy, Since: l.at, In: place.Department, Subject: place.SiteName + ", " + place.Name,
			Text: "placement.home.notice_" + l.kind, Action: "placement.home.notice_seen",
			To: "/notices/" + l.id.String(), Post: true,
		}
		if l.why != "" {
			it.Band, it.Text = casefile.Now, "placement.home.released_"+l.why
		}
		out = append(out, it)
	}
	return out, nil
}

// anew tells whether a place was asked for since an instant, and waits for an answer or goes on.
func anew(now []asked, place partner.PlaceID, since time.Time) bool {
	return slices.ContainsFunc(now, func(a asked) bool {
		return a.Place == place && a.Sent.After(since) && !a.needless()
	})
}
