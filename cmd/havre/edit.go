package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"syscall"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

type editCmd struct {
	Rule *editRuleCmd `arg:"subcommand" help:"Give a deadline or a bound other figures from a day on."`
	Add  *editAddCmd  `arg:"subcommand" help:"Add a code to a list, to be chosen from a day on."`
	End  *editEndCmd  `arg:"subcommand" help:"End a code of a list: from a day on it is chosen no more."`
}

// since is the network that edits its country, who does it, and the day from which the edit holds.
type since struct {
	where
	From day    `arg:"required" placeholder:"DAY" help:"First day on which it holds: 2027-01-31."`
	As   string `arg:"required" placeholder:"LOGIN" help:"An administrator; signs in on standard input."`
}

// edit makes one edit, and says that it holds.
func (s since) edit(ctx context.Context, log *slog.Logger, e country.Edit) error {
	n, err := s.open(ctx, log)
	if err != nil {
		return err
	}
	say := n.Rooms.Printer(s.Lang, clock.Real{}.Now())
	err = whyNot(say, e, enter(ctx, n, say, s.As, e))
	said := say.T("app.edit.done", "day", e.From.String(), "what", string(e.Section)+" "+e.Name)
	if err := errors.Join(err, n.Close()); err != nil {
		return err
	}
	fmt.Println(said)
	return nil
}

// inWords says in the person's language why something was not done, as a page does: by the words of what went wrong, or
// by those of its kind. A flaw of ours stays as it is.
func inWords(say *web.Printer, err error) error {
	kind, key := fault.KindOf(err), fault.Key(err)
	switch {
	case err == nil || kind == fault.Internal:
		return err
	case errors.Is(err, syscall.ENOSPC): // to try again would not help
		return errors.New(app.InWords(say, err))
	case say.Has(key):
	case kind == fault.NotFound || kind == fault.Forbidden: // a command has no address that one could mistype
		key = "app.not_open"
	default:
		key = "web.error." + kind.String() + ".text"
	}
	return errors.New(say.T(key))
}

// whyNot is inWords of an edit: it says too what of it does not fit.
func whyNot(say *web.Printer, e country.Edit, err error) error {
	if errors.Is(err, codelist.ErrPast) {
		return errors.New(say.T("app.edit.past"))
	}
	if why, ok := errors.AsType[*country.Misfit](err); ok {
		return errors.New(say.T("app.edit.nothing", "what", e.Name, "why", say.T("app.edit.why."+why.Key, why.Args...)))
	}
	return inWords(say, err)
}

// enter signs somebody in and makes the edit. What cannot be is told before.
func enter(ctx context.Context, n *app.Net, say *web.Printer, login string, e country.Edit) error {
	d := codelist.New(n.Gate)
	if err := d.Check(e); err != nil {
		return err
	}
	who, token, err := signIn(ctx, n, say, login)
	if err != nil {
		return err
	}
	return errors.Join(d.Edit(ctx, who, e), n.Sessions.SignOut(ctx, who, token))
}

// signIn reads a passphrase and a one-time code, a line each, and signs somebody in.
func signIn(ctx context.Context, n *app.Net, say *web.Printer, login string) (access.Actor, string, error) {
	in := bufio.NewScanner(os.Stdin)
	line := func(ask string) string {
		fmt.Fprint(os.Stderr, say.T(ask)+" ")
		in.Scan()
		return in.Text()
	}
	token, err := n.Sessions.SignIn(ctx, login, line("app.ask.passphrase"), line("app.ask.code"))
	if err != nil {
		return access.Actor{}, "", err
	}
	who, err := n.Sessions.Resolve(ctx, token)
	return who, token, err
}

type editRuleCmd struct {
	Name    string   `arg:"positional,required" help:"Name of the rule, as in the pack's rules.toml: note_days."`
	Figures []number `arg:"positional,required" help:"Its figures, as many as it has."`
	since
}

// Run edits a rule.
func (c *editRuleCmd) Run(ctx context.Context, log *slog.Logger) error {
	var figures []int
	for _, n := range c.Figures {
		figures = append(figures, int(n))
	}
	return c.edit(ctx, log, country.EditRule(country.Rule(c.Name), c.From.Date, figures...))
}

// code is a code of a list.
type code struct {
	List string `arg:"positional,required" help:"Name of the list, as in the pack's folder lists: need."`
	Key  string `arg:"positional,required" help:"Key of the code."`
}

type editAddCmd struct {
	code
	Label []string `arg:"required,separate" placeholder:"TAG=WORDS" help:"Its words in a language; once for each."`
	Group string   `help:"Group of the list it belongs to."`
	since
}

// Run adds a code.
func (c *editAddCmd) Run(ctx context.Context, log *slog.Logger) error {
	label := map[lang.Tag]string{}
	for _, l := range c.Label {
		tag, words, _ := strings.Cut(l, "=")
		label[lang.Tag(tag)] = strings.TrimSpace(words)
	}
	return c.edit(ctx, log, country.AddCode(country.ListName(c.List), c.Key, c.Group, c.From.Date, label))
}

type editEndCmd struct {
	code
	since
}

// Run ends a code.
func (c *editEndCmd) Run(ctx context.Context, log *slog.Logger) error {
	return c.edit(ctx, log, country.EndCode(country.ListName(c.List), c.Key, c.From.Date))
}
