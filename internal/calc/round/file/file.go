package file

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/tri"
)

// The heading of a round's file, and the most bytes it may have. docs/round.md describes every field.
const (
	Kind      = "round"
	Version   = 1
	MostBytes = 64 << 20
)

// yes is a tri.Value in a file.
type yes struct{ tri.Value }

// UnmarshalText reads yes, no or unknown.
func (y *yes) UnmarshalText(b []byte) error {
	v, err := tri.Parse(string(b))
	if err != nil {
		return errors.New("neither yes, no nor unknown")
	}
	y.Value = v
	return nil
}

// MarshalText writes yes, no or unknown.
func (y yes) MarshalText() ([]byte, error) { return []byte(y.String()), nil }

type fileRound struct {
	Havre     string         `json:"havre"`
	Version   int            `json:"version"`
	On        date.Date      `json:"on"`
	Weeks     int            `json:"weeks"`
	Nights    int            `json:"nights,omitempty"`
	Asking    bool           `json:"asking,omitempty"`
	Areas     []fileArea     `json:"areas" most:"5000"`
	Travel    []fileTravel   `json:"travel" most:"1000000"`
	Rules     *[]fileRule    `json:"rules,omitempty"`
	Relaxed   []string       `json:"relaxed,omitempty"`
	Prices    map[string]int `json:"prices,omitempty"`
	Resources []fileResource `json:"resources,omitempty" most:"20000"`
	Places    []filePlace    `json:"places" most:"20000"`
	Cases     []fileCase     `json:"cases" most:"2000"`
}

type fileArea struct {
	Code   string `json:"code"`
	Parent string `json:"parent,omitempty"`
}

type fileTravel struct {
	A          string `json:"a"`
	B          string `json:"b"`
	Minutes    int    `json:"minutes"`
	Kilometres int    `json:"km,omitempty"`
	Estimated  bool   `json:"estimated,omitempty"`
}

type fileRule struct {
	ID      string    `json:"id"`
	Version int       `json:"version"`
	Owner   string    `json:"owner"`
	Since   date.Date `json:"since,omitzero"`
	Until   date.Date `json:"until,omitzero"`
	Text    string    `json:"text"`
	Bounds  []int     `json:"bounds,omitempty"`
	Areas   []string  `json:"areas,omitempty"`
}

type fileResource struct {
	Kind    string `json:"kind"`
	House   string `json:"house,omitempty"`
	Partner string `json:"partner,omitempty"`
	Weekly  int    `json:"weekly"`
}

type fileBusy struct {
	From   date.Date `json:"from,omitzero"`
	To     date.Date `json:"to,omitzero"`
	Beds   int       `json:"beds,omitempty"`
	People int       `json:"people,omitempty"`
}

type filePlace struct {
	Key            string     `json:"key"`
	House          string     `json:"house,omitempty"`
	Partner        string     `json:"partner,omitempty"`
	Area           string     `json:"area"`
	Town           string     `json:"town,omitempty"`
	Beds           int        `json:"beds"`
	Cots           int        `json:"cots,omitempty"`
	OwnRoom        yes        `json:"own_room"`
	StepFree       yes        `json:"step_free"`
	GroundFloor    yes        `json:"ground_floor"`
	Security       int        `json:"security"`
	Languages      []string   `json:"languages,omitempty"`
	Specialisms    []string   `json:"specialisms,omitempty"`
	State          string     `json:"state"`
	AvailableFrom  date.Date  `json:"available_from,omitzero"`
	FreeOn         date.Date  `json:"free_on,omitzero"`
	ConfirmedOn    date.Date  `json:"confirmed_on,omitzero"`
	Emergency      bool       `json:"emergency,omitempty"`
	PartnerActive  yes        `json:"partner_active"`
	ConventionFrom date.Date  `json:"convention_from,omitzero"`
	ConventionTo   date.Date  `json:"convention_to,omitzero"`
	Yearly         int        `json:"yearly"`
	Received       int        `json:"received,omitempty"`
	Shared         bool       `json:"shared,omitempty"`
	Mode           string     `json:"mode,omitempty"`
	Profile        string     `json:"profile"`
	Busy           []fileBusy `json:"busy,omitempty"`
}

