package demo

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
)

// Person is somebody who works in the demonstration.
type Person struct {
	Login   string          `json:"login"`
	Name    string          `json:"name"`
	Team    string          `json:"team"`
	Role    access.Role     `json:"role"`
	Shown   bool            `json:"shown"` // on the first page
	Secrets session.Secrets `json:"secrets"`
}

// SignIn opens a session for the person and returns its token. It works in a demonstration only.
func (p Person) SignIn(ctx context.Context, n *app.Net) (string, error) {
	return n.Sessions.SignInDemo(ctx, p.Login, p.Secrets.Passphrase)
}

// People is everybody who works in a demonstration.
type People struct {
	Everybody []Person `json:"everybody"`
	Receipt   string   `json:"receipt"` // twenty digits of a referral that was sent without account
}

// Shown lists the people of the first page.
func (p People) Shown() []Person {
	return slices.DeleteFunc(slices.Clone(p.Everybody), func(x Person) bool { return !x.Shown })
}

// Of returns the person with a login; false when there is none.
func (p People) Of(login string) (Person, bool) {
	i := slices.IndexFunc(p.Everybody, func(x Person) bool { return x.Login == login })
	if i < 0 {
		return Person{}, false
	}
	return p.Everybody[i], true
}

// cast is who plays: those who sign in, and the partners.
type cast struct {
	people                     People
	teams                      map[string]access.TeamID
	rose, claire, clement, lou access.Actor
	hosts                      map[access.TeamID]access.Actor
	referrers                  []access.Actor
	places                     []string // departments of the referrers
	partners                   []partner.Line
	logins                     map[access.TeamID]string
	shelters                   []partner.Line
}

// newcomer draws somebody's secrets and the code that goes with them.
func (p *play) newcomer(login, name string) (session.Newcomer, error) {
	s, err := session.NewSecrets("fr")
	if err != nil {
		return session.Newcomer{}, err
	}
	code, err := session.CodeAt(s.TOTP, p.clock.Now())
	return session.Newcomer{Login: login, Name: name, Lang: "fr", Secret: s, Code: code}, err
}

// found founds the network with Rose as its administrator, and marks it first of all.
func (p *play) found() error {
	k := p.net.Sessions
	if err := k.MarkDemo(p.ctx); err != nil {
		return err
	}
	code, err := k.NewSetUpCode(p.ctx)
	if err != nil {
		return err
	}
	n, err := p.newcomer("rose", "Rose Amblard")
	if err != nil {
		return err
	}
	names := map[string]string{"administration": "Administration", "evaluation": "Évaluation",
		"logistics": "Logistique", "oversight": "Pilotage"}
	_, teams, err := k.Found(p.ctx, code, session.Network{Name: p.words.Network, Telephone: p.words.Telephone,
		Teams: names}, n)
	if err != nil {
		return err
	}
	p.cast.teams = teams
	p.cast.hosts, p.cast.logins = map[access.TeamID]access.Actor{}, map[access.TeamID]string{}
	p.note(n, "Administration", access.Administrator, true)
	p.cast.rose, err = p.enter("rose")
	return err
}

func (p *play) note(n session.Newcomer, team string, role access.Role, shown bool) {
	p.cast.people.Everybody = append(p.cast.people.Everybody, Person{n.Login, n.Name, team, role, shown, n.Secret})
}

// enter signs somebody in as of now, so that what needs a step-up can be done at any hour before.
func (p *play) enter(login string) (access.Actor, error) {
	then := p.clock.Now()
	defer p.clock.Set(then)
	p.clock.Set(p.now)
	who, _ := p.cast.people.Of(login)
	token, err := who.SignIn(p.ctx, p.net)
	if err != nil {
		return access.Actor{}, err
	}
	return p.net.Sessions.Resolve(p.ctx, token)
}

// post is one account to be made.
type post struct {
	login, name, teamName string
	team                  access.TeamID
	role                  access.Role
	shown                 bool
	user                  access.UserID
	actor                 access.Actor
}

// join invites and enrols everybody of the list, several at a time: stretching a passphrase is slow on purpose.
func (p *play) join(posts []*post) error {
	var g errgroup.Group
	g.SetLimit(4)
	for _, x := range posts {
		code, err := p.net.Sessions.Invite(p.ctx, p.cast.rose, x.team, []access.Role{x.role})
		if err != nil {
			return fmt.Errorf("invite %s: %w", x.login, err)
		}
		n, err := p.newcomer(x.login, x.name)
		if err != nil {
			return err
		}
		p.note(n, x.teamName, x.role, x.shown)
		g.Go(func() error {
			token, err := p.net.Sessions.EnrolSignedIn(p.ctx, code, n)
			if err != nil {
				return fmt.Errorf("enrol %s: %w", x.login, err)
			}
			x.actor, err = p.net.Sessions.Resolve(p.ctx, token)
			x.user = x.actor.User()
			return err
		})
	}
	return g.Wait()
}

