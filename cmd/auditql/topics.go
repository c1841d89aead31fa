package main

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"auditql/analytics/report"
	"auditql/datasets"
)

//go:embed topics/*.md
var topicFiles embed.FS

// topics are pages that "auditql help TOPIC" prints, in the order in which they are listed.
var topics = []string{"tutorial", "writing", "scripts", "datasets", "sampling", "bundles", "threats", "programs"}

// topicCommands are commands that do nothing, which is how cobra knows pages of help.
func (a *app) topicCommands() []*cobra.Command {
	var out []*cobra.Command
	for _, name := range topics {
		out = append(out, a.pageCommand(topicFiles, path.Join("topics", name+".md")))
	}
	out[len(out)-1].Aliases = []string{"json"} // of the page for programs
	return append(out, a.exportsCommand())
}

// exportsCommand is the list of exports, with a page for each.
func (a *app) exportsCommand() *cobra.Command {
	list := a.pageCommand(datasets.Pages, "exports/README.md")
	list.Use, list.Long = "exports", list.Long+"\n"
	pages, err := fs.Glob(datasets.Pages, "exports/*.md")
	if err != nil {
		panic(err) // the pattern is constant
	}
	for _, name := range pages {
		if path.Base(name) != "README.md" {
			page := a.pageCommand(datasets.Pages, name)
			page.Hidden = true // the list above names it
			list.AddCommand(page)
		}
	}
	return list
}

// pageCommand makes a page of help of an embedded file, under the name of the file.
func (a *app) pageCommand(files fs.FS, file string) *cobra.Command {
	text, err := fs.ReadFile(files, file)
	if err != nil {
		panic(err) // it is embedded
	}
	title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
	page := &cobra.Command{Use: strings.TrimSuffix(path.Base(file), ".md"), Short: title, Long: strings.TrimSpace(string(text))}
	page.SetHelpFunc(func(c *cobra.Command, _ []string) {
		if err := report.Page(a.out, c.Long, a.width()); err != nil {
			fmt.Fprintln(a.err, "auditql: error:", err)
		}
	})
	return page
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
