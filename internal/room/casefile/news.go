package casefile

import (
	"time"

	"havre.example/havre/internal/trust/gate"
)

// visit is how long pages that are opened one after the other count as one visit.
const visit = 30 * time.Minute

// lastVisit is when somebody last opened the case before this visit; the zero time where that is not among the looks.
func lastVisit(looks []Looked, who gate.UserID, now time.Time) time.Time {
	for _, l := range looks {
		if l.User == who && now.Sub(l.At) >= visit {
			return l.At
		}
	}
	return time.Time{}
}

// markNew counts for each panel what others had its room tell since then.
func markNew(p *Page, since time.Time, who gate.UserID) {
	if since.IsZero() {
		return
	}
	for i := range p.Panels {
		for _, f := range p.Facts {
			if f.At.After(since) && f.User != who && Teller(f.Kind) == p.Panels[i].Name {
				p.Panels[i].New++
			}
		}
	}
}

// Teller is the room that declares a kind of fact.
func Teller(k Kind) string {
	for _, p := range parts {
		for _, t := range p.Tells {
			if t.Fact.Kind() == k {
				return p.Room
			}
		}
	}
	return ""
}
