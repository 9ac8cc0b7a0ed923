package codelist

// OneHousehold tells whether a shape of household can be that of so many adults and children; 0 adults are not counted
// yet, and neither are children where there are none. A shape that nobody has told fits whatever is counted.
func OneHousehold(shape string, adults, children int) bool {
	switch shape {
	case "single":
		return adults <= 1 && children == 0
	case "adult_with_children":
		return adults <= 1
	case "couple":
		return (adults == 0 || adults == 2) && children == 0
	case "couple_with_children":
		return adults == 0 || adults == 2
	case "adults_together":
		return adults != 1
	}
	return true
}
