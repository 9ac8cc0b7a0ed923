package story

import (
	"bytes"
	"context"
	"maps"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
)

// settle lets the head office in, then imports the cast's partners (their secret addresses are sealed to logistics),
// and lets in who works for them.
func settle(s *Story) {
	s.T.Helper()
	ctx := context.Background()
	cast.Arrive(s.Floor, s.Teams)
	root := s.SignIn(cast.Rose.Login)
	if r, err := s.Net.Rooms.Partner.Import(ctx, root, bytes.NewReader(s.Land.Places), false); err != nil || !r.Done {
		s.T.Fatalf("bring the partners in: %+v, %v", r, err)
	}
	l, err := s.Net.Rooms.Partner.Partners(ctx, root, partner.Query{})
	if err != nil {
		s.T.Fatalf("read the partners: %v", err)
	}
	teams := map[string]access.TeamID{}
	for _, p := range l.Lines {
		teams[p.Code] = p.Team
	}
	cast.Arrive(s.Floor, teams)
	maps.Copy(s.Teams, teams)
}
