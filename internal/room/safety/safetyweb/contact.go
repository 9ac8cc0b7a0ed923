package safetyweb

import (
	"context"

	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/safety"
	"havre.example/havre/internal/web"
)

// sheetsPerHour is how many sheets one address may have worked out in an hour; whoever has to wait keeps the answers,
// and reads whom to call.
const sheetsPerHour = 300

// site is the sheet for professionals without account who have just met somebody.
var site = room.Site{
	Front: []web.FrontEntry{{Title: "safety.meeting.title", Words: "safety.meeting.what", Path: sheetPath}},
	Routes: []web.Route{
		web.PublicGet(sheetPath, safety.FirstContact, func(r *web.Request) (web.Response, error) {
			return web.View("safety.meeting.title", meetingView(r.Form())), nil
		}),
		web.PublicPost(sheetPath, safety.FirstContact, judge, web.PerHour(sheetsPerHour), web.SaysWait),
	},
}

const sheetPath = "safety.url.sheet"

// judge answers a sheet: nothing of it is kept, nor stands in an address.
func judge(r *web.Request) (web.Response, error) {
	if r.Wait() > 0 {
		return web.Waiting(r, "safety.meeting.title", meetingView(r.Form())), nil
	}
	c := web.Answers(safety.Meeting)(r)
	if !r.Form().OK() {
		return web.Invalid("safety.meeting.title", meetingView(r.Form())), nil
	}
	return web.View("safety.result.title", resultView(web.NewForm(nil), c)), nil
}

// told are the answers that a referral asks too, by the names of its questions.
func told(c safety.Contact) [][2]string {
	return [][2]string{{"care_today", c.Medical.String()}, {"adult", c.Adult.String()},
		{"can_call", c.CanCall.String()}, {"interpreter", c.Interpreter.String()}}
}

// steps are what to do now: first what the answers call for, then what holds for everybody.
func steps(ctx context.Context, c safety.Contact) (out []string) {
	say := func(when bool, key string) {
		if when {
			out = append(out, web.T(ctx, key))
		}
	}
	say(c.Violence == tri.Yes || c.Tonight == tri.Yes, "safety.do.danger")
	say(c.Medical == tri.Yes, "safety.do.doctor")
	say(c.Children == tri.Yes || c.Adult == tri.No, "safety.do.child")
	say(c.CanCall != tri.Yes, "safety.do.no_call")
	say(c.Watched != tri.No, "safety.do.phone")
	say(true, "safety.do.confront")
	say(true, "safety.do.alone")
	say(c.Interpreter != tri.No, "safety.do.interpreter")
	say(true, "safety.do.decides")
	return out
}
