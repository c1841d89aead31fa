package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/fieldwork"
	"auditql/analytics/report"
)

func (a *app) sqlCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "sql [QUERY]",
		Short: "Ask the evidence in SQL, confined as tests are",
		Long: `Ask the evidence in SQL, confined as tests are: one SELECT over the datasets, without files, network or settings. The query is
the argument, or comes from standard input; on a terminal without an argument it is a shell, which completes names with Tab, keeps a
history, and ends with exit or Ctrl-D. A query ends with a semicolon; Ctrl-C interrupts it. $as_of, $period_start and $period_end are
those of the engagement.

Every query is kept in commands.jsonl, numbered, each line chained to the one before: when, who, the SQL, how many rows, and a digest
of them. auditql sql --log lists them, and auditql new NAME --from-log N makes one a test.`,
		Example: `  auditql sql "SELECT system, COUNT(*) AS accounts FROM account GROUP BY system ORDER BY system"
  auditql sql --format csv < query.sql > rows.csv
  auditql sql
  auditql sql --log`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, lib, err := a.open()
			if err != nil {
				return err
			}
			if q.log {
				return a.listQueries(e, q.format)
			}
			return a.askAll(cmd.Context(), e, lib, args, q)
		},
	}
	cmd.Flags().IntVar(&q.limit, "limit", 1000, "how many rows to print at most; a table shows 200")
	cmd.Flags().BoolVar(&q.log, "log", false, "list the queries that were asked")
	formatFlag(cmd, &q.format, "table", "csv", "json")
	return cmd
}

// question is how to ask.
type question struct {
	format string
	limit  int
	log    bool
}

func (a *app) askAll(ctx context.Context, e *engagement.Engagement, lib *library, args []string, q question) error {
	if q.limit < 1 {
		return fault.New(fault.Usage, "--limit %d, expected 1 or more", q.limit)
	}
	open := func(ctx context.Context) (*fieldwork.Desk, error) {
		return fieldwork.OpenDesk(ctx, fieldwork.Plan{Engagement: e, Contracts: lib.contracts, Start: a.session}, engine.Options{})
	}
	if in, ok := a.in.(*os.File); ok && len(args) == 0 && term.IsTerminal(int(in.Fd())) {
		return a.shell(ctx, in, e, open, q)
	}
	text := strings.Join(args, "")
	if len(args) == 0 {
		data, err := io.ReadAll(io.LimitReader(a.in, 1<<20))
		if err != nil {
			return fault.New(fault.Broken, "read query: %w", err)
		}
		text = string(data)
	}
	desk, err := open(ctx)
	if err != nil {
		return err
	}
	defer desk.Close()
	return a.answer(ctx, e, desk, text, q)
}

// answer answers one query and keeps it in the log, also when there is no answer.
func (a *app) answer(ctx context.Context, e *engagement.Engagement, desk *fieldwork.Desk, text string, q question) error {
	text = strings.TrimSuffix(strings.TrimSpace(text), ";")
	if text == "" {
		return fault.New(fault.Usage, "there is no query").Hint("auditql sql \"SELECT …\"")
	}
	found, err := desk.Ask(ctx, text, q.limit)
	number, logErr := a.keepQuery(e, text, found, err)
	if err != nil {
		return err
	}
	if logErr != nil {
		return logErr
	}
	if err := report.Answer(a.out, q.format, a.width(), found.Columns, found.Rows, found.Count); err != nil {
		return err
	}
	if n := int64(len(found.Rows)); n < found.Count && q.format != "table" {
		fmt.Fprintf(a.err, "auditql: the first %s of %s; --limit gives more\n", report.Count(n), report.Counted(found.Count, "row"))
	}
	if a.onTerminal() {
		fmt.Fprintf(a.err, "query %d, rows %s\n", number, found.Digest[:16])
	}
	return nil
}
