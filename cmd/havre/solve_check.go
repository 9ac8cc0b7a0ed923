package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/calc/round/file"
	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/kernel/letters"
)

type solveCheckCmd struct {
	Round  string `arg:"positional,required" help:"The round's file."`
	Answer string `arg:"positional,required" help:"The answer's file, as --solution writes it with --proof."`
}

// mostAnswer is how large an answer's file may be: its proof is longer than its round.
const mostAnswer = 16 * file.MostBytes

// Run checks the answer by the second reading of rounds and prints what is shown.
func (c *solveCheckCmd) Run() error {
	round, err := readFile(c.Round, file.MostBytes)
	if err != nil {
		return app.TellWhy("app.file.unread", err)
	}
	answer, err := readFile(c.Answer, mostAnswer)
	if err != nil {
		return app.TellWhy("app.file.unread", err)
	}
	v, err := roundcheck.Judge(round, answer)
	var at *roundcheck.LineError
	switch {
	case errors.As(err, &at) && at.Answer:
		return fmt.Errorf("%s: %w", c.Answer, err)
	case err != nil:
		return fmt.Errorf("%s: %w", c.Round, err)
	}
	return printVerdict(os.Stdout, &v)
}

// readFile reads a file that is not larger than it may be.
func readFile(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := plain(io.ReadAll(io.LimitReader(f, most+1)))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("it is larger than %d bytes", most)
	}
	return text, errors.Join(err, f.Close())
}

// plain takes off the mark of byte order that some editors put before a text.
func plain(text []byte, err error) ([]byte, error) {
	return letters.Unmarked(text), err
}

// printVerdict writes what is shown of an answer, a line a tier.
func printVerdict(w io.Writer, v *roundcheck.Verdict) error {
	var b strings.Builder
	fmt.Fprintf(&b, "rules=kept values=right cases=%d\n", v.Cases)
	switch {
	case v.Best():
		b.WriteString("status=shown best\n")
	case v.Until == 0:
		b.WriteString("status=nothing shown of what is best\n")
	default:
		b.WriteString("status=shown in part\n")
	}
	fmt.Fprintf(&b, "parts=%d rows=%d steps=%d\n\n", v.Parts, v.Rows, v.Steps)
	for _, t := range v.Tiers {
		switch {
		case !t.Bounded:
			fmt.Fprintf(&b, "%s = %d\n", t.Code, t.Value)
		case t.Bound == t.Value:
			fmt.Fprintf(&b, "%s = %d (shown best)\n", t.Code, t.Value)
		default:
			fmt.Fprintf(&b, "%s = %d (shown bound %d)\n", t.Code, t.Value, t.Bound)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
