package web

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"

	"havre.example/havre/internal/kernel/lang"
)

// Say gives the words of a text, or of one of its plural forms, from those of the model.
type Say func(key, form, model string) string

// Write writes the whole file of a language, as a country's folder holds it: every text, above each the words of the
// languages the program is written in, for a text that counts the forms that the language has. Without say the words
// are those that the language has already; a text that lacks them is left empty, and stays to be translated.
func (t *Texts) Write(w io.Writer, l lang.Language, say Say) error {
	g, own := newTongue(l), map[string]text{}
	if s := t.spoken[l.Tag]; s != nil {
		g.typography, own = s.typography, s.own
	}
	out := bufio.NewWriter(w)
	writeHead(out, g)
	model, section := t.written[t.model].own, ""
	for _, key := range bySection(t.Keys()) {
		at := strings.LastIndexByte(key, '.')
		if key[:at] != section {
			section = key[:at]
			fmt.Fprintf(out, "\n[%s]\n", section)
		}
		for _, tag := range slices.Sorted(maps.Keys(t.written)) {
			if tag != l.Tag {
				writeModel(out, tag, t.written[tag].own[key])
			}
		}
		words := func(form plural.Form, name string) string {
			if say != nil {
				return say(key, name, model[key].as(form))
			}
			return own[key].in(form)
		}
		writeText(out, g, key[at+1:], model[key], words)
	}
	return out.Flush()
}

func writeHead(out io.Writer, g *tongue) {
	fmt.Fprintf(out, "# %s (%s). Write the words between the quotation marks, save the file as %s in the country's\n"+
		"# folder, and check it: havre texts check. What stands in braces, {name}, is filled in: keep it as it is.\n"+
		"# Texts under .url are parts of addresses: small letters a to z, digits and - alone.\n", g.Name, g.Tag,
		TextsFile(g.Tag))
	if has := g.examples(); len(has) > 1 {
		fmt.Fprint(out, "# Forms of a text that counts:")
		for _, name := range formNames(has) {
			fmt.Fprintf(out, " %s for %s;", name, numbers(has[pluralForms[name]]))
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out,
		"\n# Signs before and after which a space is narrow, signs before which it does not break, measures that\n"+
			"# stay with their number, and what parts the thousands where it is not the usual.\n"+
			"[language]\nnarrow_before = %s\nnarrow_after = %s\nbound_before = %s\nunits = %s\ngroup = %s\n",
		quote(g.NarrowBefore), quote(g.NarrowAfter), quote(g.BoundBefore), quote(g.Units), quote(g.Group))
}

func numbers(n []int) string {
	if len(n) == 0 {
		return "all others"
	}
	s := make([]string, len(n))
	for i := range n {
		s[i] = strconv.Itoa(n[i])
	}
	return strings.Join(s, ", ")
}

func writeModel(out io.Writer, tag lang.Tag, x text) {
	if x.forms == nil {
		fmt.Fprintf(out, "# %s: %s\n", tag, oneLine(x.other))
		return
	}
	for _, name := range formNames(x.forms) {
		fmt.Fprintf(out, "# %s, %s: %s\n", tag, name, oneLine(x.forms[pluralForms[name]]))
	}
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }

func writeText(out io.Writer, g *tongue, name string, model text, words func(plural.Form, string) string) {
	if model.forms == nil {
		fmt.Fprintf(out, "%s = %s\n", name, quote(words(plural.Other, "")))
		return
	}
	var forms []string
	for _, f := range formNames(g.examples()) {
		forms = append(forms, f+" = "+quote(words(pluralForms[f], f)))
	}
	fmt.Fprintf(out, "%s = { %s }\n", name, strings.Join(forms, ", "))
}

// as is the text in a form, or its plain form where it lacks that.
func (x text) as(f plural.Form) string {
	if s, ok := x.forms[f]; ok {
		return s
	}
	return x.other
}

// in is the text in a form, empty where it lacks that.
func (x text) in(f plural.Form) string {
	if x.forms != nil {
		return x.forms[f]
	}
	return x.other
}

// bySection sorts keys so that each table's own texts stand together, before those of the tables within it.
func bySection(keys []string) []string {
	section := func(key string) string { return key[:strings.LastIndexByte(key, '.')] }
	slices.SortFunc(keys, func(a, b string) int {
		if n := strings.Compare(section(a), section(b)); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return keys
}

// quote writes a string as TOML does.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f || strconv.IsGraphic(r) && !strconv.IsPrint(r) || r >= 0x2000 && r <= 0x206f &&
			!strconv.IsPrint(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
