package proposal

import (
	"testing"
	"time"

	"havre.example/havre/internal/room/casefile"
)

// I2: her yes holds from the interview that it answers until another host, another interview or a new search; what
// cannot be read is no yes, and whatever else a fact says neither.
func TestHerYesIsOfTheLatestInterview(t *testing.T) {
	told := func(kind casefile.Kind, raw string) casefile.Told { return casefile.Told{Kind: kind, Raw: raw} }
	yes, no := told("second_agreement", `{"answer":"yes"}`), told("second_agreement", `{"answer":"no"}`)
	path := []casefile.Told{told("first_agreement", `{"answer":"yes"}`), told("host_accepted", `{}`),
		told("interview_planned", `{}`), told("interview_held", `{}`)}
	if got, err := agreed(path); got || err != nil {
		t.Errorf("before she was asked: %v, %v", got, err)
	}
	if got, err := agreed(append(path, yes)); !got || err != nil {
		t.Errorf("after her yes: %v, %v", got, err)
	}
	if got, err := agreed(append(path, yes, told("note", `{}`))); !got || err != nil {
		t.Errorf("another fact takes her yes away: %v, %v", got, err)
	}
	for _, since := range []casefile.Told{no, told("second_agreement", `{"answer":"unknown"}`),
		told("interview_held", `{"answer":"yes"}`), told("interview_planned", `{}`), told("search_again", `{}`),
		told("host_accepted", `{}`)} {
		if got, err := agreed(append(path, yes, since)); got || err != nil {
			t.Errorf("%s %s since her yes: %v, %v", since.Kind, since.Raw, got, err)
		}
	}
	if got, err := agreed(append(path, told("second_agreement", `{`))); got || err == nil {
		t.Errorf("what cannot be read: %v, %v", got, err)
	}
	if got, err := agreed(nil); got || err != nil {
		t.Errorf("of a new case: %v, %v", got, err)
	}
}

// A host that was asked and has not looked is called where no mail reaches it, and after a day where mail does.
func TestWhoIsToBeCalled(t *testing.T) {
	sent := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		state State
		seen  time.Time
		after time.Duration
		mail  bool
		want  bool
	}{
		{Sent, time.Time{}, 0, false, true},
		{Sent, time.Time{}, 0, true, false},
		{Sent, time.Time{}, 24*time.Hour - 1, true, false},
		{Sent, time.Time{}, 24 * time.Hour, true, true},
		{Sent, sent.Add(1), 48 * time.Hour, false, false},
		{Accepted, time.Time{}, 48 * time.Hour, false, false},
	} {
		p := Proposal{State: c.state, Sent: sent, Seen: c.seen}
		if got := p.ToCall(sent.Add(c.after), c.mail); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
