package main

import (
	"embed"
	"path"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed topics/*.md
var topicFiles embed.FS

// topics are pages that "auditql help TOPIC" prints, in the order in which they are listed.
var topics = []string{"tutorial", "scripts", "datasets", "sampling", "threats", "programs"}

// topicCommands are commands that do nothing, which is how cobra knows pages of help.
func topicCommands() []*cobra.Command {
	var out []*cobra.Command
	for _, name := range topics {
		text, err := topicFiles.ReadFile(path.Join("topics", name+".md"))
		if err != nil {
			panic(err) // it is embedded
		}
		title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		out = append(out, &cobra.Command{Use: name, Short: title, Long: strings.TrimSpace(string(text))})
	}
	return out
}

// groups say what commands are for, in the order of an audit.
var groups = []struct{ id, title string }{
	{"evidence", "Evidence:"}, {"tests", "Tests:"}, {"samples", "Samples:"}, {"conclude", "Follow-up and reports:"}, {"review", "Review:"},
}

var helpGroup = map[string]string{
	"init": "evidence", "request": "evidence", "load": "evidence", "data": "evidence", "sql": "evidence",
	"tests": "tests", "show": "tests", "new": "tests", "check": "tests", "cases": "tests", "run": "tests", "results": "tests", "why": "tests", "coverage": "tests",
	"sample":  "samples",
	"waivers": "conclude", "disposition": "conclude", "finding": "conclude", "report": "conclude", "diff": "conclude",
	"seal": "review", "sign": "review", "verify": "review", "reperform": "review", "disclose": "review",
}
