// Command havre runs a national network that protects victims of human trafficking.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alexflint/go-arg"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/session"
)

// cli is the command line: one struct, one field per command.
type cli struct {
	Serve   *serveCmd   `arg:"subcommand" help:"Serve a real network."`
	Demo    *demoCmd    `arg:"subcommand" help:"Serve a demonstration network filled with invented people."`
	Import  *importCmd  `arg:"subcommand" help:"Import places or history from a CSV file."`
	Edit    *editCmd    `arg:"subcommand" help:"Say what holds from a day on: deadlines, codes of lists."`
	Report  *reportCmd  `arg:"subcommand" help:"Write a year's protected report; a server may be running."`
	Solve   *solveCmd   `arg:"subcommand" help:"Solve problem files or a round, to check the solvers; in English."`
	Journal *journalCmd `arg:"subcommand" help:"Export the journal, or verify an export offline."`
	Texts   *textsCmd   `arg:"subcommand" help:"Write a language's texts for a translator, and check what comes back."`
	Version *versionCmd `arg:"subcommand" help:"Print the version."`
}

// Description is the line above the list of commands.
func (cli) Description() string {
	return "Havre runs a national network that protects victims of human trafficking."
}

// where is how every command says which network it means.
type where struct {
	Data     string `arg:"env:HAVRE_DATA" placeholder:"DIR" help:"Folder of the network."`
	Postgres string `arg:"env:HAVRE_POSTGRES" placeholder:"URL" help:"PostgreSQL connection instead of a folder."`
	Pack     string `arg:"env:HAVRE_PACK" placeholder:"DIR" help:"Folder of the country's pack; else that of France."`
	Key      string `arg:"env:HAVRE_KEY_FILE" placeholder:"FILE" help:"File of the machine's key (docs/operator.md)."`
	Older    bool   `arg:"--older-pack" help:"Go on with an older edition of the pack than the last one served."`
	tongue
}

// tongue is how every command on a network says in which language it answers.
type tongue struct {
	Lang lang.Tag `placeholder:"TAG" help:"Language of what is said; else the network's first."`
}

func (w where) place() app.Place {
	return app.Place{Data: w.Data, Postgres: w.Postgres, Key: w.Key, Pack: w.Pack, OlderPack: w.Older, Lang: w.Lang}
}

// open opens a network that was set up; read does so beside a running server.
func (w where) open(ctx context.Context, log *slog.Logger) (*app.Net, error) {
	return in(ctx, w.place(), log)
}

func (w where) read(ctx context.Context, log *slog.Logger) (*app.Net, error) {
	p := w.place()
	p.ReadOnly = true
	return in(ctx, p, log)
}

// in opens a network for a command that speaks a language. One that the network does not speak is refused, and nothing
// is made.
func in(ctx context.Context, p app.Place, log *slog.Logger) (*app.Net, error) {
	c, err := app.Country(p.Pack)
	if err != nil {
		return nil, err
	}
	unspoken := speaks(c, p.Lang)
	p.Create = p.Create && unspoken == nil
	n, err := app.Open(ctx, p, clock.Real{}, log)
	_, abroad := errors.AsType[*session.AbroadError](err) // the languages are another country's too
	if abroad || unspoken == nil {
		return n, err
	}
	if n != nil {
		if err := n.Close(); err != nil {
			return nil, err
		}
	}
	return nil, unspoken
}

// speaks refuses a language that a network of the country does not speak, and says which it does.
func speaks(c *country.Pack, tag lang.Tag) error {
	if tag == "" || c.Spoken().Has(tag) {
		return nil
	}
	var tags []string
	for _, t := range c.Spoken().Tags() {
		tags = append(tags, string(t))
	}
	return misused("app.line.lang", "tag", string(tag), "tags", strings.Join(tags, ", "))
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run parses the command line and runs one command. Errors are one plain line on standard error, in the language of
// whoever typed it.
func run(ctx context.Context, args []string) int {
	err := parse(ctx, args)
	if err == nil {
		return 0
	}
	line := err.Error()
	if say, wrong := voice(args); wrong == nil {
		line = app.InWords(say, err)
	}
	fmt.Fprintln(os.Stderr, "havre:", line)
	if _, mistyped := errors.AsType[misuse](err); mistyped {
		return 2
	}
	return 1
}

func parse(ctx context.Context, args []string) error {
	p, err := arg.NewParser(arg.Config{Program: "havre"}, &cli{})
	if err != nil {
		return err
	}
	switch err := p.Parse(args); {
	case errors.Is(err, arg.ErrHelp):
		return p.WriteHelpForSubcommand(os.Stdout, p.SubcommandNames()...)
	case err != nil:
		return parsed(p, err)
	}
	switch c := p.Subcommand().(type) {
	case network:
		return c.Run(ctx, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	case tool:
		return c.Run()
	}
	line := strings.Join(append([]string{"havre"}, p.SubcommandNames()...), " ")
	return misused("app.line.missing", "command", line)
}

// network is a command on a network, tool one that needs none.
type (
	network interface {
		Run(context.Context, *slog.Logger) error
	}
	tool interface{ Run() error }
)
