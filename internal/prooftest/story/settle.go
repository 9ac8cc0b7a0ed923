package story

import "havre.example/havre/internal/trust/access"

// settle brings the partners of the cast into the network and returns their teams by code.
func settle(*Story) map[string]access.TeamID { return nil }
