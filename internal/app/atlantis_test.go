package app_test

import (
	"errors"
	"maps"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/atlantis"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/pseudo"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

// The whole path in another country, in each of its languages.
func TestTheWholePathInAnotherCountry(t *testing.T) {
	land, err := atlantis.Land()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []lang.Tag{atlantis.Left, atlantis.Right} {
		t.Run(string(l), func(t *testing.T) {
			f := stranger{data: data(land), codes: codes(land), columns: columns(land), found: map[string]string{},
				pages: map[string]bool{}, boxes: map[string]string{}, routes: http.NewServeMux()}
			var s *story.Story
			for _, play := range []func(*walk){wholePath, everything} {
				s = story.In(t, trusttest.SQLiteIn(t, land.Home), land, l)
				s.Watch = f.look
				if len(f.pages) == 0 {
					for _, r := range s.Net.Rooms.Routes() {
						f.routes.HandleFunc(r.Method()+" "+r.Pattern(), func(http.ResponseWriter, *http.Request) {})
					}
				}
				post := listens(t, s)
				play(&walk{Story: s})
				for _, m := range post() {
					f.look("/mail", "text/plain", m)
				}
			}
			f.tell(t, s)
		})
	}
}

// everything opens, with people at several stations, what the path itself does not lead to, and whatever their pages
// lead to.
func everything(w *walk) {
	s := w.Story
	sought := &walk{Story: s}
	sought.withoutAccount(s.Lang)
	p := s.StepUp(cast.Claire)
	p.Get(sought.office + "/search/map").OK().Get(sought.office + "/proposals/changes").OK()
	for _, f := range fieldsOf(formOf(p.Get(sought.office+"/search").OK().Body(), "/proposals")) {
		if f.name == "place" {
			p.Get(sought.office + "/comparison?places=" + strings.Join(f.answers[:min(2, len(f.answers))], ",")).OK()
		}
	}
	p.Post("/rounds", nil).OK()
	p.Get(p.Path() + "/export").OK().Get(strings.TrimSuffix(p.Path(), "/export"))
	w.along(p, "/people/", "/places/")
	w.needles = sought.needles
	w.to("asked").calls(cast.Hugo).Choose("outcome", "no").Choose("reason", "other_closed").Fill("who", cast.Hugo.Name)
	p = s.As(cast.Claire).Press("placement.telephone.save").OK()
	w.along(p.Get(w.office+"/calls").OK(), "/calls/")
	s.As(cast.Hugo).Get("/").OK().Follow("placement.home.said_look").OK()
	w.to("travel")
	p = s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Follow("journey.company.go").OK()
	p.Choose("who", cast.Hugo.Name+", "+s.Land.Hugo).Press("journey.company.name").OK()
	s.StepUp(cast.Claire).Get(w.office + "/journey/departure").OK().Shows("journey.departed_early")
	s.Wait(time.Hour)
	s.StepUp(cast.Claire).Get(w.office + "/journey").OK().Press("journey.depart").OK()
	s.As(cast.Claire).Get(w.office + "/journey/departure/correction").OK()
	s.StepUp(cast.Hugo).Get("/").OK().Follow("journey.home.step").OK()
	w.arrive(cast.Brieuc)
	w.stay(cast.Brieuc)
	p = s.StepUp(cast.Brieuc).Get(w.host+"/stay/legal").OK().Choose("event", "reflection_started").Choose("owner",
		"hosts")
	w.day(p, "on", s.Clock.Now()).Press("stay.legal.save").OK()
	w.along(p.Get(w.host+"/stay/legal"), "/clocks/")
	p.Get(w.host+"/stay/legal").Follow("stay.clock.close").OK().Choose("outcome", "stopped")
	w.along(p.Press("stay.clock.save").OK().Press("stay.clock.yes").OK(), "/clocks/")
	p = p.Get(w.host+"/stay/services").OK().Choose("service", "medical")
	w.day(p, "on", s.Clock.Now()).Press("stay.services.save").OK()
	w.along(p.Get(w.host+"/stay").OK(), "/stay/services/")
	p = s.StepUp(cast.Claire).Get(w.office+"/safety/new").OK().Choose("occasion", "first_assessment")
	p.Choose("threat", "no").Press("safety.save").OK()
	p.Get(w.office + "/safety/plan/new").OK().Get(w.office + "/safety/sheet").OK()
	w.tasks(cast.Claire, w.office+"/tasks")
	p = s.StepUp(cast.Lou).Get("/cases").OK()
	w.along(p, "/cases/")
	w.tasks(cast.Lou, p.Path()+"/journey/tasks")
	w.tasks(cast.Brieuc, w.host+"/stay/tasks")
	s.StepUp(cast.Claire).Get(w.office + "/owner").OK()
	w.address(s.Land.Hugo)
	for _, at := range []string{"/transfer", "/stay/exit", "/stay/transfer", "/end", "/assessment/decision"} {
		s.StepUp(cast.Claire).Get(w.office + at)
		s.StepUp(cast.Brieuc).Get(w.host + at)
	}
	for _, who := range []cast.Worker{cast.Claire, cast.Olga} {
		s.As(who).Get("/reports/2026/fairness.csv").OK()
	}
	p = s.StepUp(cast.Hugo).Get("/referrals/new").OK()
	w.answer(w.plant(p, "/referrals/new"), "/referrals/new").Press("referral.go.save").OK()
	s.Person("noe", "Zyrnoe", s.Teams["evaluation"], "", access.Coordinator) // waits to be let in
	for _, at := range []string{"/", "/sign-in", "/join", "/set-up", "/nowhere", w.at(s.Lang, "referral.url.send"),
		w.at(s.Lang, "referral.url.message")} {
		s.Public(s.Lang).Get(at)
	}
	for _, who := range cast.Everybody {
		s.StepUp(who)
		for _, r := range s.Net.Rooms.Routes() {
			if at := strings.ReplaceAll(r.Pattern(), "{$}", ""); r.Method() == http.MethodGet &&
				!strings.Contains(at, "{") {
				s.As(who).Get(at)
			}
		}
		follow(s, who)
	}
	w.end(cast.Brieuc).Get(w.host + "/stay/end/correction").OK()
}

// tasks has somebody write down what is to be done, and a note, and opens both again.
func (w *walk) tasks(who cast.Worker, at string) {
	w.T.Helper()
	p := w.StepUp(who).Get(at+"/new").OK().Choose("what", "task.what.call")
	p = w.day(w.plant(p, at+"/new"), "due", w.Clock.Now()).Press("task.save").OK()
	w.along(p, "/tasks/")
	w.plant(w.StepUp(who).Get(at+"/note").OK(), at+"/note").Press("task.save").OK()
}

// along follows the first link of a page that holds each of these.
func (w *walk) along(p *story.Person, parts ...string) {
	w.T.Helper()
	for _, part := range parts {
		links := p.Links()
		i := slices.IndexFunc(links, func(l string) bool { return strings.Contains(l, part) })
		if i < 0 {
			w.T.Fatalf("%s leads to no %s: %v", p.Path(), part, links)
		}
		p.Get(links[i]).OK()
	}
}

// stranger reads every page and file, and finds the words that come from no file of texts and from nobody in the
// land.
type stranger struct {
	data    map[string]bool   // words of the land, and of the cast
	codes   map[string]bool   // parts of codes: in files alone
	columns map[string]bool   // names of columns: in files, and on the pages that explain them
	found   map[string]string // where a word was found first
	pages   map[string]bool   // routes read
	boxes   map[string]string // fields in which something is looked for, and where
	routes  *http.ServeMux
}

var (
	// serial is the number of a printed page.
	serial = regexp.MustCompile(`(<p class="print-only">[^<]*?)[a-z2-7]{12}`)
	// label is the code of a case, or of a person in a round.
	label = regexp.MustCompile(`\b[2-9A-Z]{3}-[2-9A-Z]{3}\b`)
	// coded is a text of a file that is one code of the program.
	coded = regexp.MustCompile(`"[a-z0-9_]+(/[0-9]+)?"`)
	// jsonKey is what a file of the program calls a value.
	jsonKey = regexp.MustCompile(`"[A-Za-z_]+":( true| false| null)?`)
)

// french are signs of France that are no words.
var french = []string{"€", "+33", "Europe/Paris", "meteofrance", `lang="fr"`}

// onKey is the letter on a key, which is the same in every language.
var onKey = regexp.MustCompile(`<kbd>[^<]*</kbd>`)

func (f *stranger) look(path, kind, body string) {
	at := named.ReplaceAllString(path, "/ID")
	if r, err := http.NewRequest(http.MethodGet, path, nil); err == nil {
		_, pattern := f.routes.Handler(r)
		f.pages[pattern] = true
	}
	if strings.HasPrefix(kind, "text/event-stream") { // read by the page's script alone
		return
	}
	body = onKey.ReplaceAllString(label.ReplaceAllString(body, ""), "")
	for _, sign := range french {
		if strings.Contains(body, sign) {
			f.found[sign] = at + ", " + kind
		}
	}
	page := strings.HasPrefix(kind, "text/html")
	var words []string
	if page {
		for _, b := range boxesOf(body) {
			f.boxes[b] = at
		}
		words, _ = pseudo.RealOn(serial.ReplaceAllString(body, "$1"))
	} else {
		words = pseudo.Real(coded.ReplaceAllString(jsonKey.ReplaceAllString(body, ""), ""))
	}
	for _, w := range words {
		known := f.data[w] || (!page || at == "/partners/import") && f.codes[w] || f.columns[w] &&
			(!page || at == "/partners/import" ||
				at == "/history") || at == "/people/ID/welcome/ID" // whose words are read aloud in every language
		if _, again := f.found[w]; !known && !again {
			f.found[w] = at + ", " + kind
		}
	}
}

// listens has the network's mails go to a server of the test, with every member of the cast told. The answer lists what
// came: subject and body of each.
func listens(t *testing.T, s *story.Story) func() []string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var mails []string
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			m, err := receive(c)
			mu.Lock()
			if mails = append(mails, m); err != nil {
				t.Errorf("a mail: %v", err)
			}
			mu.Unlock()
		}
	}()
	err = s.Net.Rooms.Account.Change(t.Context(), s.Actor(cast.Rose),
		account.Edit{Settings: account.Settings{Name: s.Land.Network,
			MailHost: "127.0.0.1", MailPort: l.Addr().(*net.TCPAddr).Port, MailFrom: "zyr@example.org"}})
	for _, who := range []cast.Worker{cast.Claire, cast.Hugo, cast.Brieuc, cast.Rita} {
		a := s.Actor(who)
		to := account.Notices{Mail: who.Login + "@example.org"}
		err = errors.Join(err, s.Net.Rooms.Account.SetNotices(t.Context(), a, to),
			s.Net.Rooms.Account.Speak(t.Context(), a, s.Lang))
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() []string {
		s.Wait(8 * 24 * time.Hour) // the weekly question too
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(mails) == 0 {
			t.Error("no mail came")
		}
		return mails
	}
}

