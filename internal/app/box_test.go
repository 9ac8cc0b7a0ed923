package app_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/session"
)

// boxes are the fields in which somebody looks for what is there, or types again what was given: by the address of
// their form. What is typed in them is compared, and what looks the same is the same; the test below tries each, and
// another that of set-up, which asks for an empty network.
var boxes = []string{"/find code", "/partners code", "/partners q", "/people find", "/help said",
	"/places/calendar q", "/places/stale q", "/cases/ID/assessment/apart code",
	"/cases/ID/withdrawal case_code", "/cases/ID/end end_code", "/join code", "/set-up code", "/sign-in login",
	"/sign-in passphrase", "/sign-in totp", "/step-up passphrase", "/step-up totp", "receipt receipt"}

// keeping are the fields, in any form, whose words are kept as they are typed.
var keeping = strings.Fields(`access address agreed_where aliases birth_year carrier code_word exit_site
	fallback from mail mail_from mail_host mail_user meeting month name names quiet_from
	quiet_until redirect text ticket telephone title to town who who_name who_service who_telephone`)

var dated = regexp.MustCompile(`-(day|month|year|time)$`)

// boxesOf lists the fields of a page that take a line and are neither in keeping, nor a number, nor of a list.
func boxesOf(body string) (out []string) {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return nil
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" {
			continue
		}
		action := named.ReplaceAllString(attr(n, "action"), "/ID")
		for _, f := range fieldsOf(n) {
			name := f.name[strings.LastIndexByte(f.name, '-')+1:]
			code := f.name == "receipt" || f.name == "totp"
			if f.name == "receipt" {
				action = f.name // whose address is a word of its language
			}
			if (f.kind == "text" || f.kind == "password") && !f.listed && (!f.numeric || code) &&
				!dated.MatchString(f.name) && !slices.Contains(keeping, name) && !strings.HasPrefix(f.name, "team_") {
				out = append(out, action+" "+f.name)
			}
		}
	}
	return out
}

// alike are other ways to type words that look the same or that a search takes for the same: capitals, spaces that do
// not break or are two, accents apart or left out, the other apostrophe, another hyphen, the wide signs of other
// keyboards.
func alike(s string) []string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	wide := strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r + 0xFEE0
		}
		return r
	}, s)
	return []string{strings.ToUpper(s), strings.ToLower(s), norm.NFD.String(s), bare, wide,
		"  " + strings.ReplaceAll(s, " ", " \u00a0\u202f") + "\u00a0",
		strings.NewReplacer("’", "'", "-", "\u2011").Replace(s), strings.NewReplacer("'", "’", "-", "–").Replace(s)}
}

// Every box finds what looks the same as what is there.
func TestEveryBoxFindsWhatLooksTheSame(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.refer()
		code := label.FindString(s.As(cast.Claire).Get(w.office).OK().Words())
		for _, c := range alike(code) {
			s.As(cast.Claire).Get("/").Fill("code", c).Press("web.find.go").OK().IsAt(w.office)
		}
		s.As(cast.Claire).Get("/").Fill("code", code[:6]).Press("web.find.go")
		if s.As(cast.Claire).Path() == w.office {
			t.Error("a part of a code finds a case")
		}
		w.searches()
		w.lists()
		w.typesBack(code)
		w.arrives()
	})
}

// searches tries the two searches in lists.
func (w *walk) searches() {
	w.T.Helper()
	add := func(code string) error {
		_, err := w.Net.Rooms.Partner.CreatePartner(w.T.Context(), w.Actor(cast.Rose), partner.Partner{Code: code,
			Name: "L’Été d’Aïssa-Fé", Kind: "chrs", Department: "59", Town: "Lille", Standing: partner.Standings[0]})
		return err
	}
	if err := add("ETE-1"); err != nil {
		w.T.Fatal(err)
	}
	for _, code := range alike("ETE-1") {
		if err := add(code); !errors.Is(err, partner.ErrCodeTaken) {
			w.T.Errorf("%q beside ETE-1: %v", code, err)
		}
	}
	const name = "l'été d'aïssa"
	w.StepUp(cast.Rose)
	for _, typed := range alike("l’évaluation conjointe") {
		p := w.As(cast.Rose).Get("/help").OK().Fill("said", typed).Press("guide.go").OK()
		p.Shows("guide.assess.title").Hides("guide.round.title")
	}
	for _, typed := range alike("relais des abers") { // the list of places to call asks the same question
		p := w.As(cast.Claire).Get("/places/calendar").OK().Fill("q", typed).Press("web.list.show").OK()
		p.Shows("Le Relais des Abers").Hides("La Maison du Canal")
	}
	for _, typed := range alike(name) {
		for _, p := range []*story.Person{
			w.As(cast.Rose).Get("/partners").OK().Fill("q", typed).Press("web.list.show").OK(),
			w.As(cast.Rose).Tab().Get("/people").OK().Fill("find", typed).Press("account.people.go").OK(),
		} {
			p.Shows("L’Été d’Aïssa-Fé").Hides("Le Relais des Abers")
		}
	}
}

