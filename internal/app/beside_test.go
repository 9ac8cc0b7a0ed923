package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

var unnamed = regexp.MustCompile(`(?s)<div class="summary".*?</div>`)

// What only the record can tell, such as a day before the arrival, is a mistake of the field where it was typed: the
// summary leads to it by name, the words stand beside it, and what was typed is kept; all of a form is told at once.
func TestABoundOfARecordStandsBesideItsField(t *testing.T) {
	s := story.In(t, trusttest.SQLite(t), cast.France(), "fr")
	w := (&walk{Story: s}).to("sheltered")
	today := s.Land.Country.Day(s.Clock.Now())
	stay := w.host + "/stay"
	for _, c := range []struct {
		path, field string
		ahead       int
		with        url.Values
	}{
		{stay + "/end", "on", -200, url.Values{"reason": {"own_housing"}, "sure": {"yes"}}},
		{stay + "/end", "on", -200, url.Values{"reason": {"own_housing"}}}, // asked first
		{stay + "/exit", "on", -3, nil},
		{stay + "/services", "on", -200, url.Values{"service": {s.Land.Country.List("service").Keys()[0]}}},
		{stay + "/aid", "paid", -200, url.Values{"kind": {"one_off"}, "amount": {"100"}}},
		{stay + "/legal", "on", -40000, url.Values{"event": {"info_by_ngo"}, "earlier": {"yes"}}},
		{w.office + "/person", "born", 2, url.Values{"version": {"1"}}},
		{w.office + "/person", "born", -46000, url.Values{"version": {"1"}}},
		{w.host + "/journey/arrival/correction", "on", -200, nil},
	} {
		p := s.As(cast.Brieuc)
		if strings.HasPrefix(c.path, w.office) {
			p = s.StepUp(cast.Claire)
		}
		day := today.AddDays(c.ahead)
		values := url.Values{c.field + "-day": {strconv.Itoa(day.Day())},
			c.field + "-month": {strconv.Itoa(int(day.Month()))}, c.field + "-year": {strconv.Itoa(day.Year())}}
		for name, v := range c.with {
			values[name] = v
		}
		p = p.Beside(c.path, values)
		if p.Status() == http.StatusNotFound {
			continue
		}
		what := named.ReplaceAllString(c.path, "/ID") + " " + day.String()
		if p.Status() != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d", what, p.Status())
			continue
		}
		said := mistakeAt(p.Body(), c.field)
		switch summary := unnamed.FindString(p.Body()); {
		case said == "":
			t.Errorf("%s: nothing is said beside the field", what)
		case !strings.Contains(summary, `href="#`), strings.Count(summary, "<li") != strings.Count(summary, `href="#`):
			t.Errorf("%s: the summary leads nowhere: %s", what, summary)
		case len(astray(p.Body())) > 0:
			t.Errorf("%s: nothing leads to %v", what, astray(p.Body()))
		case !strings.Contains(p.Body(), `name="`+c.field+`-year" value="`+strconv.Itoa(day.Year())+`"`):
			t.Errorf("%s: the year that was typed is gone", what)
		}
	}
	p := s.StepUp(cast.Claire).Beside(w.office+"/end", url.Values{})
	for _, field := range []string{"how", "end_code"} {
		if !strings.Contains(p.Body(), `id="f-`+field+`-error"`) {
			t.Errorf("an empty end (%d) does not say what %s lacks: %q", p.Status(), field,
				mistaken.FindAllString(p.Body(), -1))
		}
	}
	p = s.StepUp(cast.Claire).Beside(w.office+"/withdrawal", url.Values{})
	for _, field := range []string{"heard", "case_code"} {
		if !strings.Contains(p.Body(), `id="f-`+field+`-error"`) {
			t.Errorf("an empty withdrawal (%d) does not say what %s lacks", p.Status(), field)
		}
	}
}
