package referral

import (
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

var today = date.Must(2026, 11, 24)

// drafted is the shortest draft that may be sent, and more answers: pairs of a name and its codes.
func drafted(more ...string) Answers {
	a := NewAnswers()
	a.Words["who_name"], a.Words["who_telephone"] = secret.Of("Inès"), secret.Of("05 00 00 00 00")
	a.Codes["agreed"] = []string{"yes"}
	for i := 0; i < len(more); i += 2 {
		a.Codes[more[i]] = strings.Fields(more[i+1])
	}
	return a
}

// I2: only her agreement sends a draft, besides who refers; its day is the one stated, else today.
func TestWhatMayBeSent(t *testing.T) {
	for _, c := range []struct {
		draft Answers
		want  string
	}{
		{drafted(), ""},
		{drafted("agreed", "no"), "referral.agreement_needed"},
		{drafted("agreed", "unknown"), "referral.agreement_needed"},
		{drafted("agreed", ""), "referral.agreement_needed"},
		{drafted("gender", "x"), "fault.invalid"},
		{drafted("agreed_on", "2026-11-26"), "fault.invalid"},
		{without("who_name"), "referral.who_needed"},
		{without("who_telephone"), "referral.who_needed"},
	} {
		_, err := read(packs.France(), c.draft, today)
		if (err == nil) != (c.want == "") || err != nil && fault.Key(err) != c.want {
			t.Errorf("%v: %v, not %q", c.draft.Codes, err, c.want)
		}
	}
	for on, want := range map[string]date.Date{"": today, "2026-11-20": date.Must(2026, 11, 20)} {
		s, err := read(packs.France(), drafted("agreed_on", on, "statistics", "no"), today)
		if err != nil || s.agreed.On != want || s.statistics.On != want || s.agreed.Answer != tri.Yes ||
			s.agreed.Agreement != "relocation_1" || s.statistics.Agreement != "statistics" ||
			s.statistics.Answer != tri.No {
			t.Errorf("agreed on %q: %+v, %+v, %v", on, s.agreed, s.statistics, err)
		}
	}
}

func without(word string) Answers {
	a := drafted()
	delete(a.Words, word)
	return a
}

// The referrer's words go apart, and nothing else goes with them.
func TestThePartOfTheReferrer(t *testing.T) {
	s, err := read(packs.France(), drafted("who_kind", "hospital", "danger_area", "31"), today)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.referrer.Codes) != 1 || s.referrer.Codes["who_kind"][0] != "hospital" || len(s.referrer.Words) != 2 ||
		s.referrer.Words["who_name"].Reveal() != "Inès" {
		t.Errorf("%v, %d words", s.referrer.Codes, len(s.referrer.Words))
	}
}

// That a call would be a danger goes with the person, beside her number.
func TestWhetherACallIsSafeGoesWithHer(t *testing.T) {
	for _, safe := range []tri.Value{tri.Yes, tri.No, tri.Unknown} {
		s, err := read(packs.France(), drafted("can_call", safe.String()), today)
		if err != nil || s.coded.CanCall != safe {
			t.Errorf("%v is kept as %v: %v", safe, s.coded.CanCall, err)
		}
	}
}

// An area of danger is kept once, as grave as was said; what was not said is not known.
func TestZonesOfAReferral(t *testing.T) {
	for _, c := range []struct {
		draft Answers
		want  []casefile.Zone
	}{
		{drafted(), nil},
		{drafted("danger_level", "grave"), nil},
		{drafted("danger_area", "31 75 31"), []casefile.Zone{
			{Area: "31"}, {Area: "75"}}},
		{drafted("danger_area", "31", "danger_level", "grave", "danger_reason", "recent_sighting", "danger_since",
			"2026-10-01"),
			[]casefile.Zone{{Area: "31", Level: "grave", Reason: "recent_sighting", Since: date.Must(2026, 10, 1)}}},
	} {
		if got := zones(c.draft); !slices.Equal(got, c.want) {
			t.Errorf("%v: %+v, not %+v", c.draft.Codes, got, c.want)
		}
	}
	open := drafted()
	open.Codes["danger_area"] = []string{"", "31"} // a field left open is no area
	if got := zones(open); len(got) != 1 || got[0].Area != "31" {
		t.Errorf("%+v", got)
	}
	open.Words["danger_elsewhere"] = secret.Of("Where her uncle lives") // a zone that only the evaluation can place
	if got := zones(open); len(got) != 2 || got[1].Area != country.InWords {
		t.Errorf("danger in words: %+v", got)
	}
}

