// Package evidence turns exports into datasets, or refuses them: it recognises files, loads them through contract and
// mapping, keeps what could not be loaded, checks completeness and accuracy, and writes the ledger.
//
// Nothing is lost in silence. Every file that was given is reported once, as loaded, refused, unrecognised or
// duplicate; for each file that was loaded, records read = loaded + rejected + filtered is proven before anything is
// kept. A load is there whole or not at all: its Parquet files are finished in a scratch folder and renamed, and the
// ledger entry, which alone makes them evidence, is written last.
//
//	l := evidence.Loader{Engagement: e, Contracts: set, Start: start}
//	files, err := l.Load(ctx, evidence.Request{Paths: []string{"exports/"}})
package evidence

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
	"auditql/analytics/trail"
)

// Loader loads exports into one engagement.
type Loader struct {
	Engagement *engagement.Engagement
	Contracts  *contract.Set
	Start      func(ctx context.Context, o engine.Options) (*engine.Session, error)
	Limits     reader.Limits
	Workers    int                                 // sessions that work side by side; 0 means the number of cores
	Progress   func(doing string, bytes, of int64) // may be nil; called from several goroutines; of is 0 when nobody knows
	Trail      func(*trail.Result)                 // told what the digests of a CloudTrail prove, when there are any; may be nil
}

func (l *Loader) workers() int {
	if l.Workers > 0 {
		return l.Workers
	}
	return runtime.NumCPU()
}

// Request says what to load and how.
type Request struct {
	Paths         []string
	Dataset       string            // only this dataset; empty: whatever the file is recognised as
	Export        string            // only this kind of export
	Set           map[string]string // parameters of the mapping
	Zone          string            // of times without an offset; empty: the export's, then the engagement's
	Obtained      string            // how the auditee extracted the files
	AcceptRejects string            // why rejects are acceptable; empty: they are not
	Totals        map[string]int64  // declared records per file name, or per dataset; the empty name stands for all files of a load
	Sums          map[string]string // declared sums by column, over all files of a load, as Sum gives them
	Who, When     string            // who loads, and when: not part of any digest
}

// given tells where the exports lie on this machine, so that a record can be shown again.
func (r Request) given() string {
	var out []string
	for _, p := range r.Paths {
		if abs, err := filepath.Abs(p); err == nil {
			out = append(out, abs)
		}
	}
	return strings.Join(out, string(filepath.ListSeparator))
}

// Status is what became of a file that was given.
type Status string

const (
	Loaded       Status = "loaded"
	Refused      Status = "refused"
	Unrecognised Status = "unrecognised"
	Duplicate    Status = "duplicate"
	Totals       Status = "totals" // control totals that came with the exports
)

// FileReport says what became of one file for one dataset.
type FileReport struct {
	File     string `json:"file"`
	Dataset  string `json:"dataset"`
	Export   string `json:"export,omitempty"`
	Load     string `json:"load,omitempty"`
	SHA256   string `json:"sha256"`
	Read     int64  `json:"read"`
	Loaded   int64  `json:"loaded"`
	Rejected int64  `json:"rejected"`
	Filtered int64  `json:"filtered"`
	Status   Status `json:"status"`
	Message  string `json:"message"`

	filtered string // why every record was filtered, when it was
}

// Load loads what was given. The reports tell of every file; an error means that loading stopped, and that only the
// loads that the reports call loaded were made.
func (l *Loader) Load(ctx context.Context, req Request) ([]FileReport, error) {
	ledger, err := ReadLedger(l.Engagement)
	if err != nil {
		return nil, err
	}
	found, reports, err := l.plan(ctx, req, ledger)
	if err != nil {
		return reports, err
	}
	proven, err := found.trail.verify(ctx)
	if proven != nil && l.Trail != nil {
		l.Trail(proven)
	}
	if err != nil || len(found.groups) == 0 {
		sortReports(reports)
		return reports, err
	}
	scratch, err := l.Engagement.Scratch()
	if err != nil {
		return reports, err
	}
	defer os.RemoveAll(scratch)
	w := &work{Loader: l, req: req, ledger: ledger, scratch: scratch, trail: proven}
	w.sessions = pool{life: ctx, start: l.Start, options: engine.Options{Threads: 1, Scratch: scratch}}
	defer w.sessions.close()
	err = w.load(ctx, found.groups)
	reports = append(reports, w.reports...)
	tellFiltered(reports)
	sortReports(reports)
	return reports, err
}

// work is one Load under way: every group is read first, then all are checked in one session, then each is kept.
type work struct {
	*Loader
	req      Request
	ledger   *Ledger
	scratch  string
	sessions pool
	loading  map[string]bool // datasets that are being loaded
	unique   map[string]bool // datasets whose key was found to be unique
	serial   int             // names what the checks make in their session
	reports  []FileReport
	trail    *trail.Result // what the digests of a CloudTrail prove; nil without digests
	advance  func(bytes int64)
}

// counting gives what is told of the bytes of files as they are read.
func (l *Loader) counting(doing string, files []reader.File) func(bytes int64) {
	if l.Progress == nil {
		return nil
	}
	var of int64
	for _, f := range files {
		of += f.Size
	}
	return func(n int64) { l.Progress(doing, n, of) }
}

func (w *work) load(ctx context.Context, groups []group) error {
	var files []reader.File
	for _, g := range groups {
		for _, f := range g.files {
			files = append(files, f.File)
		}
	}
	w.advance = w.counting("reading", files)
	var read []*attempt
	for i, g := range groups {
		a, err := w.read(ctx, g, filepath.Join(w.scratch, fmt.Sprintf("group-%04d", i+1)))
		if err != nil {
			return err
		}
		if a != nil {
			read = append(read, a)
		}
	}
	w.sessions.close()
	if w.Progress != nil {
		w.Progress("checking", 0, 0)
	}
	return w.check(ctx, read)
}

// read makes the files of one load, not yet kept. A file that turns out to be unreadable is refused, and the load is made
// of the others: what is in a load was read whole. Without any file there is no attempt.
func (w *work) read(ctx context.Context, g group, dir string) (*attempt, error) {
	for n := 0; len(g.files) > 0; n++ {
		a, err := w.attempt(ctx, g, fmt.Sprintf("%s.%d", dir, n))
		if err == nil {
			return a, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if bad, ok := unreadable(err); ok {
			w.reports = append(w.reports, g.refuse(bad, err))
			g.drop(bad)
			continue
		}
		if fault.KindOf(err) != fault.Refused {
			return nil, err
		}
		w.reports = append(w.reports, g.refuseAll(err)...)
		return nil, nil
	}
	return nil, nil
}

func loadedReports(g group, entry record.Load, summaries []reader.Summary) []FileReport {
	out := make([]FileReport, len(entry.Files))
	for i, f := range entry.Files {
		out[i] = FileReport{
			File: g.files[i].Name, Dataset: g.contract.Dataset, Export: g.export.ID, Load: entry.ID, SHA256: f.SHA256,
			Read: f.Read, Loaded: f.Loaded, Rejected: f.Rejected, Filtered: f.Filtered,
			Status: Loaded, Message: g.files[i].because,
		}
		if f.Read > 0 && f.Filtered == f.Read {
			out[i].filtered = whyFiltered(entry.Reasons)
		}
		if left := leftOut(g, summaries[i]); left != "" {
			out[i].Message += "; not loaded: " + left
		}
	}
	return out
}
