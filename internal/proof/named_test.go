package proof

import (
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/packs"
)

// otherwise are words of the code that a list has too, by list and word, and what they mean in the code: the program
// misses nothing where a network ends that code.
var otherwise = map[string]string{
	"accompanier/head_office":       "who calls a journey off, and who pays a ticket",
	"accompanier/nobody":            "a call that nobody answered",
	"at_risk/children":              "a question, a column and a place in a sentence",
	"at_risk/person":                "a room, and who says, travels or is called",
	"at_risk/staff":                 "a class of data, and a kind of bound in a proof",
	"caller/partner":                "a room, a kind of team and a rule of access",
	"caller/relative":               "who is at an interview",
	"channel/mail":                  "an address",
	"channel/visit":                 "a way to hold an interview",
	"control/documents":             "a compartment",
	"control/medical":               "a question of the helpdesk's guide",
	"control/other":                 "an answer of lists of Havre's own",
	"decline/autonomy":              "a question of places and people, and another list",
	"decline/calendar":              "a page, and what speaks against a place",
	"decline/security":              "a question of places and people",
	"exit_reason/other":             "an answer of lists of Havre's own",
	"exploitation/other":            "an answer of lists of Havre's own",
	"journey_means/plane":           "a tree",
	"language/km":                   "a distance",
	"not_oriented/other":            "an answer of lists of Havre's own",
	"organisation_kind/justice":     "a chapter of the figures",
	"organisation_kind/lawyer":      "who is at an interview, and who is called",
	"organisation_kind/other":       "an answer of lists of Havre's own",
	"partner_kind/head_office":      "who calls a journey off, and who pays a ticket",
	"partner_kind/other":            "an answer of lists of Havre's own",
	"proposal_question/length":      "a place in a sentence",
	"proposal_question/room_shared": "what speaks against a place",
	"recruitment/Other":             "the code of that name in decided_by",
	"referral_reason/Other":         "the code of that name in decided_by",
	"service/interpreter":           "the code of that name in need, and a question",
	"service/medical":               "a question of the helpdesk's guide",
	"topic/health":                  "a compartment and its question",
	"topic/legal":                   "a compartment, and a record of a stay",
	"topic/other":                   "an answer of lists of Havre's own",
}

// A code that the program calls by its name, in Go or in the text of a query, does not end: a network may end one only
// where its word means something else in the code.
func TestNoCodeThatTheProgramNamesCanEnd(t *testing.T) {
	s, may := source(t), mayEnd(packs.France(), date.Must(2030, 1, 1))
	seen := map[string]bool{}
	for _, p := range s.pkgs {
		if forTests(p.path) || below(p.path, "internal/demo", "packs", "internal/country", "internal/calc/linkage") {
			continue
		}
		for name, f := range p.files {
			if generated(name) {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				for _, word := range wordsIn(n) {
					for _, list := range may[word] {
						key := string(list) + "/" + word
						if _, known := otherwise[key]; !known {
							t.Errorf("%s names %s, which a network may end: is it to be in country/named.go?",
								s.where(n.Pos()), key)
						}
						seen[key] = true
					}
				}
				return true
			})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(otherwise)) {
		if !seen[key] {
			t.Errorf("%s is explained, and no code says it", key)
		}
	}
}

// inQuery is a word in the text of a query.
var inQuery = regexp.MustCompile(`'(\w+)'`)

// wordsIn are the words that a string says: itself, and those that it quotes.
func wordsIn(n ast.Node) (out []string) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return nil
	}
	v, err := strconv.Unquote(l.Value)
	if err != nil {
		return nil
	}
	out = []string{v}
	for _, m := range inQuery.FindAllStringSubmatch(v, -1) {
		out = append(out, m[1])
	}
	return out
}

// mayEnd are the lists in which a network may end a code, by its key. Another code is added beside it before, since the
// last of a list ends nowhere.
func mayEnd(p *country.Pack, day date.Date) map[string][]country.ListName {
	out := map[string][]country.ListName{}
	for name, l := range p.Lists() {
		for _, c := range l.Codes(day) {
			label := map[lang.Tag]string{}
			for _, in := range p.Languages() {
				label[in.Tag] = "beside"
			}
			beside, left := p.With(country.AddCode(name, "beside_it", c.Group, day, label))
			if len(left) > 0 {
				continue // a list of the program's own
			}
			if beside.Fits(country.EndCode(name, c.Key, day)) == nil {
				out[c.Key] = append(out[c.Key], name)
			}
		}
	}
	return out
}
