package account

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

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

// hourForm is an hour as people type it: 22, 22h, 22 h 30, 22:30.
var hourForm = regexp.MustCompile(`^\s*([01]?[0-9]|2[0-3])\s*(?:[hH:]\s*([0-5][0-9])?)?\s*$`)

// HourOf reads an hour of the day as HH:MM; "" of anything else.
func HourOf(typed string) string {
	m := hourForm.FindStringSubmatch(typed)
	if m == nil {
		return ""
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

func isHour(typed string) bool { return HourOf(typed) != "" }

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
	from, until := HourOf(n.QuietFrom), HourOf(n.QuietUntil)
	if (n.QuietFrom != "" || n.QuietUntil != "") && (from == "" || until == "" || from == until) {
		return ErrQuiet
	}
	return d.gate.ChangeOffice(ctx, who, SetNotices, func(tx *gate.OfficeTx) error {
		_, err := tx.Exec(qSetMail, who.User(), n.Mail, from, until)
		return fault.In("set the address for notices", err)
	})
}
