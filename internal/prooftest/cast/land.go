package cast

import "havre.example/havre/internal/trust/trusttest"

// Land is where the cast works: a country, and what people there type and choose that belongs to it.
type Land struct {
	trusttest.Home
	Places     []byte            // file of the cast's partners, for the import
	Hugo       string            // name of Hugo's partner
	Brieuc     string            // name of Brieuc's
	Hidden     []string          // where Brieuc's is: words that somebody who may not know must not see
	Town       string            // where the person is in danger
	TownCode   string            //
	Department string            // in which that is
	Site       string            // a neutral site, for the quick exit
	Said       map[string]string // coded answers of a referral from the country's own lists, by question
	Language   string            // what the person speaks, as code list language has it
}

// France is the land of every story that names no other.
func France() Land {
	return Land{Home: trusttest.France(), Places: Places, Hugo: "La Maison des Trois Ponts",
		Brieuc: "Le Relais des Abers", Hidden: []string{"Brest", "Finistère", "Goémon"}, Town: "Marseille",
		TownCode: "13055", Department: "13", Site: "https://www.meteo.example/",
		Said: map[string]string{"nationality_group": "non_eu"}, Language: "fr"}
}
