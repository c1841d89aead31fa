package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/report"
)

const initHelp = `Make an engagement: the folder of one audit, with engagement.yaml and room for evidence, runs and selections.

The period is half-open and in UTC: its start belongs to it, its end does not. Snapshots are judged as of --as-of,
which is the end of the period unless it is given.

With --from the next period of an audit begins: parameters, zone, own scripts and contracts, the risk-control matrix and
findings are carried over from an engagement or a bundle, and waivers that still run, marked to be renewed. Evidence, runs
and selections are not. The title is kept and the period begins where the last one ended, unless they are given.`

func (a *app) initCommand() *cobra.Command {
	var title, start, end, asOf, zone, from string
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Make an engagement: the folder of one audit",
		Long:  initHelp,
		Example: `  auditql init --title "ITGC 2026 H1" --start 2026-01-01 --end 2026-07-01
  auditql init ../2026-h2 --from ../2026-h1 --end 2027-01-01
  auditql init audits/custody --title "Custody 2026" --start 2026-01-01 --end 2027-01-01 --zone Europe/Berlin`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) == 1 {
				dir = args[0]
			}
			if from != "" {
				return a.rollForward(cmd.Context(), dir, from, title, start, end, asOf)
			}
			if title == "" || start == "" || end == "" {
				return fault.New(fault.Usage, "--title, --start and --end are needed").Hint("for example --title \"ITGC 2026 H1\" --start 2026-01-01 --end 2026-07-01")
			}
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return fault.New(fault.Broken, "make engagement: %w", err)
			}
			e, err := engagement.Init(dir, title, start, end, asOf, zone)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "engagement %q, %s to %s\nnext: auditql load FOLDER\n", report.Clean(title),
				engagement.Text(e.Period.Start), engagement.Text(e.Period.End))
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&title, "title", "", "what the audit is called")
	f.StringVar(&start, "start", "", "first day of the period, such as 2026-01-01")
	f.StringVar(&end, "end", "", "day after the last of the period, such as 2026-07-01")
	f.StringVar(&asOf, "as-of", "", "moment of which snapshots are judged (default: the end of the period)")
	f.StringVar(&from, "from", "", "engagement or bundle of the period before")
	f.StringVar(&zone, "zone", "UTC", "zone of times that exports give without an offset")
	return cmd
}
