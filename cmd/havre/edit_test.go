package main

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

// Whatever keeps a command from being done is said in a sentence of the person's language, never by the key of a text.
func TestWhyNothingWasDoneIsSaidInASentence(t *testing.T) {
	dir := t.TempDir()
	n, err := app.Open(t.Context(), app.Place{Data: filepath.Join(dir, "net"), Key: filepath.Join(dir, "key"),
		Create: true}, clock.Real{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	for _, tag := range []lang.Tag{"fr", "en"} {
		say := n.Rooms.Printer(tag, clock.Real{}.Now())
		for kind := fault.Invalid; kind <= fault.Busy; kind++ {
			for _, key := range []string{"fault." + kind.String(), "fault.of_no_text", "fault.invalid"} {
				got := inWords(say, fault.New(kind, key)).Error()
				if !strings.Contains(got, " ") || strings.Contains(got, "fault") || strings.Contains(got, "key=") {
					t.Errorf("%s, %s, %s: %q", tag, kind, key, got)
				}
			}
		}
		if got := inWords(say, fault.NewNotFound("fault.not_found")).Error(); got != say.T("app.not_open") {
			t.Errorf("somebody who is no administrator reads %q", got)
		}
	}
	ours := errors.New("a flaw of ours")
	if say := n.Rooms.Printer("fr", clock.Real{}.Now()); inWords(say, nil) != nil || inWords(say, ours) != ours {
		t.Error("nothing, or a flaw of ours, is said otherwise")
	}
}

// Why an edit does not fit is said in the person’s language with what it is about; nothing is left to fill in.
func TestWhyAnEditDoesNotFitIsSaid(t *testing.T) {
	p, day := packs.France(), date.Must(2027, 6, 1)
	texts, err := app.Words(p)
	if err != nil {
		t.Fatal(err)
	}
	texts = texts.Within(func() *country.Pack { return p })
	words := func(fr string, more ...string) map[lang.Tag]string {
		out := map[lang.Tag]string{"fr": fr, "en": "X"}
		for _, tag := range more {
			out[lang.Tag(tag)] = "X"
		}
		return out
	}
	for key, e := range map[string]country.Edit{
		"bounds":   country.EditRule(country.NoteDays, day, 0),
		"figures":  country.EditRule(country.SilenceMinutes, day, 30),
		"levels":   country.EditRule(country.DangerMinutes, day, 60),
		"capitals": country.AddCode("need", "School", "", day, words("X")),
		"group":    country.AddCode("indicator", "x", "", day, words("X")),
		"language": country.AddCode("need", "x", "", day, words("X", "de")),
		"signs":    country.AddCode("need", "x", "", day, words("{x}")),
		"named":    country.AddCode("need", "unknown", "", day, words("X")),
		"stays":    country.EndCode("exploitation", "unknown", day),
	} {
		why, ok := errors.AsType[*country.Misfit](p.Fits(e))
		if !ok || why.Key != key || len(why.Args) == 0 {
			t.Errorf("%s: %v", key, p.Fits(e))
			continue
		}
		for _, tag := range p.Spoken().Tags() {
			said := whyNot(texts.In(tag, clock.Real{}.Now()), e, p.Fits(e)).Error()
			if strings.Contains(said, "{") || !strings.Contains(said, e.Name) {
				t.Errorf("%s, %s: %q", key, tag, said)
			}
			for i := 1; i < len(why.Args); i += 2 {
				if value := fmt.Sprint(why.Args[i]); !strings.Contains(said, value) {
					t.Errorf("%s, %s: %q does not say %s", key, tag, said, value)
				}
			}
		}
	}
	for _, tag := range p.Spoken().Tags() {
		say := texts.In(tag, clock.Real{}.Now())
		for _, key := range country.MisfitKeys() {
			if !strings.HasSuffix(say.T("app.edit.why."+key), ".") { // a missing text panics
				t.Errorf("%s: %s is no sentence", tag, key)
			}
		}
		if said := whyNot(say, country.Edit{}, codelist.ErrPast).Error(); said != say.T("app.edit.past") {
			t.Errorf("an edit for today: %q", said)
		}
	}
}
