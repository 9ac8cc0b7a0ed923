package trust_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

var (
	qBulkCase = sqldb.Declare("test.bulk_case", `insert into casefile_case (id, journal_id, code, label_tree,
		label_number, kind, opened_at, stage, stage_at, open)
		values ($1, $2, $3, 'oak', $4, 'first', $5, 'ended', $5, 0)`)
	qBulkCircle = sqldb.Declare("test.bulk_circle", `insert into casefile_circle (alias, case_id, team_id, relation,
		since_at, open) values ($1, $2, $3, 'evaluates', $4, 0)`)
	qBulkCoded = sqldb.Declare("test.bulk_coded", `insert into casefile_coded (case_id, sex, exploitation,
		statistics_consent) values ($1, 'F', 'sexual', 'yes')`)
	qBareList = sqldb.Declare("test.bare_list", `select circle.alias, c.code, c.label_tree, c.label_number, c.kind,
		c.opened_at, c.stage, c.stage_at, c.version, circle.case_id
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		where circle.team_id = $1 and circle.ended_at = 0 and circle.relation <> 'proposed'
		order by circle.case_id desc limit 51`)
	qBareInsert = sqldb.Declare("test.bare_insert", `insert into network_setting (name, value, changed_at)
		values ($1, 'x', 0)`)
)

type bulkEntity struct{}

// BenchmarkCaseList shows a page of 50 cases to a coordinator, over HTTP and journalled, beside the same SQL and one
// durable insert without any of Havre, at 10,000 and at 1,000,000 cases.
func BenchmarkCaseList(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		if n > 10_000 && testing.Short() {
			continue
		}
		f := trusttest.SQLite(b)
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		_, token := f.SignInToken("claire")
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
		fill(b, f, n)
		b.Run(fmt.Sprintf("bare/%d", n), func(b *testing.B) { bareList(b, f) })
		for _, of := range []string{"all", "all&sort=oldest", "all&of=nobody", "all&of=nobody&sort=oldest",
			"all&of=mine", "", "&of=nobody", "searching&of=nobody&sort=oldest"} {
			b.Run(fmt.Sprintf("page/%d/%s", n, of), func(b *testing.B) { pageList(b, f, token, "/cases?at="+of) })
		}
	}
}

func raw(b *testing.B, f *trusttest.Floor) *sqldb.DB {
	b.Helper()
	key := [32]byte(ground.Derive(trusttest.Machine[:], "database"))
	db, err := sqldb.Open(context.Background(), sqldb.Options{Path: filepath.Join(f.Dir, "havre.db"), Key: key,
		Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// fill writes n ended cases that the evaluation team followed.
func fill(b *testing.B, f *trusttest.Floor, n int) {
	b.Helper()
	ctx, db := context.Background(), raw(b, f)
	const batch = 20_000
	at := trusttest.Start.Add(-time.Duration(n) * time.Second)
	for done := 0; done < n; done += batch {
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			for i := done; i < min(done+batch, n); i++ {
				at = at.Add(time.Second)
				c := id.New[bulkEntity](at)
				if _, err := tx.Exec(qBulkCase, c, id.New[bulkEntity](at), fmt.Sprintf("%07d", i), i,
					clock.Micros(at)); err != nil {
					return err
				}
				if _, err := tx.Exec(qBulkCircle, id.Random[bulkEntity](), c, f.Teams["evaluation"],
					clock.Micros(at)); err != nil {
					return err
				}
				if _, err := tx.Exec(qBulkCoded, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(errors.Join(err, db.Close()))
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

func bareList(b *testing.B, f *trusttest.Floor) {
	ctx, db := context.Background(), raw(b, f)
	b.ResetTimer()
	for i := range b.N {
		err := db.Read(ctx, func(tx *sqldb.Tx) error {
			rows, err := tx.Query(qBareList, f.Teams["evaluation"])
			if err != nil {
				return err
			}
			defer rows.Close()
			n := 0
			for rows.Next() {
				n++
			}
			if n != 51 {
				return fmt.Errorf("%d rows", n)
			}
			return rows.Err()
		})
		if err != nil {
			b.Fatal(err)
		}
		err = db.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(qBareInsert, fmt.Sprint(b.N, i, time.Now().UnixNano()))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

func pageList(b *testing.B, f *trusttest.Floor, token, path string) {
	c := clock.NewFake(f.Clock.Now().Add(time.Second))
	h, err := trust.Open(context.Background(), trust.Options{
		Path: filepath.Join(f.Dir, "havre.db"), Machine: trusttest.Machine, Country: packs.France(), Clock: c,
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	site := story.Around(b, h, c, slog.New(slog.DiscardHandler)).Handler(app.Site{})
	b.ResetTimer()
	for i := range b.N {
		if i%50 == 0 {
			c.Advance(10 * time.Second) // within one session, and within its limit of requests a second
		}
		if i%5000 == 4999 {
			c.Set(f.Clock.Now().Add(time.Second))
		}
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.AddCookie(&http.Cookie{Name: "havre", Value: token})
		res := httptest.NewRecorder()
		site.ServeHTTP(res, req)
		if res.Code != http.StatusOK {
			b.Fatalf("status %d", res.Code)
		}
	}
	b.StopTimer()
	if err := h.Close(); err != nil {
		b.Fatal(err)
	}
}
