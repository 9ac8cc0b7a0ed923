package accountweb

import (
	"context"
	"strconv"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/web"
)

func fillSettings(r *web.Request, p account.SettingsPage) {
	if r.Kept() {
		return
	}
	f := r.Form()
	f.Default("name", p.Name)
	f.Default("telephone", p.Telephone)
	f.Default("mail_host", p.MailHost)
	f.Default("mail_from", p.MailFrom)
	f.Default("mail_user", p.MailUser)
	f.Default("exit_site", p.ExitSite)
	f.Default("address", p.Address)
	if p.MailPort > 0 {
		f.Default("mail_port", strconv.Itoa(p.MailPort))
	}
}

func readSettings(r *web.Request) account.Settings {
	f := r.Form()
	s := account.Settings{
		Name: f.Text("name", web.Required, web.Max(100)), Telephone: f.Text("telephone", web.Max(40)),
		MailHost: f.Text("mail_host", web.Max(253)), MailPort: f.Int("mail_port", web.Between(1, 65535)),
		MailFrom: f.Text("mail_from"), MailUser: f.Text("mail_user"), ExitSite: f.Text("exit_site"),
		Address: f.Text("address"),
	}
	for _, m := range s.Check() {
		f.Fail(m.Field, m.Key)
	}
	return s
}

// tasksOf shows what the network still lacks.
func tasksOf(ctx context.Context, tasks []account.Task) []web.Task {
	out := make([]web.Task, 0, len(tasks))
	for _, t := range tasks {
		link := t.Link
		if t.Done {
			link = ""
		}
		out = append(out, web.Task{Label: "account.task." + t.Name, Note: web.T(ctx, "account.task_note."+t.Name),
			Done: t.Done, URL: link})
	}
	return out
}
