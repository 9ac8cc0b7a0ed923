// Package safetyweb shows the risk as it was assessed with her, and her safety plan: what stands, what stood before,
// the forms to assess and to agree anew, and a sheet to print.
package safetyweb

import (
	"context"
	"embed"
	"strconv"

	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/safety"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *safety.Desk) room.Room {
	return room.Room{Name: "safety", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Site: site,
		Panels: []casefile.CasePanel{casefile.Panel("safety", casefile.Evaluated, 20, d.OnCase, panelView)}}
}

// Where the room's pages are.
const (
	home = "/cases/{case}/safety"
	plan = home + "/plan"
)

var numberOf = web.Whole("number")

// routes are the room's pages.
func routes(d *safety.Desk) []web.Route {
	open := web.At(room.CaseOf, d.Open)
	anew := web.NewScreen(open, "", assessView).Called(func(b safety.Book) string {
		return web.Either(b.Present().Number == 0, "safety.first", "safety.anew")
	}).Back("safety.back", home).Filled(fillRisks).Compares().
		Beside(safety.ErrWhy, "why_not").Beside(safety.ErrNoted, "on").Takes(web.TakeConflict)
	agree := web.NewScreen(web.At(room.CaseOf, d.OpenPlan), "", planView).Called(func(b safety.Book) string {
		return web.Either(b.Plan().Number == 0, "safety.agree_first", "safety.agree")
	}).Back("safety.back", home).Filled(fillPlan).Compares().
		Beside(safety.ErrUntil, "review_on").Takes(web.TakeConflict)
	return []web.Route{
		web.Get(home, safety.Read, web.NewScreen(open, "safety.title", bookView).Headed().Show),
		web.Get(home+"/new", safety.Read, anew.Show),
		web.Post(home+"/new", safety.Assess,
			web.UndoneTo(anew.Take(web.EnterTwo(room.CaseOf, assessed, d.Assess), home, "safety.assessed"),
				"safety.undo_risk", latest(home+"/assessments"))),
		web.Post(home+"/assessments/{number}/undo", safety.Undo,
			web.Go(web.DoBoth(room.CaseOf, numberOf, d.UndoAssessment), home, "safety.undone")),
		web.Get(plan+"/new", safety.OpenPlan, agree.Show),
		web.Post(plan+"/new", safety.Agree,
			web.UndoneTo(agree.Take(web.EnterTwo(room.CaseOf, planned, d.Agree), home, "safety.planned"),
				"safety.undo_plan", latest(plan))),
		web.Post(plan+"/{number}/undo", safety.Undo,
			web.Go(web.DoBoth(room.CaseOf, numberOf, d.UndoPlan), home, "safety.undone")),
		web.Get(home+"/sheet", safety.Read,
			web.NewScreen(open, "safety.sheet.title", sheetView).Back("safety.back", home).Show),
	}
}

// assessed reads an assessment, with the number of the one it was typed on.
func assessed(r *web.Request) (safety.Assessment, int64) {
	a := web.Answers(safety.Assessing)(r)
	for _, who := range exposed(r.Context()) {
		risk := web.Answers(safety.Rated.Prefixed(who.Value + "_"))(r)
		risk.Who = who.Value
		a.Risks = append(a.Risks, risk)
	}
	return a, r.Form().Version()
}

// planned reads a plan: of the measures, those that are ticked.
func planned(r *web.Request) (safety.Plan, int64) {
	l := web.Answers(safety.Planning)(r)
	for _, o := range measures(r.Context()) {
		if m := web.Answers(safety.Agreeing.Prefixed(o.Value + "_"))(r); r.Form().Bool("m_" + o.Value) {
			m.What = o.Value
			l.Measures = append(l.Measures, m)
		}
	}
	return l, r.Form().Version()
}

// exposed are who may be at risk.
func exposed(ctx context.Context) []web.Option { return web.CodeOptions(ctx, codelist.AtRisk) }

func measures(ctx context.Context) []web.Option { return web.CodeOptions(ctx, codelist.SafetyMeasure) }

// fillRisks puts what stands into the fields of each of who is exposed.
func fillRisks(r *web.Request, b safety.Book) {
	for _, risk := range b.Anew().Risks {
		web.Fill(r.Form(), safety.Rated.Prefixed(risk.Who+"_"), &risk)
	}
}

