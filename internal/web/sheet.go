package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
)

// Sheet writes rows for a spreadsheet: CSV in UTF-8 with its mark, semicolons, and no cell that would be taken for a
// formula.
func Sheet(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets read accents by it
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(cell)
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

// inert keeps a spreadsheet from taking a text for a formula.
func inert(cell string) string {
	if strings.HasPrefix(strings.TrimLeft(cell, " \u00a0"), "=") || strings.IndexAny(cell, "+-@\t\r\n|%") == 0 {
		return "'" + cell
	}
	return cell
}
