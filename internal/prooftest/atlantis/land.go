package atlantis

import (
	_ "embed" // the partners

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/trust/trusttest"
)

//go:embed places.csv
var places []byte

// Land is Atlantis as the cast works there. Every word of it is invented, so that none is a word of any language.
func Land() (cast.Land, error) {
	p, err := Pack()
	if err != nil {
		return cast.Land{}, err
	}
	return cast.Land{
		Home: trusttest.Home{Country: p, Network: "Zyrnet", Teams: map[string]string{"administration": "Zyradm",
			"evaluation": "Zyreval", "logistics": "Zyrlog", "oversight": "Zyrsight"}},
		Places: places, Hugo: "Zyrkon", Brieuc: "Quorvath", Hidden: []string{"Quorvath", "Evenor", "Far Terrace"},
		Town: "Poseidon's Gate", TownCode: "N-1-01", Department: "N-1", Site: "https://weather.example/",
		Said: map[string]string{"nationality_group": "outside_rings"}, Language: "qaa",
	}, nil
}
