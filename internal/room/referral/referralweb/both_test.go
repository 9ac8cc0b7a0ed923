package referralweb_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// Two people stand before one page of a draft. One answers a question that nobody had answered, the other something
// else: a button left at "not known yet" takes no answer away, and is pressed where the newer answer is.
func TestTwoPeopleWriteOnePageOfADraft(t *testing.T) {
	f := trusttest.SQLite(t)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	f.Person("ines", "Inès", f.Teams["oversight"], "", access.Referrer)
	_, ines := f.SignInToken("ines")
	for _, c := range []struct{ step, name, other, first, mine string }{
		{"needs", "care_today", "needs_words", "warm words", "other words"},
		{"household", "animals", "adults", "2", "3"},
		{"contact", "can_call", "contact_words", "in the morning", "at noon"},
		{"agreement", "agreed", "agreed_language", "fr", "en"},
	} {
		for _, token := range []string{"", ines} {
			t.Run(c.step, func(t *testing.T) {
				b := open(t, f)
				b.token = token
				path, key := "/fr/orienter", ""
				if token == "" {
					b.do("POST", path, form("step", "who", "who_name", "Dr", "who_telephone", "05"))
					key = receipt.FindStringSubmatch(b.body)[1]
				} else {
					b.do("POST", "/referrals/new", form("who_name", "Inès", "who_telephone", "01")).want(303)
					path = b.to[:strings.LastIndex(b.to, "/")+1] + c.step
				}
				shown := func() {
					if token == "" {
						b.do("POST", path, form("receipt", key, "step", "check", "go", c.step))
					} else {
						b.do("GET", path, nil)
					}
				}
				says := func(answer string) {
					t.Helper()
					b.want(200, `name="`+c.name+`" value="`+answer+`" checked`)
				}
				send := func(base, answer, other string) *browser {
					return b.do("POST", path, form("receipt", key, "step", c.step, "base", base, c.name, answer,
						c.other, other))
				}
				of := func() string { return base.FindStringSubmatch(b.body)[1] }
				shown()
				opened := of()
				send(opened, "yes", c.first)
				if send(opened, "unknown", c.mine); b.status != 409 {
					t.Fatal(b.status)
				}
				newer := of()
				if !strings.Contains(b.body, `name="`+c.name+`" value="yes" checked`) {
					t.Error("the newer answer is not pressed")
				}
				send(newer, "yes", c.mine)
				shown()
				says("yes")
				send(of(), "unknown", c.mine) // on purpose
				shown()
				says("unknown")
			})
		}
	}
}
