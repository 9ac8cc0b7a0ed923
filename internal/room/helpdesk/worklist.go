package helpdesk

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// PageSize is how many contacts a list shows at once.
const PageSize = 50

// Filter chooses contacts; an empty field chooses all.
type Filter struct {
	State      State
	Topic      string
	Department string
	After      ContactID // the Next of the page before; zero for the first page
}

// Listing is one page of contacts, newest first; codes only.
type Listing struct {
	Contacts []Contact
	Next     ContactID // where the next page starts; zero when this is the last
}

// last is above every id: the first page starts below it.
var last = func() (c ContactID) {
	_ = c.Scan([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")) // 16 bytes always scan
	return c
}()

// Contacts lists contacts without opening what was said.
func (d *Desk) Contacts(ctx context.Context, who access.Actor, f Filter) (Listing, error) {
	if f.After.IsZero() {
		f.After = last
	}
	var l Listing
	err := d.gate.Office(ctx, who, List, func(v *gate.OfficeView) error {
		l = Listing{}
		rows, err := v.Query(qList, f.After, string(f.State), f.Department, f.Topic, PageSize+1)
		if err != nil {
			return fmt.Errorf("list contacts: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var c Contact
			var at int64
			var topics string
			if err := rows.Scan(&c.ID, &c.State, &c.Caller, &c.Organisation, &c.Department, &c.Channel, &c.Minutes, &at,
				&c.Version, &topics); err != nil {
				return fmt.Errorf("list contacts: %w", err)
			}
			c.At, c.Topics = clock.FromMicros(at), sorted(topics)
			l.Contacts = append(l.Contacts, c)
		}
		if len(l.Contacts) > PageSize {
			l.Contacts = l.Contacts[:PageSize]
			l.Next = l.Contacts[PageSize-1].ID
		}
		return rows.Err()
	})
	return l, err
}

// shownWaiting is how many open contacts a home shows; the list has the rest.
const shownWaiting = 20

// HomePanels are what the helpdesk adds to the home of coordinators: contacts that wait for an answer.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "helpdesk", Roles: []access.Role{access.Coordinator}, Load: waiting}}
}

func waiting(v *gate.CircleView) ([]casefile.Item, error) {
	rows, err := v.Office(qWaiting, shownWaiting)
	if err != nil {
		return nil, fmt.Errorf("list waiting contacts: %w", err)
	}
	defer rows.Close()
	var out []casefile.Item
	for rows.Next() {
		var c ContactID
		var caller, department string
		var at int64
		if err := rows.Scan(&c, &caller, &department, &at); err != nil {
			return nil, fmt.Errorf("list waiting contacts: %w", err)
		}
		text := "helpdesk.item." + caller
		if department != "" {
			text = "helpdesk.item_from." + caller
		}
		out = append(out, casefile.Item{Band: casefile.Now, Since: clock.FromMicros(at), Text: text,
			Args: []any{"department", country.France().Name(department)}, Link: "/contacts/" + c.String(),
			Action: "helpdesk.item_action"})
	}
	return out, rows.Err()
}
