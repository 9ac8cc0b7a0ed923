package accountweb

import (
	"context"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/web"
)

func fillSettings(r *web.Request, p account.SettingsPage) {
	if !r.Kept() {
		web.Fill(r.Form(), account.Asked, &p.Settings)
	}
}

func readSettings(r *web.Request) account.Settings {
	f, s := r.Form(), web.Answers(account.Asked)(r)
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
