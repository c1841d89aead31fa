package reperformance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// Load is one load, made again from the exports.
type Load struct {
	Dataset    string      `json:"dataset"`
	Load       string      `json:"load"`
	Identical  bool        `json:"identical"`
	Difference *Difference `json:"difference,omitempty"`
}

// reload loads the exports again, load by load, as the ledger says they were loaded.
func (w *work) reload(ctx context.Context) error {
	contracts, err := w.contracts()
	if err != nil {
		return err
	}
	found, err := w.find()
	if err != nil {
		return err
	}
	e := &engagement.Engagement{Root: filepath.Join(w.Scratch, "reloaded")}
	w.loaded = e.Root
	if err := os.MkdirAll(e.Path("evidence"), 0o755); err != nil {
		return fault.New(fault.Broken, "make folder: %w", err)
	}
	if err := w.frame(e); err != nil {
		return err
	}
	l := evidence.Loader{Engagement: e, Contracts: contracts, Start: w.Start}
	used := map[string]bool{}
	for i, entry := range w.ledger {
		if err := w.reloadOne(ctx, l, i, entry, found); err != nil {
			return err
		}
		for _, f := range entry.Files {
			if file, _, err := found.of(f); err == nil {
				used[file] = true
			}
		}
	}
	w.report.Unused = w.unused(found, used)
	return nil
}

// frame gives the engagement the period of the first run: mappings may use it.
func (w *work) frame(e *engagement.Engagement) error {
	if len(w.Runs) == 0 {
		return nil
	}
	data, err := os.ReadFile(w.payload("runs", w.Runs[0], "record.json"))
	if err != nil {
		return fault.New(fault.Usage, "there is no run %s in the bundle: %w", w.Runs[0], err)
	}
	var r record.Run
	if err := record.Decode(data, &r); err != nil {
		return fault.New(fault.Differs, "run %s: %w", w.Runs[0], err)
	}
	a := r.Engagement
	e.Config.Zone = a.Zone
	var errs [3]error
	e.AsOf, errs[0] = time.Parse(time.RFC3339Nano, a.AsOf)
	e.Period.Start, errs[1] = time.Parse(time.RFC3339Nano, a.PeriodStart)
	e.Period.End, errs[2] = time.Parse(time.RFC3339Nano, a.PeriodEnd)
	if err := errors.Join(errs[:]...); err != nil {
		return fault.New(fault.Differs, "period of run %s: %w", w.Runs[0], err)
	}
	return nil
}

// contracts joins the definitions of all runs, and those of loads that no run has read, in one folder.
func (w *work) contracts() (*contract.Set, error) {
	joined := filepath.Join(w.Scratch, "datasets")
	trees := []string{w.payload("definitions", "datasets")}
	for _, id := range w.Runs {
		trees = append(trees, w.payload("runs", id, record.DefinitionsFolder, "datasets"))
	}
	for _, tree := range trees {
		files, err := filepath.Glob(filepath.Join(tree, "*", "*"))
		if err != nil {
			return nil, fault.New(fault.Broken, "list definitions: %w", err)
		}
		for _, f := range files {
			to := filepath.Join(joined, filepath.Base(filepath.Dir(f)), filepath.Base(f))
			os.Remove(to) // that of a later run
			if err := link(f, to); err != nil {
				return nil, err
			}
		}
	}
	return contract.Load(os.DirFS(joined))
}

// exports are the files of a folder by hash, and by the last part of their names.
type exports struct {
	bySum map[string]string
	names []string
}

func (w *work) find() (x exports, err error) {
	x.bySum = map[string]string{}
	err = filepath.WalkDir(w.Exports, func(file string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		sum, _, err := record.HashReader(f)
		x.bySum[sum], x.names = file, append(x.names, file)
		return err
	})
	if err != nil {
		return x, fault.New(fault.Refused, "read exports: %w", err)
	}
	return x, nil
}

// of finds the file on disk of an entry of the ledger: a file by its bytes, an archive by its name.
func (x exports) of(f record.LoadFile) (file, name string, err error) {
	archive, _, inside := strings.Cut(f.Name, "!")
	if !inside {
		if file, ok := x.bySum[f.SHA256]; ok {
			return file, f.Name, nil
		}
		if x.named(path.Base(f.Name)) != "" {
			return "", "", fault.At(fault.Refused, f.Name, 0, "not among the exports: a file of this name is there and is another; SHA-256 of the one that was loaded: %s", f.SHA256)
		}
		return "", "", fault.At(fault.Refused, f.Name, 0, "not among the exports, under any name; its SHA-256 is %s", f.SHA256)
	}
	for tail := archive; ; { // from the whole name down to its last part
		if file := x.named(tail); file != "" {
			return file, archive, nil
		}
		_, rest, more := strings.Cut(tail, "/")
		if !more {
			return "", "", fault.At(fault.Refused, archive, 0, "the archive is not among the exports").
				Hint("an archive is found by its name: give it back the one that it had")
		}
		tail = rest
	}
}

