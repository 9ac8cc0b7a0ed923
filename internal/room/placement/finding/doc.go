// Package finding searches every place of the network for one person, and says why each stands where it does.
//
// search.go reads the need and the places, has the engine (calc/match) rank them, and gives a Found; read.go asks a
// Found what it says of places, rules and criteria; whynot.go compares one place with the best, and finds the way on
// when none fits; line.go is the order in which hosts may be asked, and what a choice goes against; guide.go is what
// changed since the last decision; next.go keeps who is next in line, so that the home can say it without a search;
// record.go takes down what was seen; area.go is the map, by department alone; waiting.go is who waits.
//
// Nothing here asks a host or changes a place. The order is the engine's and is the same for everybody (I1); danger is
// looked at again at each later step, by safe.go (I4).
package finding
