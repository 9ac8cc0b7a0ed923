package casefile

import (
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/gate"
)

// Coded is the coded row (ring B): what matching, clocks and statistics need, and nothing more. Every field is a code
// of a list, a number or a three-valued fact; empty or 0 is "not known yet". Each room writes what it learns.
type Coded struct {
	Sex               string    // M, F or unknown, derived from gender
	Gender            string    // code list gender
	BirthYear         int       // 0: not known
	BirthAbout        string    // "yes" where the year comes from a guessed age
	Adult             tri.Said  // what was said of full age: read it by OfAge
	AdultOn           date.Date // when it was said; zero: nobody was asked
	OfAgeFrom         date.Date // before it she is not of age, where she was not surely so; zero: not known
	OfAgeOn           date.Date // the day by which she is of age, where she was not surely so; zero: not known
	NationalityGroup  string    // france, other_eu, non_eu, unknown: statistics only
	Nationality       string    // ISO 3166: statistics only
	TraffickingStatus string    // code list trafficking_status
	Exploitation      string    // main form, code list exploitation
	OriginDepartment  string
	ReferrerKind      string // code list organisation_kind
	Adults            int
	ChildrenBands     []string // one code per child, list child_band
	HouseholdShape    string
	Animals           tri.Value
	NeedCodes         []string // code list need
	Languages         []string // ISO 639
	Autonomy          string   // low, medium, high
	SecurityLevel     int      // 1 to 3 asked of the house; 0: not known
	ReadyOn           date.Date
	StayWeeks         int
	Complaint         string // none, before, after, unknown: an outcome, never a condition (I1)
	Cooperation       tri.Value
	ReflectionTold    tri.Value
	StatisticsConsent tri.Value
	CanCall           tri.Value // her number may be called without danger
	HostRegion        string
	HostDepartment    string
	Version           int64 // for two people editing
}

// What the columns of the coded row are is said twice, in one order: here for SQL, and in columns for Go.
const (
	codedColumns = `sex, gender, birth_year, adult, nationality_group, nationality, trafficking_status, exploitation,
		origin_department, referrer_kind, adults, children_bands, household_shape, animals, need_codes, languages,
		autonomy, security_level, ready_on, stay_weeks, complaint, cooperation, reflection_informed,
		statistics_consent, host_region, host_department, birth_about, adult_said_on,
		of_age_from, of_age_on, can_call`
	codedMarks = `$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
		$24, $25, $26, $27, $28, $29, $30, $31, $32`
)

var (
	qCoded = gate.CaseSQL("casefile.coded", `select `+codedColumns+`, d.version from casefile_coded d
		where d.case_id = $1`)
	qSetCoded = gate.CaseSQL("casefile.set_coded", `update casefile_coded set (`+codedColumns+`) = (`+codedMarks+`),
		version = version + 1 where case_id = $1 and version = $33`)
	qNewCoded = gate.CaseSQL("casefile.new_coded", `insert into casefile_coded (case_id, `+codedColumns+`)
		values ($1, `+codedMarks+`)`)
)

// columns are where codedColumns are read into, and written from.
func (c *Coded) columns() []any {
	return []any{&c.Sex, &c.Gender, &c.BirthYear, &c.Adult, &c.NationalityGroup, &c.Nationality,
		&c.TraffickingStatus, &c.Exploitation, &c.OriginDepartment, &c.ReferrerKind, &c.Adults,
		gate.Codes{List: &c.ChildrenBands},
		&c.HouseholdShape, &c.Animals, gate.Codes{List: &c.NeedCodes}, gate.Codes{List: &c.Languages}, &c.Autonomy,
		&c.SecurityLevel,
		&c.ReadyOn, &c.StayWeeks, &c.Complaint, &c.Cooperation, &c.ReflectionTold, &c.StatisticsConsent,
		&c.HostRegion, &c.HostDepartment, &c.BirthAbout, &c.AdultOn, &c.OfAgeFrom, &c.OfAgeOn, &c.CanCall}
}

// row are the columns with the version, as they are read.
func (c *Coded) row() []any { return append(c.columns(), &c.Version) }

// People is how many live together: the adults and the children.
func (c Coded) People() int { return max(c.Adults, 1) + len(c.ChildrenBands) }

// settle writes "unknown" where the row keeps it for what is not known.
func (c *Coded) settle() {
	for _, code := range []*string{&c.Sex, &c.NationalityGroup, &c.Complaint} {
		if *code == "" {
			*code = "unknown"
		}
	}
}

// ReadCoded returns the coded row of the case.
func ReadCoded(v *gate.CaseView) (Coded, error) { return Once(v, "coded", readCoded) }

// TodayThere is today by the clocks of the place where she stays or is to stay; the head office's while she has none.
func TodayThere(v *gate.CaseView) (date.Date, error) {
	c, err := ReadCoded(v)
	return date.In(v.Now(), v.Country().HoursOf(c.HostDepartment)), err
}

func readCoded(v *gate.CaseView) (Coded, error) { return gate.One(v.Query, qCoded, (*Coded).row) }

