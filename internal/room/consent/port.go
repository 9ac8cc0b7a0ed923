package consent

import (
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/gate"
)

// AgreedTo tells whether the person agrees to a purpose of the code list consent today: yes, no (said so, or took it
// back), or not known. The placement room asks through a port before it hands a compartment on.
func (*Desk) AgreedTo(v *gate.CaseView, purpose string) (tri.Value, error) {
	list, err := all(v)
	if err != nil {
		return tri.Unknown, err
	}
	answer := tri.Unknown
	for _, a := range list {
		if a.Kind == purpose {
			answer = counts(a.Answer, !a.RevokedOn.IsZero())
		}
	}
	return answer, nil
}
