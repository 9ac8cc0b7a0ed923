package casefile

import (
	"context"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people do with the case file itself.
type Desk struct {
	gate    *gate.Gate
	homes   []HomePanel
	panels  []CasePanel
	agendas []Agenda
}

// NewDesk returns the desk; panels and agendas are every room's, in the order of the program's list of rooms.
func NewDesk(g *gate.Gate, homes []HomePanel, panels []CasePanel, agendas ...Agenda) *Desk {
	return &Desk{g, append(ownPanels(), homes...), panels, agendas}
}

// Shown is one panel of a case page, ready to be rendered.
type Shown struct {
	Name    string // of its room
	Chapter Chapter
	View    View
	Brief   []View // its lines of the summary
	New     int    // facts that its room told since the reader last came
}

// Page is a case page: header, facts, panels, who looked.
type Page struct {
	Header   Header
	Relation access.Relation // of the reader's team
	Reached  Stage           // where it stands or, of a case that is paused or has ended, stood before
	Facts    []Told
	Panels   []Shown
	Past     []Happened // what rooms add to the timeline
	Left     []Do       // what is still to be done once it has ended
	Back     []Return   // what comes back, or does not, when it is taken up again; for the teams that ask her
	Looks    []Looked
	Follows  Following // for the reader's team
	GoesOn   bool      // this case; for the referring service, any case of hers
	Passed   []Passing // what the referring service passed on of her wish to leave, newest first; not for every team
}

// Looked is one line of "who looked".
type Looked struct {
	gate.Look
	Name  string // of the colleague, as their team knows them; "" for pages without account and for the machine
	Team  string
	Other bool // somebody of another partner, whose name would tell the referrer where the person went (I5)
}

// OnCase opens the case page: every room's panel under one act, one handle, one journal entry.
func (d *Desk) OnCase(ctx context.Context, who access.Actor, ref Ref) (Page, error) {
	var p Page
	err := d.gate.ViewCase(ctx, who, Open, ref, func(v *gate.CaseView) (err error) {
		p = Page{}
		p.Relation = v.Relation()
		if p.Header, err = ReadHeader(v); err != nil {
			return err
		}
		if p.Facts, err = Facts(v); err != nil {
			return err
		}
		p.Reached = Reached(p.Facts)
		if p.GoesOn = p.Header.Stage.Open(); p.Relation == access.Referred && !p.GoesOn {
			if p.GoesOn, err = goesOn(v); err != nil {
				return err
			}
		}
		if p.Passed, err = passedTo(v); err != nil {
			return err
		}
		if p.Follows, err = followed(v); err != nil {
			return err
		}
		if p.Back, err = circleBack(v, p.Header); err != nil {
			return err
		}
		for _, panel := range d.panels {
			shown, ok, err := panel.Render(v)
			if err != nil {
				return fmt.Errorf("panel %s: %w", panel.Name, err)
			}
			if ok {
				p.Panels = append(p.Panels, shown)
			}
			if err := p.ended(v, panel); err != nil {
				return err
			}
			if panel.Past == nil {
				continue
			}
			past, err := panel.Past(v)
			if err != nil {
				return fmt.Errorf("past of %s: %w", panel.Name, err)
			}
			for _, h := range past {
				h.Room = panel.Name
				p.Past = append(p.Past, h)
			}
		}
		if p.Looks, err = looks(v); err != nil {
			return err
		}
		markNew(&p, lastVisit(p.Looks, who.User(), v.Now()), who.User())
		return nil
	})
	return p, err
}

// ended adds what a panel says of a case that has ended.
func (p *Page) ended(v *gate.CaseView, panel CasePanel) error {
	if p.Header.Stage.Open() {
		return nil
	}
	if panel.Left != nil {
		do, ok, err := panel.Left(v)
		if err != nil {
			return fmt.Errorf("what is left of %s: %w", panel.Name, err)
		}
		if ok {
			p.Left = append(p.Left, do)
		}
	}
	if panel.Back == nil || p.Relation != access.Hosts && p.Relation != access.Evaluates {
		return nil
	}
	back, err := panel.Back(v)
	if err != nil {
		return fmt.Errorf("what comes back of %s: %w", panel.Name, err)
	}
	p.Back = append(p.Back, back...)
	return nil
}

// Of is what is written down of a case, with one entry of it.
type Of[L, E any] struct {
	All L
	One E
}

// OpenOf opens all that an act opens of a case, and finds one entry of it.
func OpenOf[L, E, K any](ctx context.Context, who access.Actor, ref Ref,
	open func(context.Context, access.Actor, Ref) (L, error), which K, find func(L, K) (E, error)) (Of[L, E], error) {
	all, err := open(ctx, who, ref)
	if err != nil {
		return Of[L, E]{}, err
	}
	one, err := find(all, which)
	return Of[L, E]{all, one}, err
}

var qWho = gate.OfficeSQL("casefile.who", `select u.name, t.name from access_user u, access_team t
	where u.id = $1 and t.id = $2 and (t.kind <> 'partner' or t.id = $3 or $4 <> 'referred')`)

var qColleague = gate.OfficeSQL("casefile.colleague", `select name from access_user where id = $1`)

// Colleague returns what somebody with an account is called; "" where nobody is known by that id.
func Colleague(v *gate.CaseView, who gate.UserID) (string, error) {
	return Once(v, "colleague "+who.String(), func(v *gate.CaseView) (string, error) {
		name, err := gate.Value[string](v.Office, qColleague, who.Or())
		if fault.Is(err, fault.NotFound) {
			return "", nil
		}
		return name, err
	})
}

// shownLooks is how many lines of "who looked" a page shows.
const shownLooks = 20

func looks(v *gate.CaseView) ([]Looked, error) {
	raw, err := v.Looks(shownLooks)
	if err != nil {
		return nil, err
	}
	return lookers(v, raw)
}

// lookers says who it was.
func lookers(v *gate.CaseView, raw []gate.Look) (out []Looked, err error) {
	known := map[[2]string]Looked{} // the same few colleagues look again and again
	for _, l := range raw {
		at := [2]string{l.User.String(), l.Team.String()}
		k, ok := known[at]
		if !ok {
			if k, err = looker(v, l); err != nil {
				return nil, err
			}
			known[at] = k
		}
		k.Look = l
		out = append(out, k)
	}
	return out, nil
}

func looker(v *gate.CaseView, l gate.Look) (k Looked, err error) {
	if l.User.IsZero() || l.Team.IsZero() {
		return k, nil
	}
	err = v.OfficeRow(qWho, l.User, l.Team, v.Team(), string(v.Relation())).Scan(&k.Name, &k.Team)
	if k.Other = fault.Is(err, fault.NotFound); k.Other {
		return k, nil
	}
	return k, fault.In("read who looked", err)
}

// OnHome gathers what needs the person now, from every room, for each of their teams, most urgent first.
func (d *Desk) OnHome(ctx context.Context, who access.Actor) ([]Item, error) {
	t, err := d.Today(ctx, who)
	return t.Items, err
}

// Today is somebody's home: what needs them, and who of their teams follows cases.
type Today struct {
	Items []Item // most urgent first
	Team  Teammates
}

// Today is OnHome with who follows which case.
func (d *Desk) Today(ctx context.Context, who access.Actor) (Today, error) {
	var t Today
	err := d.gate.Circle(ctx, who, Home, func(v *gate.CircleView) error {
		t = Today{}
		err := v.InTeams(func(v *gate.CircleView) error {
			more, err := teammates(v.Office, v.Team(), v.Now())
			t.Team = append(t.Team, more...)
			return err
		})
		if err != nil {
			return err
		}
		return eachTeam(v, d.homes, func(v *gate.CircleView, p HomePanel) error {
			more, err := p.Load(v)
			t.Items = append(t.Items, more...)
			return err
		})
	})
	sortItems(t.Items)
	return t, err
}

// eachTeam loads what the rooms add for somebody, for each of their teams and what they do there.
func eachTeam[L any](v *gate.CircleView, list []Added[L], load func(*gate.CircleView, Added[L]) error) error {
	return v.InTeams(func(v *gate.CircleView) error {
		for _, p := range list {
			named := func(m access.Membership) bool { return m.Team == v.Team() && slices.Contains(p.Roles, m.Role) }
			if !slices.ContainsFunc(v.Actor().Members(), named) {
				continue
			}
			if err := load(v, p); err != nil {
				return fmt.Errorf("what %s adds: %w", p.Name, err)
			}
		}
		return nil
	})
}
