// Package country gives the pack of France to what is not yet given its country.
package country

import (
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/packs"
)

// France is the pack of France.
func France() *country.Pack { return packs.France() }

// Zone is the time zone of the pack of France.
func Zone() *time.Location { return France().Zone() }

// Travel is the travel times of France.
func Travel() geo.Times { return France().Travel() }

// WorkingDay reports whether offices in France work on a day.
func WorkingDay(d date.Date) bool { return France().WorkingDay(d) }

// AddWorkingDays is the n-th working day after d in France.
func AddWorkingDays(d date.Date, n int) date.Date { return France().AddWorkingDays(d, n) }
