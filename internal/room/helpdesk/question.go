package helpdesk

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// maxNote is how many signs a note and an answer may have.
const maxNote = 4000

// Noting asks for what is noted during a call, in the order of its page. Nothing is required before a contact ends.
var Noting = ask.Of("helpdesk",
	ask.Code("caller", codelist.Caller, func(e *Entry) *string { return &e.Caller }).
		Opened().In("helpdesk_contact.caller"),
	ask.Code("organisation", codelist.OrganisationKind, func(e *Entry) *string { return &e.Organisation }).
		Opened().In("helpdesk_contact.organisation"),
	ask.Pick("department", ask.Departments, func(e *Entry) *string { return &e.Department }).
		OrElse("note").In("helpdesk_contact.department"),
	said("name", "helpdesk_contact.name_sealed", func(e *Entry) *secret.Text { return &e.Name }),
	said("telephone", "helpdesk_contact.telephone_sealed", func(e *Entry) *secret.Text { return &e.Telephone }).
		Max(60).Telephone().Doubted(),
	said("note", "helpdesk_contact.note_sealed", func(e *Entry) *secret.Text { return &e.Note }).Lines(8).Max(maxNote),
	ask.Codes("topic", codelist.Topic, func(e *Entry) *[]string { return &e.Topics }),
	ask.Code("channel", codelist.Channel, func(e *Entry) *string { return &e.Channel }).In("helpdesk_contact.channel"),
	ask.Number("minutes", 0, maxMinutes, func(e *Entry) *int { return &e.Minutes }).In("helpdesk_contact.minutes"),
	said("answer", "helpdesk_contact.answer_sealed", func(e *Entry) *secret.Text { return &e.Answer }).
		Lines(3).Max(maxNote),
	ask.Code("redirected_to", codelist.OrganisationKind, func(e *Entry) *string { return &e.RedirectedTo }).
		Where(known).Opened().In("helpdesk_contact.redirected_to"),
	said("redirect", "helpdesk_contact.redirect_sealed", func(e *Entry) *secret.Text { return &e.Redirect }),
)

// Sought is by what the list of contacts is searched.
var Sought = ask.Of("helpdesk",
	ask.Code("state", codelist.ContactOutcome, func(f *Filter) *State { return &f.State }).Opened(),
	ask.Code("topic", codelist.Topic, func(f *Filter) *string { return &f.Topic }).Opened(),
	ask.Pick("department", ask.Departments, func(f *Filter) *string { return &f.Department }),
	ask.Among("sort", []Order{Newest, Oldest}, func(f *Filter) *Order { return &f.Order }),
)

// said asks for words that the team alone reads.
func said(name, column string, at func(*Entry) *secret.Text) ask.Field[Entry] {
	return ask.Words(name, vault.Contact, column, at)
}

// known leaves out the code for what is not known: whoever was directed elsewhere was directed somewhere.
func known(c country.Code) bool { return c.Key != codelist.Unknown }
