package sqldb

import "fmt"

// kind tells what a token is. The scanner knows just enough SQL to leave strings, names and comments alone.
type kind int

const (
	space   kind = iota
	comment      // -- to the end of the line, or /* */
	word         // select, casefile_case
	quoted       // "name"
	text         // 'words'
	dollar       // $$ body $$, PostgreSQL's function bodies: migrations only
	number       // 12, 1.5
	param        // $1
	macro        // @lock
	mark         // any other character
)

type token struct {
	kind kind
	text string
}

// scan cuts sql into tokens; joined again they give sql byte for byte.
func scan(sql string) ([]token, error) {
	var out []token
	for i := 0; i < len(sql); {
		t, err := next(sql[i:])
		if err != nil {
			return nil, fmt.Errorf("at byte %d: %w", i, err)
		}
		out = append(out, t)
		i += len(t.text)
	}
	return out, nil
}

func next(s string) (token, error) {
	switch c := s[0]; {
	case isSpace(c):
		return take(space, s, run(s, isSpace)), nil
	case c == '-' && len(s) > 1 && s[1] == '-':
		return take(comment, s, run(s, func(c byte) bool { return c != '\n' })), nil
	case c == '/' && len(s) > 1 && s[1] == '*':
		return block(s)
	case c == '\'':
		return closed(text, s, c)
	case c == '"':
		return closed(quoted, s, c)
	case isLetter(c):
		n := run(s, isName)
		if n < len(s) && (s[n] == '\'' || s[n] == '"') {
			return token{}, fmt.Errorf("%q directly before a quote changes how it is read", s[:n])
		}
		return take(word, s, n), nil
	case isDigit(c):
		return numeral(s)
	case c == '$':
		return dollars(s)
	case c == '@':
		n := 1 + run(s[1:], isName)
		if n == 1 {
			return token{}, fmt.Errorf("lone @")
		}
		return take(macro, s, n), nil
	case c == 0 || c >= 0x80:
		return token{}, fmt.Errorf("character %q outside quotes", c)
	}
	return take(mark, s, 1), nil
}

func take(k kind, s string, n int) token { return token{k, s[:n]} }

func run(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

// closed reads up to the closing quote; a doubled quote stands for itself.
func closed(k kind, s string, q byte) (token, error) {
	for i := 1; i < len(s); i++ {
		if s[i] == 0 {
			break
		}
		if s[i] != q {
			continue
		}
		if i+1 < len(s) && s[i+1] == q {
			i++
			continue
		}
		return take(k, s, i+1), nil
	}
	return token{}, fmt.Errorf("quote %c is not closed", q)
}

// block reads a /* */ comment. One inside another is refused: PostgreSQL nests them, SQLite does not.
func block(s string) (token, error) {
	for i := 2; i+1 < len(s); i++ {
		switch s[i : i+2] {
		case "/*":
			return token{}, fmt.Errorf("comment within a comment")
		case "*/":
			return take(comment, s, i+2), nil
		}
	}
	return token{}, fmt.Errorf("comment is not closed")
}

func numeral(s string) (token, error) {
	n := run(s, func(c byte) bool { return isDigit(c) || c == '.' })
	if n < len(s) && isName(s[n]) {
		return token{}, fmt.Errorf("name begins with a digit")
	}
	return take(number, s, n), nil
}

// dollars reads $1, or the quoted body $tag$ ... $tag$.
func dollars(s string) (token, error) {
	n := 1 + run(s[1:], isDigit)
	if n > 1 {
		if s[1] == '0' || n > 4 || (n < len(s) && isName(s[n])) {
			return token{}, fmt.Errorf("placeholder is not $1 to $999")
		}
		return take(param, s, n), nil
	}
	n += run(s[1:], func(c byte) bool { return isName(c) && c != '$' })
	if n == len(s) || s[n] != '$' {
		return token{}, fmt.Errorf("lone $")
	}
	tag := s[:n+1]
	for i := len(tag); i+len(tag) <= len(s); i++ {
		if s[i:i+len(tag)] == tag {
			return take(dollar, s, i+len(tag)), nil
		}
	}
	return token{}, fmt.Errorf("%s is not closed", tag)
}

func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }
func isName(c byte) bool   { return isLetter(c) || isDigit(c) || c == '$' }
