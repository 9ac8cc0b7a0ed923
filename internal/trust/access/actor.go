package access

import (
	"context"
	"errors"
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/lang"
)

type (
	userEntity    struct{}
	teamEntity    struct{}
	sessionEntity struct{}
)

// UserID identifies a person who works with Havre.
type UserID = id.ID[userEntity]

// NewUser returns an identifier that nobody has yet.
func NewUser(now time.Time) UserID { return id.New[userEntity](now) }

// TeamID identifies a team: people who share keys.
type TeamID = id.ID[teamEntity]

// NewTeam is NewUser of a team.
func NewTeam(now time.Time) TeamID { return id.New[teamEntity](now) }

// SessionID identifies a session for its owner's list; it is not the token.
type SessionID = id.ID[sessionEntity]

// Role is what a member does in a team.
type Role string

// The roles.
const (
	Coordinator   Role = "coordinator"   // head office: receives referrals, assesses, finds the place
	Logistics     Role = "logistics"     // head office: journeys and addresses
	Administrator Role = "administrator" // people, teams, partners; holds no key of a case
	Observer      Role = "observer"      // steering committee, funder, auditor: figures only
	Technician    Role = "technician"    // health of the machine, never a row
	Host          Role = "host"          // partner shelter
	Referrer      Role = "referrer"      // partner that refers

	// head office, about no case
	ResourceOfficer Role = "resource_officer" // the resource centre: advice to professionals, library
	Communication   Role = "communication"    // the public site, letters, campaigns
	Trainer         Role = "trainer"          // training of professionals
	FinanceOfficer  Role = "finance_officer"  // aid, invoices, budgets
	Treasurer       Role = "treasurer"        // signs what the finance officer prepares
	SecondReader    Role = "second_reader"    // reads again what leaves the house, before it does
	Moderator       Role = "moderator"        // the exchange between partners
	Custodian       Role = "custodian"        // keeps a share of the keys for the day they are lost
	DataProtection  Role = "data_protection"  // data-protection officer: registers, requests, journal

	// steering, figures only
	Auditor   Role = "auditor"          // checks accounts and figures
	Evaluator Role = "evaluator"        // evaluates the programme from outside
	Committee Role = "committee_member" // member of the steering committee
	Funder    Role = "funder"           // pays a share, reads what it pays for

	// Deputy is somebody named to stand in for days that have not come, or are over: it opens what every signed-in
	// person opens. Within its days a deputy has the role it stands in for (Membership.Term).
	Deputy Role = "deputy"
)

// Roles lists every role, in the order pages show them.
var Roles = []Role{Coordinator, Logistics, Administrator, Observer, Technician, Host, Referrer, ResourceOfficer,
	Communication, Trainer, FinanceOfficer, Treasurer, SecondReader, Moderator, Custodian, DataProtection, Auditor,
	Evaluator, Committee, Funder, Deputy}

// Known tells whether r is a role.
func (r Role) Known() bool {
	for _, k := range Roles {
		if k == r {
			return true
		}
	}
	return false
}

// Membership is one role in one team.
type Membership struct {
	Team TeamID
	Role Role
	Term Term // of a deputy; zero for a member of their own right
}

// Term is from when until when a deputy stands in: from the first instant on, and no longer at the last. The zero Term
// has no end and is no deputy's.
type Term struct{ From, Until time.Time }

// Deputy tells whether it is a deputy's.
func (t Term) Deputy() bool { return !t.Until.IsZero() }

// Holds tells whether it holds at an instant.
func (t Term) Holds(now time.Time) bool {
	return !t.Deputy() || !now.Before(t.From) && now.Before(t.Until)
}

// Relation is how a team stands to one case: the need to know.
type Relation string

// The relations.
const (
	Stranger    Relation = ""
	Evaluates   Relation = "evaluates"   // the head office's evaluation team
	Organises   Relation = "organises"   // the head office's logistics team
	Referred    Relation = "referred"    // the partner that referred
	Proposed    Relation = "proposed"    // a host asked without knowing who
	Hosts       Relation = "hosts"       // the host that receives
	Accompanies Relation = "accompanies" // not a team: a person named for the journey, within its window
	Ended       Relation = "ended"       // it was in the circle once
)

// Relations lists every relation, Stranger first.
var Relations = []Relation{Stranger, Evaluates, Organises, Referred, Proposed, Hosts, Accompanies, Ended}

// Keys is what a signed-in person can open. Only the doors know what is behind it.
type Keys interface {
	// HasTeam tells whether the person opens what is wrapped to the team at the epoch.
	HasTeam(team []byte, epoch int64) bool
}

// Actor is somebody asking: a signed-in person, or nobody (the zero Actor).
type Actor struct {
	user    UserID
	name    string
	lang    lang.Tag
	session SessionID
	members []Membership
	stepUp  time.Time
	keys    Keys
	machine string
}

