package command

import (
	"fmt"
	"reflect"
	"strings"
)

// width is how wide a help is, in signs.
const width = 80

// usage is the help of a command, reached by a path.
func (n *node) usage(path []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: %s\n\n%s\n", strings.Join(append(path, n.asks()...), " "), wrapped(n.help, 0))
	if len(n.args) > 0 {
		b.WriteString("\nArguments:\n")
		columns(&b, n.args, func(o *option) string { return "<" + o.name + ">" })
	}
	b.WriteString("\nFlags:\n")
	columns(&b, append([]*option{{name: "help", help: "Show this.", value: reflect.ValueOf(false)}}, n.flags...),
		(*option).shown)
	if len(n.commands) > 0 {
		b.WriteString("\nCommands:\n")
		n.list(&b, nil)
		fmt.Fprintf(&b, "\nRun \"%s <command> --help\" for more on a command.\n", strings.Join(path, " "))
	}
	return b.String()
}

// list writes the commands below one, each with what it is for.
func (n *node) list(b *strings.Builder, path []string) {
	for _, c := range n.commands {
		to := append(path[:len(path):len(path)], c.name)
		if len(c.commands) > 0 {
			c.list(b, to)
			continue
		}
		fmt.Fprintf(b, "  %s\n    %s\n", strings.Join(append(to, c.asks()...), " "), wrapped(c.help, 4))
	}
}

// asks is what is typed after the name of a command.
func (n *node) asks() []string {
	if len(n.commands) > 0 {
		return []string{"<command>"}
	}
	var out []string
	for _, o := range n.flags {
		if o.required {
			out = append(out, o.shown())
		}
	}
	for _, o := range n.args {
		out = append(out, "<"+o.name+">")
	}
	if len(n.flags) > 0 {
		out = append(out, "[flags]")
	}
	return out
}

// shown is a flag as it is typed, with what stands for its value.
func (o *option) shown() string {
	switch {
	case o.value.Kind() == reflect.Bool:
		return "--" + o.name
	case o.fallback != "":
		return "--" + o.name + "=" + o.fallback
	case o.placeholder != "":
		return "--" + o.name + "=" + o.placeholder
	}
	return "--" + o.name + "=" + strings.ToUpper(o.name)
}

// columns writes options with their helps below one another.
func columns(b *strings.Builder, list []*option, shown func(*option) string) {
	wide := 0
	for _, o := range list {
		wide = max(wide, len(shown(o)))
	}
	for _, o := range list {
		help := o.help
		if o.env != "" {
			help = strings.TrimSuffix(help, ".") + " ($" + o.env + ")."
		}
		fmt.Fprintf(b, "  %-*s  %s\n", wide, shown(o), wrapped(help, wide+4))
	}
}

// wrapped breaks a text into lines that begin so many signs from the edge, the first of which begins there already.
func wrapped(text string, from int) string {
	var b strings.Builder
	at := from
	for i, word := range strings.Fields(text) {
		switch {
		case i > 0 && at+1+len(word) > width:
			b.WriteString("\n" + strings.Repeat(" ", from))
			at = from
		case i > 0:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}
