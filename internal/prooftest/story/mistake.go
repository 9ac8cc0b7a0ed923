package story

import (
	"net/http"
	"strings"
	"time"

	"golang.org/x/net/html"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/htmlcheck"
)

// Whole are the texts of mistakes that are of a form as a whole and of none of its fields: what two secrets say
// together, what is pressed and not typed (and what is over by then), what is kept to be sent later, and what no page
// sends.
var Whole = []string{
	"account.begin_again",
	"casefile.step_refused",
	"consent.answer_needed",
	"fault.invalid",
	"journey.doubt.closed",
	"journey.invalid.legs",
	"partner.people_none",
	"placement.interview_ahead",
	"placement.round.nobody",
	"placement.two_or_three",
	"referral.agreement_needed",
	"referral.too_quick",
	"referral.who_needed",
	"session.wrong",
	"stay.lives_elsewhere",
	"stay.place_gone",
	"stay.transfer.host_asks",
	"web.form.characters",
	"web.form.too_many",
}

// beside fails where a page says of a form that it shows what is to be corrected and does not say it beside its field.
func (p *Person) beside() {
	p.s.T.Helper()
	alone, wrong := htmlcheck.Mistakes(p.page)
	for _, line := range alone {
		if p.status == http.StatusUnprocessableEntity && p.asksHere() && !p.ofWhole(line) {
			wrong = append(wrong, "stands beside no field: "+line)
		}
	}
	for _, what := range wrong {
		p.s.T.Errorf("%s: %s: %s", p.name, p.at.Path, what)
	}
}

// asksHere tells whether the page shows the form that was sent.
func (p *Person) asksHere() bool {
	return first(p.page, func(n *html.Node) bool {
		to, _, _ := strings.Cut(value(n, "action"), "?")
		return n.Data == "form" && to == p.at.Path && strings.EqualFold(value(n, "method"), "post")
	}) != nil
}

// ofWhole tells whether a line is one of Whole.
func (p *Person) ofWhole(line string) bool {
	whole := first(p.page, func(n *html.Node) bool { return n.Data == "html" })
	spoken := lang.Tag(value(whole, "lang")) // of the address, before what the reader chose
	for _, key := range Whole {
		words := p.s.Texts().In(spoken, time.Time{}).T(key)
		if htmlcheck.Plain(words) == line {
			return true
		}
	}
	return false
}
