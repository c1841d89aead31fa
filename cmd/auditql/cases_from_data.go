package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/excerpt"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/procedure"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

// caseFromData prints an item of the evidence as a case of its test, or adds it to the test's script.
func (a *app) caseFromData(ctx context.Context, args []string, add bool) error {
	if len(args) < 2 {
		return fault.New(fault.Usage, "--from-data needs a test and the key of an item").Hint("auditql cases --from-data iam-dormant okta 00u1")
	}
	e, lib, err := a.open()
	if err != nil {
		return err
	}
	tests, err := lib.chosen(args[:1])
	if err != nil {
		return err
	}
	test := tests[0]
	if len(tests) > 1 {
		return fault.New(fault.Usage, "%s means %d tests, and a case is of one", args[0], len(tests))
	}
	if add && test.Suite != "own" {
		return fault.New(fault.Usage, "%s is shipped, and only scripts of the engagement are changed", test.ID).Hint("leave --add out, and the case is printed")
	}
	made, err := a.excerptOf(ctx, e, lib, test, args[1:])
	if err != nil {
		return err
	}
	for _, note := range made.Notes {
		fmt.Fprintf(a.err, "auditql: note: %s\n", note)
	}
	if !add {
		_, err = fmt.Fprint(a.out, made.Text)
		return err
	}
	file, err := addCase(e, test, made.Text)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s: a case of %d rows, %s %s\n", report.Clean(file), made.Rows, made.Verdict, strings.Join(made.Codes, " "))
	return err
}

func (a *app) excerptOf(ctx context.Context, e *engagement.Engagement, lib *library, test *script.Script, key []string) (excerpt.Excerpt, error) {
	desk, err := fieldwork.OpenDesk(ctx, fieldwork.Plan{Engagement: e, Contracts: lib.contracts, Start: a.session}, engine.Options{})
	if err != nil {
		return excerpt.Excerpt{}, err
	}
	defer desk.Close()
	own, _ := e.Config.Params.Get(test.ID)
	values, err := procedure.Resolve(test, own, fieldwork.Frame(e))
	if err != nil {
		return excerpt.Excerpt{}, err
	}
	if err := desk.Provide(ctx, test, values); err != nil {
		return excerpt.Excerpt{}, err
	}
	trial, err := a.session(ctx, engine.Options{Threads: 1})
	if err != nil {
		return excerpt.Excerpt{}, err
	}
	defer trial.Close()
	secret, err := secretOf(e, test, key)
	if err != nil {
		return excerpt.Excerpt{}, err
	}
	return excerpt.Make(ctx, excerpt.Plan{
		Test: test, Key: key, Contracts: lib.contracts, Session: desk.Session, Trial: trial, Frame: fieldwork.Frame(e), Params: own, Secret: secret,
	})
}

// secretOf is the same for the same evidence, and known only to who has it.
func secretOf(e *engagement.Engagement, test *script.Script, key []string) (string, error) {
	ledger, err := evidence.ReadLedger(e)
	if err != nil {
		return "", err
	}
	parts := append([]string{test.ID}, key...)
	for _, dataset := range test.Datasets() {
		for _, load := range ledger.Datasets()[dataset] {
			parts = append(parts, load.Digest)
		}
	}
	return strings.Join(parts, "|"), nil
}

// addCase writes a case at the end of a script's cases; the script must still be one.
func addCase(e *engagement.Engagement, test *script.Script, text string) (file string, err error) {
	const begin, end = "/*--- cases\n", "---*/"
	changed := strings.TrimRight(test.Text, "\n") + "\n\n" + begin + text + end + "\n"
	if at := strings.Index(test.Text, begin); at >= 0 {
		at += strings.Index(test.Text[at:], "\n"+end) + 1
		changed = test.Text[:at] + text + test.Text[at:]
	}
	if _, err := script.Parse(test.File, changed); err != nil {
		return "", err
	}
	for _, folder := range e.Config.Queries {
		file = filepath.Join(folderOf(e, folder), filepath.FromSlash(test.File))
		if had, err := os.ReadFile(file); err == nil && string(had) == test.Text {
			return test.File, engagement.WriteFile(file, []byte(changed), 0o644)
		}
	}
	return "", fault.New(fault.Usage, "%s is in no folder of the engagement", test.File)
}
