package web

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Cell is one cell of a DataTable.
type Cell struct {
	Words  string
	URL    string
	Number bool // right-aligned, tabular
	View   templ.Component
}

// Table is a table as a room declares it: its words, and how a row becomes a line. Of draws it.
type Table[R any] struct {
	Caption string   // text key
	Empty   string   // text key of what stands there instead when there is no row; empty: nothing does
	Heads   []string // text keys; the first column names the row
	Line    func(context.Context, R) []Cell
	look    *Sight
}

// In is the table as one look at a list shows it: heads lead to its orders, and where nothing is left, what narrows it
// can be taken back.
func (t Table[R]) In(l Sight) Table[R] {
	t.look = &l
	return t
}

// Of is the table of some rows. Args fill the placeholders of its caption.
func (t Table[R]) Of(rows []R, args ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		lines := make([][]Cell, 0, len(rows))
		for _, r := range rows {
			lines = append(lines, t.Line(ctx, r))
		}
		switch {
		case len(lines) == 0 && t.Empty == "":
			return nil
		case len(lines) == 0:
			return t.none().Render(ctx, w)
		}
		return tableView(T(ctx, t.Caption, args...), t.heads(ctx), lines).Render(ctx, w)
	})
}

func (t Table[R]) none() templ.Component {
	if t.look != nil {
		return Left(*t.look, 0, t.Empty)
	}
	return EmptyState(t.Empty)
}

func (t Table[R]) heads(ctx context.Context) []head {
	if t.look != nil {
		return t.look.heads(ctx, t.Heads)
	}
	return plain(Heads(ctx, t.Heads...))
}

// plain are heads that lead nowhere.
func plain(words []string) []head {
	out := make([]head, len(words))
	for i, w := range words {
		out[i].words = w
	}
	return out
}

// Heads are several texts, as the heads of a table.
func Heads(ctx context.Context, keys ...string) []string {
	return Each(ctx, keys, func(ctx context.Context, key string) string { return T(ctx, key) })
}

// Under are text keys that begin alike: "stay.column." and "on" are "stay.column.on".
func Under(prefix string, ends ...string) []string {
	for i := range ends {
		ends[i] = prefix + ends[i]
	}
	return ends
}

// Coded is a cell with a code, which is never parted over two lines.
func Coded(code string) Cell { return Cell{View: codeWords(code)} }

// Count is a cell with a number.
func Count(ctx context.Context, n int) Cell { return Cell{Words: Number(ctx, n), Number: true} }

// headingKey is where a panel leaves the words of its heading for what stands in it.
type headingKey struct{}

func headed(ctx context.Context, words string) context.Context {
	return context.WithValue(ctx, headingKey{}, words)
}

// repeats tells whether a caption says again what stands above it as the heading of its panel or page: it is read out,
// and not shown twice.
func repeats(ctx context.Context, caption string) bool {
	heading, _ := ctx.Value(headingKey{}).(string)
	return caption == heading || caption == pageOf(ctx).title
}

// listed tells whether rows are read one by one, rather than compared by their numbers: on a phone each is then a
// block, whose cells say their heads.
func listed(rows [][]Cell) bool {
	if len(rows) == 0 || len(rows[0]) < 3 {
		return false
	}
	numbers := 0
	for _, c := range rows[0] {
		if c.Number {
			numbers++
		}
	}
	return 3*numbers < len(rows[0])
}

func (c Cell) filled() bool { return c.View != nil || c.Words != "" }
