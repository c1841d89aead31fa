package main

import (
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/report"
)

func (a *app) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show TEST|DATASET",
		Short: "Show what a test says, or what a dataset must be and how it is obtained",
		Example: `  auditql show iam-terminated-active
  auditql show account`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeTests,
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library()
			if err != nil {
				return err
			}
			if c, ok := lib.contracts.Get(args[0]); ok {
				return a.showDataset(c)
			}
			tests, err := lib.scripts()
			if err != nil {
				return err
			}
			if t, ok := tests.Get(args[0]); ok {
				return a.showFile(lib.queries, t.File)
			}
			return fault.New(fault.Usage, "%q is neither a test nor a dataset", args[0]).
				Hint("auditql tests lists the tests; auditql show DATASET takes one of the datasets that they read")
		},
	}
}

// showFile prints a script as it stands: it is its own documentation.
func (a *app) showFile(trees []fs.FS, name string) error {
	for _, tree := range trees {
		if text, err := fs.ReadFile(tree, name); err == nil {
			_, err = fmt.Fprint(a.out, report.CleanLines(string(text)))
			return err
		}
	}
	return fault.New(fault.Broken, "%s is gone", name)
}

func (a *app) showDataset(c *contract.Contract) error {
	fmt.Fprintf(a.out, "%s, version %d: %s\n%s; key %v\n\n", c.Dataset, c.Version, c.Title, c.Grain, c.Key)
	g := report.Grid{Header: []string{"column", "type", "required", "means"}}
	for _, p := range c.Spec {
		required := ""
		if p.Value.Required {
			required = "yes"
		}
		g.Add(p.Key, p.Value.Type.String(), required, p.Value.Means)
	}
	if err := g.Write(a.out, a.width()); err != nil {
		return err
	}
	for _, e := range c.Exports {
		fmt.Fprintf(a.out, "\n%s (%s, %s)\n  %s\n", e.Title, e.ID, e.Format, report.CleanLines(e.Obtain))
		for _, p := range e.Params {
			fmt.Fprintf(a.out, "  --set %s=…  %s\n", p.Key, p.Value.Means)
		}
		for _, l := range e.Limits {
			fmt.Fprintf(a.out, "  limit: %s\n", l)
		}
	}
	if c.Derived != nil {
		fmt.Fprintf(a.out, "\nderived from %v when a test reads it\n", c.Derived.Reads)
	}
	return nil
}
