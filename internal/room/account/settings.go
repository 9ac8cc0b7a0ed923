package account

import (
	"context"
	"strconv"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Settings are the network's own, not about anybody. The mail server's password is not among them: the program reads
// it from a file of the machine.
type Settings struct {
	Name      string
	Telephone string // shown to referrers and on error pages; may be empty
	MailHost  string // empty: no mail is sent, the board says whom to call
	MailPort  int
	MailFrom  string
	MailUser  string
	ExitSite  string // https; where the quick exit leads
	Address   string // https; where this network is reached, for the one link of the weekly question; may be empty
}

// Mistake is a setting that cannot be: the field's name, and a text key.
type Mistake struct{ Field, Key string }

// Check returns what is wrong with the settings.
func (s Settings) Check() []Mistake {
	var out []Mistake
	wrong := func(field string, is bool) {
		if is {
			out = append(out, Mistake{field, "account.settings.wrong." + field})
		}
	}
	for _, q := range Asked {
		wrong(q.Name, !q.Fits(q.Get(&s).Code()))
	}
	wrong("mail_port", s.MailHost != "" && (s.MailPort < 1 || s.MailPort > 65535))
	wrong("mail_from", s.MailHost != "" && !mailForm.MatchString(s.MailFrom))
	return out
}

// Edit is new settings, and the version of those they were typed on; 0: whatever stands.
type Edit struct {
	Settings
	Version int64
}

// SettingsPage is the settings with what the network still lacks.
type SettingsPage struct {
	Edit
	Tasks  []Task
	Asides []Aside
}

// Settings returns the settings, to the administrator.
func (d *Desk) Settings(ctx context.Context, who access.Actor) (SettingsPage, error) {
	var p SettingsPage
	err := d.gate.Office(ctx, who, ReadSettings, func(v *gate.OfficeView) (err error) {
		p = SettingsPage{}
		set, version, err := readSettings(v.Query)
		if err != nil {
			return err
		}
		p.Version = version
		port, _ := strconv.Atoi(set["smtp_port"]) // empty: not set yet
		p.Settings = Settings{Name: set["name"], Telephone: set["telephone"], MailHost: set["smtp_host"],
			MailPort: port,
			MailFrom: set["smtp_from"], MailUser: set["smtp_user"], ExitSite: set["exit_site"], Address: set["address"]}
		if p.Tasks, err = d.missing(v.Query); err != nil {
			return err
		}
		p.Asides, err = asides(v)
		return err
	})
	return p, err
}

// readSettings reads every setting, and the version of them all: when one was last written, in µs UTC.
func readSettings(query asks) (set map[string]string, version int64, err error) {
	set = map[string]string{}
	return set, version, gate.Each(query, qSettings, func(rows *gate.Rows) error {
		var name, value string
		var at int64
		err := rows.Scan(&name, &value, &at)
		set[name], version = value, max(version, at)
		return err
	})
}

// Change writes the settings; it needs a step-up, since it decides where mail goes and where people are sent. Where the
// settings are no longer those they were typed on, it is fault.ErrChanged.
func (d *Desk) Change(ctx context.Context, who access.Actor, s Edit) error {
	if m := s.Check(); len(m) > 0 {
		return fault.NewInvalid(m[0].Key)
	}
	port := ""
	if s.MailPort > 0 {
		port = strconv.Itoa(s.MailPort)
	}
	err := d.gate.ChangeOffice(ctx, who, ChangeSettings, func(tx *gate.OfficeTx) error {
		_, version, err := readSettings(tx.Query)
		if err != nil {
			return err
		}
		if s.Version != 0 && s.Version != version {
			return fault.ErrChanged
		}
		now := max(clock.Micros(tx.Now()), version+1)
		for _, kv := range [][2]string{{"name", s.Name}, {"telephone", s.Telephone}, {"smtp_host", s.MailHost},
			{"smtp_port", port},
			{"smtp_from", s.MailFrom}, {"smtp_user", s.MailUser}, {"exit_site", s.ExitSite}, {"address", s.Address}} {
			if _, err := tx.Exec(qSet, kv[0], kv[1], now); err != nil {
				return err
			}
		}
		return nil
	})
	d.keeper.SettingsChanged()
	return err
}
