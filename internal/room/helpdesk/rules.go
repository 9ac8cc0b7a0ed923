package helpdesk

import (
	"havre.example/havre/internal/country"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

type contactEntity struct{}

// ContactID identifies a contact.
type ContactID = id.ID[contactEntity]

// State is where a contact stands, code list contact_outcome.
type State string

// The states.
const (
	StateOpen  State = "open"
	Advised    State = "advice_given"
	Opened     State = "referral_opened"
	Redirected State = "redirected"
	Silent     State = "no_further_contact"
)

// Ends are the ways a contact ends.
var Ends = []State{Advised, Opened, Redirected, Silent}

// Entry is what somebody notes of a contact.
type Entry struct {
	Caller       string   // code list caller; empty is kept as "unknown"
	Organisation string   // code list organisation_kind
	Department   string   // code of the country pack; empty: not known
	Channel      string   // code list channel
	Topics       []string // code list topic
	Minutes      int      // how long it took; 0: not noted
	RedirectedTo string   // code list organisation_kind, where the contact was directed elsewhere
	Name         secret.Text
	Telephone    secret.Text
	Note         secret.Text // about what
	Answer       secret.Text // the advice, in short
	Redirect     secret.Text // to whom, in words
}

// Contact is a contact as it is kept.
type Contact struct {
	ID      ContactID
	State   State
	At      time.Time
	By      string // who noted it
	Version int64
	Entry
}

// Rules the desk refuses by.
var (
	ErrTopic    = fault.NewAbout("topic", "helpdesk.topic_needed")
	ErrRedirect = fault.NewAbout("redirected_to", "helpdesk.redirect_needed")
	// ErrNothing tells that a contact would be kept open of which nothing is noted.
	ErrNothing = fault.NewAbout("note", "helpdesk.nothing_noted")
	ErrCode    = fault.NewInvalid("fault.invalid")
	ErrClosed  = fault.NewConflict("helpdesk.closed_already")
)

// maxMinutes is a whole day; more is a slip of the hand.
const maxMinutes = 24 * 60

// cleaned gives an entry whose empty codes say "not stated".
func (e Entry) cleaned() Entry {
	if e.Caller == "" {
		e.Caller = codelist.Unknown
	}
	if e.Organisation == "" {
		e.Organisation = codelist.Unknown
	}
	if e.Channel == "" {
		e.Channel = "call"
	}
	e.Topics = slices.Compact(slices.Sorted(slices.Values(e.Topics)))
	return e
}

// check refuses a code that is not in its list, or that has ended and does not stand in the entry before.
func (e Entry) check(in *country.Pack, on date.Date, was Entry) error {
	if !Noting.Sound(&e, in, on, &was) {
		return ErrCode
	}
	return nil
}

// mayEnd tells whether a contact may end so: an answer needs its subject for the count, a direction needs to whom, and
// what stays open needs something to come back to. Opening a referral needs nothing: it must not wait for a form; nor
// does the count of a call in which nobody spoke.
func (e Entry) mayEnd(end State) error {
	switch {
	case end == Advised && len(e.Topics) == 0:
		return ErrTopic
	case end == Redirected && e.RedirectedTo == "" && e.Redirect.Empty():
		return ErrRedirect
	case end == StateOpen && e.blank():
		return ErrNothing
	}
	return nil
}

// blank tells whether nothing of a contact is noted; by which way it came is answered by itself.
func (e Entry) blank() bool {
	coded := []string{e.Caller, e.Organisation}
	return !slices.ContainsFunc(coded, func(c string) bool { return c != "" && c != codelist.Unknown }) &&
		e.Department == "" && len(e.Topics) == 0 && e.Minutes == 0 && e.RedirectedTo == "" &&
		!slices.ContainsFunc([]secret.Text{e.Name, e.Telephone, e.Note, e.Answer, e.Redirect},
			func(t secret.Text) bool { return !t.Empty() })
}

// ParseContact reads a contact's id from a link; NotFound when it is none.
func ParseContact(s string) (ContactID, error) { return casefile.ParseID[contactEntity](s) }
