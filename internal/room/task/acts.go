package task

import (
	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Team is one of the teams that keep tasks and notes: its acts, which open the one compartment in which it writes, and
// what it is asked.
type Team struct {
	Relation access.Relation // in which it stands to the case
	Path     string          // of its pages, below the case's
	// Change writes a line anew, Finish says that a task is done or still to do, Remove undoes a slip.
	Read, Add, Change, Finish, Remove access.Act
	Task, Note                        ask.Sheet[Entry]

	column gate.SealedColumn
}

// The teams.
var (
	Evaluating = team(Team{Relation: access.Evaluates, Path: "/tasks"}, access.CaseCoordinator, "",
		vault.Evaluation, vault.Danger, gate.Column(vault.Danger, "task_entry.danger_sealed"))
	Organising = team(Team{Relation: access.Organises, Path: "/journey/tasks"}, access.CaseOrganiser,
		"_journey", vault.Logistics, vault.Journey, gate.Column(vault.Journey, "task_entry.journey_sealed"))
	Hosting = team(Team{Relation: access.Hosts, Path: "/stay/tasks"}, access.ReceivingHost, "_stay",
		vault.Host, vault.ShelterNotes, gate.Column(vault.ShelterNotes, "task_entry.shelter_sealed"))

	// Teams are all of them.
	Teams = []Team{Evaluating, Organising, Hosting}
)

// PageOf is where the team reads all that it wrote on a case.
func (t Team) PageOf(ref casefile.Ref) string { return casefile.Header{Ref: ref}.Page() + t.Path }

func team(t Team, by access.Rule, end string, reader vault.Reader, words vault.Set, column gate.SealedColumn) Team {
	act := func(verb string, opens vault.Set) access.Act {
		return access.Define(access.Act{Name: "task." + verb + end, Door: access.CaseDoor, By: by, Opens: opens})
	}
	t.Read, t.Add, t.Change = act("read", words), act("add", words), act("change", words)
	t.Finish, t.Remove = act("finish", vault.None), act("remove", vault.None)
	t.column = column
	t.Task, t.Note = doing(column, reader), noting(column, reader)
	return t
}

// teamOf is the team that stands in a relation to a case; ok is false where that keeps no tasks.
func teamOf(r access.Relation) (t Team, ok bool) {
	for _, t := range Teams {
		if t.Relation == r {
			return t, true
		}
	}
	return t, false
}
