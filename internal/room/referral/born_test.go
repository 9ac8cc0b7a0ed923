package referral_test

import (
	"testing"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/referral"
)

// What a referral says of a birth keeps the month or the day that was told, guessed or not.
func TestAReferralKeepsTheMonthOfABirth(t *testing.T) {
	for said, want := range map[string]date.Rough{
		"2009": {Year: 2009}, "2009-03": {Year: 2009, Month: 3}, "2009-03-14": {Year: 2009, Month: 3, Day: 14}, "": {},
	} {
		a := ask.NewDraft()
		a.Codes["birth_year"] = []string{said}
		if got := referral.Born(a); got != want {
			t.Errorf("%q is read as %+v", said, got)
		}
		if a.Codes["birth_about"] = []string{"yes"}; want.Year > 0 {
			want.About = true
			if got := referral.Born(a); got != want {
				t.Errorf("%q, guessed, is read as %+v", said, got)
			}
		}
	}
}
