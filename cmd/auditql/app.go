package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/script"
	"auditql/datasets"
	"auditql/queries"
)

// workerCommand is the hidden command that runs the database; see package engine.
const workerCommand = "engine-worker"

func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.initCommand(),
		a.requestCommand(),
		a.loadCommand(),
		a.dataCommand(),
		a.sqlCommand(),

		a.testsCommand(),
		a.showCommand(),
		a.newCommand(),
		a.checkCommand(),
		a.casesCommand(),

		a.runCommand(),
		a.resultsCommand(),
		a.waiversCommand(),
		a.dispositionCommand(),
		a.findingCommand(),
		a.coverageCommand(),
		a.whyCommand(),
		a.sampleCommand(),
		a.reportCommand(),

		a.diffCommand(),
		a.sealCommand(),
		a.signCommand(),
		a.verifyCommand(),
		a.reperformCommand(),
		a.discloseCommand(),
		a.schemaCommand(),
		a.versionCommand(),
	}
}

// library is the tests and contracts that are shipped, and those of the engagement's own folders.
type library struct {
	contracts *contract.Set
	queries   []fs.FS // where the scripts come from
}

// scripts reads the tests. Only commands that need them do, so that a script that is being written stops no load.
func (l *library) scripts() (*script.Set, error) {
	defer hasty()()
	return script.Load(l.queries...)
}

// chosen gives the tests that selectors mean, all when there are none.
func (l *library) chosen(selectors []string) ([]*script.Script, error) {
	set, err := l.scripts()
	if err != nil {
		return nil, err
	}
	return set.Select(selectors)
}

// hasty lets the heap grow while the library is read: it ends small, and collecting on the way took a fifth of the time.
func hasty() (restore func()) {
	before := debug.SetGCPercent(800)
	return func() { debug.SetGCPercent(before) }
}

// library reads what is shipped; inside an engagement, its own folders too.
func (a *app) library() (*library, error) {
	e, err := engagement.Find(a.dir)
	if err != nil && a.dir != "." {
		return nil, err
	}
	return a.libraryOf(e)
}

func (a *app) libraryOf(e *engagement.Engagement) (*library, error) {
	defer hasty()()
	tests := []fs.FS{queries.FS}
	if e != nil {
		tests = append(tests, e.Trees(e.Config.Queries)...)
	}
	set, err := contract.Load(contractsOf(e)...)
	return &library{set, tests}, err
}

// contractsOf gives the folders of contracts, those of the engagement last.
func contractsOf(e *engagement.Engagement) []fs.FS {
	if e == nil {
		return []fs.FS{datasets.FS}
	}
	return append([]fs.FS{datasets.FS}, e.Trees(e.Config.Datasets)...)
}

// open finds the engagement and everything that can be done in it.
func (a *app) open() (*engagement.Engagement, *library, error) {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return nil, nil, err
	}
	lib, err := a.libraryOf(e)
	return e, lib, err
}

// locked finds the engagement and keeps other processes from changing it until unlock.
func (a *app) locked() (e *engagement.Engagement, unlock func(), err error) {
	if e, err = engagement.Find(a.dir); err != nil {
		return nil, nil, err
	}
	unlock, err = e.Lock()
	return e, unlock, err
}

// session starts a database worker.
func (a *app) session(ctx context.Context, o engine.Options) (*engine.Session, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fault.New(fault.Broken, "find own program: %w", err)
	}
	return engine.Start(ctx, []string{self, workerCommand}, o)
}

func formatFlag(cmd *cobra.Command, format *string, known ...string) {
	cmd.Flags().StringVar(format, "format", known[0], "how to print: "+strings.Join(known, ", "))
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(known, cobra.ShellCompDirectiveNoFileComp))
	check := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		if !slices.Contains(known, *format) {
			return fault.New(fault.Usage, "--format %s, expected one of %s", *format, strings.Join(known, ", "))
		}
		if check != nil {
			return check(cmd, args)
		}
		return nil
	}
}

func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// width is that of the terminal, or 0 when output goes elsewhere: then nothing needs to wrap.
func (a *app) width() int {
	f, ok := a.out.(*os.File)
	if !ok {
		return 0
	}
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return w
}

// onTerminal says whether messages go to a person who watches.
func (a *app) onTerminal() bool {
	f, ok := a.err.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func (a *app) instant() string { return a.now().UTC().Format(time.RFC3339) }

func (a *app) completeTests(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	lib, err := a.library()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	tests, err := lib.scripts()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, t := range tests.Scripts {
		if strings.HasPrefix(t.ID, start) {
			out = append(out, t.ID+"\t"+t.Title)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeShown completes tests and datasets.
func (a *app) completeShown(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	tests, directive := a.completeTests(cmd, args, start)
	lib, err := a.library()
	if err != nil {
		return tests, directive
	}
	for _, c := range lib.contracts.All() {
		if strings.HasPrefix(c.Dataset, start) {
			tests = append(tests, c.Dataset+"\t"+c.Title)
		}
	}
	return tests, directive
}

// completeRuns completes runs of the engagement; what else is compared is a file.
func (a *app) completeRuns(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	e, err := engagement.Find(a.dir)
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	runs, err := runsOf(e.Root)
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return slices.DeleteFunc(runs, func(r string) bool { return !strings.HasPrefix(r, start) }), cobra.ShellCompDirectiveDefault
}
