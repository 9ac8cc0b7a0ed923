package main

import (
	"bytes"
	"fmt"
	"io"
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
		return misused("app.texts.tag", "tag", c.Lang)
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
	return put(c.File, out.Bytes())
}

// put writes a file that others may read.
func put(name string, text []byte) error {
	return made{name: name, all: true, over: true}.write(func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
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
		return app.Tell("app.texts.not_spoken", "tag", c.Lang, "dir", c.Pack)
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return app.TellWhy("app.file.unread", err)
	}
	texts, err = texts.For(p.Spoken(), func(t lang.Tag) []byte {
		if t == tag {
			return raw
		}
		return p.Texts(t)
	})
	if err != nil {
		return app.TellWhy("app.texts.unfit", err)
	}
	if err := put(filepath.Join(c.Pack, web.TextsFile(tag)), raw); err != nil {
		return err
	}
	return missing(c.Pack, texts, tag, 0)
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
		if err := missing(c.Pack, texts, tag, 50); err != nil {
			return err
		}
	}
	return nil
}

// missing says in the first language of a country how many texts a language lacks, and names the first of them.
func missing(dir string, texts *web.Texts, tag lang.Tag, names int) error {
	say, err := app.Voice(dir, "")
	if err != nil {
		return err
	}
	keys := texts.Missing(tag)
	fmt.Println(say.T("app.texts.done", "tag", string(tag), "done", len(texts.Keys())-len(keys),
		"all", len(texts.Keys())))
	for i, key := range keys {
		if i == names {
			break
		}
		fmt.Println("  " + key)
	}
	return nil
}
