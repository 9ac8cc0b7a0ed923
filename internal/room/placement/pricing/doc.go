// Package pricing says what a kind of scarce place costs: a place that few have and many need is spared for them, by
// one criterion of the order (T6) and no more.
//
// prices.go reads the prices of the day for search and round, and makes them each night: arrivals of three years and
// the places of today go to calc/future, which values a place of each kind by dual prices over sampled futures.
// replay.go plays the past again with and without them, and says with an interval what they gain. The coordination
// caps what a price may count, down to nothing.
//
// Counted are people who agreed to be counted (I14), by need alone. The day is the seed: the same data on the same day
// give the same prices (I15). With too little history every price is 0.
package pricing
