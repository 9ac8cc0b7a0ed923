package gate_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	qNames = gate.OfficeSQL("test.gate_names", `select name from access_team where created_at >= $1 order by name desc`)
	qPairs = gate.OfficeSQL("test.gate_pairs",
		`select name, kind from access_team where created_at >= $1 order by name`)
)

type pairOf struct{ name, kind string }

func pairRow(p *pairOf) []any { return []any{&p.name, &p.kind} }

// Rows are read to their end, in their order, and a failure half-way gives nothing.
func TestRowsAreReadWholeOrNotAtAll(t *testing.T) {
	each(t, func(w *world) {
		office := func(c context.Context, fn func(*gate.OfficeView) error) error {
			return w.Gate.Office(c, w.claire, reading, fn)
		}
		w.ok(office(ctx, func(v *gate.OfficeView) error {
			names, err := gate.Values[string](v.Query, qNames, 0)
			if err != nil || len(names) != 6 ||
				!slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(b, a) }) {
				w.t.Errorf("the names: %q, %v", names, err)
			}
			pairs, err := gate.List(v.Query, qPairs, pairRow, 0)
			if err != nil || len(pairs) != 6 || pairs[0].name == "" || pairs[0].kind == "" {
				w.t.Errorf("the teams: %v, %v", pairs, err)
			}
			first, err := gate.One(v.Query, qPairs, pairRow, 0)
			if err != nil || first != pairs[0] {
				w.t.Errorf("the first: %v, %v", first, err)
			}
			name, err := gate.Value[string](v.Query, qNames, 0)
			if err != nil || name != names[0] {
				w.t.Errorf("the first name: %q, %v", name, err)
			}
			const late = 1 << 60
			_, err = gate.One(v.Query, qPairs, pairRow, late)
			w.refused("the first of none", err)
			_, err = gate.Value[string](v.Query, qNames, late)
			w.refused("the name of none", err)
			if none, err := gate.List(v.Query, qPairs, pairRow, late); err != nil || none != nil {
				w.t.Errorf("none: %v, %v", none, err)
			}
			n := 0
			w.is("giving up", gate.Each(v.Query, qNames, func(*gate.Rows) error { n++; return errStop }, 0), errStop)
			if n != 1 || qNames.Name() != "test.gate_names" {
				w.t.Errorf("%d rows after giving up", n)
			}
			_, err = gate.Values[string](v.Query, qNames, 0) // the rows before were closed
			return err
		}))
		for what, fn := range map[string]func(*gate.OfficeView) error{
			"a list":  func(v *gate.OfficeView) error { _, err := gate.List(v.Query, qPairs, pairRow, 0); return err },
			"a first": func(v *gate.OfficeView) error { _, err := gate.One(v.Query, qPairs, pairRow, 0); return err },
			"each": func(v *gate.OfficeView) error {
				return gate.Each(v.Query, qNames, func(*gate.Rows) error { return nil }, 0)
			},
		} {
			trusttest.Failing(w.t, what, func(c context.Context) error {
				told := errStop
				err := office(c, func(v *gate.OfficeView) error { told = fn(v); return told })
				if err == nil && told != nil {
					w.t.Errorf("%s: done, and %v", what, told)
				}
				return err
			})
		}
		wrong := office(ctx, func(v *gate.OfficeView) error {
			got, err := gate.List(v.Query, qPairs, func(p *pairOf) []any { return []any{&p.name} }, 0)
			if err == nil || got != nil {
				w.t.Errorf("columns that do not fit: %v, %v", got, err)
			}
			return err
		})
		if wrong == nil {
			w.t.Error("columns that do not fit were told to nobody")
		}
		if err := office(ctx, func(v *gate.OfficeView) error {
			_, err := gate.One(v.Query, qPairs, func(p *pairOf) []any { return []any{&p.name} }, 0)
			return err
		}); err == nil || fault.Is(err, fault.NotFound) {
			w.t.Errorf("a first whose columns do not fit: %v", err)
		}
	})
}

// An update that finds the version it saw no more has changed nothing, and says so.
func TestAnUpdateOfAnOlderVersionIsTold(t *testing.T) {
	if err := gate.Replaced(1, nil); err != nil {
		t.Error(err)
	}
	if err := gate.Replaced(0, nil); !errors.Is(err, fault.ErrChanged) {
		t.Errorf("no row had the version: %v", err)
	}
	if err := gate.Replaced(0, errStop); !errors.Is(err, errStop) {
		t.Errorf("a failure: %v", err)
	}
	if err := gate.Done(0, errStop); !errors.Is(err, errStop) {
		t.Errorf("a failure: %v", err)
	}
}

