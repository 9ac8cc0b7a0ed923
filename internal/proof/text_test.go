package proof

import (
	"bytes"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/web"
)

// textFolders are the folders with texts of the product, below the root.
func (t *tree) textFolders() (dirs []string) {
	for _, p := range t.pkgs {
		if forTests(p.path) {
			continue
		}
		if _, err := os.Stat(filepath.Join(p.dir, "texts.fr.toml")); err == nil {
			dirs = append(dirs, p.dir)
		} else if _, err := os.Stat(filepath.Join(p.dir, "texts.en.toml")); err == nil {
			dirs = append(dirs, p.dir)
		}
	}
	return dirs
}

// texts loads every text of the product as one, which also finds keys given twice.
func (t *tree) texts(test *testing.T) *web.Texts {
	test.Helper()
	var sources []fs.FS
	for _, d := range t.textFolders() {
		if d != filepath.Join(t.root, "internal/web") {
			sources = append(sources, os.DirFS(d))
		}
	}
	all, err := web.LoadTexts(sources...)
	if err != nil {
		test.Fatal(err)
	}
	return all
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	s := source(t)
	for _, d := range s.textFolders() {
		for _, err := range web.CheckTexts(os.DirFS(d)) {
			t.Errorf("%s: %v", strings.TrimPrefix(d, s.root+"/"), err)
		}
	}
}

// literals returns every string written in the Go of the product, tests left out.
func (t *tree) literals() map[string]bool {
	out := map[string]bool{}
	for _, p := range t.pkgs {
		if forTests(p.path) {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
					if v, err := strconv.Unquote(l.Value); err == nil {
						out[v] = true
					}
				}
				return true
			})
		}
	}
	return out
}

// A text that nothing shows is a text nobody keeps true. A key is used when it is written out, or built from a prefix
// that ends in a point, or named by web.OptionsOf's prefix, or by a question.
func TestEveryTextIsShownSomewhere(t *testing.T) {
	s := source(t)
	written, asked := s.literals(), askedTexts()
	for _, key := range s.texts(t).Keys() {
		if !asked[key] && !used(key, written) {
			t.Errorf("nothing shows the text %q", key)
		}
	}
}

// general are the keys of faults that the shell answers by their kind alone.
var general = []string{"fault.not_found", "fault.forbidden", "fault.busy", "fault.internal"}

func used(key string, written map[string]bool) bool {
	if written[key] {
		return true
	}
	for i := range len(key) {
		if key[i] != '.' {
			continue
		}
		if written[key[:i+1]] {
			return true // "room.kind." + value
		}
		if format := key[:i] + ".%d"; written[format] {
			return true // fmt.Sprintf("room.month.%d", n)
		}
		if p := key[:i]; strings.Contains(p, ".") && written[p] {
			return true // web.OptionsOf(ctx, "room.kind", values)
		}
	}
	return false
}

// showers name the functions that take a text key, and at which argument.
var showers = map[string]int{
	"web.T": 1, "web.View": 0, "web.Invalid": 0, "web.Conflicted": 0, "web.Button": 0, "web.ButtonLink": 0,
	"web.QuietLink": 0, "web.LinkLine": 0,
	"web.NewScreen": 1, "web.Show": 1, "web.Go": 2, "(web.Screen).Take": 2,
	"web.EmptyState": 0, "web.Press": 1, "web.SecondaryButton": 0, "web.PassphraseField": 1,
	"web.AskForm": 3,
	"web.Undone":  1, "web.UndoneTo": 1, "(web.Response).Undoing": 0,
	"web.EditForm": 5, "web.To": 0, "web.GoTo": 2, "(web.Screen).TakeOn": 2, "(web.Screen).Back": 0,
	"web.CodeField":   1,
	"(web.Request).T": 0, "(web.Printer).T": 0, "(web.Response).Saying": 0,
	"fault.NewInvalid": 0, "fault.NewConflict": 0, "fault.NewBusy": 0,
}

