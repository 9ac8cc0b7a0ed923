package account

import (
	"net/url"
	"regexp"
	"strings"

	"havre.example/havre/internal/trust/access"
)

// rolesOf lists what people may do in a team of each kind.
var rolesOf = map[string][]access.Role{
	"evaluation": {access.Coordinator},
	"logistics":  {access.Logistics},
	"administration": {access.Administrator, access.Technician, access.ResourceOfficer, access.Communication,
		access.Trainer, access.FinanceOfficer, access.Treasurer, access.SecondReader, access.Moderator,
		access.Custodian,
		access.DataProtection},
	"oversight": {access.Observer, access.Auditor, access.Evaluator, access.Committee, access.Funder},
	"partner":   {access.Host, access.Referrer},
}

// mayGive lists the roles the person may invite to in a team: the administrator those of its kind, a member their own.
// Who stands in for somebody invites nobody.
func mayGive(who access.Actor, team access.TeamID, kind string) []access.Role {
	var out []access.Role
	for _, m := range who.Members() {
		if m.Role == access.Administrator && !m.Term.Deputy() {
			return rolesOf[kind]
		}
		if m.Team == team && !m.Term.Deputy() {
			out = append(out, m.Role)
		}
	}
	return out
}

var loginForm = regexp.MustCompile(`^[a-z][a-z0-9.-]{2,31}$`)

// GoodLogin tells whether a login can be typed everywhere: 3 to 32 letters without accent, digits, dots or dashes, a
// letter first.
func GoodLogin(s string) bool { return loginForm.MatchString(s) }

// goodTyped forgives what CleanLogin does.
func goodTyped(s string) bool { return GoodLogin(CleanLogin(s)) }

var (
	hostForm = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,250}[a-zA-Z0-9])?$`)
	mailForm = regexp.MustCompile(`^[^@\s<>"]+@[a-zA-Z0-9]([a-zA-Z0-9.-]{0,250}[a-zA-Z0-9])?$`)
)

// goodSite tells whether somebody can be sent to a site safely: https, a name, nothing else.
func goodSite(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && hostForm.MatchString(u.Hostname()) &&
		strings.Contains(u.Hostname(), ".") && u.User == nil
}
