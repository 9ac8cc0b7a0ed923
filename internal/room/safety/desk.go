package safety

import (
	"context"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people do with risk assessments and safety plans.
type Desk struct {
	gate *gate.Gate
	old  Before
}

// Before gives the words about a plan that the evaluation noted before there was one: the evaluation's, by this port.
type Before func(*gate.CaseView) (secret.Text, error)

// New returns the desk.
func New(g *gate.Gate, old Before) *Desk { return &Desk{g, old} }

// Book is all that was assessed and agreed on one case, newest first.
type Book struct {
	Header      casefile.Header
	Assessments []Assessment
	Plans       []Plan
	Languages   []string // that she speaks: one of them is likely
	Now         time.Time
	Today       date.Date

	news   News
	called bool
	next   Plan // what a new plan begins with
}

// Page is where the room's pages of a case begin.
func Page(h casefile.Header) string { return h.Page() + "/safety" }

// Present is the latest assessment; with Number 0 where there is none but of the case before.
func (b Book) Present() (a Assessment) {
	if len(b.Assessments) > 0 {
		a = b.Assessments[0]
	}
	return a
}

// Plan is the latest plan; with Number 0 where there is none but of the case before.
func (b Book) Plan() (l Plan) {
	if len(b.Plans) > 0 {
		l = b.Plans[0]
	}
	return l
}

// Former are the assessments that stood before, newest first: of the case before, too.
func (b Book) Former() []Assessment { return before(b.Assessments, b.Present().Number) }

// FormerPlans are the plans that stood before.
func (b Book) FormerPlans() []Plan { return before(b.Plans, b.Plan().Number) }

// before leaves out the first of a list, where it is the present one.
func before[T any](list []T, present int) []T {
	if present > 0 {
		return list[1:]
	}
	return list
}

// News is what calls for assessing anew since the latest assessment; false where nothing does, or nothing is assessed.
func (b Book) News() (News, bool) { return b.news, b.called }

// Writes tells whether the case is one in which something may be written.
func (b Book) Writes() bool { return writes(b.Header.Stage) }

// Slipped tells whether something was written so shortly ago that it can be undone: the latest of its kind alone.
func (b Book) Slipped(w Written) bool {
	return w.Number > 0 && casefile.Slipped(w.At, b.Now) && b.Writes()
}

// Due tells whether the day to look at the risk again has come, and nobody has since.
func (b Book) Due() bool { return due(b.Plan().ReviewOn, b.Present().On, b.Today) }

// due tells whether the day of a review has come, and nobody has assessed on it or since.
func due(review, assessed, today date.Date) bool {
	return !review.IsZero() && !today.Before(review) && assessed.Before(review)
}

// Open opens all of it.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref) (Book, error) {
	return gate.Seen(ctx, d.gate, who, Read, ref, read)
}

// OpenPlan opens it with what a new plan begins with.
func (d *Desk) OpenPlan(ctx context.Context, who access.Actor, ref casefile.Ref) (Book, error) {
	return gate.Seen(ctx, d.gate, who, OpenPlan, ref, func(v *gate.CaseView) (Book, error) {
		b, err := read(v)
		if err != nil || len(b.Plans) > 0 || d.old == nil {
			return b, err
		}
		b.next.Besides, err = d.old(v)
		return b, err
	})
}

// Next is what a new plan begins with: the one that stands or, before the first, the words that the evaluation noted.
func (b Book) Next() Plan {
	if len(b.Plans) > 0 {
		return b.Plan()
	}
	return b.next
}

// Anew is what a new assessment begins with: what stands, but for what is said of the day itself.
func (b Book) Anew() Assessment {
	a := b.Present()
	if a.At.IsZero() {
		a.Occasion = "first_assessment"
		if len(b.Languages) > 0 {
			a.Language = b.Languages[0]
		}
		return a
	}
	a.Occasion, a.On, a.WithHer, a.WhyNot = "", date.Date{}, 0, secret.Text{}
	return a
}

