package letters

import (
	"bufio"
	"io"
)

// Mark is the byte order mark, which some editors put before a text and by which spreadsheets read accents.
const Mark = "\ufeff"

// Unmarked is a text without that mark before it.
func Unmarked[T string | []byte](text T) T {
	if len(text) >= len(Mark) && string(text[:len(Mark)]) == Mark {
		return text[len(Mark):]
	}
	return text
}

// Reader reads a text without that mark.
func Reader(r io.Reader) io.Reader {
	in := bufio.NewReader(r)
	if head, err := in.Peek(len(Mark)); err == nil && string(head) == Mark {
		_, _ = in.Discard(len(Mark)) // they were there
	}
	return in
}
