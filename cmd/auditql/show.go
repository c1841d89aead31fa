package main

import (
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
	"auditql/analytics/procedure"
	"auditql/analytics/record"
	"auditql/analytics/report"
	"auditql/analytics/schema"
	"auditql/analytics/script"
)

func (a *app) showCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "show TEST|DATASET",
		Short: "Show what a test says, or what a dataset must be and how it is obtained",
		Example: `  auditql show iam-terminated-active
  auditql show account
  auditql show account --format json`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeShown,
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := a.library()
			if err != nil {
				return err
			}
			c, ok := lib.contracts.Get(args[0])
			if ok && format == "json" {
				return a.printJSON(datasetOf(c))
			}
			if ok {
				return a.showDataset(c)
			}
			tests, err := lib.scripts()
			if err != nil {
				return err
			}
			t, ok := tests.Get(args[0])
			if ok && format == "json" {
				return a.printJSON(testOf(t))
			}
			if ok {
				return a.showFile(lib.queries, t.File)
			}
			var names []string
			for _, t := range tests.Scripts {
				names = append(names, t.ID)
			}
			for _, c := range lib.contracts.All() {
				names = append(names, c.Dataset)
			}
			return fault.New(fault.Usage, "%q is neither a test nor a dataset", args[0]).
				Hint("%s", or(fault.Nearest(args[0], names), "auditql tests lists the tests; auditql show DATASET takes one of the datasets that they read"))
		},
	}
	formatFlag(cmd, &format, "text", "json")
	return cmd
}

// datasetView is a contract for programs.
type datasetView struct {
	Dataset string          `json:"dataset"`
	Version int             `json:"version"`
	Title   string          `json:"title"`
	Grain   string          `json:"grain"`
	Key     []string        `json:"key"`
	Columns []schema.Column `json:"columns"`
	Exports []exportView    `json:"exports"`
}

type exportView struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Format string   `json:"format"`
	Obtain string   `json:"obtain"`
	Limits []string `json:"limits,omitempty"`
}

func datasetOf(c *contract.Contract) datasetView {
	v := datasetView{c.Dataset, c.Version, c.Title, c.Grain, c.Key, c.Columns(), []exportView{}}
	for _, e := range c.Exports {
		v.Exports = append(v.Exports, exportView{e.ID, e.Title, e.Format, e.Obtain, e.Limits})
	}
	return v
}

// testOf is a test for programs: what a record of it says before it is performed.
func testOf(t *script.Script) record.Test {
	values, err := procedure.Resolve(t, nil, procedure.Frame{AsOf: "2000-01-01", PeriodStart: "2000-01-01", PeriodEnd: "2000-01-01"})
	if err != nil { // a parameter without a default: the record says nothing of its value
		values = procedure.Values{Recorded: map[string]record.Param{}}
	}
	d := procedure.Describe(t, values)
	d.Reads = t.Datasets()
	return d
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
