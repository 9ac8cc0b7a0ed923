package assessment

import (
	"fmt"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// NeedsWords returns what a host must prepare, in words, as the latest evaluation says it; empty where there is none
// or where the acting team holds no key to it. The placement room reads them through a port, for the host it granted
// them to.
func (*Desk) NeedsWords(v *gate.CaseView) (secret.Text, error) {
	if !v.Holds(vault.Needs) {
		return secret.Text{}, nil
	}
	var id versionID
	var number int
	var on date.Date
	var coded string
	var needs, wishes, health, plan gate.Sealed
	err := v.QueryRow(qVersion, lastNumber).Scan(&id, &number, &on, &coded, &needs, &wishes, &health, &plan)
	if fault.Is(err, fault.NotFound) {
		return secret.Text{}, nil
	}
	if err != nil {
		return secret.Text{}, fmt.Errorf("read needs: %w", err)
	}
	return v.Open(vault.Needs, needsColumn, id, needs)
}
