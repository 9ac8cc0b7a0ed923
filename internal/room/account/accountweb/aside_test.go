package accountweb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

var putTask = access.Define(access.Act{Name: "accountwebtest.put", Door: access.OfficeDoor, By: access.ByMachine})

// The settings page shows what was set aside, by its kind and nothing else, and two buttons decide.
func TestSettingsShowTasksSetAside(t *testing.T) {
	f := trusttest.SQLite(t)
	ctx, tried := context.Background(), 0
	w := f.Worker(map[string]outbox.Handler{"test.task": func(context.Context, outbox.Job) error {
		tried++
		return errors.New("no")
	}})
	run := func(times int) {
		t.Helper()
		for range times {
			if _, err := w.Run(ctx); err != nil {
				t.Fatal(err)
			}
			f.Clock.Advance(61 * time.Minute)
		}
	}
	err := f.Gate.ChangeOffice(ctx, access.Machine("test"), putTask, func(tx *gate.OfficeTx) error {
		return tx.Later(gate.Job{Kind: "test.task", Object: []byte("whose it is"), Payload: "what it is about"})
	})
	if err != nil {
		t.Fatal(err)
	}
	run(1)
	s := open(t, f.House, f.Clock)
	b := s.browser(t, "fr").signIn(f, "root")
	b.get("/settings").sees(200).lacks("Tâches mises de côté")
	run(outbox.MostAttempts - 1)
	b = s.browser(t, "fr").signIn(f, "root")
	b.get("/settings").sees(200, "Tâches mises de côté", "test.task", "60 essais sans résultat").
		lacks("whose it is", "what it is about")
	task := b.find(`/settings/tasks/([0-9a-z]+)/attempt`)
	if len(task) != 1 {
		t.Fatalf("buttons: %v", task)
	}
	b.post("/settings/tasks/junk/attempt").sees(404)
	b.post("/settings/tasks/"+task[0]+"/attempt").sees(200, "La tâche est reprise").lacks("Tâches mises de côté")
	run(1)
	if tried != outbox.MostAttempts+1 {
		t.Fatalf("tried %d times", tried)
	}
	run(outbox.MostAttempts)
	b = s.browser(t, "fr").signIn(f, "root")
	b.get("/settings").sees(200, "Tâches mises de côté", "60 essais sans résultat")
	b.post("/settings/tasks/"+task[0]+"/rest").sees(200, "Confirmer que c’est vous")
	b.stepUp(f, "root")
	b.post("/settings/tasks/"+task[0]+"/rest").sees(200, "La tâche est abandonnée").lacks("Tâches mises de côté")
}
