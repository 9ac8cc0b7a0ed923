package access

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/trust/vault"
)

// Door is the kind of data an act goes to.
type Door string

// The doors.
const (
	CaseDoor    Door = "case"    // one person's case
	CircleDoor  Door = "circle"  // lists of the cases a team follows
	OfficeDoor  Door = "office"  // partners, places, people, contacts: no case
	PublicDoor  Door = "public"  // pages without account
	FiguresDoor Door = "figures" // coded, consented rows
	MachineDoor Door = "machine" // what Havre's own jobs have to do
)

// Act is one thing a person can do: one click, one transaction, one journal entry.
type Act struct {
	Name   string    // "room.verb", stands in the journal
	Door   Door      // where it goes
	By     Rule      // who may
	Opens  vault.Set // compartments it may read or write
	Grants vault.Set // compartments it may hand on, or take back
	StepUp bool      // needs the passphrase and the code again, at most five minutes ago

	defined bool
}

var acts = map[string]Act{}

// Define registers an act; it panics on an incomplete or a repeated one, so a program with such an act does not start.
func Define(a Act) Act {
	if _, known := rules[a.By]; !known {
		panic(fmt.Sprintf("access: act %q has no known rule", a.Name))
	}
	if a.Name == "" || a.Door == "" {
		panic(fmt.Sprintf("access: act %q has no name or no door", a.Name))
	}
	if a.Door == MachineDoor && a.By != ByMachine {
		panic(fmt.Sprintf("access: act %q brings a person to the machine's door", a.Name))
	}
	if _, dup := acts[a.Name]; dup {
		panic(fmt.Sprintf("access: act %q defined twice", a.Name))
	}
	a.defined = true
	acts[a.Name] = a
	return a
}

