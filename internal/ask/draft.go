package ask

import (
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/vault"
)

// Draft is answers by name, before anything is made of them: codes apart from words about a person.
type Draft = vault.Record

// NewDraft returns a draft in which nothing is answered.
func NewDraft() Draft { return Draft{Codes: map[string][]string{}, Words: map[string]secret.Text{}} }

// Drafted binds a question to a draft, in which the answer stands under the question's name. Package draft makes them.
func Drafted[T any](f Field[T]) Field[Draft] {
	name := f.Name
	out := Field[Draft]{Question: f.Question,
		get: func(d *Draft) Answer { return Answer{Codes: d.Codes[name]} },
		set: func(d *Draft, a Answer) { d.Codes[name] = a.Codes }}
	if f.Kind == Sealed {
		out.get = func(d *Draft) Answer { return Answer{Words: d.Words[name]} }
		out.set = func(d *Draft, a Answer) { d.Words[name] = a.Words }
	}
	return out
}

// In is what a draft answers to the question of a name.
func In(d Draft, name string) Answer { return Answer{Codes: d.Codes[name], Words: d.Words[name]} }
