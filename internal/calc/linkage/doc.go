// Package linkage compares names as people write them: with slips, in another order, without accents, in another script
// or spelled by ear in another language. It gives a measure of likeness and decides nothing; nothing of it is stored
// but inside a sealed card.
package linkage
