package partner

import (
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/gate"
)

type (
	partnerEntity struct{}
	siteEntity    struct{}
	placeEntity   struct{}
)

// The ids of the room.
type (
	PartnerID = id.ID[partnerEntity] // a partner
	SiteID    = id.ID[siteEntity]    // a site; also the object whose keys open its address
	PlaceID   = id.ID[placeEntity]   // a place
)

// ParsePartner reads the id of a partner from a link; NotFound when it is none.
func ParsePartner(s string) (PartnerID, error) { return parse[partnerEntity](s) }

// ParsePlace reads the id of a place from a link; NotFound when it is none.
func ParsePlace(s string) (PlaceID, error) { return parse[placeEntity](s) }

func parse[E any](s string) (id.ID[E], error) {
	v, err := id.Parse[E](s)
	if err != nil || v.IsZero() {
		return v, fault.ErrAbsent
	}
	return v, nil
}

// Standing is where a partner stands in the network.
type Standing string

// The standings.
const (
	Prospect  Standing = "prospect"  // talks are going on
	Active    Standing = "active"    // receives people
	Suspended Standing = "suspended" // receives nobody for now
	Over      Standing = "ended"     // takes no part any more
)

// Standings lists every standing.
var Standings = []Standing{Prospect, Active, Suspended, Over}

// Partner is an organisation of the network.
type Partner struct {
	ID          PartnerID
	Code        string // the network's own short code; the key of an import
	Name        string
	Kind        string // code list partner_kind
	Department  string // code of the country pack
	Town        string
	Telephone   string // of its staff, to call when a proposal waits
	Team        gate.TeamID
	From, Until date.Date // of the convention; a zero Until means no end is known
	Yearly      int       // people a year it agreed to receive; 0: not known
	Standing    Standing
	Version     int64
}

// Lapsed tells whether the partner takes no part any more, or its convention has ended before a day.
func (p Partner) Lapsed(on date.Date) bool {
	return p.Standing == Over || !p.Until.IsZero() && p.Until.Before(on)
}

// Site is one house of a partner. Its address is sealed.
type Site struct {
	ID         SiteID
	Partner    PartnerID
	Name       string
	Department string
	Town       string
	HasAddress bool      // an address lies sealed
	SharedAt   time.Time // when it was handed to the host; zero: not yet
	Version    int64
}

// Address is how to reach a site: read by head-office logistics and by the host alone.
type Address struct {
	Street    secret.Text
	Telephone secret.Text
	Access    secret.Text // door code, whom to ask for, what to avoid
}

// State is where a place stands, a key of the code list place_state.
type State string

// The states. Held is never stored: a place is held while a hold has not run out.
const (
	Free      State = "available"
	Held      State = "held"
	Occupied  State = "occupied"
	Paused    State = "cooling"
	Withdrawn State = "withdrawn"
)

// Way is how a host's word on a place came.
type Way string

// The ways.
const (
	ByPage      Way = "page"      // the host pressed it
	ByTelephone Way = "telephone" // the head office noted what the host said
)

// Markable lists what a host may say of a place.
var Markable = []State{Free, Paused, Occupied, Withdrawn}

// Place is what a partner declared about one place: a room or a flat for one household.
type Place struct {
	ID              PlaceID
	Site            SiteID
	Name            string
	Beds, Cots      int
	Accepts         string // code list accepts_gender; empty: not known
	Children        tri.Value
	MaxChildren     int // 0: no number given
	Couples         tri.Value
	Animals         tri.Value
	Autonomy        string // least autonomy asked, code list autonomy; empty: not known
	StepFree        tri.Value
	GroundFloor     tri.Value
	Security        int      // 1 to 3; 0: not known
	Languages       []string // ISO 639
	Specialisms     []string // code list specialism
	EmergencyFlat   bool
	Marked          State // as the host marked it; see PlaceRow.State for holds
	AvailableFrom   date.Date
	FreeOn          date.Date // planned end of the stay that fills it; zero: not known, or nobody stays
	ConfirmedAt     time.Time // when the host last said that this is true; zero: never
	ConfirmedWay    Way       // how its word came; empty: never, or before ways were noted
	HeldUntil       time.Time // zero: never held
	UsedAt          time.Time // when it was last held, filled or given back for want of room; zero: never
	OccupiedPeople  int       // people the network placed here who are staying
	ByNetwork       bool      // the network placed who is staying
	Version         int64
	heldFor, fullBy gate.CaseID
}

// StateAt returns where the place stands at an instant: a hold that has not run out shows as Held.
func (p Place) StateAt(now time.Time) State {
	if p.Marked == Free && !p.heldFor.IsZero() && now.Before(p.HeldUntil) {
		return Held
	}
	return p.Marked
}

// NoRoom tells whether nobody is offered the place because its host had no room for somebody: from then on until the
// host says a word on it, as a rule that it is free.
func (p Place) NoRoom() bool {
	return p.Marked == Paused && !p.UsedAt.IsZero() && !p.ConfirmedAt.After(p.UsedAt)
}

// FreeLater tells whether the host says that the place is free from a day to come: one that has passed says nothing,
// nor does one of a place where people of the network stay.
func (p Place) FreeLater(today date.Date) bool { return !p.ByNetwork && today.Before(p.AvailableFrom) }
