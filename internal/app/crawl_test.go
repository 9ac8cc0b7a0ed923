package app_test

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/htmlcheck"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/access"
)

var named = regexp.MustCompile(`/[0-9a-hjkmnp-tv-z]{26}`)

// astray lists the fields of a page with a mistake to which its summary does not lead.
func astray(body string) (out []string) {
	for _, m := range mistaken.FindAllStringSubmatch(body, -1) {
		if !strings.Contains(body, `<a href="#`+m[1]+`">`) {
			out = append(out, m[1])
		}
	}
	return out
}

var mistaken = regexp.MustCompile(`<p class="mistake" id="([^"]*)-error">`)

// tom works for a shelter that has nothing to do with anybody.
var tom = cast.Worker{Login: "tom", Name: "Tom Estran", Team: "TOU1", Role: access.Host}

// trail is what somebody's pages lead to.
type trail struct {
	gets  map[string]bool
	forms map[string]*html.Node // by where they send to
	parts map[string]string     // links into the middle of a page, by the page that has them
}

// follow opens a person's pages from home on, wherever links lead within a few steps, and notes every link and form.
func follow(s *story.Story, who cast.Worker) trail {
	s.T.Helper()
	tr := trail{map[string]bool{}, map[string]*html.Node{}, map[string]string{}}
	p := s.StepUp(who)
	next := []string{"/", "/cases", "/cases?at=all"}
	for range 4 {
		var found []string
		for _, at := range next {
			at, _, _ = strings.Cut(at, "#")
			if tr.gets[at] || at == "/help" {
				continue
			}
			tr.gets[at] = true
			p.Get(at)
			doc, err := html.Parse(strings.NewReader(p.Body()))
			if err != nil {
				s.T.Fatal(err)
			}
			for n := range doc.Descendants() {
				switch {
				case n.Type == html.ElementNode && n.Data == "a" && strings.HasPrefix(attr(n, "href"), "/"):
					found = append(found, attr(n, "href"))
					if strings.Contains(attr(n, "href"), "#") {
						tr.parts[attr(n, "href")] = at
					}
				case n.Type == html.ElementNode && n.Data == "form" && attr(n, "method") != "get":
					tr.forms[attr(n, "action")] = n
				}
			}
		}
		next = found
	}
	return tr
}

// peopled is a network with somebody at two stations, a draft and a contact that goes on.
func peopled(s *story.Story) *walk {
	s.T.Helper()
	w := &walk{Story: s}
	s.Person(tom.Login, tom.Name, s.Teams[tom.Team], "", tom.Role)
	w.sends(cast.Rita)
	p := s.As(cast.Hugo).Get("/referrals/new").OK()
	w.answer(w.plant(p, "/referrals/new"), "/referrals/new").Press("referral.go.save").OK()
	p = s.As(cast.Claire).Get("/contacts/new").OK()
	w.plant(p, "/contacts").Press("helpdesk.end.keep").OK()
	w.to("sheltered")
	w.stay(cast.Brieuc)
	s.StepUp(cast.Claire)
	second := &walk{Story: s, needles: w.needles}
	second.refer()
	w.needles = second.needles
	return w
}

// T4: nobody opens what is another's by knowing its address: every link and form of everybody's pages, tried by
// everybody else, answers as if there were nothing, and no word of hers is in the answer.
func TestT4AddressesOpenNothing(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := peopled(s)
		m := magnetFor(w.words())
		routes, acts := http.NewServeMux(), map[string]access.Act{}
		for _, r := range s.Net.Rooms.Routes() {
			key := r.Method() + " " + r.Pattern()
			routes.HandleFunc(key, func(http.ResponseWriter, *http.Request) {})
			acts[key] = r.Act()
		}
		everybody := append(slices.Clone(cast.Everybody), tom)
		trails := map[cast.Worker]trail{}
		for _, who := range everybody {
			trails[who] = follow(s, who)
		}
		tried := 0
		for _, who := range everybody {
			actor, token := s.SignInToken(who.Login)
			for owner, tr := range trails {
				if owner.Team == who.Team {
					continue
				}
				asks := map[string]string{}
				for at := range tr.gets {
					asks["GET "+at] = ""
				}
				for at := range tr.forms {
					asks["POST "+at] = "reason=calendar&words=x&message=x&answer=yes"
				}
				for ask, body := range asks {
					method, at, _ := strings.Cut(ask, " ")
					if !named.MatchString(at) || trails[who].gets[at] || trails[who].forms[at] != nil {
						continue
					}
					r, err := http.NewRequest(method, at, nil)
					if err != nil {
						t.Fatal(err)
					}
					_, pattern := routes.Handler(r)
					act, known := acts[pattern]
					if !known {
						t.Errorf("%s %s is no route", method, at)
						continue
					}
					shared := act.Door == access.OfficeDoor && !strings.HasPrefix(at, "/referrals/") &&
						!actor.Has(access.Host, access.Referrer)
					if shared && access.Decide(actor, act, nil, s.Clock.Now()).Allowed {
						continue // the head office's own work, which its teams share
					}
					tried++
					a := knock(s, token, method, at, body)
					if again := strings.HasPrefix(a.Header().Get("Location"),
						"/step-up"); a.Code != http.StatusNotFound && !again {
						t.Errorf("%s: %s %s of %s answers %d", who.Name, method, pattern, owner.Name, a.Code)
					}
					if found := m.in(a.Body.Bytes()); len(found) > 0 {
						t.Errorf("%s: %s %s of %s shows %v", who.Name, method, pattern, owner.Name, found)
					}
					if r := knock(s, "", method, at, body); r.Code < 300 || len(m.in(r.Body.Bytes())) > 0 {
						t.Errorf("nobody: %s %s answers %d", method, pattern, r.Code)
					}
				}
			}
		}
		if tried < 300 {
			t.Errorf("only %d foreign addresses were tried", tried)
		}
		t.Logf("%d foreign addresses tried", tried)
	})
}

