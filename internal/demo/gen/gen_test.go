package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

func TestCommittedFilesAreWhatTheGeneratorWrites(t *testing.T) {
	for name, rows := range map[string][][]string{"partners.csv": partners(), "history.csv": history()} {
		want, err := encode(rows)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "data", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs: run go run ./internal/demo/gen", name)
		}
	}
}

// records gives rows as maps by column name.
func records(t *testing.T, rows [][]string) []map[string]string {
	t.Helper()
	var out []map[string]string
	for i, row := range rows[1:] {
		if len(row) != len(rows[0]) {
			t.Fatalf("line %d has %d columns of %d", i+2, len(row), len(rows[0]))
		}
		m := map[string]string{}
		for k, column := range rows[0] {
			m[column] = row[k]
		}
		out = append(out, m)
	}
	return out
}

func TestTheNetworkHasTheSizeAskedFor(t *testing.T) {
	today := date.Must(2026, 11, 23)
	phone := regexp.MustCompile(`^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$`)
	kinds, names, addresses, overseas, metropolitan := map[string]string{}, map[string]string{}, map[string]string{}, 0,
		0
	sheltering, sites, ended, places, flats, empty := map[string]bool{}, map[string]bool{}, map[string]bool{}, 0, 0, 0
	for _, r := range records(t, partners()) {
		code := r["partner_code"]
		if _, known := kinds[code]; !known {
			if packs.France().Overseas(r["department"]) {
				overseas++
			} else {
				metropolitan++
			}
		}
		kinds[code] = r["partner_kind"]
		if other, twice := names[r["partner_name"]]; twice && other != code {
			t.Errorf("%s and %s have one name", code, other)
		}
		names[r["partner_name"]] = code
		if d, ok := packs.France().Lookup(r["department"]); !ok || d.Name == "" || r["town"] == "" ||
			r["town"] == d.Name && r["department"] != "75" {
			t.Errorf("%s: department %q town %q", code, r["department"], r["town"])
		}
		if !packs.France().List(codelist.PartnerKind).Has(r["partner_kind"], today) ||
			!phone.MatchString(r["contact_telephone"]) {
			t.Errorf("%s: kind %q telephone %q", code, r["partner_kind"], r["contact_telephone"])
		}
		until, err := date.Parse(r["convention_until"])
		if err != nil {
			t.Fatal(err)
		}
		if until.Before(today) {
			ended[code] = true
		}
		if r["place_name"] == "" {
			empty++
			continue
		}
		places++
		sheltering[code] = true
		sites[code+r["site_name"]] = true
		if r["specialisms"] == "emergency_flat" {
			flats++
		}
		if other, twice := addresses[r["site_secret_address"]]; twice && other != code+r["site_name"] {
			t.Errorf("address %q of two sites", r["site_secret_address"])
		}
		addresses[r["site_secret_address"]] = code + r["site_name"]
		checkPlace(t, r, today)
	}
	for what, got := range map[string][3]int{
		"partners and the head office":          {len(kinds), 119, 119},
		"with places, the head office included": {len(sheltering), 61, 61}, "without places": {empty, 58, 58},
		"places": {places - flats, 150, 170}, "emergency flats": {flats, 2, 2}, "overseas": {overseas, 5, 20},
		"metropolitan":      {metropolitan, 95, 114},
		"ended conventions": {len(ended), 3, 3}, "sites": {len(sites), 62, 200},
	} {
		if got[0] < got[1] || got[0] > got[2] {
			t.Errorf("%s: %d, want %d to %d", what, got[0], got[1], got[2])
		}
	}
}

func checkPlace(t *testing.T, r map[string]string, today date.Date) {
	t.Helper()
	number := func(column string) int {
		n, err := strconv.Atoi(r[column])
		if err != nil || n < 0 {
			t.Errorf("%s %s: %s is %q", r["partner_code"], r["place_name"], column, r[column])
		}
		return n
	}
	beds, level := number("beds"), number("security_level")
	number("cots")
	most := number("max_children")
	if beds < 1 || level < 1 || level > 3 || (r["accepts_children"] == "yes") != (most > 0) {
		t.Errorf("%s %s: %d beds, level %d, children %s at most %d", r["partner_code"], r["place_name"], beds, level,
			r["accepts_children"], most)
	}
	for list, keys := range map[codelist.Name]string{
		codelist.AcceptsGender: r["accepts_gender"], codelist.Autonomy: r["min_autonomy"],
		codelist.Language: r["languages"], codelist.Specialism: r["specialisms"],
	} {
		for _, key := range strings.Fields(keys) {
			if !packs.France().List(list).Has(key, today) {
				t.Errorf("%s %s: %s has no code %q", r["partner_code"], r["place_name"], list, key)
			}
		}
	}
	for _, column := range []string{"accepts_children", "accepts_couples", "accepts_animals", "step_free",
		"ground_floor"} {
		if !slices.Contains([]string{"yes", "no", "unknown"}, r[column]) {
			t.Errorf("%s %s: %s is %q", r["partner_code"], r["place_name"], column, r[column])
		}
	}
	if from, err := date.Parse(r["available_from"]); err != nil || from.IsZero() {
		t.Errorf("%s %s: available from %q", r["partner_code"], r["place_name"], r["available_from"])
	}
}

// count counts the rows of a year whose columns have these values.
func count(rows []map[string]string, y int, want ...string) int {
	n := 0
rows:
	for _, r := range rows {
		if r["year"] != strconv.Itoa(y) {
			continue
		}
		for i := 0; i < len(want); i += 2 {
			if r[want[i]] != want[i+1] {
				continue rows
			}
		}
		n++
	}
	return n
}

