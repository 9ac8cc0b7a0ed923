package asking

import (
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/vault"
)

const room = "placement"

// What is asked while hosts are asked, a sheet for each form. Hosts and head office answer from closed lists: free text
// could carry what a host may not know yet.
var (
	// Offering asks how the hosts are asked; which places they are is ticked in the search.
	Offering = ask.Of(room,
		ask.Tick("urgent", func(o *Offer) *bool { return &o.Urgent }),
		ask.Hour("until", func(o *Offer) *time.Time { return &o.Until }).
			There(func(o *Offer) *string { return &o.UntilIn }).Optional())
	// Declining asks a host why it cannot receive.
	Declining = ask.Of(room, ask.Code("reason", codelist.Decline, func(r *Refusal) *string { return &r.Reason }).
			As("decline").AllSeen().Required())
	// Telephoning asks what came of a call to a host. Its words are who gave the answer, and nothing about the person.
	// What an answer needs and a call without one does not, its label says.
	Telephoning = ask.Of(room,
		ask.Hour("at", func(a *Spoken) *time.Time { return &a.At }).As("called").Required(),
		ask.Among("outcome", Outcomes(), func(a *Spoken) *string { return &a.Outcome }).Required(),
		ask.Code("reason", codelist.Decline, func(a *Spoken) *string { return &a.Reason }).
			As("telephone_reason"),
		ask.Words("who", vault.Danger, "placement_answer.who_sealed", func(a *Spoken) *secret.Text { return &a.Who }).
			Max(200),
		ask.Hour("again", func(a *Spoken) *time.Time { return &a.Again }).As("call_again").Optional())
	// Questioning asks what a host asks.
	Questioning = ask.Of(room, ask.Code("question", codelist.ProposalQuestion, ask.Itself[string]).AllSeen().Required())
	// Meeting asks for the interview.
	Meeting = ask.Of(room,
		ask.Hour("at", func(m *proposal.Meeting) *time.Time { return &m.At }).
			There(func(m *proposal.Meeting) *string { return &m.In }).Required(),
		ask.Among("way", Ways(), func(m *proposal.Meeting) *string { return &m.Way }).Required(),
		ask.Some("attends", Attendants(), func(m *proposal.Meeting) *[]string { return &m.Attends }).Optional(),
		ask.Words("prepare", vault.Needs, "placement_interview.prepare_sealed",
			func(m *proposal.Meeting) *secret.Text { return &m.Prepare }).Max(2000).Lines(4).Optional())
	// Resuming asks why the search goes on.
	Resuming = ask.Of(room, ask.Among("reason", AgainReasons(), ask.Itself[string]).As("again.why").Required())
)
