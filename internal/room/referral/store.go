package referral

import (
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type (
	rowEntity     struct{}
	messageEntity struct{}
)

// draftRow is a draft as stored.
type draftRow struct {
	team    gate.TeamID
	began   time.Time
	changed time.Time
	sealed  gate.Sealed
}

// keptUntil is until when a draft that nobody touches is kept.
func keptUntil(in *country.Pack, now time.Time) time.Time {
	return now.Add(in.Span(country.DraftDays, in.Day(now)))
}

const answersColumn = "referral_draft.answers_sealed"

// What a draft asks of the database alike, with an account and without one.
const (
	addDraft = `insert into referral_draft (id, team_id, user_id, began_at, until_at, changed_at, answers_sealed)
		values ($1, $2, $3, $4, $5, $4, $6)`
	setDraft = `update referral_draft set answers_sealed = $2, changed_at = $3, until_at = $4, version = version + 1
		where id = $1`
	allSaid = `select id, at, side, words_sealed, read_at from referral_message where case_id = $1 order by at, id`
)

var (
	qAddDraft = gate.OfficeSQL("referral.add_draft", addDraft)
	qDraft    = gate.OfficeSQL("referral.draft", `select team_id, began_at, changed_at, answers_sealed
		from referral_draft where id = $1 and length(team_id) > 0`)
	qSet  = gate.OfficeSQL("referral.set_draft", setDraft)
	qDrop = gate.OfficeSQL("referral.drop_draft", `delete from referral_draft where id = $1`)
	qMine = gate.OfficeSQL("referral.drafts", `select id, began_at, changed_at from referral_draft where team_id = $1
		order by changed_at desc limit 20`)

	qPublicAdd   = gate.PublicSQL("referral.public_add", addDraft)
	qPublicDraft = gate.PublicSQL("referral.public_draft", `select began_at, changed_at, answers_sealed
		from referral_draft where id = $1 and length(team_id) = 0 and until_at > $2`)
	qPublicSet   = gate.PublicSQL("referral.public_set", setDraft)
	qPublicSweep = gate.PublicSQL("referral.public_sweep", `delete from referral_draft where until_at <= $1
		and length(team_id) = 0`)
	qPublicCase = gate.PublicSQL("referral.public_case", `select r.case_id, r.call_at, c.stage, r.submitted_at
		from referral_case r join casefile_case c on c.id = r.case_id
		where r.origin_id = $1`)
	qTelephone = gate.PublicSQL("referral.telephone", `select value from network_setting where name = 'telephone'`)

	qAdd = gate.CaseSQL("referral.add", `insert into referral_case (case_id, id, origin_id, way, submitted_at,
		care_today, can_call, referrer_sealed, danger_sealed, needs_sealed, health_sealed, former_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`)
	qFind = gate.CaseSQL("referral.find", `select id, way, submitted_at, call_at, care_today, can_call,
		referrer_sealed, danger_sealed, needs_sealed, health_sealed, former_sealed
		from referral_case where case_id = $1`)
	qCall   = gate.CaseSQL("referral.call", `update referral_case set call_at = $2 where case_id = $1`)
	qOrigin = gate.CircleSQL("referral.origin", `select circle.alias from casefile_circle circle
		join referral_case r on r.case_id = circle.case_id
		where @circle and r.origin_id = $2`)
)

// stored is what was said on submission, as it lies in the case.
type stored struct {
	id                                        id.ID[rowEntity]
	way                                       Way
	submitted, call                           time.Time
	careToday, canCall                        tri.Value
	referrer, danger, needs, health, formerly gate.Sealed
}

func find(v *gate.CaseView) (stored, error) {
	var s stored
	var at, call int64
	err := v.QueryRow(qFind).Scan(&s.id, &s.way, &at, &call, &s.careToday, &s.canCall, &s.referrer, &s.danger, &s.needs,
		&s.health, &s.formerly)
	s.submitted = clock.FromMicros(at)
	if call != 0 {
		s.call = clock.FromMicros(call)
	}
	return s, fault.In("read referral", err)
}

// readDraft reads a draft of one of the actor's teams; NotFound for anybody else's.
func readDraft(row *gate.Row, who access.Actor) (draftRow, error) {
	var r draftRow
	var began, changed int64
	if err := row.Scan(&r.team, &began, &changed, &r.sealed); err != nil {
		return r, fault.In("read draft", err)
	}
	if !who.In(r.team) {
		return r, fault.ErrAbsent
	}
	r.began, r.changed = clock.FromMicros(began), clock.FromMicros(changed)
	return r, nil
}

// Message is one message of the thread with the referrer.
type Message struct {
	At    time.Time
	Side  Side
	Words secret.Text
	Read  bool
}

// Side is who wrote a message.
type Side string

// The sides.
const (
	OfReferrer Side = "referrer"
	OfOffice   Side = "office"
)

const wordsColumn = "referral_message.words_sealed"

// The sealed columns of a referral; who refers is a record beside them.
var (
	saidIn   = gate.Column(vault.Thread, wordsColumn)
	dangerIn = gate.Column(vault.Danger, dangerColumn)
	needsIn  = gate.Column(vault.Needs, needsColumn)
	healthIn = gate.Column(vault.Health, healthColumn)
	formerIn = gate.Column(vault.Linkage, "referral_case.former_sealed")
)

var (
	qSay = gate.CaseSQL("referral.say", `insert into referral_message (case_id, id, at, side, user_id, words_sealed)
		values ($1, $2, $3, $4, $5, $6)`)
	qSaid = gate.CaseSQL("referral.said", allSaid)
	qRead = gate.CaseSQL("referral.read", `update referral_message set read_at = $3 where case_id = $1 and side = $2
		and read_at = 0`)

	qPublicSay = gate.PublicSQL("referral.public_say", `insert into referral_message (id, case_id, at, side, user_id,
		words_sealed) values ($1, $2, $3, 'referrer', $4, $5)`)
	qPublicSaid = gate.PublicSQL("referral.public_said", allSaid)
)

// sealedMessage is a message not opened yet: a database answers one question at a time, so all are read first.
type sealedMessage struct {
	id    id.ID[messageEntity]
	said  Message
	words gate.Sealed
}

func messages[Q gate.Asked](ask func(Q, ...any) (*gate.Rows, error), q Q, args ...any) ([]sealedMessage, error) {
	return gate.Collect(ask, q, func(rows *gate.Rows) (m sealedMessage, err error) {
		var read int64
		err = rows.Scan(&m.id, clock.Stored{T: &m.said.At}, &m.said.Side, &m.words, &read)
		m.said.Read = read != 0
		return m, err
	}, args...)
}

// Way is how a referral came.
type Way string

// The ways.
const (
	ByPartner  Way = "partner"
	ByOffice   Way = "office"
	ByPublic   Way = "public"
	ByTransfer Way = "transfer"
)
