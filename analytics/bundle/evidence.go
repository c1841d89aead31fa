package bundle

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"auditql/analytics/record"
	"auditql/analytics/table"
)

// verifyEvidence verifies that the loads of the run are in the ledger as the run saw them, and their files.
func (v *verifier) verifyEvidence() error {
	data, err := v.engagement.read(ledgerName)
	if err != nil {
		return err
	}
	ledger, err := record.ParseLedger(data)
	if err != nil {
		return differs(ledgerName, "ledger", "", err)
	}
	v.loads = map[string]record.Load{}
	for _, ref := range v.record.Evidence {
		if err := v.verifyRef(ledger, ref); err != nil {
			return err
		}
		v.report.Loads++
	}
	return nil
}

func (v *verifier) verifyRef(ledger []record.Load, ref record.LoadRef) error {
	what := fmt.Sprintf("load %s of %s", ref.Load, ref.Dataset)
	i := slices.IndexFunc(ledger, func(l record.Load) bool { return l.ID == ref.Load && l.Dataset == ref.Dataset })
	if i < 0 {
		return differs(ledgerName, what, "an entry", "missing")
	}
	if _, twice := v.loads[ref.Load]; twice {
		return differs(v.run.named(recordName), what, "once", "twice")
	}
	load := ledger[i]
	v.loads[ref.Load] = load
	if err := same(ledgerName, "digest of "+what, ref.Digest, load.Digest); err != nil {
		return err
	}
	if !slices.Equal(ref.Parts, load.Parts) {
		return differs(ledgerName, "parts of "+what, fmt.Sprint(ref.Parts), fmt.Sprint(load.Parts))
	}
	if err := addsUp(what, load); err != nil {
		return err
	}
	if err := v.verifyParts(load.Parts); err != nil {
		return err
	}
	if load.Rejects == nil {
		return same(ledgerName, "rejects of "+what, load.Totals.Rejected, 0)
	}
	return v.verifyParts([]record.File{*load.Rejects})
}

// addsUp checks that no record of a load went missing between reading and keeping.
func addsUp(what string, l record.Load) error {
	var sum record.Totals
	for _, f := range l.Files {
		if f.Read != f.Loaded+f.Rejected+f.Filtered {
			return differs(ledgerName, "records of "+f.Name+" in "+what, fmt.Sprint(f.Read, " read"),
				fmt.Sprintf("%d loaded, %d rejected, %d filtered", f.Loaded, f.Rejected, f.Filtered))
		}
		sum.Read += f.Read
		sum.Loaded += f.Loaded
		sum.Rejected += f.Rejected
		sum.Filtered += f.Filtered
	}
	for _, p := range l.Parts {
		sum.Rows += p.Rows
	}
	return same(ledgerName, "totals of "+what, sum, l.Totals)
}

// verifyParts hashes the files of one table and reads every row of them.
func (v *verifier) verifyParts(parts []record.File) error {
	var paths []string
	var rows int64
	for _, p := range parts {
		if err := v.engagement.hash(v.ctx, p); err != nil {
			return err
		}
		paths = append(paths, v.engagement.at(p.Path))
		rows += p.Rows
	}
	if len(parts) == 0 {
		return nil
	}
	n, err := v.countRows(paths)
	if err != nil {
		return unsound(parts[0].Path, "table", err)
	}
	return same(parts[0].Path, "number of rows", rows, n)
}

func (v *verifier) countRows(paths []string) (n int64, err error) {
	t, err := table.Open(paths...)
	if err != nil {
		return 0, err
	}
	defer t.Close()
	rows := t.Rows()
	defer rows.Close()
	for ; ; n++ {
		if n%4096 == 0 && v.ctx.Err() != nil {
			return n, v.ctx.Err()
		}
		if _, err := rows.Next(); errors.Is(err, io.EOF) {
			v.report.Rows += n
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}
