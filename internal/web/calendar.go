package web

// Calendar is a table of weeks: a row for each thing, its spells as cells as wide as they last. It is its own
// accessible table; on a phone each row becomes a list of spells with their days.
type Calendar struct {
	ID    string
	Title string     // in words
	Of    string     // head of the first column, in words
	Weeks []CalWeek  // columns
	Rows  []CalRow   // each row's spells together last as many weeks as there are columns
	Keys  []CalSpell // the legend: kind and words
}

// CalWeek is one column.
type CalWeek struct {
	Short string // "23/11"
	Long  string // in words, for who hears it: "week of Monday 23 November 2026"
}

// CalRow is one thing with its spells.
type CalRow struct {
	Name  string
	Where string // in words, under the name
	URL   string // its page; empty for none
	Flag  string // in words: what is to be asked about it; empty for none
	Note  string // in words, faint
	Cells []CalSpell
}

// CalSpell is weeks on end in one state.
type CalSpell struct {
	Kind  string // one of CalKinds: its pattern, edge and sign
	Words string // what it is, in words
	When  string // its days, in words; shown on a phone and said to who hears the table
	Weeks int
}

// CalKinds are the kinds of spells that the style sheet draws, each with a sign and a ground of its own.
var CalKinds = []string{"free", "planned", "later", "held", "taken", "openended", "paused", "withdrawn", "over"}

// narrowSpell is how many weeks a spell needs for its words to stand in it; below, its sign stands alone and the words
// are heard, or read on a phone.
const narrowSpell = 3

func (s CalSpell) words() string {
	if s.Weeks < narrowSpell {
		return "cal-words narrow"
	}
	return "cal-words"
}
