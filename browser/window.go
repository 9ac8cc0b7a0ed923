package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/htmlcheck"
)

// Window is one person's browser window, in a profile of its own.
type Window struct {
	t     *testing.T
	stage *Stage
	ctx   context.Context
	lang  lang.Tag
	plain bool // scripts are off

	silent  bool // no script of a page runs now
	settled int  // how many pages had been asked for when one was last seen drawn

	mu     sync.Mutex
	loads  int
	pages  int
	keys   int // pressed, other than for text
	bytes  float64
	status int64
	wrong  []string // what a person would not notice, and a developer should
	left   string   // the other host the window left for, where that is meant
	abroad bool     // leaving for another host is meant
}

// Window opens a window 1280 pixels wide, without a session.
func (s *Stage) Window(l lang.Tag) *Window {
	s.t.Helper()
	ctx, cancel := chromedp.NewContext(running(s.t).ctx, chromedp.WithNewBrowserContext())
	w := &Window{t: s.t, stage: s, ctx: ctx, lang: l}
	s.t.Cleanup(func() {
		cancel()
		for _, m := range w.Wrong() {
			s.t.Errorf("in the browser: %s", m)
		}
	})
	if err := chromedp.Listen(ctx, w.notice); err != nil {
		s.t.Fatalf("open a window: %v", err)
	}
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	if err == nil {
		_, err = chromedp.Call(ctx, log.Enable, struct{}{})
	}
	if err != nil {
		s.t.Fatalf("open a window: %v", err)
	}
	w.setCookie("havre_lang", string(l))
	return w.Size(1280, 900)
}

// notice is called for each event of the window; it must not wait.
func (w *Window) notice(ev any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			w.loads++
			if e.RedirectResponse == nil {
				w.pages++
			}
		}
		if u := e.Request.URL; w.abroad && e.Type == network.ResourceTypeDocument &&
			!strings.HasPrefix(u, w.stage.url+"/") {
			w.left = u
		} else if !w.abroad && !strings.HasPrefix(u, w.stage.url+"/") && !strings.HasPrefix(u, "data:") &&
			!strings.HasPrefix(u, "about:") {
			w.wrong = append(w.wrong, "a request leaves for "+u)
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			w.status = e.Response.Status
		} else if e.Response.Status >= 400 {
			w.wrong = append(w.wrong, fmt.Sprintf("%s answers %d", e.Response.URL, e.Response.Status))
		}
	case *network.EventLoadingFinished:
		w.bytes += e.EncodedDataLength
	case *log.EventEntryAdded:
		// Answers of 400 and more are logged too; journeys look at them by Status.
		if e.Entry.Source != log.EntrySourceNetwork &&
			(e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity) {
			w.wrong = append(w.wrong, fmt.Sprintf("%s: %s", e.Entry.Source, e.Entry.Text))
		}
	case *runtime.EventExceptionThrown:
		w.wrong = append(w.wrong, "script: "+e.ExceptionDetails.Text)
	}
}

// Wrong lists what was noticed so far: refusals of the content security policy, errors of scripts, requests to other
// hosts.
func (w *Window) Wrong() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.wrong...)
}

// Do runs steps of chromedp, for what a journey needs beyond this package.
func (w *Window) Do(steps ...chromedp.Action[chromedp.Void]) *Window {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("%s: %v", w.Path(), err)
	}
	return w
}

// run evaluates an expression in the page.
func run[T any](w *Window, expression string) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("in the page: %v", err)
	}
	return v
}

func (w *Window) setCookie(name, value string) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value,
		URL: w.stage.url + "/"}); err != nil {
		w.t.Fatalf("set a cookie: %v", err)
	}
}

// Size makes the window this many pixels wide and high. Below 700 it is a phone: touch, and its own idea of width.
func (w *Window) Size(width, height int64) *Window {
	w.t.Helper()
	if width < 700 {
		return w.Do(chromedp.EmulateViewport(width, height, chromedp.EmulateMobile, chromedp.EmulateTouch,
			chromedp.EmulatePortrait))
	}
	return w.Do(chromedp.EmulateViewport(width, height))
}

// WithoutScripts turns scripts off, as a careful person does.
func (w *Window) WithoutScripts() *Window {
	w.t.Helper()
	w.plain = true
	return w.scripts(false)
}

func (w *Window) scripts(on bool) *Window {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		w.t.Fatalf("turn scripts on or off: %v", err)
	}
	w.silent = !on
	return w
}

// In changes the language of the person's pages, from the next one on.
func (w *Window) In(l lang.Tag) *Window {
	w.t.Helper()
	w.lang = l
	w.setCookie("havre_lang", string(l))
	return w
}

// Open goes to a page by its address. A browser that is still busy with the page before may drop the request before it
// leaves (ERR_ABORTED, never an answer of the server): it is asked once more, as a person would press again.
func (w *Window) Open(path string) *Window {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	err := chromedp.Do(ctx, chromedp.Navigate(w.stage.url+path))
	if err != nil && strings.Contains(err.Error(), "net::ERR_ABORTED") {
		err = chromedp.Do(ctx, chromedp.Navigate(w.stage.url+path))
	}
	if err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	return w
}

// Back goes back by the browser's own button, and waits for the page. One that would have to be sent again is an error
// page of the browser.
func (w *Window) Back() *Window {
	w.t.Helper()
	h, err := chromedp.Call(w.ctx, page.GetNavigationHistory, struct{}{})
	if err != nil || h.CurrentIndex < 1 {
		w.t.Fatalf("%s: nothing to go back to: %v", w.Path(), err)
	}
	w.loading(chromedp.NavigateBack())
	if at := run[string](w, `location.href`); !strings.HasPrefix(at, w.stage.url) {
		w.t.Errorf("Back asks to send again what was sent: %s", at)
	}
	return w
}

