package assessment

import (
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/gate"
)

// NeedsWords returns what a host must prepare, in words, as the latest evaluation says it; empty where there is none
// or where the acting team holds no key to it. The placement room reads them through a port, for the host it granted
// them to.
func (*Desk) NeedsWords(v *gate.CaseView) (secret.Text, error) {
	var f File
	err := readVersion(v, &f, lastNumber)
	return f.Words.Needs, err
}

// PlanNoted returns what was noted of a safety plan in the latest evaluation; empty where nothing is, or where the
// acting team holds no key to it. The safety room begins its first plan with it, through a port.
func (*Desk) PlanNoted(v *gate.CaseView) (secret.Text, error) {
	var f File
	err := readVersion(v, &f, lastNumber)
	return f.Words.Plan, err
}
