// Package sheet reads and writes files for spreadsheets: CSV in UTF-8.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// mark is the byte order mark by which spreadsheets read accents.
const mark = "\ufeff"

// ErrNotUTF8 tells that a file is in another encoding.
var ErrNotUTF8 = errors.New("sheet: the file is not in UTF-8")

// Write writes rows with the mark, semicolons, and no cell that would be taken for a formula.
func Write(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(mark)
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Inert(cell)
		}
		if err := out.Write(safe); err != nil {
			return nil, fmt.Errorf("write sheet: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	return b.Bytes(), nil
}

// Inert keeps a spreadsheet from taking a text for a formula: it puts an apostrophe before whatever could begin one.
func Inert(cell string) string {
	if strings.HasPrefix(strings.TrimLeft(cell, " \u00a0"), "=") || strings.IndexAny(cell, "+-@\t\r\n|%") == 0 {
		return "'" + cell
	}
	return cell
}

// Plain is the text that Inert was given.
func Plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && Inert(rest) != rest {
		return rest
	}
	return cell
}

// Open reads a file, with the mark or without, whose columns are parted by one of the signs: the one that its first
// line has most of, the first where it has none. Rows may be of any length.
func Open(raw []byte, signs string) (*csv.Reader, error) {
	raw = bytes.TrimPrefix(raw, []byte(mark))
	if !utf8.Valid(raw) {
		return nil, ErrNotUTF8
	}
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	in, most := csv.NewReader(bytes.NewReader(raw)), -1
	in.FieldsPerRecord = -1
	for _, sign := range signs {
		if n := bytes.Count(first, []byte(string(sign))); n > most {
			in.Comma, most = sign, n
		}
	}
	return in, nil
}
