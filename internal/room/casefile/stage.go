package casefile

// Stage is where a case stands. It is never set by hand: StageOf derives it from the facts, and Tell keeps the stored
// copy (which lists are sorted by) equal to it.
type Stage string

// The stages of a person's path, then the ways it can end.
const (
	Asked      Stage = "referred"   // a referral came; nobody has taken it up
	Evaluating Stage = "evaluating" // joint evaluation
	Searching  Stage = "searching"  // admitted, no place yet
	Meeting    Stage = "meeting"    // a host agrees in principle; interview to plan or held
	Accepted   Stage = "accepted"   // person and place said yes; journey to organise
	Travel     Stage = "travel"     // journey planned
	OnTheWay   Stage = "in_transit" // on the way
	Sheltered  Stage = "sheltered"  // arrived: the stay
	Waiting    Stage = "suspended"  // the person asked to wait
	NotHere    Stage = "not_here"   // not admitted, or solved locally
	WithdrawnS Stage = "withdrawn"  // the person decided otherwise
	Lost       Stage = "lost"       // contact lost
	NoPlaceS   Stage = "no_place"   // no place could be found
	DeceasedS  Stage = "deceased"   //
	EndedS     Stage = "ended"      // the stay is over
)

// Path lists the six stations shown on top of a case.
var Path = []Stage{Asked, Evaluating, Searching, Meeting, OnTheWay, Sheltered}

// Station returns which of the six stations a stage belongs to, -1 for none.
func (s Stage) Station() int {
	switch s {
	case Asked:
		return 0
	case Evaluating:
		return 1
	case Searching:
		return 2
	case Meeting, Accepted:
		return 3
	case Travel, OnTheWay:
		return 4
	case Sheltered, EndedS:
		return 5
	}
	return -1
}

// Open tells whether the case goes on.
func (s Stage) Open() bool {
	switch s {
	case NotHere, WithdrawnS, Lost, NoPlaceS, DeceasedS, EndedS:
		return false
	}
	return true
}

// openStages are all that are not final.
var openStages = []Stage{Asked, Evaluating, Searching, Meeting, Accepted, Travel, OnTheWay, Sheltered, Waiting}

// moves says where each fact may be told and where it leads. A fact that moves nothing leads to "".
var moves = map[Kind]struct {
	from []Stage
	to   Stage
}{
	"first_agreement":    {[]Stage{"", Asked, Evaluating}, ""},
	"referred":           {[]Stage{""}, Asked},
	"evaluation_started": {[]Stage{Asked}, Evaluating},
	"admitted":           {[]Stage{Asked, Evaluating}, Searching},
	"not_admitted":       {[]Stage{Asked, Evaluating, Searching}, NotHere},
	"needs_stated":       {openStages, ""},
	"danger_zone_set":    {openStages, ""},
	"host_accepted":      {[]Stage{Searching, Meeting}, Meeting},
	"interview_planned":  {[]Stage{Meeting}, Meeting},
	"interview_held":     {[]Stage{Meeting}, Meeting},
	"second_agreement":   {[]Stage{Meeting}, ""},
	"search_again":       {[]Stage{Searching, Meeting, Accepted, Travel}, Searching},
	"placed":             {[]Stage{Meeting}, Accepted},
	"no_place":           {[]Stage{Searching, Meeting}, NoPlaceS},
	"journey_planned":    {[]Stage{Accepted, Travel}, Travel},
	"departed":           {[]Stage{Travel}, OnTheWay},
	"arrived":            {[]Stage{Accepted, Travel, OnTheWay}, Sheltered},
	"no_show":            {[]Stage{Travel, OnTheWay}, Searching},
	"transfer_asked":     {[]Stage{Sheltered}, ""},
	"secret_breached":    {[]Stage{Accepted, Travel, OnTheWay, Sheltered}, ""},
	"suspended":          {[]Stage{Asked, Evaluating, Searching, Meeting, Accepted, Travel}, Waiting},
	"resumed":            {[]Stage{Waiting}, ""}, // back to what the facts before the suspension say
	"withdrawn":          {openStages, WithdrawnS},
	"lost_contact":       {openStages, Lost},
	"deceased":           {openStages, DeceasedS},
	"ended":              {[]Stage{Sheltered}, EndedS},
}

// Allowed tells whether a fact may be told at a stage.
func Allowed(at Stage, k Kind) bool {
	for _, s := range moves[k].from {
		if s == at {
			return true
		}
	}
	return false
}

// StageOf derives the stage from the facts, oldest first.
func StageOf(facts []Told) Stage {
	var s, before Stage
	for _, f := range facts {
		switch m := moves[f.Kind]; {
		case f.Kind == "suspended":
			s, before = Waiting, s
		case f.Kind == "resumed":
			s = before
		case m.to != "":
			s = m.to
		}
	}
	return s
}
