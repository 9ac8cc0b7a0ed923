package safety

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/tri"
)

// Contact is what somebody answers who has just met a person that may be in danger. It is worked out and forgotten.
type Contact struct {
	Medical, Violence, Tonight, Found, Sought, Children, Adult tri.Value
	Watched, CanCall, Interpreter                              tri.Value
}

// Meeting asks for the danger at a first contact: ten questions, none about papers, complaint or police (I1).
var Meeting = ask.Of("safety",
	ask.Tri("care_today", func(c *Contact) *tri.Value { return &c.Medical }),
	ask.Tri("violence", func(c *Contact) *tri.Value { return &c.Violence }),
	ask.Tri("tonight", func(c *Contact) *tri.Value { return &c.Tonight }),
	ask.Tri("found", func(c *Contact) *tri.Value { return &c.Found }),
	ask.Tri("sought", func(c *Contact) *tri.Value { return &c.Sought }),
	ask.Tri("children", func(c *Contact) *tri.Value { return &c.Children }),
	ask.Tri("adult", func(c *Contact) *tri.Value { return &c.Adult }),
	ask.Tri("spied_on", func(c *Contact) *tri.Value { return &c.Watched }),
	ask.Tri("can_call", func(c *Contact) *tri.Value { return &c.CanCall }),
	ask.Tri("contact_interpreter", func(c *Contact) *tri.Value { return &c.Interpreter }),
)

// Urgency is how soon somebody has to act: a text names each.
type Urgency string

// The urgencies, most urgent first. What is not known yet is never a "no" (I10).
const (
	AtOnce  Urgency = "at_once"  // a life, or this very night
	ThisDay Urgency = "this_day" // whoever is dangerous knows where, or a child is concerned
	Unsure  Urgency = "unsure"   // nothing of it is said, and not all of it is ruled out
	Calm    Urgency = "calm"     // all of it is ruled out
)

// Urgency works out how soon somebody has to act.
func (c Contact) Urgency() Urgency {
	grave, graveOpen := among(c.Medical, c.Violence, c.Tonight)
	near, nearOpen := among(c.Found, c.Sought, c.Children)
	switch {
	case grave:
		return AtOnce
	case near, c.Adult == tri.No:
		return ThisDay
	case graveOpen, nearOpen:
		return Unsure
	}
	return Calm
}

// among tells whether one of the answers is yes, and whether one is not known.
func among(answers ...tri.Value) (yes, open bool) {
	for _, v := range answers {
		yes, open = yes || v == tri.Yes, open || !v.Known()
	}
	return yes, open
}
