package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/web"
)

type textsCmd struct {
	Export *textsExportCmd `arg:"subcommand" help:"Write every text of a language, the program's words beside."`
	Import *textsImportCmd `arg:"subcommand" help:"Check a translated file and put it in the country's folder."`
	Check  *textsCheckCmd  `arg:"subcommand" help:"Check a country's texts; list what is to be translated."`
}

type textsExportCmd struct {
	Lang string `arg:"positional,required" help:"Tag of the language: pt, sr-Latn."`
	File string `arg:"positional,required" help:"File to write."`
	Pack string `arg:"env:HAVRE_PACK" placeholder:"DIR" help:"Folder of the country's pack; else that of France."`
}

// Run writes the file of a language. What is translated already stands in it; the rest is empty.
func (c *textsExportCmd) Run() error {
	tag, err := lang.Parse(c.Lang)
	if err != nil {
		return err
	}
	p, texts, err := words(c.Pack)
	if err != nil {
		return err
	}
	l := lang.Language{Tag: tag, Name: string(tag)}
	if p.Spoken().Has(tag) {
		l = p.Spoken().Of(tag)
	}
	var out bytes.Buffer
	if err := texts.Write(&out, l, nil); err != nil {
		return err
	}
	return os.WriteFile(c.File, out.Bytes(), 0o644)
}

// words reads a country's folder and the texts in its languages.
func words(dir string) (*country.Pack, *web.Texts, error) {
	p, err := app.Country(dir)
	if err != nil {
		return nil, nil, err
	}
	texts, err := app.Words(p)
	return p, texts, err
}

type textsImportCmd struct {
	Lang string `arg:"positional,required" help:"Tag of the language, one of the country's."`
	File string `arg:"positional,required" help:"Translated file."`
	Pack string `arg:"required,env:HAVRE_PACK" placeholder:"DIR" help:"Folder of the country's pack."`
}

// Run refuses a file of which one word cannot do its work; the folder then stays as it was.
func (c *textsImportCmd) Run() error {
	p, texts, err := words(c.Pack)
	if err != nil {
		return err
	}
	tag := lang.Tag(c.Lang)
	if !p.Spoken().Has(tag) {
		return fmt.Errorf("%s is not among the languages of %s: add it to pack.toml first", c.Lang, c.Pack)
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("the file cannot be read: %w", err)
	}
	texts, err = texts.For(p.Spoken(), func(t lang.Tag) []byte {
		if t == tag {
			return raw
		}
		return p.Texts(t)
	})
	if err != nil {
		return err
	}
	to := filepath.Join(c.Pack, web.TextsFile(tag))
	if err := os.WriteFile(to, raw, 0o644); err != nil {
		return fmt.Errorf("the file cannot be put in the folder: %w", err)
	}
	missing(texts, tag, 0)
	return nil
}

type textsCheckCmd struct {
	Pack string `arg:"env:HAVRE_PACK" placeholder:"DIR" help:"Folder of the country's pack; else that of France."`
}

// Run checks every file of texts, then lists what each language lacks.
func (c *textsCheckCmd) Run() error {
	p, texts, err := words(c.Pack)
	if err != nil {
		return err
	}
	for _, tag := range p.Spoken().Tags() {
		missing(texts, tag, 50)
	}
	return nil
}

// missing says how many texts a language lacks, and names the first of them.
func missing(texts *web.Texts, tag lang.Tag, names int) {
	keys := texts.Missing(tag)
	fmt.Printf("%s: %d of %d texts translated\n", tag, len(texts.Keys())-len(keys), len(texts.Keys()))
	for i, key := range keys {
		if i == names {
			break
		}
		fmt.Println("  " + key)
	}
}
