package person

import (
	"context"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Desk is what people do with a person's identity.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Introduce is how a case opens on a person: it codes what the referral was told (gender, birth year, adult,
// nationality group, languages) into the row that is about to be written, and returns what adds her identity in the
// same act. Of the birth, a month or a day lies sealed with her name.
func (d *Desk) Introduce(c *casefile.Coded, names, telephone, contact secret.Text,
	told casefile.Coded, born date.Rough) (func(*gate.CaseTx) error, error) {
	e := Entry{Identity: Identity{Names: names, Telephone: telephone, Contact: contact}, BirthYear: told.BirthYear,
		BirthAbout: told.BirthAbout != "", Adult: told.Adult.Tri(),
		Gender: told.Gender, NationalityGroup: told.NationalityGroup, Languages: told.Languages,
		CanCall: told.CanCall}
	e.bear(born)
	in, day := d.gate.Country(), d.gate.Today()
	if err := check(in, e, e, day); err != nil { // what was told stands, whatever has ended since
		return nil, err
	}
	code(in, c, e, day)
	return func(tx *gate.CaseTx) error { return add(tx, e.Identity) }, nil
}

// Carry reads the identity of a case and returns what writes the same into a transfer of the same person.
func (d *Desk) Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error) {
	r, err := find(v)
	if err != nil {
		return nil, err
	}
	i, err := r.open(v)
	if err != nil {
		return nil, err
	}
	return func(tx *gate.CaseTx) error { return add(tx, i) }, nil
}

// Page is what is known of the person: words, coded facts, and who changed it last.
type Page struct {
	Header    casefile.Header
	Identity  Identity
	Coded     casefile.Coded
	Adult     tri.Value // of full age today, by all that was said and by the birth
	Said      tri.Value // what was said of it and still speaks; nothing that follows from the birth
	Version   int64
	ChangedAt time.Time
	ChangedBy string    // colleague's name; "" for a referral without account
	RouteTold time.Time // child protection was told; zero: not
	Sealed    bool      // the team holds no key to identity: only the coded facts are here
	Parted    time.Time // since when the name is with the host alone; zero: it is not
	MayEdit   bool      // the reader's team writes here; a host reads
	MayTell   bool      // the reader's team is the one that tells child protection
}

// AgeOpen tells whether the child-protection route has to be looked at: not known to be an adult, and not told yet
// (I9).
func (p Page) AgeOpen() bool { return p.Adult != tri.Yes && p.RouteTold.IsZero() }

// Open shows the page on which a person is edited.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref) (Page, error) {
	return gate.Seen(ctx, d.gate, who, Look, ref, read)
}

func read(v *gate.CaseView) (Page, error) {
	var p Page
	var err error
	if p.Header, err = casefile.ReadHeader(v); err != nil {
		return p, err
	}
	if p.Coded, err = casefile.ReadCoded(v); err != nil {
		return p, err
	}
	p.Adult, p.Said = p.Coded.OfAge(v.Today()), p.Coded.Claims(v.Today()).Tri()
	r, err := find(v)
	if err != nil {
		return p, err
	}
	p.Version, p.ChangedAt, p.RouteTold = r.version, r.changedAt, r.routeAt
	if p.ChangedBy, err = casefile.Colleague(v, r.changedBy); err != nil {
		return p, err
	}
	if p.Sealed = !v.Holds(vault.Identity); !p.Sealed {
		p.Identity, err = r.open(v)
		return p, err
	}
	since, parted, err := casefile.NameParted(v)
	if parted {
		p.Parted = since
	}
	return p, err
}

// Save stores what was typed, seen at a version; casefile.ErrChanged when somebody else was faster.
func (d *Desk) Save(ctx context.Context, who access.Actor, ref casefile.Ref, version int64, e Entry) error {
	return d.gate.Case(ctx, who, Edit, ref, func(tx *gate.CaseTx) error {
		in, day := tx.Country(), tx.Today()
		if err := casefile.StillWrites(&tx.CaseView); err != nil {
			return err
		}
		r, noted, err := seen(&tx.CaseView, version)
		if err != nil {
			return err
		}
		if err := fault.Join(e.settle(noted), check(in, e, noted, day)); err != nil {
			return err
		}
		done, err := update(tx, r.id, version, e.Identity)
		if err != nil {
			return err
		}
		if !done {
			return casefile.ErrChanged
		}
		return casefile.ChangeCoded(tx, func(c *casefile.Coded) { code(in, c, e, day) })
	})
}

// seen is what stands, where it is still what was seen at a version.
func seen(v *gate.CaseView, version int64) (row, Entry, error) {
	r, err := find(v)
	if err != nil {
		return r, Entry{}, err
	}
	if r.version != version {
		return r, Entry{}, casefile.ErrChanged
	}
	var p Page
	if p.Identity, err = r.open(v); err != nil {
		return r, Entry{}, err
	}
	p.Coded, err = casefile.ReadCoded(v)
	return r, p.Entry(), err
}

// TellRoute records that child protection was told, on behalf of somebody whose age is not certain (I9).
func (d *Desk) TellRoute(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, Route, ref, func(tx *gate.CaseTx) error {
		_, err := tx.Exec(qRoute, clock.Micros(tx.Now()))
		return fault.In("record child protection", err)
	})
}

// OnCase is the panel of the case page: whoever holds the key sees who she is. Teams without it see nothing of it, but
// for those who held it until it was left with the host: they are told so.
func (d *Desk) OnCase(v *gate.CaseView) (Page, bool, error) {
	if !v.Holds(vault.Identity) {
		if _, parted, err := casefile.NameParted(v); err != nil || !parted {
			return Page{}, false, err
		}
	}
	p, err := read(v)
	p.MayTell = v.Relation() == access.Evaluates
	p.MayEdit = !p.Sealed && (v.Relation() == access.Evaluates ||
		v.Relation() == access.Referred && casefile.StillWrites(v) == nil)
	if fault.Is(err, fault.NotFound) { // a frozen row of the history has no person
		return Page{}, false, nil
	}
	return p, err == nil, err
}

// qAge asks in SQL what OfAge says.
var qAge = gate.CircleSQL("person.age_open", `select `+casefile.HeaderColumns+`
	from casefile_circle circle join casefile_case c on c.id = circle.case_id join casefile_coded k on k.case_id = c.id
	join person_identity p on p.case_id = c.id
	where @circle and circle.relation = 'evaluates' and c.open = 1 and p.route_told_at = 0
	and not (k.birth_year > 0 and k.of_age_on <= $2
		and (k.adult in ('yes', 'unknown') or k.of_age_on > k.adult_said_on))
	and not (k.adult = 'yes' and not (k.birth_year > 0 and k.of_age_from > $2))
	order by c.opened_at limit 50`)

// HomePanels gives coordinators the people whose age is not certain (I9).
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "person.age", Roles: []access.Role{access.Coordinator}, Load: ageOpen}}
}

func ageOpen(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qAge, func(rows *gate.Rows) (casefile.Item, error) {
		h, err := casefile.ScanHeader(rows)
		if err != nil {
			return casefile.Item{}, err
		}
		return casefile.Item{Band: casefile.Now, Case: h, Since: h.Opened, Text: "person.home.age",
			Link: "/cases/" + h.Ref.String() + "/person", Action: "person.home.look"}, nil
	}, v.Today())
}
