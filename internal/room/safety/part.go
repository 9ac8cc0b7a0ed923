package safety

import (
	"time"

	"havre.example/havre/internal/room/casefile"
)

var _ = casefile.Declare(casefile.Part{Room: "safety", Waits: []casefile.Reading{
	{Kind: "danger_zone_set", For: "the danger changed: the risk is assessed anew"},
	{Kind: "arrived", For: "she lives elsewhere: the risk is assessed anew"},
	{Kind: "secret_breached", For: "the address is known: the risk is assessed anew"},
	{Kind: "transfer_asked", For: "another place is needed: the risk is assessed anew"},
}})

// News is something that happened since the risk was assessed, and calls for assessing it anew (I16).
type News struct {
	Kind casefile.Kind
	At   time.Time
}

// calling are the facts that call for a new assessment.
var calling = []casefile.Kind{"danger_zone_set", "arrived", "secret_breached", "transfer_asked"}

// callingKinds are they in SQL.
const callingKinds = `('danger_zone_set', 'arrived', 'secret_breached', 'transfer_asked')`

// newsOf is the latest of them that came after an hour; none where nothing did.
func newsOf(facts []casefile.Told, after time.Time) (News, bool) {
	last, _ := casefile.Last(facts, calling...)
	return News{last.Kind, last.At}, last.At.After(after)
}
