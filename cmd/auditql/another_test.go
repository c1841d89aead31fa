package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// otherScript is what another auditql ships as iam-terminated-active: it finds nothing.
const otherScript = `/*---
id: iam-terminated-active
version: 99
title: Nothing
objective: Nothing is looked for.
kind: operating
severity: low
reads: [account]
key: [system, account_id]
reasons:
  R1: nothing
---*/

-- +population: one row per account
SELECT system, account_id FROM account;

-- +exceptions: none
SELECT system, account_id, 'R1' AS reason_code, 'Nothing.' AS reason FROM account WHERE FALSE;
`

// TestReperformByAnotherProgram seals an audit with this auditql and performs it again with one that ships another script of the
// same name and another version of itself: the bundle's own script is performed, and comes to the same.
func TestReperformByAnotherProgram(t *testing.T) {
	if !*determinism {
		t.Skip("make determinism")
	}
	x := &torture{t: t}
	base := t.TempDir()
	script, overlay, other := filepath.Join(base, "other.sql"), filepath.Join(base, "overlay.json"), filepath.Join(base, "other")
	x.must(os.WriteFile(script, []byte(otherScript), 0o644))
	shipped, err := filepath.Abs("../../queries/iam/iam-terminated-active.sql")
	x.must(err)
	text, err := json.Marshal(map[string]map[string]string{"Replace": {shipped: script}})
	x.must(err)
	x.must(os.WriteFile(overlay, text, 0o644))
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-ldflags", "-X main.version=9.9.9", "-o", other, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	exports, dir := filepath.Join(base, "exports"), filepath.Join(base, "audit")
	generate(t, exports)
	for _, args := range [][]string{
		{"init", dir, "--title", "x", "--start", "2026-01-01", "--end", "2026-07-01"},
		{"-C", dir, "load", filepath.Join(exports, "hr"), filepath.Join(exports, "okta")},
		{"-C", dir, "run", "iam-terminated-active"}, {"-C", dir, "seal", "-o", filepath.Join(base, "b.tar")},
	} {
		if c := x.command(base, args...); c.code() == 1 || c.ProcessState.ExitCode() == 2 {
			t.Fatalf("%v: %s", args, c.out.String())
		}
	}
	out, err := exec.Command(other, "reperform", filepath.Join(base, "b.tar"), "--from-exports", exports).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "now with 9.9.9") || !strings.Contains(string(out), "tests that are identical: 1 of 1") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := exec.Command(other, "-C", dir, "run", "iam-terminated-active").CombinedOutput(); err != nil { // it would be 3
		t.Errorf("the other auditql finds exceptions: %v: %s", err, out)
	}
	out, err = exec.Command(other, "-C", dir, "diff").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "script (proven)") {
		t.Errorf("%v: %s", err, out)
	}
}
