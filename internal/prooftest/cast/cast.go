// Package cast holds the people of every story: those who work with Havre, each in a team with a role, and Awa, who is
// helped. All are invented. A test adds what it needs beyond them. Tests only.
package cast

import (
	_ "embed" // the partners

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// Worker is somebody with an account.
type Worker struct {
	Login string
	Name  string
	Team  string // a team of the network ("evaluation", "logistics", "administration", "oversight") or a partner's code
	Role  access.Role
}

// The people who work with Havre.
var (
	Rose   = Worker{"root", "Rose Admin", "administration", access.Administrator} // founded the network
	Claire = Worker{"claire", "Claire Dubreuil", "evaluation", access.Coordinator}
	Colin  = Worker{"colin", "Colin Abadie", "evaluation", access.Coordinator}
	Lou    = Worker{"lou", "Lou Sarrazin", "logistics", access.Logistics}
	Olga   = Worker{"olga", "Olga Trintignac", "oversight", access.Observer}
	Hugo   = Worker{"hugo", "Hugo Lescaut", "LIL1", access.Host}
	Brieuc = Worker{"brieuc", "Brieuc Kerdoncuff", "BRE1", access.Host}
	Rita   = Worker{"rita", "Rita Casanova", "MAR1", access.Referrer}
)

// Everybody lists them in the order they join: whoever opens a team's key before those who need it wrapped.
var Everybody = []Worker{Rose, Claire, Colin, Lou, Olga, Hugo, Brieuc, Rita}

// Person is somebody helped, with words that occur nowhere else: where one of them is found, it leaked.
type Person struct {
	Name      string
	Surname   string
	BirthYear string
	Telephone string
	Origin    string // town
	Danger    string // what she fears, in her words
	Needs     string
}

// Awa is the person whose path the stories follow.
var Awa = Person{
	Name: "Awanéedle", Surname: "Diaroumba", BirthYear: "1998", Telephone: "06 12 99 41 77",
	Origin: "Villefontaine-aux-Aiguilles",
	Danger: "l’homme au blouson grenat qui attend devant la gare",
	Needs:  "une chambre sans étage, et un médecin pour le genou",
}

// Places is the file of the cast's partners, for the import: two places in Lille, one in Brest, one in Toulouse, and a
// partner in Marseille that refers.
//
//go:embed places.csv
var Places []byte

// Secrets are the words of Places that only head-office logistics, and each its own host, may read.
var Secrets = []string{"l'Aiguille-Cachée", "Nid-Caché", "Secret-Gardé"}

// Arrive lets in, of the cast, those whose teams are given, by a team's kind in the network or a partner's code.
func Arrive(f *trusttest.Floor, teams map[string]access.TeamID) {
	f.T.Helper()
	keeper := map[string]string{"administration": Rose.Login}
	for _, w := range Everybody {
		team, ok := teams[w.Team]
		if !ok || w.Login == Rose.Login {
			continue
		}
		f.Person(w.Login, w.Name, team, keeper[w.Team], w.Role)
		if keeper[w.Team] == "" {
			keeper[w.Team] = w.Login
		}
	}
}
