package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"havre.example/havre/internal/app"
)

// A file whose writing fails, at whatever byte, leaves nothing beside what stood there; the next run writes it.
func TestAFileThatCannotBeWrittenLeavesNothing(t *testing.T) {
	say, err := app.Voice("", "fr")
	if err != nil {
		t.Fatal(err)
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	flaw := errors.New("a flaw of ours")
	half := func(w io.Writer, then error) error {
		_, err := io.WriteString(w, "half of it")
		return errors.Join(err, then)
	}
	ways := map[string]func(io.Writer) error{
		"a flaw of ours": func(w io.Writer) error { return half(w, flaw) },
		"il n’y a plus de place sur le disque.": func(w io.Writer) error {
			if err := half(w, nil); err != nil {
				return err
			}
			w.(*taking).w = full // as if the disk were
			return half(w, nil)
		},
	}
	for said, way := range ways {
		for _, m := range []made{{}, {over: true}, {over: true, all: true}} {
			dir := t.TempDir()
			m.name = filepath.Join(dir, "made")
			err := m.write(way)
			if err == nil || !strings.Contains(app.InWords(say, err), said) {
				t.Errorf("%v: %v", m, err)
			}
			holdsOnly(t, dir, map[string]string{})
			if err := m.write(func(w io.Writer) error { return half(w, nil) }); err != nil {
				t.Errorf("%v: not written afterwards: %v", m, err)
			}
			if m.over && m.write(way) == nil {
				t.Errorf("%v: over another it was written", m)
			}
			holdsOnly(t, dir, map[string]string{"made": "half of it"})
		}
	}
}

// A file is its owner's alone unless all may read it, is never written over unless that is meant, and a link to a file
// stays a link.
func TestWhereAFileIsWritten(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "made"), filepath.Join(dir, "link")
	put := func(m made, text string) error {
		return m.write(func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	if err := errors.Join(put(made{name: name}, "one"), os.Symlink("made", link)); err != nil {
		t.Fatal(err)
	}
	if at, err := os.Stat(name); err != nil || at.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", at.Mode(), err)
	}
	for _, n := range []string{name, link} {
		if err := put(made{name: n}, "two"); !errors.Is(err, os.ErrExist) {
			t.Errorf("%s: %v", n, err)
		}
	}
	late := made{name: filepath.Join(dir, "late")}
	err := late.write(func(w io.Writer) error { return os.WriteFile(late.name, []byte("another's"), 0o600) })
	if !errors.Is(err, os.ErrExist) {
		t.Errorf("over what came meanwhile: %v", err)
	}
	if err := put(made{name: link, over: true, all: true}, "three"); err != nil {
		t.Error(err)
	}
	if at, err := os.Stat(name); err != nil || at.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", at.Mode(), err)
	}
	if to, err := os.Readlink(link); to != "made" {
		t.Errorf("the link is gone: %q, %v", to, err)
	}
	holdsOnly(t, dir, map[string]string{"made": "three", "link": "three", "late": "another's"})
}

// holdsOnly tells what a folder holds that it should not, and what it lacks.
func holdsOnly(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if got, err := os.ReadFile(filepath.Join(dir, e.Name())); err != nil || string(got) != want[e.Name()] {
			t.Errorf("%s holds %q, %v", e.Name(), got, err)
		}
	}
	if len(list) != len(want) {
		t.Errorf("%v, and not what is in %v", list, want)
	}
}
