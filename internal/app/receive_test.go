package app_test

import (
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
)

// receive takes one mail as a mail server does, and returns its subject and body as people read them.
func receive(c net.Conn) (string, error) {
	r := textproto.NewConn(c)
	defer func() { _ = r.Close() }()
	_ = r.PrintfLine("220 ready")
	var raw []byte
	for {
		line, err := r.ReadLine()
		if err != nil {
			return "", err
		}
		switch verb := strings.ToUpper(line[:min(4, len(line))]); verb {
		case "DATA":
			_ = r.PrintfLine("354 go on")
			if raw, err = r.ReadDotBytes(); err != nil {
				return "", err
			}
			_ = r.PrintfLine("250 taken")
		case "QUIT":
			_ = r.PrintfLine("221 bye")
			m, err := mail.ReadMessage(bytes.NewReader(raw))
			if err != nil {
				return "", err
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil {
				return "", err
			}
			var body io.Reader = m.Body
			if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
				body = quotedprintable.NewReader(m.Body)
			}
			words, err := io.ReadAll(body)
			return subject + "\n" + string(words), err
		default:
			_ = r.PrintfLine("250 havre")
		}
	}
}
