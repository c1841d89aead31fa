package bundle

import (
	"fmt"
	"iter"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/record"
)

// runs verifies the ledger, every run, and what the auditor wrote beside them.
func (b *bagCheck) runs() error {
	v := newVerifier(b.ctx, filepath.Join(b.folder, filepath.FromSlash(payloadFolder)))
	v.evidence = b.out.Evidence
	var err error
	if b.out.Runs, err = v.verifyRuns(); err != nil {
		return err
	}
	if _, ok := b.files[payloadFolder+ledgerName]; ok {
		if err := v.verifyLedger(); err != nil {
			return err
		}
	}
	if err := v.papers(); err != nil {
		return err
	}
	b.ledger = v.ledger
	b.out.Dispositions, b.out.Waivers, b.out.Findings = v.report.Dispositions, v.report.Waivers, v.report.Findings
	b.out.Tests, b.out.Loads, b.out.Rows = v.report.Tests, v.report.Loads, v.report.Rows
	return b.noOther(filesOf(v.ledger))
}

// selections draws every selection again.
func (b *bagCheck) selections() error {
	v := newVerifier(b.ctx, filepath.Join(b.folder, filepath.FromSlash(payloadFolder)))
	if err := v.verifyLog(""); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		inside := strings.TrimPrefix(name, payloadFolder)
		if strings.HasPrefix(inside, "selections/") && path.Base(inside) == SelectionName {
			if _, err := v.verifySelection(v.engagement.at(path.Dir(inside))); err != nil {
				return err
			}
			b.out.Selections = append(b.out.Selections, strings.TrimPrefix(path.Dir(inside), "selections/"))
		}
	}
	b.out.Rows, b.out.Evaluations = b.out.Rows+v.report.Rows, v.report.Evaluations
	return nil
}

// noOther says whether the bundle holds evidence that the ledger does not know, or that was to be left out.
func (b *bagCheck) noOther(known map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		inside := strings.TrimPrefix(name, payloadFolder)
		if isEvidence(inside) && (!known[inside] || b.out.Evidence == Digests) {
			return differs(name, "evidence", "", "not in the ledger, or not to be in this bundle")
		}
	}
	return nil
}

// results verifies that the canonical lines of each result are there and have its digest.
func (b *bagCheck) results() error {
	expected := map[string]bool{}
	for _, run := range b.out.Runs {
		data, err := b.read(path.Join(payloadFolder, "runs", run, recordName))
		if err != nil {
			return err
		}
		var r record.Run
		if err := record.Decode(data, &r); err != nil {
			return differs(run, "record", "", err)
		}
		for _, t := range r.Tests {
			for _, s := range t.Sections {
				if s.Digest == "" {
					continue
				}
				name := linesName(run, t.ID, s.Name)
				expected[name] = true
				if err := same(name, "digest of the result", s.Digest, b.files[name]); err != nil {
					return err
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if strings.HasPrefix(name, payloadFolder+resultsFolder) && !expected[name] {
			return differs(name, "file", "", "not the result of a run")
		}
	}
	return nil
}

// rows verifies the Merkle root over the rows of all results.
func (b *bagCheck) rows() error {
	t, err := treeOf(slices.Collect(maps.Values(b.entries)))
	if err != nil {
		return err
	}
	return same(infoName, "Merkle root of the results", t, b.tree)
}

// definitions verifies that the contract and the mapping of each load are there in full.
func (b *bagCheck) definitions() error {
	what, sum := undefined(b.ledger, maps.Values(b.files))
	if sum != "" {
		return differs(payloadFolder+ledgerName, what, "in full in the bundle", "missing, SHA-256 "+sum)
	}
	return nil
}

// undefined finds a contract or mapping of a ledger that is not among the files with these hashes.
func undefined(ledger []record.Load, sums iter.Seq[string]) (what, sum string) {
	known := map[string]bool{"": true}
	for s := range sums {
		known[s] = true
	}
	for _, l := range ledger {
		if !known[l.Contract.SHA256] {
			return fmt.Sprintf("contract of load %s of %s", l.ID, l.Dataset), l.Contract.SHA256
		}
		if !known[l.Mapping] {
			return fmt.Sprintf("mapping of load %s of %s", l.ID, l.Dataset), l.Mapping
		}
	}
	return "", ""
}

// dataPackage verifies the description of the tables by making it again.
func (b *bagCheck) dataPackage() error {
	var tables []*entry
	for name := range b.files {
		if strings.HasSuffix(name, ".parquet") {
			tables = append(tables, b.entries[name])
		}
	}
	want, err := dataPackage(tables)
	if err != nil {
		return unsound(packageName, "description", err)
	}
	return same(payloadFolder+packageName, "SHA-256", record.Hash(want), b.files[payloadFolder+packageName])
}
