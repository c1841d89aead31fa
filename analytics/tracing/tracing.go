// Package tracing is the form in which the auditor compares evidence with the system it came from, in both directions:
// records of the export are looked up on the screen of the source, and items seen in the source are looked up in the export.
//
// Which records of the export are compared follows from the hashes of its files, so nobody chooses them. The form is CSV; a
// cell that a spreadsheet would take for a formula begins with an apostrophe. Read refuses a form in which a record was
// left out, added or given without a reference, and one that says of an item that it agrees when the evidence has no such
// item: what a form says is only believed where it cannot be looked up.
//
//	form := tracing.Form{Engagement: e, Contract: c, Loads: ledger.Of(c.Dataset)}
//	err := form.Write(os.Stdout)
//	traces, err := form.Read(file)
package tracing

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/sampling"
	"auditql/analytics/table"
)

// Form is about the loads of one dataset.
type Form struct {
	Engagement *engagement.Engagement
	Contract   *contract.Contract
	Loads      []record.Load
}

// fromSource is how many lines are left for items of the source.
const fromSource = 5

var (
	places  = []string{"from", "load", "file", "record"}
	answers = []string{"values", "result", "reference", "note"}
)

func (f Form) header() []string { return slices.Concat(places, f.Contract.Key, answers) }

// Write writes an empty form: a line for each record to be looked up, with the values that the evidence has, and lines in
// which the key of items of the source is to be entered.
func (f Form) Write(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write(f.header()); err != nil {
		return err
	}
	for _, load := range f.Loads {
		rows, err := f.drawn(&load)
		if err != nil {
			return err
		}
		for _, cells := range rows {
			if err := c.Write(cells); err != nil {
				return err
			}
		}
	}
	if len(f.Contract.Key) > 0 {
		for range fromSource {
			if err := c.Write(append([]string{string(record.FromSource)}, make([]string, len(f.header())-1)...)); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

// drawn gives the lines of the records of a load that are to be looked up.
func (f Form) drawn(load *record.Load) (lines [][]string, err error) {
	wanted := evidence.Drawn(load)
	found := map[evidence.Place][]string{}
	err = f.each(*load, func(columns []string, row table.Row) bool {
		file, _ := strconv.ParseInt(string(row[0]), 10, 64)
		number, _ := strconv.ParseInt(string(row[1]), 10, 64)
		at := evidence.Place{File: file, Record: number}
		if slices.Contains(wanted, at) && found[at] == nil {
			found[at] = f.shown(columns, row)
		}
		return len(found) < len(wanted)
	})
	for _, at := range wanted {
		cells := []string{string(record.FromExport), load.ID, sampling.Shown(load.Files[at.File-1].Name), strconv.FormatInt(at.Record, 10)}
		values := found[at]
		if values == nil {
			values = append(make([]string, len(f.Contract.Key)), "(rejected or filtered: see the export)")
		}
		lines = append(lines, append(append(cells, values...), "", "", ""))
	}
	return lines, err
}

// shown gives the key of a row, and its other values as one cell.
func (f Form) shown(columns []string, row table.Row) []string {
	out := make([]string, len(f.Contract.Key))
	var values []string
	for i, name := range columns[2:] {
		cell := row[i+2]
		if k := slices.Index(f.Contract.Key, name); k >= 0 {
			out[k] = sampling.Shown(string(cell))
		} else if cell != nil {
			values = append(values, name+"="+string(cell))
		}
	}
	return append(out, sampling.Shown(strings.Join(values, "; ")))
}

// each goes through the rows of a load until do says that it has enough.
func (f Form) each(load record.Load, do func(columns []string, row table.Row) bool) error {
	if load.Totals.Rows == 0 {
		return nil
	}
	var files []string
	for _, p := range load.Parts {
		files = append(files, f.Engagement.Path(p.Path))
	}
	t, err := table.Open(files...)
	if err != nil {
		return err
	}
	defer t.Close()
	columns := []string{"_file", "_row"}
	for _, c := range f.Contract.Columns() {
		columns = append(columns, c.Name)
	}
	rows := t.Rows(columns...)
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.KindOf(err), "read evidence: %w", err)
		}
		if !do(columns, row) {
			return nil
		}
	}
}

