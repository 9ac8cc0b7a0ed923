package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

type importCmd struct {
	Places  *importPlacesCmd  `arg:"subcommand" help:"Import partners, sites and places, as docs/import.md says."`
	History *importHistoryCmd `arg:"subcommand" help:"Import past cases as frozen coded rows."`
	Undo    *importUndoCmd    `arg:"subcommand" help:"Take back a whole import, of places or of past cases."`
}

// source is the file an import reads, and what happens to rows with mistakes.
type source struct {
	where
	File    string `arg:"positional,required" help:"CSV file."`
	Check   bool   `help:"Only say what would change."`
	Partial bool   `help:"Import the good rows although others have mistakes."`
}

// mistake is one line of the report of an import.
type mistake struct {
	line   int
	column string
	key    string
	args   []any
}

// in says a mistake with where it stands.
func (m mistake) in(say *web.Printer) string {
	if m.column == "" {
		return say.T("app.import.line", "line", m.line, "why", say.T(m.key, m.args...))
	}
	return say.T("app.import.cell", "line", m.line, "column", m.column, "why", say.T(m.key, m.args...))
}

// mode says before a report that nothing was stored, where it was only asked.
func (s source) mode(say *web.Printer) string {
	if s.Check {
		return say.T("app.import.checked") + "\n"
	}
	return ""
}

// run opens the network and the file, imports, and prints what was wrong by line and column.
func (s source) run(ctx context.Context, log *slog.Logger, load func(*app.Net, *web.Printer, io.Reader) (said string,
	wrong []mistake, err error)) error {
	n, err := s.open(ctx, log)
	if err != nil {
		return err
	}
	f, err := openFile(s.File)
	if err != nil {
		return errors.Join(app.TellWhy("app.file.unread", err), n.Close())
	}
	say := n.Rooms.Printer(s.Lang, clock.Real{}.Now())
	said, wrong, err := load(n, say, f)
	for _, m := range wrong {
		fmt.Println(m.in(say))
	}
	if err := errors.Join(inWords(say, err), f.Close(), n.Close()); err != nil {
		return err
	}
	fmt.Println(said)
	return nil
}

type importPlacesCmd struct{ source }

// Run imports places.
func (c *importPlacesCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, func(n *app.Net, say *web.Printer, r io.Reader) (string, []mistake, error) {
		who := access.Machine("import")
		take := func() (partner.Report, error) { return n.Rooms.Partner.Import(ctx, who, r, c.Partial) }
		if c.Check {
			take = func() (partner.Report, error) { return n.Rooms.Partner.Check(ctx, who, r) }
		}
		rep, err := take()
		var wrong []mistake
		for _, m := range rep.Mistakes {
			wrong = append(wrong, mistake{m.Line, m.Column, m.Key, m.Args})
		}
		if err == nil && !rep.Done && !c.Check {
			err = app.Tell("app.import.refused", "n", len(wrong))
		}
		return c.mode(say) + say.T("app.import.places", "rows", rep.Rows,
			"partners", rep.Partners.Added, "partners_changed", rep.Partners.Changed,
			"sites", rep.Sites.Added, "sites_changed", rep.Sites.Changed,
			"places", rep.Places.Added, "places_changed", rep.Places.Changed, "sealed", rep.Sealed), wrong, err
	})
}

type importHistoryCmd struct{ source }

// Run imports history.
func (c *importHistoryCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.run(ctx, log, func(n *app.Net, say *web.Printer, r io.Reader) (string, []mistake, error) {
		who := access.Machine("import")
		take := func() (indicator.Loaded, error) { return n.Rooms.Indicator.Import(ctx, who, r, c.Partial) }
		if c.Check {
			take = func() (indicator.Loaded, error) { return n.Rooms.Indicator.Check(ctx, who, r) }
		}
		rep, err := take()
		var wrong []mistake
		for _, m := range rep.Mistakes {
			wrong = append(wrong, mistake{m.Line, m.Column, m.Key, nil})
		}
		said := c.mode(say) + say.T("app.import.history", "rows", rep.Rows, "kept", rep.Kept, "known", rep.Known,
			"corrected", len(rep.Corrected))
		for _, c := range rep.Corrected {
			said += "\n" + say.T("app.import.corrects", "line", c.Line, "columns", strings.Join(c.Columns, ", "))
		}
		return said, wrong, err
	})
}

