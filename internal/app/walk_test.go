package app_test

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/trust/access"
)

// walk is somebody's path through the network, as the people who work with Havre lead her along it, page by page. Every
// field that takes a person's words gets words that occur nowhere else.
type walk struct {
	*story.Story
	needles []needle
	office  string // her case as the head office knows it: /cases/ALIAS
	host    string // as the host knows it
	site    string // the page of a site's address
	offer   string // the proposal to the host, as the head office knows it
	gone    int    // stations of the path that lie behind
}

// next makes words that occur nowhere else, as many as a field with room for most signs takes.
func (w *walk) next(field string, most int) string {
	words := 1
	if most == 0 {
		words = 6 // a field of several lines
	}
	var out []string
	for range words {
		n := needle{fmt.Sprintf("%s%05dvwk", stem, len(w.needles)*7919%100000), field}
		w.needles = append(w.needles, n)
		out = append(out, n.word)
	}
	return strings.Join(out, " ")
}

// plant fills every empty field for words of the form that sends to an address ending in action.
func (w *walk) plant(p *story.Person, action string) *story.Person {
	w.T.Helper()
	form := formOf(p.Body(), action)
	if form == nil {
		w.T.Fatalf("%s has no form to %s:\n%s", p.Path(), action, outline(p.Body()))
	}
	for _, f := range fieldsOf(form) {
		if f.words() && f.value == "" && !slices.Contains(unplaced, f.name) {
			p.Fill(f.name, w.next(p.Path()+" "+f.name, f.room()))
		}
	}
	return p
}

// said are the coded answers of a referral.
var said = map[string]string{
	"agreed": "yes", "statistics": "yes", "danger_level": "serious", "danger_reason": "recent_sighting", "adult": "yes",
	"gender": "Feminine", "exploitation": "sexual", "can_call": "yes", "animals": "no", "interpreter": "no",
}

// typed are the answers of a referral that are typed and no words of a person.
func typed(l cast.Land) map[string]string {
	return map[string]string{"danger_area": l.Town, "birth_year": "1998", "languages": l.Language, "adults": "1",
		"who_department": l.Department}
}

// steps goes through the pages of a referral up to the last, which sends it.
func (w *walk) steps(p *story.Person) *story.Person {
	w.T.Helper()
	for range 9 {
		if formOf(p.Body(), "/send") != nil {
			return p
		}
		w.answer(w.plant(p, p.Path()), p.Path())
		p.Press("referral.go.next")
	}
	w.T.Fatalf("%s: no end of steps", p.Path())
	return p
}

// answer gives the coded answers of one step, whose form sends to action.
func (w *walk) answer(p *story.Person, action string) *story.Person {
	w.T.Helper()
	for _, f := range fieldsOf(formOf(p.Body(), action)) {
		if a := cmp.Or(said[f.name], w.Land.Said[f.name]); a != "" {
			p.Choose(f.name, a)
		}
		if t := typed(w.Land)[f.name]; t != "" && f.value == "" {
			p.Fill(f.name, t)
		}
	}
	return p
}

// sends has a partner refer, which keeps on its own pages what it may see.
func (w *walk) sends(partner cast.Worker) *story.Person {
	w.T.Helper()
	p := w.As(partner).Get("/referrals/new").OK()
	return w.steps(p).Press("referral.go.send").OK()
}

// taken finds the newest referral on the coordinator's home.
func (w *walk) taken() *story.Person {
	w.T.Helper()
	p := w.StepUp(cast.Claire).Get("/").OK()
	for _, l := range p.Links() {
		if strings.HasPrefix(l, "/cases/") {
			w.office, _, _ = strings.Cut(l, "#")
			return p.Get(w.office).OK()
		}
	}
	w.T.Fatalf("no referral waits:\n%s %v", p.Words(), p.Links())
	return nil
}

// to leads her along the path from where she is up to a station, with Brieuc as the host.
func (w *walk) to(station string) *walk {
	w.T.Helper()
	path := []struct {
		name string
		do   func()
	}{
		{"referred", func() { w.refer() }}, {"searching", func() { w.evaluate() }},
		{"asked", func() { w.propose(w.Land.Hugo, w.Land.Brieuc) }}, {"accepted", func() { w.accept(cast.Brieuc) }},
		{"planned", func() { w.plan() }},
		{"agreed", func() { w.held() }}, {"final", func() { w.final(cast.Brieuc) }}, {"admitted", func() { w.admit() }},
		{"travel", func() { w.organise() }}, {"sheltered", func() { w.arrive(cast.Brieuc) }},
	}
	for _, s := range path[w.gone:] {
		s.do()
		w.gone++
		if s.name == station {
			return w
		}
	}
	w.T.Fatalf("there is no station %q", station)
	return w
}

