package person

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// Asked is what may be known of who a person is, in the order of its page. Nothing is required. The date of birth lies
// sealed with her name; the coded row keeps its year.
var Asked = ask.Of("person",
	own("names", "person_identity.names_sealed", func(e *Entry) *secret.Text { return &e.Names }),
	own("aliases", "person_identity.aliases_sealed", func(e *Entry) *secret.Text { return &e.Aliases }).
		Lines(2).Max(400),
	ask.Day("born", func(e *Entry) *date.Date { return &e.Born }).NotAhead().NotOlder(ask.Life).
		MayBeGuessed("birth_about").
		OrMonth(func(e *Entry) *string { return &e.BornMonth }),
	ask.Number("birth_year", 1900, 2199, func(e *Entry) *int { return &e.BirthYear }).
		NotAhead().OfBirth("birth_about").WithMonth(false, func(e *Entry) *string { return &e.YearMonth }).
		In("casefile_coded.birth_year"),
	ask.Tick("birth_about", func(e *Entry) *bool { return &e.BirthAbout }).In("casefile_coded.birth_about"),
	ask.Tri("adult", func(e *Entry) *tri.Value { return &e.Adult }).In("casefile_coded.adult"),
	own("telephone", "person_identity.telephone_sealed", func(e *Entry) *secret.Text { return &e.Telephone }).
		Max(60).Telephone().SafeBy("can_call"),
	ask.Tri("can_call", func(e *Entry) *tri.Value { return &e.CanCall }).In("casefile_coded.can_call"),
	own("contact", "person_identity.contact_sealed", func(e *Entry) *secret.Text { return &e.Contact }).
		Lines(4).Max(1000),
	ask.Picks("language", codelist.Language, func(e *Entry) *[]string { return &e.Languages }).
		In("casefile_coded.languages"),
	ask.Code("gender", codelist.Gender, func(e *Entry) *string { return &e.Gender }).
		Opened().In("casefile_coded.gender"),
	ask.Pick("nationality", codelist.Nationality, func(e *Entry) *string { return &e.Nationality }).
		In("casefile_coded.nationality"),
	ask.Code("nationality_group", codelist.NationalityGroups, func(e *Entry) *string { return &e.NationalityGroup }).
		In("casefile_coded.nationality_group"),
)

// own asks for words that go with her name.
func own(name, column string, at func(*Entry) *secret.Text) ask.Field[Entry] {
	return ask.Words(name, vault.Identity, column, at).Optional()
}
