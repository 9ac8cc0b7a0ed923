package main

import (
	"cmp"
	"errors"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alexflint/go-arg"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/web"
)

// misuse is what is wrong with the command line itself. The program then ends with 2.
type misuse struct{ error }

// Unwrap returns what is wrong.
func (m misuse) Unwrap() error { return m.error }

func misused(key string, args ...any) error { return misuse{app.Tell(key, args...)} }

// mistyped says what the parser of the command line refused, of which it gives one line of English: its few sentences,
// each with a text of ours. What follows a flag may be a password, so a value is never shown; where a flag is not
// known, neither is whether its value may be.
var mistyped = []struct {
	line *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^unknown argument ([^=]*)`), "app.line.flag"},
	{regexp.MustCompile(`^invalid subcommand: ([a-z-]{1,16})$`), "app.line.command"},
	{regexp.MustCompile(`^invalid subcommand: `), "app.line.no_command"},
	{regexp.MustCompile(`^too many positional arguments`), "app.line.surplus"},
	{regexp.MustCompile(`^missing value for ([^=]*)`), "app.line.value"},
	{absent, "app.line.required"},
	{regexp.MustCompile(`^error processing (?:environment variable )?([^=: ]*).*(app\.line\.\w+)$`), ""},
	{regexp.MustCompile(`^error (?:processing|reading) (?:.*environment variable )?([^=: ]*)`), "app.line.unread"},
}

// absent is the parser's sentence where something that must be said is not.
var absent = regexp.MustCompile(`^(?:environment variable )?(\S+) is required`)

// parsed is an error of the parser in words; command is what was typed as far as it was understood.
func parsed(p *arg.Parser, err error) error {
	command := strings.Join(append([]string{"havre"}, p.SubcommandNames()...), " ")
	for _, m := range mistyped {
		found := m.line.FindStringSubmatch(err.Error())
		if found == nil {
			continue
		}
		key := m.key
		if key == "" {
			key = found[2] // a value that one of our own types refused says its text
		}
		what := ""
		if len(found) > 1 {
			what = flagOf(p.Subcommand(), found[1])
		}
		if m.line == absent && !strings.HasPrefix(what, "--") {
			return misused("app.line.argument", "what", what, "usage", usage(p))
		}
		return misused(key, "what", what, "command", command)
	}
	return misused("app.line.other", "command", command)
}

// usage is how the command is typed, in one line.
func usage(p *arg.Parser) string {
	var line strings.Builder
	p.WriteUsage(&line)
	return strings.TrimSpace(strings.TrimPrefix(line.String(), "Usage: "))
}

// flagOf is the flag that a command must be given whose value the help calls by a name: the parser tells of that name
// alone. What is said without a flag goes by the name itself.
func flagOf(command any, name string) string {
	of := reflect.TypeOf(command)
	for of != nil && of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of == nil || of.Kind() != reflect.Struct {
		return name
	}
	for _, f := range reflect.VisibleFields(of) {
		called := cmp.Or(f.Tag.Get("placeholder"), strings.ToUpper(f.Name))
		rules := f.Tag.Get("arg")
		if called != name || !strings.Contains(rules, "required") {
			continue
		}
		if strings.Contains(rules, "positional") {
			return name
		}
		for said := range strings.SplitSeq(rules, ",") {
			if strings.HasPrefix(said, "--") {
				return said
			}
		}
		return "--" + strings.ToLower(f.Name)
	}
	return name
}

// number is a whole number that somebody types.
type number int

// UnmarshalText implements encoding.TextUnmarshaler; its error is the key of a text.
func (n *number) UnmarshalText(b []byte) error {
	i, err := strconv.Atoi(string(b))
	if err != nil {
		return errors.New("app.line.number")
	}
	*n = number(i)
	return nil
}

// day is a day that somebody types.
type day struct{ date.Date }

// UnmarshalText implements encoding.TextUnmarshaler; its error is the key of a text.
func (d *day) UnmarshalText(b []byte) error {
	is, err := date.Parse(string(b))
	if err != nil || is.IsZero() {
		return errors.New("app.line.day")
	}
	d.Date = is
	return nil
}

// voice is the language of a command line before it is understood: that of --lang, else the first of the country. Who
// checks what a network handed over, or a solver, may be of any country: they read English.
func voice(args []string) (*web.Printer, error) {
	line := strings.Join(args, " ") + " "
	if strings.HasPrefix(line, "solve ") || strings.HasPrefix(line, "journal verify ") {
		return app.Abroad()
	}
	pack := typed(args, "--pack")
	if pack == "" {
		pack = os.Getenv("HAVRE_PACK")
	}
	return app.Voice(pack, lang.Tag(typed(args, "--lang")))
}

// typed is the value of a flag as it was typed last; "" where there is none.
func typed(args []string, flag string) string {
	for i, a := range slices.Backward(args) {
		if v, ok := strings.CutPrefix(a, flag+"="); ok {
			return v
		}
		if a == flag && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}
