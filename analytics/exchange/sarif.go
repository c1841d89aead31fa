package exchange

import (
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"auditql/analytics/record"
)

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool    sarifTool     `json:"tool"`
	Calls   []sarifCall   `json:"invocations,omitempty"`
	Results []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

// sarifCall says what was not concluded, so that a test without results does not read as one without exceptions.
type sarifCall struct {
	Successful bool        `json:"executionSuccessful"`
	Notes      []sarifNote `json:"toolExecutionNotifications"`
}

type sarifNote struct {
	Rule    sarifRuleID `json:"associatedRule"`
	Level   string      `json:"level"`
	Message sarifText   `json:"message"`
}

type sarifRuleID struct {
	ID string `json:"id"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID         string            `json:"id"`
	Short      sarifText         `json:"shortDescription"`
	Full       sarifText         `json:"fullDescription,omitzero"`
	Properties map[string]string `json:"properties,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	Rule         string            `json:"ruleId"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints,omitempty"`
}

type sarifLocation struct {
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	Line   int `json:"startLine"`
	Column int `json:"startColumn,omitempty"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
}

var sarifLevels = map[string]string{"critical": "error", "high": "error", "medium": "warning", "low": "note"}

// The columns in which a test says in which file, and where in it, an exception is.
var (
	fileColumns = []string{"file_path", "workflow_path", "path", "file"}
	lineColumns = []string{"line", "start_line"}
)

// writeSARIF writes a result per exception, with the file that it is in where the test says so, and its key otherwise.
func writeSARIF(w io.Writer, r Run) error {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{"auditql", r.Record.Tool.Version, []sarifRule{}}}, Results: []sarifResult{},
		Calls: []sarifCall{{true, []sarifNote{}}},
	}
	for i := range r.Record.Tests {
		t := &r.Record.Tests[i]
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{t.ID, sarifText{text(t.Title)}, sarifText{text(t.Objective)}, map[string]string{"result": r.gross(t)}})
		run.Calls[0].add(t)
		err := r.exceptions(t, func(x exception) error {
			run.Results = append(run.Results, r.sarif(t, x))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func (c *sarifCall) add(t *record.Test) {
	c.Successful = c.Successful && t.Error == ""
	switch said := "Nothing is concluded from this test: " + string(t.Verdict) + "."; {
	case t.Verdict == record.NotRun, t.Verdict == record.NotAssertable:
		c.Notes = append(c.Notes, sarifNote{sarifRuleID{t.ID}, "error", sarifText{said}})
	case t.Indeterminate > 0:
		said = strconv.FormatInt(t.Indeterminate, 10) + " of " + strconv.FormatInt(t.Population.Count, 10) + " items cannot be decided by the evidence."
		c.Notes = append(c.Notes, sarifNote{sarifRuleID{t.ID}, "warning", sarifText{said}})
	}
}

func (r Run) sarif(t *record.Test, x exception) sarifResult {
	return sarifResult{
		Rule: t.ID, Level: or(sarifLevels[t.Severity], "warning"), Message: sarifText{text(x.Reason)},
		Locations:    []sarifLocation{{physical(x), []sarifLogical{{text(t.ID + "/" + x.Name())}}}},
		Fingerprints: map[string]string{"auditql/v1": record.Hash([]byte(strings.Join(append([]string{t.ID, x.Code}, x.Key...), "\x1f")))},
	}
}

// physical gives the place in a file. A name that leads out of the repository is not a place in it.
func physical(x exception) *sarifPhysical {
	for _, c := range fileColumns {
		name := strings.TrimPrefix(x.Cells[c], "./")
		if name == "" || path.IsAbs(name) || name != path.Clean(name) || strings.HasPrefix(name, "..") {
			continue
		}
		p := &sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: name}).String()}}
		for _, l := range lineColumns {
			if n, err := strconv.Atoi(x.Cells[l]); err == nil && n > 0 {
				p.Region = &sarifRegion{Line: n}
			}
		}
		return p
	}
	return nil
}
