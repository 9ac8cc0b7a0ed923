package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// What could not be passed on is not said to have been: where her way is over, a service that only referred her takes
// no agreement back, and says no wish to leave.
func TestNothingIsSaidToBePassedOnThatWasNot(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		ritas := w.refers("sheltered")
		w.withdraws(cast.Brieuc, w.host)
		rita := s.SignIn(cast.Rita.Login)
		ref, err := casefile.ParseRef(strings.TrimPrefix(ritas, "/cases/"))
		if err != nil {
			t.Fatal(err)
		}
		rooms := s.Net.Rooms
		page, err := rooms.Consent.Open(t.Context(), rita, ref)
		if err != nil || len(page.List) == 0 {
			t.Fatalf("%+v, %v", page, err)
		}
		for _, a := range page.List {
			if a.Kind != "relocation_1" {
				continue
			}
			if passed, err := rooms.Consent.Revoke(t.Context(), rita, ref, a.ID, a.On); passed || err == nil {
				t.Errorf("taken back: passed on %v, %v", passed, err)
			}
		}
		if got, err := rooms.Casefile.Withdraw(t.Context(), rita, ref, casefile.Word{}); got.Passed || err == nil {
			t.Errorf("withdrawn: %+v, %v", got, err)
		}
	})
}
