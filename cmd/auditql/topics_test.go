package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The transcripts of each page of help are performed, in order, in one folder that has the exports of the demo.
func TestTopics(t *testing.T) {
	exports := t.TempDir()
	generate(t, filepath.Join(exports, "exports"))
	transcript := regexp.MustCompile("(?s)```console\n(.*?)```")
	for _, name := range topics {
		t.Run(name, func(t *testing.T) {
			text, err := topicFiles.ReadFile("topics/" + name + ".md")
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "exports"), os.DirFS(filepath.Join(exports, "exports"))); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			for _, block := range transcript.FindAllSubmatch(text, -1) {
				for _, step := range strings.Split(string(block[1]), "$ ")[1:] {
					command, want, _ := strings.Cut(step, "\n")
					holds(t, command, typed(t, command), want)
				}
			}
		})
	}
}

// typed performs what a person types: a command, whose output may go to a file, or a copy of a worksheet, which testers then
// complete: it gets the status tested in every row that counts.
func typed(t *testing.T, line string) (out string) {
	t.Helper()
	command, file, redirected := strings.Cut(line, " > ")
	if copied, ok := strings.CutPrefix(command, "cp "); ok {
		names := words(copied)
		data, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		table, err := readCSV(data)
		if err != nil {
			t.Fatal(err)
		}
		if data, err = writeCSV(tested(table)); err != nil {
			t.Fatal(err)
		}
		redirected, file, out = true, names[1], string(data)
	} else {
		out, _ = perform(t, words(strings.TrimPrefix(command, "auditql "))...)
	}
	if !redirected {
		return out
	}
	if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
	return ""
}

// Every command is in a group, and every page of help is printed.
func TestHelpIsWhole(t *testing.T) {
	for _, c := range (&app{}).commands() {
		if helpGroup[c.Name()] == "" && c.Name() != "version" && c.Name() != "schema" {
			t.Errorf("%s is in no group of the help", c.Name())
		}
	}
	for _, name := range append([]string{"exports"}, topics...) {
		if out, code := perform(t, "help", name); code != 0 || !strings.Contains(out, "|") && !strings.Contains(out, "```") {
			t.Errorf("help %s: code %d\n%s", name, code, out)
		}
	}
}

func TestAnExportHasItsPage(t *testing.T) {
	out, code := perform(t, "help", "exports", "okta_users")
	if code != 0 || !strings.Contains(out, "GET /api/v1/users") || !strings.Contains(out, "profile.login") {
		t.Errorf("help exports okta_users: code %d\n%s", code, out)
	}
}
