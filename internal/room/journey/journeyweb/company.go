package journeyweb

import (
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// companion is the colleague who was chosen.
func companion(r *web.Request) access.UserID {
	var who access.UserID
	if who.UnmarshalText([]byte(r.Form().Value("who"))) != nil {
		r.Form().Fail("who", "journey.company.unknown")
	}
	return who
}

func memberOptions(list []journey.Member) []web.Option {
	out := make([]web.Option, len(list))
	for i, m := range list {
		out[i] = web.Option{Value: m.User.String(), Label: m.Name + ", " + m.Team}
	}
	return out
}
