package proof

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

var update = flag.Bool("update", false, "write the golden files and pages anew")

// The matrix of every page and act by role and relation is a file that people read, room by room: whoever adds a route,
// or changes who may, changes it too. Run with -update, and read the difference.
func TestAccessIsGolden(t *testing.T) {
	f := trusttest.SQLite(t)
	routes := story.Around(t, f.House, f.Clock, slog.New(slog.DiscardHandler)).Rooms.Routes()
	golden(t, "testdata/access.golden", matrix(routes))
	golden(t, "../../docs/access.md", accessPage(routes))
}

// matrix writes one line per route, room by room: the act, the door, and who may, as access.Decide answers for each
// role in each relation.
func matrix(routes []web.Route) string {
	rooms := map[string][]string{}
	for _, r := range routes {
		room, _, _ := strings.Cut(r.Act().Name, ".")
		rooms[room] = append(rooms[room], fmt.Sprintf("%-4s %-52s %-32s %-8s %s", r.Method(), r.Pattern(),
			r.Act().Name, r.Act().Door, shortly(r.Act())))
	}
	var b strings.Builder
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		slices.Sort(rooms[room])
		fmt.Fprintf(&b, "== %s\n%s\n\n", room, strings.Join(rooms[room], "\n"))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// accessPage writes who may do what, an act a line, room by room.
func accessPage(routes []web.Route) string {
	pages := map[string]int{}
	for _, r := range routes {
		pages[r.Act().Name]++
	}
	rooms := map[string][]access.Act{}
	for _, a := range access.Acts() {
		room, _, _ := strings.Cut(a.Name, ".")
		rooms[room] = append(rooms[room], a)
	}
	var b strings.Builder
	b.WriteString(`# Who may do what, room by room

Written by a test from the registry of acts (access.Define) by asking access.Decide for each role in each relation; do
not edit it by hand. A role in brackets needs its team to stand in one of these relations to the case. "again" asks for
passphrase and code anew. What opens and what is granted are compartments of the case or of a place.

`)
	b.WriteString(filled("Everybody signed in is: " + strings.Join(spelled(access.Roles), ", ") + "."))
	b.WriteString("A deputy opens only that; within the days of standing in, a deputy is what they stand in for.\n")
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		fmt.Fprintf(&b, "\n## %s\n\n| act | to | pages | who may | opens | grants |\n|---|---|---|---|---|---|\n", room)
		for _, a := range rooms[room] {
			fmt.Fprintf(&b, "| `%s` | %s | %d | %s | %s | %s |\n", a.Name, a.Door, pages[a.Name], shortly(a),
				a.Opens, a.Grants)
		}
	}
	b.WriteString(`
## Who reads which compartment

Pages say it from this table. The last column is the acts that hand the key on or take it back.

| compartment | from the start | then |
|---|---|---|
`)
	for _, r := range vault.Table {
		var then []string
		for _, g := range r.Gifts {
			line := strings.TrimSuffix(fmt.Sprintf("`%s`: %s", g.Act, g.To), ": ")
			if len(g.If) > 0 {
				line += " if she agreed to " + strings.Join(g.If, " and ")
			}
			then = append(then, line)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.Name, strings.Trim(fmt.Sprint(r.First), "[]"), strings.Join(then, ", "))
	}
	return b.String()
}

// filled breaks a sentence into lines of a window.
func filled(words string) string {
	var out, line string
	for w := range strings.FieldsSeq(words) {
		if line != "" && wide(line+" "+w) > mostColumns {
			out, line = out+line+"\n", ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return out + line + "\n"
}

// shortly is who, with the rule that everybody signed in may told in a word.
func shortly(a access.Act) string {
	switch {
	case a.By == access.SignedIn && a.StepUp:
		return "everybody signed in, again"
	case a.By == access.SignedIn:
		return "everybody signed in"
	case a.By == access.ByMachine:
		return "Havre itself"
	}
	return strings.ReplaceAll(who(a), " +again", ", again")
}

func spelled(roles []access.Role) (out []string) {
	for _, r := range roles {
		out = append(out, string(r))
	}
	return out
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
	routes := story.Around(t, f.House, f.Clock, slog.New(slog.DiscardHandler)).Rooms.Routes()
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
	n := story.Around(t, f.House, f.Clock, slog.New(slog.DiscardHandler))
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
