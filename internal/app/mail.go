package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/web"
)

const (
	// noticeJob is the kind of job that tells a team's members that something waits for them.
	noticeJob = "mail.notice"
	// letterJob sends one letter to one person: an address that takes no mail keeps none of the others waiting, and
	// none of them gets the letter again with each attempt. Its payload is the kind of the job it comes from.
	letterJob = "mail.letter"
)

// notify finds the members of a team, reads the address of one, and the mail server's settings.
var notify = access.Define(access.Act{Name: noticeJob, Door: access.OfficeDoor, By: access.ByMachine})

var (
	qMailSetting = gate.OfficeSQL("app.mail_setting", session.ReadSetting)
	qMailMembers = gate.OfficeSQL("app.mail_members", `select distinct u.id, u.quiet_from, u.quiet_until
		from `+access.Members+` where m.team_id = $1 and u.mail <> ''`)
	qMailTo = gate.OfficeSQL("app.mail_to", `select mail, lang from access_user where id = $1 and left_at = 0
		and mail <> ''`)
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

// reader is somebody who is sent letters, and the hours, as HH:MM, between which they are sent none.
type reader struct {
	user        gate.UserID
	from, until string
}

// after is when a letter goes to somebody: at once, the zero time, or after the quiet hours in which now stands. An
// hour that a clock leaves out is the next there is.
func (r reader) after(now time.Time) time.Time {
	at := now.Format("15:04")
	night := r.from > r.until // over midnight
	quiet := at >= r.from && at < r.until
	if night {
		quiet = at >= r.from || at < r.until
	}
	if r.from == "" || !quiet {
		return time.Time{}
	}
	end, err := time.Parse("15:04", r.until)
	if err != nil {
		return time.Time{}
	}
	day := now.Day()
	if night && at >= r.from {
		day++
	}
	return time.Date(now.Year(), now.Month(), day, end.Hour(), end.Minute(), 0, 0, now.Location())
}

// noticeLetter tells that something waits, and no more.
var noticeLetter = room.Letter{Subject: "app.mail.subject", Body: "app.mail.body"}

// toTeam writes one job for each member of a job's team who gave an address. Without a mail server it does nothing: the
// board then says whom to call.
func (m *mailer) toTeam(ctx context.Context, j outbox.Job) error {
	var team access.TeamID
	if err := team.Scan(j.Object); err != nil {
		return fmt.Errorf("notice to a team: %w", err)
	}
	return m.gate.ChangeOffice(ctx, access.Machine(noticeJob), notify, func(tx *gate.OfficeTx) error {
		if host, err := setting(&tx.OfficeView, "smtp_host"); err != nil || host == "" {
			return err
		}
		members, err := gate.List(tx.Query, qMailMembers, func(r *reader) []any {
			return []any{&r.user, &r.from, &r.until}
		}, team)
		if err != nil {
			return err
		}
		for _, r := range members {
			err := tx.Later(gate.Job{Kind: letterJob, Dedupe: j.Kind + " " + j.Dedupe + " " + r.user.String(),
				Object: r.user.Bytes(), Payload: j.Kind, Due: r.after(tx.Now().In(tx.Country().Zone()))})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// toPerson sends the letter that a job names to one person, if they still have an address.
func (m *mailer) toPerson(letters map[string]room.Letter) outbox.Handler {
	return func(ctx context.Context, j outbox.Job) error {
		var who gate.UserID
		if err := who.Scan(j.Object); err != nil {
			return fmt.Errorf("letter to a person: %w", err)
		}
		settings := map[string]string{}
		var to []addressee
		err := m.gate.Office(ctx, access.Machine(noticeJob), notify, func(v *gate.OfficeView) (err error) {
			for _, name := range []string{"smtp_host", "smtp_port", "smtp_from", "smtp_user", "address"} {
				if settings[name], err = setting(v, name); err != nil {
					return err
				}
			}
			to, err = gate.List(v.Query, qMailTo, func(a *addressee) []any { return []any{&a.address, &a.lang} }, who)
			return err
		})
		if err != nil || settings["smtp_host"] == "" || len(to) == 0 {
			return err
		}
		port, err := strconv.Atoi(settings["smtp_port"])
		if err != nil {
			port = 25
		}
		msg, err := m.write(letters[j.Payload], settings["smtp_from"], settings["address"], to[0])
		if err != nil {
			return err
		}
		err = m.send(ctx, server{settings["smtp_host"], settings["smtp_user"], port}, msg)
		return fault.In("send a notice", err)
	}
}

// setting is one of the network's settings; "" where it is not set.
func setting(v *gate.OfficeView, name string) (string, error) {
	value, err := gate.Value[string](v.Query, qMailSetting, name)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return value, err
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
			mail.WithUsername(s.user), mail.WithPassword(strings.TrimSpace(string(letters.Unmarked(password)))))
	}
	c, err := mail.NewClient(s.host, opts...)
	if err != nil {
		return err
	}
	return c.DialAndSendWithContext(ctx, m)
}
