package proposal

import (
	"testing"

	"havre.example/havre/internal/kernel/fault"
)

var states = []State{Sent, Accepted, Planned, Held, FinalAccepted, Admitted, Declined, FinalDeclined, Expired,
	Withdrawn,
	Released}

// What may follow what, step by step: the states each step is taken from, and where it leads. Every other pair is
// refused and changes nothing.
func TestWhatMayFollowWhat(t *testing.T) {
	for step, c := range map[Step]struct {
		from []State
		to   State
	}{
		HostAccepts:       {[]State{Sent}, Accepted},
		HostDeclines:      {[]State{Sent, Accepted}, Declined},
		TimeEnds:          {[]State{Sent, Accepted, Planned, Held, FinalAccepted}, Expired},
		OfficeWithdraws:   {[]State{Sent, Accepted, Planned, Held, FinalAccepted}, Withdrawn},
		OfficePlans:       {[]State{Accepted, Planned}, Planned},
		InterviewTook:     {[]State{Planned}, Held},
		HostAcceptsFully:  {[]State{Held}, FinalAccepted},
		HostDeclinesAfter: {[]State{Planned, Held, FinalAccepted}, FinalDeclined},
		OfficeAdmits:      {[]State{FinalAccepted}, Admitted},
		PersonDidNotCome:  {[]State{Admitted}, Released},
		"not a step":      {nil, ""},
	} {
		may := map[State]bool{}
		for _, s := range c.from {
			may[s] = true
		}
		for _, s := range states {
			to, err := s.Next(step)
			switch {
			case may[s] && (err != nil || to != c.to):
				t.Errorf("%s, %s: %s, %v", s, step, to, err)
			case !may[s] && (!fault.Is(err, fault.Conflict) || to != s):
				t.Errorf("%s, %s is possible: %s, %v", s, step, to, err)
			}
		}
	}
}

// A place is held exactly as long as its time can end, and the host has agreed to all of that but the asking.
func TestHeldAsLongAsTimeCanEnd(t *testing.T) {
	for _, s := range states {
		_, err := s.Next(TimeEnds)
		if s.Live() != (err == nil) || s.Agreed() != (s.Live() && s != Sent) {
			t.Errorf("%s: live %t, agreed %t, %v", s, s.Live(), s.Agreed(), err)
		}
	}
}