func read(v *gate.CaseView) (b Book, err error) {
	b.Now, b.Today = v.Now(), v.Today()
	if b.Header, err = casefile.ReadHeader(v); err != nil {
		return b, err
	}
	coded, err := casefile.ReadCoded(v)
	if err != nil {
		return b, err
	}
	b.Languages = coded.Languages
	if b.Assessments, err = assessments(v); err != nil {
		return b, err
	}
	if b.Plans, err = plans(v); err != nil {
		return b, err
	}
	for i := range b.Assessments {
		if err := named(v, &b.Assessments[i].Written); err != nil {
			return b, err
		}
	}
	for i := range b.Plans {
		if err := named(v, &b.Plans[i].Written); err != nil {
			return b, err
		}
	}
	if len(b.Assessments) == 0 {
		return b, nil
	}
	facts, err := casefile.Facts(v)
	b.news, b.called = newsOf(facts, b.Present().At)
	return b, err
}

func named(v *gate.CaseView, w *Written) (err error) {
	w.By, err = casefile.Colleague(v, w.user)
	return err
}

// locked reads the book in a transaction that nobody overtakes; written is the number of the latest that the page
// showed, of what is to be written.
func locked(tx *gate.CaseTx, base int64, latest func(Book) int) (Book, error) {
	if err := casefile.Alone(tx); err != nil {
		return Book{}, err
	}
	b, err := read(&tx.CaseView)
	switch {
	case err != nil:
		return b, err
	case !b.Writes():
		return b, casefile.ErrStep
	case int64(latest(b)) != base:
		return b, casefile.ErrChanged
	}
	return b, keyed(tx, len(b.Assessments)+len(b.Plans) > 0)
}

// Assess writes an assessment, typed on the one of a number; ErrChanged where somebody assessed meanwhile.
func (d *Desk) Assess(ctx context.Context, who access.Actor, ref casefile.Ref, a Assessment, base int64) error {
	return d.gate.Case(ctx, who, Assess, ref, func(tx *gate.CaseTx) error {
		a, err := a.checked(tx.Country(), tx.Today())
		if err != nil {
			return err
		}
		b, err := locked(tx, base, func(b Book) int { return b.Present().Number })
		if err != nil {
			return err
		}
		a.Written = next(tx, b.Present().Written)
		return a.add(tx)
	})
}

// Agree writes a plan, typed on the one of a number; ErrChanged where somebody wrote one meanwhile.
func (d *Desk) Agree(ctx context.Context, who access.Actor, ref casefile.Ref, l Plan, base int64) error {
	return d.gate.Case(ctx, who, Agree, ref, func(tx *gate.CaseTx) error {
		b, err := locked(tx, base, func(b Book) int { return b.Plan().Number })
		if err != nil {
			return err
		}
		l, err := l.checked(tx.Country(), tx.Today(), b.Plan())
		if err != nil {
			return err
		}
		l.Written = next(tx, b.Plan().Written)
		return l.add(tx)
	})
}

// UndoAssessment takes the latest assessment back, within ten minutes.
func (d *Desk) UndoAssessment(ctx context.Context, who access.Actor, ref casefile.Ref, number int) error {
	return d.undo(ctx, who, ref, number, qUnassess, func(b Book) Written { return b.Present().Written })
}

// UndoPlan takes the latest plan back, within ten minutes.
func (d *Desk) UndoPlan(ctx context.Context, who access.Actor, ref casefile.Ref, number int) error {
	return d.undo(ctx, who, ref, number, qUnplan, func(b Book) Written { return b.Plan().Written })
}

func (d *Desk) undo(ctx context.Context, who access.Actor, ref casefile.Ref, number int, q gate.CaseQuery,
	latest func(Book) Written) error {
	return d.gate.Case(ctx, who, Undo, ref, func(tx *gate.CaseTx) error {
		b, err := read(&tx.CaseView)
		switch w := latest(b); {
		case err != nil:
			return err
		case w.Number != number || number == 0:
			return fault.ErrAbsent
		case !b.Slipped(w):
			return casefile.ErrNoSlip
		}
		return gate.Done(tx.Exec(q, number))
	})
}

// OnCase is the panel of the case page, for whoever assesses.
func (d *Desk) OnCase(v *gate.CaseView) (Book, bool, error) {
	if v.Relation() != access.Evaluates && v.Relation() != access.Hosts {
		return Book{}, false, nil
	}
	b, err := casefile.Once(v, "safety", read)
	return b, err == nil && (b.Writes() || len(b.Assessments)+len(b.Plans) > 0), err
}
