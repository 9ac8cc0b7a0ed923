package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
)

// peopleFile holds the passphrases of a kept demonstration's invented people, in its folder: a demonstration may, a
// real network never does.
const (
	peopleFile   = "people.json"
	databaseFile = "havre.db"
)

// Filling fills an empty network: Fill or Small.
type Filling func(context.Context, *app.Net, *clock.Fake) (People, error)

// home is the country in which the demonstration's partners and people live.
const home = "FR"

// Open opens the demonstration at a place in a folder, which it fills when there is none, and returns its people. The
// folder of a real network is refused, and so is one that lost its people; both stay as they are. So is the pack of
// another country, of which the demonstration has no partners and no people. Errors are plain lines for people.
func Open(ctx context.Context, at app.Place, fill Filling, log *slog.Logger) (*app.Net, People, error) {
	where, err := app.Country(at.Pack)
	if err != nil {
		return nil, People{}, err
	}
	if code := where.Manifest().Code; code != home {
		return nil, People{},
			app.Tell("app.demo.abroad", "home", home, "pack", code)
	}
	network, err := holds(at.Data)
	if err != nil {
		return nil, People{}, err
	}
	var people People
	if !network {
		if people, err = fillNew(ctx, at, fill, log); err != nil {
			return nil, people, err
		}
	}
	at.Create = true // it is there; whether it was set up is not asked of a demonstration
	n, err := app.Open(ctx, at, clock.Real{}, log)
	if err != nil {
		return nil, people, err
	}
	demo, err := n.Sessions.IsDemo(ctx)
	if err == nil && !demo {
		err = app.Tell("app.demo.real", "where", at.Data)
	}
	if err == nil && network {
		people, err = readPeople(at.Data)
	}
	if err != nil {
		return nil, people, errors.Join(err, n.Close())
	}
	return n, people, nil
}

// holds tells whether a folder holds a network already.
func holds(dir string) (bool, error) {
	_, err := os.Stat(filepath.Join(dir, databaseFile))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// partFolder, within the demonstration's, is where it is filled: what lies there was broken off, and is begun anew.
const partFolder = "demonstration.part"

// fillNew fills a new network on a clock that is moved by hand, and closes it. It stands in its folder only once it is
// whole: broken off, as by a full disk, it leaves nothing in the way of the same command.
func fillNew(ctx context.Context, at app.Place, fill Filling, log *slog.Logger) (_ People, err error) {
	if err := at.Lost(); err != nil {
		return People{}, err
	}
	dir := at.Data
	whole, err := filepath.Abs(dir)
	if err != nil {
		return People{}, fmt.Errorf("find %s: %w", dir, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return People{}, app.TellWhy("app.folder.unmade", err)
	}
	if _, at.Key, err = app.MachineKey(at.Key, whole, true); err != nil {
		return People{}, err
	}
	part := filepath.Join(dir, partFolder)
	defer func() { err = errors.Join(err, os.RemoveAll(part)) }()
	if err := os.RemoveAll(part); err != nil {
		return People{}, app.TellWhy("app.folder.unmade", err)
	}
	at.Data = part
	people, err := fillPart(ctx, at, fill, log)
	if err != nil {
		return people, err
	}
	raw, err := json.MarshalIndent(people, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, peopleFile), raw, 0o600)
	}
	if err == nil { // a link never takes the place of a network that somebody made meanwhile
		err = os.Link(filepath.Join(part, databaseFile), filepath.Join(dir, databaseFile))
	}
	if err != nil {
		return people, fmt.Errorf("put the demonstration in its place: %w", err)
	}
	return people, nil
}

// fillPart fills a network and closes it.
func fillPart(ctx context.Context, at app.Place, fill Filling, log *slog.Logger) (People, error) {
	at.Create = true
	moved := clock.NewFake(clock.Real{}.Now())
	n, err := app.Open(ctx, at, moved, log)
	if err != nil {
		return People{}, err
	}
	people, err := fill(ctx, n, moved)
	return people, errors.Join(err, n.Close())
}

func readPeople(dir string) (People, error) {
	var p People
	raw, err := os.ReadFile(filepath.Join(dir, peopleFile))
	if errors.Is(err, os.ErrNotExist) {
		return p, app.Tell("app.demo.unfilled", "where", dir)
	}
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return p, fmt.Errorf("the demonstration's people in %s cannot be read: %w", dir, err)
	}
	return p, nil
}
