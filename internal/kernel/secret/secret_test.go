package secret

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"
)

const needle = "Awa-Needle-7731"

type holder struct {
	Name   Text
	hidden Text // an unexported field: fmt cannot call its methods
	ptr    *Text
	list   []Text
}

func TestWordsNeverPrint(t *testing.T) {
	x := Of(needle)
	h := holder{x, x, &x, []Text{x}}
	var out []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		for _, v := range []any{x, &x, h, &h, []Text{x}, map[string]Text{"k": x}, []any{h}} {
			out = append(out, fmt.Sprintf(verb, v))
		}
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "t", x, "h", h)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "t", x, "h", h)
	out = append(out, log.String())
	if b, err := json.Marshal(h); err == nil {
		out = append(out, string(b))
	}
	if b, err := xml.Marshal(h); err == nil {
		out = append(out, string(b))
	}
	var g bytes.Buffer
	if err := gob.NewEncoder(&g).Encode(h); err == nil {
		out = append(out, g.String())
	}
	var page bytes.Buffer
	_ = template.Must(template.New("").Parse(`{{.}} {{.Name}}`)).Execute(&page, h)
	out = append(out, page.String(), fmt.Sprint(fmt.Errorf("failed: %v", h)))
	func() {
		defer func() { out = append(out, fmt.Sprint(recover())) }()
		panic(h)
	}()
	hexed := fmt.Sprintf("%x", needle)
	for _, s := range out {
		if strings.Contains(s, needle) || strings.Contains(strings.ToLower(s), hexed) {
			t.Errorf("the words came out: %s", s)
		}
	}
}

func TestSQLAndJSONRefuse(t *testing.T) {
	if _, err := Of(needle).Value(); err == nil {
		t.Error("a driver would store the words in clear")
	}
	if _, err := json.Marshal(Of(needle)); err == nil {
		t.Error("JSON took the words")
	}
}

// A mark, a number or one letter says nothing; two letters do in any script.
func TestSays(t *testing.T) {
	for words, want := range map[string]bool{"": false, ".": false, " -- ": false, "12": false, "x": false, "no": true,
		"她说": true, "n o": true} {
		if Of(words).Says() != want {
			t.Errorf("%q says something: %t", words, !want)
		}
	}
}

func TestReveal(t *testing.T) {
	if Of(needle).Reveal() != needle || !Of("a").Equal(Of("a")) || Of("a").Equal(Of("b")) || !(Text{}).Empty() {
		t.Fatal("a Text must keep its words")
	}
}
