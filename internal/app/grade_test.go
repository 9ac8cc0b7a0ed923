package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/codelist"
)

// The form of a referral says of a danger that nobody graded what the pages say of it afterwards, by the one rule.
func TestADangerThatNobodyGradedCountsAsIsSaid(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		grade := s.Land.Country.List(codelist.DangerLevel)
		for _, l := range s.Land.Country.Languages() {
			level := strings.ToLower(grade.Label(l.Tag, codelist.AssumedDanger))
			for _, key := range []string{"referral.hint.danger_level", "casefile.danger_unknown"} {
				if words := s.Texts().In(l.Tag, s.Clock.Now()).T(key); !strings.Contains(words, level) {
					t.Errorf("%s does not say %q: %q", key, level, words)
				}
			}
		}
	})
}
