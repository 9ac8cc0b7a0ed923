package story

import (
	"context"
	"strings"

	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
)

// partners is what the directory says of the cast's partners: two shelters far from each other, one of them with two
// places, and an association that refers. Addresses come later, by logistics.
const partners = "partner_code;partner_name;partner_kind;department;town;convention_from;convention_until;yearly_places;contact_telephone;" +
	"site_name;place_name;beds;cots;accepts_gender;accepts_children;max_children;accepts_couples;" +
	"accepts_animals;min_autonomy;step_free;ground_floor;security_level;languages;specialisms;available_from\n" +
	"LIL1;Les Tilleuls;chrs;59;Lille;2020-01-01;2029-12-31;6;03 20 55 01 01;Maison;Chambre 1;3;1;any;yes;3;yes;yes;low;yes;yes;3;fr en;trauma_care;2026-01-01\n" +
	"LIL1;Les Tilleuls;chrs;59;Lille;2020-01-01;2029-12-31;6;03 20 55 01 01;Maison;Chambre 2;3;1;any;yes;3;yes;yes;low;yes;yes;3;fr en;trauma_care;2026-01-01\n" +
	"BRE1;La Rade;chrs;29;Brest;2020-01-01;2029-12-31;6;02 98 55 02 02;Appartements;Studio;3;1;any;yes;3;yes;yes;low;yes;yes;3;fr en;trauma_care;2026-01-01\n" +
	"MAR1;Le Mistral;specialised_association;13;Marseille;2020-01-01;2029-12-31;0;04 91 55 03 03;;;;;;;;;;;;;;;;\n"

// settle brings the partners of the cast into the network and returns their teams by code.
func settle(s *Story) map[string]access.TeamID {
	s.T.Helper()
	ctx := context.Background()
	root := s.SignIn("root")
	if r, err := s.Net.Rooms.Partner.Import(ctx, root, strings.NewReader(partners), false); err != nil || !r.Done {
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
	return teams
}
