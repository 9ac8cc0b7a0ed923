package country_test

import (
	"slices"
	"testing"

	"havre.example/havre/packs"
)

// A name with a slip of the hand is near to the one that was meant; another name, and one that is too short, to none.
func TestASlipIsNearToWhatWasMeant(t *testing.T) {
	p := packs.France()
	for text, want := range map[string]string{
		"Marseile": "Marseille, Bouches-du-Rhône", "Bordaux": "Bordeaux, Gironde", "lyno": "Lyon, Rhône",
		"Toulouze": "Toulouse, Haute-Garonne", "SaintDenis": "Saint-Denis, Seine-Saint-Denis",
		"Monptelier": "Montpellier, Hérault", "Seine Saint Dennis": "Seine-Saint-Denis (93)",
		"Marseile, somewhere": "Marseille, Bouches-du-Rhône",
		"Le Havr":             "Le Havre, Seine-Maritime", "Havr": "Le Havre, Seine-Maritime",
	} {
		if found := p.Find(text); len(found) > 0 {
			t.Errorf("%q is read as %q", text, labels(found))
		}
		if got := labels(p.Near(text)); !slices.Contains(got, want) || len(got) > 6 {
			t.Errorf("%q is near to %q, not %q", text, got, want)
		}
	}
	for _, text := range []string{"", "Lo", "75", "13999", "Zorabel-sur-Nulle-Part", "chez son oncle", "the market"} {
		if got := labels(p.Near(text)); len(got) > 0 {
			t.Errorf("%q is near to %q", text, got)
		}
	}
}
