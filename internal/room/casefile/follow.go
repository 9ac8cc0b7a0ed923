package casefile

import (
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var qInCircle = gate.CaseSQL("casefile.in_circle", `select count(*) from casefile_circle where case_id = $1
	and team_id = $2 and ended_at = 0`)

// Follows tells whether a team follows the case.
func Follows(v *gate.CaseView, team access.TeamID) (bool, error) {
	var n int
	err := v.QueryRow(qInCircle, team).Scan(&n)
	return n > 0, fault.In("look who follows", err)
}

// Bring lets a team follow the case in a relation, unless it follows already.
func Bring(tx *gate.CaseTx, team access.TeamID, as access.Relation) error {
	follows, err := Follows(&tx.CaseView, team)
	if err != nil || follows {
		return err
	}
	return tx.Join(team, as)
}
