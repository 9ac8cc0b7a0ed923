package file

import (
	"encoding/json"
	"fmt"
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
)

// Write writes a round as its file: opaque keys, codes and numbers only. Towns become opaque labels; of the travel
// times, those between an area of a place and an area a case names are written. Reading it again gives the same
// outcome.
func Write(r round.Round) ([]byte, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	w := &writer{areas: map[string]geo.Area{}, towns: map[string]int{}}
	f := fileRound{Havre: Kind, Version: Version, On: r.On, Weeks: r.Weeks, Nights: r.Nights, Asking: r.Asking,
		Relaxed: texts(r.Relaxed),
		Prices:  r.Prices, Areas: []fileArea{}, Travel: []fileTravel{}, Places: []filePlace{}, Cases: []fileCase{}}
	if r.Rules != nil {
		rules := make([]fileRule, 0, len(r.Rules))
		for _, x := range r.Rules {
			rules = append(rules, fileRule{ID: string(x.ID), Version: x.Version, Owner: string(x.Owner), Since: x.Since,
				Until: x.Until, Text: x.Text, Bounds: x.Bounds, Areas: x.Areas})
		}
		f.Rules = &rules
	}
	for _, x := range r.Resources {
		f.Resources = append(f.Resources, fileResource(x))
	}
	for i := range r.Places {
		f.Places = append(f.Places, w.place(&r.Places[i]))
	}
	hosts := len(w.order)
	for i := range r.Cases {
		f.Cases = append(f.Cases, w.one(&r.Cases[i]))
	}
	for _, code := range w.order {
		f.Areas = append(f.Areas, fileArea{Code: code, Parent: w.areas[code].Parent})
	}
	f.Travel = append(f.Travel, w.travel(r.Times, hosts)...)
	return json.MarshalIndent(f, "", " ")
}

// writer gathers the areas and towns a round names.
type writer struct {
	areas map[string]geo.Area
	order []string       // codes, those of places first
	asked []string       // codes that cases name
	towns map[string]int // numbered from 1, as they come
}

func (w *writer) area(a geo.Area) string {
	if _, known := w.areas[a.Code]; !known && a.Code != "" {
		w.areas[a.Code] = a
		w.order = append(w.order, a.Code)
	}
	return a.Code
}

// ask is area for one that a case names, so that its travel times are written.
func (w *writer) ask(a geo.Area) string {
	if code := w.area(a); code != "" && !slices.Contains(w.asked, code) {
		w.asked = append(w.asked, code)
	}
	return a.Code
}

func (w *writer) town(label string) string {
	key := match.TownKey(label)
	if key == "" {
		return ""
	}
	n, known := w.towns[key]
	if !known {
		n = len(w.towns) + 1
		w.towns[key] = n
	}
	return fmt.Sprintf("t%d", n)
}

// travel lists the known times between the first areas, those of places, and those that cases name.
func (w *writer) travel(times geo.Times, hosts int) []fileTravel {
	var out []fileTravel
	if times == nil {
		return out
	}
	seen := map[[2]string]bool{}
	for _, a := range w.order[:hosts] {
		for _, b := range w.asked {
			x := pairOf(a, b)
			if t, ok := times.Between(w.areas[a], w.areas[b]); ok && a != b && !seen[x] {
				out = append(out, fileTravel{A: x[0], B: x[1], Minutes: t.Minutes,
					Kilometres: int(t.Metres.Kilometres()), Estimated: !t.Measured})
			}
			seen[x] = true
		}
	}
	return out
}

func texts(ids []match.RuleID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

func (w *writer) place(p *round.Place) filePlace {
	out := filePlace{Key: p.Key, House: p.House, Partner: p.Partner, Area: w.area(p.Area), Town: w.town(p.Town),
		Beds: p.Beds, Cots: p.Cots,
		OwnRoom: yes{p.OwnRoom}, StepFree: yes{p.StepFree}, GroundFloor: yes{p.GroundFloor}, Security: p.Security,
		Languages:   p.Languages,
		Specialisms: p.Specialisms, State: string(p.State), AvailableFrom: p.AvailableFrom, FreeOn: p.FreeOn,
		ConfirmedOn: p.ConfirmedOn,
		Emergency:   p.Emergency, PartnerActive: yes{p.PartnerActive}, ConventionFrom: p.ConventionFrom,
		ConventionTo: p.ConventionTo,
		Yearly:       p.Yearly, Received: p.Received, Shared: p.Shared, Mode: p.Mode, Profile: p.Profile}
	for _, b := range p.Busy {
		out.Busy = append(out.Busy, fileBusy(b))
	}
	return out
}

func (w *writer) one(c *round.Case) fileCase {
	out := fileCase{Key: c.Key, Security: c.Security, ReadyOn: c.ReadyOn, Weeks: c.Need.Weeks, Languages: c.Languages,
		Waited: c.Waited, Mode: c.Mode,
		Together: c.Together, Lock: c.Lock, Holds: c.Holds, Followers: c.Followers, Refused: c.Refused, Uses: c.Uses,
		Relaxed: texts(c.Relaxed),
		Zones:   []fileZone{}, Profiles: map[string]fileCheck{}}
	if c.Household.Known {
		out.Household = &fileHousehold{Adults: c.Household.Adults, Infants: c.Household.Infants,
			Older: c.Household.Older}
	}
	if c.CodesKept {
		codes := append([]string{}, c.Codes...)
		out.Needs = &codes
	}
	for _, z := range c.Zones {
		out.Zones = append(out.Zones, fileZone{Area: w.ask(z.Area), Level: z.Level})
	}
	for _, a := range c.Vetoes {
		out.Vetoes = append(out.Vetoes, w.area(a))
	}
	for _, a := range c.Wishes {
		out.Wishes = append(out.Wishes, w.ask(a))
	}
	for _, x := range c.Conflicts {
		out.Conflicts = append(out.Conflicts, fileConflict{With: x.With, Reach: string(x.Reach), House: x.House,
			Town: w.town(x.Town), Area: w.area(x.Area)})
	}
	for _, x := range c.Continuity {
		out.Continuity = append(out.Continuity, fileTie{Area: w.ask(x.Area), MaxMinutes: x.MaxMinutes})
	}
	for label, x := range c.Profiles {
		out.Profiles[label] = fileCheck{Verdict: x.Verdict.String(), Code: x.Datum.Code, Have: x.Datum.Have,
			Want: x.Datum.Want, Item: x.Datum.Item, Fix: string(x.Fix)}
	}
	return out
}
