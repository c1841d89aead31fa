package main

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"auditql/analytics/record"
)

// claim RUN LIKE ENGINE [VERSION]: makes the record of a run say that it was performed with the scripts of another run, by other
// programs. There is one engine here; so another script stands for one that comes to another result from the same script.
func claim(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: claim run like engine [version]")
	}
	dir, like := ts.MkAbs(args[0]), ts.MkAbs(args[1])
	run, other := recordOf(ts, dir), recordOf(ts, like)
	for i := range run.Tests {
		t := &run.Tests[i]
		n := slices.IndexFunc(other.Tests, func(o record.Test) bool { return o.ID == t.ID })
		t.Version = other.Tests[n].Version
		for k := range t.Sections {
			said := other.Tests[n].Section(t.Sections[k].Name)
			t.Sections[k].SQL, t.Sections[k].SHA256, t.Sections[k].Says = said.SQL, said.SHA256, said.Says
		}
	}
	run.Definitions, run.Tool.Engine = other.Definitions, args[2]
	if len(args) > 3 {
		run.Tool.Version = args[3]
	}
	run.Seal()
	text, err := record.Encode(run)
	ts.Check(err)
	kept, given := filepath.Join(dir, record.DefinitionsFolder), os.DirFS(filepath.Join(like, record.DefinitionsFolder))
	if dir != like {
		ts.Check(os.RemoveAll(kept))
		ts.Check(os.CopyFS(kept, given))
	}
	ts.Check(os.Remove(filepath.Join(dir, "record.json")))
	ts.Check(os.WriteFile(filepath.Join(dir, "record.json"), text, 0o444))
}

func recordOf(ts *testscript.TestScript, dir string) (r record.Run) {
	text, err := os.ReadFile(filepath.Join(dir, "record.json"))
	ts.Check(err)
	ts.Check(record.Decode(text, &r))
	return r
}
