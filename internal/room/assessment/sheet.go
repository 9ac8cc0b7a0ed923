package assessment

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// Sheet is the codes of one version of an evaluation. Empty or 0 is "not known yet", never "no" (I10).
type Sheet struct {
	AtRisk      []string             `json:"at_risk,omitempty"` // code list at_risk
	Adults      int                  `json:"adults,omitempty"`  // who travel together
	Children    []string             `json:"children,omitempty"`
	Shape       string               `json:"shape,omitempty"` // code list household_shape
	Animals     tri.Value            `json:"animals"`
	Needs       []string             `json:"needs,omitempty"` // code list need
	NoNeeds     bool                 `json:"no_needs,omitempty"`
	Languages   []string             `json:"languages,omitempty"`
	Interpreter tri.Value            `json:"interpreter"`
	Autonomy    string               `json:"autonomy,omitempty"`
	Security    int                  `json:"security,omitempty"`
	ReadyOn     date.Date            `json:"ready_on"`
	Weeks       int                  `json:"weeks,omitempty"`
	Indicators  map[string]tri.Value `json:"indicators,omitempty"`
	AgeRoute    string               `json:"age_route,omitempty"` // I9
}

// Words are the person's words in one version, each in its compartment.
type Words struct {
	Needs  secret.Text // needs: what a host must prepare
	Wishes secret.Text // needs
	Health secret.Text // health
	Plan   secret.Text // danger: the safety plan
	// danger: dangerous places that no list of areas holds; while there are any, no place is known to be safe
	Elsewhere secret.Text
	// danger: places that no list of areas holds, where she would like to go, where not, and what has to stay within
	// reach; a place refused or within reach is checked by whoever proposes one
	Hoped, Refused, Fixed secret.Text
}

// Count is what only statistics and a host's own declared profile read; no rule of this room does (I1).
type Count struct {
	Gender       string // code list gender
	BirthYear    int    // 0: not known
	BirthMonth   string // with its month, or its day, where they were told; they lie sealed with her name
	BirthAbout   bool   // made of a guessed age
	Nationality  string // ISO 3166
	Exploitation string // code list exploitation, main form
}

// Entry is what a coordinator saves, in one piece.
type Entry struct {
	Base     int       // the number of the version the page showed; 0 when there was none
	On       date.Date // the day of the evaluation; zero: today
	Sheet    Sheet
	Words    Words
	Criteria []Assertion
	AddZones []casefile.Zone
	Lift     []string       // areas whose zone is lifted
	Vetoes   []string       // areas where the person does not want to go: the whole list
	Wishes   []string       // areas where she would like to go: the whole list
	Ties     []casefile.Tie // what cannot move and has to stay within reach: the whole list
	Count    Count
	// BirthWrong says that the birth noted until now is wrong: the one answered here takes its place.
	BirthWrong bool
	// GroupWrong says the same of the wide group of nationalities that was told.
	GroupWrong bool
	// Moved tells whether what is kept of one of its questions is not what the page showed, since another room or
	// another of her cases said it; nil: nothing is known of a page.
	Moved func(now *Entry) bool
}

// room names the texts of these questions.
const room = "assessment"

// The questions of places that no list of areas holds: of danger, wished for, refused, to be kept within reach.
const (
	elsewhere = "elsewhere"
	hoped     = "hoped"
	refused   = "refused"
	fixed     = "fixed"
)

// placeMax is how many signs the words about such places may have.
const placeMax = 500

// wordsMax is how many signs a person's words may have.
const wordsMax = 4000

// The bounds of numbers; beyond them is a slip of the hand.
const (
	maxAdults   = 10
	maxChildren = 15
)

