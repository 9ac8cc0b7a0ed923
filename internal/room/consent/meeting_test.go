package consent

import (
	"fmt"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

// The interview was held at its planned hour, or when it was noted where that was earlier; of two, the last counts. A
// plan that does not read says no hour.
func TestWhenTheInterviewWasHeld(t *testing.T) {
	noted := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	plan := func(at time.Time) casefile.Told {
		return casefile.Told{Kind: "interview_planned", Raw: fmt.Sprintf(`{"at":%d}`, at.UnixMicro())}
	}
	raw := func(words string) casefile.Told { return casefile.Told{Kind: "interview_planned", Raw: words} }
	held := func(at time.Time) casefile.Told { return casefile.Told{Kind: "interview_held", At: at} }
	hour := noted.Add(-time.Hour)
	for what, c := range map[string]struct {
		facts []casefile.Told
		want  time.Time
	}{
		"as planned":              {[]casefile.Told{plan(hour), held(noted)}, hour},
		"earlier than planned":    {[]casefile.Told{plan(noted.Add(time.Hour)), held(noted)}, noted},
		"at the very hour":        {[]casefile.Told{plan(noted), held(noted)}, noted},
		"planned twice":           {[]casefile.Told{plan(hour.Add(-time.Hour)), plan(hour), held(noted)}, hour},
		"without a plan":          {[]casefile.Told{held(noted)}, noted},
		"planned for no hour":     {[]casefile.Told{raw(`{}`), held(noted)}, noted},
		"the first microsecond":   {[]casefile.Told{raw(`{"at":1}`), held(noted)}, time.UnixMicro(1)},
		"a plan that breaks off":  {[]casefile.Told{plan(hour), raw(`{"at":1,`), held(noted)}, hour},
		"a plan of two hours":     {[]casefile.Told{plan(hour), raw(`{"at":1,"at":"late"}`), held(noted)}, hour},
		"a plan that says no":     {[]casefile.Told{plan(hour), raw(`{"at":0}`), held(noted)}, hour},
		"a plan of the day after": {[]casefile.Told{plan(hour), held(noted), plan(noted.Add(24 * time.Hour))}, hour},
		"two":                     {[]casefile.Told{plan(hour), held(noted), held(noted.Add(time.Hour))}, hour},
		"none":                    {nil, time.Time{}},
	} {
		if got := interviewed(c.facts); !got.Equal(c.want) {
			t.Errorf("%s: held at %s, not %s", what, got, c.want)
		}
	}
}

// A day is before the interview where it is so by the clocks of the head office and of the place.
func TestADayBeforeTheInterview(t *testing.T) {
	early := time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC) // half past two in Paris, the evening before in Martinique
	late := time.Date(2026, 11, 24, 21, 30, 0, 0, time.UTC) // evening in Paris, the day after in La Réunion
	day := func(d int) date.Date { return date.Must(2026, 11, d) }
	for _, c := range []struct {
		department string
		at         time.Time
		on         date.Date
		before     bool
	}{
		{"75", early, day(23), true}, {"75", early, day(24), false}, {"75", early, day(25), false},
		{"972", early, day(22), true}, {"972", early, day(23), false}, {"972", early, day(24), false},
		{"974", late, day(23), true}, {"974", late, day(24), false}, {"974", late, day(25), false},
		{"", early, day(23), true}, {"", early, day(24), false},
	} {
		if got := beforeMeeting(packs.France(), c.department, c.at, c.on); got != c.before {
			t.Errorf("%s before an interview at %s in %q: %t", c.on, c.at, c.department, got)
		}
	}
}
