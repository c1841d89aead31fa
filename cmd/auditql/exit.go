package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/report"
)

// exitCode prints an error, if there is one, and gives the code to end with.
func exitCode(w io.Writer, err error) int {
	if err == nil {
		return 0
	}
	var quiet outcome
	if errors.As(err, &quiet) {
		return int(quiet)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "auditql: error: interrupted; nothing was left half done")
		return 1
	}
	kind := fault.KindOf(err)
	if isUsage(err) {
		kind = fault.Usage
	}
	fmt.Fprintf(w, "auditql: error: %s\n", report.CleanLines(err.Error()))
	if hint := fault.HintOf(err); hint != "" {
		fmt.Fprintf(w, "auditql: hint: %s\n", report.CleanLines(hint))
	}
	return int(kind)
}

// outcome ends a command with a code when what there is to say has been printed already.
type outcome fault.Kind

func (o outcome) Error() string { return fmt.Sprintf("exit code %d", int(o)) }

func usage(err error) error {
	return fault.New(fault.Usage, "%w", err).Hint("--help shows how it is asked")
}

// isUsage recognises errors about arguments that the command library makes itself.
func isUsage(err error) bool {
	var f *fault.Fault
	if errors.As(err, &f) {
		return false
	}
	for _, start := range []string{"unknown command", "unknown flag", "invalid argument"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}
