package consent

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
)

type agreementEntity struct{}

// ID identifies one recorded agreement.
type ID = id.ID[agreementEntity]

// Agreement is one answer of the person, as it was given.
type Agreement struct {
	ID          ID
	Kind        string    // code list consent
	Answer      tri.Value // yes or no
	On          date.Date
	Language    string    // code list language; empty: not noted
	Interpreter tri.Value // whether one was there
	RecordedAt  time.Time
	RevokedOn   date.Date // zero: in force
}

// Live tells whether it is a yes that was not taken back.
func (a Agreement) Live() bool { return a.Answer == tri.Yes && a.RevokedOn.IsZero() }

var (
	qAdd = gate.CaseSQL("consent.add", `insert into consent_agreement (case_id, id, kind, answer, given_on, language,
		interpreter, recorded_at, user_id, team_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qAll = gate.CaseSQL("consent.all", `select id, kind, answer, given_on, language, interpreter, recorded_at,
		revoked_on
		from consent_agreement where case_id = $1 order by recorded_at, id`)
	qRevoke = gate.CaseSQL("consent.revoke", `update consent_agreement set revoked_on = $3, revoked_at = $4
		where case_id = $1 and id = $2 and revoked_at = 0 and answer = 'yes'`)
	qRevokeKind = gate.CaseSQL("consent.revoke_kind", `update consent_agreement set revoked_on = $3, revoked_at = $4
		where case_id = $1 and kind = $2 and revoked_at = 0 and answer = 'yes'`)
)

var qGiveBack = gate.CaseSQL("consent.give_back", `update consent_agreement set revoked_on = '', revoked_at = 0
	where case_id = $1 and revoked_at = $2`)

// giveBack puts the agreements that ended a case, in the act that ended it, in force again.
func giveBack(tx *gate.CaseTx, ended casefile.Header, _ casefile.Reopened) error {
	_, err := tx.Exec(qGiveBack, clock.Micros(ended.StageAt))
	return fault.In("give agreements back", err)
}

var qRevokedAt = gate.CaseSQL("consent.revoked_at", `select count(*) from consent_agreement
	where case_id = $1 and revoked_at = $2`)

// Back says of an ended case whether agreements that its end took back are in force again once it is taken up.
func Back(v *gate.CaseView) ([]casefile.Return, error) {
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return nil, err
	}
	n, err := gate.Value[int](v.Query, qRevokedAt, clock.Micros(h.StageAt))
	if err != nil || n == 0 {
		return nil, err
	}
	return []casefile.Return{{Text: "consent.in_force_again"}}, nil
}

func all(v *gate.CaseView) ([]Agreement, error) {
	return gate.Collect(v.Query, qAll, func(rows *gate.Rows) (Agreement, error) {
		var a Agreement
		var at int64
		if err := rows.Scan(&a.ID, &a.Kind, &a.Answer, &a.On, &a.Language, &a.Interpreter, &at,
			&a.RevokedOn); err != nil {
			return a, err
		}
		a.RecordedAt = clock.FromMicros(at)
		return a, nil
	})
}

func find(list []Agreement, which ID) (Agreement, error) {
	return gate.Among(list, func(a Agreement) bool { return a.ID == which })
}

func add(tx *gate.CaseTx, a casefile.Agreed) error {
	now := tx.Now()
	_, err := tx.Exec(qAdd, id.New[agreementEntity](now), a.Agreement, a.Answer, a.On, a.Language, a.Interpret,
		clock.Micros(now),
		tx.Actor().User().Or(), tx.Team().Or())
	return fault.In("record agreement", err)
}