// fillPlan ticks the measures that stand, unless the form was sent.
func fillPlan(r *web.Request, b safety.Book) {
	for _, m := range b.Next().Measures {
		if !r.Form().Sent() {
			r.Form().Default("m_"+m.What, "yes")
		}
		web.Fill(r.Form(), safety.Agreeing.Prefixed(m.What+"_"), &m)
	}
}

func page(b safety.Book) string { return safety.Page(b.Header) }

// latest is where what was just written is taken back: it follows on the one that it was typed on.
func latest(kind string) func(*web.Request) string {
	return func(r *web.Request) string { return kind + "/" + strconv.FormatInt(r.Form().Version()+1, 10) + "/undo" }
}

// undoing is where something written is taken back.
func undoing(b safety.Book, kind string, w safety.Written) string {
	return page(b) + "/" + kind + "/" + strconv.Itoa(w.Number) + "/undo"
}

// gradeOf is a level of risk in words.
func gradeOf(ctx context.Context, grade string) string {
	return web.LabelOr(ctx, codelist.RiskGrade, grade, "web.unknown")
}

// gradeIn is a level of risk inside a sentence.
func gradeIn(ctx context.Context, grade string) string {
	if grade == "" {
		return web.T(ctx, "web.unknown")
	}
	return web.LabelIn(ctx, codelist.RiskGrade, grade)
}

// heading says of which day an assessment is, on which occasion, and by whom.
func heading(ctx context.Context, a safety.Assessment) string {
	return web.T(ctx, "safety.of", "on", web.Day(ctx, a.On), "occasion", web.LabelIn(ctx, codelist.RiskOccasion,
		a.Occasion), "who", a.By)
}

// short is an assessment in one line.
func short(ctx context.Context, a safety.Assessment) string {
	return web.T(ctx, "safety.short", "on", web.Day(ctx, a.On), "grade", gradeIn(ctx, a.Grade))
}

// planLine says of which day a plan is, and when it is looked at again.
func planLine(ctx context.Context, l safety.Plan) string {
	on := web.Day(ctx, web.Country(ctx).Day(l.At))
	if l.ReviewOn.IsZero() {
		return web.T(ctx, "safety.plan_line", "on", on)
	}
	return web.T(ctx, "safety.plan_review", "on", on, "review", web.Day(ctx, l.ReviewOn))
}

// how are the rows of an assessment beside its risks.
func how(ctx context.Context, a safety.Assessment) []web.Row {
	return web.Rows(ctx, safety.Assessing.Without(left(a)...), &a)
}

// left are the questions that say nothing here: the heading says them, or nobody was asked.
func left(a safety.Assessment) []string {
	out := []string{"occasion", "on"}
	if a.WithHer != tri.No && a.WhyNot.Empty() {
		out = append(out, "why_not")
	}
	return out
}

// risks lists who stands where.
var risks = web.Table[marked]{Caption: "safety.risks", Empty: "safety.no_risks",
	Heads: web.Under("safety.head.", "who", "severity", "likelihood", "grade"),
	Line: func(ctx context.Context, m marked) []web.Cell {
		return []web.Cell{{Words: strconv.Itoa(m.Mark) + ". " + web.Label(ctx, codelist.AtRisk, m.Who)},
			{Words: web.LabelOr(ctx, codelist.RiskSeverity, m.Severity, "web.unknown")},
			{Words: web.LabelOr(ctx, codelist.RiskLikelihood, m.Likelihood, "web.unknown")},
			{Words: gradeOf(ctx, m.Grade)}}
	}}

// agreed lists the measures of a plan.
var agreed = web.Table[safety.Measure]{Caption: "safety.measures", Empty: "safety.no_measures",
	Heads: web.Under("safety.head.", "measure", "by", "until"),
	Line: func(ctx context.Context, m safety.Measure) []web.Cell {
		by, until := web.T(ctx, "web.unknown"), web.T(ctx, "safety.no_end")
		if m.By != "" {
			by = web.T(ctx, "safety.by."+m.By)
		}
		if !m.Until.IsZero() {
			until = web.ShortDay(ctx, m.Until)
		}
		return []web.Cell{{Words: web.Label(ctx, codelist.SafetyMeasure, m.What)}, {Words: by}, {Words: until}}
	}}
