package vault

import (
	"fmt"
	"math/bits"
	"strings"
)

// Set is a set of compartments; a single Compartment is a set of one.
type Set uint32

// Compartment is one chapter of what is known about a person (or of a place), with a key of its own.
type Compartment = Set

// The compartments (security design, section 3.1). Their names, not these numbers, are stored.
const (
	Contact      Compartment = 1 << iota // who called, about what
	Thread                               // messages with a referrer without account
	Identity                             // names, aliases, birth date, telephone
	Danger                               // story, exploiters, places, conflicts
	Needs                                // what a host must prepare, in words
	Health                               // care
	Legal                                // procedures
	Documents                            // files
	ShelterNotes                         // the host's own notes
	Journey                              // legs, meeting point, destination
	Address                              // street, telephone and access of a place
	Linkage                              // normalised names for duplicate search
)

// Row describes one compartment: what it holds, who holds it first and who may be granted it by which act.
type Row struct {
	Compartment Compartment
	Name        string
	FirstHolder string // text key part: who holds it first
	GrantedBy   string // the act that grants it on, "" when nobody may
}

// Table is the table of compartments, in the order of the constants. Pages print "who reads this" from it.
var Table = []Row{
	{Contact, "contact", "head_office", ""},
	{Thread, "thread", "evaluation_and_receipt", ""},
	{Identity, "identity", "referrer_and_evaluation", "placement.admit"},
	{Danger, "danger", "evaluation", ""},
	{Needs, "needs", "evaluation", "placement.plan_interview"},
	{Health, "health", "writer", "placement.admit"},
	{Legal, "legal", "writer", "placement.admit"},
	{Documents, "documents", "writer", "placement.admit"},
	{ShelterNotes, "shelter_notes", "host", ""},
	{Journey, "journey", "logistics_and_host", "journey.plan"},
	{Address, "address", "logistics_and_host", ""},
	{Linkage, "linkage", "evaluation", ""},
}

// All is the set of every compartment.
const All Set = Linkage<<1 - 1

// None is the empty set.
const None Set = 0

// Has tells whether every compartment of o is in s.
func (s Set) Has(o Set) bool { return s&o == o }

// List returns the compartments of the set, one by one, in the order of Table.
func (s Set) List() []Compartment {
	var out []Compartment
	for _, r := range Table {
		if s.Has(r.Compartment) {
			out = append(out, r.Compartment)
		}
	}
	return out
}

// String returns the names, separated by spaces: the stored form.
func (s Set) String() string {
	var out []string
	for _, c := range s.List() {
		out = append(out, Table[bits.TrailingZeros32(uint32(c))].Name)
	}
	return strings.Join(out, " ")
}

// ParseSet reads what String wrote.
func ParseSet(text string) (Set, error) {
	var s Set
next:
	for name := range strings.FieldsSeq(text) {
		for _, r := range Table {
			if r.Name == name {
				s |= r.Compartment
				continue next
			}
		}
		return 0, fmt.Errorf("vault: no compartment %q", name)
	}
	return s, nil
}