type importUndoCmd struct {
	where
	File string `arg:"positional,required" help:"The CSV file that was imported, or its SHA-256 in hexadecimal."`
}

// Run undoes an import: of past cases, or of places.
func (c *importUndoCmd) Run(ctx context.Context, log *slog.Logger) error {
	digests := []string{strings.ToLower(c.File)}
	if raw, err := os.ReadFile(c.File); err == nil {
		// The second is how imports of past cases were known before the encoding of a file made no difference.
		digests = []string{fmt.Sprintf("%x", sheet.Digest(raw)), fmt.Sprintf("%x", sha256.Sum256(raw))}
	}
	n, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	say := n.Rooms.Printer(c.Lang, clock.Real{}.Now())
	said, err := undoImport(ctx, n, say, digests)
	if err := errors.Join(inWords(say, err), n.Close()); err != nil {
		return err
	}
	for _, l := range said.places {
		fmt.Printf("%s %s %s: %s %s\n", l.Partner, l.Site, l.Place, say.T(l.Why), strings.Join(l.Columns, ", "))
	}
	fmt.Println(said.words)
	return nil
}

// undone is what undoing an import did, and what of places stays.
type undone struct {
	words  string
	places []partner.Left
}

// undoImport undoes the import that one of the digests names.
func undoImport(ctx context.Context, n *app.Net, say *web.Printer, digests []string) (undone, error) {
	var err error
	for _, digest := range digests {
		var past indicator.Undone
		if past, err = n.Rooms.Indicator.Undo(ctx, access.Machine("import"), digest); err == nil {
			said := say.T("app.import.undone_history", "gone", past.Gone, "restored", past.Restored, "left",
				len(past.Left))
			for _, l := range past.Left {
				said += "\n" + say.T("app.import.asked_on", "day", l.Requested.String(),
					"columns", strings.Join(l.Columns, ", "))
			}
			return undone{words: said}, nil
		}
		if !fault.Is(err, fault.NotFound) {
			return undone{}, err
		}
		var places partner.Undone
		if places, err = n.Rooms.Partner.UndoFile(ctx, access.Machine("import"), digest); err == nil {
			return undone{say.T("app.import.undone_places", "gone", places.Gone, "restored", places.Restored,
				"left", len(places.Left)), places.Left}, nil
		}
		if !fault.Is(err, fault.NotFound) {
			return undone{}, err
		}
	}
	return undone{}, err
}

type reportCmd struct {
	where
	Year number `arg:"required" help:"Year of the report."`
	HTML string `placeholder:"FILE" help:"Write a page that stands alone."`
	JSON bool   `help:"Write JSON to standard output."`
}

// Run writes the protected report of a year, from the coded rows alone.
func (c *reportCmd) Run(ctx context.Context, log *slog.Logger) error {
	if c.JSON == (c.HTML != "") {
		return misused("app.line.one_form")
	}
	n, err := c.read(ctx, log)
	if err != nil {
		return err
	}
	if c.JSON {
		err = onto(os.Stdout.Name(), os.Stdout, c.in(ctx, n, "json"))
	} else {
		err = made{name: c.HTML, over: true}.write(c.in(ctx, n, "html"))
	}
	return errors.Join(err, n.Close())
}

// in writes the report in a form.
func (c *reportCmd) in(ctx context.Context, n *app.Net, form string) func(io.Writer) error {
	return func(w io.Writer) error { return n.Rooms.WriteReport(ctx, int(c.Year), c.Lang, form, w) }
}
