package placement_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// do changes something beside the doors.
func (n *net) do(sql string, args ...any) {
	n.t.Helper()
	_, err := n.Raw().Exec(sql, args...)
	n.must(err)
}

// job writes a job of the outbox that concerns somebody, as it stands after some attempts.
type job struct {
	kind                 string
	object               []byte
	attempts, done, held int
}

func (n *net) job(j job) {
	n.t.Helper()
	n.do(`insert into outbox_job (id, kind, dedupe, object_id, payload, due_at, attempts, done_at, lease_until_at)
		values ($1, $2, 'x', $3, '', 0, $4, $5, $6)`, id.Random[any]().Bytes(), j.kind, j.object, j.attempts, j.done,
		j.held)
}

// A host is reached by mail where somebody who works there has an address to which letters go; and where its own
// notice goes.
func TestWhomNoMailReaches(t *testing.T) {
	each(t, func(n *net) {
		nina := n.Person("nina", "Nina", n.referring, "", access.Referrer)
		awa := n.awa(nil)
		names := map[access.TeamID]string{n.referring: "referring"}
		for login, h := range n.hosts {
			names[h.team] = login
		}
		unreached := func(what string, want ...string) {
			n.t.Helper()
			var got []string
			n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, awa, func(v *gate.CaseView) error {
				list, err := proposal.Unreached(v)
				for _, team := range list {
					got = append(got, names[team])
				}
				return err
			}))
			if slices.Sort(got); !slices.Equal(got, want) {
				n.t.Errorf("%s: unreached are %q, want %q", what, got, want)
			}
		}
		user := func(login string) []byte { return n.hosts[login].who.User().Bytes() }
		unreached("nobody has an address", "ille", "lot", "nord", "referring", "rhone")
		for _, login := range []string{"lot", "ille", "rhone"} {
			n.do(`update access_user set mail = 'x@example.org' where id = $1`, user(login))
		}
		n.do(`update access_membership set left_at = 1 where user_id = $1`, user("ille"))
		n.do(`update access_user set left_at = 1 where id = $1`, user("rhone"))
		unreached("two left", "ille", "nord", "referring", "rhone")

		lot, other := n.hosts["lot"].team.Bytes(), nina.User().Bytes()
		for what, j := range map[string]job{"a letter that did not go": {"mail.letter", user("lot"), 1, 0, 0},
			"a notice that did not go": {"mail.notice", lot, 1, 0, 0}} {
			try := func(how string, j job, want ...string) {
				n.t.Helper()
				n.job(j)
				unreached(what+": "+how, want...)
				n.do(`delete from outbox_job where dedupe = 'x'`)
			}
			try("tried once", j, "ille", "lot", "nord", "referring", "rhone")
			for how, change := range map[string]func(*job){
				"not tried":     func(j *job) { j.attempts = 0 },
				"gone":          func(j *job) { j.done = 1 },
				"on its way":    func(j *job) { j.held = 1 },
				"another's":     func(j *job) { j.object = other },
				"another thing": func(j *job) { j.kind = "placement.expire" },
			} {
				changed := j
				change(&changed)
				try(how, changed, "ille", "nord", "referring", "rhone")
			}
		}
		n.job(job{"mail.letter", user("lot"), 0, 0, 0})
		n.do(`update outbox_job set due_at = $1 where dedupe = 'x'`, clock.Micros(n.Clock.Now().Add(time.Minute)))
		unreached("its reader is sent nothing at this hour", "ille", "lot", "nord", "referring", "rhone")
		n.Clock.Advance(time.Minute)
		unreached("the hour has come", "ille", "nord", "referring", "rhone")
	})
}

// The board says whom to call: whoever no mail reaches, whoever keeps silent when it is urgent; and asks about mail
// only while somebody's answer is awaited.
func TestTheBoardSaysWhomToCall(t *testing.T) {
	mail := true
	each(t, func(n *net) {
		mail = true
		n.desk = placement.New(n.Gate, placement.Options{Mail: func() bool { return mail }})
		n.do(`update access_user set mail = 'x@example.org' where id = $1`, n.hosts["lot"].who.User().Bytes())
		awa := n.awa(nil)
		line := func(login string) proposal.Line {
			n.t.Helper()
			lines := n.search(awa).Lines
			i := slices.IndexFunc(lines, func(l proposal.Line) bool { return l.Proposal.Team == n.hosts[login].team })
			if i < 0 {
				n.t.Fatalf("no line of %s among %d", login, len(lines))
			}
			return lines[i]
		}
		calls := func(what string, lot, rhone bool) {
			n.t.Helper()
			for login, want := range map[string]bool{"lot": lot, "rhone": rhone} {
				l := line(login)
				if l.Call != want || l.Place.ID != n.hosts[login].place || l.Interview != nil {
					n.t.Errorf("%s: %s is to be called: %v; %+v", what, login, l.Call, l.Interview)
				}
			}
		}
		n.propose(awa, true, "lot", "rhone")
		sent := n.proposal(awa, "lot").Sent
		calls("asked", false, true)
		mail = false
		calls("without a mail server", true, true)
		mail = true
		n.Clock.Set(sent.Add(time.Hour))
		n.run()
		calls("an hour of silence", true, true)

		ref, pid := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, ref, pid))
		ref2, pid2 := n.asked("rhone")
		asked := func() int {
			n.t.Helper()
			c, statements := trusttest.Statements(n.ctx)
			n.must(n.Gate.ViewCase(c, n.claire, casefile.Open, awa, func(v *gate.CaseView) error {
				_, _, err := n.desk.Asking.OnCase(v)
				return err
			}))
			return statements["placement.unreached"]
		}
		if got := asked(); got != 1 {
			n.t.Errorf("mail is asked about %d times while an answer is awaited", got)
		}
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["rhone"].who, ref2, pid2, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Sent}))
		if got := asked(); got != 0 {
			n.t.Errorf("mail is asked about %d times once all have answered", got)
		}
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, pid, proposal.Meeting{At: n.Clock.Now().Add(time.Hour),
			Way: "video"}))
		if l := line("lot"); l.Interview == nil || l.Interview.Way != "video" || line("rhone").Interview != nil {
			n.t.Errorf("the interview on the board: %+v", l.Interview)
		}
		if n.Engine == "sqlite" { // what fails lies above the engine
			n.do(`delete from partner_place where id = $1`, n.hosts["lot"].place.Bytes())
			err := n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, awa, func(v *gate.CaseView) error {
				_, _, err := n.desk.Asking.OnCase(v)
				return err
			})
			if !fault.Is(err, fault.NotFound) {
				n.t.Errorf("the board of a place that is no more: %v", err)
			}
		}
	})
}