// Every key written out where a key is expected exists.
func TestEveryShownTextExists(t *testing.T) {
	s := source(t)
	texts := s.texts(t)
	n := 0
	for _, p := range s.pkgs {
		if forTests(p.path) {
			continue
		}
		p.calls(func(pos token.Pos, callee string, args []ast.Expr) {
			at, ok := showers[callee]
			if !ok || at >= len(args) {
				return
			}
			if l, ok := args[at].(*ast.BasicLit); ok && l.Kind == token.STRING {
				key, _ := strconv.Unquote(l.Value)
				n++
				if key != "" && !texts.Has(key) && !slices.Contains(general, key) {
					t.Errorf("%s: there is no text %q", s.where(pos), key)
				}
			}
		})
	}
	if n < 30 {
		t.Errorf("only %d keys found: the test looks past them", n)
	}
}

// Labels given in fields named for keys exist too.
func TestEveryLabelExists(t *testing.T) {
	s := source(t)
	texts := s.texts(t)
	keyed := map[string][]string{"web.Field": {"Label", "Hint"}, "web.Station": {"Label"},
		"web.Task": {"Label"}, "web.Row": {"Label"}, "web.NavItem": {"Label"},
		"web.Foreseen": {"Ask", "Yes", "Happens", "Told", "Back"},
		"web.Table":    {"Caption", "Empty", "Heads"}}
	for _, p := range s.pkgs {
		if forTests(p.path) {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				c, ok := n.(*ast.CompositeLit)
				if !ok || p.info.Types[c].Type == nil {
					return true
				}
				kind, _, _ := strings.Cut(short(p.info.Types[c].Type.String()), "[")
				names := keyed[kind]
				for _, e := range c.Elts {
					kv, ok := e.(*ast.KeyValueExpr)
					if !ok {
						continue
					}
					name, _ := kv.Key.(*ast.Ident)
					if name == nil || !slices.Contains(names, name.Name) {
						continue
					}
					values := []ast.Expr{kv.Value}
					if list, ok := kv.Value.(*ast.CompositeLit); ok {
						values = list.Elts
					}
					for _, v := range values {
						l, ok := v.(*ast.BasicLit)
						if !ok {
							continue
						}
						if key, _ := strconv.Unquote(l.Value); key != "" && !texts.Has(key) {
							t.Errorf("%s: there is no text %q", s.where(l.Pos()), key)
						}
					}
				}
				return true
			})
		}
	}
}

// Views hold no words of their own: letters between tags, or in an attribute that people read, come from texts.
func TestViewsHoldNoWords(t *testing.T) {
	s := source(t)
	views := 0
	for _, p := range s.pkgs {
		if forTests(p.path) {
			continue
		}
		for name, f := range p.files {
			if !generated(name) {
				continue
			}
			views++
			for _, w := range wordsOfView(f) {
				t.Errorf("%s: %q is written in the view %s", p.path, w, strings.TrimSuffix(name, "_templ.go")+".templ")
			}
		}
	}
	if views < 4 {
		t.Errorf("only %d views found", views)
	}
}

// hole stands for what a view fills in.
const hole = "\x00"

// wordsOfView reads what the generated code of a view writes as it stands.
func wordsOfView(f *ast.File) (words []string) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		var page strings.Builder
		ast.Inspect(fn, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch {
			case sel.Sel.Name == "WriteString" && len(call.Args) == 3:
				if l, ok := call.Args[2].(*ast.BasicLit); ok {
					v, _ := strconv.Unquote(l.Value)
					page.WriteString(v)
				}
			case sel.Sel.Name == "WriteString":
				page.WriteString(hole)
			case sel.Sel.Name == "JoinStringErrs" && len(call.Args) > 0:
				if l, ok := call.Args[0].(*ast.BasicLit); ok {
					v, _ := strconv.Unquote(l.Value)
					words = append(words, lettered(v)...)
				}
			}
			return true
		})
		words = append(words, wordsOfMarkup(page.String())...)
	}
	return words
}

