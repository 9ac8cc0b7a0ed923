package casefileweb

import (
	"context"
	"strconv"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

const noticesPath = "/notices"

// notices opens what somebody is told.
func notices(d *casefile.Desk) func(*web.Request) (casefile.Notices, error) {
	return func(r *web.Request) (casefile.Notices, error) { return d.Notices(r.Context(), r.Actor()) }
}

// saw says that all was seen that the page showed; what came since is not.
func saw(d *casefile.Desk) func(*web.Request) error {
	return func(r *web.Request) error {
		until, err := strconv.ParseInt(r.Form().Value("until"), 10, 64)
		if err != nil {
			return nil // a page that shows nothing new
		}
		return d.Saw(r.Context(), r.Actor(), clock.FromMicros(until))
	}
}

// waits counts what somebody was told and has not seen; none where that cannot be said now.
func waits(d *casefile.Desk) func(context.Context, access.Actor) int {
	return func(ctx context.Context, who access.Actor) int {
		n, err := d.Waits(ctx, who)
		if err != nil {
			return 0
		}
		return n
	}
}

// told is what somebody is told, a line a notice.
var told = web.Table[casefile.Notice]{Caption: "casefile.notice.caption", Empty: "casefile.notice.empty",
	Heads: web.Under("casefile.notice.", "case", "what", "when", "state"),
	Line: func(ctx context.Context, n casefile.Notice) []web.Cell {
		subject := web.Cell{Words: web.T(ctx, "casefile.notice.request"), URL: "/"}
		if !n.Asked {
			subject = web.Cell{Words: n.Case.Label(web.PrinterOf(ctx)), URL: n.Case.Page()}
		}
		return []web.Cell{subject, {Words: noticeWords(ctx, n.Kind)}, {Words: web.Date(ctx, n.At)},
			{View: noticeState(n)}}
	}}

// noticeWords says what happened.
func noticeWords(ctx context.Context, k casefile.Kind) string {
	if casefile.IsFact(k) {
		return web.T(ctx, "casefile.fact."+string(k))
	}
	return web.T(ctx, "casefile.notice.kind."+string(k))
}
