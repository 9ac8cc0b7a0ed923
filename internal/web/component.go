package web

import (
	"context"
	"strings"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/digit"
)

// Station is one station of a case's path.
type Station struct {
	Label string // text key
	State string // StationDone, StationHere or StationAhead
	Note  string // in words: "since Tuesday"
}

// Where a case stands to a station.
const (
	StationDone  = "done"
	StationHere  = "here"
	StationAhead = "ahead"
)

// Tone says how much a line presses. Each has its own sign and word besides its colour.
type Tone string

// The tones. Danger is for a danger alone: never for a mistake or a deadline, never for a person.
const (
	Plain  Tone = ""
	Waits  Tone = "waits"  // somebody waits
	Urgent Tone = "urgent" // time runs out, or has
	Danger Tone = "danger" // somebody may be in danger
	Safe   Tone = "safe"   // a safe arrival; used sparingly
)

// WorkLine is one thing that needs somebody: what, since when, and the button that moves it.
type WorkLine struct {
	Code   string    // the case code
	Label  string    // the label its team chose, such as "Tilleul 3"
	What   string    // in words
	Who    string    // who follows it, where it is somebody else
	Since  time.Time // waiting since; zero when Until says it
	Until  time.Time // to be done before; zero when Since says it
	In     string    // area whose clocks show the hour; empty: the head office's
	Tone   Tone
	URL    string            // the page of the thing
	Action string            // text key of the button; empty for none
	To     string            // where the button leads, or posts when Post
	Post   bool              // the button does it at once
	Send   map[string]string // what the button posts besides
	Do     templ.Component   // instead of the button, where there is more than one
	More   []WorkLine        // what else the same case waits for, folded below it
}

// Task is one step of several that may be done in any order.
type Task struct {
	Label string // text key
	URL   string // empty when it cannot be begun yet
	Done  bool
	Any   bool   // done as often as needed: neither done nor to do
	Note  string // in words
}

// Row is one line of a summary list: what was asked and what was answered.
type Row struct {
	Label  string          // text key
	Words  string          // instead of Label, where the question is data
	Value  string          // in words
	View   templ.Component // instead of Value
	Change string          // page where it is changed; empty when it cannot be
}

// Chip is one short reason. Ask marks what is to be asked; Against what speaks against.
type Chip struct {
	Words string
	Kind  string // "", ChipAsk or ChipAgainst
}

// The kinds of chips besides the plain one, which speaks for.
const (
	ChipAsk     = "ask"
	ChipAgainst = "against"
)

// Place is a place as a search shows it: never an address.
type Place struct {
	ID    string
	Area  string // in words
	Host  string
	Chips []Chip
	URL   string // where it is seen closely; empty for none
	Tick  string // name of the checkbox that chooses it; empty for none
	Kept  bool   // it was ticked already
}

// Event is one line of a timeline.
type Event struct {
	At   time.Time
	In   string // area whose clocks show the hour; empty: the head office's
	What string // in words
	Who  string // name or team; may be empty
	Body templ.Component
}

// Look is one opening of a case.
type Look struct {
	At   time.Time
	Who  string
	What string // in words: what was opened
}

func (r Row) label(ctx context.Context) string {
	return named(ctx, r.Words, r.Label)
}

// named is what something is called: in its own words, or by its text.
func named(ctx context.Context, words, key string) string {
	if words != "" {
		return words
	}
	return T(ctx, key)
}

// Changed is rows that all lead to the page where they are changed; to none where that is empty.
func Changed(rows []Row, page string) []Row {
	for i := range rows {
		rows[i].Change = page
	}
	return rows
}

// groups writes a receipt's digits in groups of four, to be copied by hand.
func groups(digits string) []string {
	var out []string
	for len(digits) > 4 {
		out, digits = append(out, digits[:4]), digits[4:]
	}
	return append(out, digits)
}

// machineTime is an instant for the browser.
func machineTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// late tells whether an instant has passed on this page.
func late(ctx context.Context, t time.Time) bool { return t.Before(PrinterOf(ctx).now) }

func stationWord(ctx context.Context, state string) string { return T(ctx, "web.path."+state) }

func toneWord(ctx context.Context, t Tone) string {
	if t == Plain {
		return ""
	}
	return T(ctx, "web.tone."+string(t))
}

func joined(words ...string) string { return strings.Join(words, " ") }

// telephoneURL calls a number, however it is written.
func telephoneURL(number string) string { return "tel:" + digit.Tel(number) }

// Link leads to another page.
type Link struct {
	Label string // text key
	URL   string // empty: there is no such link on this page
}

// To is the link to an address under a text.
func To(label, url string) Link { return Link{label, url} }

// When is an address where something holds, and none otherwise; for Links.
func When(holds bool, url string) string {
	return Either(holds, url, "")
}

// Either is the first of two texts where something holds, and the second otherwise.
func Either(holds bool, first, second string) string {
	if holds {
		return first
	}
	return second
}