type fileHousehold struct {
	Adults  int `json:"adults"`
	Infants int `json:"infants,omitempty"`
	Older   int `json:"older,omitempty"`
}

type fileZone struct {
	Area  string `json:"area"`
	Level int    `json:"level"`
}

type fileTie struct {
	Area       string `json:"area"`
	MaxMinutes int    `json:"max_minutes"`
}

type fileConflict struct {
	With  string `json:"with"`
	Reach string `json:"reach"`
	House string `json:"house,omitempty"`
	Town  string `json:"town,omitempty"`
	Area  string `json:"area,omitempty"`
}

type fileCheck struct {
	Verdict string `json:"verdict"`
	Code    string `json:"code,omitempty"`
	Have    int    `json:"have,omitempty"`
	Want    int    `json:"want,omitempty"`
	Item    string `json:"item,omitempty"`
	Fix     string `json:"fix,omitempty"`
}

type fileCase struct {
	Key        string               `json:"key"`
	Household  *fileHousehold       `json:"household"`
	Needs      *[]string            `json:"needs"`
	Security   int                  `json:"security"`
	ReadyOn    date.Date            `json:"ready_on,omitzero"`
	Weeks      int                  `json:"weeks"`
	Languages  []string             `json:"languages,omitempty"`
	Zones      []fileZone           `json:"zones"`
	Vetoes     []string             `json:"vetoes,omitempty" most:"5000"`
	Wishes     []string             `json:"wishes,omitempty" most:"5000"`
	Conflicts  []fileConflict       `json:"conflicts,omitempty" most:"2000"`
	Continuity []fileTie            `json:"continuity,omitempty"`
	Waited     int                  `json:"waited"`
	Mode       string               `json:"mode,omitempty"`
	Profiles   map[string]fileCheck `json:"profiles" most:"20000"`
	Together   []string             `json:"together,omitempty" most:"2000"`
	Lock       string               `json:"lock,omitempty"`
	Holds      []string             `json:"holds,omitempty" most:"20000"`
	Followers  []string             `json:"followers,omitempty" most:"20000"`
	Refused    []string             `json:"refused,omitempty" most:"20000"`
	Uses       map[string]int       `json:"uses,omitempty"`
	Relaxed    []string             `json:"relaxed,omitempty"`
}

// table is the travel times a file lists.
type table map[[2]string]geo.Travel

// Between implements geo.Times; a pair that is not listed is not known.
func (t table) Between(a, b geo.Area) (geo.Travel, bool) {
	if a.Code == "" || b.Code == "" {
		return geo.Travel{}, false
	}
	if a.Covers(b) || b.Covers(a) {
		return geo.Travel{}, true
	}
	w, ok := t[pairOf(a.Code, b.Code)]
	return w, ok
}

func pairOf(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

// Read reads a round's file and checks it. A fault is a *Error.
func Read(text []byte) (round.Round, error) {
	if len(text) > MostBytes {
		return round.Round{}, &Error{Line: 1, Column: 1, Reason: fmt.Sprintf("longer than %d bytes", MostBytes)}
	}
	text = letters.Unmarked(text)
	var f fileRound
	if err := parse(text, &f); err != nil {
		return round.Round{}, err
	}
	r, err := f.round()
	if err == nil {
		err = r.Check()
	}
	if err != nil {
		return round.Round{}, newSource(text).explain(err)
	}
	return r, nil
}

// reader turns a file's values into a round's.
type reader struct {
	areas map[string]geo.Area
	err   error
}

// area finds an area by its code; the empty code is no area.
func (d *reader) area(path, code string) geo.Area {
	a, ok := d.areas[code]
	if !ok && code != "" {
		d.fail("%s: no area %q in areas", path, code)
	}
	return a
}

func (d *reader) fail(format string, a ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", round.ErrRound, fmt.Sprintf(format, a...))
	}
}