// loading does something that leads to another page, and waits for it.
func (w *Window) loading(step chromedp.Action[chromedp.Void]) *Window {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, step)); err != nil {
		w.t.Fatalf("%s: no page came: %v", w.Path(), err)
	}
	return w
}

// Path returns the path of the page.
func (w *Window) Path() string { return run[string](w, `location.pathname`) }

// Status returns how the page was answered.
func (w *Window) Status() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

// Keys returns how many keys were pressed since the window opened, other than for text.
func (w *Window) Keys() int { return w.keys }

// Loads returns how many pages were asked for since the window opened, redirections included.
func (w *Window) Loads() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.loads
}

// Pages returns how many pages the person has waited for since the window opened: a redirection is no page of its own.
func (w *Window) Pages() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pages
}

// Bytes returns how much came over the wire since the last call.
func (w *Window) Bytes() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := int(w.bytes)
	w.bytes = 0
	return n
}

// say returns the words of a text key in the window's language, or the words themselves.
func (w *Window) say(keyOrWords string) string {
	if t := w.stage.texts; t != nil && t.Has(keyOrWords) {
		return htmlcheck.Plain(t.In(w.lang, w.stage.now()).T(keyOrWords))
	}
	return htmlcheck.Plain(keyOrWords)
}

// Shows fails where the page does not show these words, or text keys.
func (w *Window) Shows(words ...string) *Window {
	w.t.Helper()
	seen := htmlcheck.Plain(run[string](w, `document.body.innerText`))
	for _, x := range words {
		if want := w.say(x); !strings.Contains(strings.ToLower(seen), strings.ToLower(want)) {
			w.t.Errorf("%s does not show %q:\n%.1500s", w.Path(), want, seen)
		}
	}
	return w
}

// Soon waits until the page shows these words without being asked to.
func (w *Window) Soon(words string) *Window {
	w.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if strings.Contains(htmlcheck.Plain(run[string](w, `document.body.innerText`)), w.say(words)) {
			return w
		}
	}
	return w.Shows(words)
}

// Hides fails where the page holds these words, seen or unseen.
func (w *Window) Hides(words ...string) *Window {
	w.t.Helper()
	all := htmlcheck.Plain(run[string](w, `document.documentElement.outerHTML`))
	for _, x := range words {
		if want := w.say(x); strings.Contains(all, want) {
			w.t.Errorf("%s holds %q", w.Path(), want)
		}
	}
	return w
}

// IsAt fails where the page is another one.
func (w *Window) IsAt(path string) *Window {
	w.t.Helper()
	if got := w.Path(); got != path {
		w.t.Errorf("at %s, not at %s", got, path)
	}
	return w
}

// Fits fails where the page is wider than the window, so that people would have to scroll sideways.
func (w *Window) Fits() *Window {
	w.t.Helper()
	if over := run[int](w, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		w.t.Errorf("%s is %d pixels wider than the window", w.Path(), over)
	}
	return w
}

// stretch puts a word into everything that shows or asks for words: every text of the page but what only the program
// says or counts (buttons, charts, answers to choose from), and every field. It returns the first of what reaches
// beyond the window then, save in a frame that scrolls by itself.
const stretch = `(word => {
	const fixed = 'button, .button, svg, select, script, style, .number, time, .cal, .rail, .table thead, .skip';
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const t = texts.currentNode;
		if (t.data.trim() && !t.parentElement.closest(fixed)) t.data = word;
	}
	for (const e of document.querySelectorAll('input[type=text], input:not([type]), input[type=search], textarea'))
		e.value = word;
	const wide = document.documentElement.clientWidth;
	if (document.scrollingElement.scrollWidth <= wide) return '';
	const scrolls = e => { for (; e; e = e.parentElement) if (e.matches('.table, pre') ) return true; return false };
	const beyond = e => e.getBoundingClientRect().right > wide + 1 && !scrolls(e);
	return [...document.querySelectorAll('body *')].filter(beyond).
		slice(0, 6).map(e => e.tagName + '.' + e.className + ' < ' + e.parentElement.tagName + '.' +
			e.parentElement.className + ' ' + Math.round(e.getBoundingClientRect().right)).join('; ') || 'something';
})`

// lengthy are the words that no line holds: a hundred letters, a link, an address of mail.
var lengthy = []string{strings.Repeat("abcdefghij", 10),
	"https://" + strings.Repeat("example", 8) + ".org/" + strings.Repeat("path_and-more%20", 8) + "?q=" +
		strings.Repeat("0123456789", 6),
	strings.Repeat("prenom.nom_", 6) + "@" + strings.Repeat("service-", 6) + "reseau.example.org"}

// Wraps fails where such words, in any of the page's panels or fields, make the page wider than a phone. The page is
// not to be used any more.
func (w *Window) Wraps() *Window {
	w.t.Helper()
	for _, px := range []int64{360, 320} {
		w.Size(px, 740)
		for _, word := range lengthy {
			if over := run[string](w, stretch+"("+quote(word)+")"); over != "" {
				w.t.Errorf("%s, %d pixels wide: %.12s… reaches beyond the window: %s", w.Path(), px, word, over)
			}
		}
	}
	return w
}

// Shot keeps a picture of the whole page as NAME.png in the folder that HAVRE_SHOTS names, if any.
func (w *Window) Shot(name string) *Window {
	w.t.Helper()
	dir := os.Getenv("HAVRE_SHOTS")
	if dir == "" {
		return w
	}
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		w.t.Errorf("keep a picture: %v", err)
	}
	return w
}
