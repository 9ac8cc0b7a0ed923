package decision

import (
	"slices"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Faults of deciding against the order or a rule.
var (
	ErrReason = fault.NewInvalid("placement.reason_needed")
	ErrWords  = fault.NewInvalid("placement.words_needed")
)

// Against is what a decision goes against: a group of the code list override.
type Against string

// What a decision may go against, least first.
const (
	AgainstNothing Against = ""
	AgainstUnknown Against = "unknown" // a datum nobody waited for
	AgainstOrder   Against = "order"   // a criterion passed over
	AgainstRule    Against = "rule"    // a rule set aside
	// The rule of danger, set aside where danger grew after a host had agreed: its reasons are a group of their own,
	// and it is kept as the rule that it is.
	AgainstDanger Against = "danger"
)

var gravity = []Against{AgainstNothing, AgainstUnknown, AgainstOrder, AgainstRule}

// Words are the words of a reason: what the person said may be in them, so that they lie with what is known of danger.
var Words = gate.Column(vault.Danger, "placement_decision.words_sealed")

// Override is why somebody decides so.
type Override struct {
	Reason string      // code list override
	Words  secret.Text // read by the evaluation team alone
}

// Reasoning asks why somebody decides so; Reasons is the part of it that fits what a choice goes against.
var Reasoning = ask.Of("placement",
	ask.Code("reason", codelist.Override, func(o *Override) *string { return &o.Reason }).AllSeen(),
	ask.Words("words", vault.Danger, "placement_decision.words_sealed",
		func(o *Override) *secret.Text { return &o.Words }).Max(1000).Lines(4))

// Reasons asks for a reason against something, or one of several things: one of its group, with words that may be left
// out where nobody waited for a datum and nothing else is gone against.
func Reasons(against ...Against) ask.Sheet[Override] {
	reason, words := Reasoning[0].Where(func(c country.Code) bool {
		return slices.Contains(against, Against(c.Group))
	}), Reasoning[1]
	if !slices.ContainsFunc(against, func(a Against) bool { return a != AgainstUnknown }) {
		words = words.Optional()
	}
	return ask.Sheet[Override]{reason, words}
}

// Departure is one thing that a choice goes against.
type Departure struct {
	Place   partner.PlaceID `json:"place"`
	Against Against         `json:"against"`
	What    string          `json:"what"` // a rule, or for the order a criterion
	Instead partner.PlaceID `json:"-"`    // of the order: the better place passed over; not kept
}

// Gravest is the gravest of what a choice goes against: its reason must be of that group.
func Gravest(list []Departure) Against {
	at := 0
	for _, d := range list {
		at = max(at, slices.Index(gravity, d.Against))
	}
	return gravity[at]
}

// Check says whether the reason fits what the choice goes against, on a day: of the gravest group, with words where an
// order or a rule is set aside.
func (o Override) Check(p *country.Pack, against Against, on date.Date) error {
	if against == AgainstNothing {
		return nil
	}
	var wrong []error
	c, _ := p.List(codelist.Override).Find(o.Reason) // one that is not in the list is of no group
	if !c.On(on) || c.Group != string(against) {
		wrong = append(wrong, ErrReason)
	}
	if against != AgainstUnknown && !o.Words.Says() {
		wrong = append(wrong, ErrWords)
	}
	return fault.Join(wrong...)
}

// SetsAside tells whether the reason is one by which a rule is set aside.
func (o Override) SetsAside(p *country.Pack) bool {
	c, _ := p.List(codelist.Override).Find(o.Reason)
	return c.Group == string(AgainstRule)
}
