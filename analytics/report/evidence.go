package report

import (
	"fmt"
	"io"
	"strings"

	"auditql/analytics/record"
)

// DatasetView is what there is of a dataset.
type DatasetView struct {
	Dataset string         `json:"dataset"`
	Rows    int64          `json:"rows"`
	Records record.Totals  `json:"records"`
	First   string         `json:"first,omitempty"`
	Last    string         `json:"last,omitempty"`
	Loads   []LoadView     `json:"loads"`
	Checks  []record.Check `json:"checks"`

	Coverage *record.Coverage `json:"coverage,omitempty"` // of all loads together; nil when no record has a time
}

// LoadView is one load of a dataset.
type LoadView struct {
	Load     string            `json:"load"`
	Export   string            `json:"export"`
	Contract int               `json:"contract_version"`
	Files    []record.LoadFile `json:"files"`
	Checks   []record.Check    `json:"checks"`
}

// Add adds a load. A check of the dataset is the worst of its loads.
func (v *DatasetView) Add(l record.Load) {
	v.Rows += l.Totals.Rows
	v.Records.Read += l.Totals.Read
	v.Records.Loaded += l.Totals.Loaded
	v.Records.Rejected += l.Totals.Rejected
	v.Records.Filtered += l.Totals.Filtered
	v.Records.Rows += l.Totals.Rows
	for _, f := range l.Files {
		if f.First != "" && (v.First == "" || f.First < v.First) {
			v.First = f.First
		}
		v.Last = max(v.Last, f.Last)
	}
	v.Coverage = v.Coverage.Join(l.Coverage)
	v.Loads = append(v.Loads, LoadView{l.ID, l.Export, l.Contract.Version, l.Files, l.Checks})
	for _, c := range l.Checks {
		v.worst(c)
	}
}

var gravity = map[record.Status]int{record.NotApplicable: 0, record.Passed: 1, record.Accepted: 2, record.Failed: 3}

func (v *DatasetView) worst(c record.Check) {
	for i, old := range v.Checks {
		if old.ID != c.ID {
			continue
		}
		if gravity[c.Status] > gravity[old.Status] {
			v.Checks[i] = c
		}
		return
	}
	v.Checks = append(v.Checks, c)
}

// Evidence prints datasets for people: a line each, or one with its loads, files and checks.
func Evidence(w io.Writer, views []DatasetView, whole bool, width int) error {
	if !whole {
		return evidenceList(w, views, width)
	}
	for _, v := range views {
		if err := evidenceWhole(w, v, width); err != nil {
			return err
		}
	}
	return nil
}

func evidenceList(w io.Writer, views []DatasetView, width int) error {
	g := Grid{Header: []string{"dataset", "rows", "loads", "first", "last", "rejected", "checks"}, Right: []bool{false, true, true, false, false, true}}
	for _, v := range views {
		g.Add(v.Dataset, Count(v.Rows), Count(int64(len(v.Loads))), day(v.First), day(v.Last), Count(v.Records.Rejected), checkSummary(v.Checks))
	}
	if len(views) > 0 {
		if err := g.Write(w, width); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s\n", Counted(len(views), "dataset"))
	return err
}

func day(t string) string {
	d, _, _ := strings.Cut(t, "T")
	return d
}

func checkSummary(checks []record.Check) string {
	var failed, accepted []string
	for _, c := range checks {
		switch c.Status {
		case record.Failed:
			failed = append(failed, c.ID)
		case record.Accepted:
			accepted = append(accepted, c.ID)
		}
	}
	switch {
	case len(failed) > 0:
		return "failed: " + strings.Join(failed, ", ")
	case len(accepted) > 0:
		return "accepted: " + strings.Join(accepted, ", ")
	}
	return "passed"
}

func evidenceWhole(w io.Writer, v DatasetView, width int) error {
	r := v.Records
	fmt.Fprintf(w, "%s: %s of %s read = %s loaded + %s rejected + %s filtered\n\n", v.Dataset, Counted(v.Rows, "row"),
		Counted(r.Read, "record"), Count(r.Loaded), Count(r.Rejected), Count(r.Filtered))
	if picture := coverageText(v.Coverage); picture != "" {
		fmt.Fprintf(w, "%s\n\n", Clean(picture))
	}
	files := Grid{
		Header: []string{"load", "file", "sha256", "read", "loaded", "rejected", "filtered", "first", "last"},
		Right:  []bool{false, false, false, true, true, true, true},
	}
	for _, l := range v.Loads {
		for _, f := range l.Files {
			files.Add(l.Load, f.Name, f.SHA256[:12], Count(f.Read), Count(f.Loaded), Count(f.Rejected), Count(f.Filtered), day(f.First), day(f.Last))
		}
	}
	if err := files.Write(w, width); err != nil {
		return err
	}
	checks := Grid{Header: []string{"check", "status", "expected", "actual", "note"}}
	for _, c := range v.Checks {
		note := c.Note
		if c.Accepted != nil {
			note = strings.TrimPrefix(note+"; accepted by "+c.Accepted.Who+": "+c.Accepted.Why, "; ")
		}
		checks.Add(c.ID, string(c.Status), c.Expected, c.Actual, note)
	}
	fmt.Fprintln(w)
	if err := checks.Write(w, width); err != nil {
		return err
	}
	for _, l := range v.Loads {
		for _, f := range l.Files {
			notes(w, f)
		}
	}
	return nil
}

// notes tells what a reader of the workpaper should know of a file.
func notes(w io.Writer, f record.LoadFile) {
	if len(f.Unknown) > 0 {
		fmt.Fprintf(w, "%s has fields that are not used: %s\n", Clean(f.Name), Clean(strings.Join(f.Unknown, ", ")))
	}
	for _, n := range f.Warnings {
		fmt.Fprintf(w, "%s: %s\n", Clean(f.Name), Clean(n))
	}
}
