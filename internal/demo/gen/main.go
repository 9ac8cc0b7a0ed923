// Command gen writes the two input files of the demonstration network,
// data/partners.csv and data/history.csv, beside this folder:
//
//	go run ./internal/demo/gen
//
// Every organisation, address and person in them is invented. Telephone numbers
// come from the ranges that the French regulator keeps for fiction. Departments
// and regions are real. The output is the same on every run: a test compares it
// with the committed files.
//
// Both files are UTF-8 with ';' between columns, the form French spreadsheets
// write, quoted as RFC 4180 says; the first line names the columns.
package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := filepath.Join("internal", "demo", "data")
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	for name, rows := range map[string][][]string{"partners.csv": partners(), "history.csv": history()} {
		text, err := encode(rows)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o644)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "write %s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

func encode(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	err := w.WriteAll(rows)
	return b.Bytes(), err
}
