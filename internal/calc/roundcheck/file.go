package roundcheck

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Day counts days since 1970; 0 is "not known".
type Day int

// DayOf returns the day of a date.
func DayOf(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// MarshalJSON writes YYYY-MM-DD, "" when the day is not known.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte(`""`), nil
	}
	return []byte(time.Unix(int64(d)*86400, 0).UTC().Format(`"2006-01-02"`)), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Day) UnmarshalJSON(b []byte) error {
	if string(b) == `""` {
		*d = 0
		return nil
	}
	t, err := time.Parse(`"2006-01-02"`, string(b))
	if err != nil {
		return fmt.Errorf("a day: %w", err)
	}
	*d = Day(t.Unix() / 86400)
	return nil
}

// File is the file of a round (docs/round.md, "The file").
type File struct {
	Havre     string         `json:"havre"`
	Version   int            `json:"version"`
	On        Day            `json:"on"`
	Weeks     int            `json:"weeks"`
	Nights    int            `json:"nights,omitempty"`
	Asking    bool           `json:"asking,omitempty"`
	Areas     []Area         `json:"areas"`
	Travel    []Travel       `json:"travel"`
	Rules     *[]Rule        `json:"rules,omitempty"`
	Relaxed   []string       `json:"relaxed,omitempty"`
	Prices    map[string]int `json:"prices,omitempty"`
	Resources []Resource     `json:"resources,omitempty"`
	Places    []Place        `json:"places"`
	Cases     []Case         `json:"cases"`
}

// Area is a department, a town or the area around.
type Area struct {
	Code   string `json:"code"`
	Parent string `json:"parent,omitempty"`
}

// Travel is the time between two areas, both ways.
type Travel struct {
	A         string `json:"a"`
	B         string `json:"b"`
	Minutes   int    `json:"minutes"`
	KM        int    `json:"km,omitempty"`
	Estimated bool   `json:"estimated,omitempty"`
}

// Resource is an amount a week of a house or of a partner.
type Resource struct {
	Kind    string `json:"kind"`
	House   string `json:"house,omitempty"`
	Partner string `json:"partner,omitempty"`
	Weekly  int    `json:"weekly"`
}

// Place is a place or an emergency flat. Yes, no and unknown are texts; an empty one is unknown.
type Place struct {
	Key         string   `json:"key"`
	House       string   `json:"house,omitempty"`
	Partner     string   `json:"partner,omitempty"`
	Area        string   `json:"area,omitempty"`
	Town        string   `json:"town,omitempty"`
	Beds        int      `json:"beds"`
	Cots        int      `json:"cots,omitempty"`
	OwnRoom     string   `json:"own_room,omitempty"`
	StepFree    string   `json:"step_free,omitempty"`
	GroundFloor string   `json:"ground_floor,omitempty"`
	Active      string   `json:"partner_active,omitempty"`
	Security    int      `json:"security"`
	Languages   []string `json:"languages,omitempty"`
	Specialisms []string `json:"specialisms,omitempty"`
	State       string   `json:"state"`
	Available   Day      `json:"available_from,omitzero"`
	FreeOn      Day      `json:"free_on,omitzero"`
	Confirmed   Day      `json:"confirmed_on,omitzero"`
	Emergency   bool     `json:"emergency,omitempty"`
	From        Day      `json:"convention_from,omitzero"`
	To          Day      `json:"convention_to,omitzero"`
	Yearly      int      `json:"yearly"`
	Received    int      `json:"received,omitempty"`
	Shared      bool     `json:"shared,omitempty"`
	Mode        string   `json:"mode,omitempty"`
	Profile     string   `json:"profile,omitempty"`
	Busy        []Busy   `json:"busy,omitempty"`
}

// Busy is a time in which a place is taken, wholly or, where it is shared, in part. An empty To is until further
// notice.
type Busy struct {
	From   Day `json:"from"`
	To     Day `json:"to,omitzero"`
	Beds   int `json:"beds,omitempty"`
	People int `json:"people,omitempty"`
}