// Read reads a completed form: a trace for each load, without who and when.
func (f Form) Read(r io.Reader) ([]record.Trace, error) {
	c := csv.NewReader(r)
	head, err := c.Read()
	if err != nil {
		return nil, fault.New(fault.Usage, "read form: %w", err)
	}
	if want := f.header(); !slices.Equal(head, want) {
		return nil, fault.New(fault.Usage, "the form has the columns %q, expected %q", head, want).
			Hint("auditql data trace worksheet %s writes one", f.Contract.Dataset)
	}
	a := answering{Form: f, traces: make([]record.Trace, len(f.Loads))}
	for i, load := range f.Loads {
		a.traces[i] = record.Trace{Dataset: load.Dataset, Load: load.ID, Items: []record.TracedItem{}}
	}
	for {
		cells, err := c.Read()
		if err == io.EOF {
			return a.traces, a.complete()
		}
		if err != nil {
			return nil, fault.New(fault.Usage, "read form: %w", err)
		}
		if err := a.line(cells); err != nil {
			line, _ := c.FieldPos(0)
			return nil, fault.New(fault.Usage, "line %d: %w", line, err)
		}
	}
}

// answering is a form that is being read.
type answering struct {
	Form
	traces []record.Trace
}

func (a *answering) line(cells []string) error {
	n := len(places) + len(a.Contract.Key)
	key, said := cells[len(places):n], cells[n+1:]
	i := record.TracedItem{
		From: record.TraceStart(strings.TrimSpace(cells[0])), Result: record.TraceResult(strings.ToLower(strings.TrimSpace(said[0]))),
		Reference: strings.TrimSpace(said[1]), Note: strings.TrimSpace(said[2]),
	}
	if i.From == record.FromSource && strings.Join(append(slices.Clone(key), said...), "") == "" {
		return nil // a line that was not needed
	}
	switch {
	case !slices.Contains(record.TraceResults, i.Result):
		return fmt.Errorf("result %q, expected one of %q", said[0], record.TraceResults)
	case i.Reference == "":
		return errors.New("no reference: where is filed what was seen?")
	case i.Result != record.Agrees && i.Note == "":
		return fmt.Errorf("%q needs a note that says what was seen", i.Result)
	}
	switch i.From {
	case record.FromExport:
		return a.ofExport(cells, i)
	case record.FromSource:
		return a.ofSource(key, i)
	}
	return fmt.Errorf("from %q, expected %q or %q", cells[0], record.FromExport, record.FromSource)
}

func (a *answering) ofExport(cells []string, i record.TracedItem) error {
	for n, load := range a.Loads {
		for _, at := range evidence.Drawn(&load) {
			name := load.Files[at.File-1].Name
			if load.ID != cells[1] || sampling.Shown(name) != cells[2] || strconv.FormatInt(at.Record, 10) != cells[3] {
				continue
			}
			i.File, i.Record = name, at.Record
			same := func(o record.TracedItem) bool { return o.File == i.File && o.Record == i.Record }
			if slices.ContainsFunc(a.traces[n].Items, same) {
				return fmt.Errorf("record %d of %q comes a second time", i.Record, name)
			}
			a.traces[n].Items = append(a.traces[n].Items, i)
			return nil
		}
	}
	return fmt.Errorf("record %s of %q in load %q is none of those that are to be traced", cells[3], cells[2], cells[1])
}

// ofSource looks an item of the source up in the evidence. It belongs to the load in which it is, or else to the last.
func (a *answering) ofSource(key []string, i record.TracedItem) error {
	i.Key = slices.Clone(key)
	found := -1
	for n, load := range a.Loads {
		err := a.each(load, func(columns []string, row table.Row) bool {
			if slices.EqualFunc(a.shown(columns, row)[:len(key)], key, func(shown, k string) bool { return shown == k || shown == sampling.Shown(k) }) {
				found = n
			}
			return found < 0
		})
		if err != nil {
			return err
		}
	}
	switch {
	case found < 0 && i.Result != record.NotFound:
		return fmt.Errorf("the result is %q, but the evidence has no item %s", i.Result, strings.Join(key, " "))
	case found >= 0 && i.Result == record.NotFound:
		return fmt.Errorf("the result is %q, but the evidence has an item %s, in load %s", i.Result, strings.Join(key, " "), a.Loads[found].ID)
	case found < 0:
		found = len(a.Loads) - 1
	}
	a.traces[found].Items = append(a.traces[found].Items, i)
	return nil
}

// complete refuses a form in which a record was left out.
func (a *answering) complete() error {
	for n, load := range a.Loads {
		drawn := evidence.Drawn(&load)
		for _, at := range drawn {
			name := load.Files[at.File-1].Name
			same := func(o record.TracedItem) bool {
				return o.From == record.FromExport && o.File == name && o.Record == at.Record
			}
			if !slices.ContainsFunc(a.traces[n].Items, same) {
				return fault.New(fault.Usage, "record %d of %q in load %s is to be traced and is not in the form", at.Record, name, load.ID)
			}
		}
	}
	a.traces = slices.DeleteFunc(a.traces, func(t record.Trace) bool { return len(t.Items) == 0 })
	return nil
}
