package casefile

import "havre.example/havre/internal/trust/gate"

// Once reads something of a case the first time it is asked for in a view, and gives the same again afterwards: the
// panels of one page ask for the header, the facts and the coded row some twenty times. A view is a snapshot, so the
// answer cannot change; in a transaction that writes, each question is asked anew. Nobody changes what they are given.
func Once[T any](v *gate.CaseView, name string, read func(*gate.CaseView) (T, error)) (T, error) {
	kept := v.Kept()
	if x, ok := kept[name].(T); ok {
		return x, nil
	}
	x, err := read(v)
	if err == nil && kept != nil {
		kept[name] = x
	}
	return x, err
}
