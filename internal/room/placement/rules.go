package placement

import (
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/codelist/country"
)

// State is where a proposal stands.
type State string

// The states, in the order of the way to admission, then the ways out of it.
const (
	Sent          State = "sent"
	Accepted      State = "accepted" // in principle
	Planned       State = "interview_planned"
	Held          State = "interview_held"
	FinalAccepted State = "final_accepted"
	Admitted      State = "admitted"
	Declined      State = "declined"
	FinalDeclined State = "final_declined"
	Expired       State = "expired"
	Withdrawn     State = "withdrawn" // by a coordinator, or because it is no longer needed
	Released      State = "released"  // admitted, and then she did not come
)

// Live tells whether the place is held for it.
func (s State) Live() bool {
	switch s {
	case Sent, Accepted, Planned, Held, FinalAccepted:
		return true
	}
	return false
}

// Agreed tells whether the host has said yes in principle and the way goes on.
func (s State) Agreed() bool { return s.Live() && s != Sent }

// Step is what happens to a proposal.
type Step string

// The steps.
const (
	HostAccepts       Step = "host_accepts"
	HostDeclines      Step = "host_declines"
	TimeEnds          Step = "time_ends"
	OfficeWithdraws   Step = "office_withdraws"
	OfficePlans       Step = "office_plans"
	InterviewTook     Step = "interview_took_place"
	HostAcceptsFully  Step = "host_accepts_finally"
	HostDeclinesAfter Step = "host_declines_finally"
	OfficeAdmits      Step = "office_admits"
	PersonDidNotCome  Step = "did_not_come"
)

// steps is the one table of what may follow what. What is not here is refused.
var steps = map[State]map[Step]State{
	Sent:     {HostAccepts: Accepted, HostDeclines: Declined, TimeEnds: Expired, OfficeWithdraws: Withdrawn},
	Accepted: {HostDeclines: Declined, TimeEnds: Expired, OfficeWithdraws: Withdrawn, OfficePlans: Planned},
	Planned: {HostDeclinesAfter: FinalDeclined, TimeEnds: Expired, OfficeWithdraws: Withdrawn,
		OfficePlans: Planned, InterviewTook: Held},
	Held: {HostAcceptsFully: FinalAccepted, HostDeclinesAfter: FinalDeclined, TimeEnds: Expired,
		OfficeWithdraws: Withdrawn},
	FinalAccepted: {HostDeclinesAfter: FinalDeclined, TimeEnds: Expired, OfficeWithdraws: Withdrawn,
		OfficeAdmits: Admitted},
	Admitted: {PersonDidNotCome: Released},
}

// Next returns the state after a step, or a Conflict where the step is not possible any more.
func (s State) Next(step Step) (State, error) {
	to, ok := steps[s][step]
	if !ok {
		return s, fault.NewConflict("placement.step_refused")
	}
	return to, nil
}

const (
	urgentHold = 4 * time.Hour
	closingAt  = 18 // local hour at which a host's working day ends
	longest    = 21 * 24 * time.Hour
	// MostHosts is how many hosts may be asked at once.
	MostHosts = 3
)

// silences are the instants of silence, after sending, at which an urgent proposal presses more.
var silences = []time.Duration{time.Hour, 2 * time.Hour, 3*time.Hour + 30*time.Minute}

// AnswerBy is until when a host may answer, which is until when its place is held: the end of its second working day,
// or four hours when it is urgent.
func AnswerBy(now time.Time, urgent bool) time.Time {
	if urgent {
		return now.Add(urgentHold)
	}
	return endOfWorkingDay(now, 2)
}

// endOfWorkingDay is 18:00 of the n-th working day after t, in the network's zone.
func endOfWorkingDay(t time.Time, n int) time.Time {
	d := country.AddWorkingDays(date.In(t, country.Zone()), n)
	return time.Date(d.Year(), d.Month(), d.Day(), closingAt, 0, 0, 0, country.Zone()).UTC()
}

// Questions and replies that pass between host and head office are of closed lists: free text could carry what a host
// may not know yet.
var replies = []string{"yes", "no", "not_known", "we_call"}

// Replies lists the answers to a host's question.
func Replies() []string { return append([]string(nil), replies...) }

// Ways lists how an interview takes place.
func Ways() []string { return []string{"video", "telephone", "visit"} }

// Attendants lists who may take part besides the person, the host and the head office.
func Attendants() []string { return []string{"referrer", "interpreter", "lawyer", "relative"} }

// AgainReasons lists why the search goes on.
func AgainReasons() []string {
	return []string{"person_declined", "host_declined", "another_place", "danger_changed", "calendar", "other"}
}
