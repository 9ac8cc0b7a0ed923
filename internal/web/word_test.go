package web

import "testing"

// Within a sentence a label has no capital, but that of an abbreviation; where it stands alone it begins with one.
func TestALabelWithinASentence(t *testing.T) {
	for label, want := range map[string]string{"Lieu très protégé": "lieu très protégé", "À pied": "à pied",
		"École à proximité": "école à proximité", "OFPRA saisi": "OFPRA saisi", "0 à 2 ans": "0 à 2 ans",
		"à pied": "à pied", "": "", "A": "a"} {
		if got := inside(label); got != want {
			t.Errorf("%q within a sentence is %q, not %q", label, got, want)
		}
	}
	if got := begun("école"); got != "École" {
		t.Errorf("alone it is %q", got)
	}
}