// The figures are those the network published; see the comment of year.
func TestHistoryGivesThePublishedSeries(t *testing.T) {
	rows := records(t, history())
	arrived := []string{"outcome", "arrived"}
	for y, want := range map[int]int{2012: 66, 2013: 68, 2014: 70, 2015: 92, 2016: 82, 2017: 79, 2018: 86, 2019: 64} {
		if got := count(rows, y, arrived...); got != want {
			t.Errorf("arrivals %d: %d, want %d", y, got, want)
		}
	}
	for _, c := range []struct {
		y, want int
		cond    []string
	}{
		{2012, 76, nil},
		{2013, 37, []string{"outcome", "arrived", "cooperation", "yes"}}, // of 68: 54 %
		{2013, 21, []string{"outcome", "arrived", "complaint", "before"}},
		{2013, 9, []string{"outcome", "arrived", "complaint", "after"}}, // of 30: 30 %
		{2013, 0, []string{"outcome", "arrived", "complaint", "unknown"}},
		{2016, 79, []string{"outcome", "arrived", "exploitation", "sexual"}},
		{2016, 2, []string{"outcome", "arrived", "exploitation", "labour_other"}},
		{2016, 1, []string{"outcome", "arrived", "exploitation", "forced_criminality"}},
		{2016, 60, []string{"outcome", "arrived", "nationality", "NG"}}, // of 82: 73 %
		{2017, 74, []string{"outcome", "arrived", "exploitation", "sexual"}},
		{2017, 1, []string{"outcome", "arrived", "exploitation", "labour_other"}},
		{2017, 3, []string{"outcome", "arrived", "exploitation", "forced_criminality"}},
		{2017, 1, []string{"outcome", "arrived", "exploitation", ""}},
		{2018, 82, []string{"outcome", "arrived", "exploitation", "sexual"}},      // of 86: 95 %
		{2018, 4, []string{"outcome", "arrived", "exploitation", "labour_other"}}, // 5 %
		{2012, 36, []string{"outcome", "arrived", "nationality", "NG"}},           // of 66: over half
		{2012, 62, []string{"outcome", "arrived", "sex", "F"}},
		// nearly a quarter
		{2012, 15, []string{"outcome", "arrived", "sex", "F", "household_shape", "adult_with_children"}},
	} {
		if got := count(rows, c.y, c.cond...); got != c.want {
			t.Errorf("%d %v: %d, want %d", c.y, c.cond, got, c.want)
		}
	}
}

func TestEveryHistoryRowIsCoherent(t *testing.T) {
	for i, r := range records(t, history()) {
		requested, err1 := date.Parse(r["requested_on"])
		arrived, err2 := date.Parse(r["arrived_on"])
		ended, err3 := date.Parse(r["ended_on"])
		if err1 != nil || err2 != nil || err3 != nil || strconv.Itoa(requested.Year()) != r["year"] {
			t.Fatalf("line %d: dates", i+2)
		}
		reason, known := packs.France().List(codelist.NotOriented).Find(r["reason"])
		if r["outcome"] == "arrived" {
			if arrived.Year() != requested.Year() || arrived.Before(requested) || ended.Before(arrived) ||
				r["reason"] != "" || r["region_host"] == "" ||
				!packs.France().List(codelist.ExitReason).Has(r["exit_reason"], ended) {
				t.Errorf("line %d: an arrival with %v", i+2, r)
			}
			if born := r["birth_year"]; born != "" && born > strconv.Itoa(requested.Year()-19) {
				t.Errorf("line %d: not an adult", i+2)
			}
		} else if !known || reason.Group != r["outcome"] ||
			r["arrived_on"]+r["ended_on"]+r["exit_reason"]+r["region_host"] != "" {
			t.Errorf("line %d: no arrival with %v", i+2, r)
		}
		if r["sex"] != codelist.Sex(packs.France(), r["gender"]) ||
			r["nationality_group"] != codelist.NationalityGroup(packs.France(), r["nationality"], requested) {
			t.Errorf("line %d: a derived column", i+2)
		}
		if r["complaint"] == "before" || r["complaint"] == "after" {
			if r["cooperation"] != "yes" {
				t.Errorf("line %d: a complaint without cooperation", i+2)
			}
		}
		for list, key := range map[codelist.Name]string{
			codelist.ReferralOutcome: r["outcome"], codelist.Gender: r["gender"],
			codelist.NationalityGroups: r["nationality_group"],
			codelist.HouseholdShape:    r["household_shape"], codelist.OrganisationKind: r["referrer_kind"],
			codelist.Complaint: r["complaint"],
		} {
			if !packs.France().List(list).Has(key, requested) {
				t.Errorf("line %d: %s has no code %q", i+2, list, key)
			}
		}
		if e := r["exploitation"]; e != "" && !packs.France().List(codelist.Exploitation).Has(e, requested) {
			t.Errorf("line %d: exploitation %q", i+2, e)
		}
		if _, ok := packs.France().Department(r["origin_department"]); !ok {
			t.Errorf("line %d: origin %q", i+2, r["origin_department"])
		}
		if host, ok := packs.France().Lookup(r["region_host"]); r["region_host"] != "" && !ok || ok &&
			host.Code == "" {
			t.Errorf("line %d: region %q", i+2, r["region_host"])
		}
		if from, ok := packs.France().Region(r["origin_department"]); ok && from.Code == r["region_host"] {
			t.Errorf("line %d: sheltered in the region of danger", i+2)
		}
		if r["statistics_consent"] != "yes" {
			t.Errorf("line %d: counted without consent", i+2)
		}
	}
}
