package account

import (
	"context"
	"regexp"
	"strings"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Faults of where and when somebody is told by mail that something waits, each beside its field.
var (
	// ErrMail tells that a text is no mail address.
	ErrMail = fault.NewAbout("mail", "account.sessions.mail_form")
	// ErrQuiet tells that quiet hours have a beginning and no end, or an end and no beginning, or are none.
	ErrQuiet = fault.NewAbout("quiet_until", "account.sessions.quiet_both")
)

// Notices is where somebody is told by mail that something waits, and when they are not.
type Notices struct {
	Mail string // empty: no mail
	// QuietFrom and QuietUntil are the hours, by the head office's clocks, between which no mail goes to them; over
	// midnight where the second is the smaller. As HH:MM where they are kept; both empty for none.
	QuietFrom, QuietUntil string
}

// hourMark is what stands between hour and minute, with the spaces around it.
var hourMark = regexp.MustCompile(`\s*[hH:]\s*`)

// hourOf reads an hour of the day, with minutes or without, 22, 22 h 30, as HH:MM; "" of anything else.
func hourOf(typed string) string {
	typed = hourMark.ReplaceAllString(strings.TrimSpace(typed), ":")
	if !strings.Contains(typed, ":") {
		typed += ":"
	}
	t, err := clock.OfDay(typed)
	if err != nil {
		return ""
	}
	return t.Format("15:04")
}

func isHour(typed string) bool { return hourOf(typed) != "" }

// Notices returns where and when the person is told that something waits.
func (d *Desk) Notices(ctx context.Context, who access.Actor) (n Notices, err error) {
	err = d.gate.Office(ctx, who, OwnNotices, func(v *gate.OfficeView) error {
		return v.QueryRow(qMail, who.User()).Scan(&n.Mail, &n.QuietFrom, &n.QuietUntil)
	})
	return n, fault.In("read the address for notices", err)
}

// SetNotices sets them. Notices are constant words, without a case, a partner or a link. What is to go in quiet hours
// goes after them; the board then says at once that a host is to be called.
func (d *Desk) SetNotices(ctx context.Context, who access.Actor, n Notices) error {
	if n.Mail != "" && (len(n.Mail) > 254 || !mailForm.MatchString(n.Mail)) {
		return ErrMail
	}
	from, until := hourOf(n.QuietFrom), hourOf(n.QuietUntil)
	if (n.QuietFrom != "" || n.QuietUntil != "") && (from == "" || until == "" || from == until) {
		return ErrQuiet
	}
	return d.gate.ChangeOffice(ctx, who, SetNotices, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qSetMail, who.User(), n.Mail, from, until)
		return fault.In("set the address for notices", err)
	})
}
