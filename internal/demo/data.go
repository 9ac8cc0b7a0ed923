package demo

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/BurntSushi/toml"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/sheet"
)

//go:embed data
var files embed.FS

// words are the invented names and sentences of data/people.toml.
type words struct {
	Network, Telephone, Apart                                string
	Women, Men, Surnames, Hosts, Referrers, Languages, Needs []string
	NeedsWords                                               []string `toml:"needs_words"`
	Wishes, Health, Plan, Notes, Meeting, Fallback, Carriers []string
	HealthWomen                                              []string `toml:"health_women"`
	CodeWords                                                []string `toml:"code_words"`
	Stories                                                  map[string][]string
	Contacts                                                 []call
}

// call is one invented contact.
type call struct {
	Caller, Organisation, Department, Channel, Name, Telephone, Note, Answer string
	Topics                                                                   []string
	Minutes                                                                  int
}

func readWords() (words, error) {
	var w words
	if _, err := toml.DecodeFS(files, "data/people.toml", &w); err != nil {
		return w, fmt.Errorf("read the demonstration's people: %w", err)
	}
	return w, nil
}

// writtenFor is the day for which partners.csv was written; its dates are moved so that conventions end and places
// become free as near to today as they did to that day.
var writtenFor = date.Must(2026, 11, 23)

// partnersFile returns the file of places as of a day, with the partners that keep keeps.
func partnersFile(today date.Date, keep func(code string) bool) ([]byte, error) {
	raw, err := files.ReadFile("data/partners.csv")
	if err != nil {
		return nil, fmt.Errorf("read the demonstration's places: %w", err)
	}
	t, err := sheet.Open(raw)
	if err != nil {
		return nil, fmt.Errorf("read the demonstration's places: %w", err)
	}
	days, rows := writtenFor.DaysUntil(today), [][]string{t.Head}
	for {
		_, row, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return sheet.Write(rows)
		case err == nil && keep(row[0]):
			err = moveDates(t.Head, row, days)
			rows = append(rows, row)
		}
		if err != nil {
			return nil, fmt.Errorf("read the demonstration's places: %w", err)
		}
	}
}

// moveDates moves the dates of a row. A place that was free on the day of the file has been so since its convention
// began.
func moveDates(header, row []string, days int) error {
	from := -1
	for i, name := range header {
		if row[i] == "" || !strings.HasPrefix(name, "convention_") && name != "available_from" {
			continue
		}
		d, err := date.Parse(row[i])
		if err != nil {
			return fmt.Errorf("read the demonstration's places: %w", err)
		}
		row[i] = d.AddDays(days).String()
		switch {
		case name == "convention_from":
			from = i
		case name == "available_from" && !writtenFor.Before(d) && from >= 0:
			row[i] = row[from]
		}
	}
	return nil
}
