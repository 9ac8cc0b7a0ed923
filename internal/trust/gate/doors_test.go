package gate_test

import (
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// Each door refuses whoever may not, before anything runs, and notes it.
func TestEachDoorRefusesAndNotes(t *testing.T) {
	each(t, func(w *world) {
		in := func() error { w.t.Error("got in"); return nil }
		for what, c := range map[string]struct {
			act access.Act
			try func() error
		}{
			"office": {reading, func() error {
				return w.Gate.Office(ctx, w.hana, reading, func(*gate.OfficeView) error { return in() })
			}},
			"an empty form": {changing, func() error { return w.Gate.Blank(ctx, w.hana, changing) }},
			"changing the office": {changing, func() error {
				return w.Gate.ChangeOffice(ctx, w.hana, changing, func(*gate.OfficeTx) error { return in() })
			}},
			"figures": {counting, func() error {
				return w.Gate.Figures(ctx, w.hana, counting, func(*gate.FiguresView) error { return in() })
			}},
			"a list": {listing, func() error {
				return w.Gate.Circle(ctx, access.Nobody(), listing, func(*gate.CircleView) error { return in() })
			}},
			"a public page that is none": {private, func() error {
				return w.Gate.Public(ctx, private, func(*gate.PublicTx) error { return in() })
			}},
			"opening a case": {openCase, func() error {
				_, err := w.Gate.NewCase(ctx, w.hana, openCase, evaluates(both), nil,
					func(*gate.CaseTx, gate.JournalID) error { return in() })
				return err
			}},
		} {
			w.last(c.act)
			_, before := w.last(c.act)
			w.refused(what, c.try())
			if e, after := w.last(c.act); after != before+1 || e.Refused != string(c.act.By) ||
				e.Opened+e.Granted != "" ||
				len(e.Team) != 0 {
				w.t.Errorf("%s: %d entries more, the last %+v", what, after-before, e)
			}
		}
	})
}

func TestAnActGoesThroughItsOwnDoor(t *testing.T) {
	w := newWorld(t, trusttest.SQLite(t))
	for what, fn := range map[string]func(){
		"a look at a case": func() { _ = w.Gate.ViewCase(ctx, w.claire, reading, w.ref, nil) },
		"a mark":           func() { _, _ = w.Gate.Mark(ctx, w.claire, reading, w.ref, qMarked) },
		"a case":           func() { _ = w.Gate.Case(ctx, w.claire, reading, w.ref, nil) },
		"a list":           func() { _ = w.Gate.Circle(ctx, w.claire, reading, nil) },
		"the office":       func() { _ = w.Gate.Office(ctx, w.claire, listing, nil) },
		"an office act":    func() { _ = w.Gate.ChangeOffice(ctx, w.claire, listing, nil) },
		"a public page":    func() { _ = w.Gate.Public(ctx, listing, nil) },
		"the figures":      func() { _ = w.Gate.Figures(ctx, w.claire, listing, nil) },
		"a job's look":     func() { _ = w.Gate.Machine(ctx, access.Machine("job"), listing, nil) },
		"figures beside":   func() { _ = w.Gate.CountOffline(ctx, listing, nil) },
	} {
		panics(t, what, "goes to door", fn)
	}
	for _, act := range []access.Act{listing, counting} {
		panics(t, act.Name, "opens no case", func() { _, _ = w.Gate.NewCase(ctx, w.claire, act, nil, nil, nil) })
	}
	for _, act := range []access.Act{workCase, visiting, changing} { // refused or not, these doors open cases
		who := w.claire
		if act.Name == workCase.Name {
			who = w.hana
		}
		_, _ = w.Gate.NewCase(ctx, who, act, evaluates(vault.Identity), nil,
			func(*gate.CaseTx, gate.JournalID) error { return errStop })
	}
}

// A handle that somebody kept is dead once its door is shut: whatever it is asked.
func TestAHandleDiesWithItsDoor(t *testing.T) {
	each(t, func(w *world) {
		var v *gate.CaseView
		var c *gate.CaseTx
		var o *gate.OfficeTx
		var l *gate.CircleView
		var p *gate.PublicTx
		var f, beside *gate.FiguresView
		var box *gate.Box
		obj, now := gate.As(id.New[teamEntity](w.Clock.Now())), w.Clock.Now()
		key, err := vault.GenerateKey()
		w.ok(err)
		w.ok(w.Gate.ViewCase(ctx, w.claire, readCase, w.ref, func(x *gate.CaseView) error { v = x; return nil }))
		w.work(func(x *gate.CaseTx) error { c = x; return nil })
		w.ok(w.Gate.Circle(ctx, w.claire, listing, func(x *gate.CircleView) error { l = x; return nil }))
		w.ok(w.Gate.Figures(ctx, w.claire, counting, func(x *gate.FiguresView) error { f = x; return nil }))
		w.ok(w.Gate.CountOffline(ctx, counting, func(x *gate.FiguresView) error { beside = x; return nil }))
		w.ok(w.Gate.Public(ctx, visiting, func(x *gate.PublicTx) error { p = x; return nil }))
		w.ok(w.Gate.ChangeOffice(ctx, w.claire, changing, func(x *gate.OfficeTx) (err error) {
			o = x
			box, err = x.NewBox(obj, vault.Identity, w.evaluation)
			return err
		}))
		for what, fn := range map[string]func(){
			"due":      func() { _, _ = l.Due(1) },
			"in teams": func() { _ = l.InTeams(func(*gate.CircleView) error { return nil }) },
			"id":       func() { v.ID() }, "ref": func() { v.Ref() }, "relation": func() { v.Relation() },
			"actor": func() { v.Actor() }, "team": func() { v.Team() }, "now": func() { v.Now() },
			"note": func() { c.Note("x") }, "for": func() { c.For(w.north) },
			"holds": func() { v.Holds(vault.Identity) },
			"query": func() { _, _ = v.Query(qStageOf) }, "row": func() { v.QueryRow(qStageOf) },
			"exec": func() { _, _ = c.Exec(qStage, "x") }, "looks": func() { _, _ = v.Looks(1) },
			"open":       func() { _, _ = v.Open(vault.Identity, "test.name_sealed", w.id, w.name) },
			"open empty": func() { _, _ = v.Open(vault.Identity, "test.name_sealed", w.id, gate.Sealed{}) },
			"seal":       func() { _, _ = c.Seal(vault.Identity, "test.name_sealed", w.id, secret.Of("x")) },
			"create":     func() { _ = c.Create(vault.Needs, w.north) },
			"grant":      func() { _ = c.Grant(w.north, vault.Needs) },
			"leave":      func() { _ = c.Leave(w.north) }, "join": func() { _ = c.Join(w.north, access.Hosts) },
			"later": func() { _ = c.Later(gate.Job{}) }, "split": func() { _ = c.Split(vault.Identity) },
			"take back": func() { _, _ = c.TakeBack(w.north, vault.Identity) },
			"accompany": func() { _ = c.Accompany(w.hana.User(), vault.Identity, now, now) },
			"window":    func() { _ = c.MoveWindow(now, now) }, "part": func() { _ = c.PartCompanions() },
			"team of": func() { _, _ = v.TeamOf("evaluation") }, "box of": func() { _, _ = v.BoxOf(obj) },
			"office beside": func() { _, _ = v.Office(qTeams, "x") }, "office row": func() { v.OfficeRow(qTeams, "x") },
			"change office": func() { _, _ = c.ChangeOffice(qTeamEnds, w.north, 1) },
			"forget":        func() { _ = c.Forget(obj) },
			"a list":        func() { _, _ = l.Query(qFollowed, 0) }, "as": func() { _ = l.As(w.evaluation, nil) },
			"own list": func() { _, _ = l.Own(qOwn, 0) }, "a count": func() { _, _ = f.Query(qCount, 0) },
			"a count beside": func() { beside.QueryRow(qCount, 0) },
			"public":         func() { _, _ = p.Query(qPublic, "name") },
			"public row":     func() { p.QueryRow(qPublic, "name") },
			"public exec":    func() { _, _ = p.Exec(qPublicSet, "a", "b") },
			"public later":   func() { _ = p.Later(gate.Job{}) },
			"seal to":        func() { _, _ = p.SealTo(key.Public(), w.id, gate.Record{}) },
			"open from":      func() { _, _ = p.OpenFrom(key, w.id, w.name) },
			"seal with": func() {
				_, _ = p.SealWith(key, w.id, obj, vault.Identity, "test.name_sealed", w.id, secret.Of("x"))
			},
			"open with": func() { _, _ = p.OpenWith(key, w.id, obj, vault.Identity, "test.name_sealed", w.id, w.name) },
			"office":    func() { _, _ = o.Query(qTeams, "x") }, "an office row": func() { o.QueryRow(qTeams, "x") },
			"office exec":  func() { _, _ = o.Exec(qTeamEnds, w.north, 1) },
			"office later": func() { _ = o.Later(gate.Job{}) },
			"a box":        func() { _, _ = o.Box(obj) }, "new box": func() { _, _ = o.NewBox(obj, vault.Identity) },
			"box grant":  func() { _ = o.Grant(box, w.north, vault.Identity) },
			"box forget": func() { _ = o.Forget(obj) }, "box holds": func() { box.Holds(vault.Identity) },
			"office team of": func() { _, _ = o.TeamOf("evaluation") },
		} {
			panics(w.t, what, "outside its door", fn)
		}
		// Between the look and its note too.
		c2 := trusttest.Before(ctx, 2, func() { panics(w.t, "after the look", "outside its door", func() { v.ID() }) })
		w.ok(w.Gate.ViewCase(c2, w.claire, readCase, w.ref, func(x *gate.CaseView) error { v = x; return nil }))
		c2 = trusttest.Before(ctx, 2, func() { panics(w.t, "after the list", "outside its door", func() { l.Team() }) })
		w.ok(w.Gate.Circle(c2, w.claire, listing, func(x *gate.CircleView) error { l = x; return nil }))
		panics(w.t, "a handle from nowhere", "outside its door", func() { (&gate.CaseView{}).ID() })
		panics(w.t, "a box from nowhere", "outside its door", func() { (&gate.Box{}).Holds(vault.Identity) })
	})
}

func TestListsAreOfTheTeamsOwnCases(t *testing.T) {
	each(t, func(w *world) {
		mine := w.id
		w.Clock.Advance(time.Minute)
		ids := func(who access.Actor, q gate.CircleQuery) (out []gate.CaseID) {
			w.ok(w.Gate.Circle(ctx, who, listing, func(v *gate.CircleView) error {
				rows, err := v.Query(q, 0)
				if err != nil {
					return err
				}
				defer func() { _ = rows.Close() }()
				for rows.Next() {
					var c gate.CaseID
					if err := rows.Scan(&c); err != nil {
						return err
					}
					out = append(out, c)
				}
				return rows.Err()
			}))
			return out
		}
		only := func(what string, got []gate.CaseID, want ...gate.CaseID) {
			w.t.Helper()
			if len(got) != len(want) || len(want) == 1 && got[0] != want[0] {
				w.t.Errorf("%s: %v, not %v", what, got, want)
			}
		}
		only("the evaluation's", ids(w.claire, qFollowed), mine)
		only("asked about", ids(w.claire, qAsked))
		only("a stranger's", ids(w.hana, qFollowed))
		w.join(w.hana, access.Proposed, vault.None)
		only("a host only asked", ids(w.hana, qFollowed))
		only("what a host is asked about", ids(w.hana, qAsked), mine)
		only("another host", ids(w.bo, qAsked))
		w.join(w.hana, access.Hosts, vault.None)
		only("a host that receives", ids(w.hana, qFollowed), mine)
		only("no longer asked", ids(w.hana, qAsked))
		w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		only("a host that left", ids(w.hana, qFollowed))
		w.join(w.hana, access.Proposed, vault.None)
		w.work(func(tx *gate.CaseTx) error { return tx.Leave(w.north) })
		only("a host no longer asked", ids(w.hana, qAsked))
		_, before := w.last(listing)
		only("one entry a list", ids(w.claire, qFollowed), mine)
		e, after := w.last(listing)
		if after != before+1 || string(e.Team) != string(w.evaluation.Bytes()) || len(e.Object) != 0 {
			w.t.Errorf("%d entries, %+v", after-before, e)
		}

		var n int
		w.ok(w.Gate.Circle(ctx, w.claire, listing, func(v *gate.CircleView) error {
			w.refused("as a team that is not one's own", v.As(w.north, func(*gate.CircleView) error {
				w.t.Error("got in")
				return nil
			}))
			w.is("as one's own, giving up", v.As(w.evaluation, func(*gate.CircleView) error { return errStop }),
				errStop)
			if err := v.OfficeRow(qTeams, "North").Scan(&n); err != nil || n != 1 {
				w.t.Errorf("%d teams, %v", n, err)
			}
			rows, err := v.Office(qTeams, "North")
			if err != nil {
				return err
			}
			return rows.Close()
		}))
		two := w.twoTeams()
		w.ok(w.Gate.Circle(ctx, two, listing, func(v *gate.CircleView) error {
			was := v.Team()
			for _, team := range two.Teams() {
				w.ok(v.As(team, func(x *gate.CircleView) error {
					if x.Team() != team {
						w.t.Error("as another team than asked")
					}
					return nil
				}))
			}
			if v.Team() != was {
				w.t.Error("the team stays the other one")
			}
			var c gate.CaseID
			err := v.QueryRow(qFollowed, 0).Scan(&c)
			return err
		}))
	})
}

// twoTeams is Claire once she is a host of the northern shelter too.
func (w *world) twoTeams() access.Actor {
	w.t.Helper()
	code, err := w.Sessions.Invite(ctx, w.SignIn("root"), w.north, []access.Role{access.Host})
	w.ok(err)
	w.ok(w.Sessions.Accept(ctx, w.claire, code))
	return w.SignIn("claire")
}

func TestTheOfficeAndItsBoxes(t *testing.T) {
	each(t, func(w *world) {
		obj := gate.As(id.New[teamEntity](w.Clock.Now()))
		var words gate.Sealed
		w.ok(w.Gate.ChangeOffice(ctx, w.claire, changing, func(tx *gate.OfficeTx) error {
			box, err := tx.NewBox(obj, vault.Identity, w.evaluation)
			if err != nil {
				return err
			}
			if words, err = box.Seal(vault.Identity, "test.words_sealed", w.id, secret.Of("12 rue")); err != nil {
				return err
			}
			return tx.Grant(box, w.Teams["logistics"], vault.Identity)
		}))
		if e, _ := w.last(changing); string(e.Object) != string(obj.Bytes()) || e.Granted != "identity" ||
			e.Opened != "identity" ||
			string(e.Team) != string(w.evaluation.Bytes()) {
			w.t.Errorf("noted: %+v", e)
		}
		open := func(who access.Actor) (string, error) {
			var out string
			return out, w.Gate.Office(ctx, who, reading, func(v *gate.OfficeView) error {
				box, err := v.Box(obj)
				if err != nil {
					return err
				}
				s, err := box.Open(vault.Identity, "test.words_sealed", w.id, words)
				if err == nil && string(s.Bytes()) != "12 rue" {
					w.t.Errorf("read %q", s.Bytes())
				}
				return err
			})
		}
		for _, who := range []access.Actor{w.claire, w.luc} {
			if _, err := open(who); err != nil {
				w.t.Errorf("%s: %v", who.Name(), err)
			}
		}
		if e, _ := w.last(reading); string(e.Object) != string(obj.Bytes()) || e.Opened != "identity" {
			w.t.Errorf("noted: %+v", e)
		}
		_, err := open(w.SignIn("root"))
		w.is("without a key", err, gate.ErrSealed)
		w.ok(w.Gate.ViewCase(ctx, w.claire, readCase, w.ref, func(v *gate.CaseView) error {
			box, err := v.BoxOf(obj)
			if err != nil {
				return err
			}
			s, err := box.Open(vault.Identity, "test.words_sealed", w.id, words)
			if string(s.Bytes()) != "12 rue" {
				w.t.Errorf("beside the case: %q", s.Bytes())
			}
			var n int
			if err := v.OfficeRow(qTeams, "North").Scan(&n); err != nil || n != 1 {
				w.t.Errorf("beside the case: %d, %v", n, err)
			}
			rows, ferr := v.Office(qTeams, "North")
			return errors.Join(err, ferr, rows.Close())
		}))
		w.work(func(tx *gate.CaseTx) error {
			team, err := tx.TeamOf("logistics")
			if err != nil || team != w.Teams["logistics"] {
				w.t.Errorf("the logistics team is %v, %v", team, err)
			}
			n, err := tx.ChangeOffice(qTeamEnds, w.Teams["oversight"], tx.Now().UnixMicro())
			if n != 1 {
				w.t.Errorf("%d teams ended", n)
			}
			return err
		})
		w.ok(w.Gate.Office(ctx, w.claire, reading, func(v *gate.OfficeView) error {
			_, err := v.TeamOf("oversight")
			w.refused("a team that ended", err)
			team, err := v.TeamOf("evaluation")
			if team != w.evaluation {
				w.t.Errorf("the evaluation team is %v", team)
			}
			return err
		}))
		lone := w.shelter("Lone") // nobody works there yet
		w.ok(w.Gate.ChangeOffice(ctx, w.claire, changing, func(tx *gate.OfficeTx) error {
			box, err := tx.Box(obj)
			w.ok(err)
			w.is("granted to nobody", tx.Grant(box, lone, vault.Identity), gate.ErrNoKey)
			_, err = tx.NewBox(gate.As(id.New[teamEntity](w.Clock.Now())), vault.Identity, lone)
			w.is("made for nobody", err, gate.ErrNoKey)
			return nil
		}))
		if _, err := w.Raw().Exec(`update vault_wrap set bundle = $1 where object_id = $2`, []byte("altered"),
			obj.Bytes()); err != nil {
			w.t.Fatal(err)
		}
		if _, err := open(w.claire); !fault.Is(err, fault.Internal) {
			w.t.Errorf("a wrap that was altered: %v", err)
		}
		w.ok(w.Gate.ChangeOffice(ctx, w.claire, changing, func(tx *gate.OfficeTx) error { return tx.Forget(obj) }))
		_, err = open(w.claire)
		w.is("forgotten", err, gate.ErrSealed)
		if _, err := w.read(ctx, w.claire, readCase, w.ref); err != nil {
			w.t.Errorf("another object: %v", err)
		}
	})
}
