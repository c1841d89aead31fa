package bundle

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"auditql/analytics/disposition"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/waiver"
)

// What people write by hand is fixed by what was made of it: a run keeps engagement.yaml and waivers.yaml as they were, a seal the
// hashes of everything beside evidence and results. Whoever changes such a file later may do so, and is told since when. Records
// of runs, and logs, to which lines are only ever added, stay as they were sealed.

// byHand are the files that a run keeps.
var byHand = []string{configName, waiver.FileName}

const configName = "engagement.yaml"

// logs are the files to which auditql only ever adds lines.
var logs = []string{ledgerName, record.AcceptedName, tracesName, disposition.FileName, DrawingsName, queriesName}

const (
	tracesName  = "evidence/traces.jsonl"
	queriesName = "commands.jsonl"
)

// Change is a file written by hand that is no longer what a run or a seal stands on.
type Change struct {
	File  string `json:"file"`
	Since string `json:"since"` // such as run-0003 or seal 2
	What  string `json:"what"`  // changed, added or removed
}

// kept is a file as a seal found it.
type kept struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// keptOf gives what a seal keeps the hashes of: of runs the records, and no tables, which these and the ledger fix, nor what a
// bundle has beside the engagement.
func keptOf(payload []*entry) (out []kept) {
	for _, e := range payload {
		name, inside := strings.CutPrefix(e.name, payloadFolder)
		inRun := strings.HasPrefix(name, "runs/") && !isRecord(name)
		made := strings.HasPrefix(name, resultsFolder) || strings.HasPrefix(name, definitionsFolder) ||
			slices.Contains([]string{readmeName, specificationName, packageName, chainName}, name)
		if inside && !inRun && !made && !isEvidence(name) {
			out = append(out, kept{name, e.sha256, e.size})
		}
	}
	slices.SortFunc(out, func(a, b kept) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func isRecord(name string) bool {
	return strings.HasPrefix(name, "runs/") && strings.Count(name, "/") == 2 && path.Base(name) == recordName
}

// isLog says whether auditql adds lines to the file and takes none away.
func isLog(name string) bool { return slices.Contains(logs, name) }

// seals verifies the chain of seals, and against the last of them what must not change; it notes what may.
func (v *verifier) seals() error {
	data, err := v.optional(chainName)
	if err != nil {
		return err
	}
	c, err := parseChain(data)
	if err != nil {
		return differs(chainName, "chain", "", err)
	}
	if len(c) == 0 {
		return nil
	}
	since := fmt.Sprint("seal ", len(c))
	for _, k := range c[len(c)-1].Kept {
		if err := v.sealed(since, k); err != nil {
			return err
		}
	}
	return nil
}

// sealed compares a file with what a seal kept of it.
func (v *verifier) sealed(since string, k kept) error {
	data, err := os.ReadFile(v.engagement.at(k.Path))
	gone := os.IsNotExist(err)
	if err != nil && !gone {
		return fault.New(fault.Broken, "verify %s: %w", k.Path, err)
	}
	as := data
	if isLog(k.Path) {
		as = data[:min(int64(len(data)), k.Bytes)] // lines were added
	}
	switch fixed := isLog(k.Path) || isRecord(k.Path); {
	case !gone && record.Hash(as) == k.SHA256:
	case fixed && gone:
		return differs(k.Path, "file", "to be there, as in "+since, "missing")
	case fixed:
		return differs(k.Path, "file", "as in "+since, "changed")
	case gone:
		v.changes = append(v.changes, Change{k.Path, since, "removed"})
	default:
		v.changes = append(v.changes, Change{k.Path, since, "changed"})
	}
	return nil
}

// given compares what the last run was given by hand with what is there now. Definitions are the names in the run.
func (v *verifier) given() error {
	if len(v.runs) == 0 {
		return nil
	}
	last := slices.Max(slices.Collect(maps.Keys(v.runs)))
	for _, name := range byHand {
		data, err := v.optional(name)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(v.runs[last].Definitions, func(f record.File) bool { return f.Path == path.Join(record.DefinitionsFolder, name) })
		switch {
		case len(v.runs[last].Definitions) == 0:
		case i < 0 && data != nil && name != configName: // runs did not always keep it
			v.changes = append(v.changes, Change{name, last, "added"})
		case i >= 0 && data == nil:
			v.changes = append(v.changes, Change{name, last, "removed"})
		case i >= 0 && record.Hash(data) != v.runs[last].Definitions[i].SHA256:
			v.changes = append(v.changes, Change{name, last, "changed"})
		}
	}
	return nil
}
