package bundle

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"auditql/analytics/disposition"
	"auditql/analytics/fault"
	"auditql/analytics/finding"
	"auditql/analytics/record"
	"auditql/analytics/waiver"
)

// testOf finds a test of a run, if both are there.
func testOf(r *record.Run, id string) *record.Test {
	if r == nil {
		return nil
	}
	i := slices.IndexFunc(r.Tests, func(t record.Test) bool { return t.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Tests[i]
}

// papers verifies what the auditor wrote beside runs and selections: dispositions, waivers, findings and the chain of seals.
// The runs were verified before.
func (v *verifier) papers() error {
	for _, step := range []func() error{v.dispositions, v.waivers, v.findings, v.given, v.seals} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// optional reads a file that an engagement need not have.
func (v *verifier) optional(name string) ([]byte, error) {
	info, err := os.Lstat(v.engagement.at(name))
	switch {
	case os.IsNotExist(err):
		return nil, nil
	case err == nil && !info.Mode().IsRegular():
		return nil, differs(name, "file", "a regular file", info.Mode().Type())
	}
	return v.engagement.read(name)
}

// verifyAccepted verifies that each failed check which the run takes for accepted is there as the run saw it: acceptances are
// only ever added. One that was accepted when it was loaded is in the ledger.
func (v *verifier) verifyAccepted() error {
	data, err := v.optional(record.AcceptedName)
	if err != nil {
		return err
	}
	all, err := record.ParseAccepted(data)
	if err != nil {
		return differs(record.AcceptedName, "acceptance", "", err)
	}
	for _, t := range v.record.Tests {
		for _, c := range t.Checks {
			if c.Accepted == nil || v.acceptedAtLoad(c) || slices.Contains(all, record.AcceptedCheck{Load: c.Load, Check: c.ID, Acceptance: *c.Accepted}) {
				continue
			}
			return differs(record.AcceptedName, "acceptance of check "+c.ID+" of load "+c.Load, fmt.Sprintf("that of %s in %s", c.Accepted.Who, v.record.ID), "missing")
		}
	}
	return nil
}

func (v *verifier) acceptedAtLoad(c record.DatasetCheck) bool {
	return slices.ContainsFunc(v.ledger, func(l record.Load) bool {
		return l.ID == c.Load && slices.ContainsFunc(l.Checks, func(x record.Check) bool {
			return x.ID == c.ID && x.Accepted != nil && *x.Accepted == *c.Accepted
		})
	})
}

// dispositions verifies the chain of the log, and that each is about an exception of the run that it names.
func (v *verifier) dispositions() error {
	data, err := v.optional(disposition.FileName)
	if err != nil {
		return err
	}
	log, err := record.ParseLog[record.Disposition](data)
	if err != nil {
		return differs(disposition.FileName, "log", "", err)
	}
	known := map[string]map[string]bool{} // exceptions by key, of a test of a run
	for i, d := range log {
		what := fmt.Sprintf("disposition %d", i+1)
		if err := disposition.Check(d); err != nil {
			return differs(disposition.FileName, what, "", err)
		}
		of := d.Run + "/" + d.Test
		if known[of] == nil {
			if known[of], err = v.exceptions(d.Run, d.Test); err != nil {
				return err
			}
		}
		if !known[of][keyText(d.Key)] {
			return differs(disposition.FileName, what, "about an exception of "+d.Test+" in "+d.Run, strings.Join(d.Key, " "))
		}
	}
	v.report.Dispositions = len(log)
	return nil
}

// exceptions gives those of a test in a run by key; none when either is not there.
func (v *verifier) exceptions(run, test string) (map[string]bool, error) {
	out := map[string]bool{}
	t := testOf(v.runs[run], test)
	if t == nil {
		return out, nil
	}
	x := t.Section("exceptions")
	if x == nil || x.File == nil {
		return out, nil
	}
	file := v.engagement.at("runs/" + run + "/" + x.File.Path)
	return out, disposition.Items(t, file, func(key []string, _ string) error { out[keyText(key)] = true; return nil })
}

func keyText(key []string) string {
	text, err := json.Marshal(key)
	if err != nil {
		panic(err) // text can always be encoded
	}
	return string(text)
}

// waivers reads the waivers. What they accept is verified with each run, which keeps those that were there then.
func (v *verifier) waivers() error {
	data, err := v.optional(waiver.FileName)
	if err != nil || data == nil {
		return err
	}
	all, err := waiver.Parse(string(data))
	if err != nil {
		return differs(waiver.FileName, "waivers", "", err)
	}
	v.report.Waivers = len(all)
	return nil
}

// findings reads the findings, and verifies that each names exceptions: of the run that it names or of one after it. One that was
// carried over names exceptions of a run that is not here.
func (v *verifier) findings() error {
	all, err := finding.ReadAll(v.engagement.at(finding.Folder))
	if err != nil && fault.KindOf(err) != fault.Broken {
		return differs(finding.Folder, "findings", "", err)
	}
	v.report.Findings = len(all)
	for _, f := range all {
		if f.Audit != "" {
			continue
		}
		for _, g := range f.Exceptions {
			if err := v.named(f, g); err != nil {
				return err
			}
		}
	}
	return err
}

func (v *verifier) named(f finding.Finding, g finding.Group) error {
	file := finding.Folder + "/" + f.ID + ".yaml"
	if v.runs[f.Run] == nil {
		return differs(file, "run", "one of this audit", f.Run)
	}
	known := map[string]bool{}
	for id := range v.runs {
		if id < f.Run {
			continue
		}
		found, err := v.exceptions(id, g.Test)
		if err != nil {
			return err
		}
		maps.Copy(known, found)
	}
	for _, key := range g.Keys {
		if !known[keyText(key)] {
			return differs(file, "exception", "one of "+g.Test+" in "+f.Run+" or after it", strings.Join(key, " "))
		}
	}
	return nil
}
