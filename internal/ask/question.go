package ask

import (
	"slices"
	"strings"
	"sync"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/trust/vault"
)

// Kind is how a question is answered.
type Kind int

// The kinds of question.
const (
	Plain    Kind = iota // words about no person: a partner's name, a setting
	Sealed               // words about a person, in a compartment
	ThreeWay             // yes, no, not known yet (I10)
	Ticked               // a box: ticked or not
	One                  // one code, all seen at once or in a list
	Several              // several codes, ticked
	Typed                // one code of a long list, typed with suggestions
	TypedAll             // several codes of a long list, typed with suggestions
	Count                // a whole number
	OnDay                // a date
	AtHour               // a date and an hour
	Amount               // money
)

// Question is one question, whatever its answer fills.
type Question struct {
	Room    string // whose texts name it
	Name    string // of its field in a form
	Kind    Kind
	List    country.ListName // code list, or one of the lists of areas; empty where Values are all there is
	Values  []string         // the answers to choose from where texts name them
	Least   int              // of Count
	Most    int              // of Count; signs of Plain and Sealed
	Rows    int              // lines of a text, or lines offered to type in; 0: one line
	Must    bool             // a form is not complete without it
	Wanted  bool             // unanswered, it stands among what is not known yet
	Past    bool             // a day not after today, a year not after this one
	Back    int              // how many days before today a day or an hour may lie; 0: Work
	Ahead   int              // how many days after today; 0: Plans
	Carried bool             // stays true when the person goes to another place
	Aside   bool             // says that it may be left out
	Seen    bool             // all codes seen at once, however many
	Listed  bool             // shown as a list to open, however short
	Shares  string           // the question before it whose suggestions it offers too
	// of areas: the question behind it, of words, that keeps what names no area; empty: it is refused
	Else string
	// what names no area moves there by choice alone, never in silence
	Chosen bool
	Mode   string // keyboard of a small screen: numeric, tel, email
	// what a browser may fill in of its owner, such as username; empty where it is somebody else's
	Fills string
	// of a number: the question of the same sheet whose yes says that it may be called; empty: it always may
	SafeBy string
	Wrong  string // the text that says how the words have to be written
	// words that are written otherwise are kept all the same
	Anyway bool

	// Compartment seals the words, in Column of the table it lies in; a coded answer may have a Column too, which lists
	// and figures read.
	Compartment vault.Compartment
	Column      string
	Only        vault.Reader // who alone reads it, of those who hold that key: a book of one team; empty: all of them
	Counts      bool         // its column keeps a number
	Months      bool         // a day of which month and year are enough
	Guessed     string       // a year of birth, or its day: the tick, of another question, that says that it is guessed
	Above       bool         // an amount of nothing is refused

	part  func(country.Code) bool // which codes of the list; nil: all
	like  func(string) bool       // which words; of One, which codes beside its values; nil: any, and none
	text  string                  // the name of its texts, where it is not Name
	topic string                  // what it is part of, where that is not itself
}

// Text is the name under which texts speak of it.
func (q Question) Text() string {
	if q.text != "" {
		return q.text
	}
	return q.Name
}

// Topic is the name under which it is missing and under which it changes: of a group where it is part of one.
func (q Question) Topic() string {
	if q.topic != "" {
		return q.topic
	}
	return q.Text()
}

// Label is the key of the question's words.
func (q Question) Label() string { return LabelOf(q.Room, q.Text()) }

// LabelOf is the key of the words for a topic of a room.
func LabelOf(room, topic string) string { return room + ".field." + topic }

// OpenOf is the key of what to ask about a topic of a room that nobody answered yet; there may be no such text.
func OpenOf(room, topic string) string { return room + ".ask." + topic }

// Hint is the key of what helps to answer; there may be no such text.
func (q Question) Hint() string { return q.Room + ".hint." + q.Text() }

// OfValue is the key of the prefix under which texts name its Values.
func (q Question) OfValue() string { return q.Room + "." + q.Text() }

// Readers says by the table of compartments who holds the key to the words of one, by its name, and by which acts that
// changes.
func Readers(compartment string) (first []string, told []vault.Gift) {
	row, _ := vault.RowOf(compartment)
	for _, r := range row.First {
		first = append(first, string(r))
	}
	return first, row.Told()
}

// File is the name of its column in a file that people exchange: that of the database without the table, and without
// what says that it is a day. Empty where it has none.
func (q Question) File() string {
	_, column, _ := strings.Cut(q.Column, ".")
	return strings.TrimSuffix(column, "_on")
}

// Fits tells whether words are written as they have to be; none are.
func (q Question) Fits(words string) bool { return words == "" || q.like == nil || q.like(words) }

// Also tells whether a code answers a choice though it is none of those that texts and lists name: it is Like one of
// what only its page knows.
func (q Question) Also(code string) bool { return q.Kind == One && q.like != nil && q.like(code) }

// Words tells whether the answer is written out rather than chosen or counted.
func (q Question) Words() bool { return q.Kind == Plain || q.Kind == Sealed }

var (
	mu  sync.Mutex
	all []Question
)

// All lists every question declared, for the tests on the source.
func All() []Question {
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(all)
}

func declare(q Question) {
	mu.Lock()
	defer mu.Unlock()
	all = append(all, q)
}
