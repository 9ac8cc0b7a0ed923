package country

// What the program reads by name, for tests.
var (
	Own   = own
	Named = named
)

// Unfit is misfit, for tests.
var Unfit = misfit
