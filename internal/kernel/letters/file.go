package letters

import (
	"bufio"
	"io"
	"strings"
)

// mark is the sign that some editors put before a text.
const mark = "\ufeff"

// Unmarked is a text without the mark that some editors put before it.
func Unmarked(text string) string { return strings.TrimPrefix(text, mark) }

// Reader reads a text without that mark.
func Reader(r io.Reader) io.Reader {
	in := bufio.NewReader(r)
	if head, err := in.Peek(len(mark)); err == nil && string(head) == mark {
		_, _ = in.Discard(len(mark)) // they were there
	}
	return in
}