// The hosts' partners where no other land is named.
var maison, relais = cast.France().Hugo, cast.France().Brieuc

// words lists the needles typed so far whose field has one of these in its address or name; all without any.
func (w *walk) words(of ...string) []string {
	var out []string
	for _, n := range w.needles {
		if len(of) == 0 || slices.ContainsFunc(of, func(s string) bool { return strings.Contains(n.field, s) }) {
			out = append(out, n.word)
		}
	}
	return out
}

// refer leads from a call to a referral sent, without typing anything twice.
func (w *walk) refer() *story.Person {
	w.T.Helper()
	p := w.As(cast.Claire).Get("/contacts/new").OK()
	w.plant(p, "/contacts").Choose("caller", "professional").Choose("organisation", "hospital").Fill("department",
		w.Land.Department).Press("helpdesk.end.referral").OK()
	w.steps(p).Press("referral.go.send").OK()
	w.office = p.Path()
	return p
}

// person adds what the person is also called.
func (w *walk) person() *story.Person {
	w.T.Helper()
	p := w.As(cast.Claire).Get(w.office + "/person").OK()
	return w.plant(p, "/person").Press("person.save").OK()
}

// address has logistics write a site's secret address anew, and hand it to its host.
func (w *walk) address(partner string) *story.Person {
	w.T.Helper()
	p := w.StepUp(cast.Lou).Get("/partners").OK().Follow(partner).OK()
	for _, l := range p.Links() {
		if strings.HasSuffix(l, "/address") {
			p.Get(l + "/edit").OK()
			for _, f := range fieldsOf(formOf(p.Body(), l+"/edit")) {
				if f.words() {
					p.Fill(f.name, w.next(l+" "+f.name, f.room()))
				}
			}
			p.Press("partner.save").OK()
			w.site = l
			return p
		}
	}
	w.T.Fatalf("%s has no address:\n%s", partner, p.Words())
	return p
}

// unplaced are the questions of the evaluation whose words keep every host from being asked, or have the way to each
// checked.
var unplaced = []string{"elsewhere", "fixed"}

// evaluate writes the joint evaluation and admits; what is kept stays known in words.
func (w *walk) evaluate(kept ...string) *story.Person {
	w.T.Helper()
	p := w.As(cast.Claire).Get(w.office + "/assessment").OK()
	w.plant(p, "/assessment")
	for _, name := range unplaced { // the places that were told in words were found
		if !slices.Contains(kept, name) {
			p.Fill(name, "")
		}
	}
	for _, c := range assessment.Criteria {
		p.Choose("c_"+c, "yes").Choose("c_"+c+"_by", "NGO")
	}
	p.Choose("autonomy", "high").Choose("security", "1")
	p.Press("assessment.decide.admit").OK()
	return p
}

// moment fills a field of day and hour.
func (w *walk) moment(p *story.Person, name string, at time.Time) *story.Person {
	w.T.Helper()
	at = at.In(w.Land.Country.Zone())
	return w.day(p, name, at).Fill(name+"-time", at.Format("15:04"))
}

// day fills a field of a day.
func (w *walk) day(p *story.Person, name string, at time.Time) *story.Person {
	w.T.Helper()
	at = at.In(w.Land.Country.Zone())
	return p.Fill(name+"-day", at.Format("2")).Fill(name+"-month", at.Format("1")).Fill(name+"-year", at.Format("2006"))
}

// propose asks every place of these partners' names that fits, at most three.
func (w *walk) propose(partners ...string) *story.Person {
	w.T.Helper()
	p := w.As(cast.Claire).Get(w.office + "/search").OK()
	for _, n := range partners {
		p.Within(n).Tick("place").Anywhere()
	}
	p.Press("placement.search.propose").OK()
	return p
}

// asked opens the proposal that waits on a host's home.
func (w *walk) asked(host cast.Worker) *story.Person {
	w.T.Helper()
	p := w.As(host).Get("/").OK()
	for _, l := range p.Links() {
		if strings.Contains(l, "/proposals/") {
			return p.Get(l).OK()
		}
	}
	w.T.Fatalf("nothing waits for %s:\n%s", host.Name, p.Words())
	return nil
}

