// Package finding keeps what the auditor concludes from exceptions: criteria, condition, cause, effect, recommendation, and
// what management answered (IIA Global Internal Audit Standards 2024, 14.3 to 15.2).
//
// A finding is one YAML file below findings/, written by the auditor and changed by hand. It names the exceptions that it
// groups, so that a later run says which of them are gone, which are still open, and which are new.
//
//	all, err := finding.ReadAll(e.Path("findings"))
//	progress, states, err := finding.Follow(all[0], runs)
//	next := all[0].CarriedOver(audit, found, states) // into the audit of the next period
package finding

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

// Folder is where an engagement keeps its findings.
const Folder = "findings"

// Finding is one file.
type Finding struct {
	ID             string  `yaml:"id" json:"id"`
	Title          string  `yaml:"title" json:"title"`
	Status         string  `yaml:"status" json:"status"`
	Severity       string  `yaml:"severity" json:"severity"`
	Criteria       string  `yaml:"criteria" json:"criteria"`
	Condition      string  `yaml:"condition" json:"condition"`
	Cause          string  `yaml:"cause" json:"cause"`
	Effect         string  `yaml:"effect" json:"effect"`
	Recommendation string  `yaml:"recommendation" json:"recommendation"`
	Owner          string  `yaml:"owner" json:"owner"`
	Due            string  `yaml:"due" json:"due"` // the day by which it is to be remedied
	Response       string  `yaml:"response" json:"response"`
	Run            string  `yaml:"run" json:"run"`     // in which the exceptions were found
	Audit          string  `yaml:"audit" json:"audit"` // which that run belongs to, when the finding was carried over; empty: to this one
	Found          string  `yaml:"found" json:"found"` // the audit date of that run, from which ages are counted
	Exceptions     []Group `yaml:"exceptions" json:"exceptions"`
	Remedied       []Group `yaml:"remedied" json:"remedied,omitempty"` // of them, those that were gone when the finding was carried over
}

// Group is the exceptions of one test, by key.
type Group struct {
	Test string     `yaml:"test" json:"test"`
	Keys [][]string `yaml:"keys" json:"keys"`
}

// Statuses are those that a finding may have. Only an open one can be overdue.
var Statuses = []string{"open", "closed", "risk accepted"}

var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// ReadAll reads the findings of a folder, by name of file.
func ReadAll(folder string) ([]Finding, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, fault.New(fault.Broken, "list findings: %w", err)
	}
	var out []Finding
	for _, file := range files {
		f, err := read(file)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func read(file string) (f Finding, err error) {
	name := Folder + "/" + filepath.Base(file)
	text, err := os.ReadFile(file)
	if err != nil {
		return f, fault.New(fault.Broken, "read finding: %w", err)
	}
	if err := sqlfile.Decode(name, 1, string(text), &f); err != nil {
		return f, err
	}
	switch {
	case f.ID != strings.TrimSuffix(filepath.Base(file), ".yaml"):
		return f, fault.At(fault.Usage, name, 0, "id %q is not the name of the file", f.ID)
	case strings.TrimSpace(f.Title) == "":
		return f, fault.At(fault.Usage, name, 0, "it has no title")
	case !slices.Contains(Statuses, f.Status):
		return f, fault.At(fault.Usage, name, 0, "status %q, expected one of %q", f.Status, Statuses)
	}
	if _, err := f.due(); f.Due != "" && err != nil {
		return f, fault.At(fault.Usage, name, 0, "due %q, expected a day such as 2026-09-30", f.Due)
	}
	if _, err := time.Parse(time.RFC3339Nano, f.Found); f.Found != "" && err != nil {
		return f, fault.At(fault.Usage, name, 0, "found %q, expected a time such as 2026-07-01T00:00:00Z", f.Found)
	}
	return f, nil
}

func (f Finding) due() (time.Time, error) { return time.Parse(time.DateOnly, f.Due) }

// Overdue says whether an open finding should have been remedied before at.
func (f Finding) Overdue(at time.Time) bool {
	due, err := f.due()
	return err == nil && f.Status == "open" && !at.Before(due.AddDate(0, 0, 1))
}

// Write writes a new finding. One that is there already is not touched.
func Write(folder string, f Finding) (file string, err error) {
	if !idForm.MatchString(f.ID) {
		return "", fault.New(fault.Usage, "%q is no id for a finding, expected letters, digits, dots, hyphens and underscores", f.ID)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fault.New(fault.Broken, "write finding: %w", err)
	}
	file = filepath.Join(folder, f.ID+".yaml")
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return "", fault.New(fault.Usage, "there is a finding %s already", f.ID)
	}
	if err != nil {
		return "", fault.New(fault.Broken, "write finding: %w", err)
	}
	_, err = out.WriteString(f.Text())
	if err = errors.Join(err, out.Close()); err != nil {
		return "", fault.New(fault.Broken, "write finding: %w", err)
	}
	return file, nil
}

// Text gives the file. Every value is quoted, so that no text of evidence means anything to YAML.
func (f Finding) Text() string {
	var b strings.Builder
	for _, p := range []struct{ name, value, says string }{
		{"id", f.ID, ""}, {"title", f.Title, ""}, {"status", f.Status, "open, closed or risk accepted"}, {"severity", f.Severity, ""},
		{"criteria", f.Criteria, "what should be"}, {"condition", f.Condition, "what is"}, {"cause", f.Cause, "why it is so"},
		{"effect", f.Effect, "what may come of it"}, {"recommendation", f.Recommendation, ""}, {"owner", f.Owner, ""},
		{"due", f.Due, "the day by which it is to be remedied, such as 2026-09-30"}, {"response", f.Response, "what management answers"}, {"run", f.Run, ""},
		{"audit", f.Audit, "to which that run belongs; empty: to this one"}, {"found", f.Found, "the audit date of that run"},
	} {
		line := p.name + ": " + strconv.Quote(p.value)
		if p.says != "" {
			line += "  # " + p.says
		}
		b.WriteString(line + "\n")
	}
	groups(&b, "exceptions", f.Exceptions)
	if len(f.Remedied) > 0 {
		groups(&b, "remedied", f.Remedied)
	}
	return b.String()
}

func groups(b *strings.Builder, name string, all []Group) {
	b.WriteString(name + ":\n")
	for _, g := range all {
		fmt.Fprintf(b, "  - test: %s\n    keys:\n", strconv.Quote(g.Test))
		for _, key := range g.Keys {
			var parts []string
			for _, k := range key {
				parts = append(parts, strconv.Quote(k))
			}
			fmt.Fprintf(b, "      - [%s]\n", strings.Join(parts, ", "))
		}
	}
}
