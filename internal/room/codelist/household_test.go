package codelist

import "testing"

func TestAHouseholdIsOneOfItsShapes(t *testing.T) {
	for _, c := range []struct {
		shape            string
		adults, children int
		fits             bool
	}{
		{"single", 0, 0, true}, {"single", 1, 0, true}, {"single", 1, 1, false}, {"single", 0, 1, false},
		{"single", 2, 0, false}, {"adult_with_children", 1, 0, true}, {"adult_with_children", 1, 3, true},
		{"adult_with_children", 2, 3, false}, {"couple", 2, 0, true}, {"couple", 0, 0, true}, {"couple", 1, 0, false},
		{"couple", 2, 1, false}, {"couple", 3, 0, false}, {"couple_with_children", 2, 1, true},
		{"couple_with_children", 0, 1, true}, {"couple_with_children", 1, 1, false}, {"adults_together", 2, 0, true},
		{"adults_together", 3, 2, true}, {"adults_together", 1, 0, false}, {"adults_together", 0, 0, true},
		{Unknown, 1, 4, true}, {"", 9, 9, true},
	} {
		if got := OneHousehold(c.shape, c.adults, c.children); got != c.fits {
			t.Errorf("%s of %d adults and %d children: %v", c.shape, c.adults, c.children, got)
		}
	}
}
