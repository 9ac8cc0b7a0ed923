package partner

import (
	"cmp"
	"context"
	"crypto/sha256"
	"io"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Count says what an import did, or would do, to one kind of thing.
type Count struct{ Added, Changed, Same int }

// Change is one thing that an import changed, or would change.
type Change struct {
	Line    int
	Partner string // code
	Site    string // empty: the partner itself
	Place   string
	Columns []string
}

// Report says what an import did.
type Report struct {
	Done                    bool // it was stored; false when mistakes or a mere check left everything as it was
	Rows                    int  // rows without mistake
	Partners, Sites, Places Count
	Sealed                  int // addresses sealed
	// addresses left as they are: who imports cannot read what is sealed, so logistics changes them
	Kept     int
	Changes  []Change
	Mistakes []Mistake
}

// Import reads partners, sites and places from a CSV file, documented in docs/import.md. Rows are known again by
// partner_code, site_name and place_name: a second import changes what differs and adds what is new, and never doubles
// or removes. Where there are mistakes, nothing is stored unless partial, which stores the rows without. Everything is
// one transaction. who is an administrator, or the machine for the command line. Errors: of kind Invalid for a file
// that cannot be read at all, ErrNoLogistics where addresses are to be sealed and nobody could read them.
func (d *Desk) Import(ctx context.Context, who access.Actor, r io.Reader, partial bool) (Report, error) {
	return d.importFile(ctx, who, r, partial, false)
}

// Check tells what Import would do, and does nothing.
func (d *Desk) Check(ctx context.Context, who access.Actor, r io.Reader) (Report, error) {
	return d.importFile(ctx, who, r, true, true)
}

func (d *Desk) importFile(ctx context.Context, who access.Actor, r io.Reader, partial, dry bool) (Report, error) {
	act := ImportPage
	if who.Job() != "" {
		act = ImportCLI
	}
	file, unread := parseFile(d.gate.Country(), r)
	var report Report
	err := d.gate.ChangeOffice(ctx, who, act, func(tx *gate.OfficeTx) error {
		report = Report{Mistakes: slices.Clone(file.mistakes)}
		if unread != nil {
			return unread
		}
		if file.unusable {
			return nil
		}
		m := &importer{tx: tx, report: &report, digest: file.digest}
		if err := m.load(); err != nil {
			return err
		}
		good := m.good(file.records)
		if report.Rows = len(good); len(report.Mistakes) > 0 && !partial {
			return nil
		}
		m.dry = dry
		for _, r := range good {
			if err := m.row(r); err != nil {
				return err
			}
		}
		report.Done = !dry && len(good) > 0
		return nil
	})
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// importer stores the rows of one file.
type importer struct {
	tx       *gate.OfficeTx
	report   *Report
	dry      bool
	digest   [sha256.Size]byte // of what the file says
	noted    ImportID          // zero until something was stored
	partners named[*partnerState]
}

type partnerState struct {
	Partner
	done  bool // handled in this file
	sites named[*siteState]
}

type siteState struct {
	Site
	done   bool
	places named[PlaceRow]
}

var qAllSites = gate.OfficeSQL("partner.all_sites", `select s.id, s.partner_id, s.name, s.department, s.town,
	s.has_address, s.shared_at, s.version, p.code
	from partner_site s join partner_partner p on p.id = s.partner_id order by s.id`)

// named are things as a file calls them: by their own name, or by one that looks the same.
type named[T any] map[string]T

func (n named[T]) put(name string, t T) {
	n[name] = t
	if _, taken := n[key(name)]; !taken {
		n[key(name)] = t
	}
}

func (n named[T]) find(name string) (T, bool) {
	if t, ok := n[name]; ok {
		return t, true
	}
	t, ok := n[key(name)]
	return t, ok
}

// load reads what the network has already.
func (m *importer) load() error {
	m.partners = named[*partnerState]{}
	all, err := lines(&m.tx.OfficeView)
	if err != nil {
		return err
	}
	for _, l := range all {
		m.partners.put(l.Code, &partnerState{Partner: l.Partner, sites: named[*siteState]{}})
	}
	err = gate.Each(m.tx.Query, qAllSites, func(rows *gate.Rows) error {
		var code string
		s, err := scanSite(rows, &code)
		if err != nil {
			return err
		}
		if of, ok := m.partners.find(code); ok {
			of.sites.put(s.Name, &siteState{Site: s, places: named[PlaceRow]{}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return m.loadPlaces()
}

func (m *importer) loadPlaces() error {
	places, err := readPlaces(m.tx.Query, m.tx.Now(), qAllPlaces)
	for _, p := range places {
		if of, ok := m.partners.find(p.Partner.Code); ok {
			if s, ok := of.sites.find(p.SiteName); ok {
				s.places.put(p.Name, p)
			}
		}
	}
	return err
}

// good leaves out rows with mistakes, and those that would leave fewer beds than people staying (I7).
func (m *importer) good(all []record) []record {
	var out []record
	now := m.tx.Today()
	for _, r := range all {
		note := func(column, key string, args ...any) {
			m.report.Mistakes = append(m.report.Mistakes, Mistake{r.line, column, "partner.wrong." + key, args})
			r.bad = true
		}
		if now.Before(r.confirmed) {
			note("confirmed_on", "future", "value", r.confirmed.String())
		}
		was, ok := m.known(r)
		if beds := r.place.Beds + r.place.Cots; ok && was.OccupiedPeople > beds && was.Beds+was.Cots > beds {
			note("beds", "fewer_beds_than_people", "people", was.OccupiedPeople)
		}
		if !r.bad {
			out = append(out, r)
		}
	}
	return out
}

// known is the place that a row names, where the network has it.
func (m *importer) known(r record) (was PlaceRow, ok bool) {
	p, ok := m.partners.find(r.partner.Code)
	if !ok {
		return was, false
	}
	s, ok := p.sites.find(r.site)
	if !ok {
		return was, false
	}
	return s.places.find(r.place.Name)
}

func (m *importer) row(r record) error {
	p, err := m.partner(r)
	if err != nil || r.site == "" {
		return err
	}
	s, err := m.site(p, r)
	if err != nil || r.place.Name == "" {
		return err
	}
	return m.place(s, r)
}

func (m *importer) partner(r record) (*partnerState, error) {
	p, ok := m.partners.find(r.partner.Code)
	if !ok {
		p = &partnerState{Partner: r.partner, done: true, sites: named[*siteState]{}}
		m.partners.put(r.partner.Code, p)
		m.report.Partners.Added++
		if m.dry {
			return p, nil
		}
		if err := addPartner(m.tx, &p.Partner); err != nil {
			return nil, err
		}
		return p, m.note(noteOf(ofPartner, p.ID, nil, partnerKept(p.Partner)))
	}
	if p.done {
		return p, nil
	}
	p.done = true
	to := r.partner
	to.ID, to.Team, to.Code, to.Standing, to.Version = p.ID, p.Team, p.Code, p.Standing, p.Version
	columns := differing(partnerFields(p.Partner), partnerFields(to))
	if m.tell(&m.report.Partners, Change{r.line, to.Code, "", "", columns}) {
		if err := setPartner(m.tx, to); err != nil {
			return nil, err
		}
		return p, m.note(noteOf(ofPartner, p.ID, partnerKept(p.Partner), partnerKept(to)))
	}
	return p, nil
}

// tell counts a change and says whether it is to be stored.
func (m *importer) tell(n *Count, c Change) bool {
	if len(c.Columns) == 0 {
		n.Same++
		return false
	}
	n.Changed++
	m.report.Changes = append(m.report.Changes, c)
	return !m.dry
}

func (m *importer) site(p *partnerState, r record) (*siteState, error) {
	s, ok := p.sites.find(r.site)
	if !ok {
		s = &siteState{Site: Site{Partner: p.ID, Name: r.site,
			Department: cmp.Or(r.siteDepartment, r.partner.Department), Town: cmp.Or(r.siteTown, r.partner.Town)},
			places: named[PlaceRow]{}}
		p.sites.put(r.site, s)
		m.report.Sites.Added++
		if !m.dry {
			if err := addSite(m.tx, &s.Site); err != nil {
				return nil, err
			}
			if err := m.note(noteOf(ofSite, s.ID, nil, siteFields(s.Site))); err != nil {
				return nil, err
			}
		}
	} else if !s.done {
		if err := m.moved(s, r); err != nil {
			return nil, err
		}
	}
	if s.done {
		return s, nil
	}
	s.done = true
	return s, m.address(s, r)
}

// moved changes where a site lies, where the file says so.
func (m *importer) moved(s *siteState, r record) error {
	to := s.Site
	to.Department, to.Town = cmp.Or(r.siteDepartment, s.Department), cmp.Or(r.siteTown, s.Town)
	columns := differing(siteFields(s.Site), siteFields(to))
	if !m.tell(&m.report.Sites, Change{r.line, r.partner.Code, s.Name, "", columns}) {
		return nil
	}
	n, err := m.tx.Exec(qSetSite, to.ID, to.Version, to.Name, to.Department, to.Town)
	if err == nil && n == 0 {
		return fault.NewConflict("partner.import_meanwhile")
	}
	was := s.Site
	s.Site = to
	s.Version++
	return cmp.Or(err, m.note(noteOf(ofSite, s.ID, siteFields(was), siteFields(to))))
}

// address seals the address of a site that has none. One that is sealed already stays: nobody but its holders can tell
// whether it differs.
func (m *importer) address(s *siteState, r record) error {
	switch {
	case r.address.Street.Empty() && r.address.Telephone.Empty():
		return nil
	case s.HasAddress:
		m.report.Kept++
		return nil
	}
	m.report.Sealed++
	if m.dry {
		return nil
	}
	box, err := newAddressBox(m.tx, s.ID)
	if err != nil {
		return err
	}
	if err := storeAddress(m.tx, box, s.ID, s.Version, r.address); err != nil {
		return err
	}
	sealed, err := addressKept(m.tx, s.ID)
	if err != nil {
		return err
	}
	return m.note(noteOf(ofAddress, s.ID, nil, sealed))
}

func (m *importer) place(s *siteState, r record) error {
	was, ok := s.places.find(r.place.Name)
	if !ok {
		p := r.place
		p.Site = s.ID
		if !r.confirmed.IsZero() {
			p.ConfirmedAt = r.confirmed.Time(m.tx.Country().Zone())
		}
		m.report.Places.Added++
		if m.dry {
			return nil
		}
		if err := addPlace(m.tx, &p); err != nil {
			return err
		}
		return m.note(noteOf(ofPlace, p.ID, nil, placeKept(m.tx.Country(), p)))
	}
	to := r.place
	to.ID, to.Name, to.Version = was.ID, was.Name, was.Version
	columns := differing(placeFields(was.Place), placeFields(to))
	if !m.tell(&m.report.Places, Change{r.line, r.partner.Code, r.site, to.Name, columns}) {
		return nil
	}
	n, err := setPlace(m.tx, to)
	if err == nil && n == 0 {
		return fault.NewConflict("partner.import_meanwhile") // a guest arrived within the same instant
	}
	return cmp.Or(err, m.note(noteOf(ofPlace, to.ID, placeFields(was.Place), placeFields(to))))
}
