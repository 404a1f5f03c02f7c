// Command portal is the whole provider portal: the website, its jobs, and what
// operators need around it. Exit codes: 0 done, 1 failed with the reason on
// standard error, 2 wrong usage or settings.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Demo      DemoCommand      `cmd:"" help:"Run the whole portal on this machine, with its own PostgreSQL and sample data."`
	Serve     ServeCommand     `cmd:"" help:"Run the portal in production; settings come from the environment."`
	Migrate   MigrateCommand   `cmd:"" help:"Bring the database's schema up to date."`
	Check     CheckCommand     `cmd:"" help:"Try every service that is configured and print one line each."`
	Workdays  WorkdaysCommand  `cmd:"" help:"Print when a term in working days ends."`
	User      UserCommands     `cmd:"" help:"Make the account of a colleague."`
	Import    ImportCommands   `cmd:"" help:"Take over what exists elsewhere."`
	Retention RetentionCommand `cmd:"" help:"Say what is due for destruction, and destroy what is approved."`
	Version   VersionCommand   `cmd:"" help:"Print the version."`
	Help      HelpCommand      `cmd:"" help:"Explain a command and its settings."`
}

// console is where a command writes.
type console struct{ out, err io.Writer }

// usageError is a mistake of who called: in the command line or the settings.
type usageError struct{ error }

func main() {
	// From the first signal on the command winds up; a second one ends it at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	status := run(ctx, os.Args[1:], console{os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// run does what the arguments say and gives the exit code.
func run(ctx context.Context, args []string, c console) int {
	if len(args) == 0 {
		_ = execute(ctx, []string{"--help"}, console{c.err, c.err})
		return 2
	}
	err := execute(ctx, args, c)
	var usage usageError
	var left exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &left):
		return int(left)
	case errors.As(err, &usage):
		for line := range strings.Lines(err.Error()) {
			fmt.Fprintf(c.err, "portal: %s\n", strings.TrimSpace(line))
		}
		return 2
	default:
		fmt.Fprintf(c.err, "portal: %s\n", oneLine(err.Error()))
		return 1
	}
}

// exit ends the program early with that code, after --help.
type exit int

func (exit) Error() string { return "exit" }

func execute(ctx context.Context, args []string, c console) (err error) {
	// kong leaves through this function after printing help.
	defer func() {
		switch left := recover().(type) {
		case nil:
		case exit:
			err = left
		default:
			panic(left)
		}
	}()
	parser, err := newParser(c)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return usageError{fmt.Errorf("%w; see portal help", err)}
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run(c)
}

func newParser(c console) (*kong.Kong, error) { return newParserOf(&commands{}, c) }

func newParserOf(grammar any, c console) (*kong.Kong, error) {
	return kong.New(grammar,
		kong.Name("portal"),
		kong.Description("Provider portal: open-house enrolment, provider finder and matching requests."),
		kong.Writers(c.out, c.err),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100, NoExpandSubcommands: true}),
	)
}

// oneLine keeps the reason of a failure on one line, for logs and scripts.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
