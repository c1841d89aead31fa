package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// TracesFile is where an engagement keeps what came of tracing records to the source.
const TracesFile = "evidence/traces.jsonl"

// TraceCheck is the intake check that traces answer.
const TraceCheck = "ipe-11"

func readTraces(e *engagement.Engagement) ([]record.Trace, error) {
	data, err := os.ReadFile(e.Path(TracesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read traces: %w", err)
	}
	log, err := record.ParseLog[record.Trace](data)
	if err != nil {
		return nil, fault.At(fault.Differs, TracesFile, 0, "%w", err).Hint("it was changed after it was written; restore it from a copy")
	}
	return log, nil
}

// Trace keeps what came of tracing records, of several loads at once. A later trace of a load takes the place of an earlier one,
// which stays readable.
func (l *Ledger) Trace(e *engagement.Engagement, traces []record.Trace) error {
	log := l.traces
	for _, t := range traces {
		log = record.Append(log, t)
	}
	data, err := record.EncodeLog(log)
	if err != nil {
		return fault.New(fault.Broken, "write traces: %w", err)
	}
	if err := engagement.WriteFile(e.Path(TracesFile), data, 0o644); err != nil {
		return err
	}
	l.traces = log
	return nil
}

// traced gives check ipe-11 of a load as it stands: as it was left at loading, or by the last trace of the load.
func (l *Ledger) traced(load record.Load, c record.Check) record.Check {
	for i := len(l.traces) - 1; i >= 0; i-- {
		if t := l.traces[i]; t.Load == load.ID && t.Dataset == load.Dataset {
			return concluded(t, c)
		}
	}
	return c
}

func concluded(t record.Trace, c record.Check) record.Check {
	agreed, total := map[record.TraceStart]int{}, map[record.TraceStart]int{}
	var bad, references []string
	for _, i := range t.Items {
		total[i.From]++
		if i.Result == record.Agrees {
			agreed[i.From]++
		} else {
			bad = append(bad, fmt.Sprintf("%s %s: %s (%s)", named(i), i.Result, i.Note, i.Reference))
		}
		if n := len(references); n == 0 || references[n-1] != i.Reference {
			references = append(references, i.Reference)
		}
	}
	c.Status = record.Passed
	c.Actual = fmt.Sprintf("%d of %d records agree with the source", agreed[record.FromExport], total[record.FromExport])
	if n := total[record.FromSource]; n > 0 {
		c.Actual += fmt.Sprintf(", %d of %d items of the source with the export", agreed[record.FromSource], n)
	} else {
		c.Actual += "; no item was traced from the source to the export"
	}
	c.Note = fmt.Sprintf("traced by %s on %s, %s", t.By, t.At, strings.Join(references, ", "))
	if len(bad) > 0 {
		c.Status, c.Note = record.Failed, strings.Join(bad, "; ")+"; "+c.Note
	}
	return c
}

func named(i record.TracedItem) string {
	if i.From == record.FromSource {
		return "item " + strings.Join(i.Key, " ") + " of the source"
	}
	return fmt.Sprintf("record %d of %s", i.Record, i.File)
}
