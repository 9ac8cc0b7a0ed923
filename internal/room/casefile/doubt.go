package casefile

// Doubt is why the place that a case is to go to is not safe any more, as the key of the text that says it; "" while it
// is (I4).
type Doubt string

// DangerGrew is the one doubt that a person may set aside by name: danger grew after the host had agreed, or is not
// known any more, and she may be less safe where she is.
const DangerGrew Doubt = "placement.danger_now"

// Decidable tells whether somebody may decide by name to go on.
func (d Doubt) Decidable() bool { return d == DangerGrew }

// Closed tells whether nobody may: she refuses the place, or somebody to be kept apart from her is near it. Neither is
// the network's to set aside.
func (d Doubt) Closed() bool { return d != "" && !d.Decidable() }
