package coverage

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// An engagement keeps its risk-control matrix in one of these files.
const (
	FileName  = "rcm.yaml"
	TableName = "rcm.csv"
)

// Matrix ties risks to controls to tests. Impact and likelihood go from 1 to 5; the score of a risk is their product.
//
//	risks:
//	  - {id: R-1, title: Leavers keep their access, impact: 4, likelihood: 3}
//	controls:
//	  - {id: C-1, title: Accounts of leavers are disabled, key: true, risks, tests: [iam-terminated-active]}
type Matrix struct {
	Risks    []Risk       `yaml:"risks"`
	Controls []OwnControl `yaml:"controls"`
	File     string       `yaml:"-"` // from which it was read, for errors
}

// Risk is what may go wrong.
type Risk struct {
	ID         string `yaml:"id" json:"id"`
	Title      string `yaml:"title" json:"title"`
	Impact     int    `yaml:"impact" json:"impact"`
	Likelihood int    `yaml:"likelihood" json:"likelihood"`
}

// OwnControl is a control of the auditee, with the risks that it answers and the tests that test it.
type OwnControl struct {
	ID    string   `yaml:"id"`
	Title string   `yaml:"title"`
	Key   bool     `yaml:"key"` // the audit relies on it
	Risks []string `yaml:"risks"`
	Tests []string `yaml:"tests"`
}

// Read reads the matrix of the engagement in a folder, rcm.yaml or rcm.csv; where neither is there it gives nil. One that
// contradicts itself, or names a test that does not exist, is refused, and so are two of them.
func Read(folder string, tests *script.Set) (*Matrix, error) {
	asYAML, err := readFile(folder, FileName)
	if err != nil {
		return nil, err
	}
	asCSV, err := readFile(folder, TableName)
	switch {
	case err != nil || asYAML == nil && asCSV == nil:
		return nil, err
	case asYAML != nil && asCSV != nil:
		return nil, fault.New(fault.Usage, "%s and %s are both there: which one is the matrix?", FileName, TableName)
	}
	m := &Matrix{File: FileName}
	if asCSV != nil {
		m, err = parseTable(asCSV)
	} else {
		err = sqlfile.Decode(FileName, 1, string(asYAML), m)
	}
	if err != nil {
		return nil, err
	}
	return m, m.check(tests)
}

// readFile gives nil for a file that is not there.
func readFile(folder, name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read risk-control matrix: %w", err)
	}
	return text, nil
}

func (m *Matrix) check(tests *script.Set) error {
	var risks, controls []string
	for _, r := range m.Risks {
		switch {
		case strings.TrimSpace(r.ID) == "" || strings.TrimSpace(r.Title) == "":
			return m.refuse("risk %q needs an id and a title", r.ID)
		case slices.Contains(risks, r.ID):
			return m.refuse("risk %q is there twice", r.ID)
		case min(r.Impact, r.Likelihood) < 1 || max(r.Impact, r.Likelihood) > 5:
			return m.refuse("risk %q has impact %d and likelihood %d, expected 1 to 5", r.ID, r.Impact, r.Likelihood)
		}
		risks = append(risks, r.ID)
	}
	for _, c := range m.Controls {
		switch {
		case strings.TrimSpace(c.ID) == "" || strings.TrimSpace(c.Title) == "":
			return m.refuse("control %q needs an id and a title", c.ID)
		case slices.Contains(controls, c.ID):
			return m.refuse("control %q is there twice", c.ID)
		}
		controls = append(controls, c.ID)
		for _, r := range c.Risks {
			if !slices.Contains(risks, r) {
				return m.refuse("control %q names the risk %q, which is not in the file", c.ID, r)
			}
		}
		for i, id := range c.Tests {
			t, ok := tests.Get(id)
			if !ok {
				return m.refuse("control %q names the test %q, which does not exist", c.ID, id)
			}
			c.Tests[i] = t.ID // a former id stands for the present one
		}
	}
	return nil
}

func (m *Matrix) refuse(format string, args ...any) error {
	return fault.At(fault.Usage, m.File, 0, format, args...)
}

// View is a matrix with what is known of its tests.
type View struct {
	Risks          []RiskView `json:"risks"`                 // by score, the highest first
	Unanswered     []string   `json:"risks_without_control"` // risks
	Untested       []string   `json:"key_controls_without_test"`
	Unassigned     []string   `json:"tests_without_control"` // of the last run
	ControlsNoRisk []string   `json:"controls_without_risk"`
	Run            string     `json:"run"` // empty when there is none
}

// RiskView is a risk with its controls.
type RiskView struct {
	Risk
	Score    int           `json:"score"` // impact × likelihood
	Controls []ControlView `json:"controls"`
}

// ControlView is a control with what is known of its tests.
type ControlView struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Key   bool    `json:"key"`
	Tests []State `json:"tests"`
}

// Judge ranks the risks and lists the gaps. The run may be nil.
func (m *Matrix) Judge(states map[string]State, run *record.Run) View {
	v := View{Risks: []RiskView{}, Unanswered: []string{}, Untested: []string{}, Unassigned: []string{}, ControlsNoRisk: []string{}}
	used := map[string]bool{}
	for _, c := range m.Controls {
		if c.Key && len(c.Tests) == 0 {
			v.Untested = append(v.Untested, c.ID)
		}
		if len(c.Risks) == 0 {
			v.ControlsNoRisk = append(v.ControlsNoRisk, c.ID)
		}
		for _, t := range c.Tests {
			used[t] = true
		}
	}
	for _, r := range m.Risks {
		rv := RiskView{r, r.Impact * r.Likelihood, m.answering(r.ID, states)}
		if len(rv.Controls) == 0 {
			v.Unanswered = append(v.Unanswered, r.ID)
		}
		v.Risks = append(v.Risks, rv)
	}
	slices.SortStableFunc(v.Risks, func(a, b RiskView) int { return b.Score - a.Score })
	if run == nil {
		return v
	}
	v.Run = run.ID
	for _, t := range run.Tests {
		if !used[t.ID] {
			v.Unassigned = append(v.Unassigned, t.ID)
		}
	}
	return v
}

func (m *Matrix) answering(risk string, states map[string]State) []ControlView {
	out := []ControlView{}
	for _, c := range m.Controls {
		if !slices.Contains(c.Risks, risk) {
			continue
		}
		cv := ControlView{c.ID, c.Title, c.Key, []State{}}
		for _, t := range c.Tests {
			cv.Tests = append(cv.Tests, states[t])
		}
		out = append(out, cv)
	}
	return out
}
