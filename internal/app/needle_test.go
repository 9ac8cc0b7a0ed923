package app_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// magnet finds needles in any form in which a careless program leaves them.
type magnet struct {
	forms map[string]string   // how a needle may lie there -> the needle
	heads [256]bool           // first bytes of the forms, to search in one pass
	begin map[string][]string // forms by their first bytes
}

// least is how many first bytes sort the forms: none is shorter.
const least = 8

func magnetFor(words []string) magnet {
	m := magnet{forms: map[string]string{}, begin: map[string][]string{}}
	add := func(form []byte, w string) {
		if _, known := m.forms[string(form)]; known {
			return
		}
		m.forms[string(form)], m.heads[form[0]] = w, true
		m.begin[string(form[:least])] = append(m.begin[string(form[:least])], string(form))
	}
	for _, w := range words {
		add([]byte(w), w)
		add([]byte(strings.ToLower(w)), w)
		add([]byte(hex.EncodeToString([]byte(w))), w)
		add([]byte(strings.ToUpper(hex.EncodeToString([]byte(w)))), w)
		var wide []byte
		for _, u := range utf16.Encode([]rune(w)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		add(wide, w)
		for shift := range 3 { // a word may stand anywhere in what was encoded
			e := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), w...))
			add([]byte(e[(shift*8+5)/6:len(e)-1]), w)
		}
	}
	return m
}

// in returns the needles that lie in some bytes, or in a compressed stream within them.
func (m magnet) in(b []byte) (found []string) {
	for i := 0; i+least <= len(b); i++ {
		if !m.heads[b[i]] {
			continue
		}
		for _, f := range m.begin[string(b[i:i+least])] {
			if bytes.HasPrefix(b[i:], []byte(f)) {
				found = append(found, m.forms[f])
			}
		}
	}
	for _, plain := range unpacked(b) {
		found = append(found, m.in(plain)...)
	}
	return found
}

// unpacked reads every gzip and zlib stream that begins somewhere in the bytes.
func unpacked(b []byte) (out [][]byte) {
	for i := 0; i+2 < len(b); i++ {
		var r io.Reader
		var err error
		switch {
		case b[i] == 0x1f && b[i+1] == 0x8b && b[i+2] == 8:
			r, err = gzip.NewReader(bytes.NewReader(b[i:]))
		case b[i] == 0x78 && (b[i+1] == 0x01 || b[i+1] == 0x9c || b[i+1] == 0xda):
			r, err = zlib.NewReader(bytes.NewReader(b[i:]))
		default:
			continue
		}
		if err != nil {
			continue
		}
		// what ends badly counts as far as it reads
		if plain, _ := io.ReadAll(io.LimitReader(r, 1<<20)); len(plain) > 8 {
			out = append(out, plain)
		}
	}
	return out
}

