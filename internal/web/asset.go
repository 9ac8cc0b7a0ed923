package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

//go:embed assets
var assetFiles embed.FS

// asset is one embedded file, under a name that changes with its content.
type asset struct {
	url       string
	mediaType string
	plain     []byte
	packed    []byte // gzip, nil where it does not help
}

type assetSet struct {
	byName map[string]*asset
	byURL  map[string]*asset
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
	".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8",
}

// assets reads the embedded files once. Style sheets come last, for they name the other files by their hashed
// addresses; the files of css/havre make one sheet, css/havre.css.
var assets = sync.OnceValue(func() *assetSet {
	set := &assetSet{map[string]*asset{}, map[string]*asset{}}
	var sheets []string
	err := fs.WalkDir(assetFiles, "assets", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if path.Ext(file) == ".css" {
			sheets = append(sheets, file)
			return nil
		}
		body, err := assetFiles.ReadFile(file)
		if path.Ext(file) == ".js" && err == nil {
			body, err = smaller.Bytes("text/javascript", body)
		}
		set.add(file, body)
		return err
	})
	whole := map[string][]byte{}
	for _, file := range sheets { // in the order of their names
		body, readErr := assetFiles.ReadFile(file)
		if readErr != nil {
			err = readErr
		}
		whole[path.Dir(file)+".css"] = append(whole[path.Dir(file)+".css"], body...)
	}
	for file, body := range whole {
		for name, a := range set.byName {
			body = bytes.ReplaceAll(body, []byte("../"+name), []byte(a.url))
		}
		body, smallErr := smaller.Bytes("text/css", body)
		if smallErr != nil {
			err = smallErr
		}
		set.add(file, body)
	}
	if err != nil {
		panic("web: embedded files: " + err.Error())
	}
	return set
})

// smaller leaves out what only people read of sheets and scripts.
var smaller = func() *minify.M {
	m := minify.New()
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("text/javascript", js.Minify)
	return m
}()

func (s *assetSet) add(file string, body []byte) {
	name := strings.TrimPrefix(file, "assets/")
	ext := path.Ext(name)
	sum := sha256.Sum256(body)
	a := &asset{mediaType: mediaTypes[ext], plain: body,
		url: "/assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext}
	if ext != ".woff2" && ext != ".png" {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, _ = z.Write(body)
		_ = z.Close()
		a.packed = b.Bytes()
	}
	s.byName[name], s.byURL[a.url] = a, a
}

// Asset returns the address of an embedded file, such as "css/havre.css". It panics on a name that does not exist.
func Asset(name string) string {
	a, ok := assets().byName[name]
	if !ok {
		panic("web: no asset " + name)
	}
	return a.url
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	exchangeOf(r).act = "asset"
	a, ok := assets().byURL[r.URL.Path]
	if !ok || a.mediaType == "" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := a.plain
	// These files are the same for everybody, so that nobody can guess into them; pages follow packs.
	if a.packed != nil && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	_, _ = w.Write(body)
}
