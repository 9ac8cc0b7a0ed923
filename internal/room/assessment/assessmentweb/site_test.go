package assessmentweb_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/assessment/assessmentweb"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

const needle = "needle: her brother waits at the station"

var openTest = access.Define(access.Act{Name: "assessmentwebtest.open", Door: access.OfficeDoor, By: access.ByReferring,
	Opens: vault.All})

// site is the evaluation's and the case file's pages with one coordinator signed in.
type site struct {
	t     *testing.T
	h     http.Handler
	clock *clock.Fake
	token string
	lang  string
	at    string // the case
}

func newSite(t *testing.T, f *trusttest.Floor) *site {
	t.Helper()
	texts, err := web.LoadTexts(assessmentweb.Texts, casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	d := assessment.New(f.Gate, person.New(f.Gate))
	file := casefile.NewDesk(f.Gate, d.HomePanels(), assessmentweb.Room(d).Panels)
	h := web.New(web.Options{Country: f.Gate.Country,
		Routes: append(assessmentweb.Room(d).Routes, casefileweb.Room(file).Routes...), Texts: texts,
		Sessions: f.Sessions, Clock: f.Clock, Log: slog.New(slog.DiscardHandler)})
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	who, token := f.SignInToken("claire")
	ref, err := f.Gate.NewCase(context.Background(), who, openTest,
		[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates,
			Opens: vault.Identity | vault.Danger | vault.Needs | vault.Health}}, nil,
		func(tx *gate.CaseTx, j gate.JournalID) error {
			if err := casefile.Opened(tx, j, "first"); err != nil {
				return err
			}
			return casefile.Tell(tx, referral.Referred{By: "association", Case: "first"})
		})
	if err != nil {
		t.Fatal(err)
	}
	return &site{t: t, h: h, clock: f.Clock, token: token, lang: "fr", at: "/cases/" + ref.String()}
}

func (s *site) do(method, path string, form url.Values) (int, string, string) {
	s.t.Helper()
	s.clock.Advance(time.Second)
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req := httptest.NewRequest(method, "http://havre.test"+path, body)
	req.AddCookie(&http.Cookie{Name: "havre", Value: s.token})
	req.AddCookie(&http.Cookie{Name: "havre_lang", Value: s.lang})
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "http://havre.test")
	}
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, req)
	plain := strings.NewReplacer("\u202f", " ", "\u00a0", " ") // French narrow spaces
	return w.Code, w.Header().Get("Location"), plain.Replace(w.Body.String())
}

func (s *site) contains(body string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			s.t.Errorf("%q is missing in the page", w)
		}
	}
}

// packed is the weight of a page as it travels.
func packed(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, body); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// full is the five criteria said, as a coordinator types them.
func full(base string) url.Values {
	v := url.Values{"version": {base}}
	for _, c := range assessment.Criteria {
		v.Set("c_"+c, "yes")
		v.Set("c_"+c+"_by", "NGO")
	}
	return v
}