// Held opens what the team holds the key to, and leaves the rest without words instead of stopping.
func TestWordsAreOpenedAsFarAsHeld(t *testing.T) {
	name, note := gate.Column(vault.Identity, "test.name_sealed"), gate.Column(vault.ShelterNotes, "test.note_sealed")
	each(t, func(w *world) {
		w.work(func(tx *gate.CaseTx) error {
			if !tx.Holds(vault.Identity) || tx.Holds(vault.ShelterNotes) {
				w.t.Fatal("the team holds the name and not the notes")
			}
			s, err := name.Seal(tx, tx.ID(), secret.Of("Awa"))
			w.ok(err)
			if got, err := name.Held(&tx.CaseView, tx.ID(), s); err != nil || string(got.Bytes()) != "Awa" {
				w.t.Errorf("the name: %q, %v", got.Bytes(), err)
			}
			if got, err := note.Held(&tx.CaseView, tx.ID(), s); err != nil || !got.Empty() {
				w.t.Errorf("the note: %q, %v", got.Bytes(), err)
			}
			var first, second secret.Text
			words := gate.Words{{In: name, At: &first}, {In: note, At: &second}}
			cells := words.Cells()
			*cells[0].(*gate.Sealed), *cells[1].(*gate.Sealed) = s, s
			err = words.Held(&tx.CaseView, tx.ID())
			if err != nil || string(first.Bytes()) != "Awa" || !second.Empty() {
				w.t.Errorf("together: %q and %q, %v", first.Bytes(), second.Bytes(), err)
			}
			other := gate.Words{{In: gate.Column(vault.Identity, "test.elsewhere_sealed"), At: &first}}
			*other.Cells()[0].(*gate.Sealed) = s
			if err := other.Held(&tx.CaseView, tx.ID()); !fault.Is(err, fault.Internal) {
				w.t.Errorf("in another column: %v", err)
			}
			return nil
		})
	})
}

func TestASealedColumnIsSaidOnce(t *testing.T) {
	column := gate.Column(vault.Identity, "test.column_sealed")
	if column.Compartment() != vault.Identity || gate.Columns()["test.column_sealed"] != vault.Identity {
		t.Error("the column is not declared")
	}
	each(t, func(w *world) {
		w.work(func(tx *gate.CaseTx) error {
			s, err := column.Seal(tx, tx.ID(), secret.Of("Awa"))
			w.ok(err)
			got, err := column.Open(tx, tx.ID(), s)
			if err != nil || string(got.Bytes()) != "Awa" {
				w.t.Errorf("%q, %v", got.Bytes(), err)
			}
			if _, err = tx.Open(vault.Identity, "test.other_sealed", tx.ID(), s); !fault.Is(err, fault.Internal) {
				w.t.Errorf("in another column: %v", err)
			}
			return nil
		})
	})
}

// Codes lie in one column between spaces; a page tells whether another follows.
func TestCodesAndPages(t *testing.T) {
	var list []string
	codes := gate.Codes{List: &list}
	for text, want := range map[string][]string{"": {}, "a": {"a"}, "a b  c": {"a", "b", "c"}} {
		if err := codes.Scan(text); err != nil || !slices.Equal(list, want) {
			t.Errorf("%q is read as %q, %v", text, list, err)
		}
		if v, err := codes.Value(); err != nil || v != strings.Join(want, " ") {
			t.Errorf("%q is written as %q, %v", want, v, err)
		}
	}
	if err := codes.Scan(7); err == nil {
		t.Error("a number was read as codes")
	}
	for n, more := range map[int]bool{0: false, 2: false, 3: false, 4: true} {
		if got, m := gate.Page(make([]int, n), 3); m != more || len(got) != min(n, 3) {
			t.Errorf("of %d rows %d are shown, and more: %v", n, len(got), m)
		}
	}
}

// One of a list that was read is found, or absent as a row of a query is.
func TestOneAmongThoseRead(t *testing.T) {
	over := func(n int) func(int) bool { return func(m int) bool { return m > n } }
	if one, err := gate.Among([]int{1, 3, 5}, over(2)); one != 3 || err != nil {
		t.Errorf("found %d, %v", one, err)
	}
	for _, list := range [][]int{nil, {1, 2}} {
		if one, err := gate.Among(list, over(2)); one != 0 || !fault.Is(err, fault.NotFound) {
			t.Errorf("found %d among %v, %v", one, list, err)
		}
	}
}

