package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// SetUp founds a network; it works once, with the code printed when the empty network was started.
var SetUp = access.Define(access.Act{Name: "session.set_up", Door: access.PublicDoor, By: access.Anyone})

var (
	qAddTeam = sqldb.Declare("session.add_team", `insert into access_team (id, kind, name, created_at)
		values ($1, $2, $3, $4)`)
	qSetting = sqldb.Declare("session.setting", ReadSetting)
	qSet     = sqldb.Declare("session.set", WriteSetting)
	qUnset   = sqldb.Declare("session.unset", `delete from network_setting where name = $1`)
	qAnyUser = sqldb.Declare("session.any_user", `select count(*) from access_user`)
)

// How a setting is read by its name, and written over: what anybody else who keeps settings asks too.
const (
	ReadSetting  = `select value from network_setting where name = $1`
	WriteSetting = `insert into network_setting (name, value, changed_at) values ($1, $2, $3)
		on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at`
)

// Network is what set-up asks for.
type Network struct {
	Name      string
	Telephone string // shown to referrers; may be empty
	// Teams names the head office's teams by kind: evaluation, logistics, administration, oversight.
	Teams map[string]string
}

// Kinds of the head office's teams, in the order they are founded.
var Kinds = []string{"administration", "evaluation", "logistics", "oversight"}

// NewSetUpCode returns the code that lets the first administrator in, and keeps its hash. It returns "" when the
// network is already set up.
func (k *Keeper) NewSetUpCode(ctx context.Context) (string, error) {
	code := newCode()
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var n int
		if err := tx.QueryRow(qAnyUser).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			code = ""
			return nil
		}
		_, err := tx.Exec(qSet, "set_up", fmt.Sprintf("%x", codeHash(code)), clock.Micros(tx.Now()))
		return err
	})
	return code, fault.In("prepare set-up", err)
}

// SettingUp tells whether the network still waits for its first administrator.
func (k *Keeper) SettingUp(ctx context.Context) (bool, error) {
	var n int
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return tx.QueryRow(qAnyUser).Scan(&n) })
	return n == 0, fault.In("look for the first administrator", err)
}

// CheckSetUp tells whether the code is the one printed at the start.
func (k *Keeper) CheckSetUp(ctx context.Context, code string) error {
	return k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return checkSetUp(tx, code) })
}

func checkSetUp(tx *sqldb.Tx, code string) error {
	var hash string
	err := tx.QueryRow(qSetting, "set_up").Scan(&hash)
	if fault.Is(err, fault.NotFound) || err == nil && hash != fmt.Sprintf("%x", codeHash(code)) {
		return ErrInvitation
	}
	return err
}

// Found founds the network: its head office's teams and its first administrator. roles beyond administrator may be
// given where one person does several things; each team's key is founded by its first member.
func (k *Keeper) Found(ctx context.Context, code string, net Network, n Newcomer) (access.UserID,
	map[string]access.TeamID, error) {
	p, teams, err := k.found(ctx, code, net, n)
	return p.user, teams, err
}

// FoundSignedIn is Found that also opens the administrator's first session and returns its token.
func (k *Keeper) FoundSignedIn(ctx context.Context, code string, net Network, n Newcomer) (token string, err error) {
	p, _, err := k.found(ctx, code, net, n)
	if err != nil {
		return "", err
	}
	return k.open(ctx, p.user, p.private, SignIn.Name, time.Time{}, nil)
}

func (k *Keeper) found(ctx context.Context, code string, net Network, n Newcomer) (newcomer, map[string]access.TeamID,
	error) {
	p, err := k.prepare(ctx, n)
	if err != nil {
		return p, nil, err
	}
	teams := map[string]access.TeamID{}
	err = k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if err := checkSetUp(tx, code); err != nil {
			return err
		}
		now := tx.Now()
		for _, kind := range Kinds {
			t := access.NewTeam(now)
			if _, err := tx.Exec(qAddTeam, t, kind, net.Teams[kind], clock.Micros(now)); err != nil {
				return err
			}
			teams[kind] = t
		}
		for name, value := range map[string]string{"name": net.Name, "telephone": net.Telephone,
			countrySetting: k.g.Country.Manifest().Code, packSetting: k.pack().String()} {
			if _, err := tx.Exec(qSet, name, value, clock.Micros(now)); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(qUnset, "set_up"); err != nil {
			return err
		}
		return k.store(tx, p, teams["administration"], []access.Role{access.Administrator}, StandIn{})
	})
	return p, teams, fault.In("found the network", err)
}

// ErrNotEmpty tells that a network already holds something.
var ErrNotEmpty = errors.New("session: the network is not empty")

// qHoldsAny looks where everything begins: teams and people who work with Havre, drafts, cases, imported history.
var qHoldsAny = sqldb.Declare("session.holds_any", `select case when exists (select 1 from access_user)
	or exists (select 1 from access_team) or exists (select 1 from referral_draft)
	or exists (select 1 from casefile_case) or exists (select 1 from indicator_history) then 1 else 0 end`)

// MarkDemo marks an empty network as a demonstration: it can never serve real people. Where anything stands already it
// refuses with ErrNotEmpty, for a demonstration lets people in without their code.
func (k *Keeper) MarkDemo(ctx context.Context) error {
	return k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var held bool
		if err := tx.QueryRow(qHoldsAny).Scan(&held); err != nil {
			return err
		}
		if held {
			return ErrNotEmpty
		}
		_, err := tx.Exec(qSet, "demo", "yes", clock.Micros(tx.Now()))
		return err
	})
}

// IsDemo tells whether the network is a demonstration.
func (k *Keeper) IsDemo(ctx context.Context) (bool, error) {
	all, err := k.Settings(ctx)
	return all["demo"] == "yes", err
}
