package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/web"
)

// noticeJob is the kind of job that tells a team's members that something waits for them.
const noticeJob = "mail.notice"

// notify reads the addresses of a team and the mail server's settings.
var notify = access.Define(access.Act{Name: noticeJob, Door: access.OfficeDoor, By: access.ByMachine})

var (
	qMailSetting = gate.OfficeSQL("app.mail_setting", `select value from network_setting where name = $1`)
	qMailTo      = gate.OfficeSQL("app.mail_to", `select distinct u.mail, u.lang from access_user u
		join access_membership m on m.user_id = u.id
		where m.team_id = $1 and m.left_at = 0 and u.left_at = 0 and u.mail <> '' order by u.mail`)
)

// mailer sends notices: the same words for everybody, whatever happened. No case, no partner; the weekly question to
// hosts alone has a link, the same for all of them.
type mailer struct {
	gate  *gate.Gate
	texts *web.Texts
	send  func(ctx context.Context, s server, m *mail.Msg) error
}

// server is the mail server to send through.
type server struct {
	host, user string
	port       int
}

func (n *Net) mailer() *mailer { return &mailer{n.Gate, n.Rooms.texts, smtp} }

type addressee struct {
	address string
	lang    lang.Tag
}

// noticeLetter tells that something waits, and no more.
var noticeLetter = room.Letter{Subject: "app.mail.subject", Body: "app.mail.body"}

// handle delivers a letter to the team that a job is about.
func (m *mailer) handle(l room.Letter) outbox.Handler {
	return func(ctx context.Context, j outbox.Job) error { return m.deliver(ctx, j, l) }
}

// deliver sends a letter to each member of the job's team who gave an address. Without a mail server it does nothing:
// the board then says whom to call.
func (m *mailer) deliver(ctx context.Context, j outbox.Job, l room.Letter) error {
	var team access.TeamID
	if err := team.Scan(j.Object); err != nil {
		return fmt.Errorf("notice to a team: %w", err)
	}
	settings := map[string]string{}
	var to []addressee
	err := m.gate.Office(ctx, access.Machine(noticeJob), notify, func(v *gate.OfficeView) (err error) {
		for _, name := range []string{"smtp_host", "smtp_port", "smtp_from", "smtp_user", "address"} {
			if settings[name], err = gate.Value[string](v.Query, qMailSetting, name); err != nil &&
				!fault.Is(err, fault.NotFound) {
				return err
			}
		}
		to, err = gate.List(v.Query, qMailTo, func(a *addressee) []any { return []any{&a.address, &a.lang} }, team)
		return err
	})
	if err != nil || settings["smtp_host"] == "" {
		return err
	}
	port, err := strconv.Atoi(settings["smtp_port"])
	if err != nil {
		port = 25
	}
	for _, a := range to {
		msg, err := m.write(l, settings["smtp_from"], settings["address"], a)
		if err != nil {
			return err
		}
		if err := m.send(ctx, server{settings["smtp_host"], settings["smtp_user"], port}, msg); err != nil {
			return fmt.Errorf("send a notice: %w", err)
		}
	}
	return nil
}

// write is the mail: a neutral subject and a sentence or two, in the reader's language, and the letter's link where the
// network's address is known.
func (m *mailer) write(l room.Letter, from, network string, a addressee) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(from); err != nil {
		return nil, fmt.Errorf("sender of notices: %w", err)
	}
	if err := msg.To(a.address); err != nil {
		return nil, fmt.Errorf("addressee of a notice: %w", err)
	}
	_, domain, _ := strings.Cut(from, "@")
	msg.SetMessageIDWithValue(rand.Text() + "@" + domain) // never the machine's own name
	p := m.texts.In(a.lang, m.gate.Now())
	msg.Subject(p.T(l.Subject))
	body := p.T(l.Body)
	if l.Page != "" && network != "" {
		body += "\n\n" + strings.TrimSuffix(network, "/") + l.Page
	}
	msg.SetBodyString(mail.TypeTextPlain, body)
	return msg, nil
}

// passwordFile names the file that holds the mail server's password; else the systemd credential is read.
const (
	passwordFile       = "HAVRE_SMTP_PASSWORD_FILE"
	passwordCredential = "havre-smtp"
)

func smtp(ctx context.Context, s server, m *mail.Msg) error {
	opts := []mail.Option{mail.WithPort(s.port), mail.WithTLSPolicy(mail.TLSOpportunistic)}
	if s.user != "" {
		path := os.Getenv(passwordFile)
		if dir := os.Getenv("CREDENTIALS_DIRECTORY"); path == "" && dir != "" {
			path = filepath.Join(dir, passwordCredential)
		}
		password, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read the mail server's password: %w", err)
		}
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(s.user), mail.WithPassword(strings.TrimSpace(string(password))))
	}
	c, err := mail.NewClient(s.host, opts...)
	if err != nil {
		return err
	}
	return c.DialAndSendWithContext(ctx, m)
}