func TestNeedsThatFollowFromAnswers(t *testing.T) {
	for _, c := range []struct{ draft, want string }{
		{"", ""},
		{"interpreter=no animals=no", ""},
		{"interpreter=unknown animals=unknown", ""},
		{"interpreter=yes", "interpreter"},
		{"animals=yes", "pets"},
		{"need=pets animals=yes", "pets"},
		{"need=interpreter interpreter=yes animals=yes", "interpreter pets"},
		{"need=cot interpreter=yes", "cot interpreter"},
	} {
		var more []string
		for _, pair := range strings.Fields(c.draft) {
			name, code, _ := strings.Cut(pair, "=")
			more = append(more, name, code)
		}
		if got := strings.Join(coded(packs.France(), drafted(more...)).NeedCodes, " "); got != c.want {
			t.Errorf("%s: %q, not %q", c.draft, got, c.want)
		}
	}
}

// Where she comes from is the first department among the places of danger, else that of who refers.
func TestWhereSheComesFrom(t *testing.T) {
	for _, c := range []struct{ areas, who, want string }{
		{"31 75", "59", "31"},
		{"31555", "59", "31"}, // a town of it
		{"", "59", "59"},
		{"nowhere 75", "59", "75"},
		{"nowhere", "59", "59"},
		{"", "", ""},
	} {
		got := coded(packs.France(), drafted("danger_area", c.areas, "who_department", c.who)).OriginDepartment
		if got != c.want {
			t.Errorf("%q, %q: %q", c.areas, c.who, got)
		}
	}
}

// I10: a household of which nothing was said is not known, and one adult is counted.
func TestHouseholds(t *testing.T) {
	for _, c := range []struct {
		adults, children, shape string
		people, bands           int
	}{
		{"", "", "unknown", 1, 0},
		{"1", "", "single", 1, 0},
		{"1", "2", "adult_with_children", 1, 2},
		{"", "1", "adult_with_children", 1, 1},
		{"2", "", "adults_together", 2, 0},
		{"2", "1", "unknown", 2, 1},
		{"3", "0", "adults_together", 3, 0},
	} {
		got := coded(packs.France(), drafted("adults", c.adults, "age_6_12", c.children))
		if got.HouseholdShape != c.shape || got.Adults != c.people || len(got.ChildrenBands) != c.bands ||
			c.bands > 0 && got.ChildrenBands[0] != "age_6_12" {
			t.Errorf("%q adults, %q children: %s, %d, %v", c.adults, c.children, got.HouseholdShape, got.Adults,
				got.ChildrenBands)
		}
	}
}

// A receipt tells neutral things, whatever becomes of a case.
func TestWhatAReceiptTells(t *testing.T) {
	for at, want := range map[casefile.Stage]State{casefile.Asked: Received, casefile.Evaluating: Handled,
		casefile.Accepted: Handled, casefile.OnTheWay: Handled, casefile.Waiting: Handled, casefile.Sheltered: Over,
		casefile.NotHere: Over, casefile.Lost: Over, casefile.DeceasedS: Over, casefile.EndedS: Over} {
		if got := stateOf(at, false); got != want {
			t.Errorf("%s: %s, not %s", at, got, want)
		}
		if want != Over {
			want = PleaseDo
		}
		if got := stateOf(at, true); got != want {
			t.Errorf("%s, with a call: %s, not %s", at, got, want)
		}
	}
}

// An agreement of which no day is told is shown and sent as one of today; where nobody asked her there is none.
func TestAnAgreementWithoutADayIsOfToday(t *testing.T) {
	for want, a := range map[string]Answers{"2026-11-24": drafted(), "2026-11-20": drafted("agreed_on", "2026-11-20"),
		"": NewAnswers()} {
		got := Dated(a, today)
		if on := strings.Join(got.Codes["agreed_on"], ""); on != want {
			t.Errorf("given on %q, not %q", on, want)
		}
	}
	if a := drafted(); len(Dated(a, today).Codes) == len(a.Codes) {
		t.Error("the answers themselves are changed")
	}
}
