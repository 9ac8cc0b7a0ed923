package asking

import (
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
)

type (
	noticeEntity struct{}
)

var (
	qNotice = gate.OfficeSQL("placement.notice", `insert into placement_notice (id, team_id, place_id, kind, at)
		values ($1, $2, $3, $4, $5)`)
)

// notice leaves a calm line for a host whose place is let go by somebody else than itself.
func notice(tx *gate.CaseTx, p proposal.Proposal, kind string) error {
	_, err := tx.ChangeOffice(qNotice, id.Random[noticeEntity](), p.Team, p.Place, kind, clock.Micros(tx.Now()))
	return fault.In("tell the host", err)
}
