package bundle_test

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

func (e *engagement) verify() (bundle.Report, error) {
	return bundle.VerifyRun(context.Background(), e.root, e.dir())
}

// expectDifference fails unless verify names a difference.
func (e *engagement) expectDifference(what string) bundle.Difference {
	e.t.Helper()
	report, err := e.verify()
	if err == nil {
		e.t.Fatalf("%s: nothing was noticed", what)
	}
	if fault.KindOf(err) != fault.Differs || report.Difference == nil {
		e.t.Fatalf("%s: %v is no difference", what, err)
	}
	d := *report.Difference
	if d.File == "" || d.What == "" || d.Expected == "" && d.Found == "" {
		e.t.Fatalf("%s: the difference is not named: %+v", what, d)
	}
	return d
}

func TestSoundRun(t *testing.T) {
	e := build(t, sound())
	report, err := e.verify()
	if err != nil {
		t.Fatal(err)
	}
	want := bundle.Report{Run: "run-0001", Digest: e.run.Digest, Tests: 4, Loads: 1, Files: 15, Bytes: report.Bytes, Rows: 7 + 1 + 5 + 3 + 1 + 3 + 5 + 1}
	if report != want {
		t.Errorf("%+v, want %+v", report, want)
	}
}

// files gives all files of the engagement.
func (e *engagement) files() (names []string) {
	must(e.t, filepath.WalkDir(e.root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	}))
	return names
}

var every = flag.Bool("every", false, "flip every byte of every file, and not only some")

func TestFlippedBytesAreFound(t *testing.T) {
	e := build(t, sound())
	flips, step := 0, 41
	if *every {
		step = 1
	}
	for _, name := range e.files() {
		data, err := os.ReadFile(name)
		must(t, err)
		for i := flips % step; i < len(data); i += step {
			data[i] ^= 1 << (i % 8)
			must(t, os.WriteFile(name, data, 0o644))
			rel, _ := filepath.Rel(e.root, name)
			if d := e.expectDifference(rel); d.File != filepath.ToSlash(rel) {
				t.Fatalf("byte %d of %s was flipped, the difference is in %s: %s", i, rel, d.File, d.Error())
			}
			data[i] ^= 1 << (i % 8)
			flips++
		}
		must(t, os.WriteFile(name, data, 0o644))
	}
	t.Logf("%d flips, all found", flips)
	if _, err := e.verify(); err != nil {
		t.Fatalf("restored: %v", err)
	}
}

func TestFilesDroppedAddedRenamedCutAndSwapped(t *testing.T) {
	e := build(t, sound())
	names := e.files()
	for i, name := range names {
		data, err := os.ReadFile(name)
		must(t, err)
		must(t, os.Remove(name))
		e.expectDifference("dropped " + name)
		must(t, os.WriteFile(name, append(data, 0), 0o644))
		e.expectDifference("longer " + name)
		must(t, os.WriteFile(name, data[:len(data)-1], 0o644))
		e.expectDifference("cut " + name)
		must(t, os.WriteFile(name, data, 0o644))

		must(t, os.Rename(name, name+"x"))
		e.expectDifference("renamed " + name)
		must(t, os.Rename(name+"x", name))

		other := names[(i+1)%len(names)]
		must(t, os.Rename(other, other+"x"))
		must(t, os.Rename(name, other))
		must(t, os.Rename(other+"x", name))
		e.expectDifference("swapped " + name + " and " + other)
		must(t, os.Rename(name, other+"x"))
		must(t, os.Rename(other, name))
		must(t, os.Rename(other+"x", other))
	}
	for _, extra := range []string{"notes.txt", "iam-leaver/more.parquet", ".hidden"} {
		file := filepath.Join(e.dir(), extra)
		must(t, os.WriteFile(file, nil, 0o644))
		e.expectDifference("added " + extra)
		must(t, os.Remove(file))
	}
	must(t, os.Mkdir(filepath.Join(e.dir(), "empty"), 0o755))
	e.expectDifference("added folder")
	must(t, os.Remove(filepath.Join(e.dir(), "empty")))
	target := filepath.Join(e.dir(), "iam-orphan", "population.parquet")
	must(t, os.Rename(target, filepath.Join(e.root, "elsewhere")))
	must(t, os.Symlink(filepath.Join(e.root, "elsewhere"), target))
	e.expectDifference("link to the same bytes")
}

