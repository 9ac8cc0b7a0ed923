// Command havre runs a national network that protects victims of human trafficking.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/command"
)

// cli is the command line: one struct, one field per command.
type cli struct {
	Serve   serveCmd   `cmd:"" help:"Serve a real network."`
	Demo    demoCmd    `cmd:"" help:"Serve a demonstration network filled with invented people."`
	Import  importCmd  `cmd:"" help:"Import places or history from a CSV file."`
	Report  reportCmd  `cmd:"" help:"Write a year's protected report; also while the network is being served."`
	Solve   solveCmd   `cmd:"" help:"Solve public problem files, or a round of placement, to check the solvers."`
	Journal journalCmd `cmd:"" help:"Export the journal, or verify an export offline."`
	Texts   textsCmd   `cmd:"" help:"Write the texts of a language for a translator, and check what comes back."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// where is how every command says which network it means.
type where struct {
	Data     string `help:"Folder of the network." placeholder:"DIR" env:"HAVRE_DATA"`
	Postgres string `help:"PostgreSQL connection string instead of a folder." placeholder:"URL" env:"HAVRE_POSTGRES"`
	Pack     string `help:"${pack}" placeholder:"DIR" env:"HAVRE_PACK"`
	Key      string `help:"${key}" placeholder:"FILE" env:"HAVRE_KEY_FILE"`
}

func (w where) place() app.Place {
	return app.Place{Data: w.Data, Postgres: w.Postgres, Key: w.Key, Pack: w.Pack}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run parses the command line and runs one command. Errors are one plain line on standard error.
func run(ctx context.Context, args []string) int {
	chosen, err := program.Read(&cli{}, args)
	var help command.Help
	switch {
	case errors.As(err, &help):
		fmt.Print(help.Text)
		return 0
	case err != nil:
		fmt.Fprintln(os.Stderr, "havre:", err)
		return 2
	}
	switch c := chosen.(type) {
	case network:
		err = c.Run(ctx, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	case tool:
		err = c.Run()
	default:
		err = fmt.Errorf("%T does nothing", c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "havre:", err)
		return 1
	}
	return 0
}

// network is a command on a network, tool one that needs none.
type (
	network interface {
		Run(context.Context, *slog.Logger) error
	}
	tool interface{ Run() error }
)

var program = command.Program{Name: "havre",
	About: "Havre runs a national network that protects victims of human trafficking.",
	Words: map[string]string{
		"pack": "Folder of the country's pack; else the pack of France that the program carries.",
		"key": "File of the machine's key; else the systemd credential havre-key, else a file in the user's " +
			"state folder.",
	},
	Env: os.LookupEnv}
