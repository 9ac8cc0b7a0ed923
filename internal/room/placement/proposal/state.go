package proposal

import (
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
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

// MostHosts is how many hosts may be asked at once.
func MostHosts(c *country.Pack, on date.Date) int { return c.Number(country.AskHosts, on) }
