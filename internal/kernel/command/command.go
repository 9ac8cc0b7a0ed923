// Package command reads a command line into the struct that declares it. Each field is a command, an argument or a
// flag, by its tags:
//
//	cmd:""            a command; its own struct has its commands, or its arguments and flags
//	arg:""            an argument, in the order of the fields; every one is asked for
//	name, help        else the field's name in small letters with hyphens; ${word} in help is filled in
//	placeholder       what help shows for the value
//	default, env      the value, or the variable that gives it, where the flag is not given
//	required:""       a flag that must be given
//	xor:"group"       one flag of the group at most; of required ones, one
//
// Values are texts, whole numbers, durations, yes or no, and lists of texts, whose flag may be given several times. An
// embedded struct lends its flags. Methods are not looked up by name: a program in which the linker cannot tell which
// methods are called has to keep them all, and is a quarter larger.
package command

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Program is what the command line belongs to.
type Program struct {
	Name, About string
	Words       map[string]string           // what ${word} stands for in a help
	Env         func(string) (string, bool) // os.LookupEnv
}

// Help is what Read returns instead of a mistake when the line asks for it.
type Help struct{ Text string }

// Error is for errors.As.
func (Help) Error() string { return "the command line asks for help" }

// node is a command, or the program itself.
type node struct {
	name, help string
	value      reflect.Value
	commands   []*node
	args       []*option
	flags      []*option
}

// option is an argument or a flag.
type option struct {
	name, help, placeholder string
	fallback, env, group    string
	required, given         bool
	value                   reflect.Value
}

// Read fills the struct that into points at and returns a pointer to the struct of the command chosen. A mistake is one
// plain line.
func (p Program) Read(into any, line []string) (any, error) {
	at, path := p.node(p.Name, p.About, reflect.ValueOf(into).Elem()), []string{p.Name}
	var plain []string
	for i, only := 0, false; i < len(line); i++ {
		word := line[i]
		switch {
		case !only && word == "--":
			only = true
		case !only && (word == "--help" || word == "-h"):
			return nil, Help{at.usage(path)}
		case !only && len(word) > 1 && word[0] == '-':
			used, err := at.flag(word, line[i+1:])
			if err != nil {
				return nil, err
			}
			i += used
		case len(at.commands) > 0:
			next := slices.IndexFunc(at.commands, func(c *node) bool { return c.name == word })
			if next < 0 {
				return nil, fmt.Errorf("there is no command %s: %s", word, at.choice())
			}
			at, path = at.commands[next], append(path, word)
		default:
			plain = append(plain, word)
		}
	}
	if len(at.commands) > 0 {
		return nil, errors.New(at.choice())
	}
	if err := at.finish(plain, p.Env); err != nil {
		return nil, err
	}
	return at.value.Addr().Interface(), nil
}

func (n *node) choice() string {
	names := make([]string, len(n.commands))
	for i, c := range n.commands {
		names[i] = c.name
	}
	return "expected one of " + strings.Join(names, ", ")
}

// node reads what a struct declares.
func (p Program) node(name, help string, v reflect.Value) *node {
	n := &node{name: name, help: help, value: v}
	p.fields(n, v)
	return n
}

func (p Program) fields(n *node, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag := func(key string) string { return f.Tag.Get(key) }
		has := func(key string) bool { _, is := f.Tag.Lookup(key); return is }
		name, help := tag("name"), tag("help")
		if name == "" {
			name = hyphened(f.Name)
		}
		for word, said := range p.Words {
			help = strings.ReplaceAll(help, "${"+word+"}", said)
		}
		switch o := (&option{name: name, help: help, placeholder: tag("placeholder"), fallback: tag("default"),
			env: tag("env"), group: tag("xor"), required: has("required"), value: v.Field(i)}); {
		case has("cmd"):
			n.commands = append(n.commands, p.node(name, help, v.Field(i)))
		case f.Anonymous:
			p.fields(n, v.Field(i))
		case has("arg"):
			n.args = append(n.args, o)
		default:
			n.flags = append(n.flags, o)
		}
	}
}

// hyphened writes the name of a field as a flag is typed: FillOnly is fill-only.
func hyphened(field string) string {
	var b strings.Builder
	for i, r := range field {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
