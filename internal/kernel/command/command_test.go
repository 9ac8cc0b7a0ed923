package command_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/command"
)

type word string

type shared struct {
	Data string `help:"${folder}" placeholder:"DIR" env:"TEST_DATA"`
}

type write struct {
	shared
	From  string        `arg:"" help:"File to read."`
	To    word          `arg:"" help:"File to write."`
	Year  int           `required:"" help:"Which year."`
	HTML  string        `name:"html" placeholder:"FILE" xor:"form" required:""`
	JSON  bool          `name:"json" xor:"form" required:""`
	Time  time.Duration `default:"10s" help:"How long."`
	Heads []string      `name:"head"`
	Lang  word          `default:"en"`
}

type rest struct {
	FillOnly bool
	Max      bool `xor:"way"`
	Min      bool `xor:"way"`
}

type line struct {
	Write write `cmd:"" help:"Writes."`
	More  struct {
		Rest rest `cmd:"" help:"Rests for as long as somebody who reads this page needs, and then a good while longer."`
	} `cmd:"" help:"Does more."`
}

func read(env, typed string) (any, error) {
	p := command.Program{Name: "prog", About: "Prog is a program.", Words: map[string]string{"folder": "The folder."},
		Env: func(name string) (string, bool) { return env, name == "TEST_DATA" && env != "" }}
	return p.Read(&line{}, strings.Fields(typed))
}

func TestACommandLineIsRead(t *testing.T) {
	whole := write{From: "a", To: "b", Year: 2025, JSON: true, Time: 10 * time.Second, Lang: "en"}
	with := func(change func(*write)) *write { w := whole; change(&w); return &w }
	for typed, want := range map[string]any{
		"write a b --year 2025 --json":                   &whole,
		"write --json --year=2025 a b":                   &whole,
		"write a --year 2025 b --json=true":              &whole,
		"write a b --year 2025 --json --time=-1s":        with(func(w *write) { w.Time = -time.Second }),
		"write a b --year 2025 --json --data x":          with(func(w *write) { w.Data = "x" }),
		"write a b --year 2025 --json --lang fr":         with(func(w *write) { w.Lang = "fr" }),
		"write - b --year 2025 --json":                   with(func(w *write) { w.From = "-" }),
		"write --year 2025 --json -- --a b":              with(func(w *write) { w.From = "--a" }),
		"write a b --year 2025 --html=f":                 with(func(w *write) { w.HTML, w.JSON = "f", false }),
		"write a b --year 2025 --html -":                 with(func(w *write) { w.HTML, w.JSON = "-", false }),
		"write a b --year 1 --year 2025 --json":          &whole,
		"write a b --json --year 2025 --head x,y":        with(func(w *write) { w.Heads = []string{"x,y"} }),
		"write a b --json --year=2025 --data=":           &whole,
		"more rest":                                      &rest{},
		"more rest --fill-only --min":                    &rest{FillOnly: true, Min: true},
		"write a b --head x --head y --json --year 2025": with(func(w *write) { w.Heads = []string{"x", "y"} }),
	} {
		if got, err := read("", typed); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", typed, got, err)
		}
	}
	for typed, data := range map[string]string{"": "there", " --data here": "here"} {
		got, err := read("there", "write a b --year 2025 --json"+typed)
		if w, ok := got.(*write); err != nil || !ok || w.Data != data {
			t.Errorf("with the variable,%s: %+v, %v", typed, got, err)
		}
	}
}

func TestAMistakeIsOnePlainLine(t *testing.T) {
	for typed, want := range map[string]string{
		"":                                      "expected one of write, more",
		"wright":                                "there is no command wright: expected one of write, more",
		"more":                                  "expected one of rest",
		"write a --year 2025 --json":            "expected <to>",
		"write a b c --year 2025 --json":        "unexpected argument c",
		"write a b --json":                      "missing: --year=YEAR",
		"write a b --year 2025":                 "missing: --html=FILE or --json",
		"write a b --year x --json":             `--year: "x" is no whole number`,
		"write a b --year":                      "--year: its value is missing",
		"write a b --year --json":               "--year: its value is missing",
		"write a b --year 2025 --json --html f": "--html and --json can't be used together",
		"write a b --json=perhaps":              `--json: "perhaps" is neither true nor false`,
		"write a b --time soon":                 `--time: "soon" is no length of time, such as 10s or 2m`,
		"write a b --nope=secret":               "there is no flag --nope",
		"write a b -json":                       "there is no flag -json",
		"--data x write":                        "there is no flag --data",
		"more rest --max --min":                 "--max and --min can't be used together",
	} {
		if _, err := read("", typed); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", typed, err, want)
		}
	}
}

func TestHelpSaysWhatMayBeTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"--help": "Usage: prog <command>\n\nProg is a program.\n\nFlags:\n  --help  Show this.\n\nCommands:\n" +
			"  write --year=YEAR --html=FILE --json <from> <to> [flags]\n    Writes.\n  more rest [flags]\n" +
			"    Rests for as long as somebody who reads this page needs, and then a good\n    while longer.\n\n" +
			"Run \"prog <command> --help\" for more on a command.\n",
		"write a -h": "Usage: prog write --year=YEAR --html=FILE --json <from> <to> [flags]\n\nWrites.\n\n" +
			"Arguments:\n  <from>  File to read.\n  <to>    File to write.\n\nFlags:\n  --help       Show this.\n" +
			"  --data=DIR   The folder ($TEST_DATA).\n  --year=YEAR  Which year.\n  --html=FILE  \n  --json       \n" +
			"  --time=10s   How long.\n  --head=HEAD  \n  --lang=en    \n",
	} {
		_, err := read("", typed)
		var help command.Help
		if !errors.As(err, &help) || help.Text != want {
			t.Errorf("%s:\n%s\nand should be\n%s", typed, help.Text, want)
		}
	}
}
