package evidence

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engagement"
	"auditql/analytics/fault"
	"auditql/analytics/reader"
	"auditql/analytics/record"
	"auditql/analytics/table"
)

// Origin is the record of an export from which a row of evidence was made.
type Origin struct {
	Dataset string `json:"dataset"`
	Load    string `json:"load"`
	File    string `json:"file"`
	SHA256  string `json:"sha256"` // of the file
	Row     int64  `json:"record"` // 1-based
	Path    string `json:"path,omitempty"`
	Offset  int64  `json:"byte_offset"`
	Raw     string `json:"raw,omitempty"`
	Problem string `json:"problem,omitempty"` // why the bytes could not be shown
}

// maxOrigins bounds the records that one dataset gives for an item.
const maxOrigins = 10

// Origins finds the records behind an item of a test: those of a dataset whose columns have the values of match. The
// bytes are read from the export, which must still be where it was loaded from, or below one of the folders given.
func (l *Ledger) Origins(ctx context.Context, e *engagement.Engagement, c *contract.Contract, match map[string]string, folders []string) ([]Origin, error) {
	var out []Origin
	for _, load := range l.Of(c.Dataset) {
		found, err := rowsOf(e, load, match, maxOrigins-len(out))
		if err != nil {
			return nil, err
		}
		for i := range found {
			if err := found[i].read(ctx, c, load, folders); err != nil {
				found[i].Problem = explain(err)
			}
		}
		out = append(out, found...)
	}
	return out, nil
}

func rowsOf(e *engagement.Engagement, load record.Load, match map[string]string, limit int) ([]Origin, error) {
	var files []string
	for _, p := range load.Parts {
		files = append(files, e.Path(p.Path))
	}
	t, err := table.Open(files...)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	names := []string{"_file", "_row", "_path"}
	for name := range match {
		names = append(names, name)
	}
	rows := t.Rows(names...)
	defer rows.Close()
	var out []Origin
	for len(out) < limit {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if !matches(names[3:], row[3:], match) {
			continue
		}
		f := load.Files[parseNumber(row[0])-1]
		out = append(out, Origin{Dataset: load.Dataset, Load: load.ID, File: f.Name, SHA256: f.SHA256, Row: parseNumber(row[1]), Path: string(row[2])})
	}
	return out, nil
}

func matches(names []string, row table.Row, match map[string]string) bool {
	for i, name := range names {
		if row[i] == nil || string(row[i]) != match[name] {
			return false
		}
	}
	return true
}

func parseNumber(b []byte) (n int64) {
	for _, d := range b {
		n = n*10 + int64(d-'0')
	}
	return n
}

// read finds the export again by its hash, and the record in it by its number.
func (o *Origin) read(ctx context.Context, c *contract.Contract, load record.Load, folders []string) error {
	export, ok := c.Export(load.Export)
	if !ok {
		return fault.New(fault.Refused, "the contract no longer knows the export %s", load.Export)
	}
	file, err := o.find(ctx, append(slices.Clone(folders), strings.Split(load.Undigested.GivenPath, string(filepath.ListSeparator))...))
	if err != nil {
		return err
	}
	s, err := reader.Open(ctx, file, export, reader.Limits{})
	if err != nil {
		return err
	}
	defer s.Close()
	var rec reader.Record
	for {
		if err := s.Next(&rec); err != nil {
			return fault.New(fault.Refused, "record %d was not found again in %s: %w", o.Row, file.Name, err)
		}
		if rec.Row == o.Row {
			o.Offset, o.Raw = rec.Offset, string(rec.Raw)
			return nil
		}
	}
}

func (o *Origin) find(ctx context.Context, paths []string) (reader.File, error) {
	files, _ := reader.Expand(ctx, slices.DeleteFunc(paths, func(p string) bool { return p == "" }))
	last := filepath.Base(o.File)
	for _, f := range files {
		if filepath.Base(f.Name) != last {
			continue
		}
		if sha, _, err := reader.Hash(ctx, f, nil); err == nil && sha == o.SHA256 {
			return f, nil
		}
	}
	return reader.File{}, fault.New(fault.Refused, "the export %s is not where it was loaded from", o.File).
		Hint("say where it is with --exports FOLDER; its SHA-256 is %s", o.SHA256)
}
