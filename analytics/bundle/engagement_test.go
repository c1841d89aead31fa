package bundle_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// whole is an engagement with everything that one may hold.
func whole(t *testing.T) *engagement {
	e, _ := twoRuns(t)
	e.draw("srs", srs, "", func(*record.Selection) {})
	log := record.Append(nil, record.Disposition{Test: "iam-leaver", Key: []string{"hr", "3"}, Status: record.Valid, Reason: "r", By: "kl", Run: "run-0001"})
	log = record.Append(log, record.Disposition{Test: "iam-leaver", Key: []string{"ad", "2"}, Status: record.Compensated, Reason: "r", Evidence: "x", By: "kl", Run: "run-0002"})
	text, err := record.EncodeLog(log)
	must(t, err)
	e.write("dispositions.jsonl", string(text))
	e.write("waivers.yaml", "waivers:\n  - {id: W, test: t, key: [a], reason: r, requested_by: m, approver: c, ticket: T, from: 2026-01-01, to: 2026-07-01}\n")
	e.write("findings/F-1.yaml", "id: F-1\ntitle: Leavers\nstatus: open\n")
	return e
}

func TestVerifyEngagement(t *testing.T) {
	e := whole(t)
	got, err := bundle.VerifyEngagement(context.Background(), e.root)
	if err != nil || !slices.Equal(got.Runs, []string{"run-0001", "run-0002"}) || got.Tests != 8 || got.Loads != 1 || got.Selections != 1 ||
		got.Dispositions != 2 || got.Waivers != 1 || got.Findings != 1 || len(got.Unknown) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	e.write("evidence/account/b2.parquet", "left by a load that was killed")
	got, err = bundle.VerifyEngagement(context.Background(), e.root)
	if err != nil || !slices.Equal(got.Unknown, []string{"evidence/account/b2.parquet"}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := bundle.VerifyEngagement(context.Background(), t.TempDir()); err != nil || len(got.Runs) != 0 {
		t.Errorf("an empty engagement: %+v, %v", got, err)
	}
}

// TestVerifyEngagementNamesTheDifference changes one thing at a time, in the first run and in the last, and beside them.
func TestVerifyEngagementNamesTheDifference(t *testing.T) {
	e := whole(t)
	for name, c := range map[string]struct {
		change func(root string) error
		file   string
	}{
		"first run":       {edit("runs/run-0001/iam-leaver/exceptions.parquet", "R1", "R2"), "runs/run-0001/iam-leaver/exceptions.parquet"},
		"last run":        {edit("runs/run-0002/record.json", "iam-leaver", "iam-leavEr"), "runs/run-0002/record.json"},
		"first run gone":  {remove("runs/run-0001"), "runs/run-0001"},
		"two runs swap":   {swapped("runs/run-0001", "runs/run-0002"), "runs/run-0001/record.json"},
		"file in runs":    {add("runs/notes.txt"), "runs/notes.txt"},
		"evidence":        {edit("evidence/account/a1/0.parquet", "PAR1", "PAR2"), "evidence/account/a1/0.parquet"},
		"ledger":          {edit("evidence/ledger.jsonl", `"read":9`, `"read":8`), "evidence/ledger.jsonl"},
		"ledger gone":     {remove("evidence/ledger.jsonl"), "evidence/ledger.jsonl"},
		"acceptance":      {edit(record.AcceptedName, "one test record", "all is well"), record.AcceptedName},
		"acceptance gone": {remove(record.AcceptedName), record.AcceptedName},
		"selection":       {edit("selections/srs/selection.json", "AP/leavers", "AP/leavErs"), "selections/srs/selection.json"},
		"selection gone":  {remove("selections/srs/selection.json"), "selections/srs/selection.json"},
		"disposition":     {edit("dispositions.jsonl", "valid", "false positive"), "dispositions.jsonl"},
		"disposition cut": {edit("dispositions.jsonl", "\n", ""), "dispositions.jsonl"},
		"waivers":         {edit("waivers.yaml", "approver", "apprOver"), "waivers.yaml"},
		"finding":         {edit("findings/F-1.yaml", "open", "shut"), "findings"},
		"seals":           {edit("seals.jsonl", `"seal":"`, `"seal":"0`), "seals.jsonl"},
	} {
		root := t.TempDir()
		must(t, os.CopyFS(root, os.DirFS(e.root)))
		must(t, c.change(root))
		got, err := bundle.VerifyEngagement(context.Background(), root)
		if fault.KindOf(err) != fault.Differs || got.Difference == nil || got.Difference.File != c.file {
			t.Errorf("%s: %v, %+v", name, err, got.Difference)
		}
	}
}

// forPeople are files that people write; only a seal fixes them.
func forPeople(name string) bool {
	return slices.Contains([]string{"engagement.yaml", "waivers.yaml", "seals.jsonl"}, name) || strings.HasSuffix(name, "worksheet.csv") ||
		strings.HasPrefix(name, "findings/") || strings.HasPrefix(name, "notes/") || strings.HasPrefix(name, ".")
}

// TestChangedSince: what people write may change after a seal, and is told; logs and records may not, but logs may grow.
func TestChangedSince(t *testing.T) {
	e := whole(t)
	e.seal("second.tar")
	log := string(read(t, filepath.Join(e.root, "dispositions.jsonl")))
	all, err := record.ParseLog[record.Disposition]([]byte(log))
	must(t, err)
	grown, err := record.EncodeLog(record.Append(all, record.Disposition{Test: "iam-leaver", Key: []string{"hr", "3"}, Status: record.Compensated, Reason: "r", Evidence: "x", By: "kl", Run: "run-0001"}))
	must(t, err)
	cut, err := record.EncodeLog(all[:1])
	must(t, err)
	must(t, os.RemoveAll(filepath.Join(e.root, "notes")))
	for name, c := range map[string]struct {
		change func(root string) error
		want   []bundle.Change // nil: a difference
	}{
		"nothing":         {func(string) error { return nil }, []bundle.Change{}},
		"config":          {edit("engagement.yaml", "access", "nothing"), []bundle.Change{{File: "engagement.yaml", Since: "seal 3", What: "changed"}}},
		"waivers":         {edit("waivers.yaml", "reason: r", "reason: s"), []bundle.Change{{File: "waivers.yaml", Since: "seal 3", What: "changed"}}},
		"waivers gone":    {remove("waivers.yaml"), []bundle.Change{{File: "waivers.yaml", Since: "seal 3", What: "removed"}}},
		"finding":         {edit("findings/F-1.yaml", "Leavers", "Joiners"), []bundle.Change{{File: "findings/F-1.yaml", Since: "seal 3", What: "changed"}}},
		"finding gone":    {remove("findings/F-1.yaml"), []bundle.Change{{File: "findings/F-1.yaml", Since: "seal 3", What: "removed"}}},
		"worksheet":       {edit("selections/srs/worksheet.csv", "\n", "\n\n"), []bundle.Change{{File: "selections/srs/worksheet.csv", Since: "seal 3", What: "changed"}}},
		"log grown":       {put("dispositions.jsonl", string(grown)), []bundle.Change{}},
		"log cut":         {put("dispositions.jsonl", string(cut)), nil},
		"log gone":        {remove("dispositions.jsonl"), nil},
		"last run gone":   {remove("runs/run-0002"), nil},
		"all runs gone":   {remove("runs"), nil},
		"acceptance gone": {remove(record.AcceptedName), nil},
	} {
		root := t.TempDir()
		must(t, os.CopyFS(root, os.DirFS(e.root)))
		must(t, c.change(root))
		got, err := bundle.VerifyEngagement(context.Background(), root)
		if c.want == nil {
			if fault.KindOf(err) != fault.Differs {
				t.Errorf("%s: %v", name, err)
			}
		} else if err != nil || !slices.Equal(got.Changed, c.want) {
			t.Errorf("%s: %v, %v", name, got.Changed, err)
		}
	}
}

// put writes a file.
func put(file, text string) func(string) error {
	return func(root string) error {
		return os.WriteFile(filepath.Join(root, filepath.FromSlash(file)), []byte(text), 0o644)
	}
}

// TestEveryFileOfAnEngagementCounts flips a byte of each file that auditql wrote, cuts it, lengthens it, drops it, renames it
// and puts it in the place of the next.
func TestEveryFileOfAnEngagementCounts(t *testing.T) {
	e := whole(t)
	names := slices.DeleteFunc(e.files(), func(n string) bool { rel, _ := filepath.Rel(e.root, n); return forPeople(filepath.ToSlash(rel)) })
	changes := 0
	for i, name := range names {
		if !*every && i%3 != 0 {
			continue
		}
		data, next := read(t, name), names[(i+1)%len(names)]
		other := read(t, next)
		put := func(file string, data []byte) {
			must(t, os.Remove(file))
			must(t, os.WriteFile(file, data, 0o644))
		}
		at := 1 + i*7919%(len(data)-1)
		flipped := slices.Clone(data)
		flipped[at] ^= 1 << (i % 8)
		for what, change := range map[string]func(){
			"flipped": func() { put(name, flipped) },
			"cut":     func() { put(name, data[:at]) },
			"longer":  func() { put(name, append(slices.Clone(data), '\n')) },
			"dropped": func() { put(name, data); must(t, os.Rename(name, filepath.Join(e.root, ".away"))) },
			"swapped": func() { put(name, other); put(next, data) },
			"renamed": func() { must(t, os.Rename(name, name+"x")) },
		} {
			if what == "swapped" && string(data) == string(other) || what == "dropped" && filepath.Base(name) == "dispositions.jsonl" || what == "renamed" && filepath.Base(name) == "dispositions.jsonl" {
				continue
			}
			change()
			if got, err := bundle.VerifyEngagement(context.Background(), e.root); fault.KindOf(err) != fault.Differs || got.Difference == nil {
				t.Errorf("%s %s: %v", name, what, err)
			}
			changes++
			_ = os.Remove(name + "x")
			must(t, os.WriteFile(name, nil, 0o644))
			put(name, data)
			put(next, other)
		}
	}
	if _, err := bundle.VerifyEngagement(context.Background(), e.root); err != nil {
		t.Fatalf("restored: %v", err)
	}
	t.Logf("%d changes, all found", changes)
}

// TestDispositionOfNoException: one whose chain fits, but that is about an item without an exception in the run that it names.
func TestDispositionOfNoException(t *testing.T) {
	for name, d := range map[string]record.Disposition{
		"other item": {Test: "iam-leaver", Key: []string{"hr", "1"}, Run: "run-0001"},
		"other run":  {Test: "iam-leaver", Key: []string{"hr", "3"}, Run: "run-0009"},
		"other test": {Test: "iam-dormant", Key: []string{"hr", "3"}, Run: "run-0001"},
	} {
		e := build(t, sound())
		d.Status, d.Reason = record.Valid, "r"
		text, err := record.EncodeLog(record.Append(nil, d))
		must(t, err)
		e.write("dispositions.jsonl", string(text))
		if _, err := bundle.VerifyEngagement(context.Background(), e.root); fault.KindOf(err) != fault.Differs || !strings.Contains(err.Error(), "disposition 1") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func edit(file, from, to string) func(string) error {
	return func(root string) error {
		name := filepath.Join(root, filepath.FromSlash(file))
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		changed := strings.Replace(string(data), from, to, 1)
		if changed == string(data) {
			return errors.New(file + " has no " + from)
		}
		return os.WriteFile(name, []byte(changed), 0o644)
	}
}

func remove(name string) func(string) error {
	return func(root string) error { return os.RemoveAll(filepath.Join(root, filepath.FromSlash(name))) }
}

func add(name string) func(string) error {
	return func(root string) error {
		return os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), []byte("x"), 0o644)
	}
}

func swapped(a, b string) func(string) error {
	return func(root string) error {
		x, y, z := filepath.Join(root, a), filepath.Join(root, b), filepath.Join(root, "z")
		return errors.Join(os.Rename(x, z), os.Rename(y, x), os.Rename(z, y))
	}
}
