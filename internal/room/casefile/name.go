package casefile

import (
	"context"
	"fmt"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/vault"
)

// partJob is the job that takes the key back.
const partJob = "casefile.part_name"

var (
	qKeepName = gate.CaseSQL("casefile.keep_name",
		`update casefile_case set name_kept = $2 where casefile_case.id = $1`)
	qNameKept = gate.CaseSQL("casefile.name_kept", `select name_kept from casefile_case where casefile_case.id = $1`)
	qKnowName = gate.CaseSQL("casefile.know_name", `select team_id, relation from casefile_circle
		where case_id = $1 and ended_at = 0 and relation in ('evaluates','referred')`)
)

// nameDue returns when the name goes to the host alone, unless the person agreed that the head office keeps it (data
// minimisation, GDPR 5(1)(c)): a time after the arrival, or after a transfer was asked for,
// since the head office then needs it again. False while nobody has arrived.
func nameDue(in *country.Pack, facts []Told) (time.Time, bool) {
	if _, arrived := Last(facts, "arrived"); !arrived {
		return time.Time{}, false
	}
	last, _ := Last(facts, "arrived", "transfer_asked")
	begins := last.At
	var a Arrived
	if last.Kind == "arrived" && last.Read(&a) == nil && !a.On.IsZero() && a.On.Before(in.Day(begins)) {
		begins = a.On.Time(in.Zone()) // she had been there before it was written down
	}
	return begins.Add(in.Span(country.NameDays, in.Day(begins))), true
}

// NameParted tells since when the name is no longer with the reader's team but with the host; false while it is not so.
func NameParted(v *gate.CaseView) (time.Time, bool, error) {
	if v.Relation() != access.Evaluates && v.Relation() != access.Referred {
		return time.Time{}, false, nil
	}
	facts, err := Facts(v)
	if err != nil {
		return time.Time{}, false, err
	}
	due, ok := nameDue(v.Country(), facts)
	return due, ok && !v.Now().Before(due), nil
}

// KeepName writes down whether the person agrees that the head office keeps her name. Taking it back after the first
// days takes the key away at once; agreeing later does not bring it back.
func KeepName(tx *gate.CaseTx, agreed tri.Value) error {
	if _, err := tx.Exec(qKeepName, agreed); err != nil {
		return fmt.Errorf("write who keeps the name: %w", err)
	}
	facts, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	due, ok := nameDue(tx.Country(), facts)
	if agreed == tri.Yes || !ok {
		return nil
	}
	return Later(tx, partJob, due)
}

// Handlers are the case file's jobs, by kind.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{partJob: d.partName}
}

// partName takes the key of identity back from the referring service and, unless the person agreed otherwise, from the
// head office. A later arrival or transfer has a job of its own.
func (d *Desk) partName(ctx context.Context, j outbox.Job) error {
	return OnTime(ctx, d.gate, j, PartName, func(tx *gate.CaseTx) error {
		facts, err := Facts(&tx.CaseView)
		if err != nil {
			return err
		}
		due, ok := nameDue(tx.Country(), facts)
		if !ok || tx.Now().Before(due) {
			tx.Note("not_yet")
			return nil
		}
		return takeName(tx)
	})
}

func takeName(tx *gate.CaseTx) error {
	var kept tri.Value
	if err := tx.QueryRow(qNameKept).Scan(&kept); err != nil {
		return fmt.Errorf("read who keeps the name: %w", err)
	}
	know, err := knowName(&tx.CaseView)
	if err != nil {
		return err
	}
	for team, relation := range know {
		if relation == access.Evaluates && kept == tri.Yes {
			tx.Note("kept")
			continue
		}
		if _, err := tx.TakeBack(team, vault.Identity); err != nil {
			return err
		}
	}
	return nil
}

func knowName(v *gate.CaseView) (map[access.TeamID]access.Relation, error) {
	out := map[access.TeamID]access.Relation{}
	err := gate.Each(v.Query, qKnowName, func(rows *gate.Rows) error {
		var team access.TeamID
		var r access.Relation
		if err := rows.Scan(&team, &r); err != nil {
			return err
		}
		out[team] = r
		return nil
	})
	return out, err
}

// NameStaysAWhile asks for the job that takes the name from all but the host, some time after the arrival or the
// transfer asked for. What brings the person to a host, or makes the head office need her name again, is followed by
// it.
func NameStaysAWhile(tx *gate.CaseTx) error {
	facts, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	due, ok := nameDue(tx.Country(), facts)
	if !ok {
		return nil
	}
	return Later(tx, partJob, due)
}

// nameFollows has the name go to the host alone by the day of arrival that was put right.
func nameFollows(tx *gate.CaseTx, kind Kind) error {
	if kind != (Arrived{}).Kind() {
		return nil
	}
	return NameStaysAWhile(tx)
}

// CompanyGoes takes the key of the journey back as PartCompany does, unless she is on the way with no place to arrive
// at: whoever is with her goes on reading the way and where to sleep.
func CompanyGoes(tx *gate.CaseTx) error {
	facts, err := Facts(&tx.CaseView)
	if err != nil || Stranded(StageOf(facts), facts) {
		return err
	}
	return PartCompany(tx)
}

// PartCompany takes the key of the journey back from whoever was named to accompany: nobody travels there any more.
func PartCompany(tx *gate.CaseTx) error {
	if err := tx.MoveWindow(tx.Now(), tx.Now()); err != nil {
		return err
	}
	return tx.PartCompanions()
}
