package helpdesk

import (
	"context"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
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
	Order      Order
	After      ContactID // the Next of the page before; zero for the first page
}

// Order is in which order contacts are listed.
type Order string

// The orders.
const (
	Newest Order = "newest"
	Oldest Order = "oldest"
)

// ListName is the name under which views of the list of contacts are kept.
const ListName = "contacts"

// Listing is one page of contacts; codes only.
type Listing struct {
	Of       Filter
	Views    []string // of the list, that its reader keeps
	Contacts []Contact
	Next     ContactID // where the next page starts; zero when this is the last
}

// Contacts lists contacts without opening what was said.
func (d *Desk) Contacts(ctx context.Context, who access.Actor, f Filter) (Listing, error) {
	q := qList
	switch {
	case f.Order == Oldest:
		q = qListOldest
	case f.After.IsZero():
		f.After = id.Last[contactEntity]()
	}
	var l Listing
	err := d.gate.Office(ctx, who, List, func(v *gate.OfficeView) error {
		l = Listing{Of: f}
		list, err := gate.Collect(v.Query, q, func(rows *gate.Rows) (c Contact, err error) {
			err = rows.Scan(&c.ID, &c.State, &c.Caller, &c.Organisation, &c.Department, &c.Channel, &c.Minutes,
				clock.Stored{T: &c.At}, &c.Version, gate.Codes{List: &c.Topics})
			slices.Sort(c.Topics)
			return c, err
		}, f.After.Or(), string(f.State), f.Department, f.Topic, PageSize+1)
		var more bool
		if l.Contacts, more = gate.Page(list, PageSize); more {
			l.Next = l.Contacts[PageSize-1].ID
		}
		if err == nil {
			l.Views, err = gate.Views(v.Query, who, ListName)
		}
		return err
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
	return gate.Collect(v.Office, qWaiting, func(rows *gate.Rows) (casefile.Item, error) {
		var c ContactID
		var caller, department string
		var at int64
		if err := rows.Scan(&c, &caller, &department, &at); err != nil {
			return casefile.Item{}, err
		}
		text := "helpdesk.item." + caller
		if department != "" {
			text = "helpdesk.item_from." + caller
		}
		return casefile.Item{Band: casefile.Now, Since: clock.FromMicros(at), Text: text,
			Args: []any{"department", v.Country().Name(department)}, Link: "/contacts/" + c.String(),
			Action: "helpdesk.item_action"}, nil
	}, shownWaiting)
}
