package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/script"
)

const newScript = `/*---
id: %s
version: 1
title: Enabled accounts that nobody has logged in to
objective: Accounts that are not used are disabled.
kind: operating
severity: medium
reads: [account]
key: [system, account_id]
reasons:
  R1: enabled and never used
---*/

-- +population: one row per enabled account
SELECT system, account_id, last_login_at FROM account WHERE enabled;

-- +exceptions: accounts without a last login
SELECT system, account_id, 'R1' AS reason_code, 'Account ' || account_id || ' has never been used.' AS reason
FROM population
WHERE FALSE; -- replace this by your condition: the case below fails until you do

/*--- cases
- name: never used
  given:
    account: |
      system, account_id, enabled, last_login_at
      okta,   a1,         true,
      okta,   a2,         true,    2026-06-01
  expect:
    population: 2
    exceptions: |
      system, account_id, reason_code
      okta,   a1,         R1
---*/
`

func (a *app) newCommand() *cobra.Command {
	var from int
	cmd := &cobra.Command{
		Use:   "new ID",
		Short: "Write the beginning of a test of your own",
		Long: `Write a test script into the engagement's folder of queries: it parses, and has a case that fails until you have written
its condition. Edit it, then perform its cases and run it.

With --from-log, the population is a query that was asked with auditql sql: the datasets that it reads are taken from its
syntax, and what only you can say is marked TODO.`,
		Example: `  auditql new my-never-used
  auditql cases my-never-used
  auditql run my-never-used
  auditql new my-never-used --from-log 7`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, lib, err := a.open()
			if err != nil {
				return err
			}
			tests, err := lib.scripts()
			if err != nil {
				return err
			}
			if _, taken := tests.Get(args[0]); taken {
				return fault.New(fault.Usage, "%s is taken by a test that exists", args[0])
			}
			if cmd.Flags().Changed("from-log") {
				return a.promote(cmd.Context(), e, lib, args[0], from)
			}
			return a.writeScript(e, args[0], fmt.Sprintf(newScript, args[0]))
		},
	}
	cmd.Flags().IntVar(&from, "from-log", 0, "number of the query in the command log that is to be its population")
	return cmd
}

func (a *app) writeScript(e *engagement.Engagement, id, text string) error {
	if _, err := script.Parse(id+".sql", text); err != nil {
		return err
	}
	if len(e.Config.Queries) == 0 {
		return fault.At(fault.Usage, engagement.ConfigName, 0, "queries names no folder for own tests").Hint("add queries: [queries]")
	}
	dir := e.Path(e.Config.Queries[0])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fault.New(fault.Broken, "make folder of queries: %w", err)
	}
	name := filepath.Join(dir, id+".sql")
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Usage, "%s exists already", name)
	}
	if err := engagement.WriteFile(name, []byte(text), 0o644); err != nil {
		return err
	}
	shown := strings.TrimPrefix(name, e.Root+string(filepath.Separator))
	_, err := fmt.Fprintf(a.out, "%s written\nnext: edit it, then auditql cases %s\n", shown, id)
	return err
}
