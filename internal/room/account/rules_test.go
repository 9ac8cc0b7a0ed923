package account

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
)

func team(t *testing.T, n byte) access.TeamID {
	t.Helper()
	var v access.TeamID
	if err := v.Scan(bytes.Repeat([]byte{n}, 16)); err != nil {
		t.Fatal(err)
	}
	return v
}

// The administrator invites to every team, for its roles; a member to their own, for their own; a deputy nobody.
func TestWhoInvitesToWhat(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	own, other := team(t, 1), team(t, 2)
	week := access.Term{From: now, Until: now.Add(7 * 24 * time.Hour)}
	for what, c := range map[string]struct {
		member access.Membership
		team   access.TeamID
		kind   string
		want   []access.Role
	}{
		"the administrator, elsewhere": {access.Membership{Team: own, Role: access.Administrator}, other, "logistics",
			[]access.Role{access.Logistics}},
		"the administrator, to a partner": {access.Membership{Team: own, Role: access.Administrator}, other, "partner",
			[]access.Role{access.Host, access.Referrer}},
		"a deputy of the administrator": {access.Membership{Team: own, Role: access.Administrator, Term: week}, other,
			"logistics", nil},
		"a member, to their team": {access.Membership{Team: own, Role: access.Host}, own, "partner",
			[]access.Role{access.Host}},
		"a member, elsewhere":     {access.Membership{Team: own, Role: access.Host}, other, "partner", nil},
		"a deputy of a member":    {access.Membership{Team: own, Role: access.Host, Term: week}, own, "partner", nil},
		"a coordinator, to hosts": {access.Membership{Team: own, Role: access.Coordinator}, other, "partner", nil},
	} {
		who := access.NewActor(access.Profile{Members: []access.Membership{c.member}})
		if got := mayGive(who, c.team, c.kind); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", what, got, c.want)
		}
	}
}

// Somebody is sent to a site that is encrypted, has a name, and carries nobody's name or word in its address.
func TestOnlySafeSitesAreSentTo(t *testing.T) {
	for s, ok := range map[string]bool{
		"https://www.example.org":           true,
		"https://example.org/help?from=x":   true,
		"http://example.org":                false,
		"ftp://example.org":                 false,
		"https://localhost":                 false,
		"https://":                          false,
		"https://.example.org":              false,
		"https://example.org.":              false,
		"https://exa_mple.org":              false,
		"https://awa@example.org":           false,
		"https://awa:word@example.org":      false,
		"javascript://example.org/%0Aa()":   false,
		"https://example.org/%zz":           false,
		"example.org":                       false,
		"//example.org":                     false,
		"":                                  false,
		"https://example.org:443/a":         true,
		"https://xn--mnchen-3ya.example":    true,
		"https://example.org\u200b.test":    false,
		" https://example.org":              false,
		"https://example.org /":             false,
		"https://[2001:db8::1]":             false,
		"https://example.org#" + "fragment": true,
	} {
		if goodSite(s) != ok {
			t.Errorf("%q: %v", s, !ok)
		}
	}
}
