package codelist

import (
	"errors"
	"fmt"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
)

// rawList and rawCode are the seed file as written.
type rawList struct {
	Version  date.Date
	FR, EN   string
	Standard string
	Ages     bool
	Codes    []rawCode
}

type rawCode struct {
	Key         string
	FR, EN      string
	From, Until date.Date
	Group       string
	Rank        int
	Weight      Strength
	FromAge     *int      `toml:"from_age"`
	ToAge       *int      `toml:"to_age"`
	MemberFrom  date.Date `toml:"member_from"`
	MemberUntil date.Date `toml:"member_until"`
	To          map[Standard][]string
}

func (r rawList) list(n Name) (List, error) {
	if r.Version.IsZero() || r.FR == "" || r.EN == "" || len(r.Codes) == 0 {
		return List{}, errors.New("version, titles and codes are all needed")
	}
	l := List{
		Name: n, Version: r.Version, Standard: r.Standard,
		text: map[lang.Tag]string{lang.FR: r.FR, lang.EN: r.EN},
		at:   make(map[string]int, len(r.Codes)),
	}
	for _, raw := range r.Codes {
		if _, twice := l.at[raw.Key]; twice || raw.Key == "" {
			return List{}, fmt.Errorf("code %q is empty or given twice", raw.Key)
		}
		c, err := raw.code(r.Ages)
		if err != nil {
			return List{}, fmt.Errorf("code %q: %w", raw.Key, err)
		}
		l.at[c.Key] = len(l.codes)
		l.codes = append(l.codes, c)
	}
	return l, nil
}

func (r rawCode) code(ages bool) (Code, error) {
	switch {
	case r.FR == "" || r.EN == "":
		return Code{}, errors.New("a label is missing")
	case !r.From.IsZero() && !r.Until.IsZero() && r.Until.Before(r.From):
		return Code{}, errors.New("it ends before it begins")
	case ages != (r.FromAge != nil) || ages != (r.ToAge != nil):
		return Code{}, errors.New("age bounds belong to all codes of an age list, and to no other")
	}
	c := Code{
		Key: r.Key, From: r.From, Until: r.Until, Group: r.Group, Rank: r.Rank, Strength: r.Weight,
		FromAge: -1, ToAge: -1, MemberFrom: r.MemberFrom, MemberUntil: r.MemberUntil,
		text: map[lang.Tag]string{lang.FR: r.FR, lang.EN: r.EN}, to: r.To,
	}
	if ages {
		c.FromAge, c.ToAge = *r.FromAge, *r.ToAge
	}
	return c, nil
}
