package web

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/lang"
)

// help is where the guide speaks of this page.
func (p *page) help() templ.SafeURL {
	if p.shell != nil && p.shell.o.Help != nil {
		if at := p.shell.o.Help(p.actor, p.pattern); at != "" {
			return templ.SafeURL("/help#" + at)
		}
	}
	return "/help"
}

func robots(public bool) string {
	if public {
		return "index, nofollow"
	}
	return "noindex, nofollow"
}

// icon is neutral on the public site: a tab must not tell what was read.
func icon(public bool) string {
	if public {
		return "img/blank.svg"
	}
	return "img/havre.svg"
}

// documentTitle is what the tab and the history show: neutral on public pages.
func documentTitle(ctx context.Context, p *page) string {
	if p.public {
		return T(ctx, "web.title.public")
	}
	t := T(ctx, "web.title.page", "title", p.title, "mark", T(ctx, "web.mark"))
	if p.invalid {
		t = T(ctx, "web.title.invalid", "title", t)
	}
	return t
}

func (p *page) homeURL() string {
	switch {
	case p.public:
		return "/" + string(p.printer.Tag) + "/"
	case p.shell != nil:
		return p.shell.o.Home
	}
	return "/"
}

func (p *page) exit() string {
	if p.shell != nil {
		if site := p.shell.o.Exit(); site != "" {
			return site
		}
	}
	return p.printer.Country().Exit()
}

// leave is where the quick exit leads without scripts: through the network where the browser keeps something.
func (p *page) leave() string {
	if p.shell != nil && p.raw != nil && len(p.shell.held(p.raw)) > 0 {
		return leavePath
	}
	return p.exit()
}

func (p *page) telephone() string {
	if p.shell == nil {
		return ""
	}
	return p.shell.o.Telephone()
}

func (p *page) finds() bool {
	return p.shell != nil && p.shell.o.Find != "" && p.actor.SignedIn() && !p.public
}

// others are the languages the page can be read in instead.
func (p *page) others() []lang.Language {
	return slices.DeleteFunc(p.printer.texts.set.All(), func(l lang.Language) bool { return l.Tag == p.printer.Tag })
}

// printLine stands at the foot of every printed page: reader, hour, serial.
func printLine(ctx context.Context, p *page) string {
	who := p.actor.Name()
	if who == "" {
		who = T(ctx, "web.print.nobody")
	}
	return T(ctx, "web.print.line", "who", who, "when", Date(ctx, p.printer.now), "serial", p.id)
}
