package country

import (
	"slices"
)

// own are the lists of which the program reads every code by its name, or in its order: a scale that bounds belong to,
// bands of ages, states, forms that a rule is written for. No network adds to them or ends a code of theirs, for the
// program would not know what it means, or would miss it.
var own = []ListName{"accepts_gender", "age_ctdc", "age_report", "aid", "autonomy", "child_age", "complaint",
	"conflict_reach", "consent", "contact_outcome", "criterion", "danger_level", "household_shape",
	"indicator_dimension", "journey_state", "nationality_group", "place_profile", "place_state", "referral_outcome",
	"sex_stat", "trafficking_status"}

// named are the codes of other lists that the program calls by name. A network may add to these lists, and end any
// other code of them.
var named = map[ListName][]string{
	"channel":       {"call"},
	"danger_reason": {"other"},
	"decided_by":    {"Police", "CourtOrProsecution", "Other"},
	"decline":       {"no_room"},
	"exit_reason":   {"transfer_in_network", "lost_contact", "deceased"},
	"gender":        {"NonSpecifiedUnknown"},
	"legal_event": {"info_by_police", "info_by_ngo", "reflection_started", "reflection_refused", "reflection_ended",
		"complaint_before", "complaint_after", "testimony"},
	"need":         {"ground_floor", "step_free", "interpreter", "cot", "own_room", "high_security", "pets"},
	"not_oriented": {"refused_by_person", "no_place", "lost_contact"},
	"override":     {"she_knows", "checked", "safer_there"},
	"specialism":   {"emergency_flat"},
}

// notKnown is the code that says "not known yet", wherever a list has it: it is how nothing is said (I10).
const notKnown = "unknown"

// mayEnd tells whether a network may end a code.
func (n ListName) mayEnd(key string) error {
	if key == notKnown || slices.Contains(named[n], key) {
		return misfit("stays", "key", key)
	}
	return nil
}
