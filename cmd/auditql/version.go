package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"auditql/analytics/engine"
)

func (a *app) versionCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Show the versions of auditql and its database",
		Example: `  auditql version
  auditql version --format json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if format == "json" {
				return a.printJSON(map[string]string{"auditql": version, "engine": engine.Version, "go": runtime.Version()})
			}
			_, err := fmt.Fprintf(a.out, "auditql %s, %s, %s\n", version, engine.Version, runtime.Version())
			return err
		},
	}
	formatFlag(cmd, &format, "table", "json")
	return cmd
}
