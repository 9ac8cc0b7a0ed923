package asking

import (
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Agenda is the interviews planned and the holds that end: for the coordinator by case, for a host by its own places,
// without the case's label or code.
func Agenda() []casefile.Agenda {
	return []casefile.Agenda{
		{Name: "placement.office", Roles: []access.Role{access.Coordinator}, Load: officeAgenda},
		{Name: "placement.host", Roles: []access.Role{access.Host}, Load: hostAgenda},
	}
}

func officeAgenda(v *gate.CircleView, _ casefile.Span) (out []casefile.Dated, err error) {
	err = board(v, func(h casefile.Header, b onBoard) {
		e := casefile.Dated{Case: h, In: b.Department, Args: []any{"area", v.Country().Name(b.Department)},
			Link: "/cases/" + h.Ref.String() + "/search"}
		out = append(out, hours(b.Proposal, b.interview, e, "placement.home.interview", "placement.home.ending")...)
	})
	return out, err
}

func hostAgenda(v *gate.CircleView, _ casefile.Span) (out []casefile.Dated, err error) {
	list, err := askedHere(v)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.needless() {
			continue
		}
		place, err := partner.PlaceOf(v, a.Place)
		if err != nil {
			return nil, err
		}
		e := casefile.Dated{Subject: place.SiteName + ", " + place.Name, In: place.Department,
			Link: "/cases/" + a.ref.String() + "/proposals/" + a.ID.String()}
		out = append(out,
			hours(a.Proposal, a.interview, e, "placement.home.host_interview", "placement.home.host_ending")...)
	}
	return out, nil
}

// hours are those of one proposal: its interview, until that is held, and the end of its hold.
func hours(p proposal.Proposal, interview time.Time, e casefile.Dated, meet, end string) (out []casefile.Dated) {
	if p.State == proposal.Planned {
		e.At, e.Text = interview, meet
		out = append(out, e)
	}
	e.At, e.Text = p.Until, end
	return append(out, e)
}