// The sealed words of a row are opened and sealed all or not at all.
func TestTheWordsOfARow(t *testing.T) {
	name, danger := gate.Column(vault.Identity, "test.words_name_sealed"), gate.Column(vault.Health,
		"test.words_health_sealed")
	act := define("words", access.CaseDoor, access.CaseTeam, both|vault.Health, vault.None)
	each(t, func(w *world) {
		var one, two secret.Text
		words := gate.Words{{In: danger, At: &one}, {In: name, At: &two}}
		w.ok(w.Gate.Case(ctx, w.claire, act, w.ref, func(tx *gate.CaseTx) error {
			if args, err := words.Seal(tx, tx.ID()); !errors.Is(err, gate.ErrSealed) || args != nil {
				w.t.Errorf("sealed without a key of the first: %v, %v", args, err)
			}
			w.ok(tx.Create(vault.Health, w.evaluation))
			one, two = secret.Of("asthma"), secret.Of("Awa")
			args, err := words.Seal(tx, tx.ID(), 7)
			if err != nil || len(args) != 3 || args[0] != 7 {
				w.t.Errorf("sealed: %v, %v", args, err)
			}
			into := words.Cells(new(int))
			for i, a := range args[1:] {
				v, err := a.(gate.Sealed).Value()
				w.ok(err)
				w.ok(into[i+1].(*gate.Sealed).Scan(v))
			}
			one, two = secret.Text{}, secret.Text{}
			if err := words.Open(tx, tx.ID()); err != nil || string(one.Bytes()) != "asthma" ||
				string(two.Bytes()) != "Awa" {
				w.t.Errorf("opened: %v", err)
			}
			return nil
		}))
		second, _ := w.beside(evaluates(both))
		w.ok(w.Gate.Case(ctx, w.claire, act, second, func(tx *gate.CaseTx) error {
			if err := words.Open(tx, tx.ID()); !errors.Is(err, gate.ErrSealed) {
				w.t.Errorf("opened without a key of the first: %v", err)
			}
			return nil
		}))
	})
}

// Among is the first that is meant, the very first included; where none is, it is absent.
func TestTheFirstThatIsMeant(t *testing.T) {
	for want, list := range map[int][]int{4: {4, 6, 1}, 6: {1, 6, 4}} {
		if got, err := gate.Among(list, func(n int) bool { return n > 1 }); err != nil || got != want {
			t.Errorf("of %v: %d, %v", list, got, err)
		}
	}
	if got, err := gate.Among([]int{1}, func(n int) bool { return n > 1 }); !errors.Is(err, fault.ErrAbsent) {
		t.Errorf("of none: %d, %v", got, err)
	}
}

// The views of a list that somebody keeps are theirs and of that list alone, in the order in which they were kept.
func TestTheViewsSomebodyKeeps(t *testing.T) {
	each(t, func(w *world) {
		keep := func(who access.Actor, list string, narrowed ...string) {
			for _, n := range narrowed {
				w.Clock.Advance(time.Second)
				_, err := w.Raw().Exec(`insert into access_view (id, user_id, list, narrowed) values ($1, $2, $3, $4)`,
					id.New[teamEntity](w.Clock.Now()).Bytes(), who.User().Bytes(), list, n)
				w.ok(err)
			}
		}
		keep(w.claire, "cases", "stage=b", "stage=a")
		keep(w.claire, "partners", "free=yes")
		keep(w.luc, "cases", "stage=c")
		for _, c := range []struct {
			who  access.Actor
			list string
			want []string
		}{{w.claire, "cases", []string{"stage=b", "stage=a"}}, {w.claire, "partners", []string{"free=yes"}},
			{w.luc, "cases", []string{"stage=c"}}, {w.luc, "partners", nil}, {w.hana, "cases", nil}} {
			w.ok(w.Gate.Circle(ctx, c.who, listing, func(v *gate.CircleView) error {
				got, err := gate.Views(v.Office, c.who, c.list)
				if !slices.Equal(got, c.want) {
					w.t.Errorf("%s keeps %q of %s, want %q", c.who.Name(), got, c.list, c.want)
				}
				return err
			}))
		}
	})
}

// A list that was read whole is shown page by page; a page beyond either end is the one next to it, or empty.
func TestAPageOfAListReadWhole(t *testing.T) {
	list := []int{1, 2, 3, 4, 5}
	for page, want := range map[int]struct {
		rows []int
		more bool
	}{-1: {list[:2], true}, 0: {list[:2], true}, 1: {list[2:4], true}, 2: {list[4:], false}, 3: {nil, false}} {
		if got, more := gate.PageAt(list, page, 2); !slices.Equal(got, want.rows) || more != want.more {
			t.Errorf("page %d: %v, %v", page, got, more)
		}
	}
}
