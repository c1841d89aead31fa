package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The transcript of the README is performed, and each of its lines must be in the output, in order. A line "…" stands
// for any lines.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```console\n(.*?)```").FindSubmatch(readme)
	if block == nil {
		t.Fatal("the README has no transcript")
	}
	exports := filepath.Join(t.TempDir(), "exports")
	generate(t, exports)
	t.Chdir(filepath.Dir(exports))
	for _, step := range strings.Split(string(block[1]), "$ ")[1:] {
		command, want, _ := strings.Cut(step, "\n")
		args := words(strings.TrimPrefix(command, "auditql "))
		out, _ := perform(t, args...)
		holds(t, command, out, want)
	}
}

// words splits a command line; double quotes hold words together.
func words(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}

func holds(t *testing.T, command, out, want string) {
	lines := strings.Split(out, "\n")
	at, any := 0, false
	for _, w := range strings.Split(strings.TrimSuffix(want, "\n"), "\n") {
		if w == "…" {
			any = true
			continue
		}
		for any && at < len(lines) && strings.TrimRight(lines[at], " ") != w {
			at++
		}
		if at >= len(lines) || strings.TrimRight(lines[at], " ") != w {
			t.Fatalf("$ %s\nthe README says %q, the output is\n%s", command, w, out)
		}
		at, any = at+1, false
	}
}
