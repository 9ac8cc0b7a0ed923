package guideweb

import (
	"context"

	"havre.example/havre/internal/web"
)

// tabs lead to one's own guide and to those of the others: whoever trains a colleague reads theirs.
func tabs(ctx context.Context, g guide) []web.Tab {
	out := []web.Tab{{Words: web.T(ctx, "guide.own"), URL: "/help", Plain: true, Here: g.of == "" && g.said == ""}}
	for _, r := range written {
		out = append(out, web.Tab{Words: web.T(ctx, "guide.role."+string(r)),
			URL: web.Address("/help", "role", string(r)), Here: g.of == r, Plain: true})
	}
	return out
}
