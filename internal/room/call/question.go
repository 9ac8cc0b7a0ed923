package call

import (
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/vault"
)

// What may be said of a call, besides words. The lists are short on purpose: a line is read at a glance.
var (
	Ways     = []string{"ours", "theirs"}
	Parties  = []string{"person", "host", "referrer", "lawyer", "health", "authority", "other"}
	Abouts   = []string{"safety", "place", "journey", "stay", "agreement", "procedure", "other"}
	Outcomes = []string{"reached", "nobody", "message", "will_call"}
)

// Noting asks for a call.
var Noting = ask.Of("call",
	ask.Among("way", Ways, func(e *Entry) *string { return &e.Way }).Required(),
	ask.Among("party", Parties, func(e *Entry) *string { return &e.Party }).Required(),
	ask.Hour("at", func(e *Entry) *time.Time { return &e.At }).NotOlder(oldest).Required(),
	ask.Among("about", Abouts, func(e *Entry) *string { return &e.About }).Required(),
	ask.Among("outcome", Outcomes, func(e *Entry) *string { return &e.Outcome }).Required(),
	ask.Hour("again", func(e *Entry) *time.Time { return &e.Again }).Optional(),
	ask.Words("words", vault.Danger, "call_entry.words_sealed", func(e *Entry) *secret.Text { return &e.Words }).
		Lines(4).Max(2000).Optional())

// oldest is how many days ago a call may have been that is written down now.
const oldest = 30
