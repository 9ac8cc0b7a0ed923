package pgtest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"havre.example/havre/internal/trust/internal/sqldb/pgtest"
)

func do(t *testing.T, dsn, sql string) {
	t.Helper()
	c := connect(t, dsn)
	defer func() { _ = c.Close(context.Background()) }()
	if _, err := c.Exec(context.Background(), sql); err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A copy that was lent before holds what its template holds and nothing else, whatever its borrower did with it; one
// that somebody is still connected to is lent to nobody.
func TestACopyHoldsWhatItsTemplateHolds(t *testing.T) {
	fill := func(dsn string) error {
		c, err := pgx.Connect(context.Background(), dsn)
		if err != nil {
			return err
		}
		defer func() { _ = c.Close(context.Background()) }()
		_, err = c.Exec(context.Background(), `create table a (id int primary key, words text);
			create table b (id int primary key, a int not null references a);
			insert into a values (1, E'l’été\t''à'' \\ part'), (2, null); insert into b values (7, 2)`)
		return err
	}
	lend := func(use func(t *testing.T, dsn string)) {
		t.Run("", func(t *testing.T) {
			dsn := pgtest.Clone(t, "pgtest", fill)
			c := connect(t, dsn)
			var a, b string
			err := c.QueryRow(context.Background(), `select (select string_agg(id || ':' || coalesce(words, '-'), ' '
				order by id) from a), (select string_agg(id || '>' || a, ' ') from b)`).Scan(&a, &b)
			if cerr := c.Close(context.Background()); err != nil || cerr != nil {
				t.Fatal(err, cerr)
			}
			if want := "1:l’été\t'à' \\ part 2:-"; a != want || b != "7>2" {
				t.Errorf("it holds %q and %q, not %q and 7>2", a, b, want)
			}
			use(t, dsn)
		})
	}
	var first string
	lend(func(t *testing.T, dsn string) {
		first = dsn
		do(t, dsn, `delete from b; delete from a where id = 2; update a set words = 'gone'; insert into a values (3)`)
	})
	lend(func(t *testing.T, dsn string) {
		if dsn != first {
			t.Errorf("%s was not lent again", first)
		}
		do(t, dsn, `create table c (id int); drop table b`)
	})
	var still *pgx.Conn
	lend(func(t *testing.T, dsn string) { still = connect(t, dsn) })
	lend(func(t *testing.T, dsn string) {
		if dsn == first {
			t.Error("what somebody is still connected to is lent")
		}
		t.Run("", func(t *testing.T) {
			if again := pgtest.Clone(t, "pgtest", fill); again == dsn || !strings.Contains(again, "pgtest") {
				t.Errorf("%s is lent twice at once", again)
			}
		})
	})
	if err := still.Close(context.Background()); err != nil {
		t.Error(err)
	}
	lend(func(*testing.T, string) {})
}
