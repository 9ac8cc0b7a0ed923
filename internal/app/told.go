package app

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// Told is what keeps a command from being done. Whoever typed it reads it in their language, by In: no command has
// another way of saying it.
type Told struct {
	Key  string // text key
	Args []any  // pairs for the text
	err  error  // what the machine said; nil for nothing
}

// Tell makes a Told.
func Tell(key string, args ...any) error { return &Told{key, args, nil} }

// TellWhy is Tell where the machine refused something: its reason is the text's {why}.
func TellWhy(key string, err error, args ...any) error { return &Told{key, args, err} }

// Unwrap returns what the machine said.
func (t *Told) Unwrap() error { return t.err }

// Error says it in all languages of the program, a line each: whoever asks for one by In has a language.
func (t *Told) Error() string {
	carried := packs.France()
	var said []string
	for _, tag := range carried.Spoken().Tags() {
		say, err := printer(carried, tag)
		if err != nil {
			return t.Key
		}
		said = append(said, t.In(say))
	}
	return strings.Join(said, "\n")
}

// In says it in a language.
func (t *Told) In(say *web.Printer) string {
	args := t.Args
	if t.err != nil {
		args = append(args[:len(args):len(args)], "why", why(say, t.err))
	}
	return say.T(t.Key, args...)
}

// InWords is an error in words: each of its lines that has a text in that, the rest as it is.
func InWords(say *web.Printer, err error) string {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		var lines []string
		for _, one := range all.Unwrap() {
			lines = append(lines, InWords(say, one))
		}
		return strings.Join(lines, "\n")
	}
	if t, ok := errors.AsType[*Told](err); ok {
		return t.In(say)
	}
	switch {
	case errors.Is(err, trust.ErrDamaged):
		return say.T("app.where.damaged")
	case errors.Is(err, syscall.ENOSPC):
		return say.T("app.where.room")
	}
	if key := fault.Key(err); say.Has(key) && !fault.Is(err, fault.Internal) {
		return say.T(key)
	}
	return err.Error()
}

// why is what the machine said of a file, in words where it is one of the few things that people do by mistake.
func why(say *web.Printer, err error) string {
	file := ""
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		file, err = p.Path+": ", p.Err
	}
	for what, key := range map[error]string{fs.ErrNotExist: "app.why.absent", fs.ErrExist: "app.why.there",
		fs.ErrPermission: "app.why.shut", syscall.EROFS: "app.why.kept", syscall.EISDIR: "app.why.folder",
		syscall.ENOTDIR: "app.why.file", syscall.ENOSPC: "app.why.full", syscall.EDQUOT: "app.why.full",
		syscall.EFBIG: "app.why.full"} {
		if errors.Is(err, what) {
			return file + say.T(key)
		}
	}
	return file + InWords(say, err)
}

// Voice is the language in which a command is answered that has no network open: the one asked for where the country of
// a pack's folder has it, else the first of that country.
func Voice(pack string, tag lang.Tag) (*web.Printer, error) {
	c, err := Country(pack)
	if err != nil {
		c = packs.France()
	}
	if !c.Spoken().Has(tag) {
		tag = ""
	}
	return printer(c, tag)
}

// Abroad is the language in which whoever checks is answered: auditors and researchers may be of any country.
func Abroad() (*web.Printer, error) { return printer(packs.France(), packs.Abroad) }
