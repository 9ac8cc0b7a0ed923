package placementweb

import (
	"errors"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

// mostWords is how much somebody may write about a decision.
const mostWords = 1000

// readOffer reads what was ticked.
func readOffer(r *web.Request) asking.Offer {
	f := r.Form()
	o := asking.Offer{Urgent: f.Bool("urgent"), Until: f.Moment("until"), Round: f.Int("round")}
	o.Override = decision.Override{Reason: f.Text("reason", web.Max(40)),
		Words: f.Secret("words", web.Max(mostWords), web.Lines)}
	for _, v := range f.Values("place") {
		p, err := finding.ParsePlace(v)
		if err != nil {
			f.Fail("", "web.form.choice")
			continue
		}
		o.Places = append(o.Places, p)
	}
	if len(o.Places) == 0 {
		f.Fail("", "placement.one_to_three")
	}
	return o
}

// takeReason shows beside its field what is missing of a reason.
func takeReason(f *web.Form, err error) bool {
	switch {
	case errors.Is(err, decision.ErrReason):
		f.Fail("reason", fault.Key(err))
	case errors.Is(err, decision.ErrWords):
		f.Fail("words", fault.Key(err))
	default:
		return false
	}
	return true
}

// readMeeting reads when and how the interview takes place.
func readMeeting(r *web.Request) proposal.Meeting {
	f := r.Form()
	return proposal.Meeting{
		At: f.Moment("at", web.Required), Way: web.Choice(f, "way", asking.Ways(), web.Required),
		Attends: web.Choices(f, "attends", asking.Attendants()),
		Prepare: f.Secret("prepare", web.Max(2000), web.Lines),
	}
}

// declining reads why a host cannot receive, and questionOf what it asks, both from closed lists.
func declining(r *web.Request) string {
	return web.Choice(r.Form(), "reason", keys(r, codelist.Decline), web.Required)
}

func questionOf(r *web.Request) string {
	return web.Choice(r.Form(), "question", keys(r, codelist.ProposalQuestion), web.Required)
}

// pressed reads the value of the button that was pressed.
func pressed(name string) func(*web.Request) string {
	return func(r *web.Request) string { return r.Form().Value(name) }
}

func readCap(r *web.Request) int { return r.Form().Int("cap", web.Required) }

// readRoundChoice reads what is asked of a round: a lock stands as "case place" in a field of its own.
func readRoundChoice(r *web.Request) weighing.Choice {
	f := r.Form()
	c := weighing.Choice{Asking: f.Bool("asking"), Locks: map[string]string{}}
	for _, v := range f.Values("lock") {
		who, where, ok := strings.Cut(v, " ")
		if _, err := id.Parse[any](who); !ok || err != nil {
			continue
		}
		if where == "" {
			delete(c.Locks, who)
			continue
		}
		if _, err := finding.ParsePlace(where); err == nil {
			c.Locks[who] = where
		}
	}
	return c
}
