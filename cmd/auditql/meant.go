package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"auditql/analytics/fault"
)

// explained makes every command of a tree say how it is asked when its arguments are not as it takes them.
func explained(cmd *cobra.Command) {
	takes := cmd.Args
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 && cmd.HasAvailableSubCommands() && !strings.Contains(cmd.Use, " ") {
			return fault.New(fault.Usage, "unknown command %q for %q", args[0], cmd.CommandPath()).Hint("%s", or(fault.Nearest(args[0], namesOf(cmd)), cmd.CommandPath()+" --help lists them"))
		}
		if takes == nil {
			return nil
		}
		if takes(cmd, args) != nil {
			return fault.New(fault.Usage, "%s", misfit(cmd, args)).Hint("%s%s", cmd.UseLine(), example(cmd))
		}
		return nil
	}
	for _, c := range cmd.Commands() {
		explained(c)
	}
}

// misfit says what a command takes, and what it was given instead.
func misfit(cmd *cobra.Command, args []string) string {
	found := "nothing"
	if len(args) > 0 {
		found = fmt.Sprintf("%q", args)
		found = found[1 : len(found)-1]
	}
	_, takes, _ := strings.Cut(cmd.Use, " ")
	if takes == "" {
		return fmt.Sprintf("%s takes flags only, found %s", cmd.CommandPath(), found)
	}
	return fmt.Sprintf("expected %s, found %s", takes, found)
}

// neededFlags says which flags are needed, what they mean and how the command is asked; other errors stay as they are.
func neededFlags(cmd *cobra.Command, err error) error {
	if err == nil || !strings.HasPrefix(err.Error(), "required flag") {
		return err
	}
	var missing []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Annotations[cobra.BashCompOneRequiredFlag] != nil && !f.Changed {
			missing = append(missing, fmt.Sprintf("--%s is needed: %s", f.Name, f.Usage))
		}
	})
	return fault.New(fault.Usage, "%s", strings.Join(missing, "; ")).Hint("%s%s", cmd.UseLine(), example(cmd))
}

// example gives the first example of a command.
func example(cmd *cobra.Command) string {
	first, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
	if first == "" {
		return ""
	}
	return ", for example " + strings.TrimSpace(first)
}

func namesOf(cmd *cobra.Command) []string {
	var out []string
	for _, c := range cmd.Commands() {
		out = append(out, c.Name())
	}
	return out
}

// helpCommand prints the help of a command, or a page. What is neither is asked wrongly.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|PAGE]",
		Short: "Help about a command, or a page of the manual",
		Example: `  auditql help tutorial
  auditql help sample draw
  auditql help exports okta_users`,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
			of, _, err := cmd.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var out []string
			for _, c := range of.Commands() {
				if strings.HasPrefix(c.Name(), start) && c.Name() != workerCommand && !strings.HasPrefix(c.Name(), "__") {
					out = append(out, c.Name()+"\t"+c.Short)
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			of, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				if of == nil || err != nil {
					of, rest = cmd.Root(), args
				}
				return fault.New(fault.Usage, "there is no command and no page %q", strings.Join(rest, " ")).Hint("%s", or(fault.Nearest(rest[0], namesOf(of)), "auditql help lists them"))
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