// The magnet finds a needle in each form, whatever stands around it.
func TestTheMagnetFinds(t *testing.T) {
	const w = "Zqx00042vwk"
	m := magnetFor([]string{w, "Zqx11111vwk"})
	around := func(s []byte) []byte { return append(append([]byte("before \x00\xff"), s...), " after"...) }
	wide := []byte{}
	for _, c := range []byte("so: " + w) {
		wide = append(wide, c, 0)
	}
	var zipped, deflated bytes.Buffer
	g := gzip.NewWriter(&zipped)
	_, _ = g.Write([]byte("a long line with " + w))
	_ = g.Close()
	z, err := zlib.NewWriterLevel(&deflated, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = z.Write([]byte("another with " + w))
	_ = z.Close()
	for name, b := range map[string][]byte{
		"raw": []byte(w), "lower": []byte(strings.ToLower(w)), "hex": []byte(hex.EncodeToString([]byte("x" + w))),
		"UTF-16":   wide,
		"base64 0": []byte(base64.StdEncoding.EncodeToString([]byte(w + "."))),
		"base64 1": []byte(base64.StdEncoding.EncodeToString([]byte("a" + w + " b"))),
		"base64 2": []byte(base64.URLEncoding.EncodeToString([]byte("ab" + w + " b"))), "gzip": zipped.Bytes(),
		"zlib": deflated.Bytes(),
	} {
		if got := m.in(around(b)); len(got) == 0 || got[0] != w {
			t.Errorf("%s: found %v", name, got)
		}
	}
	if got := m.in([]byte("Zqx00043vwk and nothing else")); len(got) > 0 {
		t.Errorf("found %v where there is none", got)
	}
}

// T1: over two hundred words that occur nowhere else, typed into every field that takes a person's words on the whole
// path, lie nowhere in clear: no file of the database, no cell, no line of the log, no page of somebody who may not
// read them. Each is on the page of somebody who may.
func TestT1NeedlesLieNowhereInClear(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		w.address(relais)
		w.sends(cast.Rita)
		w.plant(s.As(cast.Rita), "/referral/messages").Press("referral.thread.send").OK()
		w.taken()
		w.plant(s.As(cast.Claire).Get(w.office).OK(), "/referral/messages").Press("referral.thread.send").OK()
		w.person()
		w.evaluate()
		w.to("sheltered")
		w.stay(cast.Brieuc)
		public := s.Public("fr").Get("/fr/orienter").OK()
		w.answer(w.plant(public, "/fr/orienter"),
			"/fr/orienter").Press("referral.go.next").OK().Press("referral.go.back").OK()
		draft := s.As(cast.Hugo).Get("/referrals/new").OK()
		w.answer(w.plant(draft, "/referrals/new"), "/referrals/new").Press("referral.go.save").OK()
		draft.Get("/").Follow("referral.home.go_on").OK().Get(strings.Replace(draft.Path(),
			draft.Path()[strings.LastIndex(draft.Path(), "/"):], "/who", 1)).OK()

		all := w.words()
		if len(all) < 200 {
			t.Errorf("only %d needles were typed", len(all))
		}
		m := magnetFor(all)
		s.Jobs()
		for _, n := range m.in(s.Log.Bytes()) {
			t.Errorf("%s lies in the log", n)
		}
		w.readable(public)
		files := 0
		for _, dir := range []string{s.Dir, os.TempDir()} {
			if dir == s.Dir && s.Dir == "" {
				continue
			}
			files += sift(t, m, dir, dir == s.Dir)
		}
		if s.Dir != "" && files == 0 {
			t.Error("no file of the database was read")
		}
		db := s.Raw()
		cells := 0
		s.Cells(db, func(table, column string, value []byte) {
			cells++
			for _, n := range m.in(value) {
				t.Errorf("%s lies in %s.%s", n, table, column)
			}
		})
		if cells < 1000 {
			t.Errorf("only %d cells were read", cells)
		}
		for who, may := range map[cast.Worker][]string{
			cast.Rose: nil, cast.Olga: nil, cast.Colin: nil, cast.Hugo: w.words("/referrals/new who"),
			cast.Lou:  w.words("/address", "/journey", "/sites"),
			cast.Rita: append(w.words(" message"), w.ritas()...),
		} {
			ok := strings.Join(may, " ")
			for _, n := range m.in([]byte(s.As(who).Seen())) {
				if !strings.Contains(ok, n) {
					t.Errorf("%s saw %s (%s)", who.Name, n, w.fieldOf(n))
				}
			}
		}
		// The test can fail: a clear word in a coded column is found.
		if _, err := db.Exec(`update casefile_case set label_tree = 'it says ` + all[17] +
			`' where open = 1`); err != nil {
			t.Fatal(err)
		}
		found := false
		s.Cells(db, func(table, column string, value []byte) {
			found = found || table == "casefile_case" && column == "label_tree" && len(m.in(value)) > 0
		})
		if !found {
			t.Error("a needle in clear was not found")
		}
	})
}

// ritas are the words that the referring partner typed herself.
func (w *walk) ritas() (out []string) {
	for _, n := range w.needles {
		if strings.HasPrefix(n.field, "/referrals/") {
			out = append(out, n.word)
		}
	}
	return out
}

func (w *walk) fieldOf(word string) string {
	for _, n := range w.needles {
		if n.word == word {
			return n.field
		}
	}
	return ""
}

// readable fails where a needle is on no page of anybody: then it was lost, or never stored.
func (w *walk) readable(others ...*story.Person) {
	w.T.Helper()
	claire := w.StepUp(cast.Claire)
	for _, l := range []string{w.office, w.office + "/journey", w.office + "/assessment", w.office + "/person",
		"/contacts"} {
		claire.Get(l).OK()
	}
	for _, l := range claire.Links() {
		if strings.HasPrefix(l, "/contacts/") && l != "/contacts/new" {
			claire.Get(l).OK()
		}
	}
	w.StepUp(cast.Lou).Get(w.site).OK()
	w.StepUp(cast.Brieuc).Get(w.host + "/stay/notes").OK().Get(w.host).OK()
	var pages strings.Builder
	for _, p := range append(others, claire, w.As(cast.Lou), w.As(cast.Brieuc), w.As(cast.Rita), w.As(cast.Hugo)) {
		pages.WriteString(p.Seen())
	}
	for _, n := range w.needles {
		if !strings.Contains(pages.String(), n.word) {
			w.T.Errorf("%s, typed at %s, is on nobody's page", n.word, n.field)
		}
	}
}

// sift searches the files below a folder, all of them or those changed by Havre: its own and its temporary ones.
func sift(t *testing.T, m magnet, dir string, all bool) (files int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !all && !strings.Contains(e.Name(), "etilqs") &&
			!strings.Contains(e.Name(), "havre") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files++
		for _, n := range m.in(b) {
			t.Errorf("%s lies in %s", n, e.Name())
		}
	}
	return files
}
