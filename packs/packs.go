// Package packs embeds the country packs that the program carries, as plain files. Another one is loaded from a folder.
package packs

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/lang"
)

// Abroad is the language, one of France's pack, of readers who may be of any country: auditors, researchers.
const Abroad lang.Tag = "en"

//go:embed all:fr
var files embed.FS

// France is the pack of France, read once. Only who opens a network may ask for it: rooms are given their country.
var France = sync.OnceValue(func() *country.Pack {
	p, err := country.Load(Files())
	if err != nil {
		panic(fmt.Sprintf("packs: %v", err)) // embedded at build time and checked by a test
	}
	return p
})

// Files is the folder of the pack of France.
func Files() fs.FS {
	dir, err := fs.Sub(files, "fr")
	if err != nil {
		panic(fmt.Sprintf("packs: %v", err)) // the folder is embedded above
	}
	return dir
}
