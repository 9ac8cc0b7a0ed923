package browser

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a page may take before the journey fails.
const patience = 30 * time.Second

// drawn is how long a browser takes at most, on a machine that is not busy, to draw a page that has come.
const drawn = 100 * time.Millisecond

// chromium is the one browser process that all journeys of a test binary share; each window is a fresh profile in it.
var chromium = sync.OnceValues(start)

type process struct {
	ctx  context.Context
	stop func()
}

func start() (*process, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, errors.New("no Chromium is installed")
	}
	dir, err := os.MkdirTemp("", "havre-browser")
	if err != nil {
		return nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(dir),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		// What chromedp leaves out, and the process kept in reserve for a page that nobody opens.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,SpareRendererForSitePerProcess"),
		chromedp.Flag("lang", "fr-FR"), chromedp.Flag("force-prefers-reduced-motion", true))
	alloc, free := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(alloc)
	stop := func() {
		cancel()
		free()
		_ = os.RemoveAll(dir) // a leftover in the temporary folder harms nobody
	}
	if err := chromedp.Do(ctx); err != nil { // a context with a deadline would end the browser with it
		stop()
		return nil, err
	}
	return &process{ctx, stop}, nil
}

// Main runs the tests of a package and ends the browser that they started; TestMain calls it.
func Main(m *testing.M) {
	code := m.Run()
	if started.Load() {
		if p, err := chromium(); err == nil {
			p.stop()
		}
	}
	os.Exit(code)
}

// started tells whether any test asked for the browser.
var started atomic.Bool

// running returns the browser; without one the test fails, or is skipped in a quick run, and says so.
func running(t *testing.T) *process {
	t.Helper()
	started.Store(true)
	p, err := chromium()
	switch {
	case err != nil && os.Getenv("HAVRE_TEST_QUICK") == "1":
		t.Skipf("!!! NOT TESTED IN A BROWSER !!! %v", err)
	case err != nil:
		t.Fatalf("this test needs Chromium (install it, or set HAVRE_TEST_QUICK=1 to go without): %v", err)
	}
	return p
}
