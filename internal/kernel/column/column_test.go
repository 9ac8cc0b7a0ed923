package column

import (
	"errors"
	"testing"
)

var errLong = errors.New("too long")

func short(s string) (string, error) {
	if len(s) > 3 {
		return "", errLong
	}
	return "<" + s + ">", nil
}

func TestAText(t *testing.T) {
	for _, c := range []struct {
		src  any
		want string
	}{{nil, "<>"}, {"", "<>"}, {"yes", "<yes>"}, {[]byte("no"), "<no>"}} {
		got := "before"
		if err := Text(&got, c.src, short); err != nil || got != c.want {
			t.Errorf("%#v: %q, %v; want %q", c.src, got, err, c.want)
		}
	}
}

func TestWhatIsRefusedChangesNothing(t *testing.T) {
	got := "before"
	if err := Text(&got, "longer", short); !errors.Is(err, errLong) || got != "before" {
		t.Errorf("a text that does not read: %q, %v", got, err)
	}
	if err := Text(&got, 7, short); err == nil || got != "before" {
		t.Errorf("a number is no text: %q, %v", got, err)
	}
}
