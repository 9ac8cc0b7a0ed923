package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
)

// soul is somebody invented who needs a place.
type soul struct {
	name, story, telephone string
	gender, nationality    string
	born                   int
	exploitation           string
	origin                 string // department
	level                  string // of the danger
	languages              []string
	adults                 int
	children               []string
	shape, autonomy        string
	needs                  []string
	statistics             string
	weeks                  int
	doctor                 bool // needs a doctor today
}

// wishes are the areas where a few would like to go: where they had a friend, or work.
func (s soul) wishes() []string {
	area := []string{"44", "31", "35", "67"}[s.born%4]
	if s.born%3 > 0 || area == s.origin {
		return nil
	}
	return []string{area}
}

// people counts who needs a bed.
func (s soul) people() int { return s.adults + len(s.children) }

var countries = []string{"NG", "NG", "NG", "RO", "BG", "CI", "CM", "ML", "AL", "BR", "MA", "FR", "HU", "CN", "GN"}

var kinds = []string{"sexual", "sexual", "sexual", "sexual", "sexual", "labour_other", "domestic_servitude",
	"domestic_servitude", "forced_begging", "forced_criminality"}

// somebody draws a person.
func (p *play) somebody() soul {
	s := soul{gender: "Feminine", adults: 1, shape: "single", statistics: "yes", autonomy: "medium"}
	s.exploitation = one(p, kinds)
	first := one(p, p.words.Women)
	if s.exploitation == "labour_other" && p.chance(60) {
		s.gender, first = "Masculine", one(p, p.words.Men)
	}
	s.name = first + " " + one(p, p.words.Surnames)
	s.telephone = fmt.Sprintf("06 39 98 %02d %02d", p.dice.IntN(100), p.dice.IntN(100))
	s.story = one(p, p.words.Stories[s.exploitation])
	s.nationality = one(p, countries)
	s.born = p.now.Year() - 19 - p.dice.IntN(24)
	s.origin = one(p, p.country().Drawn()[:95]).Code
	s.level = one(p, []string{"watch", "serious", "serious", "serious", "grave"})
	s.languages = strings.Fields(one(p, p.words.Languages))
	s.weeks = one(p, []int{12, 26, 26, 52})
	if p.chance(30) {
		s.autonomy = "high"
	}
	s.needs = []string{one(p, p.words.Needs)}
	if p.chance(5) {
		s.statistics = "no"
	}
	if s.gender == "Feminine" && p.chance(32) {
		s.shape = "adult_with_children"
		for range 1 + p.dice.IntN(2) {
			s.children = append(s.children, one(p, []string{"age_0_2", "age_0_2", "age_3_5", "age_6_12"}))
		}
	} else if p.chance(4) {
		s.adults, s.shape = 2, "couple"
	}
	return s
}

// oneAdult draws a person for whom many places fit.
// health is what is said of somebody's health.
func (p *play) health(s soul) string {
	if s.gender == "Feminine" {
		return one(p, slices.Concat(p.words.Health, p.words.HealthWomen))
	}
	return one(p, p.words.Health)
}

func (p *play) oneAdult() soul {
	s := p.somebody()
	s.adults, s.children, s.shape, s.level, s.autonomy = 1, nil, "single", "watch", "high"
	return s
}

// answers is the referral as somebody writes it, by the names of the form's questions.
func (p *play) answers(s soul, kind, department string) referral.Answers {
	a := referral.NewAnswers()
	today := p.today().String()
	interpreter := "no"
	if s.languages[0] != "fr" {
		interpreter = "yes"
	}
	for name, v := range map[string]string{
		"who_kind": kind, "who_department": department, "agreed": "yes", "agreed_on": today,
		"agreed_language":    s.languages[0],
		"agreed_interpreter": interpreter, "statistics": s.statistics, "danger_area": s.origin, "danger_level": s.level,
		"danger_reason": one(p, []string{"place_of_exploitation", "recent_sighting", "threats_received",
			"address_known"}), "danger_since": today,
		"adult": "yes", "birth_year": strconv.Itoa(s.born), "gender": s.gender,
		"languages": strings.Join(s.languages, " "), "interpreter": interpreter,
		"adults": strconv.Itoa(s.adults), "animals": "no", "need": strings.Join(s.needs, " "),
		"care_today": tri.Of(s.doctor).String(), "exploitation": s.exploitation, "can_call": "yes",
	} {
		a.Codes[name] = strings.Fields(v)
	}
	for _, band := range s.children {
		n := 0
		if have := a.Codes[band]; len(have) > 0 {
			n, _ = strconv.Atoi(have[0]) // written here
		}
		a.Codes[band] = []string{strconv.Itoa(n + 1)}
	}
	for name, v := range map[string]string{
		"who_name": one(p, p.words.Referrers), "who_telephone": "04 65 71 09 37", "danger_words": s.story,
		"name":        s.name,
		"needs_words": one(p, p.words.NeedsWords), "health_words": p.health(s), "telephone": s.telephone,
	} {
		a.Words[name] = secret.Of(v)
	}
	return a
}

// evaluation is what the coordinator writes with the person.
func (p *play) evaluation(s soul) assessment.Entry {
	ready := p.day(p.clock.Now().Add(72 * time.Hour))
	e := assessment.Entry{
		Sheet: assessment.Sheet{
			AtRisk: []string{"person"}, Adults: s.adults, Children: s.children, Shape: s.shape, Animals: tri.No,
			Needs: s.needs, Languages: s.languages,
			Interpreter: tri.Of(s.languages[0] != "fr"), Autonomy: s.autonomy, ReadyOn: ready, Weeks: s.weeks,
			Security: 1,
			Indicators: map[string]tri.Value{"threats_to_family": tri.Yes, "papers_withheld": tri.Yes,
				"isolated": tri.Yes, "debt_before_departure": tri.No},
		},
		Words: assessment.Words{
			Needs: secret.Of(one(p, p.words.NeedsWords)), Wishes: secret.Of(one(p, p.words.Wishes)),
			Health: secret.Of(p.health(s)), Plan: secret.Of(one(p, p.words.Plan)),
		},
		Wishes: s.wishes(),
		Count: assessment.Count{Gender: s.gender, BirthYear: s.born, Nationality: s.nationality,
			Exploitation: s.exploitation},
	}
	for _, c := range assessment.Criteria {
		e.Criteria = append(e.Criteria, assessment.Assertion{Criterion: c, Asserter: assessment.Person,
			Answer: tri.Yes},
			assessment.Assertion{Criterion: c, Asserter: "NGO", Answer: tri.Yes})
	}
	return e
}

// agreed is an answer of the person today, in her language.
func (p *play) agreed(s soul, kind string) casefile.Agreed {
	return casefile.Agreed{Agreement: kind, Answer: tri.Yes, On: p.today(), Language: s.languages[0],
		Interpret: tri.Of(s.languages[0] != "fr")}
}
