package decision

import (
	"errors"
	"reflect"
	"testing"

	"havre.example/havre/packs"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
)

// A reason must be of the group of the gravest thing a choice goes against; the order and a rule ask for words too.
func TestReasonFitsWhatItIsFor(t *testing.T) {
	words := secret.Of("She said so")
	for _, c := range []struct {
		against Against
		o       Override
		want    error
	}{
		{AgainstNothing, Override{}, nil},
		{AgainstUnknown, Override{}, ErrReason},
		{AgainstUnknown, Override{Reason: "proposal_asks"}, nil},
		{AgainstUnknown, Override{Reason: "person_prefers", Words: words}, ErrReason},
		{AgainstOrder, Override{}, ErrReason},
		{AgainstOrder, Override{}, ErrWords}, // both at once
		{AgainstDanger, Override{}, ErrWords},
		{AgainstOrder, Override{Reason: "person_prefers"}, ErrWords},
		{AgainstOrder, Override{Reason: "person_prefers", Words: words}, nil},
		{AgainstOrder, Override{Reason: "person_prefers", Words: secret.Of(".")}, ErrWords},
		{AgainstRule, Override{Reason: "one_more", Words: secret.Of("- 1 ?")}, ErrWords},
		{AgainstDanger, Override{Reason: "she_knows", Words: secret.Of(" . x .")}, ErrWords},
		{AgainstOrder, Override{Reason: "proposal_asks", Words: words}, ErrReason},
		{AgainstRule, Override{Reason: "person_prefers", Words: words}, ErrReason},
		{AgainstRule, Override{Reason: "not in the list", Words: words}, ErrReason},
		{AgainstRule, Override{Reason: "she_knows", Words: words}, ErrReason},
		{AgainstDanger, Override{}, ErrReason},
		{AgainstDanger, Override{Reason: "one_more", Words: words}, ErrReason},
		{AgainstDanger, Override{Reason: "she_knows"}, ErrWords},
		{AgainstDanger, Override{Reason: "she_knows", Words: words}, nil},
	} {
		if err := c.o.Check(packs.France(), c.against, date.Must(2026, 11, 23)); !errors.Is(err, c.want) ||
			(err == nil) != (c.want == nil) {
			t.Errorf("%q for %q: %v, want %v", c.o.Reason, c.against, err, c.want)
		}
	}
}

func TestGravest(t *testing.T) {
	list := []Departure{{Against: AgainstUnknown}, {Against: AgainstRule}, {Against: AgainstOrder}}
	if Gravest(list) != AgainstRule || Gravest(list[:1]) != AgainstUnknown || Gravest(nil) != AgainstNothing ||
		Gravest(list[2:]) != AgainstOrder || Gravest([]Departure{list[2], list[0]}) != AgainstOrder {
		t.Error(Gravest(list), Gravest(list[:1]), Gravest(list[2:]), Gravest(nil))
	}
}

// A reason that was taken off the list is given no more, from the day on which it was.
func TestAReasonThatEnded(t *testing.T) {
	ends := date.Must(2026, 12, 1)
	p, err := packs.France().With(country.EndCode(codelist.Override, "arranged", ends))
	if err != nil {
		t.Fatal(err)
	}
	o := Override{Reason: "arranged", Words: secret.Of("She said so")}
	if err := o.Check(p, AgainstRule, ends.AddDays(-1)); err != nil {
		t.Errorf("the day before: %v", err)
	}
	if err := o.Check(p, AgainstRule, ends); !errors.Is(err, ErrReason) {
		t.Errorf("on the day: %v", err)
	}
}

// Only a reason of its group sets a rule aside.
func TestWhatSetsARuleAside(t *testing.T) {
	for reason, want := range map[string]bool{"one_more": true, "person_prefers": false, "she_knows": false,
		"not in the list": false, "": false} {
		if got := (Override{Reason: reason}).SetsAside(packs.France()); got != want {
			t.Errorf("%q sets a rule aside: %t", reason, got)
		}
	}
}

// A reason is asked for with its words, which may be left out only where nobody waited for a datum.
func TestWordsAreAskedForWithAReason(t *testing.T) {
	for _, against := range []Against{AgainstUnknown, AgainstOrder, AgainstRule, AgainstDanger} {
		asked := Reasons(against)
		if len(asked) != 2 || asked[0].Name != "reason" || asked[1].Name != "words" || asked[0].Aside ||
			asked[1].Aside != (against == AgainstUnknown) {
			t.Errorf("against %q is asked %+v", against, asked)
		}
	}
}

// What was seen comes back as it was, and a rule's answer as the engine gave it.
func TestRecordComesBack(t *testing.T) {
	said := match.Check{Rule: match.RuleDanger, Verdict: match.Excluded, Datum: match.Datum{Code: "too_near", Have: 30,
		Want: 120, Item: "59", Kilometres: 25, Estimated: true}, Fix: "coordination"}
	in := Record{Rules: []string{"h2_danger/1"}, Criteria: match.Criteria, Prices: map[string]int{"family": 2},
		Need: Need{On: date.Must(2026, 11, 23), Adults: 1, Children: []string{"age_0_2"}},
		Places: []Place{{Department: "46", Verdict: "excluded", Values: []int{1, 2}, Checks: []Said{SaidOf(said)},
			Chosen: true}}}
	b, err := in.Pack()
	if err != nil {
		t.Fatal(err)
	}
	out, err := Unpack(b)
	if err != nil || !reflect.DeepEqual(in, out) {
		t.Fatalf("%v\n%+v\n%+v", err, in, out)
	}
	if got := out.Places[0].Checks[0].Check(); !reflect.DeepEqual(got, said) {
		t.Errorf("%+v", got)
	}
	if _, err := Unpack(b[:len(b)/2]); err == nil {
		t.Error("half a record is read")
	}
}
