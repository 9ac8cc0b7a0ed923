package sheet

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/letters"
)

const mark = letters.Mark

// ErrEncoding tells that nobody can say in which encoding a file is, or that it is no text.
var ErrEncoding = fault.NewInvalid("sheet.encoding")

// Digest is the SHA-256 of what a file says: the same in whatever encoding it was saved, however its lines end, and
// when its text was pasted. Of what is no text, it is that of its bytes.
func Digest(raw []byte) [sha256.Size]byte {
	said, err := Text(raw)
	if err != nil {
		return sha256.Sum256(raw)
	}
	return sha256.Sum256([]byte(strings.TrimSpace(norm.NFC.String(said))))
}

// Text reads a file as people's spreadsheets save it: UTF-8, UTF-16 with its mark, or Windows-1252. Lines end in LF.
// The error is ErrEncoding.
func Text(raw []byte) (string, error) {
	raw = letters.Unmarked(raw)
	s := string(raw)
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		s = wide(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		s = wide(raw[2:], binary.BigEndian)
	case !utf8.Valid(raw):
		// A file that is partly UTF-8 was cut or mixed: read as Windows-1252, its names would come in garbled.
		if strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf && r != utf8.RuneError }) {
			return "", ErrEncoding
		}
		var err error
		if s, err = charmap.Windows1252.NewDecoder().String(s); err != nil {
			return "", ErrEncoding
		}
		if strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 && r < 0xa0 || r == utf8.RuneError }) {
			return "", ErrEncoding
		}
	}
	if strings.ContainsRune(s, 0) {
		return "", ErrEncoding
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), nil
}

func wide(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, (len(raw)+1)/2)
	for i := range len(raw) / 2 {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// Inert keeps a spreadsheet from taking a text for a formula: it puts an apostrophe before whatever could begin one,
// and before an apostrophe that stands there already, so that Plain gives every text back.
func Inert(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// Plain is the text that Inert was given.
func Plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formula(rest) {
		return rest
	}
	return cell
}

func formula(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return strings.HasPrefix(strings.TrimLeft(cell, " \u00a0"), "=") || strings.IndexAny(cell, "+-@\t\r\n|%") == 0
}

// clean is a cell as it is kept: accents composed, one space between words, lines joined by a comma.
func clean(cell string) string {
	var out []string
	for line := range strings.SplitSeq(norm.NFC.String(Plain(cell)), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" {
			out = append(out, line)
		}
	}
	for i := range len(out) - 1 {
		out[i] = strings.TrimRight(out[i], " ,")
	}
	return strings.Join(out, ", ")
}
