package web

import (
	"context"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
)

// Within returns the texts as they are written in a country: hours in its zone, amounts in its money. It is asked for
// each page, since a network's own edits change what it is.
func (t *Texts) Within(c func() *country.Pack) *Texts {
	out := *t
	out.country = c
	return &out
}

// where is the country of a printer being made; nil for words alone.
func (t *Texts) where() *country.Pack {
	if t.country == nil {
		return nil
	}
	return t.country()
}

// Country is the country the printer writes in. It panics when the texts were never put within one.
func (p *Printer) Country() *country.Pack {
	if p.country == nil {
		panic("web: these texts are within no country; use Texts.Within")
	}
	return p.country
}

func (p *Printer) zone() *time.Location { return p.Country().Zone() }

// Today is the day of the page where the head office is.
func (p *Printer) Today() date.Date { return p.Country().Day(p.now) }

// Country is the country of the page.
func Country(ctx context.Context) *country.Pack { return PrinterOf(ctx).Country() }

// Today is the day of the page where the head office is.
func Today(ctx context.Context) date.Date { return PrinterOf(ctx).Today() }

// Country is the network's country.
func (r *Request) Country() *country.Pack { return r.page.printer.Country() }

// Today is the day of the request where the head office is.
func (r *Request) Today() date.Date { return r.page.printer.Today() }

// latest is the day that it already is somewhere in the country: no day that has come is refused as one to come.
func (r *Request) latest() date.Date { return r.Country().Latest(r.Now()) }
