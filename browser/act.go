package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// finders are the words of the page's own language for what people look for. They see what a person sees: hidden
// elements are not found.
const finders = `(() => {
	const plain = s => (s || '').replace(/[\s\u00a0\u202f\u2009\u00ad\u200b]+/g, ' ').trim()
	const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'
	const byIds = ids => ids.split(/\s+/).map(i => document.getElementById(i)).filter(Boolean)
		.map(e => e.textContent).join(' ')
	const name = e => {
		if (!e) return ''
		if (e.getAttribute('aria-label')) return plain(e.getAttribute('aria-label'))
		if (e.getAttribute('aria-labelledby')) return plain(byIds(e.getAttribute('aria-labelledby')))
		if (e.labels && e.labels.length) return plain(e.labels[0].textContent)
		if (e.matches('fieldset')) return plain(e.querySelector('legend')?.textContent)
		return plain(e.innerText || e.textContent || e.querySelector('img')?.alt)
	}
	const question = e => plain(e.closest('fieldset')?.querySelector('legend')?.textContent)
	const best = (list, want) => list.find(e => name(e) === want) || list.find(e => name(e).startsWith(want))
	const scope = window.havreScope && window.havreScope.isConnected ? window.havreScope : document
	const all = sel => [...scope.querySelectorAll(sel)].filter(shown)
	return {
		plain, name, question, all, best,
		press: want => best(all('button, a[href], summary'), want),
		field: want => all('input, select, textarea').find(e => e.name === want && !e.matches('[type=hidden]')) ||
			best(all('input:not([type=radio]):not([type=hidden]), select, textarea'), want),
		answer: (q, want) => {
			const l = all('input[type=radio], input[type=checkbox]')
				.filter(e => e.name === q || question(e).startsWith(q))
			return l.find(e => e.value === want) || best(l, want)
		},
	}
})()`

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return string(b)
}

// spot is where an element can be pressed.
type spot struct {
	X, Y    float64
	W, H    float64
	Covered bool
	Found   bool
}

// at scrolls to the element that an expression over finders gives, and returns where it is.
func (w *Window) at(what, expression string) spot {
	w.t.Helper()
	w.settle()
	s := run[spot](w, `(() => { const f = `+finders+`; let e = `+expression+`; if (!e) return {Found: false}
		if (e.matches('input[type=radio], input[type=checkbox]') && e.labels.length &&
			e.getBoundingClientRect().width < 2) e = e.labels[0]
		e.scrollIntoView({block: 'center', behavior: 'instant'})
		const r = e.getClientRects()[0], x = r.x + r.width / 2, y = r.y + r.height / 2
		const top = document.elementFromPoint(x, y)
		const hit = top && (e.contains(top) || top.contains(e) ||
			(e.labels && [...e.labels].some(l => l.contains(top))))
		return {Found: true, X: x, Y: y, W: r.width, H: r.height, Covered: !hit} })()`)
	if !s.Found {
		w.t.Fatalf("%s: nothing to press for %s:\n%.1500s", w.Path(), what, run[string](w, `document.body.innerText`))
	}
	if s.Covered {
		w.t.Fatalf("%s: something lies over %s", w.Path(), what)
	}
	if s.W < 24 && s.H < 24 {
		w.t.Errorf("%s: %s is only %.0f by %.0f pixels", w.Path(), what, s.W, s.H)
	}
	return s
}

// settle waits, once a page, until it has been drawn: the browser moves the focus to where work begins when it first
// draws, which scrolls, and what was measured before would be pressed beside.
func (w *Window) settle() {
	w.t.Helper()
	n := w.Loads()
	if n == w.settled {
		return
	}
	w.settled = n
	if w.silent { // nothing of the page's runs, not even by the browser's clock
		time.Sleep(drawn)
		return
	}
	run[bool](w, fmt.Sprintf(`new Promise(done => { setTimeout(done, %d, false)
		requestAnimationFrame(() => requestAnimationFrame(() => done(true))) })`, (10*drawn).Milliseconds()))
}

// Within looks for buttons and fields only in the smallest part of the page with these words, until the next page. It
// needs the page's own world of scripts, but not the page's scripts.
func (w *Window) Within(words string) *Window {
	w.t.Helper()
	want := w.say(words)
	if !run[bool](w, `(() => { const f = `+finders+`; window.havreScope = null
		const parts = [...document.querySelectorAll('li, tr, article, section, form, fieldset, aside')]
			.filter(e => f.plain(e.innerText).toLowerCase().includes(`+quote(strings.ToLower(want))+`))
		window.havreScope = parts[parts.length - 1]; return parts.length > 0 })()`) {
		w.t.Fatalf("%s: no part of the page says %q", w.Path(), want)
	}
	return w
}

// Anywhere looks for buttons and fields on the whole page again.
func (w *Window) Anywhere() *Window {
	w.t.Helper()
	run[bool](w, `(window.havreScope = null, true)`)
	return w
}

// Press presses the button or link with these words (text key or as they stand), and waits for the page it leads to.
func (w *Window) Press(words string) *Window {
	w.t.Helper()
	want := w.say(words)
	s := w.at(fmt.Sprintf("%q", want), `f.press(`+quote(want)+`)`)
	return w.loading(chromedp.MouseClickXY(s.X, s.Y))
}

