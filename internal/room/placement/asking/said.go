package asking

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type saidEntity struct{}

// SaidID identifies an answer that was given by telephone.
type SaidID = id.ID[saidEntity]

// Said is a host's answer that it gave by telephone, as the head office wrote it down.
type Said struct {
	ID       SaidID
	Place    partner.PlaceRow // as the host reads it
	Answer   string           // yes, no, later or final_yes
	Reason   string           // of a no: code list decline
	At       time.Time        // of the call
	Noted    time.Time
	Disputed time.Time   // the host says that this is not what it said; zero: it does not
	Settled  time.Time   // it was cleared up
	Who      secret.Text // who gave it, for the evaluation team

	place partner.PlaceID
	who   gate.Sealed
}

// Open tells whether the host says that this is not what it said, and it is not cleared up.
func (s Said) Open() bool { return !s.Disputed.IsZero() && s.Settled.IsZero() }

var whoIn = gate.Column(vault.Danger, "placement_answer.who_sealed")

const saidColumns = `s.id, s.place_id, s.answer, s.reason, s.said_at, s.noted_at, s.disputed_at, s.settled_at`

func (s *Said) row() []any {
	return []any{&s.ID, &s.place, &s.Answer, &s.Reason, clock.Stored{T: &s.At}, clock.Stored{T: &s.Noted},
		clock.Stored{T: &s.Disputed}, clock.Stored{T: &s.Settled}}
}

