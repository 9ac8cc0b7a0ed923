package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// Place says where a network lies and which key opens it.
type Place struct {
	Data     string // folder of the embedded database; "" when Postgres is set
	Postgres string // PostgreSQL connection string
	Key      string // file of the machine's key; "" for the rule of MachineKey
	Create   bool   // make the folder and the key when there are none
	ReadOnly bool   // beside a running server
	Pack     string // folder of the country's pack; "" for the pack of France that the program carries
	// OlderPack goes on with an older edition of the pack than the network was last served with.
	OlderPack bool
	// Lang is the language in which it is said that there is no network, or one of another country; "" for the pack's
	// first there, and for all of the program's here.
	Lang lang.Tag
	Cost vault.Cost // of guessing a passphrase, in tests; zero: vault.Standard
}

// Net is one open network with its rooms.
type Net struct {
	*trust.House
	Rooms   *Rooms
	KeyPath string

	clock clock.Clock
	log   *slog.Logger
}

// databaseFile is the embedded database's name in the data folder.
const databaseFile = "havre.db"

// Open opens the network at a place and puts the rooms in it. Unless it may make one, there must be one that was set
// up. Its errors are plain lines for people.
func Open(ctx context.Context, p Place, c clock.Clock, log *slog.Logger) (*Net, error) {
	where, err := p.country()
	if err != nil {
		return nil, err
	}
	name, path, err := p.locate()
	if err != nil {
		return nil, err
	}
	if err := p.Lost(); err != nil {
		return nil, err
	}
	fresh := path != "" && !exists(path)
	if fresh && !p.Create {
		return nil, p.none(where)
	}
	key, keyPath, err := MachineKey(p.Key, name, p.Create && (fresh || p.Postgres != ""))
	if err != nil {
		return nil, err
	}
	h, err := trust.Open(ctx, trust.Options{Path: path, Postgres: p.Postgres, Machine: key, ReadOnly: p.ReadOnly,
		Country: where, OlderPack: p.OlderPack, Cost: p.Cost, Clock: c, Log: log})
	if err == nil && p.Create {
		if err = h.Sessions.Settle(ctx); err != nil {
			err = errors.Join(err, h.Close())
		}
	}
	if err != nil {
		return nil, plain(err, p, keyPath)
	}
	n, err := Around(h, c, log)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	n.KeyPath = keyPath
	if p.Create {
		return n, nil
	}
	waits, err := h.Sessions.SettingUp(ctx)
	if err == nil && waits {
		err = p.none(where)
	}
	if err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// Lost says in a plain line that a network lay at the place and its file is gone: nothing takes its place by itself.
func (p Place) Lost() error {
	if p.Postgres != "" {
		return nil
	}
	if err := trust.Lost(filepath.Join(p.Data, databaseFile)); err != nil {
		return plain(err, p, "")
	}
	return nil
}

// none says that no network was set up at the place, and how one is.
func (p Place) none(c *country.Pack) error {
	say, err := printer(c, p.Lang)
	if err != nil {
		return err
	}
	serve := "havre serve --data " + p.Data
	if p.Postgres != "" {
		serve = "havre serve --postgres URL" // the address of the database may hold a password
	}
	return errors.New(say.T("app.no_network", "where", p.where(), "command", serve))
}

// printer writes in a language of a country without a network.
func printer(c *country.Pack, tag lang.Tag) (*web.Printer, error) {
	texts, err := Words(c)
	if err != nil {
		return nil, err
	}
	return texts.Within(func() *country.Pack { return c }).In(tag, time.Time{}), nil
}

// country is the country of the network, read whole before anything of the network is touched.
func (p Place) country() (*country.Pack, error) {
	return Country(p.Pack)
}

// Country is the country whose pack lies in a folder; that of France where none is named.
func Country(dir string) (*country.Pack, error) {
	if dir == "" {
		return packs.France(), nil
	}
	switch is, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Tell("app.pack.none", "dir", dir)
	case err != nil:
		return nil, TellWhy("app.pack.unread", err, "dir", dir)
	case !is.IsDir():
		return nil, Tell("app.pack.file", "file", dir)
	}
	c, err := country.Load(os.DirFS(dir))
	if err != nil {
		return nil, TellWhy("app.pack.unread", err, "dir", dir)
	}
	return c, nil
}

