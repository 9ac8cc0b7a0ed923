package htmlcheck

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A mistake that stands nowhere but in the summary is found, and one that is not said where its line leads.
func TestMistakesThatStandAlone(t *testing.T) {
	const frame = `<div class="summary"><h2>x</h2><ul>`
	for page, want := range map[string][2][]string{
		frame + `<li><a href="#f-a">no</a></li></ul></div><p class="mistake" id="f-a-error">no</p>
			<input id="f-a" aria-describedby="f-a-error">`: {},
		frame + `<li>no</li></ul></div>`:                           {{"no"}, nil},
		frame + `<li><a href="#f-a">no</a></li></ul></div>`:        {nil, {"nothing stands beside f-a: no"}},
		`<p class="mistake" id="f-a-error">no</p><input id="f-a">`: {nil, {"nothing is described by f-a-error"}},
	} {
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		alone, wrong := Mistakes(doc)
		if !slices.Equal(alone, want[0]) || !slices.Equal(wrong, want[1]) {
			t.Errorf("%s: %q, %q", page, alone, wrong)
		}
	}
}
