package person

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type identityEntity struct{}

// Identity is who the person is, in words. Everything may be empty: a first name is not asked of anybody.
type Identity struct {
	Names     secret.Text
	Aliases   secret.Text
	Birth     secret.Text // ISO date; empty where only the year is known
	Telephone secret.Text
	Contact   secret.Text // how and when it is safe to reach her
}

// Entry is what is written on the page of a person: words, and the coded facts beside them.
type Entry struct {
	Identity
	Born             date.Date // the date in Birth
	BirthYear        int       // where only the year is known; 0: not known
	Adult            tri.Value // as stated
	Gender           string    // code list gender
	Nationality      string    // ISO 3166
	NationalityGroup string    // where only the group is known
	Languages        []string  // ISO 639
}

// row is the stored identity.
type row struct {
	id        id.ID[identityEntity]
	sealed    [5]gate.Sealed
	routeAt   time.Time
	changedAt time.Time
	changedBy gate.UserID
	version   int64
}

var (
	qAdd = gate.CaseSQL("person.add", `insert into person_identity (case_id, id, names_sealed, aliases_sealed,
		birth_sealed, telephone_sealed, contact_sealed, changed_at, changed_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
	qFind = gate.CaseSQL("person.find", `select id, names_sealed, aliases_sealed, birth_sealed, telephone_sealed,
		contact_sealed, route_told_at, changed_at, changed_by, version
		from person_identity where case_id = $1`)
	qUpdate = gate.CaseSQL("person.update", `update person_identity set names_sealed = $3, aliases_sealed = $4,
		birth_sealed = $5, telephone_sealed = $6, contact_sealed = $7,
		changed_at = $8, changed_by = $9, version = version + 1 where case_id = $1 and version = $2`)
	qRoute = gate.CaseSQL("person.tell_route", `update person_identity set route_told_at = $2 where case_id = $1
		and route_told_at = 0`)
	qName = gate.OfficeSQL("person.colleague", `select name from access_user where id = $1`)
)

func find(v *gate.CaseView) (row, error) {
	var r row
	var route, changed int64
	err := v.QueryRow(qFind).Scan(&r.id, &r.sealed[0], &r.sealed[1], &r.sealed[2], &r.sealed[3], &r.sealed[4], &route,
		&changed, &r.changedBy, &r.version)
	r.routeAt, r.changedAt = clock.FromMicros(route), clock.FromMicros(changed)
	if route == 0 {
		r.routeAt = time.Time{}
	}
	return r, fault.In("read identity", err)
}

// open opens the identity; gate.ErrSealed where the team holds no key.
func (r row) open(v *gate.CaseView) (i Identity, err error) {
	if i.Names, err = v.Open(vault.Identity, "person_identity.names_sealed", r.id, r.sealed[0]); err != nil {
		return i, err
	}
	if i.Aliases, err = v.Open(vault.Identity, "person_identity.aliases_sealed", r.id, r.sealed[1]); err != nil {
		return i, err
	}
	if i.Birth, err = v.Open(vault.Identity, "person_identity.birth_sealed", r.id, r.sealed[2]); err != nil {
		return i, err
	}
	if i.Telephone, err = v.Open(vault.Identity, "person_identity.telephone_sealed", r.id, r.sealed[3]); err != nil {
		return i, err
	}
	i.Contact, err = v.Open(vault.Identity, "person_identity.contact_sealed", r.id, r.sealed[4])
	return i, err
}

func seal(tx *gate.CaseTx, at id.ID[identityEntity], i Identity) (s [5]gate.Sealed, err error) {
	if s[0], err = tx.Seal(vault.Identity, "person_identity.names_sealed", at, i.Names); err != nil {
		return s, err
	}
	if s[1], err = tx.Seal(vault.Identity, "person_identity.aliases_sealed", at, i.Aliases); err != nil {
		return s, err
	}
	if s[2], err = tx.Seal(vault.Identity, "person_identity.birth_sealed", at, i.Birth); err != nil {
		return s, err
	}
	if s[3], err = tx.Seal(vault.Identity, "person_identity.telephone_sealed", at, i.Telephone); err != nil {
		return s, err
	}
	s[4], err = tx.Seal(vault.Identity, "person_identity.contact_sealed", at, i.Contact)
	return s, err
}

func add(tx *gate.CaseTx, i Identity) error {
	at := id.New[identityEntity](tx.Now())
	s, err := seal(tx, at, i)
	if err != nil {
		return fmt.Errorf("seal identity: %w", err)
	}
	_, err = tx.Exec(qAdd, at, s[0], s[1], s[2], s[3], s[4], clock.Micros(tx.Now()), tx.Actor().User().Or())
	return fault.In("add identity", err)
}

// update stores the identity where nobody changed it since version; false when somebody did.
func update(tx *gate.CaseTx, at id.ID[identityEntity], version int64, i Identity) (bool, error) {
	s, err := seal(tx, at, i)
	if err != nil {
		return false, fmt.Errorf("seal identity: %w", err)
	}
	n, err := tx.Exec(qUpdate, version, s[0], s[1], s[2], s[3], s[4], clock.Micros(tx.Now()), tx.Actor().User().Or())
	return n == 1, fault.In("change identity", err)
}

func colleague(v *gate.CaseView, who gate.UserID) (string, error) {
	if who.IsZero() {
		return "", nil
	}
	var name string
	err := v.OfficeRow(qName, who).Scan(&name)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return name, fault.In("read who changed it", err)
}