var (
	qSay = gate.OfficeSQL("placement.say", `insert into placement_said (id, team_id, place_id, answer, reason, said_at,
		noted_at) values ($1, $2, $3, $4, $5, $6, $7)`)
	qAnswer = gate.CaseSQL("placement.answer", `insert into placement_answer (case_id, id, proposal_id, user_id,
		until_at, who_sealed, before_state, before_until_at, before_answered_at, before_free_on, fact_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qLastSaid = gate.CaseSQL("placement.last_said", `select `+saidColumns+`, a.who_sealed from placement_answer a
		join placement_said s on s.id = a.id where a.case_id = $1 and a.proposal_id = $2
		order by s.noted_at desc limit 1`)
	qUnsettled = gate.CaseSQL("placement.unsettled", `select s.id from placement_answer a
		join placement_said s on s.id = a.id where a.case_id = $1 and a.proposal_id = $2 and s.settled_at = 0`)
	qSettleSaid = gate.OfficeSQL("placement.settle_said", `update placement_said set settled_at = $2 where id = $1`)
	qSaidHere   = gate.OfficeSQL("placement.said_here", `select `+saidColumns+` from placement_said s
		where s.team_id = $1 and s.settled_at = 0 and (s.noted_at > $2 or `+proposal.OpenDispute+`)`)
	qSaidOne = gate.OfficeSQL("placement.said_one", `select `+saidColumns+` from placement_said s
		where s.team_id = $1 and s.id = $2`)
	qDispute = gate.OfficeSQL("placement.dispute_said", `update placement_said set disputed_at = $3
		where team_id = $1 and id = $2 and disputed_at = 0`)
	qDisputed = gate.CircleSQL("placement.disputed", `select `+casefile.HeaderColumns+`,
		p.id, p.department, s.disputed_at
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join placement_answer a on a.case_id = c.id join placement_said s on s.id = a.id
		join placement_proposal p on p.id = a.proposal_id
		where @circle and circle.relation = 'evaluates' and `+proposal.OpenDispute+`
		order by s.disputed_at`)
)

// lastSaid is what was written down last as a host's answer; nil where it gave none by telephone.
func lastSaid(v *gate.CaseView, p proposal.ID) (*Said, error) {
	s, err := gate.One(v.Query, qLastSaid, func(s *Said) []any { return append(s.row(), &s.who) }, p)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &s, err
}

// writeSaid keeps an answer: for the host what it is told, for the case who gave it and who wrote it down. A new answer
// clears up what the host disputed before. b is how things stood before it.
func writeSaid(tx *gate.CaseTx, p proposal.Proposal, answer string, a Spoken, b before) error {
	if err := settleSaid(tx, p.ID); err != nil {
		return err
	}
	row := id.Random[saidEntity]()
	_, err := tx.ChangeOffice(qSay, row, p.Team, p.Place, answer, a.Reason, clock.Micros(a.At), clock.Micros(tx.Now()))
	if err != nil {
		return fault.In("write a host's answer", err)
	}
	sealed, err := whoIn.Seal(tx, row, a.Who)
	if err != nil {
		return err
	}
	until := a.Again
	if answer == "later" && until.IsZero() {
		until = p.Until
	}
	told, err := newest(tx)
	if err != nil {
		return err
	}
	if told == b.fact {
		told = casefile.FactID{} // the answer told nothing
	}
	_, err = tx.Exec(qAnswer, row, p.ID, tx.Actor().User(), clock.Micros(until), sealed, string(b.state),
		clock.Micros(b.until), clock.Micros(b.answered), b.freeOn, told.Or())
	return fault.In("write a host's answer", err)
}

// settleSaid clears up what was written down of a host's answers to a proposal: a newer word of the host stands in
// their place, or somebody spoke with it.
func settleSaid(tx *gate.CaseTx, p proposal.ID) error {
	list, err := gate.Values[SaidID](tx.Query, qUnsettled, p)
	if err != nil {
		return err
	}
	for _, s := range list {
		if _, err := tx.ChangeOffice(qSettleSaid, s, clock.Micros(tx.Now())); err != nil {
			return fault.In("clear an answer up", err)
		}
	}
	return nil
}

// undisputed refuses to go on from a yes of which the host says that it did not say it.
func undisputed(tx *gate.CaseTx, p proposal.ID) error {
	is, err := disputes(&tx.CaseView, p)
	if is {
		return ErrDisputed
	}
	return err
}

// disputes tells whether the host of a proposal says that its answer by telephone is not what it said.
func disputes(v *gate.CaseView, p proposal.ID) (bool, error) {
	list, err := proposal.Disputed(v)
	return slices.Contains(list, p), err
}

// Heard opens, for a host, what the head office wrote down as its answer.
func (d *Desk) Heard(ctx context.Context, who access.Actor, which SaidID) (Said, error) {
	var s Said
	err := d.gate.Circle(ctx, who, Heard, func(v *gate.CircleView) error {
		return ofOwn(who, v.Office, which, func(_ access.TeamID, found Said) (err error) {
			s = found
			s.Place, err = partner.PlaceOf(v, s.place)
			return err
		})
	})
	return s, err
}

// Dispute says, for a host, that this is not what it said: an alarm at the head office. Said twice it is said once.
func (d *Desk) Dispute(ctx context.Context, who access.Actor, which SaidID) error {
	return d.gate.ChangeOffice(ctx, who, Dispute, func(tx *gate.OfficeTx) error {
		return ofOwn(who, tx.Query, which, func(team access.TeamID, _ Said) error {
			_, err := tx.Exec(qDispute, team, which, clock.Micros(tx.Now()))
			return fault.In("dispute an answer", err)
		})
	})
}

// ofOwn finds an answer of one of somebody's own teams; another's is as if there were none.
func ofOwn(who access.Actor, query func(gate.OfficeQuery, ...any) (*gate.Rows, error), which SaidID,
	do func(access.TeamID, Said) error) error {
	for _, team := range who.Teams() {
		s, err := gate.One(query, qSaidOne, (*Said).row, team, which)
		if err == nil {
			return do(team, s)
		}
		if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return fault.ErrAbsent
}

// saidItems tell a host, for a week and until it is cleared up, what was written down as its answer; what is over goes
// when the place is asked for anew.
func saidItems(v *gate.CircleView, now []asked) ([]casefile.Item, error) {
	list, err := gate.List(v.Office, qSaidHere, (*Said).row, v.Team(), clock.Micros(v.Now().AddDate(0, 0, -7)))
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, s := range list {
		if !s.Open() && anew(now, s.place, s.Noted) {
			continue
		}
		place, err := partner.PlaceOf(v, s.place)
		if err != nil {
			return nil, err
		}
		out = append(out, casefile.Item{Band: casefile.Week, Since: s.Noted, In: place.Department,
			Subject: place.SiteName + ", " + place.Name,
			Text:    "placement.home.said_" + s.Answer, Link: "/answers/" + s.ID.String(),
			Action: "placement.home.said_look"})
	}
	return out, nil
}