// named finds the file whose name ends so.
func (x exports) named(tail string) string {
	i := slices.IndexFunc(x.names, func(n string) bool { return strings.HasSuffix(filepath.ToSlash(n), "/"+tail) })
	if i < 0 {
		return ""
	}
	return x.names[i]
}

// unused gives the files of the folder that no load was made of, relative to it.
func (w *work) unused(x exports, used map[string]bool) []string {
	out := []string{}
	for _, n := range x.names {
		if rel, err := filepath.Rel(w.Exports, n); err == nil && !used[n] {
			out = append(out, filepath.ToSlash(rel))
		}
	}
	return out
}

// reloadOne lays out the files of one load under the names that they had, and loads them.
func (w *work) reloadOne(ctx context.Context, l evidence.Loader, n int, entry record.Load, found exports) error {
	req := evidence.Request{Dataset: entry.Dataset, Export: entry.Export, Set: entry.Params, Obtained: entry.Obtained}
	stage := filepath.Join(w.Scratch, fmt.Sprintf("exports-%04d", n))
	for _, f := range entry.Files {
		file, name, err := found.of(f)
		if err != nil {
			return err
		}
		to := filepath.Join(stage, filepath.FromSlash(name))
		if _, err := os.Lstat(to); err != nil {
			if err := link(file, to); err != nil {
				return err
			}
		}
		first, _, _ := strings.Cut(name, "/")
		if p := filepath.Join(stage, first); !slices.Contains(req.Paths, p) {
			req.Paths = append(req.Paths, p)
		}
	}
	w.settings(&req, l.Contracts, l.Engagement, entry)
	reports, err := l.Load(ctx, req)
	if err != nil {
		return err
	}
	out := Load{Dataset: entry.Dataset, Load: entry.ID}
	if out.Difference, err = w.compareLoad(l.Engagement, entry, reports); err != nil {
		return err
	}
	if out.Identical = out.Difference == nil; !out.Identical {
		w.moved[entry.Dataset+" "+entry.ID], w.report.Identical = true, false
	}
	w.report.Evidence = append(w.report.Evidence, out)
	return nil
}

// settings gives the zone when it was told, and the acceptance of rejects.
func (w *work) settings(req *evidence.Request, contracts *contract.Set, e *engagement.Engagement, entry record.Load) {
	usual := e.Config.Zone
	if c, ok := contracts.Get(entry.Dataset); ok {
		if x, ok := c.Export(entry.Export); ok && x.Zone != "" {
			usual = x.Zone
		}
	}
	if entry.Zone != usual {
		req.Zone = entry.Zone
	}
	for _, c := range entry.Checks {
		if c.Accepted != nil {
			req.Who, req.AcceptRejects = c.Accepted.Who, c.Accepted.Why
		}
	}
}

// compareLoad compares a load with that of the ledger: counts of records, then rows.
func (w *work) compareLoad(e *engagement.Engagement, entry record.Load, reports []evidence.FileReport) (*Difference, error) {
	ledger, err := readLedger(e.Root)
	if err != nil {
		return &Difference{What: "load", Recorded: "loaded", Found: refusals(reports)}, nil
	}
	i := slices.IndexFunc(ledger, func(l record.Load) bool { return l.Dataset == entry.Dataset && l.ID == entry.ID })
	if i < 0 {
		return &Difference{What: "load", Recorded: "loaded as " + entry.ID, Found: refusals(reports)}, nil
	}
	if entry.Totals != ledger[i].Totals {
		return &Difference{What: "records read, loaded, rejected, filtered, and rows", Recorded: fmt.Sprint(entry.Totals), Found: fmt.Sprint(ledger[i].Totals)}, nil
	}
	var paths [2][]string
	same := len(entry.Parts) == len(ledger[i].Parts)
	for k, p := range entry.Parts {
		same = same && p.SHA256 == ledger[i].Parts[k].SHA256
		paths[0] = append(paths[0], w.payload(filepath.FromSlash(p.Path)))
	}
	if same {
		return nil, nil
	}
	for _, p := range ledger[i].Parts {
		paths[1] = append(paths[1], e.Path(filepath.FromSlash(p.Path)))
	}
	if _, err := os.Stat(paths[0][0]); err != nil {
		return &Difference{What: "bytes of the evidence, of which the bundle has only the digest", Recorded: entry.Parts[0].SHA256, Found: ledger[i].Parts[0].SHA256}, nil
	}
	return compareTables("evidence", nil, paths[0], paths[1])
}

func refusals(reports []evidence.FileReport) string {
	var out []string
	for _, r := range reports {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", r.File, r.Status, r.Load, r.Message)))
	}
	return strings.Join(out, "; ")
}
