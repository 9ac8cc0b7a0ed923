package match

// Source is where something that a rule goes by comes from.
type Source string

// The sources.
const (
	FromPerson     Source = "person"     // what she said she wants, or does not want
	FromEvaluation Source = "evaluation" // what the evaluation with her states
	FromHost       Source = "host"       // what the host declares of its place
	FromOffice     Source = "office"     // what the head office keeps of the partner
	FromNetwork    Source = "network"    // what was recorded on the way: referrals, places held, stays
	FromCountry    Source = "country"    // the figures and areas of the rule, the table of travel times
)

// sources says of each rule what it compares, and where that comes from: first what is asked for her, then what there
// is.
var sources = map[RuleID][]Source{
	RuleVeto: {FromPerson}, RuleWish: {FromPerson, FromEvaluation, FromCountry},
	RuleDanger: {FromEvaluation, FromCountry}, RuleApart: {FromNetwork}, RuleConflict: {FromEvaluation, FromNetwork},
	RuleFree: {FromHost, FromNetwork}, RuleCalendar: {FromEvaluation, FromHost, FromNetwork},
	RuleBeds: {FromEvaluation, FromHost}, RuleProfile: {FromEvaluation, FromHost},
	RuleAccess: {FromEvaluation, FromHost}, RuleSecurity: {FromEvaluation, FromHost},
	RuleContinuity: {FromEvaluation, FromCountry}, RulePartner: {FromOffice}, RuleConvention: {FromOffice},
	RuleQuota: {FromOffice, FromNetwork},
}

// told are the answers for which a rule looked at less than it may.
var told = map[string][]Source{
	"wished_for": {FromPerson}, "comes_from_there": {FromEvaluation}, "not_on_wish": {FromCountry},
	"zones_unknown": {FromEvaluation}, "not_placed": {FromNetwork},
	string(Available): {FromHost}, string(Cooling): {FromHost}, "cooling_since": {FromHost},
	"no_room": {FromHost}, string(Withdrawn): {FromHost},
	string(Declared): {FromHost},
	"state_unknown":  {FromHost}, string(Held): {FromNetwork}, string(HeldHere): {FromNetwork},
	"leaving": {FromNetwork},
	"overdue": {FromNetwork}, "ready_unknown": {FromEvaluation}, "free_now": {FromHost, FromNetwork},
	"beds_unknown": {FromHost}, "room_unknown": {FromHost}, "household_unknown": {FromEvaluation},
	"needs_unknown": {FromEvaluation}, "access_not_asked": {FromEvaluation}, "security_unknown": {FromHost},
	"protected_most": {FromHost}, "level_unknown": {FromEvaluation}, "nothing_fixed": {FromEvaluation},
	"quota_none": {FromOffice}, "quota_unknown": {FromOffice}, "no_rule": {FromCountry},
}

// Sources says where the answer of a rule comes from: who stated what is asked for her, and who what there is.
func (c Check) Sources() []Source {
	if s, ok := told[c.Datum.Code]; ok {
		return s
	}
	return sources[c.Rule]
}
