package referral_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	_ "havre.example/havre/internal/room/journey" // its part: the facts it tells
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// needle stands in every word about the person; no table may hold it in clear.
const needle = "Zorabel-Needle-4471"

// spy counts the stretchings, to prove that a wrong receipt costs what a right one does.
type spy struct {
	referral.Stretcher
	calls int
}

func (s *spy) Stretch(ctx context.Context, purpose string, words, salt []byte) ([]byte, error) {
	s.calls++
	return s.Stretcher.Stretch(ctx, purpose, words, salt)
}

type office struct {
	*trusttest.Floor
	*referral.Desk
	people  *person.Desk
	agreed  *consent.Desk
	cases   *casefile.Desk
	stretch *spy
}

func open(f *trusttest.Floor) office {
	o := office{Floor: f, people: person.New(f.Gate), agreed: consent.New(f.Gate), stretch: &spy{Stretcher: f.Stretch}}
	o.Desk = referral.New(f.Gate, o.stretch, o.people, o.agreed, assessment.New(f.Gate, person.New(f.Gate)))
	o.cases = casefile.NewDesk(f.Gate, append(append(o.HomePanels(), o.people.HomePanels()...),
		o.agreed.HomePanels()...), []casefile.CasePanel{
		casefile.Panel("referral", casefile.AboutHer, 10, o.OnCase, drawn),
		casefile.Panel("person", casefile.AboutHer, 15, o.people.OnCase, drawn),
		casefile.Panel("consent", casefile.AboutHer, 20, o.agreed.OnCase, drawn),
	})
	return o
}

// drawing is a panel that keeps what it shows.
type drawing[T any] struct{ shows T }

func (drawing[T]) Render(context.Context, io.Writer) error { return nil }

func drawn[T any](t T) drawing[T] { return drawing[T]{t} }

func (o office) claire() access.Actor {
	return o.Person("claire", "Claire", o.Teams["evaluation"], "", access.Coordinator)
}

func (o office) partner() access.Actor { // any team serves as the partner's here
	return o.Person("ines", "Inès", o.Teams["oversight"], "", access.Referrer)
}

func answers(codes map[string]string, words map[string]string) referral.Answers {
	a := referral.NewAnswers()
	for k, v := range codes {
		a.Codes[k] = strings.Fields(v)
	}
	for k, v := range words {
		a.Words[k] = secret.Of(v)
	}
	return a
}

var who = answers(map[string]string{"who_kind": "hospital", "who_department": "31"},
	map[string]string{"who_name": "Docteur " + needle, "who_telephone": "05 00 00 00 00"})

func whole(agreed string) referral.Answers {
	return referral.Merge(who, answers(
		map[string]string{"agreed": agreed, "agreed_language": "en", "statistics": "yes", "danger_area": "31 75",
			"danger_level": "grave", "birth_year": "2001",
			"gender": "Feminine", "languages": "en pcm", "interpreter": "yes", "adults": "1", "age_0_2": "1",
			"need": "cot", "care_today": "yes", "exploitation": "sexual"},
		map[string]string{"name": needle, "telephone": "07 " + needle, "danger_words": "He waits at the station. " +
			needle, "needs_words": "A quiet room " + needle,
			"health_words": "Pregnant " + needle, "contact_words": "Not after 18 h " + needle}))
}

func panel[T any](t *testing.T, p casefile.Page) T {
	t.Helper()
	for _, s := range p.Panels {
		if v, ok := s.View.(drawing[T]); ok {
			return v.shows
		}
	}
	var none T
	t.Fatalf("no panel %T among %d", none, len(p.Panels))
	return none
}
