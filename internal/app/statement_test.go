package app_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// page is what a coordinator looks at all day.
type page struct {
	name    string
	station string // of the person's path, where it is measured
	address string // ~ stands for the case
	asks    int    // statements of the database, on either engine
}

// How many statements each page asks of the database; what ends a batch of SQLite writes is not counted. A number that
// falls is written down here; one that grows wants a reason. One of each counts the news (decision 0044).
var pages = []page{
	// since 29: what is promised next, answers by telephone, disputes, whether she has nowhere to sleep
	{"search", "searching", "~/search", 34},
	// since 43: calls and what was answered, a newer danger, disputes, tasks, who follows it, what was passed on of any
	// of her cases, how her safety stands
	{"case", "sheltered", "~", 55},
	{"cases", "sheltered", "/cases", 7}, // since 5: the views that its reader keeps
	// since 23: ends told, words to check, places outgrown, hosts that mail misses, calls to make, answers disputed,
	// who lost a place on the way, tasks whose day comes, who follows which case, areas refused since the admission,
	// risks to look at, whom one accompanies to a place that expects nobody any more, or was to accompany
	{"home", "sheltered", "/", 38},
}

// link is the address of a page for this person.
func (w *walk) link(address string) string { return strings.Replace(address, "~", w.office, 1) }

// ask asks for a page that is there.
func ask(ctx context.Context, t testing.TB, h http.Handler, path, token string) {
	t.Helper()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://havre.test"+path, nil)
	r.AddCookie(&http.Cookie{Name: "havre", Value: token})
	out := httptest.NewRecorder()
	if h.ServeHTTP(out, r); out.Code != http.StatusOK {
		t.Fatalf("%s answers %d", path, out.Code)
	}
}

// What a page asks of the database is counted, so that it cannot grow unseen: neither by a statement more, nor by one
// for each line that it shows.
func TestPagesAskNoMoreThanTheyDid(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w, at := &walk{Story: s}, ""
		for _, p := range pages {
			if p.station != at {
				at = p.station
				w.to(at)
			}
			if got := w.statements(p); sum(got) != p.asks {
				w.T.Errorf("%s asks %d statements on %s, %d are written down:%s", p.name, sum(got), s.Engine, p.asks,
					listed(got))
			}
		}
		w.sends(cast.Brieuc)
		for _, p := range pages {
			if p.station != at {
				continue
			}
			if got := w.statements(p); sum(got) != p.asks {
				w.T.Errorf("%s asks %d statements on %s where there is a case more:%s", p.name, sum(got), s.Engine,
					listed(got))
			}
		}
	})
}

// statements counts what a page asks when it is looked at again.
func (w *walk) statements(p page) map[string]int {
	w.T.Helper()
	_, token := w.SignInToken(cast.Claire.Login)
	h := w.Handler()
	ask(w.T.Context(), w.T, h, w.link(p.address), token)
	ctx, asked := trusttest.Statements(w.T.Context())
	ask(ctx, w.T, h, w.link(p.address), token)
	return asked
}

func sum(asked map[string]int) (n int) {
	for _, times := range asked {
		n += times
	}
	return n
}

func listed(asked map[string]int) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		fmt.Fprintf(&b, "\n%4d %s", asked[name], name)
	}
	return b.String()
}