// Fill types into the field with this label or name, in place of what stands there.
func (w *Window) Fill(label, words string) *Window {
	w.t.Helper()
	want := w.say(label)
	s := w.at(fmt.Sprintf("the field %q", want), `(f.field(`+quote(label)+`) || f.field(`+quote(want)+`))`)
	w.Do(chromedp.MouseClickXY(s.X, s.Y))
	return w.Type(words)
}

// Choose picks, in the question with this label or name, the answer with this label or value.
func (w *Window) Choose(question, answer string) *Window {
	w.t.Helper()
	q, a := w.say(question), w.say(answer)
	if run[bool](w, `(() => { const f = `+finders+`; const e = f.field(`+quote(question)+`) || f.field(`+quote(
		q)+`); return !!e && e.matches('select') })()`) {
		if !run[bool](w,
			`(() => { const f = `+finders+`; const e = f.field(`+quote(question)+`) || f.field(`+quote(q)+`)
			const o = [...e.options].find(o => o.value === `+quote(
				answer)+` || f.plain(o.textContent).startsWith(`+quote(a)+`))
			if (!o) return false; e.focus(); e.value = o.value
			e.dispatchEvent(new Event('change', {bubbles: true})); return true })()`) {
			w.t.Fatalf("%s: no line %q in %q", w.Path(), a, q)
		}
		return w
	}
	s := w.at(fmt.Sprintf("the answer %q to %q", a, q),
		`(f.answer(`+quote(question)+`, `+quote(answer)+`) || f.answer(`+quote(q)+`, `+quote(a)+`))`)
	return w.Do(chromedp.MouseClickXY(s.X, s.Y))
}

// Type types where the focus is, replacing what stands in the field.
func (w *Window) Type(words string) *Window {
	w.t.Helper()
	run[bool](w, `(() => { const e = document.activeElement; if (e && e.select) e.select(); return true })()`)
	if words == "" {
		return w.Key(kb.Delete)
	}
	w.keys-- // text is not counted
	return w.Key(words)
}

// Key presses keys without waiting for a page: letters, or those of package kb.
func (w *Window) Key(keys string) *Window {
	w.t.Helper()
	w.keys++
	return w.Do(chromedp.KeyEvent(keys))
}

// Enter presses Enter and waits for the page it leads to.
func (w *Window) Enter() *Window {
	w.t.Helper()
	w.keys++
	return w.loading(chromedp.KeyEvent(kb.Enter))
}

// KeyTo presses keys that lead to another page, such as a letter of the navigation.
func (w *Window) KeyTo(keys string) *Window {
	w.t.Helper()
	w.keys++
	return w.loading(chromedp.KeyEvent(keys))
}

// TabTo presses Tab until the focus is on the link, button, field or answer with this label or name, and checks on the
// way that the focus can be seen.
func (w *Window) TabTo(label string) *Window {
	w.t.Helper()
	const most = 120
	want := w.say(label)
	var passed []string
	for range most {
		w.Key(kb.Tab)
		f := run[struct {
			Name, Field, Question string
			Seen                  bool
		}](w, `(() => { const f = `+finders+`; const e = document.activeElement
			const s = getComputedStyle(e), r = e.getBoundingClientRect()
			const l = e.labels && e.labels[0] ? getComputedStyle(e.labels[0]) : s
			const ring = s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'
			const seen = e === document.body || ((ring(s) || ring(l)) && r.bottom > 0 && r.top < innerHeight)
			return {Name: f.name(e), Field: e.name || '', Question: f.question(e), Seen: seen} })()`)
		if !f.Seen {
			w.t.Errorf("%s: the focus on %q cannot be seen", w.Path(), f.Name)
		}
		if f.Name == want || f.Field == label || f.Question == want || want != "" && strings.HasPrefix(f.Name, want) {
			return w
		}
		passed = append(passed, f.Name)
	}
	w.t.Fatalf("%s: %d tabs lead past %q, never to %q", w.Path(), most, passed, want)
	return w
}

// Space presses the space bar: ticks a box, opens a fold.
func (w *Window) Space() *Window {
	w.t.Helper()
	return w.Key(" ")
}

// Down presses the arrow: the next answer of a question.
func (w *Window) Down() *Window {
	w.t.Helper()
	return w.Key(kb.ArrowDown)
}

// Pick gives, with the keyboard alone, this value to the question of this name: Tab to it, the space bar or the arrow.
func (w *Window) Pick(name, value string) *Window {
	w.t.Helper()
	const most = 60
	w.TabTo(name)
	for range most {
		f := run[struct {
			Value string
			Empty bool
		}](w, `(() => { const e = document.activeElement
			return e.type === 'radio' ? {Value: e.checked ? e.value : '', Empty: !e.checked} : {Value: e.value} })()`)
		switch {
		case f.Value == value:
			return w
		case f.Empty:
			w.Space()
		default:
			w.Down()
		}
	}
	w.t.Fatalf("%s: no key leads to %q of %q", w.Path(), value, name)
	return w
}

// Abroad lets the window leave for another host from here on: the quick exit.
func (w *Window) Abroad() *Window {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.abroad = true
	return w
}
