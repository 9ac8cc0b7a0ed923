package placementweb

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/safestat"
	"havre.example/havre/internal/calc/stat"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// What the page does not show of a group, its file does not say either: a count of those placed stands on the page with
// the share alone.
func TestReviewFileShowsWhatThePageShows(t *testing.T) {
	texts, err := web.LoadTexts(Texts)
	if err != nil {
		t.Fatal(err)
	}
	shown := review.Outcome{Key: "F", People: safestat.Exact(40), Placed: safestat.Exact(10), Share: .25,
		Within: stat.Interval{Low: .142, High: .402}, HasShare: true,
		Median: 12.5, Between: stat.Interval{Low: 5, High: 20}, HasMedian: true}
	part := review.Outcome{Key: "M", People: safestat.Figure{Hidden: true}, Placed: safestat.Exact(15)}
	all := review.Outcome{Key: "all", People: safestat.Figure{Hidden: true}, Placed: safestat.Figure{Hidden: true}}
	r := review.Year{Year: 2026, Protected: true, Documented: safestat.Exact(55),
		Released: safestat.Figure{Hidden: true}, Decisions: safestat.Exact(20),
		Groupings: []review.Grouping{{Name: "sex", List: codelist.SexStat, Rows: []review.Outcome{shown, part},
			All: all}},
		Declines: []review.Counted{{Key: "full", Figure: safestat.Figure{Hidden: true}}},
		Freshness: []review.Counted{{Key: "week", Figure: safestat.Exact(5)},
			{Key: "never", Figure: safestat.Exact(0)}}}
	for tag, median := range map[lang.Tag]string{"fr": "12,5", "en": "12.5"} {
		ctx := web.WithPrinter(context.Background(), texts.Within(packs.France).In(tag, time.Unix(0, 0)))
		var values []string
		for _, row := range reviewSheet(ctx, r)[1:] {
			values = append(values, strings.Join(row[4:], " "))
		}
		want := []string{"55  ", "  ", "20  ", "40  ", "10  ", "25 14 40", median + " 5 20", "  ", "  ", "  ", "  ",
			"  ", "  ", "  ", "  ", "  ", "5  "}
		if !slices.Equal(values, want) {
			t.Errorf("%s: %q, want %q", tag, values, want)
		}
	}
}