// lists tries a field that completes from the list of areas, and one that completes from a list of codes: all others
// are read by the same two.
func (w *walk) lists() {
	w.T.Helper()
	w.StepUp(cast.Claire)
	for _, typed := range alike("Côte-d’Or") {
		p := w.As(cast.Claire).Get("/contacts").OK().Fill("department", typed).Press("web.list.show").OK()
		if got := p.Field("department"); got != "Côte-d’Or (21)" {
			w.T.Errorf("%q is read as %q", typed, got)
		}
	}
	page := w.office + "/person"
	for _, typed := range alike("français") {
		w.As(cast.Claire).Get(page).OK().Fill("language", "").Press("person.save").OK()
		p := w.As(cast.Claire).Get(page).OK().Fill("language", typed).Press("person.save").OK().Get(page).OK()
		if got := p.Field("language"); !strings.EqualFold(got, "français") {
			w.T.Errorf("%q is read as %q", typed, got)
		}
	}
}

// typesBack tries the boxes in which the code of a case is typed again, and the receipt.
func (w *walk) typesBack(code string) {
	w.T.Helper()
	other := &walk{Story: w.Story}
	w.StepUp(cast.Claire)
	other.refer()
	hard := "\u00a0" + strings.ToLower(strings.ReplaceAll(alike(code)[4], "－", " \u2011\u202f ")) + "  "
	p := w.StepUp(cast.Claire).Get(other.office + "/assessment/apart").OK().Within("assessment.apart.do")
	p.Fill("code", hard).Choose("reach", "town").Press("assessment.apart.do").OK().Shows(code)
	p = w.StepUp(cast.Claire).Get(w.office+"/end").OK().Choose("how", "lost_contact").Fill("end_code", hard)
	p.Press("casefile.end.record").OK()
	p.Get(w.office + "/end").OK().Press("casefile.end.reopen").OK()
	p.Get(w.office+"/end").OK().Choose("heard", "telephone").Fill("case_code", hard).Press("casefile.end.withdraw").OK()
	p.Get(w.office).OK().Shows("casefile.stage.withdrawn")

	form := w.at(w.Lang, "referral.url.steps")
	p = w.Public(w.Lang).Get(form).OK()
	w.answer(w.plant(p, form), form)
	receipt := digits.FindString(p.Press("referral.go.save").OK().Words())
	arabic := strings.Map(func(r rune) rune { return r - '0' + '٠' }, receipt)
	for _, typed := range []string{arabic, alike(receipt)[4], receipt[:5] + " \u00a0–\u2011." + receipt[5:]} {
		w.Public(w.Lang).Get(w.at(w.Lang, "referral.url.receipt")).OK().Fill("receipt", typed).
			Press("referral.receipt.go").OK().Shows("referral.step.agreement.title")
	}
}

var (
	spoken = regexp.MustCompile(`<span>([2-9a-z]{4})</span>`)
	drawn  = regexp.MustCompile(`<li><strong>([a-z-]+)</strong></li>`)
	secret = regexp.MustCompile(`<code data-secret>([A-Z2-7 ]+)</code>`)
	asked  = regexp.MustCompile(`for="f-word_[12]"[^>]*>\s*Mot n° ([1-7])`)
)

// accented types a word with accents that it has not.
func accented(s string) string {
	return strings.NewReplacer("e", "é", "a", "à", "i", "î").Replace(s)
}

func each(m [][]string) (out []string) {
	for _, one := range m {
		out = append(out, one[1])
	}
	return out
}

// arrives tries what a newcomer types: the code of the invitation, two of the seven words, login, passphrase, digits.
func (w *walk) arrives() {
	w.T.Helper()
	team := w.Teams["evaluation"].String()
	p := w.StepUp(cast.Claire).Get("/people/"+team+"/invite").OK().Choose("role", "coordinator").
		Press("account.invite.go").OK()
	code := strings.Join(each(spoken.FindAllStringSubmatch(p.Body(), -1)), "-")
	p = w.Public(w.Lang)
	for _, typed := range alike(code) {
		p.Get("/join").OK().Fill("code", typed).Press("account.join.go").OK()
	}
	p.Fill("name", "Noé").Fill("login", "  Noé ").Press("account.join.next").OK()
	words := each(drawn.FindAllStringSubmatch(p.Body(), -1))
	key := strings.ReplaceAll(secret.FindStringSubmatch(p.Body())[1], " ", "")
	for i, at := range asked.FindAllStringSubmatch(p.Body(), -1) {
		p.Fill([]string{"word_1", "word_2"}[i], accented("\u00a0"+strings.ToUpper(words[at[1][0]-'1'])))
	}
	now := func() string {
		c, err := session.CodeAt(key, w.Clock.Now())
		if err != nil {
			w.T.Fatal(err)
		}
		return c[:3] + "\u00a0-" + alike(c[3:])[4]
	}
	p.Fill("totp", now()).Press("account.secrets.go").OK()
	for _, login := range []string{"NOE", "noe\u0301", "ｎｏｅ", " no e"} {
		w.Wait(session.Idle)
		p = w.Public(w.Lang).Get("/sign-in").OK().Fill("login", login)
		p.Fill("passphrase", accented(strings.ToUpper(strings.Join(words, "\u00a0 ")))).Fill("totp", now()).
			Press("account.sign_in.go").OK().IsAt("/")
	}
	w.Wait(10 * time.Minute)
	p.Get("/step-up").OK().Fill("passphrase", accented(strings.Join(words, " \u202f"))).Fill("totp", now()).
		Press("account.step_up.go").OK().Hides("account.step_up.text")
}
