package proof

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
)

var update = flag.Bool("update", false, "write testdata/access.golden anew")

// The matrix of every page and act by role and relation is a file that people read: whoever adds a route, or changes
// who may, changes it too. Run with -update, and read the difference.
func TestAccessIsGolden(t *testing.T) {
	const golden = "testdata/access.golden"
	f := trusttest.SQLite(t)
	routes := append(app.Around(f.House, f.Clock, slog.New(slog.DiscardHandler)).Rooms.Routes(), web.HelpRoute())
	got := matrix(routes)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	have := strings.Split(got, "\n")
	for _, l := range strings.Split(string(want), "\n") {
		if i := slices.Index(have, l); i >= 0 {
			have = slices.Delete(have, i, i+1)
			continue
		}
		t.Errorf("no longer so: %s", l)
	}
	for _, l := range have {
		t.Errorf("not in %s: %s", golden, l)
	}
}

// matrix writes one line per route: the act, the door, and who may, as access.Decide answers for each role in each
// relation.
func matrix(routes []web.Route) string {
	lines := make([]string, 0, len(routes))
	for _, r := range routes {
		lines = append(lines, fmt.Sprintf("%-4s %-52s %-32s %-8s %s", r.Method(), r.Pattern(), r.Act().Name,
			r.Act().Door, who(r.Act())))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// who lists the roles and relations an act is open to, asked one by one.
func who(a access.Act) string {
	now := time.Unix(1_800_000_000, 0)
	var team access.TeamID
	if err := team.Scan([]byte("0123456789abcdef")); err != nil {
		panic(err)
	}
	if access.Decide(access.Nobody(), a, nil, now).Allowed {
		return "anyone"
	}
	var out []string
	for _, role := range access.Roles {
		actor := access.NewActor(access.Profile{Members: []access.Membership{{Team: team, Role: role}},
			StepUp: now.Add(time.Minute)})
		var in []string
		for _, rel := range access.Relations {
			if access.Decide(actor, a, []access.Standing{{Team: team, Relation: rel}}, now).Allowed {
				in = append(in, string(rel))
			}
		}
		switch {
		case len(in) == len(access.Relations):
			out = append(out, string(role))
		case len(in) > 0:
			out = append(out, string(role)+"("+strings.Join(in, ",")+")")
		}
	}
	if len(out) == 0 {
		out = append(out, "nobody")
	}
	if a.StepUp {
		out = append(out, "+again")
	}
	return strings.Join(out, " ")
}

// A case is never open to a stranger, nor to a team that left it, whatever the act; and no case page is open to whoever
// has no account.
func TestNoCaseActIsOpenToStrangers(t *testing.T) {
	f := trusttest.SQLite(t)
	routes := app.Around(f.House, f.Clock, slog.New(slog.DiscardHandler)).Rooms.Routes()
	cases := 0
	for _, r := range routes {
		if a := r.Act(); a.Door == access.CaseDoor {
			cases++
			if w := who(a); w == "anyone" || strings.Contains(w, string(access.Ended)) || !strings.Contains(w, "(") &&
				w != "nobody" {
				t.Errorf("%s %s is open to %s", r.Method(), r.Pattern(), w)
			}
		}
		if strings.Contains(r.Pattern(), "{case}") && r.Act().Door != access.CaseDoor {
			t.Errorf("%s names a case and goes through the door %q", r.Pattern(), r.Act().Door)
		}
		if public := r.Act().By == access.Anyone; r.IsPublic() && !public {
			t.Errorf("%s is on the public site and not open to anyone", r.Pattern())
		}
	}
	if cases == 0 {
		t.Error("no route goes through the door of a case")
	}
}

// Asked without a session, every page that is not for anyone sends to the sign-in or finds nothing; it never answers.
func TestNothingAnswersWithoutASession(t *testing.T) {
	f := trusttest.SQLite(t)
	n := app.Around(f.House, f.Clock, slog.New(slog.DiscardHandler))
	h := n.Handler(app.Site{})
	for i, r := range n.Rooms.Routes() {
		if r.Act().By == access.Anyone {
			continue
		}
		path := strings.ReplaceAll(r.Pattern(), "{$}", "")
		for strings.Contains(path, "{") {
			from, to := strings.Index(path, "{"), strings.Index(path, "}")
			path = path[:from] + "aaaaaaaaaaaaaaaaaaaaaaaaaa" + path[to+1:]
		}
		req := httptest.NewRequest(r.Method(), path, nil)
		req.RemoteAddr = fmt.Sprintf("192.0.%d.%d:1", i/250, i%250)
		if r.Method() == http.MethodPost {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Origin", "http://"+req.Host)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		body, _ := io.ReadAll(w.Body)
		if ok := w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in") ||
			w.Code == http.StatusNotFound; !ok {
			t.Errorf("%s %s answers %d without a session: %.200s", r.Method(), path, w.Code, body)
		}
	}
}
