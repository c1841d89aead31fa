package fieldwork

import (
	"maps"
	"os"
	"slices"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/evidence"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
)

// stock is the evidence at hand for the tests of a run.
type stock struct {
	contracts *contract.Set
	waivers   int                      // how many the engagement has
	loads     map[string][]record.Load // of datasets that a test may read
	relations []engine.Relation
	checks    map[string][]record.DatasetCheck // those that did not pass
}

// takeStock finds the evidence that the tests may read, and proves that its files are the ones that were loaded.
func takeStock(p Plan, ledger *evidence.Ledger) (*stock, error) {
	s := &stock{contracts: p.Contracts, loads: map[string][]record.Load{}, checks: map[string][]record.DatasetCheck{}}
	everything := slices.ContainsFunc(p.Tests, func(t *script.Script) bool { return slices.ContainsFunc(t.Reads, isParameter) })
	for dataset, loads := range ledger.Datasets() {
		if everything || p.reads(dataset) {
			s.loads[dataset] = loads
		}
	}
	for _, dataset := range slices.Sorted(maps.Keys(s.loads)) {
		if err := s.add(p, ledger, dataset); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// isParameter says whether a name in the list of what a test reads stands for a table that the auditor names.
func isParameter(name string) bool { return name[0] == '$' }

// reads says whether any test may read a dataset, directly or through one that is derived from it.
func (p Plan) reads(dataset string) bool {
	for _, t := range p.Tests {
		for _, d := range t.Datasets() {
			if d == dataset {
				return true
			}
			if c, ok := p.Contracts.Get(d); ok && c.Derived != nil && slices.Contains(c.Derived.Reads, dataset) {
				return true
			}
		}
	}
	return false
}

func (s *stock) add(p Plan, ledger *evidence.Ledger, dataset string) error {
	c, ok := p.Contracts.Get(dataset)
	if !ok {
		return fault.New(fault.Refused, "there is evidence of %s, but no contract of that name", dataset).
			Hint("the folder of datasets with which it was loaded is missing")
	}
	rel := engine.Relation{Name: dataset, Columns: c.Stored()}
	for _, load := range s.loads[dataset] {
		if load.Contract.SHA256 != c.SHA256 {
			return fault.New(fault.Refused, "%s was loaded by version %d of its contract, which has changed since", dataset, load.Contract.Version).
				Hint("load its exports again into a new engagement, or use the auditql with which they were loaded")
		}
		for _, part := range load.Parts {
			if err := verifyPart(p, part); err != nil {
				return err
			}
			rel.Files = append(rel.Files, p.Engagement.Path(part.Path))
		}
		for _, check := range ledger.Checks(load) {
			if check.Status == record.Failed || check.Status == record.Accepted {
				s.checks[dataset] = append(s.checks[dataset], record.DatasetCheck{Dataset: dataset, Load: load.ID, Check: check})
			}
		}
	}
	s.relations = append(s.relations, rel)
	return nil
}

func verifyPart(p Plan, part record.File) error {
	f, err := os.Open(p.Engagement.Path(part.Path))
	if err != nil {
		return fault.At(fault.Refused, part.Path, 0, "evidence is missing: %w", err)
	}
	defer f.Close()
	sum, _, err := record.HashReader(f)
	if err != nil {
		return fault.At(fault.Broken, part.Path, 0, "read evidence: %w", err)
	}
	if sum != part.SHA256 {
		return fault.At(fault.Refused, part.Path, 0, "evidence has changed since it was loaded: SHA-256 %s, the ledger has %s", sum, part.SHA256).
			Hint("restore the file from a copy")
	}
	return nil
}

// refs gives the evidence for the record.
func (s *stock) refs() []record.LoadRef {
	var out []record.LoadRef
	for _, dataset := range slices.Sorted(maps.Keys(s.loads)) {
		for _, l := range s.loads[dataset] {
			out = append(out, record.LoadRef{Dataset: dataset, Load: l.ID, Digest: l.Digest, Parts: l.Parts})
		}
	}
	return out
}

// sources gives the loads that datasets stand on.
func (s *stock) sources(datasets []string) []record.Source {
	var out []record.Source
	for _, d := range s.bases(datasets) {
		for _, l := range s.loads[d] {
			out = append(out, record.Source{Dataset: d, Load: l.ID, Digest: l.Digest})
		}
	}
	return out
}

// failed gives the intake checks of datasets that did not pass. One that compares two datasets concerns who reads both.
func (s *stock) failed(datasets []string) []record.DatasetCheck {
	var out []record.DatasetCheck
	bases := s.bases(datasets)
	for _, d := range bases {
		for _, c := range s.checks[d] {
			if c.With == "" || slices.Contains(bases, c.With) {
				out = append(out, c)
			}
		}
	}
	return out
}

// bases replaces derived datasets by those they are derived from; each comes once, in order of name.
func (s *stock) bases(datasets []string) []string {
	set := map[string]bool{}
	for _, d := range datasets {
		if c, ok := s.contracts.Get(d); ok && c.Derived != nil {
			for _, r := range c.Derived.Reads {
				set[r] = true
			}
			continue
		}
		set[d] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// missing gives the datasets without which a test cannot be performed, and how to obtain them.
func (s *stock) missing(reads []string) []record.Missing {
	var out []record.Missing
	for _, d := range s.bases(reads) {
		if len(s.loads[d]) > 0 || d == waiverDataset && s.waivers > 0 {
			continue
		}
		m := record.Missing{Dataset: d, Why: "no evidence of it was loaded"}
		if c, ok := s.contracts.Get(d); !ok {
			m.Why = "no dataset of this name is known"
		} else if c.Supplied != "" {
			m.Why, m.Obtain = "the engagement has none", c.Supplied
		} else if len(c.Exports) > 0 {
			m.Obtain = c.Exports[0].Title + ": " + c.Exports[0].Obtain
		}
		out = append(out, m)
	}
	return out
}