// within refuses a number out of its range.
func (d *reader) within(path string, n, least, most int) {
	if n < least || n > most {
		d.fail("%s: %d is not between %d and %d", path, n, least, most)
	}
}

// among refuses a word that is not on a list.
func (d *reader) among(path, word string, list ...string) {
	if !slices.Contains(list, word) {
		d.fail("%s: %q is none of %s", path, word, strings.Join(list, ", "))
	}
}

func (d *reader) ruleIDs(path string, list []string) []match.RuleID {
	var out []match.RuleID
	for i, id := range list {
		if !slices.Contains(match.RuleIDs, match.RuleID(id)) {
			d.fail("%s[%d]: no rule %q", path, i, id)
		}
		out = append(out, match.RuleID(id))
	}
	return out
}

func (f *fileRound) round() (round.Round, error) {
	d := &reader{areas: map[string]geo.Area{}}
	d.among("havre", f.Havre, Kind)
	d.within("version", f.Version, Version, Version)
	for i, a := range f.Areas {
		if _, twice := d.areas[a.Code]; twice || a.Code == "" {
			d.fail("areas[%d].code: missing, or there twice", i)
		}
		d.areas[a.Code] = geo.Area{Code: a.Code, Parent: a.Parent}
	}
	r := round.Round{On: f.On, Weeks: f.Weeks, Nights: f.Nights, Asking: f.Asking, Prices: f.Prices,
		Relaxed: d.ruleIDs("relaxed", f.Relaxed)}
	times := make(table, len(f.Travel))
	for i, t := range f.Travel {
		path := fmt.Sprintf("travel[%d]", i)
		d.area(path+".a", t.A)
		d.area(path+".b", t.B)
		d.within(path+".minutes", t.Minutes, 0, 10_000)
		d.within(path+".km", t.Kilometres, 0, 21_000)
		if _, twice := times[pairOf(t.A, t.B)]; twice || t.A == t.B || t.A == "" || t.B == "" {
			d.fail("%s: not two areas, or a pair that is there twice", path)
		}
		times[pairOf(t.A, t.B)] = geo.Travel{Minutes: t.Minutes, Measured: !t.Estimated,
			Metres: geo.Metres(t.Kilometres) * geo.Kilometre}
	}
	r.Times = times
	if f.Rules != nil {
		text, err := json.Marshal(*f.Rules)
		if err == nil {
			r.Rules, err = match.ParseRules(text)
		}
		if err != nil {
			d.fail("rules: %v", err)
		}
	}
	for _, x := range f.Resources {
		r.Resources = append(r.Resources, round.Resource(x))
	}
	for i := range f.Places {
		r.Places = append(r.Places, d.place(fmt.Sprintf("places[%d]", i), &f.Places[i]))
	}
	for i := range f.Cases {
		r.Cases = append(r.Cases, d.one(fmt.Sprintf("cases[%d]", i), &f.Cases[i]))
	}
	return r, d.err
}

var stateWords = []string{"declared", "available", "held", "held_here", "occupied", "cooling", "withdrawn", ""}

