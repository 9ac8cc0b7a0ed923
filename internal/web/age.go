package web

import (
	"context"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// OfAge says what follows today for full age from what is known of a birth: reached or not, by which day at the latest,
// or that it has to be asked. Where the birth leaves it open, what was said of it stands there. Empty where nothing is
// known of the birth.
func OfAge(ctx context.Context, born date.Rough, said tri.Said) string {
	if born.Year == 0 {
		return ""
	}
	by := Day(ctx, born.AgeBy(Country(ctx).Number(country.MajorityYears, Today(ctx))))
	switch now := Reckoned(ctx, born); {
	case now == tri.Unknown && said.Yes && said.No:
		return T(ctx, "web.age.differ")
	case now == tri.Unknown && said.Yes:
		return T(ctx, "web.age.said_yes")
	case (now == tri.Unknown || now == tri.No && born.About) && said.No && !said.Yes:
		return T(ctx, "web.age.said_no")
	case now == tri.Yes && born.About:
		return T(ctx, "web.age.guessed")
	case now == tri.Yes && born.Day > 0:
		return T(ctx, "web.age.yes")
	case now == tri.Yes:
		return T(ctx, "web.age.whatever")
	case born.About && now == tri.No:
		return T(ctx, "web.age.guessed_no")
	case born.About:
		return T(ctx, "web.age.ask")
	case now == tri.No && born.Day > 0:
		return T(ctx, "web.age.from", "day", by)
	case now == tri.No:
		return T(ctx, "web.age.by", "day", by)
	}
	return T(ctx, "web.age.unsure", "day", by)
}

// AgeNow is how old somebody is today, by what is known of a birth: "17 years", "17 or 18 years", "about 17 years".
// Empty where nothing is known.
func AgeNow(ctx context.Context, born date.Rough) string {
	if born.Year == 0 {
		return ""
	}
	least, most := born.Ages(Today(ctx))
	switch {
	case most == 0:
		return T(ctx, "web.age.baby")
	case born.About: // an age that was guessed is said again as it was
		return T(ctx, "web.age.about", "age", T(ctx, "web.age.years", "n", most))
	case least != most:
		return T(ctx, "web.age.either", "least", least, "n", most)
	}
	return T(ctx, "web.age.years", "n", most)
}

// Reckoned tells whether full age is reached today, from what is known of a birth alone.
func Reckoned(ctx context.Context, born date.Rough) tri.Value {
	return born.OfAge(Country(ctx).Number(country.MajorityYears, Today(ctx)), Today(ctx))
}

// AgeDisputed tells whether what was said of full age and what is known of a birth say different things today.
func AgeDisputed(ctx context.Context, said tri.Value, born date.Rough) bool {
	reckoned := Reckoned(ctx, born)
	return said.Known() && reckoned.Known() && said != reckoned
}
