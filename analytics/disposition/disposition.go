// Package disposition keeps what the auditor concluded about each exception: valid, a false positive, or compensated by
// another control.
//
// Dispositions are lines of dispositions.jsonl, each chained to the one before; a later one about the same item takes the
// place of an earlier one, which stays readable. They change no result: a report counts them beside the exceptions, and
// names how many have none.
//
//	log, err := disposition.Read(e.Path(disposition.FileName))
//	now := disposition.Current(log)
//	tally, err := now.Count(test, "runs/run-0001/iam-dormant/exceptions.parquet")
package disposition

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/table"
)

// FileName is where an engagement keeps its dispositions.
const FileName = "dispositions.jsonl"

// Read reads the log; a file that is not there holds nothing. One that was changed by hand is refused with its line.
func Read(name string) ([]record.Disposition, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read dispositions: %w", err)
	}
	log, err := record.ParseLog[record.Disposition](data)
	if err != nil {
		return nil, fault.At(fault.Differs, FileName, 0, "%w", err).Hint("it was changed after it was written; restore it from a copy")
	}
	return log, nil
}

// Check refuses a disposition that does not say enough.
func Check(d record.Disposition) error {
	switch {
	case !slices.Contains(record.DispositionStatuses, d.Status):
		return fault.New(fault.Usage, "disposition %q, expected one of %q", d.Status, record.DispositionStatuses)
	case strings.TrimSpace(d.Reason) == "":
		return fault.New(fault.Usage, "a disposition of %s %s needs a reason", d.Test, strings.Join(d.Key, " "))
	case d.Status != record.Valid && strings.TrimSpace(d.Evidence) == "":
		return fault.New(fault.Usage, "%s %s: %q needs a reference to evidence", d.Test, strings.Join(d.Key, " "), d.Status)
	}
	return nil
}

// Standing is the disposition of each item that has one.
type Standing map[string]record.Disposition

func name(test string, key []string) string {
	text, err := json.Marshal(append([]string{test}, key...))
	if err != nil {
		panic(err) // text can always be encoded
	}
	return string(text)
}

// Current gives the last disposition of each item.
func Current(log []record.Disposition) Standing {
	s := Standing{}
	for _, d := range log {
		s[name(d.Test, d.Key)] = d
	}
	return s
}

// Of gives the disposition of an item.
func (s Standing) Of(test string, key []string) (record.Disposition, bool) {
	d, ok := s[name(test, key)]
	return d, ok
}

// Tally counts the exceptions of a test, in items, by their disposition.
type Tally struct {
	Valid         int64 `json:"valid"`
	FalsePositive int64 `json:"false_positive"`
	Compensated   int64 `json:"compensated"`
	None          int64 `json:"undisposed"`
}

// Count goes through the exceptions of a test, which are in key order.
func (s Standing) Count(t *record.Test, file string) (Tally, error) {
	var tally Tally
	err := Items(t, file, func(key []string, _ string) error {
		d, _ := s.Of(t.ID, key)
		switch d.Status {
		case record.Valid:
			tally.Valid++
		case record.FalsePositive:
			tally.FalsePositive++
		case record.Compensated:
			tally.Compensated++
		default:
			tally.None++
		}
		return nil
	})
	return tally, err
}

// Items calls do for each item of a file of exceptions, once, with its first reason.
func Items(t *record.Test, file string, do func(key []string, reason string) error) error {
	return items(t, file, []string{"reason"}, func(key, more []string) error { return do(key, more[0]) })
}

// Keys calls do for each item of a file of any section of a test, once.
func Keys(t *record.Test, file string, do func(key []string) error) error {
	return items(t, file, nil, func(key, _ []string) error { return do(key) })
}

func items(t *record.Test, file string, columns []string, do func(key, more []string) error) error {
	x, err := table.Open(file)
	if err != nil {
		return fault.New(fault.KindOf(err), "read items: %w", err)
	}
	defer x.Close()
	rows := x.Rows(append(slices.Clone(t.Key), columns...)...)
	defer rows.Close()
	last := ""
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.KindOf(err), "read items: %w", err)
		}
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = string(cell)
		}
		key, more := cells[:len(t.Key)], cells[len(t.Key):]
		if n := name(t.ID, key); n != last {
			last = n
			if err := do(key, more); err != nil {
				return err
			}
		}
	}
}
