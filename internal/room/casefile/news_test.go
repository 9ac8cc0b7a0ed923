package casefile

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
)

// What others told since somebody last came is new, by the room that tells it; what they told themselves is not, nor
// what came in before. Pages that follow each other within half an hour are one visit.
func TestWhatCameInSinceTheLastVisit(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ago := func(m int) time.Time { return now.Add(-time.Duration(m) * time.Minute) }
	var me, other gate.UserID
	for _, who := range []*gate.UserID{&me, &other} {
		if err := who.Scan(id.Random[any]().Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	look := func(who gate.UserID, m int) Looked { return Looked{Look: gate.Look{User: who, At: ago(m)}} }
	looks := []Looked{look(me, 1), look(other, 2), look(me, 29), look(other, 40), look(me, 300), look(me, 900)}
	if got := lastVisit(looks, me, now); !got.Equal(ago(300)) {
		t.Errorf("the last visit was at %v", got)
	}
	if got := lastVisit(looks[:4], me, now); !got.IsZero() {
		t.Errorf("a visit at %v that is not among the looks", got)
	}
	p := Page{Panels: []Shown{{Name: "casefile"}, {Name: "another"}}, Facts: []Told{
		{Kind: "suspended", User: other, At: ago(400)}, {Kind: "resumed", User: other, At: ago(200)},
		{Kind: "suspended", User: me, At: ago(100)}, {Kind: "resumed", User: other, At: ago(10)}}}
	markNew(&p, ago(300), me)
	if p.Panels[0].New != 2 || p.Panels[1].New != 0 {
		t.Errorf("new: %d and %d", p.Panels[0].New, p.Panels[1].New)
	}
	p.Panels[0].New = 0
	if markNew(&p, time.Time{}, me); p.Panels[0].New != 0 {
		t.Error("something is new to whoever was never there")
	}
}
