package gate

import "havre.example/havre/internal/trust/access"

var qViews = OfficeSQL("gate.views", `select narrowed from access_view where user_id = $1 and list = $2 order by id`)

// Views are the views of a list that somebody keeps, oldest first; nobody else reads them.
func Views(ask func(OfficeQuery, ...any) (*Rows, error), who access.Actor, list string) ([]string, error) {
	return Values[string](ask, qViews, who.User(), list)
}