// accept has a host agree in principle.
func (w *walk) accept(host cast.Worker) *story.Person {
	w.T.Helper()
	p := w.asked(host)
	w.host = p.Path()[:strings.Index(p.Path(), "/proposals/")]
	w.offer = w.office + p.Path()[strings.Index(p.Path(), "/proposals/"):]
	return p.Press("placement.host.yes").OK()
}

// plan plans the interview, which lets the host read the needs.
func (w *walk) plan() *story.Person {
	w.T.Helper()
	p := w.StepUp(cast.Claire).Get(w.offer + "/interview").OK()
	w.plant(p, "/interview")
	w.moment(p, "at", w.Clock.Now().Add(time.Hour)).Choose("way", "video").Choose("attends", "interpreter")
	return p.Press("placement.plan.do").OK()
}

// held records that they met, and that she agreed a second time.
func (w *walk) held() *story.Person {
	w.T.Helper()
	w.Wait(2 * time.Hour)
	p := w.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.board.held").OK()
	p.Get(w.office + "/second-agreement").OK()
	return p.Press("consent.second.yes").OK()
}

// final has the host agree once more.
func (w *walk) final(host cast.Worker) *story.Person {
	w.T.Helper()
	return w.StepUp(host).Get(strings.Replace(w.offer, w.office, w.host, 1)).OK().Press("placement.host.final_yes").OK()
}

// admit tells the host who comes.
func (w *walk) admit() *story.Person {
	w.T.Helper()
	return w.StepUp(cast.Claire).Get(w.offer + "/admission").OK().Press("placement.admit.do").OK()
}

// organise plans the journey.
func (w *walk) organise() *story.Person {
	w.T.Helper()
	p := w.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
	w.plant(p, "/journey/plan")
	now := w.Clock.Now()
	w.moment(p, "expected", now.Add(8*time.Hour)).Choose("accompanier", "volunteer").Choose("leg1-means", "train")
	w.moment(p, "leg1-departs", now.Add(2*time.Hour))
	w.moment(p, "leg1-arrives", now.Add(7*time.Hour))
	return p.Press("journey.plan.save").OK()
}

// arrive has the host say that she is there.
func (w *walk) arrive(host cast.Worker) *story.Person {
	w.T.Helper()
	w.Wait(8 * time.Hour)
	p := w.StepUp(host).Get("/").OK()
	for _, l := range p.Links() {
		if there, ok := strings.CutSuffix(l, "/journey/arrival"); ok {
			w.host = there // a new name for the case: the one of the proposal tells nothing any more
			return p.Get(l).OK().Press("journey.arrival.confirm").OK()
		}
	}
	w.T.Fatalf("nobody is on the way to %s:\n%s", host.Name, p.Words())
	return nil
}

// stay has the host write down what is done for her.
func (w *walk) stay(host cast.Worker) *story.Person {
	w.T.Helper()
	p := w.StepUp(host).Get(w.host + "/stay/notes").OK()
	w.plant(p, "/stay/notes").Press("stay.notes.save").OK()
	p.Get(w.host+"/stay/aid").OK().Choose("kind", "one_off").Fill("amount", "120")
	w.day(p, "paid", w.Clock.Now()).Press("stay.aid.save").OK()
	p.Get(w.host+"/stay/legal").OK().Choose("event", "info_by_ngo").Choose("owner", "hosts")
	w.day(p, "on", w.Clock.Now()).Press("stay.legal.save").OK()
	p.Get(w.host+"/stay/legal").OK().Choose("event", "complaint_after")
	w.day(p, "on", w.Clock.Now()).Press("stay.legal.save").OK()
	p.Get(w.host+"/stay/justice").OK().Choose("told", "yes").Choose("complaint", "after").Choose("cooperation", "yes")
	return p.Press("stay.justice.save").OK()
}

// end ends the stay.
func (w *walk) end(host cast.Worker) *story.Person {
	w.T.Helper()
	p := w.StepUp(host).Get(w.host+"/stay/end").OK().Choose("reason", "own_housing")
	return w.day(p, "on", w.Clock.Now()).Press("stay.end.save").OK().Press("stay.end.yes").OK()
}

// count counts rows that belong to a team, by a query that ends where its id goes.
func count(s *story.Story, db *sql.DB, query string, team access.TeamID) int {
	s.T.Helper()
	hold := "?"
	if s.DSN != "" {
		hold = "$1"
	}
	var n int
	if err := db.QueryRow(query+hold, team.Bytes()).Scan(&n); err != nil {
		s.T.Fatalf("%s: %v", query, err)
	}
	return n
}

func micros(s *story.Story) string { return strconv.FormatInt(s.Clock.Now().UnixMicro(), 10) }
