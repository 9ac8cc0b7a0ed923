package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/trust/journal"
)

type journalCmd struct {
	Export *journalExportCmd `arg:"subcommand" help:"Write the journal to a file, for an auditor; no name, no content."`
	Verify *journalVerifyCmd `arg:"subcommand" help:"Check an export offline, in English: nothing altered or dropped."`
}

type journalExportCmd struct {
	where
	File string `arg:"positional,required" help:"File to write."`
}

// Run writes the export and prints the key that verifies it.
func (c *journalExportCmd) Run(ctx context.Context, log *slog.Logger) error {
	n, err := c.read(ctx, log)
	if err != nil {
		return err
	}
	err = made{name: c.File}.write(func(w io.Writer) error { return n.Journal.Export(ctx, w) })
	if err := errors.Join(err, n.Close()); err != nil {
		return err
	}
	say := n.Rooms.Printer(c.Lang, clock.Real{}.Now())
	fmt.Println(say.T("app.journal.written", "file", c.File))
	fmt.Println("verifier key:", n.VerifierKey()) // copied by scripts: the same in every language
	return nil
}

type journalVerifyCmd struct {
	File     string   `arg:"positional,required" help:"Export to check."`
	Verifier string   `arg:"required" placeholder:"KEY" help:"The journal's verifier key, as the network published it."`
	Head     []string `arg:"separate" placeholder:"FILE" help:"A head that an outsider kept; may be given again."`
}

// Run prints what it checked, and fails when something does not hold or nothing could be verified.
func (c *journalVerifyCmd) Run() error {
	v, err := note.NewVerifier(c.Verifier)
	if err != nil {
		return fmt.Errorf("the verifier key does not read: %w", err)
	}
	var heads []string
	for _, name := range c.Head {
		b, err := plain(os.ReadFile(name))
		if err != nil {
			return fmt.Errorf("read a kept head: %w", err)
		}
		heads = append(heads, strings.TrimRight(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n")+"\n")
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("read the export: %w", err)
	}
	r, err := journal.Verify(letters.Reader(f), v, heads...)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if r.Empty {
		return errors.New("nothing was verified: the file is empty")
	}
	fmt.Printf("entries: %d\nnot yet in order: %d\nheads that fit: %d\nnot yet under a head: %d\nroot: %s\n", r.Entries,
		r.Unordered, r.Heads, r.Uncovered(), r.Root)
	for _, p := range r.Problems {
		fmt.Println("problem:", p)
	}
	switch {
	case !r.OK():
		return errors.New("the journal does not hold")
	case !r.Proved():
		return errors.New("nothing was verified: no signed head vouches for any entry of this file")
	}
	fmt.Println("the journal holds")
	return nil
}
