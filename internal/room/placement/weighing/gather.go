package weighing

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/question"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// horizon is how many weeks ahead a round looks.
const horizon = 26

// forgives is for how many days a host's no keeps a round from naming the same place to the same person again.
const forgives = 30

// Choice is what a coordinator asks of a round.
type Choice struct {
	Asking bool              // places that wait for an answer may be named too
	Locks  map[string]string // case to place, as keys: fixed by a person
}

// Choosing asks what may be named; what is fixed, a person fixes by a press beside a place.
var Choosing = ask.Of("placement", ask.Tick("asking", func(c *Choice) *bool { return &c.Asking }))

// gathered is who waits and what there is, as the engine reads it; its keys are those of the team's own links.
type gathered struct {
	round    round.Round
	people   int
	asked    []casefile.Header // hosts have been asked for them: their answer is awaited, so they are not weighed anew
	profiles []hostProfile     // each declared profile of the places once
}

// hostProfile is a declared profile with the name that the places which share it give it.
type hostProfile struct {
	label   string
	profile match.Profile
}

var (
	qRoundAsked = gate.CircleSQL("placement.round_asked", `select `+casefile.HeaderColumns+`
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and exists (select 1 from placement_proposal p where p.case_id = c.id and p.live = 1) order by c.stage_at`)
	qRoundDeclined = gate.CircleSQL("placement.round_declined", `select circle.alias, p.place_id
		from casefile_circle circle
		join casefile_case c on c.id = circle.case_id join placement_proposal p on p.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and p.state in ('declined', 'final_declined')
		and p.answered_at > $2`)
	qRoundFollowing = gate.CircleSQL("placement.round_following", `select circle.alias, x.team_id
		from casefile_circle circle
		join casefile_case c on c.id = circle.case_id join casefile_circle x on x.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching' and x.ended_at = 0
		and x.relation not in ('proposed', 'ended')`)
)

// gather reads everybody for whom the team seeks a place, and every place. It passes on no field of police, papers,
// nationality or gender: round.Case has none; what a host's own declared profile says comes in as an answer (I1).
func gather(v *gate.CircleView, c Choice) (gathered, error) {
	on := v.Today()
	out := gathered{round: round.Round{On: on, Weeks: horizon, Asking: c.Asking, Times: v.Country().Travel(),
		Rules: codelist.RuleBook(v.Country())}}
	pricing, err := pricing.Read(v)
	if err != nil {
		return out, err
	}
	out.round.Prices = pricing.Counting()
	people, err := casefile.ListSeeking(v)
	if err != nil {
		return out, err
	}
	rows, err := partner.AllPlaces(v)
	if err != nil {
		return out, err
	}
	received, err := question.ReceivedBy(v)
	if err != nil {
		return out, err
	}
	if out.asked, err = roundAsked(v); err != nil {
		return out, err
	}
	declined, err := byCase[partner.PlaceID](v, qRoundDeclined, clock.Micros(v.Now().AddDate(0, 0, -forgives)))
	if err != nil {
		return out, err
	}
	follows, err := byCase[access.TeamID](v, qRoundFollowing)
	if err != nil {
		return out, err
	}
	out.addPlaces(v.Country(), rows, received)
	there := map[string]bool{}
	for _, p := range out.round.Places {
		there[p.Key] = true
	}
	asked := map[casefile.Ref]bool{}
	for _, h := range out.asked {
		asked[h.Ref] = true
	}
	keys := map[gate.CaseID]string{}
	for _, p := range people {
		if !asked[p.Header.Ref] {
			keys[p.ID] = p.Header.Ref.String()
		}
	}
	for _, p := range people {
		if keys[p.ID] == "" {
			continue
		}
		one, err := roundCase(v, p, keys, out.profiles)
		if err != nil {
			return out, err
		}
		one.Lock = c.Locks[one.Key]
		for _, place := range declined[p.Header.Ref] {
			if there[place.String()] { // what has left the list of places is asked of nobody
				one.Refused = append(one.Refused, place.String())
			}
		}
		one.Followers = partnersOf(rows, follows[p.Header.Ref])
		out.people += one.Household.People()
		out.round.Cases = append(out.round.Cases, one)
	}
	return out, nil
}

func (g *gathered) addPlaces(c *country.Pack, rows []partner.PlaceRow, received map[access.TeamID]int) {
	labels := map[string]bool{}
	for _, r := range rows {
		host := hostProfile{profile: question.ProfileOf(c, r.Place)}
		host.label = profileLabel(host.profile)
		if !labels[host.label] {
			labels[host.label] = true
			g.profiles = append(g.profiles, host)
		}
		p := round.Place{Place: question.PlaceOf(c, r, received[r.Partner.Team]), Profile: host.label}
		if r.State == partner.Occupied {
			busy := round.Busy{From: g.round.On, To: p.FreeOn}
			if !g.round.On.Before(busy.To) { // a stay that outlasts its plan: nobody knows until when
				busy.To = date.Date{}
			}
			p.Busy = []round.Busy{busy}
		}
		g.round.Places = append(g.round.Places, p)
	}
}

// roundCase makes the engine's question of one person. Her key is the team's own alias of her case; keys are those of
// everybody in the round.
func roundCase(v *gate.CircleView, p casefile.Seeking, keys map[gate.CaseID]string, profiles []hostProfile) (round.Case,
	error) {
	c := round.Case{Need: question.NeedOf(v.Country(), keys[p.ID], v.Now(), p), Profiles: map[string]match.Check{}}
	asked := question.ProfileAsked(v.Country(), p.Coded)
	for _, h := range profiles {
		c.Profiles[h.label] = match.CompareDeclaredProfile(asked, h.profile)
	}
	for i, k := range p.Apart {
		one := match.Conflict{With: keys[k.Other], Reach: match.Reach(k.Reach)}
		if one.With != "" { // she waits too: the round keeps them apart
			c.Conflicts = append(c.Conflicts, one)
			continue
		}
		one.With = fmt.Sprintf("%s-%d", c.Key, i) // somebody who is not in the round needs a name of her own in it
		where, err := partner.Whereabouts(v, k.Other)
		if err != nil {
			return c, err
		}
		for _, r := range where {
			c.Conflicts = append(c.Conflicts, question.StaysAt(v.Country(), one, r))
		}
	}
	return c, nil
}

// profileLabel is an opaque name that places with the same declared profile share.
func profileLabel(p match.Profile) string {
	h := fnv.New32a()
	_, _ = fmt.Fprint(h, p) // a hash never fails
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// partnersOf are the keys of the partners behind teams that follow her in another way: whoever referred her knows where
// she was.
func partnersOf(rows []partner.PlaceRow, follows []access.TeamID) []string {
	var out []string
	for _, r := range rows {
		if key := r.Partner.ID.String(); slices.Contains(follows, r.Partner.Team) && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

func roundAsked(v *gate.CircleView) ([]casefile.Header, error) {
	var out []casefile.Header
	err := gate.Each(v.Query, qRoundAsked, func(rows *gate.Rows) error {
		h, err := casefile.ScanHeader(rows)
		out = append(out, h)
		return err
	})
	return out, err
}

// byCase reads rows of a case and something of it.
func byCase[T any](v *gate.CircleView, q gate.CircleQuery, args ...any) (map[casefile.Ref][]T, error) {
	out := map[casefile.Ref][]T{}
	err := gate.Each(v.Query, q, func(rows *gate.Rows) error {
		var c casefile.Ref
		var x T
		err := rows.Scan(&c, &x)
		out[c] = append(out[c], x)
		return err
	}, args...)
	return out, err
}
