package trust_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/trusttest"
)

// Each list of cases is read along an index of who is in the circle, from either end, and sorts nothing: SQLite keeps
// no statistics, and takes the index that has the most of what is asked for in front.
func TestAListOfCasesIsReadAlongAnIndex(t *testing.T) {
	f := trusttest.SQLite(t)
	db, seen := f.Raw(), 0
	for _, q := range sqldb.All() {
		if q.Name() != "casefile.list" && !strings.HasPrefix(q.Name(), "casefile.list_") {
			continue
		}
		seen++
		want := "casefile_circle_team (team_id=? AND ended_at=? AND case_id"
		switch open := strings.Contains(q.Text(), "circle.open = 1"); {
		case strings.Contains(q.Text(), "circle.owner_id is null"), strings.Contains(q.Text(), "circle.owner_id = "):
			want = "casefile_circle_whose (team_id=? AND ended_at=? AND owner_id=? AND case_id"
			if open {
				want = "casefile_circle_owner (team_id=? AND ended_at=? AND open=? AND owner_id=? AND case_id"
			}
		case open:
			want = "casefile_circle_open (team_id=? AND ended_at=? AND open=? AND case_id"
		}
		args := make([]any, most(q.Text()))
		for i := range args {
			args[i] = []byte{}
		}
		rows, err := db.QueryContext(t.Context(), "explain query plan "+q.Text(), args...)
		if err != nil {
			t.Fatal(q.Name(), err)
		}
		var plan strings.Builder
		for rows.Next() {
			var id, parent, none int
			var line string
			if err := rows.Scan(&id, &parent, &none, &line); err != nil {
				t.Fatal(err)
			}
			plan.WriteString(line + "\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan.String(), want) || strings.Contains(plan.String(), "B-TREE") {
			t.Errorf("%s is read by\n%swant %s", q.Name(), plan.String(), want)
		}
	}
	if seen != 12 {
		t.Errorf("%d lists of cases", seen)
	}
}

// most is the number of the last argument of a query.
func most(text string) (n int) {
	for i := 1; strings.Contains(text, "$"+string(rune('0'+i))); i++ {
		n = i
	}
	return n
}
