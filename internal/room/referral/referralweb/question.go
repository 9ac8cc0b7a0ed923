package referralweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/web"
)

// options are the answers of a question, in the reader's language.
func options(tag lang.Tag, q referral.Field, on date.Date) []web.Option {
	var out []web.Option
	switch q.Is {
	case referral.Code, referral.Codes, referral.Typed:
		for _, c := range codelist.Of(q.List).Codes(on) {
			out = append(out, web.Option{Value: c.Key, Label: c.Label(tag)})
		}
	case referral.Areas:
		for _, a := range country.France().Towns() {
			out = append(out, web.Option{Value: a.Code, Label: a.Name})
		}
		fallthrough
	case referral.Area:
		for _, a := range country.France().Departments() {
			out = append(out, web.Option{Value: a.Code, Label: a.Name})
		}
	}
	return out
}

// read takes one step's answers from a form; what is wrong is remembered in the form and left out.
func read(r *web.Request, s referral.Step) referral.Answers {
	f, a, on := r.Form(), referral.NewAnswers(), date.In(r.Now(), country.Zone())
	for _, q := range s.Fields {
		switch q.Is {
		case referral.Words:
			w := f.Secret(q.Name, rules(q)...)
			if f.Error(q.Name) == nil {
				a.Words[q.Name] = w
			}
		case referral.Lines:
			w := f.Secret(q.Name, append(rules(q), web.Lines)...)
			if f.Error(q.Name) == nil {
				a.Words[q.Name] = w
			}
		default:
			v := codes(r, q, on)
			if f.Error(q.Name) == nil {
				a.Codes[q.Name] = v
			}
		}
	}
	return a
}

func rules(q referral.Field) []web.Rule {
	out := []web.Rule{web.Max(q.Max)}
	if q.Must {
		out = append(out, web.Required)
	}
	return out
}

func codes(r *web.Request, q referral.Field, on date.Date) []string {
	f, list := r.Form(), options(r.Lang(), q, on)
	switch q.Is {
	case referral.Tri:
		return []string{f.Tri(q.Name).String()}
	case referral.Code:
		return []string{web.Choice(f, q.Name, values(list))}
	case referral.Codes:
		return web.Choices(f, q.Name, values(list))
	case referral.Typed, referral.Areas:
		return f.Picks(q.Name, list)
	case referral.Area:
		return []string{f.Pick(q.Name, list)}
	case referral.Count:
		if strings.TrimSpace(f.Value(q.Name)) == "" {
			return []string{""}
		}
		top := q.Max
		if q.Name == "birth_year" {
			top = on.Year()
		}
		return []string{strconv.Itoa(f.Int(q.Name, web.Between(q.Min, top)))}
	case referral.Day:
		d := f.Date(q.Name)
		if on.Before(d) {
			f.Fail(q.Name, "referral.mistake.ahead")
		}
		return []string{d.String()}
	}
	return nil
}

func values(list []web.Option) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i] = o.Value
	}
	return out
}

// shown says coded answers in words; "" where nothing was answered.
func shown(ctx context.Context, q referral.Field, v []string) string {
	if len(v) == 0 || v[0] == "" {
		return ""
	}
	tag := web.Lang(ctx)
	switch q.Is {
	case referral.Tri:
		if x, err := tri.Parse(v[0]); err != nil || !x.Known() {
			return ""
		}
		return web.T(ctx, "web.tri."+v[0])
	case referral.Code, referral.Codes, referral.Typed:
		words := make([]string, len(v))
		for i, key := range v {
			words[i] = codelist.Of(q.List).Label(tag, key)
		}
		return strings.Join(words, ", ")
	case referral.Area, referral.Areas:
		words := make([]string, len(v))
		for i, code := range v {
			words[i] = country.France().Name(code)
		}
		return strings.Join(words, ", ")
	case referral.Day:
		d, err := date.Parse(v[0])
		if err != nil {
			return ""
		}
		return web.Day(ctx, d)
	}
	return v[0]
}

// field describes a question for the components: its label and, where there is one, its hint are texts.
func field(ctx context.Context, q referral.Field) web.Field {
	out := web.Field{Name: q.Name, Label: "referral.field." + q.Name, Optional: !q.Must &&
		(q.Is == referral.Words || q.Is == referral.Lines)}
	if hint := "referral.hint." + q.Name; web.PrinterOf(ctx).Has(hint) {
		out.Hint = hint
	}
	switch q.Is {
	case referral.Words, referral.Lines:
		out.Reads = "referral.reads." + readers(q.Name)
		out.Max = q.Max
	case referral.Count:
		out.Mode, out.Short = "numeric", true
	}
	if strings.Contains(q.Name, "telephone") {
		out.Mode = "tel"
	}
	return out
}

// readers names who reads the words of a question once they are sent.
func readers(name string) string {
	switch name {
	case "danger_words", "needs_words", "health_words":
		return "evaluation"
	}
	return "both"
}
