// Package sheet reads and writes files for spreadsheets. It writes CSV in UTF-8, and reads whatever a spreadsheet makes
// of such a file.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
)

// What a file is that is no table, in words for whoever chose it.
var (
	ErrEmpty    = fault.NewInvalid("sheet.empty")    // nothing stands in it
	ErrWorkbook = fault.NewInvalid("sheet.workbook") // a spreadsheet's own file: xlsx, ods, xls
	ErrPage     = fault.NewInvalid("sheet.page")     // a web page, or XML
)

// Broken is a row that cannot be read.
type Broken struct {
	Line int
	Have int // how many fields the row has; 0 where a quote is amiss
}

// Error names the line.
func (b *Broken) Error() string { return fmt.Sprintf("sheet: line %d cannot be read", b.Line) }

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

// Table is a file that is read row by row.
type Table struct {
	Head []string // the names of its columns, in small letters, as they can be shown: see shown
	Line int      // where they stand

	in    *csv.Reader
	above int   // lines before what in reads
	named []int // where each of Head stands; a column without name and content is left out
}

// parted is the line by which a spreadsheet tells itself what parts the columns of a file.
var parted = regexp.MustCompile(`(?i)^"?sep=([;,\t])"?[;,\t]*$`)

// most is what parts the columns of a file: the sign of which the first line with content has most.
func most(all string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(all, "\n"), "\n")
	sign, n := ';', 0
	for _, r := range ";,\t" {
		if c := strings.Count(first, string(r)); c > n {
			sign, n = r, c
		}
	}
	return sign
}

// Open reads a file up to the names of its columns. Columns are parted by the sign of which the first line has most, or
// by the one that a line "sep=;" above it tells. The error is ErrWorkbook, ErrPage, ErrEncoding, ErrEmpty or a Broken.
func Open(raw []byte) (*Table, error) {
	if slices.ContainsFunc(workbooks, func(begins string) bool { return bytes.HasPrefix(raw, []byte(begins)) }) {
		return nil, ErrWorkbook
	}
	all, err := Text(raw)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(all), "<") { // no column is called so
		return nil, ErrPage
	}
	t := &Table{}
	sign := most(all)
	first, rest, _ := strings.Cut(all, "\n")
	if told := parted.FindStringSubmatch(first); told != nil {
		sign, all, t.above = rune(told[1][0]), rest, 1
	}
	t.in = csv.NewReader(strings.NewReader(all))
	t.in.FieldsPerRecord, t.in.Comma = -1, sign
	line, cells, err := t.row()
	if errors.Is(err, io.EOF) {
		return nil, ErrEmpty
	}
	if err != nil {
		return nil, err
	}
	t.Line = line
	for i, name := range cells {
		if name != "" {
			t.Head, t.named = append(t.Head, shown(name)), append(t.named, i)
		}
	}
	return t, nil
}

// workbooks are what the files of spreadsheets begin with: xlsx and ods are archives, xls is older.
var workbooks = []string{"PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}

// shown is the name of a column as it can be said again: a line of a file without names may be long, and hold what no
// page should show.
func shown(name string) string {
	r := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name))
	if len(r) > mostShown {
		return string(r[:mostShown]) + "…"
	}
	return string(r)
}

// mostShown is how many signs of the name of a column are said again.
const mostShown = 40

// Next reads the next row that holds anything: its line, and a cell for each name of Head. A cell has its accents
// composed, one space between words, and a comma where its lines end. The error is io.EOF after the last row, or a
// Broken, after which reading may go on.
func (t *Table) Next() (line int, cells []string, err error) {
	line, all, err := t.row()
	if err != nil {
		return line, nil, err
	}
	have := len(all)
	for i, cell := range all {
		switch {
		case slices.Contains(t.named, i):
			cells = append(cells, cell)
		case cell != "": // words in a column that has no name
			return line, nil, &Broken{line, have}
		}
	}
	if len(cells) != len(t.named) {
		return line, nil, &Broken{line, have}
	}
	return line, cells, nil
}

// row reads the next row in which anything stands.
func (t *Table) row() (line int, cells []string, err error) {
	for {
		cells, err = t.in.Read()
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return bad.StartLine + t.above, nil, &Broken{Line: bad.StartLine + t.above}
		}
		if err != nil {
			return 0, nil, err
		}
		line, _ = t.in.FieldPos(0)
		empty := true
		for i := range cells {
			cells[i] = clean(cells[i])
			empty = empty && cells[i] == ""
		}
		if !empty {
			return line + t.above, cells, nil
		}
	}
}

// Day reads a day as files write it: 2027-06-30, or 30/06/2027. Nothing is no day.
func Day(cell string) (date.Date, error) {
	if t, err := time.Parse("2/1/2006", cell); err == nil {
		return date.Of(t.Year(), int(t.Month()), t.Day())
	}
	return date.Parse(cell)
}
