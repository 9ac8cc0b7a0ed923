package browser

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/internal/web/gallery"
	"havre.example/havre/packs"
)

func TestAxeIsTheOneWeVendored(t *testing.T) {
	sums, err := os.ReadFile("testdata/axe/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(sums)) {
		want, name, _ := strings.Cut(strings.TrimSpace(l), "  ")
		raw, err := os.ReadFile(filepath.Join("testdata/axe", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256.Sum256(raw); hex.EncodeToString(got[:]) != want {
			t.Errorf("%s is not what SHA256SUMS says", name)
		}
	}
}

// lone serves one page under the network's own policy.
func lone(t *testing.T, body string) *Stage {
	return Over(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w,
			`<!doctype html><html lang="fr"><head><title>Page</title><link rel="icon" href="data:,">`+
				`</head><body><main><h1>Page</h1>`+body+`</main></body></html>`)
	}), nil)
}

// The harness finds what it is for: each of these pages has one thing wrong.
func TestTheHarnessFinds(t *testing.T) {
	t.Run("axe", func(t *testing.T) {
		w := lone(t, `<img src="data:,"><input name="n">`).Window("fr").Open("/")
		var ids []string
		for _, f := range w.axe() {
			ids = append(ids, f.ID)
		}
		if got := fmt.Sprint(ids); !strings.Contains(got, "image-alt") || !strings.Contains(got, "label") {
			t.Errorf("axe finds %s", got)
		}
		w.forget()
	})
	t.Run("policy", func(t *testing.T) {
		w := lone(t, `<p style="color:red">Rouge</p><script>document.title = 'x'</script>`).Window("fr").Open("/")
		w.Shows("Rouge")
		if got := strings.Join(w.Wrong(), "\n"); !strings.Contains(got, "style") || !strings.Contains(got, "script") {
			t.Errorf("noticed: %q", got)
		}
		w.forget()
	})
	t.Run("another host", func(t *testing.T) {
		w := Over(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, `<!doctype html><title>x</title><img alt="" src="http://127.0.0.1:9/x.png">`)
		}), nil).Window("fr").Open("/")
		if got := strings.Join(w.Wrong(), "\n"); !strings.Contains(got, "127.0.0.1:9") {
			t.Errorf("noticed: %q", got)
		}
		w.forget()
	})
}

// forget drops what was noticed, for pages that are wrong on purpose.
func (w *Window) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = nil
}

type claire struct{}

func (claire) Resolve(context.Context, string) (access.Actor, error) {
	var user access.UserID
	if err := user.Scan([]byte("0123456789abcdef")); err != nil {
		return access.Nobody(), err
	}
	return access.NewActor(access.Profile{User: user, Name: cast.Claire.Name,
		Members: []access.Membership{{Role: access.Coordinator}}}), nil
}

func overGallery(t *testing.T) *Stage {
	texts, err := web.LoadTexts(gallery.Texts)
	if err != nil {
		t.Fatal(err)
	}
	h := web.New(web.Options{Country: packs.France, Routes: gallery.Routes(), Texts: texts, Sessions: claire{},
		Nav:   gallery.Nav,
		Clock: clock.NewFake(gallery.Now), Find: "/find", Limits: web.Limits{PerSecond: 1000, Burst: 1000}})
	return Over(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "havre", Value: "gallery"})
		h.ServeHTTP(w, r)
	}), texts)
}

// Every page of the gallery: axe finds nothing, nothing is refused, and nobody has to scroll sideways on a small phone.
func TestGalleryIsOpenToEverybody(t *testing.T) {
	s := overGallery(t)
	for _, l := range []lang.Tag{"fr", "en"} {
		w := s.Window(l)
		for _, path := range []string{"/", "/case", "/search", "/form", "/figures", "/list?kind=call", "/help",
			map[lang.Tag]string{"fr": "/fr/accueil", "en": "/en/welcome"}[l]} {
			name := strings.ReplaceAll(strings.Trim(path, "/"), "/", "-") + "-" + string(l)
			w.Size(1280, 900).Open(path).Axe().Fits().Shot("gallery-" + name + "-1280")
			w.Size(360, 740).Fits().Axe().Shot("gallery-" + name + "-360")
		}
	}
}

// The form of the gallery is filled with the keyboard alone, refused, corrected and sent.
func TestGalleryByKeyboard(t *testing.T) {
	w := overGallery(t).Window("fr").Open("/form")
	w.TabTo("label").Type("Tilleul 3").TabTo("words").Type("une phrase")
	w.TabTo("gallery.save").Enter().Shows("web.form.mistake").Axe()
	if w.Status() != http.StatusUnprocessableEntity {
		t.Errorf("status %d", w.Status())
	}
	w.TabTo("day-day").Type("3").TabTo("day-month").Type("11").TabTo("day-year").Type("2026")
	w.TabTo("kind").Space().TabTo("gallery.save").Enter().Shows("gallery.saved").IsAt("/")
	if n := w.Loads(); n != 4 { // the form, its refusal, the redirection and the page it led to
		t.Errorf("%d pages loaded", n)
	}
}

// The same without scripts, with a mouse.
func TestGalleryWithoutScripts(t *testing.T) {
	w := overGallery(t).Window("en").WithoutScripts().Open("/form")
	w.Fill("label", "Lime 3").Fill("words", "a sentence").Fill("day-day", "3").Fill("day-month", "11").Fill("day-year",
		"2026")
	w.Choose("kind", "gallery.kind.call").Press("gallery.save").Shows("gallery.saved").IsAt("/")
}
