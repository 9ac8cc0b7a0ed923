package web

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
)

// PublicGet makes a page of the public site: larger type, quick exit, no session, and one address in each language.
// Path is the key of a text, such as "referral.url.steps": the path below the language's own segment, in its own
// words. A placeholder in it stands for a part of the path.
func PublicGet(path string, act access.Act, h Handler, opts ...RouteOption) Route {
	return newPublic(http.MethodGet, path, act, h, opts)
}

// PublicPost makes an act of the public site.
func PublicPost(path string, act access.Act, h Handler, opts ...RouteOption) Route {
	return newPublic(http.MethodPost, path, act, h, opts)
}

func newPublic(method, path string, act access.Act, h Handler, opts []RouteOption) Route {
	r := newRoute(method, "/"+path, act, h, opts)
	r.public, r.words = true, path
	return r
}

// Routes gives each public page its address in every language of the network; other routes stay as they are.
func (t *Texts) Routes(routes []Route) []Route {
	var out []Route
	for _, r := range routes {
		if r.words == "" || r.pattern != "/"+r.words {
			out = append(out, r)
			continue
		}
		if r.words != frontPath && !t.Has(r.words) {
			panic("web: no text " + r.words + " for the address of a page")
		}
		for _, tag := range t.set.Tags() {
			r.pattern = t.publicPath(tag, r.words)
			out = append(out, r)
		}
	}
	return out
}

func (t *Texts) publicPath(tag lang.Tag, words string) string {
	if words == frontPath {
		return "/" + string(tag) + "/" + frontPath
	}
	return "/" + string(tag) + "/" + t.spoken[tag].words[words].other
}

// pathKey is the part of a key that says its text is a path of the public site.
const pathKey = ".url."

var pathText = regexp.MustCompile(`^[a-z0-9-]+(/([a-z0-9-]+|\{[a-z_]+\}))*$`)

// addressed tells whether a text can stand in an address, where its key says that it does.
func addressed(key string, x text) error {
	if strings.Contains(key, pathKey) && !pathText.MatchString(x.other) {
		return fmt.Errorf("is part of an address: small letters a to z, digits and - alone, not %q", x.other)
	}
	return nil
}

// PublicURL is the address of a public page in the language of the page that leads to it.
func PublicURL(ctx context.Context, path string) string {
	p := PrinterOf(ctx)
	return p.texts.publicPath(p.Tag, path)
}

func pathLang(path string) lang.Tag {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return lang.Tag(first)
}

func (s *shell) publicPath(path string) bool { return s.o.Texts.set.Has(pathLang(path)) }
