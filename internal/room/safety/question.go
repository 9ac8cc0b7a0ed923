package safety

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/vault"
)

// wordsMax is how many signs a box of words may have.
const wordsMax = 2000

// Says who does what was agreed.
var bys = []string{"herself", "host", "office", "lawyer", "other"}

// The questions, in the order of their pages. Of each of who is exposed, and of each measure, the page asks the same.
var (
	// Assessing asks how it was assessed, and what two questions come first.
	Assessing = ask.Of("safety",
		ask.Code("occasion", codelist.RiskOccasion, func(a *Assessment) *string { return &a.Occasion }).Required(),
		ask.Day("on", func(a *Assessment) *date.Date { return &a.On }).NotAhead().Optional(),
		ask.Tri("with_her", func(a *Assessment) *tri.Value { return &a.WithHer }),
		ask.Words("why_not", vault.Safety, whyColumn, func(a *Assessment) *secret.Text { return &a.WhyNot }).
			Lines(2).Max(500).Optional(),
		ask.Pick("language", codelist.Language, func(a *Assessment) *string { return &a.Language }).Optional(),
		ask.Tri("interpreter", func(a *Assessment) *tri.Value { return &a.Interpreter }),
		ask.Tri("medical", func(a *Assessment) *tri.Value { return &a.Medical }),
		ask.Tri("threat", func(a *Assessment) *tri.Value { return &a.Threat }),
		ask.Words("fears", vault.Safety, fearsColumn, func(a *Assessment) *secret.Text { return &a.Fears }).
			Lines(4).Max(wordsMax).Optional(),
	)
	// Rated asks how grave and how likely harm is for one of who is exposed.
	Rated = ask.Of("safety",
		ask.Code("severity", codelist.RiskSeverity, func(r *Risk) *string { return &r.Severity }).Opened(),
		ask.Code("likelihood", codelist.RiskLikelihood, func(r *Risk) *string { return &r.Likelihood }).Opened(),
	)
	// Agreeing asks by whom a measure is taken, and until when.
	Agreeing = ask.Of("safety",
		ask.Among("by", bys, func(m *Measure) *string { return &m.By }).Opened(),
		ask.Day("until", func(m *Measure) *date.Date { return &m.Until }).Optional(),
	)
	// Planning asks for the rest of a plan.
	Planning = ask.Of("safety",
		ask.Words("followed", vault.Safety, followedColumn, func(l *Plan) *secret.Text { return &l.Followed }).
			Lines(3).Max(wordsMax).Optional(),
		ask.Words("door", vault.Safety, doorColumn, func(l *Plan) *secret.Text { return &l.Door }).
			Lines(3).Max(wordsMax).Optional(),
		ask.Words("reached", vault.Safety, reachedColumn, func(l *Plan) *secret.Text { return &l.Reached }).
			Lines(3).Max(wordsMax).Optional(),
		ask.Words("besides", vault.Safety, besidesColumn, func(l *Plan) *secret.Text { return &l.Besides }).
			Lines(4).Max(4000).Optional(),
		ask.Words("contacted", vault.Safety, contactedColumn, func(l *Plan) *secret.Text { return &l.Contacted }).
			Lines(2).Max(wordsMax).Optional(),
		ask.Day("review_on", func(l *Plan) *date.Date { return &l.ReviewOn }).Optional(),
		ask.Tri("agreed", func(l *Plan) *tri.Value { return &l.Agreed }),
		ask.Words("agreed_where", vault.Safety, placeColumn, func(l *Plan) *secret.Text { return &l.Place }).
			Max(200).Optional(),
	)
)

// The sealed columns.
const (
	whyColumn       = "safety_assessment.why_not_sealed"
	fearsColumn     = "safety_assessment.fears_sealed"
	followedColumn  = "safety_plan.followed_sealed"
	doorColumn      = "safety_plan.door_sealed"
	reachedColumn   = "safety_plan.reached_sealed"
	besidesColumn   = "safety_plan.besides_sealed"
	contactedColumn = "safety_plan.contacted_sealed"
	placeColumn     = "safety_plan.place_sealed"
)