// Words are the texts of every room in a country's languages, without a network: for translators.
func Words(c *country.Pack) (*web.Texts, error) {
	r, err := newRooms(&trust.House{}, c)
	if err != nil {
		return nil, err
	}
	return r.texts, nil
}

// locate returns the network's name for the key rule and the database's path; it makes the data folder when asked.
func (p Place) locate() (name, path string, err error) {
	if p.Data != "" && p.Postgres != "" {
		return "", "", Tell("app.line.one_place")
	}
	if p.Postgres != "" {
		return p.Postgres, "", nil
	}
	if p.Data == "" {
		return "", "", Tell("app.where.unsaid")
	}
	dir, err := filepath.Abs(p.Data)
	if err != nil {
		return "", "", fmt.Errorf("find %s: %w", p.Data, err)
	}
	if p.Create {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", "", TellWhy("app.folder.unmade", err)
		}
	}
	return dir, filepath.Join(dir, databaseFile), nil
}

// abroad is in words that the pack is of another country than the network.
type abroad struct {
	*session.AbroadError
	words string
}

// Error is the sentence that people read.
func (a abroad) Error() string { return a.words }

// Unwrap is what it is about.
func (a abroad) Unwrap() error { return a.AbroadError }

// away says what to type where the pack is of another country: in the language asked for, else in all that the program
// carries, for the pack at hand is of other people.
func (p Place) away(err *session.AbroadError) error {
	carried := packs.France()
	key, tags := "app.abroad.other", []lang.Tag{p.Lang}
	switch {
	case err.Namesake:
		key = "app.abroad.namesake"
	case err.Home == carried.Manifest().Code:
		key = "app.abroad.carried"
	}
	if p.Lang == "" {
		tags = carried.Spoken().Tags()
	}
	var said []string
	for _, tag := range tags {
		say, wrong := printer(carried, tag)
		if wrong != nil {
			return wrong
		}
		said = append(said, say.T(key, "where", p.where(), "home", err.Home, "pack", err.Pack))
	}
	return abroad{err, strings.Join(said, "\n")}
}

// plain turns what can go wrong at a start into one line that says what to do.
func plain(err error, p Place, keyPath string) error {
	elsewhere, away := errors.AsType[*session.AbroadError](err)
	behind, older := errors.AsType[*session.OlderPackError](err)
	step, odd := errors.AsType[*trust.StepError](err)
	switch {
	case away:
		return p.away(elsewhere)
	case odd:
		return p.odd(step)
	case older:
		return Tell("app.abroad.older", "where", p.where(), "last", behind.Last, "pack", behind.Pack)
	case errors.Is(err, trust.ErrWrongKey):
		return Tell("app.key.wrong", "file", keyPath)
	case errors.Is(err, trust.ErrInUse):
		return Tell("app.where.in_use", "where", p.Data)
	case errors.Is(err, syscall.ENOSPC):
		return Tell("app.where.full", "where", p.where())
	case errors.Is(err, trust.ErrDamaged):
		return Tell("app.where.damaged")
	case errors.Is(err, trust.ErrLost):
		return Tell("app.where.lost", "file", filepath.Join(p.Data, databaseFile))
	case errors.Is(err, trust.ErrEmptied):
		return Tell("app.where.emptied", "file", filepath.Join(p.Data, databaseFile))
	case errors.Is(err, trust.ErrUnwritable), errors.Is(err, fs.ErrPermission):
		return Tell("app.where.unwritable", "where", p.Data)
	case errors.Is(err, trust.ErrNewer):
		return Tell("app.where.newer", "where", p.where())
	case errors.Is(err, trust.ErrAddress):
		return Tell("app.where.unreadable")
	case p.Postgres != "" && fault.Is(err, fault.Busy):
		return Tell("app.where.silent")
	}
	return TellWhy("app.where.shut", err, "where", p.where())
}

// odd says which step of the tables another build of the program made.
func (p Place) odd(step *trust.StepError) error {
	key := "app.where.step_changed"
	switch {
	case errors.Is(step, trust.ErrStepUnknown):
		key = "app.where.step_unknown"
	case errors.Is(step, trust.ErrStepSkipped):
		key = "app.where.step_skipped"
	}
	return Tell(key, "where", p.where(), "number", step.Number)
}

func (p Place) where() string {
	if p.Postgres != "" {
		return "PostgreSQL"
	}
	return p.Data
}
