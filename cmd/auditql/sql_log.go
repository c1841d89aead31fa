package main

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

// queryLog is where an engagement keeps the queries that were asked in the shell.
const queryLog = "commands.jsonl"

// readQueries reads the log; a file that is not there holds nothing. One that was changed by hand is refused with its line.
func readQueries(e *engagement.Engagement) ([]record.Query, error) {
	data, err := os.ReadFile(e.Path(queryLog))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read queries: %w", err)
	}
	log, err := record.ParseLog[record.Query](data)
	if err != nil {
		return nil, fault.At(fault.Differs, queryLog, 0, "%w", err).Hint("it was changed after it was written; restore it from a copy")
	}
	return log, nil
}

// keepQuery adds a query to the log and gives its number.
func (a *app) keepQuery(e *engagement.Engagement, text string, answer engine.Answer, failed error) (int, error) {
	unlock, err := e.Lock()
	if err != nil {
		return 0, err
	}
	defer unlock()
	log, err := readQueries(e)
	if err != nil {
		return 0, err
	}
	q := record.Query{At: a.instant(), By: who(), SQL: strings.ToValidUTF8(text, "\uFFFD"), Rows: answer.Count, Digest: answer.Digest}
	if failed != nil {
		q.Error = strings.ToValidUTF8(failed.Error(), "\uFFFD")
	}
	log = record.Append(log, q)
	data, err := record.EncodeLog(log)
	if err != nil {
		return 0, fault.New(fault.Broken, "write queries: %w", err)
	}
	return len(log), engagement.WriteFile(e.Path(queryLog), data, 0o644)
}

type queryLine struct {
	Number int `json:"number"`
	record.Query
}

func (a *app) listQueries(e *engagement.Engagement, format string) error {
	log, err := readQueries(e)
	if err != nil {
		return err
	}
	lines := []queryLine{}
	g := report.Grid{Header: []string{"number", "at", "by", "rows", "query"}, Right: []bool{true, false, false, true}}
	for i, q := range log {
		lines = append(lines, queryLine{i + 1, q})
		rows := report.Count(q.Rows)
		if q.Error != "" {
			rows = "failed"
		}
		g.Add(strconv.Itoa(i+1), q.At, q.By, rows, strings.Join(strings.Fields(q.SQL), " "))
	}
	switch {
	case format == "json":
		return a.printJSON(lines)
	case format == "csv":
		return fault.New(fault.Usage, "--log is printed as table or json")
	}
	return g.Write(a.out, a.width())
}
