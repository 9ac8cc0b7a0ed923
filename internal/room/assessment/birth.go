package assessment

import (
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Births keeps what is known of a day of birth beyond its year: one place for every room that learns of it, sealed with
// her name.
type Births interface {
	// Born reads it; nothing where none was told, or where the team holds no key.
	Born(v *gate.CaseView) (date.Rough, error)
	// Bear writes it; without the key nothing is kept.
	Bear(tx *gate.CaseTx, born date.Rough) error
}

// read is all that the act may open, and what lies with her name of the birth.
func (d *Desk) read(v *gate.CaseView) (File, error) {
	f, err := read(v)
	if err != nil {
		return f, err
	}
	return f, d.bring(v, &f)
}

// stand fills in how her safety stands.
func (d *Desk) stand(v *gate.CaseView, f *File) (err error) {
	for _, s := range d.stands {
		var assessed bool
		if assessed, f.PlanOn, f.PlanReview, err = s(v); err != nil {
			return err
		}
		f.RiskOpen = !assessed && admitted(f.Header.Stage) && f.Header.Stage.Open()
	}
	return nil
}

// bring fills in the month or the day of the year that the coded row knows.
func (d *Desk) bring(v *gate.CaseView, f *File) error {
	f.NameApart = !v.Holds(vault.Identity)
	if err := d.stand(v, f); err != nil {
		return err
	}
	born, err := d.births.Born(v)
	if err == nil {
		f.Count = f.Count.of(f.Count.Rough().Over(born))
	}
	return err
}

// Rough is what is answered of the birth.
func (c Count) Rough() date.Rough {
	if born, ok := date.ParseRough(c.BirthMonth); ok && born.Year == c.BirthYear {
		born.About = c.BirthAbout
		return born
	}
	return date.Rough{Year: c.BirthYear, About: c.BirthAbout}
}

// otherBirth asks, where another birth was typed than the one noted, whether that is wrong.
func (e Entry) otherBirth(noted Count) error {
	if !e.BirthWrong && e.Count.Rough().Contradicts(noted.Rough()) {
		return casefile.ErrOtherBirth
	}
	return nil
}

// of is c with a birth.
func (c Count) of(born date.Rough) Count {
	c.BirthYear, c.BirthMonth, c.BirthAbout = born.Year, "", born.About
	if born.Month > 0 {
		c.BirthMonth = born.String()
	}
	return c
}
