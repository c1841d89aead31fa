package reperformance

import (
	"fmt"
	"path/filepath"
	"slices"

	"auditql/analytics/disposition"
	"auditql/analytics/record"
)

// Dispositions says whether what exceptions turned out to be can still be said of them.
type Dispositions struct {
	Held int    `json:"held"` // about items that are exceptions again
	Lost []Lost `json:"lost"` // about items that are none
}

// Lost is a disposition of an item that is no exception any more.
type Lost struct {
	Run  string   `json:"run"`
	Test string   `json:"test"`
	Key  []string `json:"key"`
	As   string   `json:"disposition"`
}

// dispositions looks for the items of all dispositions of a run among the exceptions found now. Dir is the folder of the run as it
// was performed again.
func (w *work) dispositions(id string, again *record.Run, dir string) error {
	log, err := disposition.Read(w.payload(disposition.FileName))
	if err != nil {
		return err
	}
	found := map[string]map[string]bool{}
	for _, d := range log {
		if d.Run != id {
			continue
		}
		if found[d.Test] == nil {
			if found[d.Test], err = exceptionsOf(again, d.Test, dir); err != nil {
				return err
			}
		}
		if found[d.Test][fmt.Sprintf("%q", d.Key)] {
			w.report.Dispositions.Held++
			continue
		}
		w.report.Identical = false
		w.report.Dispositions.Lost = append(w.report.Dispositions.Lost, Lost{Run: id, Test: d.Test, Key: d.Key, As: string(d.Status)})
	}
	return nil
}

func exceptionsOf(run *record.Run, test, dir string) (map[string]bool, error) {
	out := map[string]bool{}
	i := slices.IndexFunc(run.Tests, func(t record.Test) bool { return t.ID == test })
	if i < 0 {
		return out, nil
	}
	x := run.Tests[i].Section("exceptions")
	if x == nil || x.File == nil {
		return out, nil
	}
	err := disposition.Items(&run.Tests[i], filepath.Join(dir, filepath.FromSlash(x.File.Path)), func(key []string, _ string) error {
		out[fmt.Sprintf("%q", key)] = true
		return nil
	})
	return out, err
}