// Profile is what a session knows of its owner.
type Profile struct {
	User    UserID
	Name    string // shown to the person and to the team
	Lang    lang.Tag
	Session SessionID
	Members []Membership
	StepUp  time.Time // until when the last step-up counts; zero when there was none
	Keys    Keys
}

// NewActor makes an actor of a resolved session.
func NewActor(p Profile) Actor {
	return Actor{user: p.User, name: p.Name, lang: p.Lang, session: p.Session, members: p.Members, stepUp: p.StepUp,
		keys: p.Keys}
}

// Nobody is the actor of public pages.
func Nobody() Actor { return Actor{} }

// Machine is the actor of Havre's own jobs, named in the journal. It holds no key.
func Machine(job string) Actor { return Actor{machine: job} }

// Job returns the name of the machine's job, "" for people.
func (a Actor) Job() string { return a.machine }

// SignedIn tells whether somebody is signed in.
func (a Actor) SignedIn() bool { return !a.user.IsZero() }

// User returns who it is.
func (a Actor) User() UserID { return a.user }

// Name returns the name colleagues know the person by.
func (a Actor) Name() string { return a.name }

// Lang returns the language the person chose, "" when they chose none.
func (a Actor) Lang() lang.Tag { return a.lang }

// Session returns the id of the session.
func (a Actor) Session() SessionID { return a.session }

// Members returns the person's teams and roles.
func (a Actor) Members() []Membership { return a.members }

// Keys returns the person's keys, nil when there are none.
func (a Actor) Keys() Keys { return a.keys }

// StepUpUntil returns until when the last step-up counts.
func (a Actor) StepUpUntil() time.Time { return a.stepUp }

// Has tells whether the person has one of the roles in any team.
func (a Actor) Has(roles ...Role) bool {
	for _, m := range a.members {
		for _, r := range roles {
			if m.Role == r {
				return true
			}
		}
	}
	return false
}

// In tells whether the person is a member of the team.
func (a Actor) In(t TeamID) bool {
	for _, m := range a.members {
		if m.Team == t {
			return !t.IsZero()
		}
	}
	return false
}

// Teams returns the person's teams, each once, in the order they were joined.
func (a Actor) Teams() []TeamID {
	var out []TeamID
	for _, m := range a.members {
		seen := m.Team.IsZero()
		for _, t := range out {
			seen = seen || t == m.Team
		}
		if !seen {
			out = append(out, m.Team)
		}
	}
	return out
}

// ErrStepUp tells that the act needs the passphrase and the code again first.
var ErrStepUp = errors.New("access: step-up needed")

// ErrRepeated tells that this very form was already recorded; nothing was done twice.
var ErrRepeated = errors.New("access: form already recorded")

// ErrAnswered tells that the same form was recorded with other answers or, where what it was about is not there for the
// asker any more, that another form of the same page was: the answer before stands.
var ErrAnswered = errors.New("access: another answer recorded")

type pressKey struct{}

// press is a form that was sent: its number, what was said in it, and by which number it is recorded once.
type press struct {
	form, said, once string
	rehearsed        bool // the act is tried, and nothing is kept of it
}

func pressOf(ctx context.Context) press {
	p, _ := ctx.Value(pressKey{}).(press)
	return p
}

// WithPress marks a request with the one-time number of its form, before a dot that of its page, so that a repeated
// submit is recorded once, and with a digest of what was said in it.
func WithPress(ctx context.Context, form, said string) context.Context {
	return context.WithValue(ctx, pressKey{}, press{form: form, said: said, once: form})
}

// WithOnce gives a part of what a form does a number of its own; none where it records nothing of the form.
func WithOnce(ctx context.Context, once string) context.Context {
	p := pressOf(ctx)
	p.once = once
	return context.WithValue(ctx, pressKey{}, p)
}

// Reading is a part of what a form does that records nothing of it: it has no number, and is done whole where the act
// itself is only tried.
func Reading(ctx context.Context) context.Context {
	p := pressOf(ctx)
	p.once, p.rehearsed = "", false
	return context.WithValue(ctx, pressKey{}, p)
}

// ErrRehearsed tells that an act that was only tried would have been done: nothing of it is kept.
var ErrRehearsed = errors.New("access: act tried")

// Rehearsing has an act tried: all that it checks is checked, and what it wrote is taken back. The gate answers
// ErrRehearsed where it would have been done.
func Rehearsing(ctx context.Context) context.Context {
	p := pressOf(ctx)
	p.rehearsed = true
	return context.WithValue(ctx, pressKey{}, p)
}

// Rehearsed tells whether an act is only tried.
func Rehearsed(ctx context.Context) bool { return pressOf(ctx).rehearsed }

// Pressed returns the number of the form that was sent and the digest of what was said in it, whatever is recorded.
func Pressed(ctx context.Context) (form, said string) {
	p := pressOf(ctx)
	return p.form, p.said
}

// Once returns the number by which what is done is recorded once, "" when it has none.
func Once(ctx context.Context) string { return pressOf(ctx).once }
