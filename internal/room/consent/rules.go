package consent

import (
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// The kinds that other rooms wait for. The others are in the code list consent.
const (
	First      = "relocation_1"
	Second     = "relocation_2"
	Statistics = "statistics"
	KeepName   = "keep_name"
)

// other tells whether an agreement is none of the two of the path, which are recorded at their own steps.
func other(c country.Code) bool { return c.Key != First && c.Key != Second }

// check refuses an agreement that says nothing, or that says it of a kind that does not exist or a day to come: latest
// is the day that it already is somewhere in the country.
func check(in *country.Pack, a casefile.Agreed, today, latest date.Date) error {
	switch {
	case !in.List(codelist.Consent).Has(a.Agreement, today), a.Language != "" &&
		!in.List(codelist.Language).Has(a.Language, today):
		return fault.NewInvalid("fault.invalid")
	}
	var wrong []error
	if !a.Answer.Known() {
		wrong = append(wrong, fault.NewInvalid("consent.answer_needed"))
	}
	switch {
	case a.On.IsZero():
		wrong = append(wrong, fault.NewAbout("on", "consent.date_needed"))
	case latest.Before(a.On):
		wrong = append(wrong, fault.NewAbout("on", "consent.date_ahead"))
	}
	return fault.Join(wrong...)
}

// asksSecond tells whether the second agreement may be asked: the interview was held, with the host that accepted
// last (I2).
func asksSecond(facts []casefile.Told) bool {
	last, _ := casefile.Last(facts, "host_accepted", "interview_held", "search_again", "no_show", "placed")
	return last.Kind == "interview_held"
}

// interviewed is when the interview was held: the hour for which it was planned, or when it was noted where that was
// earlier.
func interviewed(facts []casefile.Told) time.Time {
	var planned, held time.Time
	for _, f := range facts {
		switch f.Kind {
		case "interview_planned":
			var plan struct {
				At int64 `json:"at"`
			}
			if err := f.Read(&plan); err == nil && plan.At > 0 {
				planned = clock.FromMicros(plan.At)
			}
		case "interview_held":
			if held = f.At; !planned.IsZero() && planned.Before(held) {
				held = planned
			}
		}
	}
	return held
}

// beforeMeeting tells whether a day is before an hour by the clocks of the head office and of the place alike.
func beforeMeeting(in *country.Pack, department string, at time.Time, on date.Date) bool {
	return on.Before(in.Day(at)) && on.Before(date.In(at, in.HoursOf(department)))
}

// answered tells whether the second agreement was given or refused since the interview.
func answered(facts []casefile.Told) bool {
	last, _ := casefile.Last(facts, "interview_held", "second_agreement")
	return last.Kind == "second_agreement"
}

// effect is what taking an agreement back means for the path (I3).
func effect(kind string, at casefile.Stage) casefile.Fact {
	switch {
	case kind == First && casefile.Allowed(at, "withdrawn") && at != casefile.Sheltered:
		return casefile.Withdrawn{}
	case kind == Second && casefile.Allowed(at, "search_again"):
		return casefile.SearchAgain{Reason: "refused_by_person"}
	}
	return nil
}

// counts is what an answer on statistics means for the coded row.
func counts(answer tri.Value, revoked bool) tri.Value {
	if revoked {
		return tri.No
	}
	return answer
}