func (d *reader) place(path string, p *filePlace) round.Place {
	d.among(path+".state", p.State, stateWords...)
	d.within(path+".security", p.Security, 0, 3)
	out := round.Place{Shared: p.Shared, Mode: p.Mode, Profile: p.Profile,
		Place: match.Place{Key: p.Key, House: p.House,
			Partner: p.Partner,
			Area:    d.area(path+".area", p.Area), Town: p.Town, Beds: p.Beds, Cots: p.Cots, OwnRoom: p.OwnRoom.Value,
			StepFree:    p.StepFree.Value,
			GroundFloor: p.GroundFloor.Value, Security: p.Security, Languages: p.Languages, Specialisms: p.Specialisms,
			State:         match.State(p.State),
			AvailableFrom: p.AvailableFrom, FreeOn: p.FreeOn, Emergency: p.Emergency, ConfirmedOn: p.ConfirmedOn,
			PartnerActive:  p.PartnerActive.Value,
			ConventionFrom: p.ConventionFrom, ConventionTo: p.ConventionTo, Yearly: p.Yearly, Received: p.Received}}
	for _, b := range p.Busy {
		out.Busy = append(out.Busy, round.Busy(b))
	}
	return out
}

func (d *reader) one(path string, c *fileCase) round.Case {
	d.within(path+".security", c.Security, 0, 3)
	out := round.Case{Mode: c.Mode, Together: c.Together, Lock: c.Lock, Holds: c.Holds, Followers: c.Followers,
		Refused: c.Refused, Uses: c.Uses,
		Relaxed: d.ruleIDs(path+".relaxed", c.Relaxed), Profiles: map[string]match.Check{},
		Need: match.Need{Key: c.Key, Security: c.Security, ReadyOn: c.ReadyOn, Weeks: c.Weeks, Languages: c.Languages,
			Waited: c.Waited}}
	if c.Household != nil {
		out.Household = match.Household{Known: true, Adults: c.Household.Adults, Infants: c.Household.Infants,
			Older: c.Household.Older}
	}
	if c.Needs != nil {
		out.Codes, out.CodesKept = *c.Needs, true
	}
	for i, z := range c.Zones {
		at := fmt.Sprintf("%s.zones[%d]", path, i)
		d.within(at+".level", z.Level, 1, 3)
		out.Zones = append(out.Zones, match.Zone{Area: d.area(at+".area", z.Area), Level: z.Level})
	}
	for i, a := range c.Vetoes {
		out.Vetoes = append(out.Vetoes, d.area(fmt.Sprintf("%s.vetoes[%d]", path, i), a))
	}
	for i, a := range c.Wishes {
		out.Wishes = append(out.Wishes, d.area(fmt.Sprintf("%s.wishes[%d]", path, i), a))
	}
	for i, x := range c.Conflicts {
		at := fmt.Sprintf("%s.conflicts[%d]", path, i)
		d.among(at+".reach", x.Reach, string(match.SameHouse), string(match.SameTown), string(match.SameDepartment))
		out.Conflicts = append(out.Conflicts, match.Conflict{With: x.With, Reach: match.Reach(x.Reach), House: x.House,
			Town: x.Town, Area: d.area(at+".area", x.Area)})
	}
	for i, x := range c.Continuity {
		at := fmt.Sprintf("%s.continuity[%d]", path, i)
		d.within(at+".max_minutes", x.MaxMinutes, 0, 10_000)
		out.Continuity = append(out.Continuity, match.Tie{Area: d.area(at+".area", x.Area), MaxMinutes: x.MaxMinutes})
	}
	for _, label := range slices.Sorted(maps.Keys(c.Profiles)) {
		x, at := c.Profiles[label], path+".profiles."+label
		d.among(at+".verdict", x.Verdict, "passed", "excluded", "unknown")
		d.among(at+".fix", x.Fix, "", string(match.Host), string(match.Evaluation), string(match.HeadOffice),
			string(match.Person))
		verdict := map[string]match.Verdict{"passed": match.Passed, "excluded": match.Excluded}[x.Verdict]
		code := x.Code
		if code == "" {
			code = "profile_" + x.Verdict
		}
		out.Profiles[label] = match.Check{Rule: match.RuleProfile, Verdict: verdict, Fix: match.Owner(x.Fix),
			Datum: match.Datum{Code: code, Have: x.Have, Want: x.Want, Item: x.Item}}
	}
	return out
}
