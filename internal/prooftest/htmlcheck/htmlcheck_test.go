package htmlcheck_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/htmlcheck"
)

func page(body string) string {
	return `<!doctype html><html lang="fr"><head><title>Page</title></head><body><main><h1>Page</h1>` + body +
		`</main></body></html>`
}

func TestWhatIsWrongIsFound(t *testing.T) {
	for body, want := range map[string]string{
		`<p>rien`:                                      "</main> closes html body main p",
		`<p><b>croisé</p></b>`:                         "closes",
		`<div style="color:red"></div>`:                "inline style",
		`<p onclick="x()">a</p>`:                       "inline handler",
		`<script>1</script>`:                           "inline script",
		`<style>p{}</style>`:                           "inline style sheet",
		`<a href="javascript:x">a</a>`:                 "a script in href",
		`<a href="/x"></a>`:                            "without words",
		`<a>nulle part</a>`:                            "leads nowhere",
		`<input name="n">`:                             `"n" has no label`,
		`<label for="i">Nom</label><input name="n">`:   `names the id "i"`,
		`<p id="a"></p><p id="a"></p>`:                 "stands 2 times",
		`<h1>Encore</h1>`:                              "2 first headings",
		`<h3>Trop bas</h3>`:                            "follows one of level 1",
		`<img src="/a.png">`:                           "without alternative",
		`<button></button>`:                            "a button without words",
		`<fieldset><p>a</p></fieldset>`:                "without legend",
		`<table><tr><td>1</td></tr></table>`:           "without heads",
		`<p tabindex="3">a</p>`:                        "out of turn",
		`<a href="#nowhere">Aller</a>`:                 `the id "nowhere"`,
		`<form action="/x"><button>Go</button></form>`: "without method",
	} {
		if got := strings.Join(htmlcheck.Page(page(body)), "; "); !strings.Contains(got, want) {
			t.Errorf("%s\n gives %q, not %q", body, got, want)
		}
	}
	for _, whole := range []string{`<p>a</p>`, `<!doctype html><html><body><main><h1>a</h1></main></body></html>`} {
		if got := htmlcheck.Page(whole); len(got) < 2 {
			t.Errorf("%s gives %q", whole, got)
		}
	}
}

func TestAGoodPagePasses(t *testing.T) {
	good := page(`<h2 id="a">Partie</h2><form method="post" action="/x"><label for="n">Nom</label><input id="n" name="n"
		aria-describedby="a">
		<label><input type="checkbox" name="c"> Oui</label><fieldset><legend>Quand</legend></fieldset>
		<button>Envoyer</button></form>
		<a href="#a">Aller</a><br>`)
	if got := htmlcheck.Page(good); len(got) != 0 {
		t.Error(got)
	}
}