// arrive brings in the head office's people. Claire welcomes Clément; Nadège waits until somebody welcomes her.
func (p *play) arrive() error {
	t := p.cast.teams
	clement := &post{login: "clement", name: "Clément Vasseur", teamName: "Évaluation", team: t["evaluation"],
		role: access.Coordinator, shown: true}
	err := p.join([]*post{
		{login: "claire", name: "Claire Dubreuil", teamName: "Évaluation", team: t["evaluation"],
			role: access.Coordinator, shown: true},
		{login: "lou", name: "Lou Sarrazin", teamName: "Logistique", team: t["logistics"], role: access.Logistics,
			shown: true},
		{login: "olga", name: "Olga Trintignac", teamName: "Pilotage", team: t["oversight"], role: access.Observer,
			shown: true},
	})
	if err != nil {
		return err
	}
	if p.cast.claire, err = p.enter("claire"); err != nil {
		return err
	}
	if p.cast.lou, err = p.enter("lou"); err != nil {
		return err
	}
	if err := p.join([]*post{clement}); err != nil {
		return err
	}
	if err := p.net.Sessions.Admit(p.ctx, p.cast.claire, t["evaluation"], clement.user); err != nil {
		return err
	}
	p.cast.clement, err = p.enter("clement")
	return err
}

// directory imports the partners and brings in one person for each that shelters, and for the first that refer.
func (p *play) directory(keep func(code string) bool) error {
	file, err := partnersFile(p.day(p.now), keep)
	if err != nil {
		return err
	}
	rep, err := p.net.Rooms.Partner.Import(p.ctx, access.Machine("import"), bytes.NewReader(file), false)
	if err == nil && !rep.Done {
		err = fmt.Errorf("%d mistakes, the first in line %d, %s", len(rep.Mistakes), rep.Mistakes[0].Line,
			rep.Mistakes[0].Key)
	}
	if err != nil {
		return fmt.Errorf("import the places: %w", err)
	}
	for page := 0; ; page++ {
		l, err := p.net.Rooms.Partner.Partners(p.ctx, p.cast.rose, partner.Query{Sort: partner.ByName, Page: page})
		if err != nil {
			return err
		}
		p.cast.partners = append(p.cast.partners, l.Lines...)
		if !l.More {
			break
		}
	}
	slices.SortFunc(p.cast.partners, func(a, b partner.Line) int { return strings.Compare(a.Code, b.Code) })
	return p.joinPartners()
}

// host is what the first person of the nth shelter is called; no two are called alike.
func (p *play) host(n int) string {
	list := p.words.Hosts
	first, _, _ := strings.Cut(list[n%len(list)], " ")
	_, surname, _ := strings.Cut(list[(n+n/len(list))%len(list)], " ")
	return first + " " + surname
}

func (p *play) joinPartners() error {
	var posts []*post
	for _, l := range p.cast.partners {
		x := &post{login: strings.ToLower(l.Code), teamName: l.Name, team: l.Team}
		switch {
		case l.Places > 0:
			x.role, x.name = access.Host, p.host(len(p.cast.shelters))
			p.cast.shelters = append(p.cast.shelters, l)
		case l.Kind == "specialised_association" && len(p.cast.places) < len(p.words.Referrers):
			x.role, x.name, x.shown = access.Referrer, p.words.Referrers[len(p.cast.places)], len(p.cast.places) < 2
			p.cast.places = append(p.cast.places, l.Department)
		default:
			continue
		}
		posts = append(posts, x)
	}
	if err := p.join(posts); err != nil {
		return err
	}
	for _, x := range posts {
		if x.role == access.Host {
			p.cast.hosts[x.team], p.cast.logins[x.team] = x.actor, x.login
		} else {
			p.cast.referrers = append(p.cast.referrers, x.actor)
		}
	}
	return p.shareAddresses()
}

// shareAddresses lets each host read the addresses of its own sites.
func (p *play) shareAddresses() error {
	for _, l := range p.cast.shelters {
		v, err := p.net.Rooms.Partner.Partner(p.ctx, p.cast.rose, l.ID)
		if err != nil {
			return err
		}
		for _, s := range v.Sites {
			if !s.HasAddress {
				continue
			}
			if err := p.net.Rooms.Partner.ShareAddress(p.ctx, p.cast.lou, s.ID); err != nil {
				return fmt.Errorf("share the address of %s: %w", l.Code, err)
			}
		}
	}
	return nil
}

// show puts a host on the first page, at most so many of them.
func (p *play) show(team access.TeamID) {
	const most = 4
	hosts := 0
	for i := range p.cast.people.Everybody {
		x := &p.cast.people.Everybody[i]
		if x.Login == p.cast.logins[team] && hosts < most {
			x.Shown = true
		}
		if x.Shown && x.Role == access.Host {
			hosts++
		}
	}
}

// late brings in Nadège, who waits for a colleague to welcome her.
func (p *play) late() error {
	p.clock.Set(p.now.Add(-3 * time.Hour))
	rose, err := p.enter("rose")
	if err != nil {
		return err
	}
	p.cast.rose = rose
	return p.join([]*post{{login: "nadege", name: "Nadège Fournel", teamName: "Évaluation",
		team: p.cast.teams["evaluation"], role: access.Coordinator}})
}