var readAttributes = []string{"title", "alt", "aria-label", "aria-description", "placeholder", "content", "label"}

func wordsOfMarkup(markup string) (words []string) {
	z := html.NewTokenizer(strings.NewReader(markup))
	key := false // within the name of a key, the same in every language
	for {
		switch z.Next() {
		case html.ErrorToken:
			return words
		case html.EndTagToken:
			key = false
		case html.TextToken:
			if key {
				continue
			}
			words = append(words, lettered(string(bytes.TrimSpace(z.Raw())))...)
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			key = tok.Data == "kbd"
			for _, a := range tok.Attr {
				if slices.Contains(readAttributes, a.Key) && !(tok.Data == "meta") {
					words = append(words, lettered(a.Val)...)
				}
			}
		}
	}
}

func lettered(s string) []string {
	if strings.ContainsFunc(html.UnescapeString(s), unicode.IsLetter) {
		return []string{s}
	}
	return nil
}

func TestWordsInAViewAreFound(t *testing.T) {
	for _, c := range []struct {
		markup string
		n      int
	}{
		{`<p class="lead">` + hole + `</p> · <img alt="">`, 0}, {`<p>Bonjour</p>`, 1},
		{`<a title="Aide" aria-label="` + hole + `">` + hole + `</a>`, 1},
		{`<input placeholder="Nom">&nbsp;&amp;`, 1}, {`<meta name="viewport" content="width=device-width">`, 0},
	} {
		if got := wordsOfMarkup(c.markup); len(got) != c.n {
			t.Errorf("%q gives %q", c.markup, got)
		}
	}
}

// unfit are words that blame, rank or close over a person, with what to say instead. In the texts people read only.
var unfit = map[lang.Tag][]struct{ re, instead string }{
	"fr": {
		{`\b(le|du|ce|les|des) sujets?\b([.,;]| [^d]|$)`, "la personne"},
		{`\bill[ée]ga(l|le|les|ux)\b`, "sans titre de séjour"}, {`\bclandestin`, "sans titre de séjour"},
		{`\b[ée]checs?\b`, "n’a pas eu lieu"}, {`\bdossiers? (clos|ferm|class)`, "accompagnement terminé"},
		{`\bprostitué`, "personne en situation de prostitution"},
		{`\bfilles? de\b`, "la personne"}, {`\b(a avoué|avoue|prétend)`, "dit"}, {`\bfugu(e|er|é|eur)`, "est partie"},
		{`\bcas (social|difficile|lourd)`, "situation"},
		{`\binterrogatoire`, "entretien"}, {`\bnon[- ]coop[ée]r`, "ne souhaite pas"}, {`\bpopulations?\b`, "personnes"},
	},
	"en": {
		{`\b(the|this|a|each) subjects?\b`, "the person"}, {`\billegal`, "without papers"},
		{`\bfailures?\b`, "did not take place"}, {`\bcases? (is |was )?closed\b`, "support ended"},
		{`\bprostitutes?\b`, "person in prostitution"}, {`\b(claims|alleges|confessed)\b`, "says"},
		{`\babscond`, "left"}, {`\binterrogat`, "interview"},
		{`\bnon-?cooperat`, "does not wish"}, {`\binmates?\b`, "resident"}, {`\baliens?\b`, "person"},
	},
}

func TestTextsRespectThePerson(t *testing.T) {
	texts := source(t).texts(t)
	for tag, list := range unfit {
		p := texts.In(tag, time.Time{})
		for _, u := range list {
			re := regexp.MustCompile(`(?i)` + u.re)
			for _, key := range texts.Keys() {
				if m := re.FindString(p.T(key)); m != "" {
					t.Errorf("%s: %s says %q; say rather %q", tag, key, m, u.instead)
				}
			}
		}
	}
}
