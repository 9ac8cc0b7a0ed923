// Package journey is the way to the place: who travels how, when they are expected, and whether they arrived.
//
// Inlet: cases at the stage accepted, whose facts hold the second agreement and the place. Outlets: JourneyPlanned,
// Departed, Arrived (the stay begins), DidNotCome (the search goes on by itself). Hours, means and cents are codes;
// every word (stations, names, meeting point, code word, night in between) is sealed in the compartment journey, whose
// keys only the evaluation team, logistics and the receiving host hold, and, from a day before the departure to a day
// after the arrival, whoever was named to accompany, in person.
//
// Invariants: I2 (no travel without the person's second agreement, given after the pre-admission interview), I5 (the
// referring service sees nothing of the destination), I7 (a place nobody came to is free again), I13.
package journey
