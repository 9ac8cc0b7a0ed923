package helpdesk

import (
	"errors"
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

// Every outcome of the list is one that a contact ends with, but the open one.
func TestAContactEndsByTheList(t *testing.T) {
	want := append([]State{StateOpen}, Ends...)
	var got []State
	for _, c := range packs.France().List(codelist.ContactOutcome).All() {
		got = append(got, State(c.Key))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the list says %v, contacts end with %v", got, want)
	}
}

// I10: what nobody stated is kept as not known. A code of no list is refused.
func TestWhatIsNotStatedIsNotKnown(t *testing.T) {
	on := date.Must(2026, 11, 24)
	none := Entry{}
	e := Entry{Topics: []string{"legal", "health", "legal"}}.cleaned()
	if err := e.check(packs.France(), on, none); err != nil || e.Caller != "unknown" || e.Organisation != "unknown" ||
		e.Channel != "call" ||
		!slices.Equal(e.Topics, []string{"health", "legal"}) {
		t.Errorf("%+v, %v", e, err)
	}
	said := Entry{Caller: "professional", Organisation: "hospital", Channel: "mail", Minutes: 24 * 60}
	e = said.cleaned()
	if err := e.check(packs.France(), on, none); err != nil || e.Caller != said.Caller ||
		e.Organisation != said.Organisation || e.Channel != said.Channel {
		t.Errorf("%+v, %v", e, err)
	}
	for _, wrong := range []Entry{{Caller: "somebody"}, {Organisation: "somebody"}, {Channel: "smoke"},
		{Topics: []string{"weather"}}, {Minutes: 24*60 + 1}, {Minutes: -1}, {Department: "99"},
		{RedirectedTo: "unknown"}} {
		if err := wrong.cleaned().check(packs.France(), on, none); !errors.Is(err, ErrCode) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

// An answer needs its topic, a direction needs to whom; a referral waits for neither.
func TestWhatAnEndNeeds(t *testing.T) {
	for _, c := range []struct {
		entry Entry
		end   State
		want  error
	}{
		{Entry{}, Advised, ErrTopic},
		{Entry{Topics: []string{"legal"}}, Advised, nil},
		{Entry{}, Redirected, ErrRedirect},
		{Entry{RedirectedTo: "hospital"}, Redirected, nil},
		{Entry{Redirect: secret.Of("to a lawyer")}, Redirected, nil},
		{Entry{}, Opened, nil},
		{Entry{}, Silent, nil},
		{Entry{}, StateOpen, ErrNothing},
		{Entry{Caller: codelist.Unknown, Organisation: codelist.Unknown, Channel: "call"}, StateOpen, ErrNothing},
		{Entry{Caller: "relative"}, StateOpen, nil},
		{Entry{Organisation: "hospital"}, StateOpen, nil},
		{Entry{Department: "34"}, StateOpen, nil},
		{Entry{Topics: []string{"legal"}}, StateOpen, nil},
		{Entry{Minutes: 1}, StateOpen, nil},
		{Entry{RedirectedTo: "hospital"}, StateOpen, nil},
		{Entry{Name: secret.Of("Lise")}, StateOpen, nil},
		{Entry{Telephone: secret.Of("06")}, StateOpen, nil},
		{Entry{Note: secret.Of("fear")}, StateOpen, nil},
		{Entry{Answer: secret.Of("a lawyer")}, StateOpen, nil},
		{Entry{Redirect: secret.Of("a lawyer")}, StateOpen, nil},
	} {
		if err := c.entry.mayEnd(c.end); !errors.Is(err, c.want) {
			t.Errorf("%s with %v, %q: %v", c.end, c.entry.Topics, c.entry.RedirectedTo, err)
		}
	}
}
