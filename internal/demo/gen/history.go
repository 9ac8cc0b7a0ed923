package main

import (
	"slices"
	"strconv"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

// historyColumns is the header of the history import, one row per past case.
// An empty birth_year, nationality or exploitation means "not known".
var historyColumns = []string{
	"year", "requested_on", "outcome", "reason", "arrived_on", "ended_on", "exit_reason", "sex", "gender", "birth_year",
	"nationality_group", "nationality", "exploitation", "adults", "children", "household_shape", "origin_department",
	"region_host",
	"referrer_kind", "complaint", "cooperation", "reflection_informed", "statistics_consent",
}

// year states what a year must add up to. Published: arrived (all years), not
// arrived in 2012, the exploitation of 2016, 2017 (of whom one unknown) and 2018,
// nigerian 2012 (over half) and 2016 (73 %), mothers 2012 (nearly a quarter of
// women), cooperated 2013 (37 of 68 is 54 %), before and after 2013 (9 of 30 is
// 30 %). All else is invented and plausible. Requests and arrivals of a case fall
// in the same year, so that both counts hold.
type year struct {
	year, arrived, not        int
	women, mothers, nigerian  int
	labour, servitude         int
	begging, crime, unknown   int // the rest of those who arrived: sexual
	cooperated, before, after int // before and after count among those who cooperated
	unsaid                    int // cooperation and complaint not known
}

var years = []year{
	{year: 2012, arrived: 66, not: 10, women: 62, mothers: 15, nigerian: 36, labour: 2, servitude: 3, cooperated: 35,
		before: 20, after: 8, unsaid: 2},
	{year: 2013, arrived: 68, not: 11, women: 63, mothers: 14, nigerian: 39, labour: 2, servitude: 2, begging: 1,
		cooperated: 37, before: 21, after: 9},
	{year: 2014, arrived: 70, not: 13, women: 65, mothers: 15, nigerian: 43, labour: 3, crime: 1, unknown: 1,
		cooperated: 36, before: 20, after: 10, unsaid: 3},
	{year: 2015, arrived: 92, not: 16, women: 86, mothers: 19, nigerian: 61, labour: 3, crime: 2, cooperated: 47,
		before: 27, after: 11, unsaid: 4},
	{year: 2016, arrived: 82, not: 14, women: 78, mothers: 18, nigerian: 60, labour: 2, crime: 1, cooperated: 40,
		before: 22, after: 12, unsaid: 3},
	{year: 2017, arrived: 79, not: 15, women: 75, mothers: 20, nigerian: 56, labour: 1, crime: 3, unknown: 1,
		cooperated: 38, before: 20, after: 11, unsaid: 5},
	{year: 2018, arrived: 86, not: 13, women: 82, mothers: 22, nigerian: 60, labour: 4, cooperated: 41, before: 23,
		after: 11, unsaid: 4},
	{year: 2019, arrived: 64, not: 12, women: 59, mothers: 17, nigerian: 41, labour: 4, crime: 1, cooperated: 30,
		before: 16, after: 9, unsaid: 3},
}

// past is one row before it is written.
type past struct {
	requested, arrived, ended date.Date
	outcome, reason, exit     string
	gender, nationality       string
	born, children            int
	exploitation              string
	origin, host, referrer    string
	complaint, cooperation    string
	informed                  string
}

// justice pairs a complaint with cooperation: whoever complained cooperated.
type justice struct{ complaint, cooperation string }

var (
	elsewhere = []string{"RO", "BG", "AL", "CM", "CI", "GH", "CN", "BR", "FR", "MA", "DZ", "UA", "GN", "CD", "AL", "RO",
		"BG", "CM", "CI", "PY", "DO", "HU", "SN", "MD", "VN", ""}
	exits = []string{
		"own_housing", "own_housing", "own_housing", "ordinary_shelter", "ordinary_shelter", "ordinary_shelter",
		"family_or_friends", "other_scheme",
		"other_scheme", "left_by_choice", "left_by_choice", "lost_contact", "transfer_in_network", "voluntary_return",
		"rules_breach_ended_by_place", "unknown",
	}
	reasons = []string{
		"not_trafficking", "not_local_danger", "not_local_danger", "local_solution", "local_solution",
		"refused_by_person", "refused_by_person",
		"no_place", "place_refused_children", "place_refused_men", "place_refused_addiction", "lost_contact",
		"minor_route",
	}
	origins = []string{"75", "75", "75", "13", "13", "06", "06", "06", "69", "69", "31", "34", "59", "33", "44", "67",
		"93", "95", "38", "30", "83", "76", "973", "971"}
	referrers = []string{
		"association", "association", "association", "association", "association", "police", "police", "social_service",
		"hospital", "shelter", "siao", "lawyer", "justice", "asylum_service", "other",
	}
)

func history() [][]string {
	d := newDice(2012)
	rows := [][]string{historyColumns}
	for _, y := range years {
		all := append(arrivals(d, y), others(d, y)...)
		slices.SortStableFunc(all, func(a, b past) int { return b.requested.DaysUntil(a.requested) })
		for _, p := range all {
			rows = append(rows, p.row(y.year))
		}
	}
	return rows
}

// arrivals makes the cases that reached a shelter; each column comes from its own
// mixed deck, so that the year's counts are exact.
func arrivals(d dice, y year) []past {
	n := y.arrived
	sexual := n - y.labour - y.servitude - y.begging - y.crime - y.unknown
	genders := fill(d, n, []string{"Masculine", "Masculine", "TransgenderMasculine"},
		card[string]{y.women - 2, "Feminine"}, card[string]{2, "TransgenderFeminine"})
	nations := fill(d, n, elsewhere, card[string]{y.nigerian, "NG"})
	forms := deck(d, card[string]{sexual, "sexual"}, card[string]{y.labour, "labour_other"},
		card[string]{y.servitude, "domestic_servitude"},
		card[string]{y.begging, "forced_begging"}, card[string]{y.crime, "forced_criminality"},
		card[string]{y.unknown, ""})
	law := deck(d, card[justice]{y.before, justice{"before", "yes"}}, card[justice]{y.after, justice{"after", "yes"}},
		card[justice]{y.cooperated - y.before - y.after, justice{"none", "yes"}},
		card[justice]{y.unsaid, justice{"unknown", "unknown"}},
		card[justice]{n - y.cooperated - y.unsaid, justice{"none", "no"}})
	mothers := y.mothers
	out := make([]past, n)
	for i := range out {
		p := somebody(d, y.year)
		p.outcome, p.gender, p.nationality, p.exploitation = "arrived", genders[i], nations[i], forms[i]
		p.complaint, p.cooperation = law[i].complaint, law[i].cooperation
		p.arrived = p.requested.AddDays(3 + d.below(14) + d.below(14))
		p.ended, p.exit = p.arrived.AddDays(45+d.below(500)), pick(d, exits)
		p.host = regionFarFrom(d, p.origin)
		if mothers > 0 && codelist.Sex(packs.France(), p.gender) == "F" && p.gender == "Feminine" {
			mothers--
			p.children = 1 + d.below(2)*d.below(3)
		}
		out[i] = p
	}
	return out
}

// others makes the requests that did not lead to a shelter, each with its reason.
func others(d dice, y year) []past {
	why := fill(d, y.not, reasons)
	out := make([]past, y.not)
	for i := range out {
		p := somebody(d, y.year)
		p.reason = why[i]
		c, _ := packs.France().List(codelist.NotOriented).Find(p.reason)
		p.outcome = c.Group
		p.gender = pick(d, []string{"Feminine", "Feminine", "Feminine", "Feminine", "Masculine"})
		p.exploitation = pick(d, []string{"sexual", "sexual", "sexual", "labour_other", ""})
		p.nationality = pick(d, []string{"NG", "NG", pick(d, elsewhere)})
		p.complaint, p.cooperation = "unknown", "unknown"
		if p.reason == "place_refused_men" {
			p.gender = "Masculine"
		}
		if p.reason == "place_refused_children" {
			p.gender, p.children = "Feminine", 2
		}
		if p.reason == "not_trafficking" {
			p.exploitation = ""
		}
		if p.reason == "minor_route" {
			p.born = y.year - 16
		}
		out[i] = p
	}
	return out
}

// somebody draws what does not depend on the outcome. Nobody is younger than 19
// in the year of the request, so that each is an adult whatever the birthday.
func somebody(d dice, y int) past {
	p := past{
		requested: date.Must(y, 1, 2).AddDays(d.below(325)), // the last arrival is before the year's end
		born:      y - 19 - d.below(6) - d.below(12),
		origin:    pick(d, origins), referrer: pick(d, referrers),
		informed: pick(d, []string{"yes", "yes", "yes", "no", "no", "unknown"}),
	}
	if d.chance(4) {
		p.born = 0
	}
	return p
}

// regionFarFrom draws a metropolitan region other than the one of the department.
func regionFarFrom(d dice, department string) string {
	fr := packs.France()
	from, _ := fr.Region(department)
	drawn := slices.DeleteFunc(fr.Regions(), func(r geo.Area) bool {
		return !slices.ContainsFunc(fr.Drawn(), func(a geo.Area) bool { return a.Parent == r.Code })
	})
	for {
		if r := pick(d, drawn); r.Code != from.Code && !fr.Overseas(r.Code) {
			return r.Code
		}
	}
}

func (p past) row(y int) []string {
	born := ""
	if p.born > 0 {
		born = strconv.Itoa(p.born)
	}
	shape := "single"
	if p.children > 0 {
		shape = "adult_with_children"
	}
	return []string{
		strconv.Itoa(y), p.requested.String(), p.outcome, p.reason, p.arrived.String(), p.ended.String(), p.exit,
		codelist.Sex(packs.France(), p.gender), p.gender, born,
		codelist.NationalityGroup(packs.France(), p.nationality, p.requested), p.nationality,
		p.exploitation,
		"1", strconv.Itoa(p.children), shape, p.origin, p.host, p.referrer, p.complaint, p.cooperation, p.informed,
		"yes",
	}
}
