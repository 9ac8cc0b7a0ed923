package referralweb_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/referral/referralweb"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

const needle = "Zorabel-Needle-4471"

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(referralweb.Texts) {
		t.Error(err)
	}
}

type browser struct {
	t      *testing.T
	site   http.Handler
	token  string
	jar    map[string]string // of a browser that keeps cookies; nil where it refuses them
	host   string
	status int
	body   string
	to     string
	at     string // the address that the last form led to
}

func open(t *testing.T, f *trusttest.Floor) *browser {
	t.Helper()
	texts, err := web.LoadTexts(referralweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	d := referral.New(f.Gate, f.Stretch, person.New(f.Gate), consent.New(f.Gate),
		assessment.New(f.Gate, person.New(f.Gate)))
	cases := casefile.NewDesk(f.Gate, d.HomePanels(), referralweb.Room(d).Panels)
	routes := append(room.Routes([]room.Room{referralweb.Room(d)}), casefileweb.Room(cases).Routes...)
	return &browser{t: t,
		site: web.New(web.Options{Country: packs.France, Routes: routes, Texts: texts, Sessions: f.Sessions,
			Clock: f.Clock, Telephone: func() string { return "05 99 00 00 01" }}),
		host: "10.0.0.1:999"}
}

func (b *browser) do(method, path string, form url.Values) *browser {
	b.t.Helper()
	r := httptest.NewRequest(method, "http://havre.test"+path, strings.NewReader(form.Encode()))
	r.RemoteAddr = b.host
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://havre.test")
	}
	if b.token != "" {
		r.AddCookie(&http.Cookie{Name: "havre", Value: b.token})
	}
	for name, word := range b.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: word})
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if b.token == "" && (c.Domain != "" || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode ||
			c.MaxAge > 3600) {
			b.t.Errorf("%s left a cookie that others read: %s", path, c.Name)
		}
		if digits.MatchString(c.Value) || strings.Contains(c.Value, needle) {
			b.t.Errorf("%s left a cookie that says something", path)
		}
		if b.jar != nil && c.MaxAge < 0 {
			delete(b.jar, c.Name)
		} else if b.jar != nil {
			b.jar[c.Name] = c.Value
		}
	}
	b.status, b.body, b.to = w.Code, w.Body.String(), w.Header().Get("Location")
	if strings.Contains(b.to, needle) || digits.MatchString(b.to) {
		b.t.Errorf("an address carries what it must not: %s", b.to)
	}
	if b.status == http.StatusSeeOther && strings.Contains(b.to, "?draft=") {
		b.at = b.to
		return b.do("GET", b.to, nil)
	}
	return b
}

var (
	digits  = regexp.MustCompile(`\d{20}`)
	draftIn = regexp.MustCompile(`name="draft" value="[a-z0-9]{8}"`)
	base    = regexp.MustCompile(`name="base" value="([^"]*)"`)
	receipt = regexp.MustCompile(`name="receipt" value="(\d{20})"`)
)

