package web

import "testing"

func TestNoCellBecomesAFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "%x"} {
		if got := inert(cell); got[0] != '\'' {
			t.Errorf("%q stays %q", cell, got)
		}
	}
	for _, cell := range []string{"75", "Femmes", "18 à 24 ans", ""} {
		if got := inert(cell); got != cell {
			t.Errorf("%q became %q", cell, got)
		}
	}
}
