package casefile

import (
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/gate"
)

// areaList is a list of areas of the country pack that a person gives; what is not in it any more stays on record.
type areaList struct {
	what      string
	all       gate.CaseQuery
	add, lift gate.CaseQuery
}

var (
	vetoes = areaList{
		what: "vetoes",
		all: gate.CaseSQL("casefile.vetoes", `select distinct v.area from casefile_case
			join casefile_veto v on v.case_id in `+Hers+` and v.lifted_at = 0
			where casefile_case.id = $1 order by v.area`),
		add: gate.CaseSQL("casefile.add_veto",
			`insert into casefile_veto (case_id, area, set_at) values ($1, $2, $3)`),
		lift: gate.CaseSQL("casefile.lift_veto", `update casefile_veto set lifted_at = $3 where area = $2
			and lifted_at = 0 and (case_id = $1 or case_id in `+Hers+`)`),
	}
	wishes = areaList{
		what: "wishes",
		all: gate.CaseSQL("casefile.wishes", `select distinct w.area from casefile_case
			join casefile_wish w on w.case_id in `+Hers+` and w.lifted_at = 0
			where casefile_case.id = $1 order by w.area`),
		add: gate.CaseSQL("casefile.add_wish",
			`insert into casefile_wish (case_id, area, set_at) values ($1, $2, $3)`),
		lift: gate.CaseSQL("casefile.lift_wish", `update casefile_wish set lifted_at = $3 where area = $2
			and lifted_at = 0 and (case_id = $1 or case_id in `+Hers+`)`),
	}
)

// Vetoes returns the areas where the person does not want to go, whichever of her cases she said it in.
func Vetoes(v *gate.CaseView) ([]string, error) { return vetoes.read(v) }

// SetVetoes makes the list of vetoed areas the one given, for all her cases.
func SetVetoes(tx *gate.CaseTx, areas []string) error { return vetoes.set(tx, areas) }

// Wishes returns the areas where the person would like to go. They tell apart places that are equal in what weighs more
// (T5); no rule reads them, and no host.
func Wishes(v *gate.CaseView) ([]string, error) { return wishes.read(v) }

// SetWishes makes the list of wished areas the one given, for all her cases.
func SetWishes(tx *gate.CaseTx, areas []string) error { return wishes.set(tx, areas) }

func (l areaList) read(v *gate.CaseView) ([]string, error) {
	return gate.Values[string](v.Query, l.all)
}

func (l areaList) set(tx *gate.CaseTx, areas []string) error {
	have, err := l.read(&tx.CaseView)
	if err != nil {
		return err
	}
	now := clock.Micros(tx.Now())
	for _, a := range have {
		if !slices.Contains(areas, a) {
			if _, err := tx.Exec(l.lift, a, now); err != nil {
				return fmt.Errorf("lift one of the %s: %w", l.what, err)
			}
		}
	}
	for _, a := range areas {
		if !slices.Contains(have, a) {
			if _, err := tx.Exec(l.add, a, now); err != nil {
				return fmt.Errorf("add one of the %s: %w", l.what, err)
			}
		}
	}
	return nil
}
