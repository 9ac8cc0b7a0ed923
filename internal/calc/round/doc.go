// Package round places all who wait at once: the best assignment of cases to places over the coming weeks, proved or
// with a bound, tier by tier, and explained.
//
// Inlet: a Round, plain values, from a file (Read) or from the placement room. Outlet: an Outcome, one line a case. A
// person is never placed by it: it proposes, a named person decides. The package is pure: no clock (Options.Stop ends a
// search), no I/O, no randomness; the same round in any order gives the same outcome.
//
// # What is decided
//
// Every case takes one option: a place from a week on, perhaps after some nights in an emergency flat; a flat alone; or
// no place. An option must pass the hard rules of package match. Options together must respect: one household in a
// place at a time, or as many as beds, cots and one mode allow where a place is shared; the number of people a partner
// agreed to receive; staff hours by week; people kept apart; people who asked to stay together; what a person fixed
// (Lock) and what was declined (Refused).
//
// # The tiers, most important first; each an integer, never weighed against another
//
//	T0 locks kept             cases fixed by a person that stand where they were fixed
//	T1 people placed          for danger class 3, then 2, 1, 0: people with a place, then people with at least a flat
//	   unwished               fewest placements in an area that is left aside for who does not wish it
//	   questions              fewest placements that wait for an answer (only when Asking)
//	T2 worst safety           the least safety among those placed, as match writes it; then the sum of it
//	T3 those who wait         leximin: fewest without a place who waited longest (8 classes); then fewest without a
//	                          place who are hard to place (3 classes); then weeks until there is a roof, summed
//	T4, T5, T6                the criteria of match in their order, each summed: needs covered, freshness, wishes,
//	                          scarce things spared less the price of the kind (Prices, a bounded shadow price)
//	T7 burden shared          the k-th case of a partner weighs 20 less what is left of its yearly number, the cases
//	                          before it deducted, between 0 and 20; then fewest moves (a flat first is one move more)
//	T8 drawn                  the sum of numbers drawn from case and place: equals come out the same each time
//
// A case weighs in T3 by class: waited (with the weeks of the round added, for she waits on) under 2 weeks 0, under 4
// 1, under 8 2, under 13 3, under 26 4, under 39 5, under 52 6, longer 7. Hard to place: 3 places or fewer pass the
// hard rules 2, 10 or fewer 1, more 0; it speaks of the network, never of a trait of the person.
//
// # Method
//
// The tiers but T2's minimum add up over cases, so they pack into one wide integer whose order is the lexicographic
// order: no weights, and one exact search does for all. The relaxation is a minimum cost flow case - peak - place -
// partner (successive shortest paths with potentials; R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993,
// ch. 9): a peak takes the cases that all hold a place in one week, the convex arcs of a partner carry T7. It drops
// conflicts, households, staff and groups. Branch and bound, best bound first, branches on what the flow's answer
// violates; what becomes certain of one case strikes out options of others. T1 comes first, class by class, among the
// cases of that class and above; then T2's minimum, by bisection on the distinct margins; then all tiers together.
// Cases that nothing joins are solved apart. Every bound is an integer of a relaxation, never a rounded real: it is
// safe.
//
// Where the flow does not prove a component soon, a linear programme takes over that has rows for what the flow drops,
// added as they are broken (rows, cuts, cliques), and climbs the tiers one by one: a proved tier becomes a row. Its
// bounds are counted in whole numbers from its prices (package lp). Where a search is stopped, the first open tier is
// bounded by that, or by a flow of that tier alone, with a price on the people not placed and tolls on full partners
// (Lagrange).
//
// # Where to look
//
//	round.go, outcome.go   what is asked and what is answered; file below reads and writes the question
//	solve*.go              the steps over components and tiers; the plans a search begins and ends with
//	model*.go              the integer programme: households (cases), units (places), partners, options; the hard
//	                       rules and their screening, the scale of costs, the ledger of what is taken, propagation
//	flow*.go               the relaxation as minimum cost flow, branch and bound over it, its bounds
//	tight*.go              the tight relaxation: rows, cuts and cliques for package lp, and branch and bound over it
//	explain*.go            the answer in words: why not there, what would make it possible, what changed
//
// Invariants: I1 (no type here has a field for cooperation, complaint, papers, nationality, status or gender; the
// answer of a host's declared profile comes in as a Check under an opaque label), I4, I7 (no place holds two at once),
// I10.
package round
