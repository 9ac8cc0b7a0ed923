package main

import (
	"fmt"
	"strconv"
	"strings"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/packs"
)

// partnerColumns is the header of the places import, one row per place. A partner
// without places has one row whose columns from site_name on are empty. Dates are
// ISO 8601; lists of codes are separated by spaces; yes, no, unknown are words.
var partnerColumns = []string{
	"partner_code", "partner_name", "partner_kind", "department", "town", "convention_from", "convention_until",
	"yearly_places",
	"contact_telephone", "site_name", "site_secret_address", "site_telephone", "place_name", "beds", "cots",
	"accepts_gender", "accepts_children", "max_children", "accepts_couples", "accepts_animals", "min_autonomy",
	"step_free", "ground_floor", "security_level", "languages", "specialisms", "available_from",
}

// The network of the demonstration: 118 partners, of which 60 have places, and the head office.
const (
	shelters = 60
	services = 58
)

// conventionUntil names the partners whose convention has ended or is about to, on 23 November 2026.
var conventionUntil = map[int]string{
	7: "2026-09-30", 23: "2026-10-31", 41: "2026-11-15", // ended
	4: "2026-11-30", 16: "2026-12-15", 33: "2026-12-31", 52: "2026-12-31", // soon
}

// where lists departments in the order shelters are opened in; the overseas ones come early enough to be there.
var where = strings.Fields(`59 35 31 69 67 13 33 44 76 38 34 37 63 54 971 21 87 25 29 86 49 72 974 14 45 57 51 80 30 83
972 	84 64 66 73 74 42 71 17 56 62 973 88 81 24 2A 10 18 85 02 976 26 47 12 22 58 53 03 39 65`)

var (
	nameHeads = strings.Split(
		"Le Phare,La Rive,L’Estuaire,Le Sentier,La Clairière,Le Verger,La Source,Le Moulin,La Vigie,Le Ponton,"+
			"La Lanterne,Le Vallon,L’Embrun,La Ramée,Le Gué,La Grange,Le Colombier,L’Étape,La Halte,Le Préau", ",")
	nameTails = strings.Split("aux Martinets,des Genêts d’or,du Grand Saule,aux Lucioles,des Trois Fontaines,du Loriot",
		",")
	streets = strings.Split(
		"rue du Martinet-Noir,allée des Lucioles-Bleues,impasse du Loriot-Gris,rue des Genêts-Blancs,"+
			"chemin du Saule-Penché,place de la Fontaine-Couverte,rue du Vieux-Colombier-d’Ambre,allée du Préau-Vert,"+
			"rue de la Lanterne-Sourde,passage des Trois-Embruns", ",")
	siteNames = strings.Split(
		"Maison Ambre,Maison Azur,Maison Corail,Maison Jade,Maison Lin,Maison Ocre,Maison Safran,Maison Sienne", ",")
	rooms = strings.Split("Chambre 1,Chambre 2,Chambre 3,Chambre 4", ",")
)

// roster makes partners; its counters keep names, telephones and addresses unique.
type roster struct {
	dice
	names  []string
	phones map[string]int
	street int
	rows   [][]string
}

func partners() [][]string {
	r := &roster{dice: newDice(2026), phones: map[string]int{}, rows: [][]string{partnerColumns}}
	for _, tail := range nameTails {
		for _, head := range nameHeads {
			r.names = append(r.names, head+" "+tail)
		}
	}
	shuffle(r.dice, r.names)
	r.headOffice()
	for i := range shelters {
		r.shelter(i+1, where[i])
	}
	for i := range services {
		r.service(shelters+i+1, i)
	}
	return r.rows
}

// headOffice has the two emergency flats, a bridge for a few nights.
func (r *roster) headOffice() {
	p := []string{"P000", "Havre, tête de réseau", "head_office", "06", "Nice", "2001-03-01", "2099-12-31", "100",
		r.phone("06")}
	for i, site := range []string{"Appartement relais Est", "Appartement relais Ouest"} {
		r.rows = append(r.rows, append(append([]string{}, p...),
			site, r.address("Nice"), r.phone("06"), "Appartement", strconv.Itoa(2+i), "1", "any", "yes",
			strconv.Itoa(2), "yes", "no", "medium",
			[]string{"yes", "no"}[i], []string{"yes", "no"}[i], "3", "fr en", "emergency_flat", "2026-01-01"))
	}
}

func (r *roster) shelter(n int, department string) {
	kind := pick(r.dice, []string{"chrs", "chrs", "chrs", "chrs", "emergency_shelter", "family_housing",
		"family_housing", "cada_cph"})
	sites := 1 + r.below(2)
	if n%10 == 0 {
		sites = 3 + n/10%2
	}
	town := seat(department)
	p := r.partner(n, kind, department, town)
	var places [][]string
	for s := range sites {
		site := []string{siteNames[(n+s)%len(siteNames)], r.address(town), r.phone(department)}
		level := 1 + r.below(3)
		for k := range 1 + r.below(2) {
			places = append(places, append(append([]string{}, site...), r.place(kind, rooms[k], level)...))
		}
	}
	p[7] = strconv.Itoa(2*len(places) + r.below(3)) // a place is used again when somebody has moved on
	for _, place := range places {
		r.rows = append(r.rows, append(append([]string{}, p...), place...))
	}
}

