package personweb_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// told is what somebody following docs/decisions/0034 by hand would know: every day on which she may be born, and what
// was said of full age last.
type told struct {
	from, to date.Date // the first and the last day of birth that is possible; zero: nothing is known
	said     tri.Value
	on       date.Date
}

// byBirth asks each of the two outermost days of birth: whoever is born between them comes of age between them.
func (k told) byBirth(on date.Date) tri.Value {
	grown := func(born date.Date) bool {
		years := on.Year() - born.Year()
		if on.Month() < born.Month() || on.Month() == born.Month() && on.Day() < born.Day() {
			years--
		}
		return years >= 18
	}
	switch {
	case k.from.IsZero() || grown(k.from) != grown(k.to):
		return tri.Unknown
	case grown(k.to):
		return tri.Yes
	}
	return tri.No
}

func (k told) ofAge(on date.Date) tri.Value {
	born, said := k.byBirth(on), k.said
	if said == tri.No && born == tri.Yes && k.byBirth(k.on) != tri.Yes {
		said = tri.Unknown // said of a day that has passed
	}
	switch {
	case !said.Known():
		return born
	case born.Known() && born != said:
		return tri.Unknown
	}
	return said
}

// Whatever is stated, emptied, corrected and left as the form shows it, in whatever order, and however time passes: of
// full age is what was said and what follows from the birth on that day, and nothing that was reckoned is ever said.
func TestWhatFollowsFromABirthIsNeverSaid(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	draw := rand.New(rand.NewPCG(seed, 49))
	f := trusttest.SQLite(t)
	ctx, d := context.Background(), person.New(f.Gate)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	cases := casefile.NewDesk(f.Gate, d.HomePanels(), nil)
	for run := range 40 {
		ref, err := f.Gate.NewCase(ctx, f.SignIn("claire"), openTest,
			[]gate.Holder{{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) error {
				var c casefile.Coded
				enter, err := d.Introduce(&c, secret.Of(needle), secret.Text{}, secret.Text{}, casefile.Coded{},
					date.Rough{})
				if err != nil {
					return err
				}
				if err := casefile.Begin(tx, j, "first", c,
					referral.Referred{By: "association", Case: "first"}); err != nil {
					return err
				}
				return enter(tx)
			})
		if err != nil {
			t.Fatal(err)
		}
		var known told
		story := ""
		for range 12 {
			who := f.SignIn("claire")
			p, err := d.Open(ctx, who, ref)
			if err != nil {
				t.Fatalf("seed %d, run %d: %v%s", seed, run, err, story)
			}
			today, e := f.Gate.Today(), p.Entry()
			if want := known.ofAge(today); p.Adult != want {
				t.Fatalf("seed %d, run %d: on %s of age %s, not %s%s", seed, run, today, p.Adult, want, story)
			}
			if e.Adult.Known() && e.Adult != known.said {
				t.Fatalf("seed %d, run %d: the form says %s, which nobody said%s", seed, run, e.Adult, story)
			}
			home, err := cases.OnHome(ctx, who)
			if err != nil {
				t.Fatal(err)
			}
			if listed(home, ref) != (p.Adult != tri.Yes) {
				t.Fatalf("seed %d, run %d: of age %s, and the home asks: %t%s", seed, run, p.Adult,
					listed(home, ref), story)
			}
			what := ""
			switch draw.IntN(6) {
			case 0, 1:
				what = state(draw, today, &e, &known)
			case 2:
				e.Born, e.BornMonth, e.BirthYear, e.BirthAbout = date.Date{}, "", 0, false
				known.from, known.to = date.Date{}, date.Date{}
				what = "no birth"
			case 3:
				if e.Adult = tri.Value(draw.IntN(3)); e.Adult != p.Entry().Adult {
					known.said, known.on = e.Adult, today
				}
				what = "of age: " + e.Adult.String()
			case 4:
				e.Telephone = secret.Of(fmt.Sprintf("0102030405%d", draw.IntN(9)))
				what = "a telephone"
			default:
				f.Clock.Advance(time.Duration(draw.IntN(500)) * 24 * time.Hour)
				story += "\n  time passes"
				continue
			}
			story += fmt.Sprintf("\n  %s: %s", today, what)
			e.BirthWrong = true // another birth is no slip of the hand
			if err := d.Save(ctx, who, ref, p.Version, e); err != nil {
				t.Fatalf("seed %d, run %d: %v%s", seed, run, err, story)
			}
		}
	}
}

func listed(home []casefile.Item, ref casefile.Ref) bool {
	for _, i := range home {
		if i.Case.Ref == ref {
			return true
		}
	}
	return false
}

// state writes a birth into the form, as a day, a month, a year or a guess.
func state(draw *rand.Rand, today date.Date, e *person.Entry, k *told) string {
	born := date.Must(today.Year()-16-draw.IntN(4), 1+draw.IntN(12), 1+draw.IntN(28))
	e.Born, e.BornMonth, e.BirthYear, e.BirthAbout = date.Date{}, "", 0, draw.IntN(4) == 0
	switch draw.IntN(3) {
	case 0:
		e.Born, k.from, k.to = born, born, born
	case 1:
		e.BornMonth = born.String()[:7]
		k.from = date.Must(born.Year(), int(born.Month()), 1)
		k.to = k.from
		for k.to.AddDays(1).Month() == k.from.Month() {
			k.to = k.to.AddDays(1)
		}
	default:
		e.BirthYear, k.from, k.to = born.Year(), date.Must(born.Year(), 1, 1), date.Must(born.Year(), 12, 31)
	}
	if e.BirthAbout {
		k.from = date.Must(k.from.Year()-3, int(k.from.Month()), k.from.Day())
		k.to = date.Must(k.to.Year()+3, int(k.to.Month()), min(28, k.to.Day())).AddDays(max(0, k.to.Day()-28))
	}
	return fmt.Sprintf("born %s, about %t", e.Rough(), e.BirthAbout)
}
