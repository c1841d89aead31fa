package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/report"
	"auditql/analytics/script"
)

func (a *app) discloseCommand() *cobra.Command {
	var to string
	item := bundle.Item{Section: script.Exceptions}
	cmd := &cobra.Command{
		Use:   "disclose BUNDLE TEST KEY…",
		Short: "Prove that one exception belongs to a signed bundle, showing no other",
		Long: `Write a small file that proves that the rows about one item belong to the results of a signed bundle. It has an inclusion
proof (RFC 6962) from each row to the root that was signed, and the signatures; no other row, no evidence, no file names.
auditql verify FILE checks it. Whoever can guess another row in full, next to this one, can confirm the guess. The key is given in the order of the test's key columns.`,
		Example: `  auditql disclose bundle-0001.tar iam-terminated-active okta 00u1abcd -o proof.json
  auditql verify proof.json --allowed-signers allowed_signers`,
		Args: cobra.MinimumNArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			item.Test, item.Key = args[1], args[2:]
			return a.disclose(cmd.Context(), args[0], item, to)
		},
	}
	f := cmd.Flags()
	f.StringVar(&item.Run, "run", "", "the run (default: the last with the test)")
	f.StringVar(&item.Section, "section", script.Exceptions, "exceptions, indeterminate or excluded")
	f.StringVarP(&to, "output", "o", "", "the file to write (default: standard output)")
	_ = cmd.RegisterFlagCompletionFunc("section", cobra.FixedCompletions(script.Verdicts, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) disclose(ctx context.Context, file string, item bundle.Item, to string) error {
	if _, err := os.Lstat(to); to != "" && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Usage, "%s is there already", to)
	}
	proof, err := bundle.Disclose(ctx, file, item)
	if err != nil {
		return err
	}
	if to == "" {
		_, err = a.out.Write(proof)
		return err
	}
	return engagement.WriteFile(to, proof, 0o644)
}

func (a *app) verifyDisclosure(data []byte, c bundle.Check, format string) error {
	rep, err := bundle.VerifyDisclosure(data, c)
	if done, err := a.proven(rep, err, format); done {
		return err
	}
	for _, row := range rep.Rows {
		fmt.Fprintf(a.out, "%s %s, %s:\n", report.Clean(row.Run), report.Clean(row.Test), report.Clean(row.Section))
		for i, c := range row.Columns {
			value := "NULL"
			if row.Cells[i] != nil {
				value = fmt.Sprint(row.Cells[i])
			}
			fmt.Fprintf(a.out, "  %-16s %s\n", report.Clean(c[0]), report.Clean(value))
		}
	}
	fmt.Fprintf(a.out, "belongs to the %s result rows of %q, %s to %s\nseal %s\n", report.Count(rep.Of), report.Clean(rep.Audit.Title), rep.Audit.PeriodStart, rep.Audit.PeriodEnd, rep.Seal)
	return a.printSignatures(rep.Signatures)
}
