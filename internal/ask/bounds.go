package ask

import (
	"cmp"

	"havre.example/havre/internal/kernel/date"
)

// top is the greatest Count of that day.
func (q Question) top(on date.Date) int {
	if q.Past {
		return min(q.Most, on.Year())
	}
	return q.Most
}

// Reach is how many days before and after today a day or an hour may lie: no form takes any.
func (q Question) Reach() (back, ahead int) { return cmp.Or(q.Back, Work), cmp.Or(q.Ahead, Plans) }

// Bounds are the least and the greatest Count of that day; of a birth, years in which somebody alive was born.
func (q Question) Bounds(on date.Date) (least, most int) {
	if q.Guessed != "" {
		return max(q.Least, on.Year()-LifeYears), q.top(on)
	}
	return q.Least, q.top(on)
}
