package command

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// flag reads a flag and tells how many of the words after it are its value.
func (n *node) flag(word string, after []string) (used int, err error) {
	name, said, with := strings.Cut(strings.TrimPrefix(word, "--"), "=")
	i := slices.IndexFunc(n.flags, func(o *option) bool { return o.name == name })
	if i < 0 || !strings.HasPrefix(word, "--") {
		word, _, _ = strings.Cut(word, "=")
		return 0, fmt.Errorf("there is no flag %s", word)
	}
	o := n.flags[i]
	switch {
	case with:
	case o.value.Kind() == reflect.Bool:
		said = "true"
	case len(after) == 0 || len(after[0]) > 1 && after[0][0] == '-':
		return 0, fmt.Errorf("--%s: its value is missing", name)
	default:
		said, used = after[0], 1
	}
	o.given = true
	return used, o.set("--"+name, said)
}

// finish gives arguments and what was not typed their values, and checks what belongs together.
func (n *node) finish(plain []string, env func(string) (string, bool)) error {
	for i, o := range n.args {
		if i >= len(plain) {
			return fmt.Errorf("expected <%s>", o.name)
		}
		if err := o.set("<"+o.name+">", plain[i]); err != nil {
			return err
		}
	}
	if len(plain) > len(n.args) {
		return fmt.Errorf("unexpected argument %s", plain[len(n.args)])
	}
	for _, o := range n.flags {
		if said, ok := o.unsaid(env); ok {
			if err := o.set("--"+o.name, said); err != nil {
				return err
			}
		}
	}
	for _, o := range n.flags {
		if err := n.fits(o); err != nil {
			return err
		}
	}
	return nil
}

// unsaid is the value of a flag that was not typed.
func (o *option) unsaid(env func(string) (string, bool)) (string, bool) {
	if o.given {
		return "", false
	}
	if o.env != "" {
		if said, ok := env(o.env); ok && said != "" {
			o.given = true
			return said, true
		}
	}
	return o.fallback, o.fallback != ""
}

// fits checks a flag against the others of its group.
func (n *node) fits(o *option) error {
	var group, given []string
	for _, other := range n.flags {
		if other == o || o.group != "" && other.group == o.group {
			group = append(group, other.shown())
			if other.given {
				given = append(given, "--"+other.name)
			}
		}
	}
	switch {
	case len(given) > 1:
		return fmt.Errorf("%s can't be used together", strings.Join(given, " and "))
	case o.required && len(given) == 0:
		return fmt.Errorf("missing: %s", strings.Join(group, " or "))
	}
	return nil
}

// set reads a value as it was typed.
func (o *option) set(name, said string) error {
	switch v := o.value; v.Interface().(type) {
	case time.Duration:
		d, err := time.ParseDuration(said)
		if err != nil {
			return fmt.Errorf("%s: %q is no length of time, such as 10s or 2m", name, said)
		}
		v.SetInt(int64(d))
	case int:
		i, err := strconv.Atoi(said)
		if err != nil {
			return fmt.Errorf("%s: %q is no whole number", name, said)
		}
		v.SetInt(int64(i))
	case bool:
		b, err := strconv.ParseBool(said)
		if err != nil {
			return fmt.Errorf("%s: %q is neither true nor false", name, said)
		}
		v.SetBool(b)
	case []string:
		v.Set(reflect.Append(v, reflect.ValueOf(said)))
	default:
		v.SetString(said) // a text, under whatever name
	}
	return nil
}
