package app

import (
	"context"
	"embed"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/account/accountweb"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/assessment/assessmentweb"
	"havre.example/havre/internal/room/call"
	"havre.example/havre/internal/room/call/callweb"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/room/consent/consentweb"
	"havre.example/havre/internal/room/guide/guideweb"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/room/helpdesk/helpdeskweb"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/room/indicator/indicatorweb"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/journey/journeyweb"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/partner/partnerweb"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/room/person/personweb"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/placementweb"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/room/referral/referralweb"
	"havre.example/havre/internal/room/safety"
	"havre.example/havre/internal/room/safety/safetyweb"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/room/stay/stayweb"
	"havre.example/havre/internal/room/task"
	"havre.example/havre/internal/room/task/taskweb"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/web"
)

//go:embed texts.fr.toml texts.en.toml
var ownTexts embed.FS

// Rooms is the list of rooms of a network: their desks, pages, words and jobs.
type Rooms struct {
	Account    *account.Desk
	Assessment *assessment.Desk
	Call       *call.Desk
	Casefile   *casefile.Desk
	Consent    *consent.Desk
	Helpdesk   *helpdesk.Desk
	Indicator  *indicator.Desk
	Journey    *journey.Desk
	Partner    *partner.Desk
	Person     *person.Desk
	Placement  *placement.Desk
	Referral   *referral.Desk
	Safety     *safety.Desk
	Stay       *stay.Desk
	Task       *task.Desk

	all   []room.Room
	texts *web.Texts
}

// newRooms builds every room on the house, in the order of a person's path, and wires the ports: a contact opens
// a referral, a referral writes who the person is and what she agreed to. It fails only where the country's own texts
// cannot do their work.
func newRooms(h *trust.House, c *country.Pack) (*Rooms, error) {
	r := &Rooms{
		Account:   account.New(h.Gate, h.Sessions, false),
		Person:    person.New(h.Gate),
		Consent:   consent.New(h.Gate),
		Call:      call.New(h.Gate, call.Answers{Tell: asking.Answers, TakeBack: asking.TakeBack}),
		Partner:   partner.New(h.Gate),
		Stay:      stay.New(h.Gate),
		Task:      task.New(h.Gate),
		Indicator: indicator.New(h.Gate),
	}
	r.Assessment = assessment.New(h.Gate, r.Person, safety.Standing)
	r.Safety = safety.New(h.Gate, r.Assessment.PlanNoted)
	r.Referral = referral.New(h.Gate, h.Stretch, r.Person, r.Consent, r.Assessment, r.Safety.Carry)
	r.Helpdesk = helpdesk.New(h.Gate, opener{r.Referral})
	r.Placement = placement.New(h.Gate, placement.Options{
		Mail:  func() bool { return h.Sessions.Setting("smtp_host") != "" },
		Needs: r.Assessment.NeedsWords, Agreed: r.Consent.AgreedTo, Called: r.Call.OfHost})
	r.Journey = journey.New(h.Gate, r.Placement.Finding.Doubt)
	r.all = []room.Room{
		helpdeskweb.Room(r.Helpdesk),
		referralweb.Room(r.Referral),
		personweb.Room(r.Person),
		consentweb.Room(r.Consent),
		assessmentweb.Room(r.Assessment),
		safetyweb.Room(r.Safety),
		placementweb.Room(r.Placement),
		journeyweb.Room(r.Journey),
		stayweb.Room(r.Stay),
		callweb.Room(r.Call),
		taskweb.Room(r.Task),
		partnerweb.Room(r.Partner),
		accountweb.Room(r.Account, func(name string) web.Kept { return room.Lists(r.all, name) }),
		indicatorweb.Room(r.Indicator),
		guideweb.Room(),
	}
	// The case file's pages are made of what the others add.
	r.Casefile = casefile.NewDesk(h.Gate, room.Homes(r.all), room.Panels(r.all), room.Agendas(r.all)...)
	r.all = append(r.all, casefileweb.Room(r.Casefile, r.all...))
	texts, err := room.Texts(r.all, ownTexts)
	if err != nil {
		panic(fmt.Sprintf("app: texts: %v", err)) // embedded: a program with broken texts does not start
	}
	if texts, err = texts.For(c.Spoken(), c.Texts); err != nil {
		return nil, err
	}
	r.texts = texts.Within(h.Gate.Country)
	return r, nil
}

// Routes lists every page of the network, a public one at its address in each language.
func (r *Rooms) Routes() []web.Route { return r.texts.Routes(room.Routes(r.all)) }

// Printer writes the network's texts in a language.
func (r *Rooms) Printer(l lang.Tag, now time.Time) *web.Printer { return r.texts.In(l, now) }

// WriteReport writes the protected report of a year as "html" or "json".
func (r *Rooms) WriteReport(ctx context.Context, year int, l lang.Tag, form string, w io.Writer) error {
	return indicatorweb.WriteReport(ctx, r.Indicator, r.texts, year, l, form, w)
}

// Handlers lists what is done for each kind of job.
func (r *Rooms) Handlers(m *mailer) map[string]outbox.Handler {
	out := room.Jobs(r.all)
	letters := room.Letters(r.all)
	letters[noticeJob] = noticeLetter
	for kind := range letters {
		out[kind] = m.toTeam
	}
	out[letterJob] = m.toPerson(letters)
	return out
}

// opener is the port by which a contact opens a referral.
type opener struct{ referral *referral.Desk }

// OpenFromContact carries over what was typed and returns the page where the referral goes on.
func (o opener) OpenFromContact(ctx context.Context, who access.Actor, p helpdesk.Prefill) (string, error) {
	id, err := o.referral.Open(ctx, who, referral.Prefill{Name: p.CallerName, Telephone: p.Telephone,
		Kind: p.Organisation, Department: p.Department, Words: p.Note})
	if err != nil {
		return "", err
	}
	return "/referrals/" + id.String() + "/who", nil
}

// Site is what a running network adds to its rooms' pages.
type Site struct {
	Banner templ.Component // above every page; nil for none
	Extra  []web.Route     // the demonstration's own pages
	SignIn string          // where people sign in; "" for the network's own page
	// whose word on whose request it is is believed: the proxies in front of it
	Proxies []netip.Prefix
}

// Handler returns the whole site.
func (n *Net) Handler(s Site) http.Handler {
	return web.New(web.Options{
		Routes: append(n.Rooms.Routes(), s.Extra...), Texts: n.Rooms.texts, Country: n.Gate.Country,
		Sessions: n.Sessions, Keeper: n.Sessions, Nav: room.Nav(n.Rooms.all), Limits: room.Limits(n.Rooms.all),
		Clock: n.clock, Log: n.log,
		Help: guideweb.About, Find: "/find", Banner: s.Banner, SignIn: s.SignIn, Proxies: s.Proxies,
		Telephone: func() string { return n.Sessions.Setting("telephone") },
		Exit:      func() string { return n.Sessions.Setting("exit_site") },
	})
}