// Here every hash and digest fits, as if all was made by a program that is wrong or by somebody who knows how. Only the
// invariants can tell.
func TestContradictionsUnderSoundHashes(t *testing.T) {
	const columns = ` v(system, account_id, reason_code, reason)`
	row := func(values string) string { return `SELECT * FROM (VALUES ` + values + `)` + columns }
	absent := build(t, map[string]sections{"iam-leaver": {"population": `SELECT 'ad' AS system`}})
	absent.expectDifference("population without its key")
	for name, c := range map[string]struct{ section, query, what string }{
		"exception outside the population, last":  {"exceptions", row(`('zz', 1::BIGINT, 'R1', 'x')`), "key"},
		"exception outside the population, first": {"exceptions", row(`('a', 1::BIGINT, 'R1', 'x')`), "key"},
		"excluded outside the population, middle": {"excluded", row(`('ad', 3::BIGINT, 'R1', 'x')`), "key"},
		"excluded is an exception too":            {"excluded", row(`('ad', 2::BIGINT, 'R3', 'x')`), "verdict of"},
		"indeterminate is an exception too":       {"indeterminate", row(`('hr', 3::BIGINT, 'R3', 'x')`), "verdict of"},
		"the same reason twice":                   {"exceptions", row(`('ad', 2::BIGINT, 'R1', 'x'), ('ad', 2, 'R1', 'y')`), "reason code R1"},
		"empty reason":                            {"exceptions", row(`('ad', 2::BIGINT, 'R1', '  ')`), "reason for"},
		"no reason":                               {"exceptions", row(`('ad', 2::BIGINT, 'R1', NULL)`), "reason for"},
		"undeclared reason code":                  {"exceptions", row(`('ad', 2::BIGINT, 'R9', 'x')`), "reason code for"},
		"no reason code":                          {"exceptions", row(`('ad', 2::BIGINT, NULL, 'x')`), "reason code for"},
		"exceptions out of order":                 {"exceptions", row(`('ad', 10::BIGINT, 'R1', 'x'), ('ad', 2, 'R1', 'y')`), "keys"},
		"exception without a key":                 {"exceptions", row(`('ad', NULL::BIGINT, 'R1', 'x')`), "keys"},
		"key of another type":                     {"exceptions", row(`('ad', '2', 'R1', 'x')`), "key columns"},
		"item twice":                              {"population", people + ` UNION ALL SELECT 'hr', 3, ''`, "population"},
		"population out of order":                 {"population", people + ` UNION ALL SELECT 'ad', 3, ''`, "population"},
		"item without a key":                      {"population", people + ` UNION ALL SELECT 'ip', NULL, ''`, "population"},
		"no reason columns":                       {"exceptions", `SELECT 'ad' AS system, 2::BIGINT AS account_id, 'R1' AS reason_code`, "reasons"},
	} {
		tests := sound()
		tests["iam-leaver"][c.section] = c.query
		e := build(t, tests)
		if d := e.expectDifference(name); !strings.HasPrefix(d.What, c.what) || !strings.Contains(d.File, c.section) {
			t.Errorf("%s: the difference is %+v, expected %q", name, d, c.what)
		}
	}
}

