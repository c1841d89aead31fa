package bundle

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"auditql/analytics/record"
	"auditql/analytics/table"
)

// readLedger reads the ledger once for all runs.
func (v *verifier) readLedger() error {
	if v.ledger != nil {
		return nil
	}
	data, err := v.engagement.read(ledgerName)
	if err != nil {
		return err
	}
	if v.ledger, err = record.ParseLedger(data); err != nil {
		return differs(ledgerName, "ledger", "", err)
	}
	return nil
}

// verifyEvidence verifies that the loads of the run are in the ledger as the run saw them, and their files.
func (v *verifier) verifyEvidence() error {
	if len(v.record.Evidence) == 0 {
		return nil
	}
	if err := v.readLedger(); err != nil {
		return err
	}
	for _, ref := range v.record.Evidence {
		if err := v.verifyRef(ref); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) verifyRef(ref record.LoadRef) error {
	what := fmt.Sprintf("load %s of %s", ref.Load, ref.Dataset)
	i := slices.IndexFunc(v.ledger, func(l record.Load) bool { return l.ID == ref.Load && l.Dataset == ref.Dataset })
	if i < 0 {
		return differs(ledgerName, what, "an entry", "missing")
	}
	if _, twice := v.loads[ref.Load]; twice {
		return differs(v.run.named(recordName), what, "once", "twice")
	}
	load := v.ledger[i]
	v.loads[ref.Load] = load
	if err := same(ledgerName, "digest of "+what, ref.Digest, load.Digest); err != nil {
		return err
	}
	if !slices.Equal(ref.Parts, load.Parts) {
		return differs(ledgerName, "parts of "+what, fmt.Sprint(ref.Parts), fmt.Sprint(load.Parts))
	}
	return v.verifyLoad(what, load)
}

// verifyLoad verifies a ledger entry and its files, once.
func (v *verifier) verifyLoad(what string, load record.Load) error {
	if v.seen[load.Sum] {
		return nil
	}
	v.seen[load.Sum] = true
	v.report.Loads++
	if err := addsUp(what, load); err != nil {
		return err
	}
	if (load.Rejects == nil) != (load.Totals.Rejected == 0) {
		return differs(ledgerName, "rejects of "+what, fmt.Sprint("a file for ", load.Totals.Rejected), fmt.Sprint("file: ", load.Rejects != nil))
	}
	if v.evidence == Digests {
		return nil
	}
	if err := v.verifyParts(load.Parts); err != nil {
		return err
	}
	if load.Rejects == nil {
		return nil
	}
	return v.verifyParts([]record.File{*load.Rejects})
}

// verifyLedger verifies all loads, also those that no run has read.
func (v *verifier) verifyLedger() error {
	if err := v.readLedger(); err != nil {
		return err
	}
	for _, l := range v.ledger {
		if err := v.verifyLoad(fmt.Sprintf("load %s of %s", l.ID, l.Dataset), l); err != nil {
			return err
		}
	}
	return nil
}

// filesOf gives the names of all files that a ledger knows.
func filesOf(ledger []record.Load) map[string]bool {
	known := map[string]bool{}
	for _, l := range ledger {
		for _, p := range l.Parts {
			known[p.Path] = true
		}
		if l.Rejects != nil {
			known[l.Rejects.Path] = true
		}
	}
	return known
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
