package match

import "strings"

// conflict: not near somebody she has to be kept apart from, where that person stays now (H3). One who is not placed
// either excludes nothing here: a round looks at both together.
func conflict(q question) Check {
	unsure := ""
	for _, c := range q.n.Conflicts {
		switch code, v := c.Against(q.p); v {
		case Excluded:
			return excluded(Evaluation, Datum{Code: code, Item: c.With})
		case Unknown:
			unsure = code
		}
	}
	if unsure != "" {
		return ask(HeadOffice, unsure)
	}
	return passed("kept_apart")
}

// TownKey is the label of a town as the rule on conflicts compares it; empty: not known.
func TownKey(label string) string { return strings.ToLower(strings.TrimSpace(label)) }

// Against tells whether a place is too near where the other stays, and at which reach: "same_house", "same_town",
// "same_department". Unknown where the house, the town or the department that decides is not known, or where one town
// is said to lie in two departments.
func (c Conflict) Against(p *Place) (string, Verdict) {
	ours, theirs := TownKey(p.Town), TownKey(c.Town)
	towns, one := ours != "" && theirs != "", ours == theirs
	switch {
	case c.House == "" && c.Area.Code == "" && theirs == "":
		return "not_placed", Passed
	case c.House != "" && c.House == p.House:
		return "same_house", Excluded
	case c.Reach == SameHouse && c.House != "":
		return "other_house", Passed
	case p.Area.Code == "" || c.Area.Code == "":
		return "town_unknown", Unknown
	case p.Area.Code != c.Area.Code && towns && one:
		return "town_twice", Unknown
	case p.Area.Code != c.Area.Code:
		return "elsewhere", Passed
	case c.Reach == SameDepartment:
		return "same_department", Excluded
	case towns && !one:
		return "elsewhere", Passed
	case c.Reach == SameHouse:
		return "house_unknown", Unknown
	case !towns:
		return "town_unknown", Unknown
	}
	return "same_town", Excluded
}