func (b *browser) want(status int, words ...string) {
	b.t.Helper()
	if b.status != status {
		b.t.Fatalf("status %d, not %d: %.1200s", b.status, status, b.body)
	}
	for _, w := range words {
		if !strings.Contains(b.body, w) {
			b.t.Fatalf("page lacks %q: %s", w, b.body)
		}
	}
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// The shortest honest referral without account: nine pages, no script, in both languages, whether the browser keeps
// cookies or refuses them.
func TestAProfessionalWithoutAccountRefers(t *testing.T) {
	for _, s := range []struct {
		jar                                                                   map[string]string
		steps, send, receipt, message, begin, check, received, unknown, wrong string
	}{
		{nil, "/fr/orienter", "/fr/orienter/envoi", "/fr/recu", "/fr/recu/message", "Qui oriente", "Relire et envoyer",
			"est bien arrivé", "Pas encore connu", "Nous ne trouvons rien"},
		{map[string]string{}, "/en/refer", "/en/refer/send", "/en/receipt", "/en/receipt/message", "Who refers",
			"Read again and send", "has arrived", "Not known yet", "Nothing is found"},
	} {
		t.Run(s.steps, func(t *testing.T) {
			f := trusttest.SQLite(t)
			f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
			b := open(t, f)
			b.jar = s.jar
			b.do("GET", s.steps, nil).want(200, s.begin, "who_name")
			b.do("POST", s.steps, form("step", "who", "who_service", needle)).want(422, needle) // what was typed stays
			b.do("POST", s.steps, form("step", "who", "who_name", "Dr "+needle, "who_telephone", "05", "who_kind",
				"hospital")).want(200, "agreed_on-day")
			found := receipt.FindStringSubmatch(b.body)
			if found == nil {
				t.Fatal("no receipt in the form")
			}
			key := found[1]
			pages := 2
			step := func(name string, more ...string) {
				t.Helper()
				v := form(append([]string{"receipt", key, "step", name}, more...)...)
				if m := base.FindStringSubmatch(b.body); m != nil {
					v.Set("base", m[1]) // what the page was typed on
				}
				b.do("POST", s.steps, v)
				b.want(200)
				pages++
			}
			step("agreement", "agreed", "unknown")
			step("danger", "danger_area", "Toulouse", "danger_area", "75", "danger_level", "grave", "danger_words",
				needle)
			step("person", "name", needle)
			step("person", "name", needle, "go", "back", "birth_year", "abc") // back is possible whatever was typed
			b.want(200, `name="danger_words"`, needle)
			step("household")
			step("needs")
			step("exploitation", "exploitation", "unknown")
			step("contact", "can_call", "no", "telephone", "06 39 98 75 82")
			b.want(200, s.check, s.unknown, needle, "06 39 98 75 82")
			if strings.Contains(b.body, "tel:0639987582") {
				t.Fatal("a number calls although a call is a danger")
			}
			if strings.Contains(b.body, `action="`+s.send+`"`) {
				t.Fatal("the page offers to send without her agreement (I2)")
			}
			b.do("POST", s.send, form("receipt", key)).want(422)
			b.do("POST", s.steps, form("receipt", key, "step", "check", "go", "agreement")).want(200, "agreed_on-day")
			step("agreement", "agreed", "yes", "agreed_on-day", "1", "agreed_on-month", "1", "agreed_on-year", "2030",
				"go", "back")
			b.do("POST", s.steps, form("receipt", key, "step", "check", "go", "agreement"))
			b.do("POST", s.steps, form("receipt", key, "step", "agreement", "agreed_on-day", "31", "agreed_on-month",
				"2", "agreed_on-year", "2026", "base", base.FindStringSubmatch(b.body)[1])).want(422)
			b.do("POST", s.steps, form("receipt", key, "step", "agreement", "agreed", "yes", "go", "save",
				"base", base.FindStringSubmatch(b.body)[1])).want(200,
				key[:4], key[16:])
			f.Clock.Advance(5 * time.Second)
			b.do("POST", s.receipt, form("receipt", key[:4]+" "+key[4:])).want(200, s.check, needle,
				`action="`+s.send+`"`)
			b.do("POST", s.send, form("receipt", key)).want(200, s.received)
			b.do("POST", s.send, form("receipt", key)).want(200, s.received)
			b.do("POST", s.message, form("receipt", key)).want(422)
			b.do("POST", s.message, form("receipt", key, "message", "I call at two.\nOr three. "+needle)).want(200,
				"Or three. "+needle)
			b.do("POST", s.receipt, form("receipt", "1234")).want(422, s.wrong)
			b.do("POST", s.steps, form("receipt", strings.Repeat("9", 20), "step", "person", "name", "x")).want(422,
				s.wrong)
			for range 9 {
				b.do("POST", s.receipt, form("receipt", "1234"))
			}
			b.do("POST", s.receipt, form("receipt", "1234")).want(http.StatusTooManyRequests, `value="1234"`,
				"05 99 00 00 01") // whom to call meanwhile
			other := map[string]string{"/fr/recu": "/en/receipt", "/en/receipt": "/fr/recu"}[s.receipt]
			b.do("POST", other, form("receipt", "1234")).want(429)              // one limit in all languages
			b.do("POST", s.receipt, form("receipt", key)).want(200, s.received) // the right one never waits for others
			// nine steps, and one asked twice with one step back
			if pages > 12 {
				t.Errorf("%d pages", pages)
			}
			for _, path := range []string{s.send, s.message} {
				if b.do("GET", path, nil); b.status != http.StatusSeeOther {
					t.Errorf("%s answers a visit with %d", path, b.status)
				}
			}
		})
	}
}

// A partner refers; Claire reads it and answers; back to the same draft from another day.
func TestAPartnerRefersAndClaireAnswers(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("ines", "Inès", f.Teams["oversight"], "", access.Referrer)
		f.Person("otto", "Otto", f.Teams["logistics"], "", access.Referrer)
		ines, claire, other := open(t, f), open(t, f), open(t, f)
		_, other.token = f.SignInToken("otto")
		_, ines.token = f.SignInToken("ines")
		_, claire.token = f.SignInToken("claire")
		ines.do("GET", "/referrals/new", nil).want(200, "Inès")
		ines.do("POST", "/referrals/new", form("who_name", "Inès", "who_telephone", "01")).want(303)
		base, _, _ := strings.Cut(strings.TrimPrefix(ines.to, "/referrals/"), "/")
		base = "/referrals/" + base
		ines.do("GET", ines.to, nil).want(200, "agreed")
		ines.do("POST", base+"/agreement", form("agreed", "yes", "go", "save")).want(303)
		ines.do("GET", "/", nil).want(200, base)
		ines.do("GET", base, nil).want(303)
		ines.do("POST", base+"/danger", form("danger_area", "nowhere at all", "danger_area", "31", "danger_words",
			needle)).want(303)
		ines.do("GET", base+"/danger", nil).want(200, needle, "Haute-Garonne (31)", "nowhere at all</textarea>")
		ines.do("POST", base+"/needs", form("care_today", "yes")).want(303)
		ines.do("GET", base+"/check", nil).want(200, needle)
		claire.do("GET", base+"/check", nil).want(404)
		ines.do("POST", base+"/send", form()).want(303)
		sent := ines.to
		ines.do("POST", base+"/send", form()).want(303)
		if ines.to != sent || !strings.HasPrefix(sent, "/cases/") {
			t.Fatalf("sent twice: %s, %s", sent, ines.to)
		}
		for _, step := range []string{"", "/who", "/danger", "/check"} {
			if ines.do("GET", base+step, nil).want(303); ines.to != sent {
				t.Errorf("%s of a draft that was sent leads to %q", step, ines.to)
			}
			other.do("GET", base+step, nil).want(404)
		}
		for _, press := range []string{"/needs", "/discard"} {
			if ines.do("POST", base+press, form("care_today", "no")).want(303); ines.to != sent {
				t.Errorf("%s of a draft that was sent leads to %q", press, ines.to)
			}
		}
		ines.do("GET", sent, nil).want(200)
		if strings.Contains(ines.body, needle) {
			t.Error("the partner reads the danger after sending")
		}
		claire.do("GET", "/", nil).want(200, "Nouvelle orientation")
		link := regexp.MustCompile(`/cases/[0-9a-z]{26}`).FindString(claire.body)
		claire.do("GET", link, nil).want(200, needle)
		claire.do("POST", link+"/referral/messages", form("message", "")).want(422)
		claire.do("POST", link+"/referral/messages", form("message", "Merci. "+needle, "call", "yes")).want(303)
		ines.do("GET", sent, nil).want(200, "Merci. "+needle)
		ines.do("POST", sent+"/referral/messages", form("message", "De rien.")).want(303)
		claire.do("POST", link+"/referral/seen", form()).want(303)
		claire.do("GET", link+"/transfer", nil).want(409)
		ines.do("POST", "/referrals/new", form("who_name", strings.Repeat("x", 121), "who_telephone", "01")).want(422)
		ines.do("POST", "/referrals/new", form("who_name", "Inès", "who_telephone", "01")).want(303)
		second, _, _ := strings.Cut(strings.TrimPrefix(ines.to, "/referrals/"), "/")
		ines.do("POST", "/referrals/"+second+"/discard", form()).want(200)
		ines.do("GET", "/referrals/"+second+"/who", nil).want(200)
		ines.do("POST", "/referrals/"+second+"/discard", form("sure", "yes")).want(303)
		ines.do("GET", "/referrals/"+second+"/who", nil).want(404)
	})
}

// A network that is not open yet says so kindly, with the receipt to come back.
func TestNotOpenYet(t *testing.T) {
	f := trusttest.SQLite(t)
	b := open(t, f)
	b.do("POST", "/fr/orienter", form("step", "who", "who_name", "x", "who_telephone", "1")).want(200)
	key := receipt.FindStringSubmatch(b.body)[1]
	b.do("POST", "/fr/orienter", form("receipt", key, "step", "agreement", "agreed", "yes")).want(200)
	b.do("POST", "/fr/orienter/envoi", form("receipt", key)).want(422) // faster than a person reads
	f.Clock.Advance(4 * time.Second)
	b.do("POST", "/fr/orienter/envoi", form("receipt", key)).want(200, "Pas encore ouvert", key[:4])
}
