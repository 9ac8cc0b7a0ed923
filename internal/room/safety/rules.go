package safety

import (
	"slices"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// Extreme is the highest level of risk (code list risk_grade).
const Extreme = "extreme"

// Faults of an assessment and of a plan.
var (
	ErrWhy   = fault.NewAbout("why_not", "safety.invalid.why_not") // not done with her, and nobody says why
	ErrNoted = fault.NewAbout("on", "web.form.ahead")              // of a day to come
	// ErrNothing tells that a first plan would hold nothing; a later one may take back what was agreed.
	ErrNothing = fault.NewAbout("besides", "safety.invalid.nothing")
	// ErrUnsaid tells that nothing of the danger was answered: the risk is not assessed by that.
	ErrUnsaid = fault.NewAbout("medical", "safety.invalid.unsaid")
	ErrUntil  = fault.NewAbout("review_on", "safety.invalid.review")
)

// Risk is how grave and how likely harm is for one of who is exposed. Empty is "not known yet", never "no" (I10).
type Risk struct {
	Who        string `json:"who"`                  // code list at_risk
	Severity   string `json:"severity,omitempty"`   // code list risk_severity
	Likelihood string `json:"likelihood,omitempty"` // code list risk_likelihood
	Grade      string `json:"grade,omitempty"`      // code list risk_grade, as it followed on the day; empty: not known
}

// said tells whether anything is said of it.
func (r Risk) said() bool { return r.Severity+r.Likelihood != "" }

// graded works out the level that follows, as of a day.
func (r Risk) graded(p *country.Pack, on date.Date) Risk {
	level := p.RiskGrade(Rank(p, codelist.RiskSeverity, r.Severity), Rank(p, codelist.RiskLikelihood, r.Likelihood), on)
	c, _ := p.List(codelist.RiskGrade).Ranked(level)
	r.Grade = c.Key
	return r
}

// Rank is which rung of its scale a code is; 0 where it is none.
func Rank(p *country.Pack, list codelist.Name, key string) int {
	c, _ := p.List(list).Find(key)
	return c.Rank
}

// highest is the highest level among risks; empty where none is known.
func highest(p *country.Pack, risks []Risk) string {
	if len(risks) == 0 {
		return ""
	}
	return slices.MaxFunc(risks, func(a, b Risk) int {
		return Rank(p, codelist.RiskGrade, a.Grade) - Rank(p, codelist.RiskGrade, b.Grade)
	}).Grade
}

// checked refuses what cannot be, and works out what follows.
func (a Assessment) checked(p *country.Pack, today date.Date) (Assessment, error) {
	var wrong []error
	if a.WithHer == tri.No && a.WhyNot.Empty() {
		wrong = append(wrong, ErrWhy)
	}
	if a.On.IsZero() {
		a.On = today
	}
	if today.Before(a.On) {
		wrong = append(wrong, ErrNoted)
	}
	if !Assessing.Sound(&a, p, today, &a) || a.Occasion == "" {
		return a, fault.NewInvalid("fault.invalid")
	}
	var risks []Risk
	for _, r := range a.Risks {
		if !r.said() {
			continue
		}
		one := r.graded(p, a.On)
		if !slices.Contains(p.List(codelist.AtRisk).Keys(), r.Who) || !Rated.Sound(&one, p, today, &one) {
			return a, fault.NewInvalid("fault.invalid")
		}
		risks = append(risks, one)
	}
	a.Risks, a.Grade = risks, highest(p, risks)
	if len(risks) == 0 && !a.Medical.Known() && !a.Threat.Known() && a.Fears.Empty() {
		wrong = append(wrong, ErrUnsaid)
	}
	return a, fault.Join(wrong...)
}

// checked refuses a plan that cannot be: a day to look at it again that is over. What stood before may stand.
func (l Plan) checked(p *country.Pack, today date.Date, was Plan) (Plan, error) {
	for _, m := range l.Measures {
		if !slices.Contains(p.List(codelist.SafetyMeasure).Keys(), m.What) || !Agreeing.Sound(&m, p, today, &m) {
			return l, fault.NewInvalid("fault.invalid")
		}
	}
	said := func(q ask.Field[Plan]) bool { return q.Get(&l).Known() }
	if was.Number == 0 && len(l.Measures) == 0 && !slices.ContainsFunc(Planning, said) {
		return l, ErrNothing
	}
	if !l.ReviewOn.IsZero() && l.ReviewOn.Before(today) && l.ReviewOn != was.ReviewOn {
		return l, ErrUntil
	}
	return l, nil
}

// writes tells at which stages an assessment or a plan may be written: while the case is open, from the evaluation on.
func writes(s casefile.Stage) bool { return s.Open() }
