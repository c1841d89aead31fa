// Package page writes the report of a run as one HTML file that needs nothing else: no network, no font, no picture.
//
// It reads and prints as it is. The script in it, which a reader may switch off, only sorts, filters and turns the pages
// of long tables. The content security policy of the file names the hashes of its one style sheet and its one script, so
// that a browser runs nothing else; and whatever came from evidence is escaped by its place. The same records give the
// same bytes.
//
//	err := page.Write(w, page.Paper{Run: run, Dir: "runs/run-0001", Loads: loads})
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"auditql/analytics/record"
	"auditql/analytics/report"
)

// Paper is all that a page is made from.
type Paper struct {
	Run     *record.Run
	Dir     string              // the folder of the run, whose result files are shown
	Loads   []record.Load       // the evidence that the run had before it, by dataset
	Samples []report.SampleView // drawn from the run, and evaluated

	Dispositions []report.DispositionView // of the exceptions of the run, by test
	Findings     []report.FindingView
}

//go:embed asset
var assets embed.FS

var (
	style  = asset("page.css")
	script = asset("page.js")
	pages  = template.Must(template.New("page").Funcs(functions).ParseFS(assets, "asset/*.tmpl"))
)

func asset(name string) string {
	data, err := assets.ReadFile("asset/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(data)
}

// policy allows the one style sheet and the one script of the page, and nothing else.
func policy() string {
	return strings.Join([]string{
		"default-src 'none'", "style-src '" + hash(style) + "'", "script-src '" + hash(script) + "'",
		"base-uri 'none'", "form-action 'none'",
	}, "; ")
}

func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Write writes the page. A result file that is not there, or not sound, is an error: a page never shows less than was
// recorded without saying so.
func Write(w io.Writer, p Paper) error {
	v, err := newView(p)
	if err != nil {
		return err
	}
	return pages.ExecuteTemplate(w, "page.tmpl", v)
}
