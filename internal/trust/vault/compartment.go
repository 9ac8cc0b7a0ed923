package vault

import (
	"fmt"
	"math/bits"
	"slices"
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
	Safety                               // how great the danger is, and what is agreed for it
)

// Reader names who holds the key of a compartment, as pages say it.
type Reader string

// The readers.
const (
	Evaluation Reader = "evaluation" // the head office's team that evaluates
	Logistics  Reader = "logistics"  // the head office's team that organises journeys and keeps addresses
	Referrer   Reader = "referrer"   // the team that referred the person, or whoever holds the receipt
	Host       Reader = "host"       // the team that receives the person, or is to meet her
	Companion  Reader = "companion"  // the one person named to accompany
)

// Gift is an act that hands a compartment on to a reader; where there is none, it takes the key back from others.
type Gift struct {
	Act string
	To  Reader
	If  []string // the purposes of the code list consent to which the person has to have agreed, all of them
}

// Row describes one compartment: what it holds, who holds it first, and by which acts that changes.
type Row struct {
	Compartment Compartment
	Name        string
	First       []Reader
	Gifts       []Gift
}

// Table is the table of compartments, in the order of the constants. Pages say who reads their words from it; a test
// compares it with the acts.
var Table = []Row{
	{Contact, "contact", []Reader{Evaluation}, nil},
	{Thread, "thread", []Reader{Evaluation, Referrer}, nil},
	{Identity, "identity", []Reader{Evaluation, Referrer},
		[]Gift{{Act: "placement.admit", To: Host}, {Act: "casefile.part_name"},
			{Act: "stay.ask_transfer", To: Evaluation}}},
	{Danger, "danger", []Reader{Evaluation}, nil},
	{Needs, "needs", []Reader{Evaluation},
		[]Gift{{Act: "placement.plan_interview", To: Host}, {Act: "placement.admit", To: Host}}},
	{Health, "health", []Reader{Evaluation},
		[]Gift{{"placement.admit", Host, []string{"share_with_place", "health_data"}}}},
	{Legal, "legal", []Reader{Evaluation}, []Gift{{"placement.admit", Host, []string{"share_with_place"}}}},
	{Documents, "documents", []Reader{Evaluation}, []Gift{{"placement.admit", Host, []string{"share_with_place"}}}},
	{ShelterNotes, "shelter_notes", []Reader{Host}, nil},
	{Journey, "journey", []Reader{Evaluation, Logistics, Host},
		[]Gift{{Act: "journey.plan", To: Host}, {Act: "journey.name_company", To: Companion}}},
	{Address, "address", []Reader{Logistics}, []Gift{{Act: "partner.share_address", To: Host}}},
	{Linkage, "linkage", []Reader{Evaluation}, nil},
	{Safety, "safety", []Reader{Evaluation}, []Gift{{Act: "placement.admit", To: Host}}},
}

// RowOf finds the row of a compartment by its name.
func RowOf(name string) (Row, bool) {
	for _, r := range Table {
		if r.Name == name {
			return r, true
		}
	}
	return Row{}, false
}

// Told are the acts that change who reads, as far as a reader has to be told: each that brings a new one, and each that
// takes the key back.
func (r Row) Told() (gifts []Gift) {
	known := slices.Clone(r.First)
	for _, g := range r.Gifts {
		if g.To == "" || !slices.Contains(known, g.To) {
			gifts, known = append(gifts, g), append(known, g.To)
		}
	}
	return gifts
}

// Gift is how an act hands the compartment on to a reader; false where it does not.
func (r Row) Gift(act string, to Reader) (Gift, bool) {
	for _, g := range r.Gifts {
		if g.Act == act && g.To == to {
			return g, true
		}
	}
	return Gift{}, false
}

// All is the set of every compartment.
const All Set = Safety<<1 - 1

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
