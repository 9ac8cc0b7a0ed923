package match

import (
	"havre.example/havre/internal/kernel/tri"
)

// ProfileAsked is what a host's own declared profile is compared with. It is the one type here that names a gender,
// because a host may say who its rooms are for; nothing else is told it.
type ProfileAsked struct {
	Sex       string // F, M or unknown, as the code list gender groups it
	Household Household
	Couple    tri.Value
	Animals   tri.Value
	Autonomy  int // rank of the code list autonomy, 1 to 3; 0: not known
}

// Profile is what a host declared about one place. A field it left open is unknown.
type Profile struct {
	Accepts     string // women, men, any; empty: not known
	Children    tri.Value
	MaxChildren int // 0: no number given
	Couples     tri.Value
	Animals     tri.Value
	Autonomy    int // least autonomy, rank 1 to 3; 0: not known
}

// CompareDeclaredProfile is rule H5: what the host itself said its place is for, shown as the host's own rule. It is
// the single place in Havre where gender, as the host declared it, is compared. Residence status is never asked.
func CompareDeclaredProfile(asked ProfileAsked, host Profile) Check {
	worst := Check{RuleProfile, Passed, Datum{Code: "profile_fits"}, ""}
	for _, c := range [...]Check{
		compareGender(asked, host), compareChildren(asked, host), compareCouple(asked, host),
		compareAnimals(asked, host), compareAutonomy(asked, host),
	} {
		if c.Verdict.order() > worst.Verdict.order() {
			worst = c
		}
	}
	worst.Rule = RuleProfile
	return worst
}

func compareGender(asked ProfileAsked, host Profile) Check {
	switch {
	case host.Accepts == "any":
		return passed("profile_fits")
	case host.Accepts == "":
		return ask(Host, "accepts_unknown")
	case asked.Sex == "F" && host.Accepts == "women", asked.Sex == "M" && host.Accepts == "men":
		return passed("profile_fits")
	case asked.Sex != "F" && asked.Sex != "M":
		return Check{Datum: Datum{Code: "profile_ask", Item: host.Accepts}, Fix: Host}
	}
	return excluded(Host, Datum{Code: "profile_" + host.Accepts})
}

func compareChildren(asked ProfileAsked, host Profile) Check {
	children := asked.Household.Infants + asked.Household.Older
	switch {
	case host.Children == tri.Yes && (host.MaxChildren == 0 || children <= host.MaxChildren):
		return passed("profile_fits")
	case !asked.Household.Known && children == 0:
		return ask(Evaluation, "household_unknown")
	case children == 0:
		return passed("profile_fits")
	case host.Children == tri.No:
		return excluded(Host, Datum{Code: "no_children", Have: 0, Want: children})
	case host.Children == tri.Yes:
		return excluded(Host, Datum{Code: "fewer_children", Have: host.MaxChildren, Want: children})
	}
	return ask(Host, "children_unknown")
}

func compareCouple(asked ProfileAsked, host Profile) Check {
	switch {
	case host.Couples == tri.Yes || asked.Couple == tri.No:
		return passed("profile_fits")
	case asked.Couple == tri.Unknown:
		return ask(Evaluation, "household_unknown")
	case host.Couples == tri.No:
		return excluded(Host, Datum{Code: "no_couples"})
	}
	return ask(Host, "couples_unknown")
}

func compareAnimals(asked ProfileAsked, host Profile) Check {
	switch {
	case host.Animals == tri.Yes || asked.Animals == tri.No:
		return passed("profile_fits")
	case asked.Animals == tri.Unknown:
		return ask(Evaluation, "animals_unasked")
	case host.Animals == tri.No:
		return excluded(Host, Datum{Code: "no_animals"})
	}
	return ask(Host, "animals_unknown")
}

func compareAutonomy(asked ProfileAsked, host Profile) Check {
	switch {
	case host.Autonomy == 1 || host.Autonomy > 0 && asked.Autonomy >= host.Autonomy:
		return passed("profile_fits")
	case host.Autonomy == 0:
		return ask(Host, "autonomy_unknown")
	case asked.Autonomy == 0:
		return ask(Evaluation, "autonomy_unasked")
	}
	return excluded(Host, Datum{Code: "more_autonomy", Have: asked.Autonomy, Want: host.Autonomy})
}
