// Package proof holds tests about the source of Havre itself: who imports whom, which texts exist in which language,
// where a person's words may be opened, which tables a query may touch, which act each route does. They stand where a
// guide would ask contributors to remember.
package proof
