package web

import (
	"context"
	"strings"
	"testing"
)

// A caption that says again what the heading of its panel or of the page says is read out and not shown; another one is
// shown.
func TestACaptionIsNotShownTwice(t *testing.T) {
	for caption, hidden := range map[string]bool{"Who waits": true, "The last rounds": false} {
		for _, ctx := range []context.Context{headed(context.Background(), "Who waits"),
			withPage(context.Background(), &page{title: "Who waits"})} {
			var b strings.Builder
			err := DataTable(caption, []string{"Who"}, nil).Render(ctx, &b)
			if err != nil || strings.Contains(b.String(), `class="sr"`) != hidden ||
				!strings.Contains(b.String(), caption) {
				t.Errorf("%s: %v, %s", caption, err, b.String())
			}
		}
	}
}
