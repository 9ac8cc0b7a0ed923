package account

import (
	"slices"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
)

// Founding is a network about to begin: who founds it, and what its teams are called, in the order of TeamKinds.
type Founding struct {
	Pending
	Teams []string
}

// What is asked of those who come in.
var (
	// Founded asks for what a network begins with.
	Founded = ask.Of("account.set_up",
		ask.Text("code", func(p *Founding) *string { return &p.Code }).Max(40).Required(),
		ask.Text("network", func(p *Founding) *string { return &p.Network.Name }).Max(100).Required(),
		ask.Text("telephone", func(p *Founding) *string { return &p.Network.Telephone }).Max(40).Telephone().
			Optional(),
	)
	// Teams asks for the names of its teams.
	Teams = teams()
	// Sought is by what the list of teams is narrowed; names are searched for by a form that is sent.
	Sought = ask.Of("account",
		ask.Among("kind", append(slices.Clone(TeamKinds()), "partner"), func(q *Query) *string { return &q.Kind }),
		ask.Tick("waiting", func(q *Query) *bool { return &q.Waits }))
	// Newcomer asks who arrives.
	Newcomer = ask.Of("account.newcomer",
		ask.Text("name", func(p *Pending) *string { return &p.Name }).Max(80).Required().Own("name"),
		ask.Text("login", func(p *Pending) *string { return &p.Login }).Max(40).Required().Own("username").
			Like(goodTyped, "account.login_form"),
	)
	// Invited asks for the code of an invitation.
	Invited = ask.Of("account.join", ask.Text("code", ask.Itself[string]).Max(40).Required())
	// StandingIn asks for the days of a deputy.
	StandingIn = ask.Of("account.invite",
		ask.Day("from", func(s *StandIn) *date.Date { return &s.From }).Optional(),
		ask.Day("through", func(s *StandIn) *date.Date { return &s.Through }).Optional(),
	)
	// Noticed asks where somebody is told that something waits, and when not.
	Noticed = ask.Of("account.sessions",
		ask.Text("mail", func(n *Notices) *string { return &n.Mail }).Max(254).Typed("email").Optional().
			Like(mailForm.MatchString, "account.sessions.mail_form"),
		ask.Text("quiet_from", func(n *Notices) *string { return &n.QuietFrom }).Max(9).Optional().
			Like(isHour, "account.sessions.hour_form"),
		ask.Text("quiet_until", func(n *Notices) *string { return &n.QuietUntil }).Max(9).Optional().
			Like(isHour, "account.sessions.hour_form"),
	)
)

func teams() ask.Sheet[Founding] {
	var out []ask.Field[Founding]
	for i, kind := range TeamKinds() {
		out = append(out, ask.Text("team_"+kind, func(p *Founding) *string {
			p.Teams = append(p.Teams, make([]string, max(0, i+1-len(p.Teams)))...)
			return &p.Teams[i]
		}).Max(80).Required())
	}
	return ask.Of("account", out...)
}

// Arrival is the founder on their way in.
func (p Founding) Arrival() Pending {
	p.Use, p.Network.Teams = ToSetUp, map[string]string{}
	for i, kind := range TeamKinds() {
		p.Network.Teams[kind] = p.Teams[i]
	}
	return p.Pending
}

// Asked is the settings of the network, in the order of their page.
var Asked = ask.Of("account.settings",
	ask.Text("name", func(s *Settings) *string { return &s.Name }).Max(100).Required(),
	ask.Text("telephone", func(s *Settings) *string { return &s.Telephone }).Max(40).Telephone().Optional(),
	ask.Text("mail_host", func(s *Settings) *string { return &s.MailHost }).Max(253).Optional().
		Like(hostForm.MatchString, "account.settings.wrong.mail_host"),
	ask.Number("mail_port", 1, 65535, func(s *Settings) *int { return &s.MailPort }).Optional(),
	ask.Text("mail_from", func(s *Settings) *string { return &s.MailFrom }).Typed("email").Optional(),
	ask.Text("mail_user", func(s *Settings) *string { return &s.MailUser }).Optional(),
	ask.Text("address", func(s *Settings) *string { return &s.Address }).Typed("url").Optional().
		Like(goodSite, "account.settings.wrong.address"),
	ask.Text("exit_site", func(s *Settings) *string { return &s.ExitSite }).Typed("url").Optional().
		Like(goodSite, "account.settings.wrong.exit_site"),
)
