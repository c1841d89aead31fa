package bundle_test

import (
	"context"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"auditql/analytics/bundle"
	"auditql/analytics/record"
)

// TestVerifyWithoutTheDatabase builds a program that can do nothing but verify, without C, so that no database can be in it, and
// verifies a bundle with it. It finds what auditql finds.
func TestVerifyWithoutTheDatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	program := filepath.Join(t.TempDir(), "verifier")
	build := exec.Command(filepath.Join(runtime.GOROOT(), "bin", "go"), "build", "-o", program, "./testdata/verifier")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, file := twoRuns(t)
	want, err := bundle.Verify(context.Background(), file, bundle.Check{})
	must(t, err)
	out, err := exec.Command(program, file).CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != fmt.Sprint(want.SHA256, " ", len(want.Runs), " ", want.Tests, " ", want.Rows) {
		t.Errorf("%v: %s", err, got)
	}
	b := readBag(t, file)
	tamperings["evidence changed"](&b)
	if out, err := exec.Command(program, b.write(t)).CombinedOutput(); err == nil || !strings.Contains(string(out), "evidence/account") {
		t.Errorf("%v: %s", err, out)
	}
	for _, name := range symbols(t, program) {
		if strings.Contains(strings.ToLower(name), "duckdb") {
			t.Fatalf("the program has %s in it", name)
		}
	}
}

// symbols gives the names in a program, where it has the form of Linux.
func symbols(t *testing.T, program string) (names []string) {
	t.Helper()
	f, err := elf.Open(program)
	if err != nil {
		t.Skipf("not an ELF program: %v", err)
	}
	defer f.Close()
	all, err := f.Symbols()
	must(t, err)
	for _, s := range all {
		names = append(names, s.Name)
	}
	if len(names) < 1000 {
		t.Fatalf("only %d symbols", len(names))
	}
	return names
}

// TestHundredRuns verifies a bundle with many runs, each of which counts.
func TestHundredRuns(t *testing.T) {
	e := sealable(t)
	for n := 2; n <= 100; n++ {
		id := fmt.Sprintf("run-%04d", n)
		dir := filepath.Join(e.root, "runs", id)
		must(t, os.CopyFS(dir, os.DirFS(e.dir())))
		r := *e.run
		r.ID = id
		r.Seal()
		data, err := record.Encode(r)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, "record.json"), data, 0o644))
	}
	_, plan := e.seal("b.tar")
	got, err := verifyBundle(plan.To, bundle.Check{})
	if err != nil || len(got.Runs) != 100 || got.Tests != 100*len(e.run.Tests) {
		t.Errorf("%d runs with %d tests, %v", len(got.Runs), got.Tests, err)
	}
	b := readBag(t, plan.To)
	b.find("data/runs/run-0077/record.json").data[100] ^= 1
	b.fit()
	if got, err := verifyBundle(b.write(t), bundle.Check{}); err == nil || got.Difference.File != "runs/run-0077/record.json" {
		t.Errorf("%v", err)
	}
}
