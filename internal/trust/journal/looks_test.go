package journal_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/trusttest"
)

// bare runs fn on a database of each engine in which nothing stands.
func bare(t *testing.T, fn func(*testing.T, *sqldb.DB)) {
	migrated := func(o sqldb.Options) (*sqldb.DB, error) {
		db, err := sqldb.Open(context.Background(), o)
		if err != nil {
			return nil, err
		}
		return db, db.Migrate(context.Background())
	}
	on := func(t *testing.T, o sqldb.Options) {
		db, err := migrated(o)
		if err != nil {
			t.Fatal(err)
		}
		fn(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		on(t, sqldb.Options{Path: filepath.Join(t.TempDir(), "havre.db"), Key: [32]byte{1}})
	})
	t.Run("postgres", func(t *testing.T) {
		on(t, sqldb.Options{Postgres: pgtest.Clone(t, sqldb.SchemaSum(), func(dsn string) error {
			db, err := migrated(sqldb.Options{Postgres: dsn})
			if err != nil {
				return err
			}
			return db.Close()
		})})
	})
}

// Who looked at an object: what was done on it and on no other, the latest first, from an instant on.
func TestWhoLookedAtAnObject(t *testing.T) {
	bare(t, func(t *testing.T, db *sqldb.DB) {
		log := journal.Open(db, nil, clock.NewFake(trusttest.Start))
		claire, hana, team := access.UserID{}, access.UserID{}, access.TeamID{}
		if err := errors.Join(claire.Scan([]byte("claire-012345678")), hana.Scan([]byte("hana-01234567890")),
			team.Scan([]byte("team-01234567890"))); err != nil {
			t.Fatal(err)
		}
		hers, another := []byte("alias-0123456789"), []byte("other-0123456789")
		later := trusttest.Start.Add(time.Second)
		err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
			return errors.Join(
				log.Append(tx, journal.New(trusttest.Start, claire.Bytes(), team.Bytes(), "test.one", hers,
					journal.Detail{})),
				log.Append(tx, journal.New(later, hana.Bytes(), nil, "test.two", hers, journal.Detail{})),
				log.Append(tx, journal.New(later, claire.Bytes(), nil, "test.other", another, journal.Detail{})),
				log.Append(tx, journal.New(later, claire.Bytes(), nil, "test.none", nil, journal.Detail{})))
		})
		if err != nil {
			t.Fatal(err)
		}
		looks := func(object []byte, since time.Time, limit int) (out []journal.Look) {
			t.Helper()
			err := db.Read(t.Context(), func(tx *sqldb.Tx) (err error) {
				out, err = journal.Looks(tx, object, since, journal.Part{}, limit)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		all := looks(hers, trusttest.Start, 10)
		if len(all) != 2 || all[0].Act != "test.two" || all[0].User != hana || !all[0].At.Equal(later) ||
			all[1].Act != "test.one" || all[1].User != claire || all[1].Team != team ||
			!all[1].At.Equal(trusttest.Start) {
			t.Errorf("%+v", all)
		}
		for what, got := range map[string][]journal.Look{
			"since then": looks(hers, trusttest.Start.Add(time.Microsecond), 10),
			"one alone":  looks(hers, trusttest.Start, 1),
		} {
			if len(got) != 1 || got[0].Act != "test.two" {
				t.Errorf("%s: %+v", what, got)
			}
		}
		part := func(of journal.Part) (acts []string) {
			t.Helper()
			err := db.Read(t.Context(), func(tx *sqldb.Tx) error {
				out, err := journal.Looks(tx, hers, trusttest.Start, of, 10)
				for _, l := range out {
					acts = append(acts, l.Act)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return acts
		}
		for _, c := range []struct {
			of   journal.Part
			want []string
		}{
			{journal.Part{Whose: journal.Ours, Team: team}, []string{"test.one"}},
			{journal.Part{Whose: journal.Others, Team: team}, []string{"test.two"}},
			{journal.Part{Team: team}, []string{"test.two", "test.one"}},
			{journal.Part{Team: team, Skip: 1}, []string{"test.one"}},
		} {
			if got := part(c.of); !slices.Equal(got, c.want) {
				t.Errorf("%+v: %v, not %v", c.of, got, c.want)
			}
		}
		if got := looks([]byte{}, trusttest.Start, 10); len(got) != 0 {
			t.Errorf("what was done on nothing is nobody's: %+v", got)
		}
	})
}

// Entries of one instant have the order of their numbers, so that a page of them ends where the next begins.
func TestLooksOfOneInstantHaveAnOrder(t *testing.T) {
	bare(t, func(t *testing.T, db *sqldb.DB) {
		log, object := journal.Open(db, nil, clock.NewFake(trusttest.Start)), []byte("alias-0123456789")
		var all []journal.Entry
		for _, act := range []string{"test.a", "test.b", "test.c", "test.d", "test.e", "test.f"} {
			all = append(all, journal.New(trusttest.Start, nil, nil, act, object, journal.Detail{}))
		}
		var got []string
		err := db.Write(t.Context(), func(tx *sqldb.Tx) (err error) {
			for _, e := range all {
				err = errors.Join(err, log.Append(tx, e))
			}
			looks, readErr := journal.Looks(tx, object, trusttest.Start, journal.Part{}, len(all))
			for _, l := range looks {
				got = append(got, l.Act)
			}
			return errors.Join(err, readErr)
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(all, func(a, b journal.Entry) int { return bytes.Compare(b.ID.Bytes(), a.ID.Bytes()) })
		if !slices.EqualFunc(got, all, func(act string, e journal.Entry) bool { return act == e.Act }) {
			t.Errorf("%v", got)
		}
	})
}

// lost is a key that no longer signs.
type lost struct{ note.Signer }

var errLost = errors.New("lost")

func (lost) Sign([]byte) ([]byte, error) { return nil, errLost }

// A head that could not be signed is not kept.
func TestNoHeadWithoutItsSignature(t *testing.T) {
	bare(t, func(t *testing.T, db *sqldb.DB) {
		signer, _, err := journal.Key(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Open(db, lost{signer}, clock.Real{}).Sign(t.Context()); !errors.Is(err, errLost) {
			t.Errorf("%v", err)
		}
		if msg, err := journal.Open(db, signer, clock.Real{}).Sign(t.Context()); err != nil || msg == "" {
			t.Errorf("%q, %v", msg, err)
		}
	})
}

// Where another node was faster nothing was put in order here, and nothing is wrong.
func TestAnotherNodeWasFaster(t *testing.T) {
	f := trusttest.Postgres(t)
	look(t, f, nothing)
	for _, q := range []string{
		`create function faster() returns trigger language plpgsql as 'begin raise unique_violation; end'`,
		`create trigger faster before insert on journal_batch for each row execute function faster()`,
	} {
		if _, err := f.Raw().ExecContext(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	}
	if n := sequence(t, f); n != 0 {
		t.Errorf("%d entries put in order by the slower node", n)
	}
	if _, err := f.Raw().ExecContext(context.Background(), `drop trigger faster on journal_batch`); err != nil {
		t.Fatal(err)
	}
	if n := sequence(t, f); n == 0 {
		t.Error("nothing waits any more")
	}
}
