package main

import (
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/fault"
)

// schemaFiles hold the JSON Schema of what each command prints. schema_test.go makes them from the types that are printed.
//
//go:embed schemas/*.json
var schemaFiles embed.FS

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [COMMAND]",
		Short: "Print the JSON Schema of what a command prints with --format json",
		Long: `Print the JSON Schema (draft 2020-12) of what a command prints with --format json; without a command, list those that have one.
A command that prints several things, such as show, has a schema that any of them fulfils.`,
		Example: `  auditql schema
  auditql schema run > run.schema.json
  auditql schema sample evaluate`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return schemaNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := a.out.Write([]byte(strings.Join(schemaNames(), "\n") + "\n"))
				return err
			}
			text, err := schemaOf(strings.Join(args, " "))
			if err != nil {
				return fault.New(fault.Usage, "%s has no schema", strings.Join(args, " ")).Hint("auditql schema lists the commands that have one")
			}
			_, err = a.out.Write(text)
			return err
		},
	}
}

// schemaNames lists the commands that print JSON, as they are typed.
func schemaNames() []string {
	files, err := fs.Glob(schemaFiles, "schemas/*.json")
	if err != nil {
		panic(err) // the pattern is constant
	}
	for i, f := range files {
		files[i] = strings.ReplaceAll(strings.TrimSuffix(path.Base(f), ".json"), "-", " ")
	}
	return files
}

func schemaOf(command string) ([]byte, error) {
	return fs.ReadFile(schemaFiles, schemaFile(command))
}

func schemaFile(command string) string {
	return "schemas/" + strings.ReplaceAll(command, " ", "-") + ".json"
}