// The questions of an evaluation, in the sections and in the order of its page. What is asked of criteria, zones, ties,
// children by age and indicators has a form of its own and stands in the pages.
var (
	// Age is asked where the age is unknown or disputed (I9).
	Age = ask.Of(room,
		ask.Among("age_route", AgeRoutes, func(e *Entry) *string { return &e.Sheet.AgeRoute }).Kept(),
	)
	// Danger is who else is exposed, and what is agreed for the worst.
	Danger = ask.Of(room,
		ask.Words(elsewhere, vault.Danger, elsewhereColumn,
			func(e *Entry) *secret.Text { return &e.Words.Elsewhere }).Lines(2).Max(placeMax).Optional().Kept(),
		ask.Codes("at_risk", codelist.AtRisk, func(e *Entry) *[]string { return &e.Sheet.AtRisk }).Asked().Kept(),
		ask.Words("plan", vault.Danger, planColumn, func(e *Entry) *secret.Text { return &e.Words.Plan }).
			Lines(4).Max(wordsMax).Asked().Kept(),
	)
	// Household is who travels together, but for the children's ages.
	Household = ask.Of(room,
		ask.Code("shape", codelist.HouseholdShape, func(e *Entry) *string { return &e.Sheet.Shape }).
			As("household").Opened().Asked().In("casefile_coded.household_shape"),
		ask.Number("adults", 0, maxAdults, func(e *Entry) *int { return &e.Sheet.Adults }).
			Within("household").In("casefile_coded.adults"),
	)
	// Needs is what a host must prepare.
	Needs = ask.Of(room,
		ask.Code("autonomy", codelist.Autonomy, func(e *Entry) *string { return &e.Sheet.Autonomy }).
			Asked().In("casefile_coded.autonomy"),
		ask.Level("security", 3, func(e *Entry) *int { return &e.Sheet.Security }).
			Asked().In("casefile_coded.security_level"),
		ask.Day("ready_on", func(e *Entry) *date.Date { return &e.Sheet.ReadyOn }).
			Asked().In("casefile_coded.ready_on"),
		ask.Number("stay_weeks", 0, ask.LongWeeks, func(e *Entry) *int { return &e.Sheet.Weeks }).
			Asked().Kept().In("casefile_coded.stay_weeks"),
		ask.Tri("animals", func(e *Entry) *tri.Value { return &e.Sheet.Animals }).
			Asked().In("casefile_coded.animals"),
		ask.Codes("needs", codelist.Need, func(e *Entry) *[]string { return &e.Sheet.Needs }).
			Or(func(e *Entry) bool { return e.Sheet.NoNeeds }).Asked().In("casefile_coded.need_codes"),
		ask.Tick("no_needs", func(e *Entry) *bool { return &e.Sheet.NoNeeds }).Within("needs").Kept(),
		ask.Words("needs_words", vault.Needs, needsColumn, func(e *Entry) *secret.Text { return &e.Words.Needs }).
			Lines(4).Max(wordsMax).Within("needs").Kept(),
		ask.Picks("languages", codelist.Language, func(e *Entry) *[]string { return &e.Sheet.Languages }).
			Lines(2).Asked().In("casefile_coded.languages"),
		ask.Tri("interpreter", func(e *Entry) *tri.Value { return &e.Sheet.Interpreter }).Asked().Kept(),
	)
	// Wished is where she would like to go, and where not.
	Wished = ask.Of(room,
		ask.Words("wishes", vault.Needs, wishesColumn, func(e *Entry) *secret.Text { return &e.Words.Wishes }).
			Or(func(e *Entry) bool {
				return len(e.Vetoes)+len(e.Wishes) > 0 || !e.Words.Hoped.Empty() || !e.Words.Refused.Empty()
			}).Lines(4).Max(wordsMax).Asked().Kept(),
		ask.Picks("wished", ask.Places, func(e *Entry) *[]string { return &e.Wishes }).
			Within("wishes").Sharing("zone1").Lines(2).Else(hoped).Optional(),
		ask.Words(hoped, vault.Danger, hopedColumn, func(e *Entry) *secret.Text { return &e.Words.Hoped }).
			Within("wishes").Lines(2).Max(placeMax).Optional().Kept(),
		ask.Picks("vetoes", ask.Places, func(e *Entry) *[]string { return &e.Vetoes }).
			Within("wishes").Sharing("zone1").Lines(2).Else(refused),
		ask.Words(refused, vault.Danger, refusedColumn, func(e *Entry) *secret.Text { return &e.Words.Refused }).
			Within("wishes").Lines(2).Max(placeMax).Optional().Kept(),
	)
	// Fixed is what has to stay within reach and is known in words only.
	Fixed = ask.Of(room,
		ask.Words(fixed, vault.Danger, fixedColumn, func(e *Entry) *secret.Text { return &e.Words.Fixed }).
			Within("ties").Lines(2).Max(placeMax).Optional().Kept(),
	)
	// Care is what serves to accompany her.
	Care = ask.Of(room,
		ask.Words("health", vault.Health, healthColumn, func(e *Entry) *secret.Text { return &e.Words.Health }).
			Lines(4).Max(wordsMax).Kept(),
	)
	// Counted is read by statistics and by a host's own declared profile alone; no rule of this room reads it (I1).
	Counted = ask.Of(room,
		ask.Code("exploitation", codelist.Exploitation, func(e *Entry) *string { return &e.Count.Exploitation }).
			Asked().In("casefile_coded.exploitation"),
		ask.Code("gender", codelist.Gender, func(e *Entry) *string { return &e.Count.Gender }).
			Opened().In("casefile_coded.gender"),
		ask.Number("birth_year", 1900, 2199, func(e *Entry) *int { return &e.Count.BirthYear }).NotAhead().
			OfBirth("birth_about").WithMonth(true, func(e *Entry) *string { return &e.Count.BirthMonth }).
			In("casefile_coded.birth_year"),
		ask.Tick("birth_about", func(e *Entry) *bool { return &e.Count.BirthAbout }).In("casefile_coded.birth_about"),
		ask.Pick("nationality", codelist.Nationality, func(e *Entry) *string { return &e.Count.Nationality }).
			In("casefile_coded.nationality"),
	)
	// Questions are all of them.
	Questions = ask.Join(Age, Danger, Household, Needs, Wished, Fixed, Care, Counted)
)

// The columns of a version's words.
const (
	needsColumn  = "assessment_version.needs_sealed"
	wishesColumn = "assessment_version.wishes_sealed"
	healthColumn = "assessment_version.health_sealed"
	planColumn   = "assessment_version.plan_sealed"

	elsewhereColumn = "assessment_version.elsewhere_sealed"
	hopedColumn     = "assessment_version.hoped_sealed"
	refusedColumn   = "assessment_version.refused_sealed"
	fixedColumn     = "assessment_version.fixed_sealed"
)