func TestForgedRecords(t *testing.T) {
	const leaver, orphan = 1, 2 // places in the record
	e := build(t, sound())
	original := e.save()
	for name, forge := range map[string]func(*engagement, *record.Test){
		"counts":             func(_ *engagement, x *record.Test) { x.Exceptions, x.Pass = 1, 3 },
		"pass":               func(_ *engagement, x *record.Test) { x.Pass = 5 },
		"population":         func(_ *engagement, x *record.Test) { x.Population.Count = 6 },
		"root":               func(e *engagement, x *record.Test) { x.Population.Root = e.run.Tests[0].Population.Root },
		"verdict":            func(_ *engagement, x *record.Test) { x.Verdict = record.NoExceptions },
		"verdict unknown":    func(_ *engagement, x *record.Test) { x.Verdict = "fine" },
		"digest of rows":     func(_ *engagement, x *record.Test) { x.Section("exceptions").Digest = x.Section("excluded").Digest },
		"rows":               func(_ *engagement, x *record.Test) { x.Section("exceptions").Rows = 2 },
		"rows per reason":    func(_ *engagement, x *record.Test) { x.Section("exceptions").ByReason["R1"] = 1 },
		"columns":            func(_ *engagement, x *record.Test) { x.Section("exceptions").Columns[0].Name = "sys" },
		"other SQL":          func(_ *engagement, x *record.Test) { x.Section("exceptions").SQL = "SELECT 1" },
		"no file":            func(_ *engagement, x *record.Test) { x.Section("exceptions").File = nil },
		"file outside":       func(_ *engagement, x *record.Test) { x.Section("exceptions").File.Path = "../run-0002/x.parquet" },
		"file twice":         func(_ *engagement, x *record.Test) { x.Section("exceptions").File = x.Section("excluded").File },
		"section left out":   func(_ *engagement, x *record.Test) { x.Sections = x.Sections[1:] },
		"section twice":      func(_ *engagement, x *record.Test) { x.Sections = append(x.Sections, x.Sections[1]) },
		"key":                func(_ *engagement, x *record.Test) { x.Key = []string{"account_id"} },
		"test left out":      func(e *engagement, _ *record.Test) { e.run.Tests = e.run.Tests[:leaver] },
		"test twice":         func(e *engagement, x *record.Test) { e.run.Tests[0].ID = x.ID },
		"run id":             func(e *engagement, _ *record.Test) { e.run.ID = "run-0002" },
		"evidence":           func(_ *engagement, x *record.Test) { x.Evidence[0].Load = "b2" },
		"evidence digest":    func(_ *engagement, x *record.Test) { x.Evidence[0].Digest = "00" },
		"load left out":      func(e *engagement, _ *record.Test) { e.run.Evidence = nil },
		"load twice":         func(e *engagement, _ *record.Test) { e.run.Evidence = append(e.run.Evidence, e.run.Evidence[0]) },
		"load unknown":       func(e *engagement, _ *record.Test) { e.run.Evidence[0].Load = "b2" },
		"load digest":        func(e *engagement, _ *record.Test) { e.run.Evidence[0].Digest = "00" },
		"part left out":      func(e *engagement, _ *record.Test) { e.run.Evidence[0].Parts = e.run.Evidence[0].Parts[:1] },
		"check left out":     func(_ *engagement, x *record.Test) { x.Checks = nil },
		"check passed":       func(_ *engagement, x *record.Test) { x.Checks[0].Status = record.Passed },
		"accepted by nobody": func(_ *engagement, x *record.Test) { x.Checks[0].Accepted = nil },
		"not run": func(_ *engagement, x *record.Test) {
			x.Error, x.Verdict = "no memory", record.NotRun
		},
		"swapped tests": func(e *engagement, x *record.Test) {
			y := &e.run.Tests[orphan]
			x.Sections, y.Sections = y.Sections, x.Sections
		},
		"swapped files": func(e *engagement, x *record.Test) {
			a, b := x.Section("indeterminate"), e.run.Tests[orphan].Section("exceptions")
			a.File, b.File = b.File, a.File
		},
	} {
		e.restore(original)
		forge(e, &e.run.Tests[leaver])
		e.writeRecord()
		e.expectDifference(name)
	}
}

func TestForgedLedgers(t *testing.T) {
	e := build(t, sound())
	original := e.save()
	for name, forge := range map[string]func(*record.Load){
		"lost record":    func(l *record.Load) { l.Files[0].Loaded = 6 },
		"totals":         func(l *record.Load) { l.Totals.Read, l.Totals.Loaded = 8, 6 },
		"rows":           func(l *record.Load) { l.Totals.Rows = 6 },
		"rows of a part": func(l *record.Load) { l.Parts[0].Rows, l.Totals.Rows = 5, 8 },
		"no rejects":     func(l *record.Load) { l.Rejects = nil },
		"other dataset":  func(l *record.Load) { l.Dataset = "audit_event" },
		"outside":        func(l *record.Load) { l.Parts[0].Path = "../../etc/passwd" },
		"a folder":       func(l *record.Load) { l.Parts[0].Path = "evidence" },
	} {
		e.restore(original)
		forge(&e.load)
		e.writeLedger()
		e.run.Evidence[0].Digest, e.run.Evidence[0].Parts = e.load.Digest, e.load.Parts
		for i := range e.run.Tests {
			for k := range e.run.Tests[i].Evidence {
				e.run.Tests[i].Evidence[k].Digest = e.load.Digest
			}
		}
		e.writeRecord()
		e.expectDifference(name)
	}
}

func TestRunOutsideTheEngagement(t *testing.T) {
	_, err := bundle.VerifyRun(context.Background(), t.TempDir(), t.TempDir())
	if fault.KindOf(err) != fault.Usage {
		t.Errorf("%v", err)
	}
}

func TestCancelled(t *testing.T) {
	e := build(t, sound())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := bundle.VerifyRun(ctx, e.root, e.dir()); err == nil || fault.KindOf(err) == fault.Differs {
		t.Errorf("%v", err)
	}
}
