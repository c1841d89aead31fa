// Package procedure performs an audit test on evidence: it makes the population, gives every item one verdict, proves
// that the verdicts add up, and keeps what was found as Parquet files with digests.
//
// A result exists only when the invariants hold ([Invariants]); a test that fails on the way ends with an error in its
// record and the verdict "not run", never with a result that looks like a pass.
//
//	values, err := procedure.Resolve(test, overrides, frame)
//	rec, err := procedure.Perform(ctx, session, procedure.Plan{Script: test, Values: values, Reads: reads, Dir: dir})
package procedure

import (
	"context"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/table"
)

// Plan is one test to perform.
type Plan struct {
	Script *script.Script
	Values Values
	Reads  []string // datasets that are in the session
	Dir    string   // folder of the run; the files of the test go to a folder of its id below it
}

// Perform performs a test and gives its record, without verdict, evidence and digest, which depend on the run.
func Perform(ctx context.Context, e *engine.Session, p Plan) (record.Test, error) {
	t := Describe(p.Script, p.Values)
	dir := filepath.Join(p.Dir, p.Script.ID)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return t, fault.New(fault.Broken, "make folder of test: %w", err)
	}
	made, err := Sections(ctx, e, p.Script, p.Values, p.Reads, func(section string) string {
		if section == script.Population || slices.Contains(script.Verdicts, section) {
			return filepath.Join(dir, section+".parquet")
		}
		return ""
	})
	if err != nil {
		return t, err
	}
	if err := Invariants(ctx, e, p.Script, made); err != nil {
		return t, err
	}
	for i := range t.Sections {
		if err := findings(&t, &t.Sections[i], made, p); err != nil {
			return t, err
		}
	}
	t.Pass = t.Population.Count - t.Exceptions - t.Indeterminate - t.Excluded
	return t, nil
}

// Describe gives the record of a test before anything was performed.
func Describe(s *script.Script, v Values) record.Test {
	t := record.Test{
		ID: s.ID, Version: s.Version, Title: s.Title, Objective: s.Objective, Kind: s.Kind, Severity: s.Severity,
		Controls: map[string][]string{}, Reads: append(v.Reads(s), s.Optional...), Key: s.Key, Params: v.Recorded,
		Reasons: map[string]string{}, Limits: s.Limits, Deprecated: s.Deprecated,
	}
	for _, c := range s.Controls {
		t.Controls[c.Key] = c.Value
	}
	for _, r := range s.Reasons {
		t.Reasons[r.Key] = r.Value
	}
	for _, x := range s.Sections {
		t.Sections = append(t.Sections, record.Section{Name: x.Name, Says: x.Says, SQL: x.SQL, SHA256: record.Hash([]byte(x.SQL))})
	}
	return t
}

// findings reads one section back with the second reader and writes into the record what it holds.
func findings(t *record.Test, x *record.Section, made Made, p Plan) error {
	x.Columns, x.Rows = made[x.Name].Columns, made[x.Name].Rows
	if x.Name != script.Population && !slices.Contains(script.Verdicts, x.Name) {
		return nil
	}
	name := path.Join(p.Script.ID, x.Name+".parquet")
	file, err := File(p.Dir, name, x.Rows)
	if err != nil {
		return err
	}
	x.File = &file
	full := filepath.Join(p.Dir, filepath.FromSlash(name))
	if x.Name == script.Population {
		root, err := table.Root(p.Script.Key, full)
		if err != nil {
			return fault.New(fault.KindOf(err), "digest population of %s: %w", p.Script.ID, err)
		}
		t.Population = record.Population{Count: root.Rows, Root: root.Root.String()}
		return nil
	}
	digest, err := table.Digest(full)
	if err != nil {
		return fault.New(fault.KindOf(err), "digest %s of %s: %w", x.Name, p.Script.ID, err)
	}
	x.Digest = digest.SHA256
	items, err := reasons(x, full, p.Script)
	if err != nil {
		return err
	}
	switch x.Name {
	case script.Exceptions:
		t.Exceptions = items
	case script.Indeterminate:
		t.Indeterminate = items
	case script.Excluded:
		t.Excluded = items
	}
	return nil
}

// reasons counts the rows of each reason code and the items, which are fewer when an item has several.
func reasons(x *record.Section, file string, s *script.Script) (items int64, err error) {
	t, err := table.Open(file)
	if err != nil {
		return 0, err
	}
	defer t.Close()
	rows := t.Rows(append(slices.Clone(s.Key), "reason_code", "reason")...)
	defer rows.Close()
	x.ByReason = map[string]int64{}
	last := ""
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return items, nil
		}
		if err != nil {
			return 0, err
		}
		n := len(s.Key)
		code, reason := string(row[n]), string(row[n+1])
		if _, ok := s.Reasons.Get(code); !ok {
			return 0, undeclared(s, x, code)
		}
		if strings.TrimSpace(reason) == "" {
			return 0, fault.At(fault.Broken, s.File, 0, "section %s gives the reason code %s without a reason", x.Name, code)
		}
		x.ByReason[code]++
		if key := string(table.AppendLine(nil, rows.Columns()[:n], row[:n])); items == 0 || key != last {
			items, last = items+1, key
		}
	}
}

func undeclared(s *script.Script, x *record.Section, code string) error {
	at, _ := s.Section(x.Name)
	return fault.At(fault.Usage, s.File, at.Line, "section %s gives the reason code %q, which is not in reasons", x.Name, code).
		Hint("add it to reasons: with what it means")
}

// File gives the entry of a result file: its name below dir, its hash and size.
func File(dir, name string, rows int64) (record.File, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return record.File{}, fault.New(fault.Broken, "hash result: %w", err)
	}
	defer f.Close()
	sum, n, err := record.HashReader(f)
	if err != nil {
		return record.File{}, fault.New(fault.Broken, "hash result: %w", err)
	}
	return record.File{Path: name, SHA256: sum, Bytes: n, Rows: rows}, nil
}
