package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write expected output anew")

// asProgram is set for a test binary that is to be auditql.
const asProgram = "AUDITQL_TEST_AS_PROGRAM"

// The test binary is auditql too: the scripts start it, and it starts itself as its database worker.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == workerCommand || os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"auditql": checkedMain})
}

func TestScripts(t *testing.T) {
	seen := t.TempDir()
	t.Cleanup(func() { everySchemaSeen(t, seen) })
	testscript.Run(t, testscript.Params{
		Setup: func(e *testscript.Env) error { e.Setenv(seenFolder, seen); return nil },
		Dir:   "testdata/script", UpdateScripts: *update, RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "fill": fill},
	})
}

// code N command…: the command ends with exit code N.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