// Acts returns every act, by name.
func Acts() []Act {
	out := make([]Act, 0, len(acts))
	for _, a := range acts {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Act) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Rule names who may do an act.
type Rule string

// The rules. Each stands in the table below.
const (
	Anyone           Rule = "anyone"            // public pages
	SignedIn         Rule = "signed_in"         // whoever has an account
	ByAdministrator  Rule = "administrator"     //
	ByHeadOffice     Rule = "head_office"       // coordination, logistics, administration
	ByCoordination   Rule = "coordination"      // coordinators and logistics
	ByCoordinator    Rule = "coordinator"       //
	ByReporter       Rule = "reporter"          // who may read the network's figures
	ByLogistics      Rule = "logistics"         //
	ByAddressHolder  Rule = "address_holder"    // who may hold the address of a place: logistics, and a host its own
	ByHost           Rule = "host"              //
	ByPlaceKeeper    Rule = "place_keeper"      // who may see places: the head office all of them, a host its own
	ByPartner        Rule = "partner"           // hosts and referrers
	ByReferring      Rule = "referring"         // who may open a case: partners and coordinators
	ByTechnician     Rule = "technician"        //
	CaseCoordinator  Rule = "case_coordinator"  // a coordinator whose team evaluates this case
	CaseKeeper       Rule = "case_keeper"       // coordinator or logistics of this case
	CaseOrganiser    Rule = "case_organiser"    // logistics of this case
	CaseTeam         Rule = "case_team"         // evaluating, organising, referring or receiving team
	CaseReferrer     Rule = "case_referrer"     // the partner that referred it
	CaseWriter       Rule = "case_writer"       // the partner that referred it, or its coordinator
	ProposedHost     Rule = "proposed_host"     // a host asked without knowing who
	InterviewingHost Rule = "interviewing_host" // a host asked, or already receiving
	ReceivingHost    Rule = "receiving_host"    // the host that receives
	StayTeam         Rule = "stay_team"         // the receiving host, or the case's coordinator
	JourneyTeam      Rule = "journey_team"      // coordinator or logistics of this case, or the host that receives
	// whoever is named to accompany the person, and nobody else of their team
	NamedAccompanier Rule = "named_accompanier"
	ByMachine        Rule = "machine" // Havre's own jobs
)

// Grounds is one line of the table: these roles, standing in one of these relations.
type Grounds struct {
	Roles     []Role
	Relations []Relation // for the case door; empty elsewhere
}

// rules is the table. A rule allows when any of its lines does; what is not here is refused.
var rules = map[Rule][]Grounds{
	Anyone:          nil,
	SignedIn:        {{Roles: Roles}},
	ByAdministrator: {{Roles: []Role{Administrator}}},
	ByHeadOffice:    {{Roles: []Role{Coordinator, Logistics, Administrator}}},
	ByCoordination:  {{Roles: []Role{Coordinator, Logistics}}},
	ByCoordinator:   {{Roles: []Role{Coordinator}}},
	ByReporter:      {{Roles: []Role{Coordinator, Administrator, Observer, Auditor, Evaluator, Committee, Funder}}},
	ByLogistics:     {{Roles: []Role{Logistics}}},
	ByAddressHolder: {{Roles: []Role{Logistics, Host}}},
	ByHost:          {{Roles: []Role{Host}}},
	ByPlaceKeeper:   {{Roles: []Role{Coordinator, Logistics, Administrator, Host}}},
	ByPartner:       {{Roles: []Role{Host, Referrer}}},
	ByReferring:     {{Roles: []Role{Coordinator, Host, Referrer}}},
	ByTechnician:    {{Roles: []Role{Technician}}},
	CaseCoordinator: {{[]Role{Coordinator}, []Relation{Evaluates}}},
	CaseKeeper:      {{[]Role{Coordinator}, []Relation{Evaluates}}, {[]Role{Logistics}, []Relation{Organises}}},
	CaseOrganiser:   {{[]Role{Logistics}, []Relation{Organises}}},
	CaseTeam: {{[]Role{Coordinator}, []Relation{Evaluates}}, {[]Role{Logistics}, []Relation{Organises}},
		{[]Role{Host, Referrer}, []Relation{Referred}}, {[]Role{Host}, []Relation{Hosts}}},
	CaseReferrer:     {{[]Role{Host, Referrer}, []Relation{Referred}}},
	CaseWriter:       {{[]Role{Coordinator}, []Relation{Evaluates}}, {[]Role{Host, Referrer}, []Relation{Referred}}},
	ProposedHost:     {{[]Role{Host}, []Relation{Proposed}}},
	InterviewingHost: {{[]Role{Host}, []Relation{Proposed, Hosts}}},
	ReceivingHost:    {{[]Role{Host}, []Relation{Hosts}}},
	StayTeam:         {{[]Role{Host}, []Relation{Hosts}}, {[]Role{Coordinator}, []Relation{Evaluates}}},
	JourneyTeam: {{[]Role{Coordinator}, []Relation{Evaluates}}, {[]Role{Logistics}, []Relation{Organises}},
		{[]Role{Host}, []Relation{Hosts}}},
	NamedAccompanier: {{[]Role{Coordinator, Logistics, Host, Referrer}, []Relation{Accompanies}}},
	ByMachine:        nil,
}

// Grounds are what a rule asks of whoever acts, each enough by itself.
func (r Rule) Grounds() []Grounds { return rules[r] }

// Decision is the answer to a request.
type Decision struct {
	Allowed bool
	StepUp  bool   // allowed once the person has stepped up
	Deputy  bool   // allowed because the person stands in for another
	Team    TeamID // the team on whose behalf it is done; zero on public pages
}

// Standing is how one of the actor's teams stands to the case asked about.
type Standing struct {
	Team     TeamID
	Relation Relation
}

// Decide answers whether the actor may do the act, given how their teams stand to the case. Closed by default.
func Decide(a Actor, act Act, standing []Standing, now time.Time) Decision {
	d := decide(a, act, standing, now)
	if d.Allowed && act.StepUp && !now.Before(a.stepUp) {
		return Decision{StepUp: true, Team: d.Team}
	}
	return d
}

func decide(a Actor, act Act, standing []Standing, now time.Time) Decision {
	if !act.defined {
		return Decision{}
	}
	if act.By == Anyone {
		return Decision{Allowed: true}
	}
	if act.By == ByMachine {
		return Decision{Allowed: a.machine != ""}
	}
	var deputy Decision // what a deputy may is told as such, unless they may in their own right too
	for _, g := range act.By.Grounds() {
		for _, m := range a.members {
			switch {
			case !m.Term.Holds(now) || !g.covers(m, act.Door, standing):
			case !m.Term.Deputy():
				return Decision{Allowed: true, Team: m.Team}
			case !deputy.Allowed:
				deputy = Decision{Allowed: true, Deputy: true, Team: m.Team}
			}
		}
	}
	return deputy
}

// covers tells whether a membership stands on these grounds: the role, and for the case door the team's relation.
func (g Grounds) covers(m Membership, door Door, standing []Standing) bool {
	if !slices.Contains(g.Roles, m.Role) {
		return false
	}
	if door != CaseDoor {
		return true
	}
	for _, s := range standing {
		if s.Team == m.Team && slices.Contains(g.Relations, s.Relation) {
			return true
		}
	}
	return false
}