func (r *roster) service(n, i int) {
	kind := []string{"specialised_association", "specialised_association", "siao", "specialised_association",
		"other"}[i%5]
	departments := packs.France().Drawn()
	department := departments[(i*17+5)%len(departments)].Code
	p := r.partner(n, kind, department, seat(department))
	r.rows = append(r.rows, append(p, make([]string, len(partnerColumns)-len(p))...))
}

// partner gives the columns that all rows of a partner share.
func (r *roster) partner(n int, kind, department, town string) []string {
	until, ok := conventionUntil[n]
	if !ok {
		until = pick(r.dice, []string{"2027-06-30", "2027-12-31", "2028-06-30", "2028-12-31", "2029-12-31"})
	}
	from := fmt.Sprintf("%d-%02d-01", 2019+r.below(6), 1+r.below(12))
	name := r.names[n-1]
	if kind == "siao" {
		name = "SIAO de démonstration " + packs.France().Name(department)
	}
	return []string{fmt.Sprintf("P%03d", n), name, kind, department, town, from, until, "0", r.phone(department)}
}

// place gives the columns from place_name on.
func (r *roster) place(kind, name string, level int) []string {
	family := kind == "family_housing"
	gender := pick(r.dice, []string{"women", "women", "women", "women", "women", "any", "any", "any", "men"})
	beds, cots, children, most := 1+r.below(2), 0, pick(r.dice, []string{"no", "no", "yes", "unknown"}), 0
	if family {
		gender, beds, cots, children = pick(r.dice, []string{"women", "any"}), 3+r.below(3), r.below(3), "yes"
	}
	if gender == "men" && !family {
		children = "no"
	}
	if children == "yes" {
		beds = max(beds, 2)
		most = beds - 1 + cots
	}
	couples, animals := "no", "no"
	if gender == "any" && beds >= 2 {
		couples = pick(r.dice, []string{"yes", "no", "unknown"})
	}
	if r.chance(12) {
		animals = "yes"
	}
	ground, step := "no", "no"
	if r.chance(30) {
		ground, step = "yes", pick(r.dice, []string{"yes", "yes", "no", "unknown"})
	} else if r.chance(15) {
		step = "unknown"
	}
	from := "2026-01-01"
	if r.chance(6) {
		from = pick(r.dice, []string{"2026-12-01", "2026-12-15", "2027-01-04"})
	}
	return []string{
		name, strconv.Itoa(beds), strconv.Itoa(cots), gender, children, strconv.Itoa(most), couples, animals,
		pick(r.dice, []string{"low", "medium", "medium", "high"}), step, ground, strconv.Itoa(level), r.spoken(),
		r.special(kind), from,
	}
}

func (r *roster) spoken() string {
	out := "fr"
	for _, c := range []struct {
		code    string
		percent int
	}{{"en", 70}, {"es", 25}, {"ar", 20}, {"pcm", 12}, {"bin", 6}, {"ro", 10}, {"ru", 8}, {"pt", 8}, {"sq", 5},
		{"zh", 3}} {
		if r.chance(c.percent) {
			out += " " + c.code
		}
	}
	return out
}

func (r *roster) special(kind string) string {
	var out []string
	if kind == "family_housing" {
		out = append(out, "mother_child")
	}
	for _, c := range []struct {
		code    string
		percent int
	}{
		{"trauma_care", 30}, {"pregnancy", 12}, {"addiction_care", 10}, {"medical_follow_up", 25}, {"night_staff", 30},
		{"quiet_room", 20}, {"legal_support", 35}, {"language_course", 40}, {"labour_exploitation", 8}, {"lgbti", 15},
	} {
		if r.chance(c.percent) {
			out = append(out, c.code)
		}
	}
	return strings.Join(out, " ")
}

// phone gives the next number of the fictional range of that part of the country
// (ARCEP, national numbering plan: numbers kept for audiovisual works).
func (r *roster) phone(department string) string {
	prefix := "06 39 98"
	if region, ok := packs.France().Region(department); ok {
		switch region.Code {
		case "R11":
			prefix = "01 99 00"
		case "R24", "R28", "R52", "R53":
			prefix = "02 61 91"
		case "R27", "R32", "R44":
			prefix = "03 53 01"
		case "R84", "R93", "R94":
			prefix = "04 65 71"
		case "R75", "R76":
			prefix = "05 36 49"
		}
	}
	r.phones[prefix]++
	n := r.phones[prefix] * 37 % 10_000
	return fmt.Sprintf("%s %02d %02d", prefix, n/100, n%100)
}

// address gives a new invented address: no two are alike, so that one found where
// it does not belong tells whose it is.
func (r *roster) address(town string) string {
	r.street++
	return fmt.Sprintf("%d %s, %s", 2+r.street*3, streets[r.street%len(streets)], town)
}

// seat is the first town of the pack whose point is the department's own.
func seat(department string) string {
	d, _ := packs.France().Lookup(department)
	for _, t := range packs.France().Inside(department) {
		if m, ok := geo.Apart(d, t); ok && m == 0 && t.At == d.At {
			return t.Name
		}
	}
	return d.Name
}
