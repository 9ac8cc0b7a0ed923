package casefile

import (
	"fmt"
	"strings"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/gate"
)

// Coded is the coded row (ring B): what matching, clocks and statistics need, and nothing more. Every field is a code
// of a list, a number or a three-valued fact; empty or 0 is "not known yet". Each room writes what it learns.
type Coded struct {
	Sex               string // M, F or unknown, derived from gender
	Gender            string // code list gender
	BirthYear         int    // 0: not known
	Adult             tri.Value
	NationalityGroup  string // france, other_eu, non_eu, unknown: statistics only
	Nationality       string // ISO 3166: statistics only
	TraffickingStatus string // code list trafficking_status
	Exploitation      string // main form, code list exploitation
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
	HostRegion        string
	HostDepartment    string
	Version           int64 // for two people editing
}

var (
	qCoded    = gate.CaseSQL("casefile.coded", `select `+codedColumns+` from casefile_coded d where d.case_id = $1`)
	qSetCoded = gate.CaseSQL("casefile.set_coded", `update casefile_coded set sex = $2, gender = $3, birth_year = $4,
		adult = $5, nationality_group = $6,
		nationality = $7, trafficking_status = $8, exploitation = $9, origin_department = $10, referrer_kind = $11,
		adults = $12, children_bands = $13,
		household_shape = $14, animals = $15, need_codes = $16, languages = $17, autonomy = $18, security_level = $19,
		ready_on = $20, stay_weeks = $21,
		complaint = $22, cooperation = $23, reflection_informed = $24, statistics_consent = $25, host_region = $26,
		host_department = $27,
		version = version + 1 where case_id = $1 and version = $28`)
)

// codedColumns reads a coded row named d, in the order of codedRow.into.
const codedColumns = `d.sex, d.gender, d.birth_year, d.adult, d.nationality_group, d.nationality, d.trafficking_status, d.exploitation,
		d.origin_department, d.referrer_kind, d.adults, d.children_bands, d.household_shape, d.animals, d.need_codes, d.languages, d.autonomy,
		d.security_level, d.ready_on, d.stay_weeks, d.complaint, d.cooperation, d.reflection_informed, d.statistics_consent, d.host_region,
		d.host_department, d.version`

// codedRow is a coded row while it is read: its lists are stored as words.
type codedRow struct {
	Coded
	children, needs, languages string
}

func (r *codedRow) into() []any {
	return []any{&r.Sex, &r.Gender, &r.BirthYear, &r.Adult, &r.NationalityGroup, &r.Nationality, &r.TraffickingStatus,
		&r.Exploitation,
		&r.OriginDepartment, &r.ReferrerKind, &r.Adults, &r.children, &r.HouseholdShape, &r.Animals, &r.needs,
		&r.languages, &r.Autonomy,
		&r.SecurityLevel, &r.ReadyOn, &r.StayWeeks, &r.Complaint, &r.Cooperation, &r.ReflectionTold,
		&r.StatisticsConsent, &r.HostRegion,
		&r.HostDepartment, &r.Version}
}

func (r *codedRow) done() Coded {
	r.ChildrenBands, r.NeedCodes, r.Languages = strings.Fields(r.children), strings.Fields(r.needs),
		strings.Fields(r.languages)
	return r.Coded
}

// ReadCoded returns the coded row of the case.
func ReadCoded(v *gate.CaseView) (Coded, error) { return once(v, "coded", readCoded) }

func readCoded(v *gate.CaseView) (Coded, error) {
	var r codedRow
	err := v.QueryRow(qCoded).Scan(r.into()...)
	return r.done(), fault.In("read coded row", err)
}

// args are the columns of the coded row, as both statements that write it list them.
func (c Coded) args() []any {
	unknown := func(s string) string {
		if s == "" {
			return "unknown"
		}
		return s
	}
	return []any{unknown(c.Sex), c.Gender, c.BirthYear, c.Adult, unknown(c.NationalityGroup), c.Nationality,
		c.TraffickingStatus, c.Exploitation,
		c.OriginDepartment, c.ReferrerKind, c.Adults, strings.Join(c.ChildrenBands, " "), c.HouseholdShape, c.Animals,
		strings.Join(c.NeedCodes, " "),
		strings.Join(c.Languages, " "), c.Autonomy, c.SecurityLevel, c.ReadyOn, c.StayWeeks, unknown(c.Complaint),
		c.Cooperation, c.ReflectionTold,
		c.StatisticsConsent, c.HostRegion, c.HostDepartment}
}

// ErrChanged tells that somebody else changed the same thing meanwhile.
var ErrChanged = fault.ErrChanged

// WriteCoded stores the coded row as read and changed; ErrChanged when somebody else was faster.
func WriteCoded(tx *gate.CaseTx, c Coded) error {
	n, err := tx.Exec(qSetCoded, append(c.args(), c.Version)...)
	if err != nil {
		return fmt.Errorf("write coded row: %w", err)
	}
	if n == 0 {
		return ErrChanged
	}
	return nil
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
	Area   string // code of the country pack
	Level  string // code list danger_level
	Reason string // code list danger_reason
	Since  date.Date
}

var (
	qZones = gate.CaseSQL("casefile.zones", `select area, level, reason, since_on from casefile_zone
		where case_id = $1 and lifted_at = 0 order by area, set_at`)
	qAddZone = gate.CaseSQL("casefile.add_zone", `insert into casefile_zone (case_id, area, level, reason, since_on,
		set_at) values ($1, $2, $3, $4, $5, $6)`)
	qLiftZone = gate.CaseSQL("casefile.lift_zone", `update casefile_zone set lifted_at = $3 where case_id = $1
		and area = $2 and lifted_at = 0`)
)

// Zones returns the danger zones in force.
func Zones(v *gate.CaseView) ([]Zone, error) { return once(v, "zones", readZones) }

func readZones(v *gate.CaseView) ([]Zone, error) {
	rows, err := v.Query(qZones)
	if err != nil {
		return nil, fmt.Errorf("read danger zones: %w", err)
	}
	defer rows.Close()
	var out []Zone
	for rows.Next() {
		var z Zone
		if err := rows.Scan(&z.Area, &z.Level, &z.Reason, &z.Since); err != nil {
			return nil, fmt.Errorf("read danger zones: %w", err)
		}
		out = append(out, z)
	}
	return out, rows.Err()
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

// FirstZones writes the danger zones with which a case opens, one for each area.
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
