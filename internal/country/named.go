package country

import (
	"fmt"
	"maps"
	"slices"
)

// own are the lists of which the program reads every code by its name, or in its order: a scale that bounds belong to,
// bands of ages, states, forms that a rule is written for. No network adds to them or ends a code of theirs, for the
// program would not know what it means, or would miss it; and no pack goes without one of these codes.
var own = map[ListName][]string{
	"accepts_gender": {"women", "men", "any"},
	"age_ctdc": {"age_0_8", "age_9_17", "age_18_20", "age_21_23", "age_24_26", "age_27_29", "age_30_38",
		"age_39_47", "age_48_plus"},
	"age_report":     {"age_under_18", "age_18_24", "age_25_29", "age_30_39", "age_40_49", "age_50_plus"},
	"aid":            {"one_off", "monthly", "travel", "emergency", "document_fees"},
	"autonomy":       {"low", "medium", "high"},
	"child_age":      {"age_0_2", "age_3_5", "age_6_12", "age_13_17"},
	"complaint":      {"none", "before", "after", "unknown"},
	"conflict_reach": {"house", "town", "department"},
	"consent": {"interview", "relocation_1", "relocation_2", "share_with_referrer", "share_with_place",
		"share_with_lawyer", "keep_name", "health_data", "statistics", "research_export", "contact_after_exit"},
	"contact_outcome": {"open", "advice_given", "referral_opened", "redirected", "no_further_contact"},
	"criterion":       {"adult", "trafficking", "danger_here", "distance_needed", "agrees"},
	"danger_level":    {"watch", "serious", "grave"},
	"household_shape": {"single", "adult_with_children", "couple", "couple_with_children", "adults_together",
		"unknown"},
	"indicator_dimension": {"deceptive_recruitment", "coercive_recruitment", "vulnerability_recruitment",
		"exploitation", "coercion_destination", "vulnerability_destination"},
	"journey_state":     {"planned", "in_transit", "late", "arrived", "no_show", "cancelled"},
	"nationality_group": {"unknown"},
	"place_profile":     {"couples", "children", "animals", "step_free", "ground_floor", "emergency_flat"},
	"place_state":       {"declared", "available", "held", "occupied", "cooling", "withdrawn"},
	"referral_outcome": {"arrived", "not_eligible", "resolved_locally", "withdrawn", "no_place_found",
		"lost_contact", "deceased"},
	"risk_grade":         {"low", "moderate", "high", "extreme"},
	"risk_likelihood":    {"unlikely", "possible", "likely", "imminent"},
	"risk_severity":      {"limited", "serious", "grave", "vital"},
	"sex_stat":           {"F", "M", "unknown"},
	"trafficking_status": {"PossibleVictimOfTrafficking", "ActualVictimOfTrafficking", "NotAVictimOfTrafficking"},
}

// named are the codes of other lists that the program calls by name. A network may add to these lists, and end any
// other code of them; a pack has each.
var named = map[ListName][]string{
	"channel":       {"call"},
	"danger_reason": {"other"},
	"decided_by":    {"Police", "CourtOrProsecution", "Other"},
	"decline":       {"no_room"},
	"exit_reason":   {"transfer_in_network", "lost_contact", "deceased"},
	"gender":        {"NonSpecifiedUnknown"},
	"legal_event": {"info_by_police", "info_by_ngo", "reflection_started", "reflection_refused", "reflection_ended",
		"complaint_before", "complaint_after", "testimony"},
	"risk_occasion": {"first_assessment"},
	"need":          {"ground_floor", "step_free", "interpreter", "cot", "own_room", "high_security", "pets"},
	"not_oriented":  {"refused_by_person", "no_place", "lost_contact"},
	"override":      {"she_knows", "checked", "safer_there"},
	"specialism":    {"emergency_flat"},
}

// read are the lists that the program reads beside these, whatever their codes.
var read = []ListName{
	"accompanier", "admin_status", "at_risk", "caller", "control", "exploitation", "exploitation_place", "indicator",
	"journey_means", "language", "nationality", "org_type", "organisation_kind", "partner_kind", "proposal_question",
	"recruitment", "referral_reason", "relation_to_trafficker",
	"safety_measure", "service", "support_plan", "topic"}

// notKnown is the code that says "not known yet", wherever a list has it: it is how nothing is said (I10).
const notKnown = "unknown"

// mayEnd tells whether a network may end a code.
func (n ListName) mayEnd(key string) error {
	if key == notKnown || slices.Contains(named[n], key) {
		return misfit("stays", "key", key)
	}
	return nil
}

// whole refuses lists without one that the program reads, or without a code that it calls by name: a page would ask for
// it in vain.
func (b Book) whole() error {
	for _, n := range read {
		if err := b.holds(n, nil); err != nil {
			return err
		}
	}
	for _, some := range []map[ListName][]string{own, named} {
		for _, n := range slices.Sorted(maps.Keys(some)) {
			if err := b.holds(n, some[n]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b Book) holds(n ListName, codes []string) error {
	l, ok := b[n]
	if !ok {
		return fmt.Errorf("lists: there is no list %s, which the program reads", n)
	}
	for _, key := range codes {
		if !slices.ContainsFunc(l.All(), func(c Code) bool { return c.Key == key }) {
			return fmt.Errorf("lists: list %s has no code %s, which the program calls by name", n, key)
		}
	}
	return nil
}
