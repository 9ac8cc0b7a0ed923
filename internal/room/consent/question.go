package consent

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// spoken is how many days ago somebody may have spoken with her about what is written down today.
const spoken = 2 * 365

var (
	// Speaking asks when and how somebody spoke with her about an agreement. What she answered, yes or no and nothing
	// else, each page asks in its own way.
	Speaking = ask.Of("consent",
		ask.Day("on", func(a *casefile.Agreed) *date.Date { return &a.On }).NotAhead().NotOlder(spoken).
			Required(),
		ask.Code("language", codelist.Language, func(a *casefile.Agreed) *string { return &a.Language }),
		ask.Tri("interpreter", func(a *casefile.Agreed) *tri.Value { return &a.Interpret }),
	)
	// Adding asks which other agreement is recorded.
	Adding = ask.Of("consent",
		ask.Code("kind", codelist.Consent, func(a *casefile.Agreed) *string { return &a.Agreement }).
			Where(other).Opened().Required(),
	)
	// Revoking asks when she took an agreement back.
	Revoking = ask.Of("consent", ask.Day("revoked_on", ask.Itself[date.Date]).NotOlder(spoken).Required())
)
