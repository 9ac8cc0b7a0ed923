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
	Birth     secret.Text // ISO date, or its month; empty where only the year is known
	Telephone secret.Text
	Contact   secret.Text // how and when it is safe to reach her
}

// Entry is what is written on the page of a person: words, and the coded facts beside them.
type Entry struct {
	Identity
	Born             date.Date // the date in Birth
	BornMonth        string    // in its place, where only the month of it is known: 2001-03
	YearMonth        string    // the month or day that was told with the year
	BirthYear        int       // where only the year is known; 0: not known
	BirthAbout       bool      // the year comes from a guessed age
	BirthWrong       bool      // the birth noted until now is wrong
	Adult            tri.Value // as stated
	Gender           string    // code list gender
	Nationality      string    // ISO 3166
	NationalityGroup string    // where only the group is known
	Languages        []string  // ISO 639
	CanCall          tri.Value // her number may be called without danger
}

// row is the stored identity.
type row struct {
	id        id.ID[identityEntity]
	who       *Identity
	words     gate.Words // of who, as the database keeps them
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
)

var (
	names     = gate.Column(vault.Identity, "person_identity.names_sealed")
	aliases   = gate.Column(vault.Identity, "person_identity.aliases_sealed")
	birth     = gate.Column(vault.Identity, "person_identity.birth_sealed")
	telephone = gate.Column(vault.Identity, "person_identity.telephone_sealed")
	contact   = gate.Column(vault.Identity, "person_identity.contact_sealed")
)

func (i *Identity) words() gate.Words {
	return gate.Words{{In: names, At: &i.Names}, {In: aliases, At: &i.Aliases}, {In: birth, At: &i.Birth},
		{In: telephone, At: &i.Telephone}, {In: contact, At: &i.Contact}}
}

func find(v *gate.CaseView) (row, error) {
	r := row{who: &Identity{}}
	r.words = r.who.words()
	err := v.QueryRow(qFind).Scan(append(r.words.Cells(&r.id), clock.Stored{T: &r.routeAt},
		clock.Stored{T: &r.changedAt}, &r.changedBy, &r.version)...)
	return r, fault.In("read identity", err)
}

// open opens the identity; gate.ErrSealed where the team holds no key.
func (r row) open(v *gate.CaseView) (Identity, error) {
	err := r.words.Open(v, r.id)
	return *r.who, err
}

func add(tx *gate.CaseTx, i Identity) error {
	at := id.New[identityEntity](tx.Now())
	args, err := i.words().Seal(tx, at, at)
	if err != nil {
		return fmt.Errorf("seal identity: %w", err)
	}
	return gate.Done(tx.Exec(qAdd, append(args, clock.Micros(tx.Now()), tx.Actor().User().Or())...))
}

// update stores the identity where nobody changed it since version; false when somebody did.
func update(tx *gate.CaseTx, at id.ID[identityEntity], version int64, i Identity) (bool, error) {
	args, err := i.words().Seal(tx, at, version)
	if err != nil {
		return false, fmt.Errorf("seal identity: %w", err)
	}
	n, err := tx.Exec(qUpdate, append(args, clock.Micros(tx.Now()), tx.Actor().User().Or())...)
	return n == 1, fault.In("change identity", err)
}
