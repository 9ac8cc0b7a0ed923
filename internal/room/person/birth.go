package person

import (
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Born is the day of birth, or its month, that lies with her name, and whether it is a guess; nothing where none was
// told, or where the team holds no key.
func (*Desk) Born(v *gate.CaseView) (date.Rough, error) {
	_, i, _, err := held(v)
	born, ok := date.ParseRough(i.Birth.Reveal())
	if err != nil || !ok {
		return date.Rough{}, err
	}
	c, err := casefile.ReadCoded(v)
	born.About = c.BirthAbout != ""
	return born, err
}

// Bear keeps there what another room learned of a birth: its day or its month. A year alone or no year at all leave
// nothing there, and without the key nothing is kept.
func (*Desk) Bear(tx *gate.CaseTx, born date.Rough) error {
	r, i, ok, err := held(&tx.CaseView)
	was := i.Birth
	if i.Birth = (secret.Text{}); born.Month > 0 {
		i.Birth = secret.Of(born.String())
	}
	if err != nil || !ok || was.Equal(i.Birth) {
		return err
	}
	done, err := update(tx, r.id, r.version, i)
	if err == nil && !done {
		err = casefile.ErrChanged
	}
	return err
}

// held is her identity, where the team holds the key and anything is kept of who she is.
func held(v *gate.CaseView) (row, Identity, bool, error) {
	if !v.Holds(vault.Identity) {
		return row{}, Identity{}, false, nil
	}
	r, err := find(v)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return row{}, Identity{}, false, err
	}
	i, err := r.open(v)
	return r, i, err == nil, err
}

// Entry is what is known, as it is edited.
func (p Page) Entry() Entry {
	c := p.Coded
	e := Entry{Identity: p.Identity, BirthYear: c.BirthYear, BirthAbout: c.BirthAbout != "", Adult: p.Said,
		Gender: c.Gender, Nationality: c.Nationality, NationalityGroup: c.NationalityGroup, Languages: c.Languages,
		CanCall: c.CanCall}
	if e.Nationality != "" { // the group follows from it, and nobody typed it
		e.NationalityGroup = ""
	}
	if d, err := date.Parse(p.Identity.Birth.Reveal()); err == nil {
		e.Born = d
	} else {
		e.BornMonth = p.Identity.Birth.Reveal()
	}
	return e
}

// Born is what the reader may know of the birth: without the key to her name, what the coded row knows.
func (p Page) Born() date.Rough {
	if p.Sealed {
		return p.Coded.Rough()
	}
	return p.Entry().Rough()
}
