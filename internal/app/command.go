package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/schema"
	"voronka/internal/tenant/account"
)

// Version is that of the program; the build sets it.
var Version = "dev"

// commands is the command line.
type commands struct {
	Version kong.VersionFlag `name:"version" help:"Print the version."`
	Serve   serveCommand     `cmd:"" default:"withargs" help:"Serve (the default)."`
	Init    initCommand      `cmd:"" help:"Make the first account and its administrator without a browser. Prints JSON."`
	Token   tokenCommand     `cmd:"" help:"Print a long-lived API token of a user."`
	Demo    demoCommand      `cmd:"" help:"Fill the account with believable data."`
	Backup  backupCommand    `cmd:"" help:"Write everything into one file."`
	Restore restoreCommand   `cmd:"" help:"Bring a backup back into an empty installation."`
}

// streams are where a command writes: results to out, the log to err.
type streams struct{ out, err io.Writer }

// Main runs a command line and returns the exit code. What went wrong is one line on stderr.
func Main(args []string, out, stderr io.Writer) int {
	var c commands
	exited, code := false, 0
	parser, err := kong.New(&c, kong.Name("voronka"), kong.Description("A sales CRM of your own, with business processes."),
		kong.Vars{"version": Version}, kong.UsageOnError(), kong.Writers(out, stderr),
		kong.Exit(func(n int) { exited, code = true, n }))
	if err != nil {
		fmt.Fprintln(stderr, "voronka:", oneLine(err))
		return 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed, err := parser.Parse(args)
	if exited {
		return code
	}
	if err == nil {
		parsed.BindTo(ctx, (*context.Context)(nil))
		err = parsed.Run(streams{out, stderr})
	}
	if err != nil {
		fmt.Fprintln(stderr, "voronka:", oneLine(err))
		return 1
	}
	return 0
}

// oneLine is the error for a person: coded errors by their problems with the flags they belong to.
func oneLine(err error) string {
	text := err.Error()
	if e := errs.As(err); e != nil {
		var parts []string
		for _, p := range e.Problems {
			part := lang.Problem(lang.EN, p)
			if p.Path != "" {
				part = "--" + strings.ReplaceAll(p.Path, "_", "-") + " " + part
			}
			parts = append(parts, part)
		}
		text = strings.Join(parts, "; ")
	}
	return strings.Join(strings.Fields(text), " ")
}

func (c Config) logger(s streams) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // the flag allows only good words
	opts := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(s.err, opts))
	}
	return slog.New(slog.NewTextHandler(s.err, opts))
}

type initCommand struct {
	Config
	Company   string `required:"" env:"VORONKA_COMPANY" help:"Name of the company."`
	Email     string `required:"" env:"VORONKA_EMAIL" help:"E-mail of the administrator."`
	Password  string `required:"" env:"VORONKA_PASSWORD" help:"Password of the administrator."`
	Name      string `env:"VORONKA_NAME" help:"Name of the administrator; without it the part of the e-mail before the @."`
	Subdomain string `env:"VORONKA_SUBDOMAIN" help:"Subdomain of the account. With it a further account can be made beside others."`
	Lang      string `env:"VORONKA_LANG" default:"ru" enum:"ru,en" help:"ru or en."`
	Currency  string `env:"VORONKA_CURRENCY" help:"Three letters; by default RUB with ru and USD with en."`
	TimeZone  string `env:"VORONKA_TIME_ZONE" help:"By default Europe/Moscow with ru and UTC with en."`
}

// Run makes an account.
func (c *initCommand) Run(ctx context.Context, s streams) error {
	if err := c.check(); err != nil {
		return err
	}
	if err := schema.Migrate(ctx, c.database()); err != nil {
		return err
	}
	a, err := build(ctx, Serve{Config: c.Config}, c.logger(s))
	if err != nil {
		return err
	}
	defer a.close()
	made, admin, err := a.Accounts.Setup(ctx, c.account())
	if errs.Is(err, errs.CodeConflict) && c.Subdomain == "" {
		return fmt.Errorf("%s, or give --subdomain to make a further account", oneLine(err))
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(s.out).Encode(map[string]any{
		"account_id": made.ID, "user_id": admin, "subdomain": made.Subdomain,
	})
}

func (c *initCommand) account() account.New {
	n := account.New{
		Subdomain: c.Subdomain, Company: c.Company, Language: c.Lang, Currency: c.Currency, TimeZone: c.TimeZone,
		Admin:   account.Admin{Name: c.Name, Email: c.Email, Password: c.Password},
		Further: c.Subdomain != "",
	}
	if n.Admin.Name == "" {
		n.Admin.Name, _, _ = strings.Cut(c.Email, "@")
	}
	currency, zone := "RUB", "Europe/Moscow"
	if c.Lang == "en" {
		currency, zone = "USD", "UTC"
	}
	if n.Currency == "" {
		n.Currency = currency
	}
	if n.TimeZone == "" {
		n.TimeZone = zone
	}
	return n
}

type tokenCommand struct {
	Config
	Email     string `required:"" help:"E-mail of the user."`
	Name      string `default:"command line" help:"What the token is for."`
	Days      int    `default:"365" help:"How long it is valid."`
	Subdomain string `help:"Account, when the person belongs to several."`
}

// Run prints a token.
func (c *tokenCommand) Run(ctx context.Context, s streams) error {
	if err := c.check(); err != nil {
		return err
	}
	a, err := c.existing(ctx, s)
	if err != nil {
		return err
	}
	defer a.close()
	who, err := a.Users.ActorByEmail(ctx, c.Email, c.Subdomain)
	if err != nil {
		return err
	}
	_, text, err := a.Users.CreateToken(ctx, who, c.Name, c.Days)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, text)
	return err
}

// existing opens an installation that must be there already, in the form this program knows.
func (c Config) existing(ctx context.Context, s streams) (*App, error) {
	where := c.database()
	if where.Path != "" {
		if _, err := os.Stat(where.Path); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no database in %s: give the right --data, or make one with voronka init", c.Data)
		}
	}
	applied, known, err := schema.Version(ctx, where)
	if err != nil {
		return nil, err
	}
	if applied != known {
		return nil, fmt.Errorf("the database has version %d, this program knows %d: start the server of this version once", applied, known)
	}
	return build(ctx, Serve{Config: c}, c.logger(s))
}
