package exchange

import (
	"io"
	"net/url"
	"slices"
)

// Place is a finding about a place in a file of the auditor's own, such as a script. Line and Column are 1-based; 0 is unknown.
type Place struct {
	File         string
	Line, Column int
	Rule, What   string
	Hint         string
}

// WritePlaces writes findings as SARIF, for editors and for services that review changes of code.
func WritePlaces(w io.Writer, version string, places []Place) error {
	run := sarifRun{Tool: sarifTool{sarifDriver{"auditql check", version, []sarifRule{}}}, Results: []sarifResult{}}
	var rules []string
	for _, p := range places {
		rules = append(rules, p.Rule)
		at := &sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: p.File}).String()}}
		if p.Line > 0 {
			at.Region = &sarifRegion{p.Line, p.Column}
		}
		says := p.What
		if p.Hint != "" {
			says += " (" + p.Hint + ")"
		}
		run.Results = append(run.Results, sarifResult{
			Rule: p.Rule, Level: "warning", Message: sarifText{text(says)}, Locations: []sarifLocation{{Physical: at}},
		})
	}
	slices.Sort(rules)
	for _, r := range slices.Compact(rules) {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: r, Short: sarifText{r}})
	}
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}
