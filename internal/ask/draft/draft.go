// Package draft asks questions whose answers wait in a draft, by name, until something is made of them: a referral
// begun today and sent next week. The kinds are those of package ask.
package draft

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/vault"
)

type field = ask.Field[ask.Draft]

// nowhere stands for the place of an answer that a draft keeps under its name.
func nowhere[V any](*struct{}) *V { return nil }

// Words asks for words about a person, sealed in a compartment and kept in a column of it once they are sent.
func Words(name string, c vault.Compartment, column string) field {
	return ask.Drafted(ask.Words(name, c, column, nowhere[secret.Text]))
}

// Tri asks yes, no or not known yet.
func Tri(name string) field { return ask.Drafted(ask.Tri(name, nowhere[tri.Value])) }

// Code asks for one code of a list.
func Code(name string, list country.ListName) field {
	return ask.Drafted(ask.Code(name, list, nowhere[string]))
}

// Codes asks for any number of codes of a list.
func Codes(name string, list country.ListName) field {
	return ask.Drafted(ask.Codes(name, list, nowhere[[]string]))
}

// Pick asks for one code of a list too long to show.
func Pick(name string, list country.ListName) field {
	return ask.Drafted(ask.Pick(name, list, nowhere[string]))
}

// Picks asks for any number of codes of a list too long to show.
func Picks(name string, list country.ListName) field {
	return ask.Drafted(ask.Picks(name, list, nowhere[[]string]))
}

// Number asks for a whole number, both bounds included.
func Number(name string, least, most int) field {
	return ask.Drafted(ask.Number(name, least, most, nowhere[int]))
}

// Tick asks for one yes.
func Tick(name string) field { return ask.Drafted(ask.Tick(name, nowhere[bool])) }

// Day asks for a date.
func Day(name string) field { return ask.Drafted(ask.Day(name, nowhere[date.Date])) }
