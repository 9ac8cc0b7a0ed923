package guideweb

import (
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
)

// topic is one paragraph of the guide: what a page is for, and how one goes on there.
type topic struct {
	key     string          // its texts are guide.KEY.title, .body and .how; the fragment of its address
	pages   []string        // patterns of the pages that it explains, with those below; none: it is about all
	roles   []access.Role   // whose work it is; nil: everybody's
	picture templ.Component // what it looks like, with invented words
}

func (t topic) text(part string) string { return "guide." + t.key + "." + part }

// for whom topics are written.
var (
	coordination = []access.Role{access.Coordinator}
	hosting      = []access.Role{access.Host}
	office       = []access.Role{access.Coordinator, access.Logistics}
	stays        = []access.Role{access.Coordinator, access.Host}
	refers       = []access.Role{access.Coordinator, access.Host, access.Referrer}
	administers  = []access.Role{access.Administrator}
	counts       = []access.Role{access.Coordinator, access.Administrator, access.Observer, access.Auditor,
		access.Evaluator, access.Committee, access.Funder}
)

// topics are the guide, in the order of a person's path.
var topics = []topic{
	{key: "home", pages: []string{"/{$}"}, roles: casefile.AtCases, picture: homePicture()},
	{key: "find"},
	{key: "draft"},
	{key: "lists", pages: []string{"/cases"}, roles: casefile.AtCases},
	{key: "notices", pages: []string{"/notices"}, roles: casefile.AtCases},
	{key: "calendar", pages: []string{"/calendar"}, roles: casefile.AtCases},
	{key: "contact", pages: []string{"/contacts"}, roles: coordination},
	{key: "refer", pages: []string{"/referrals"}, roles: refers},
	{key: "case", pages: []string{"/cases/{case}"}, roles: casefile.AtCases, picture: pathPicture()},
	{key: "follow", pages: []string{"/caseload", "/cases/{case}/owner"}, roles: casefile.AtCases},
	{key: "task", pages: []string{"/cases/{case}/tasks", "/cases/{case}/stay/tasks", "/cases/{case}/journey/tasks"},
		roles: casefile.AtCases},
	{key: "person", pages: []string{"/cases/{case}/person"}, roles: refers},
	{key: "agreement", pages: []string{"/cases/{case}/agreements", "/cases/{case}/second-agreement"},
		roles: []access.Role{access.Coordinator, access.Referrer}},
	{key: "assess", pages: []string{"/cases/{case}/assessment"}, roles: coordination},
	{key: "safety", pages: []string{"/cases/{case}/safety"}, roles: stays},
	{key: "search", pages: []string{"/cases/{case}/search", "/cases/{case}/places", "/cases/{case}/comparison",
		"/cases/{case}/decisions"}, roles: coordination, picture: searchPicture()},
	{key: "round", pages: []string{"/rounds"}, roles: coordination},
	{key: "board", pages: []string{"/cases/{case}/proposals/{proposal}/telephone",
		"/cases/{case}/proposals/changes"}, roles: coordination},
	{key: "answer", pages: []string{"/cases/{case}/proposals/{proposal}", "/answers"}, roles: hosting},
	{key: "meet", pages: []string{"/cases/{case}/proposals/{proposal}/interview",
		"/cases/{case}/proposals/{proposal}/admission"}, roles: coordination},
	{key: "call", pages: []string{"/cases/{case}/calls"}, roles: coordination},
	{key: "journey", pages: []string{"/cases/{case}/journey", "/cases/{case}/step"}, roles: office},
	{key: "arrival", pages: []string{"/cases/{case}/journey/arrival"},
		roles: []access.Role{access.Host, access.Logistics, access.Coordinator}},
	{key: "stay", pages: []string{"/cases/{case}/stay", "/aid-amounts"}, roles: stays},
	{key: "move", pages: []string{"/cases/{case}/transfer", "/cases/{case}/stay/transfer"}, roles: stays},
	{key: "end", pages: []string{"/cases/{case}/end", "/cases/{case}/stay/end", "/cases/{case}/stay/exit"},
		roles: casefile.AtCases},
	{key: "correct", roles: casefile.AtCases},
	{key: "looks", pages: []string{"/cases/{case}/looks"}, roles: casefile.AtCases},
	{key: "places", pages: []string{"/places", "/sites"}, roles: hosting},
	{key: "partners", pages: []string{"/partners", "/places/overview", "/places/calendar", "/places/stale",
		"/places/{place}/edit"}, roles: []access.Role{access.Coordinator, access.Logistics, access.Administrator}},
	{key: "figures", pages: []string{"/reports"}, roles: counts},
	{key: "team", pages: []string{"/people", "/arrival"}},
	{key: "settings", pages: []string{"/settings", "/history", "/partners/import"}, roles: administers},
	{key: "account", pages: []string{"/sessions", "/step-up", "/sign-in", "/join", "/set-up"}},
}

// About finds what tells somebody of the page with a route's pattern: the topic that names the longest part of it, of
// those for their roles; "" for none.
func About(who access.Actor, pattern string) string { return about(pattern, of(who)) }

// of are the topics of somebody's roles.
func of(who access.Actor) (out []topic) {
	for _, t := range topics {
		if t.roles == nil || who.Has(t.roles...) {
			out = append(out, t)
		}
	}
	return out
}

// Says tells whether the guide speaks of a page to anybody.
func Says(pattern string) bool { return about(pattern, topics) != "" }

func about(pattern string, list []topic) (fragment string) {
	longest := 0
	for _, t := range list {
		for _, p := range t.pages {
			if (pattern == p || strings.HasPrefix(pattern, p+"/")) && len(p) > longest {
				fragment, longest = t.key, len(p)
			}
		}
	}
	return fragment
}
