package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
)

// recover reads again the records that the engine rejected, because only the export has their bytes, and keeps them.
func (a *attempt) recover(ctx context.Context, b *batch) error {
	byFile := map[int64][]engine.Outcome{}
	for _, o := range b.rejected {
		byFile[o.File] = append(byFile[o.File], o)
	}
	for _, f := range b.files {
		if err := a.recoverFile(ctx, f, byFile[f.number]); err != nil {
			return err
		}
	}
	return nil
}

func (a *attempt) recoverFile(ctx context.Context, f numbered, outcomes []engine.Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	slices.SortStableFunc(outcomes, func(x, y engine.Outcome) int { return int(x.Row - y.Row) })
	stream, err := reader.Open(ctx, f.File, a.g.export, a.Limits)
	if err != nil {
		return unreadableFile{f.number, err}
	}
	defer stream.Close()
	var rec reader.Record
	for len(outcomes) > 0 {
		if err := stream.Next(&rec); errors.Is(err, io.EOF) {
			return changed(f)
		} else if err != nil {
			return unreadableFile{f.number, err}
		}
		for len(outcomes) > 0 && outcomes[0].Row == rec.Row {
			o := outcomes[0]
			outcomes = outcomes[1:]
			r := reject{File: o.File, Row: o.Row, Path: o.Path, Offset: rec.Offset, Reason: o.Reason, Detail: o.Detail, Raw: rec.Raw}
			if err := a.rejects.add(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// changed refuses a file that is another one now than when it was read first.
func changed(f numbered) error {
	return unreadableFile{f.number, fault.At(fault.Refused, f.Name, 0, "the file changed while it was read").
		Hint("load a copy that nothing writes to")}
}

// record makes the ledger entry of what was read, and proves that no record was lost.
func (a *attempt) record(ctx context.Context) error {
	g := a.g
	for _, s := range a.summaries() {
		for _, k := range s.Others {
			a.filtered(fmt.Sprintf("of a kind that the export does not read: %s", k.Name), k.Count)
		}
	}
	a.entry = record.Load{
		Reasons: foremost(a.entry.Reasons),
		ID:      a.id, Dataset: g.contract.Dataset, Export: g.export.ID, Mapping: g.export.SHA256, Params: a.req.Set,
		Contract: record.Contract{Version: g.contract.Version, SHA256: g.contract.SHA256},
		Zone:     g.zone(a.req, a.Engagement), Obtained: a.req.Obtained,
		Undigested: record.LoadCircumstances{LoadedBy: a.req.Who, LoadedAt: a.req.When, GivenPath: a.req.given()},
	}
	counts := a.counts()
	for i, b := range a.batches {
		if err := a.addBatch(&a.entry, b, i, counts); err != nil {
			return err
		}
	}
	a.entry.Control = a.control()
	if a.entry.Obtained == "" {
		a.entry.Obtained = said(&a.entry, func(d *record.Declared) string { return d.Obtained })
	}
	var seen []engine.Seen
	for _, b := range a.batches {
		seen = append(seen, b.result.Seen)
	}
	a.entry.Coverage = coverageOf(a.Engagement.Period, seen)
	if len(a.rejects.places) == 0 {
		return nil
	}
	return a.addRejects(ctx, &a.entry)
}

// control gives the totals over all files that the auditor entered.
func (a *attempt) control() *record.Control {
	c := record.Control{Sums: a.req.Sums}
	for _, name := range []string{"", a.g.contract.Dataset} {
		if n, ok := a.req.Totals[name]; ok {
			c.Records = &n
		}
	}
	if c.Records == nil && len(c.Sums) == 0 {
		return nil
	}
	return &c
}

// counts joins what the engine counted of each file, which may be in several parts.
func (a *attempt) counts() map[int64]engine.FileCount {
	out := map[int64]engine.FileCount{}
	for _, b := range a.batches {
		for _, c := range b.result.Files {
			if before, ok := out[c.File]; ok {
				c = before.Join(c)
			}
			out[c.File] = c
		}
	}
	return out
}

func (a *attempt) addBatch(entry *record.Load, b *batch, i int, counts map[int64]engine.FileCount) error {
	name := path.Join("evidence", entry.Dataset, a.id+".parquet")
	if len(a.batches) > 1 {
		name = path.Join("evidence", entry.Dataset, a.id, fmt.Sprintf("%04d.parquet", i+1))
	}
	part, err := fileOf(b.out, name, b.result.Rows)
	if err != nil {
		return err
	}
	entry.Parts = append(entry.Parts, part)
	entry.Totals.Rows += b.result.Rows
	for k, f := range b.files {
		file, err := a.loadFile(f, b.summaries[k], counts[f.number])
		if err != nil {
			return err
		}
		file.Declared, file.Sums = f.declared, b.sums[k]
		entry.Files = append(entry.Files, file)
		entry.Totals.Read += file.Read
		entry.Totals.Loaded += file.Loaded
		entry.Totals.Rejected += file.Rejected
		entry.Totals.Filtered += file.Filtered
	}
	return nil
}

// loadFile joins what the reader and the engine counted of one file.
func (a *attempt) loadFile(f numbered, s reader.Summary, c engine.FileCount) (record.LoadFile, error) {
	out := record.LoadFile{
		Name: f.short, SHA256: f.sha, Bytes: s.Bytes, Container: archiveOf(f), Compression: s.Compression,
		Encoding: s.Encoding, Reader: a.g.export.Format, Read: s.Read, Loaded: c.Loaded, Rejected: s.Rejected + c.Rejected + c.Lost,
		Filtered: s.Filtered + c.Filtered, First: c.First, Last: c.Last, Unknown: unknown(s), Warnings: s.Notes,
	}
	if s.Changed || s.Sum != f.sum {
		return out, changed(f)
	}
	if out.Read != out.Loaded+out.Rejected+out.Filtered {
		return out, fault.At(fault.Broken, f.Name, 0, "%d records were read, but %d loaded, %d rejected and %d filtered", out.Read, out.Loaded, out.Rejected, out.Filtered).
			Hint("nothing was kept; this is a defect of auditql or of the mapping %s", a.g.export.Mapping)
	}
	return out, nil
}

// archiveOf is the archive that a file was found in, by its short name.
func archiveOf(f numbered) string {
	if f.Archive == "" {
		return ""
	}
	archive, _, _ := strings.Cut(f.short, "!")
	return archive
}

func unknown(s reader.Summary) []string {
	var out []string
	for _, u := range s.Unknown {
		out = append(out, u.Name)
	}
	return out
}

func (a *attempt) addRejects(ctx context.Context, entry *record.Load) error {
	var rows int64
	err := a.sessions.with(func(s *engine.Session) (err error) {
		rows, err = a.rejects.write(ctx, s, a.id, a.rejectsFile())
		return err
	})
	if err != nil {
		return err
	}
	file, err := fileOf(a.rejectsFile(), path.Join("evidence", entry.Dataset, a.id+".rejects.parquet"), rows)
	entry.Rejects = &file
	return err
}

// fileOf gives the entry of a finished file, under the name that it will have.
func fileOf(file, name string, rows int64) (record.File, error) {
	f, err := os.Open(file)
	if err != nil {
		return record.File{}, fault.New(fault.Broken, "hash evidence: %w", err)
	}
	defer f.Close()
	sum, n, err := record.HashReader(f)
	if err != nil {
		return record.File{}, fault.New(fault.Broken, "hash evidence: %w", err)
	}
	return record.File{Path: name, SHA256: sum, Bytes: n, Rows: rows}, nil
}