func (f *stranger) tell(t *testing.T, s *story.Story) {
	t.Helper()
	for _, w := range slices.Sorted(maps.Keys(f.found)) {
		t.Errorf("%s says %q", f.found[w], w)
	}
	for b, at := range f.boxes {
		if !slices.Contains(boxes, b) {
			t.Errorf("%s has the field %q: do its words stay as they are (keeping), or are they looked for (boxes)?",
				at, b)
		}
	}
	for _, r := range s.Net.Rooms.Routes() {
		if at := r.Method() + " " + r.Pattern(); r.Method() == http.MethodGet && !f.pages[at] {
			t.Errorf("%s was not read", at)
		}
	}
}

// data are the words that the land and the cast bring along.
func data(land cast.Land) map[string]bool {
	var all strings.Builder
	for _, w := range cast.Everybody {
		all.WriteString(w.Login + " " + w.Name + " ")
	}
	for _, line := range strings.Split(string(land.Places), "\n")[1:] {
		all.WriteString(line + " ")
	}
	for _, name := range land.Teams {
		all.WriteString(name + " ")
	}
	c := land.Country
	for _, areas := range [][]geo.Area{c.Regions(), c.Departments(), c.Towns()} {
		for _, a := range areas {
			all.WriteString(a.Code + " " + c.Name(a.Code) + " ")
		}
	}
	for _, l := range c.Languages() {
		all.WriteString(l.Name + " ")
	}
	all.WriteString("Havre Zyrnoe noe " + land.Network)
	return set(pseudo.Real(all.String()))
}