// Case is somebody who waits, with her household.
type Case struct {
	Key        string             `json:"key"`
	Household  *Household         `json:"household"`
	Needs      []string           `json:"needs"`
	Security   int                `json:"security"`
	Ready      Day                `json:"ready_on,omitzero"`
	Weeks      int                `json:"weeks"`
	Languages  []string           `json:"languages,omitempty"`
	Vetoes     []string           `json:"vetoes,omitempty"`
	Wishes     []string           `json:"wishes,omitempty"`
	Zones      []Zone             `json:"zones"`
	Continuity []Tie              `json:"continuity,omitempty"`
	Conflicts  []Conflict         `json:"conflicts,omitempty"`
	Waited     int                `json:"waited"`
	Mode       string             `json:"mode,omitempty"`
	Profiles   map[string]Profile `json:"profiles,omitempty"`
	Together   []string           `json:"together,omitempty"`
	Lock       string             `json:"lock,omitempty"`
	Holds      []string           `json:"holds,omitempty"`
	Followers  []string           `json:"followers,omitempty"`
	Refused    []string           `json:"refused,omitempty"`
	Uses       map[string]int     `json:"uses,omitempty"`
	Relaxed    []string           `json:"relaxed,omitempty"`
}

// Household is how many they are; infants may sleep in a cot.
type Household struct {
	Adults  int `json:"adults"`
	Older   int `json:"older,omitempty"`
	Infants int `json:"infants,omitempty"`
}

// people counts everybody, beds who sleeps in none of the cots; of a household not known there is one adult at least.
func (h *Household) people() int {
	if h == nil {
		return 1
	}
	return h.Adults + h.Older + h.Infants
}

func (h *Household) beds() int {
	if h == nil {
		return 1
	}
	return h.Adults + h.Older
}

// Zone is an area of danger.
type Zone struct {
	Area  string `json:"area"`
	Level int    `json:"level"`
}

// Tie is what cannot move, and how far she may live from it.
type Tie struct {
	Area string `json:"area"`
	Max  int    `json:"max_minutes"`
}

// Conflict is somebody to be kept apart from, and where the other stays now.
type Conflict struct {
	With  string `json:"with"`
	Reach string `json:"reach"`
	House string `json:"house,omitempty"`
	Town  string `json:"town,omitempty"`
	Area  string `json:"area,omitempty"`
}

// Profile is what a declared profile of places means for one case.
type Profile struct {
	Verdict string `json:"verdict"`
	Code    string `json:"code,omitempty"`
	Have    int    `json:"have,omitempty"`
	Want    int    `json:"want,omitempty"`
	Item    string `json:"item,omitempty"`
	Fix     string `json:"fix,omitempty"`
}

func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// ReadFile reads a round's file. Fields that this package does not know are errors: what is not read is not judged.
func ReadFile(text []byte) (*File, error) {
	f := new(File)
	return f, strict(text, f)
}

// Answer is what "havre solve round --json" prints (docs/round.md, "The answer as JSON").
type Answer struct {
	Status  string      `json:"status"`
	Nodes   int         `json:"nodes"`
	Seconds float64     `json:"seconds"`
	Cases   []Given     `json:"cases"`
	Tiers   []TierValue `json:"tiers"`
	Proof   []string    `json:"proof,omitempty"`
}

// Given is what one case is given.
type Given struct {
	Case     string         `json:"case"`
	State    string         `json:"state"`
	Place    string         `json:"place"`
	From     Day            `json:"from"`
	To       Day            `json:"to"`
	Flat     string         `json:"flat"`
	FlatFrom Day            `json:"flat_from"`
	FlatTo   Day            `json:"flat_to"`
	Renew    Day            `json:"renew"`
	Locked   bool           `json:"locked"`
	Unseen   bool           `json:"unseen"`
	Aside    bool           `json:"aside"`
	Choices  int            `json:"choices"`
	Criteria map[string]int `json:"criteria"`
	Asks     []struct {
		Rule string `json:"rule"`
		Code string `json:"code"`
		Fix  string `json:"fix"`
	} `json:"asks"`
	Blocked []struct {
		Rule   string `json:"rule"`
		Places int    `json:"places"`
		Alone  int    `json:"alone"`
	} `json:"blocked"`
}

// TierValue is a tier with what the answer is worth in it and what is proved.
type TierValue struct {
	Tier   string `json:"tier"`
	Code   string `json:"code"`
	Value  int64  `json:"value"`
	Bound  int64  `json:"bound"`
	Higher bool   `json:"higher"`
	Proved bool   `json:"proved"`
}

// ReadAnswer reads an answer. It may say more than is judged here; Judge refuses that.
func ReadAnswer(text []byte) (*Answer, error) {
	a := new(Answer)
	return a, json.Unmarshal(text, a)
}

// Text writes the file as it is given to the program.
func (f *File) Text() []byte {
	text, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		panic(err) // plain structs of texts and numbers
	}
	return text
}