// A link into the middle of a page leads to something that is there.
func TestLinksIntoPagesLeadSomewhere(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		peopled(s)
		tried := map[string]bool{}
		for _, who := range append(slices.Clone(cast.Everybody), tom) {
			tr := follow(s, who)
			for link, from := range tr.parts {
				at, id, _ := strings.Cut(link, "#")
				kind := named.ReplaceAllString(link, "/ID")
				if tried[kind] {
					continue
				}
				tried[kind] = true
				if p := s.As(who).Get(at); p.Status() == http.StatusOK && !strings.Contains(p.Body(), `id="`+id+`"`) {
					t.Errorf("%s: %s leads to %s, where nothing has that id", who.Name, from, link)
				}
			}
		}
		if len(tried) < 5 {
			t.Errorf("only %d links were tried: %v", len(tried), tried)
		}
		t.Logf("%v", slices.Sorted(maps.Keys(tried)))
	})
}

// Whatever is sent to a form by somebody who may send it, the answer is a page in their language that says what to do.
func TestFormsTakeAnything(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		peopled(s)
		dice := rand.New(rand.NewPCG(1, 2))
		junk := func() string {
			b := make([]byte, 1+dice.IntN(40))
			for i := range b {
				b[i] = byte(dice.IntN(256))
			}
			return string(b)
		}
		big := strings.Repeat("é", 1<<19)
		variants := map[string]func(field) string{
			"nothing": func(field) string { return "" }, "junk": func(field) string { return junk() },
			"control": func(field) string { return "a\x00b\x07\u202e\x1b[31m" },
			"bytes":   func(field) string { return "\xff\xfe\xc3\x28" },
			"dates": func(f field) string {
				return map[bool]string{true: "31", false: "0000-99-99"}[strings.HasSuffix(f.name, "-day")]
			},
			"numbers": func(field) string { return "-99999999999999999999" },
			"long":    func(field) string { return strings.Repeat("mot ", 3000) },
			"markup":  func(field) string { return `"><script>alert(1)</script>{{.}}'; drop table x; --` },
		}
		forms, tried := 0, map[string]bool{}
		for _, who := range append(slices.Clone(cast.Everybody), tom) {
			tr := follow(s, who)
			_, token := s.SignInToken(who.Login)
			for _, at := range slices.Sorted(maps.Keys(tr.forms)) {
				fields := fieldsOf(tr.forms[at])
				asked := slices.ContainsFunc(fields, func(f field) bool {
					return f.kind != "hidden" &&
						f.kind != "button"
				})
				kind := string(who.Role) + named.ReplaceAllString(at, "/ID")
				if !asked || tried[kind] || strings.HasPrefix(attr(tr.forms[at], "enctype"), "multipart") ||
					strings.HasPrefix(at, "/sessions") || strings.HasPrefix(at, "/sign-") {
					continue
				}
				tried[kind] = true
				forms++
				for name, make := range variants {
					if name == "nothing" && forms%8 == 0 {
						// acts that ask for passphrase and code again take it for five minutes
						_, token = s.SignInToken(who.Login)
					}
					fuzzed(s, who, token, at, name, fields, make)
				}
				one := url.Values{}
				for _, f := range fields {
					one.Set(f.name, f.value)
				}
				for _, f := range fields {
					if f.kind == "textarea" || f.kind == "text" {
						one.Set(f.name, big)
						break
					}
				}
				checked(s, who, at, "1 MB", knock(s, token, http.MethodPost, at, one.Encode()))
			}
		}
		if forms < 30 {
			t.Errorf("only %d forms were tried", forms)
		}
		t.Logf("%d forms", forms)
		verified(s)
	})
}

func fuzzed(s *story.Story, who cast.Worker, token, at, name string, fields []field, make func(field) string) {
	s.T.Helper()
	values := url.Values{}
	for _, f := range fields {
		if f.kind == "hidden" && name != "junk" || f.kind == "button" {
			values.Set(f.name, f.value)
		} else {
			values.Set(f.name, make(f))
		}
	}
	for _, turn := range []string{name, name + ", sent again"} {
		checked(s, who, at, turn, knock(s, token, http.MethodPost, at, values.Encode()))
	}
}

type answer interface{ Header() http.Header }

// checked fails where an answer is no page that people can go on from.
func checked(s *story.Story, who cast.Worker, at, name string, r interface {
	answer
	Result() *http.Response
}) {
	s.T.Helper()
	res := r.Result()
	var b strings.Builder
	buf := make([]byte, 1<<16)
	for {
		n, err := res.Body.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			break
		}
	}
	switch res.StatusCode {
	case 200, 303, 404, 409, 413, 422:
	default:
		s.T.Errorf("%s: %s with %s answers %d", who.Name, at, name, res.StatusCode)
	}
	if res.StatusCode == 303 {
		return
	}
	if body := b.String(); !strings.Contains(body, `lang="fr"`) {
		s.T.Errorf("%s: %s with %s (%d) does not answer in French: %.200s", who.Name, at, name, res.StatusCode, body)
	} else if wrong := htmlcheck.Page(body); len(wrong) > 0 {
		s.T.Errorf("%s: %s with %s (%d): %s", who.Name, at, name, res.StatusCode, wrong[0])
	} else if lost := astray(body); len(lost) > 0 {
		s.T.Errorf("%s: %s with %s (%d): nothing leads to the mistakes at %s", who.Name, at, name, res.StatusCode, lost)
	}
}