// codes are the parts of the keys of a country's lists.
func codes(land cast.Land) map[string]bool {
	var all strings.Builder
	for _, l := range land.Country.Lists() {
		for _, c := range l.All() {
			all.WriteString(c.Key + " ")
		}
	}
	return set(pseudo.Real(all.String()))
}

// columns are the parts of the names of the columns of files that people fill in.
func columns(land cast.Land) map[string]bool {
	head, _, _ := strings.Cut(string(land.Places), "\n")
	return set(pseudo.Real(head + " place_state confirmed_on " + strings.Join(indicator.Columns, " ") +
		" " + indicator.RowID))
}

func set(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

// No text of the program says a number that another country has not: its emergency numbers stand in its pack, and so do
// its deadlines, which texts call for by their names.
func TestTextsSayNoNumberOfACountry(t *testing.T) {
	texts, err := app.Words(packs.France())
	if err != nil {
		t.Fatal(err)
	}
	bare := texts.Within(func() *country.Pack { return nil }) // what a country fills in stays as it is
	number := regexp.MustCompile(`(^|[^0-9:/.,])(15|17|112|114|115|116|119|3919)($|[^0-9:/h])`)
	sign := regexp.MustCompile(`(?i)€|préfect|prefect|ofpra|ofii|siao|chrs|récépissé|\bfrance\b|\beuros?\b`)
	for _, l := range []lang.Tag{"fr", "en"} {
		for _, key := range texts.Keys() {
			s := bare.In(l, time.Time{}).T(key, "n", 2)
			if ages := strings.Contains(key, ".age_"); sign.MatchString(s) || number.MatchString(s) && !ages {
				t.Errorf("%s: %s: %q", l, key, s)
			}
		}
	}
}
