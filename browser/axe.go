package browser

import (
	_ "embed"
	"strings"
)

// axeSource is axe-core itself, whichever package asks.
//
//go:embed testdata/axe/axe.min.js
var axeSource string

// finding is one thing axe found.
type finding struct {
	ID, Impact, Help string
	Nodes            []string
}

// Axe fails where axe-core finds anything on the page, by the rules of WCAG 2.2 AA and best practice. It is handed to
// the page by the debugger, so the content security policy stays as it is.
func (w *Window) Axe() *Window {
	w.t.Helper()
	for _, f := range w.axe() {
		w.t.Errorf("%s: axe finds %s (%s): %s\n\t%s", w.Path(), f.ID, f.Impact, f.Help, strings.Join(f.Nodes, "\n\t"))
	}
	return w
}

func (w *Window) axe() []finding {
	w.t.Helper()
	if w.plain { // axe waits by timers; the page's own scripts were refused when it came
		w.scripts(true)
		defer w.scripts(false)
	}
	if !run[bool](w, `typeof axe !== 'undefined'`) {
		run[bool](w, axeSource+"\n;true")
	}
	return run[[]finding](w,
		`axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({ID: v.id, `+
			`Impact: v.impact, Help: v.help, Nodes: v.nodes.map(`+
			`n => n.target.join(' ') + ' | ' + n.html.slice(0, 200))})))`)
}