// ErrChanged tells that somebody else changed the same thing meanwhile.
var ErrChanged = fault.ErrChanged

// ErrOtherBirth tells that another birth was typed than the one that is noted: which of them is right is ticked first.
var ErrOtherBirth = fault.NewAbout("birth_wrong", "web.form.other_birth")

// WriteCoded stores the coded row as read and changed; ErrChanged when somebody else was faster. Where the household is
// another, its place follows it, and the one before stays on record.
func WriteCoded(tx *gate.CaseTx, c Coded) error {
	was, err := readCoded(&tx.CaseView)
	if err != nil {
		return err
	}
	c.settle()
	if err := gate.Replaced(tx.Exec(qSetCoded, c.row()...)); err != nil {
		return err
	}
	if was.Adults == c.Adults && was.HouseholdShape == c.HouseholdShape &&
		slices.Equal(was.ChildrenBands, c.ChildrenBands) {
		return nil
	}
	if err := c.keepHousehold(tx); err != nil {
		return err
	}
	return inEveryRoom("follow the household", func(p Part) error {
		if p.Household == nil {
			return nil
		}
		return p.Household(tx, c.People())
	})
}

var qHousehold = gate.CaseSQL("casefile.household", `insert into casefile_household (case_id, since_at, adults,
	children_bands, shape) values ($1, $2, $3, $4, $5) on conflict (case_id, since_at) do update set
	adults = excluded.adults, children_bands = excluded.children_bands, shape = excluded.shape`)

// keepHousehold writes down the household from now on: figures of a past day follow the facts of that day.
func (c *Coded) keepHousehold(tx *gate.CaseTx) error {
	_, err := tx.Exec(qHousehold, clock.Micros(tx.Now()), c.Adults, gate.Codes{List: &c.ChildrenBands},
		c.HouseholdShape)
	return fault.In("keep the household", err)
}

// ChangeCoded reads the coded row, lets fn change it, and stores it, in the transaction of the act.
func ChangeCoded(tx *gate.CaseTx, fn func(*Coded)) error {
	c, err := ReadCoded(&tx.CaseView)
	if err != nil {
		return err
	}
	fn(&c)
	return WriteCoded(tx, c)
}

// Zone is a place that is dangerous for this person: a department or a town of the country pack.
type Zone struct {
	Area   string    // code of the country pack
	Level  string    // code list danger_level; empty: not known, read it by codelist.Danger
	Reason string    // code list danger_reason; empty: not known
	Since  date.Date // zero: not known
}

var (
	qZones = gate.CaseSQL("casefile.zones", `select distinct z.area, z.level, z.reason, z.since_on
		from casefile_case join casefile_zone z on z.case_id in `+Hers+` and z.lifted_at = 0
		where casefile_case.id = $1 order by z.area, z.since_on`)
	qAddZone = gate.CaseSQL("casefile.add_zone", `insert into casefile_zone (case_id, area, level, reason, since_on,
		set_at) values ($1, $2, $3, $4, $5, $6)`)
	qLiftZone = gate.CaseSQL("casefile.lift_zone", `update casefile_zone set lifted_at = $3 where area = $2
		and lifted_at = 0 and (case_id = $1 or case_id in `+Hers+`)`)
)

// Zones returns the danger zones in force for the person, whichever of her cases they were set in.
func Zones(v *gate.CaseView) ([]Zone, error) { return Once(v, "zones", readZones) }

func readZones(v *gate.CaseView) ([]Zone, error) {
	return gate.List(v.Query, qZones, func(z *Zone) []any {
		return []any{&z.Area, &z.Level, &z.Reason, &z.Since}
	})
}

// AddZone adds a danger zone, replacing one in force for the same area; the earlier one stays on record. The caller
// tells DangerZoneSet.
func AddZone(tx *gate.CaseTx, z Zone) error {
	if _, err := tx.Exec(qLiftZone, z.Area, clock.Micros(tx.Now())); err != nil {
		return fmt.Errorf("add danger zone: %w", err)
	}
	_, err := tx.Exec(qAddZone, z.Area, z.Level, z.Reason, z.Since, clock.Micros(tx.Now()))
	return fault.In("add danger zone", err)
}

// FirstZones writes the danger zones with which a person's first case opens, one for each area.
func FirstZones(tx *gate.CaseTx, zones []Zone) error {
	seen := map[string]bool{}
	for _, z := range zones {
		if seen[z.Area] {
			continue
		}
		seen[z.Area] = true
		if _, err := tx.Exec(qAddZone, z.Area, z.Level, z.Reason, z.Since, clock.Micros(tx.Now())); err != nil {
			return fmt.Errorf("add danger zone: %w", err)
		}
	}
	return nil
}

// LiftZone ends a danger zone; it stays on record.
func LiftZone(tx *gate.CaseTx, area string) error {
	_, err := tx.Exec(qLiftZone, area, clock.Micros(tx.Now()))
	return fault.In("lift danger zone", err)
}
