package app_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// breaks makes every further entry of the journal fail, as a full disk would; the function returned repairs it.
func breaks(s *story.Story, db *sql.DB) (repair func()) {
	s.T.Helper()
	run := func(statements ...string) {
		s.T.Helper()
		for _, q := range statements {
			if _, err := db.Exec(q); err != nil {
				s.T.Fatalf("%s: %v", q, err)
			}
		}
	}
	if s.DSN == "" {
		run(`create trigger full_disk before insert on journal_entry begin select raise(abort, 'disk full'); end`)
		return func() { run(`drop trigger full_disk`) }
	}
	run(`create or replace function full_disk() returns trigger language plpgsql
	as $$ begin raise exception 'disk full' using errcode = '53100'; end $$`,
		// at commit
		`create constraint trigger full_disk after insert on journal_entry deferrable initially deferred for each row
		execute function full_disk()`)
	return func() { run(`drop trigger full_disk on journal_entry`) }
}

// knock asks for a page as somebody, without the story's checks: a failing page is what is expected.
func knock(s *story.Story, token, method, path string, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://havre.test"+path, strings.NewReader(body))
	r.AddCookie(&http.Cookie{Name: "havre", Value: token})
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://havre.test")
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// T11: where the journal's entry cannot be written, not one word of hers is rendered, on any page; afterwards all
// works and the journal verifies.
func TestT11NothingIsReadWithoutAnEntry(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		w.stay(cast.Brieuc)
		m := magnetFor(w.words())
		db := s.Raw()
		pages := map[cast.Worker][]string{
			cast.Claire: {"/", "/cases", w.office, w.office + "/person", w.office + "/assessment", w.office +
				"/journey", w.office + "/search", w.office + "/agreements", "/contacts"},
			cast.Brieuc: {"/", "/cases", w.host, w.host + "/stay/notes", w.host + "/journey", w.host + "/stay/legal"},
			cast.Lou:    {"/cases", "/partners"},
		}
		shown := 0
		for who, list := range pages {
			_, token := s.SignInToken(who.Login)
			for _, path := range list {
				if r := knock(s, token, http.MethodGet, path, ""); r.Code != http.StatusOK {
					t.Fatalf("%s: %s answers %d before the fault", who.Name, path, r.Code)
				} else {
					shown += len(m.in(r.Body.Bytes()))
				}
			}
			repair := breaks(s, db)
			for _, path := range list {
				r := knock(s, token, http.MethodGet, path, "")
				if r.Code < 500 || len(m.in(r.Body.Bytes())) > 0 || strings.Contains(r.Body.String(), "disk full") {
					t.Errorf("%s: %s answers %d with %v", who.Name, path, r.Code, m.in(r.Body.Bytes()))
				}
			}
			r := knock(s, token, http.MethodPost, list[len(list)-1], "words=Zqxlost")
			if r.Code < 400 {
				t.Errorf("%s: a write without its entry answers %d", who.Name, r.Code)
			}
			repair()
			for _, path := range list {
				if r := knock(s, token, http.MethodGet, path, ""); r.Code != http.StatusOK {
					t.Errorf("%s: %s answers %d after the fault", who.Name, path, r.Code)
				}
			}
		}
		if shown < 50 {
			t.Errorf("only %d needles shown while all was well", shown)
		}
		verified(s)
	})
}

// T12: words of one row put into another row or another column of the database are not shown: the page says that it
// cannot.
func TestT12MovedWordsAreNotShown(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		first := w.office
		other := &walk{Story: s, needles: w.needles}
		other.to("searching")
		db := s.Raw()
		_, token := s.SignInToken(cast.Claire.Login)
		for _, c := range []struct{ table, from, to, page string }{
			{"person_identity", "names_sealed", "names_sealed", "/person"},
			{"person_identity", "telephone_sealed", "names_sealed", "/person"},
			{"person_identity", "contact_sealed", "telephone_sealed", "/person"},
			{"referral_case", "danger_sealed", "needs_sealed", ""},
			{"referral_case", "needs_sealed", "needs_sealed", ""},
			{"referral_case", "health_sealed", "danger_sealed", ""},
			{"assessment_version", "wishes_sealed", "needs_sealed", "/assessment"},
			{"assessment_version", "health_sealed", "health_sealed", "/assessment"},
			{"assessment_assertion", "note_sealed", "note_sealed", "/assessment"},
		} {
			rows := sealedRows(t, db, c.table, c.from, c.to)
			if len(rows) < 2 {
				t.Fatalf("%s has %d rows", c.table, len(rows))
			}
			for i, r := range rows { // each row gets the neighbour's words
				put(t, db, c.table, c.to, r.id, rows[(i+1)%len(rows)].from)
			}
			for _, office := range []string{first, other.office} {
				r := knock(s, token, http.MethodGet, office+c.page, "")
				if r.Code < 500 || strings.Contains(r.Body.String(), stem) {
					t.Errorf("%s.%s with the words of %s: %s answers %d", c.table, c.to, c.from, c.page, r.Code)
				}
			}
			for _, r := range rows {
				put(t, db, c.table, c.to, r.id, r.to)
			}
			if r := knock(s, token, http.MethodGet, first+c.page, ""); r.Code != http.StatusOK ||
				!strings.Contains(r.Body.String(), stem) {
				t.Fatalf("%s answers %d with every word in its place", c.page, r.Code)
			}
		}
	})
}

type sealedRow struct{ id, from, to []byte }

func sealedRows(t *testing.T, db *sql.DB, table, from, to string) (out []sealedRow) {
	t.Helper()
	rows, err := db.Query(`select id, ` + from + `, ` + to + ` from ` + table + ` where length(` + from +
		`) > 0 order by id`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var r sealedRow
		if err := rows.Scan(&r.id, &r.from, &r.to); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return out
}

func put(t *testing.T, db *sql.DB, table, column string, id, value []byte) {
	t.Helper()
	if _, err := db.Exec(`update `+table+` set `+column+` = ? where id = ?`, value, id); err != nil {
		t.Fatal(err)
	}
}

// A PostgreSQL that stops is told as such, and when it is back the same program goes on.
func TestPostgresStopsAndComesBack(t *testing.T) {
	f, stop, start := trusttest.Stoppable(t)
	n := story.Around(t, f.House, f.Clock, slog.New(slog.DiscardHandler))
	h := n.Handler(app.Site{})
	_, token := f.SignInToken("root")
	ask := func(path string) int {
		r := httptest.NewRequest(http.MethodGet, "http://havre.test"+path, nil)
		r.AddCookie(&http.Cookie{Name: "havre", Value: token})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	for round := range 2 {
		if got := ask("/partners"); got != http.StatusOK {
			t.Fatalf("round %d: %d while all is well", round, got)
		}
		stop()
		for _, path := range []string{"/", "/partners", "/cases", "/people"} {
			if got := ask(path); got != http.StatusServiceUnavailable {
				t.Errorf("round %d: %s answers %d without a database", round, path, got)
			}
		}
		if got := ask("/help"); got >= 600 {
			t.Errorf("help answers %d", got)
		}
		start()
		if err := n.Ping(context.Background()); err != nil {
			t.Errorf("round %d: %v after the return", round, err)
		}
		for _, path := range []string{"/", "/partners", "/cases", "/people"} {
			if got := ask(path); got != http.StatusOK {
				t.Errorf("round %d: %s answers %d after the return", round, path, got)
			}
		}
	}
}
