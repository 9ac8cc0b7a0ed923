package stay

import (
	"slices"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/vault"
)

// Given is what a team gave on a day.
type Given struct {
	Codes []string // code list service
	On    date.Date
}

// Helped is one help on a day.
type Helped struct {
	Code string // code list service
	On   date.Date
}

// Step is a legal step with who answers for the deadline that it may begin, and whether it is confirmed that it was
// taken before the case was opened.
type Step struct {
	Legal
	Owner   access.Relation
	Earlier bool
}

// Leaving is the end of a stay.
type Leaving struct {
	Reason string // code list exit_reason
	On     date.Date
}

// Roofing asks where she sleeps whose place was given away.
var Roofing = ask.Of("stay", ask.Among("roof", Roofs, func(r *RoofTold) *string { return &r.Where }).Required())

// Owners is who may answer for a legal deadline.
var Owners = []access.Relation{access.Hosts, access.Evaluates}

// The questions of a stay, a sheet for each of its pages. The month of an aid is read by the page.
var (
	// Noting asks for a note, which the host's team alone reads.
	Noting = ask.Of("stay",
		ask.Words("words", vault.ShelterNotes, "stay_note.words_sealed", ask.Itself[secret.Text]).
			As("note").Lines(6).Max(4000).Required())
	// Giving asks what was given.
	Giving = ask.Of("stay",
		ask.Day("on", func(g *Given) *date.Date { return &g.On }).Required(),
		ask.Codes("service", codelist.Service, func(g *Given) *[]string { return &g.Codes }).Required())
	// Righting asks what one help was indeed.
	Righting = ask.Of("stay",
		ask.Day("on", func(h *Helped) *date.Date { return &h.On }).Required(),
		ask.Code("service", codelist.Service, func(h *Helped) *string { return &h.Code }).Required())
	// Paying asks for an aid; without an amount it is the usual one.
	Paying = ask.Of("stay",
		ask.Code("kind", codelist.Aid, func(a *Aid) *string { return &a.Kind }).As("aid").Required(),
		ask.Money("amount", func(a *Aid) *money.Cents { return &a.Cents }).AboveZero().Optional(),
		ask.Day("paid", func(a *Aid) *date.Date { return &a.PaidOn }).Required())
	// Stepping asks for a legal step.
	Stepping = ask.Of("stay",
		ask.Code("event", codelist.LegalEvent, func(s *Step) *string { return &s.Event }).
			Where(recorded).Opened().Required(),
		ask.Day("on", func(s *Step) *date.Date { return &s.On }).NotOlder(ask.Life).Required(),
		ask.Pick("language", codelist.Language, func(s *Step) *string { return &s.Language }).Optional(),
		ask.Among("owner", Owners, func(s *Step) *access.Relation { return &s.Owner }))
	// Stating asks what is known of justice. No step of a stay reads it (I1).
	Stating = ask.Of("stay",
		ask.Tri("told", func(j *Justice) *tri.Value { return &j.Told }).In("casefile_coded.reflection_informed"),
		ask.Code("complaint", codelist.Complaint, func(j *Justice) *string { return &j.Complaint }).
			Required().In("casefile_coded.complaint"),
		ask.Tri("cooperation", func(j *Justice) *tri.Value { return &j.Cooperation }).In("casefile_coded.cooperation"))
	// Closing asks what a deadline came to (I12).
	Closing = ask.Of("stay", ask.Among("outcome", Outcomes, ask.Itself[string]).Required())
	// Planning asks for the day on which she is expected to leave.
	Planning = ask.Of("stay", ask.Day("on", ask.Itself[date.Date]).As("exit_on").NotLater(ask.LongStay).Required())
	// Moving asks why another place is needed.
	Moving = ask.Of("stay",
		ask.Among("reason", TransferReasons, ask.Itself[string]).As("transfer_reason").Required())
	// Ending asks how a stay ended.
	Ending = ask.Of("stay",
		ask.Code("reason", codelist.ExitReason, func(l *Leaving) *string { return &l.Reason }).AllSeen().Required(),
		ask.Day("on", func(l *Leaving) *date.Date { return &l.On }).As("ended").Required())
	// Valuing asks for the usual amount of an aid from a day on.
	Valuing = ask.Of("stay",
		ask.Code("kind", codelist.Aid, func(a *Amount) *string { return &a.Kind }).As("aid").Where(usual).Required(),
		ask.Day("from", func(a *Amount) *date.Date { return &a.From }).Required(),
		ask.Money("amount", func(a *Amount) *money.Cents { return &a.Cents }).As("usual").AboveZero().Required())
)

// recorded are the legal steps that may be recorded here: those of the reflection period and of complaints.
func recorded(c country.Code) bool { return c.Group == "reflection" || c.Group == "complaint" }

// usual are the aids that have a usual amount.
func usual(c country.Code) bool { return slices.Contains(AmountKinds, c.Key) }
