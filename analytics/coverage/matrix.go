package coverage

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

// FileName is where an engagement keeps its risk-control matrix.
const FileName = "rcm.yaml"

// Matrix ties risks to controls to tests. Impact and likelihood go from 1 to 5; the score of a risk is their product.
//
//	risks:
//	  - {id: R-1, title: Leavers keep their access, impact: 4, likelihood: 3}
//	controls:
//	  - {id: C-1, title: Accounts of leavers are disabled, key: true, risks, tests: [iam-terminated-active]}
type Matrix struct {
	Risks    []Risk       `yaml:"risks"`
	Controls []OwnControl `yaml:"controls"`
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

// Read reads rcm.yaml; a file that is not there gives nil. One that contradicts itself, or names a test that does not exist,
// is refused.
func Read(name string, tests *script.Set) (*Matrix, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "read risk-control matrix: %w", err)
	}
	var m Matrix
	if err := sqlfile.Decode(FileName, 1, string(text), &m); err != nil {
		return nil, err
	}
	return &m, m.check(tests)
}

func (m *Matrix) check(tests *script.Set) error {
	var risks, controls []string
	for _, r := range m.Risks {
		switch {
		case strings.TrimSpace(r.ID) == "" || strings.TrimSpace(r.Title) == "":
			return refuse("risk %q needs an id and a title", r.ID)
		case slices.Contains(risks, r.ID):
			return refuse("risk %q is there twice", r.ID)
		case min(r.Impact, r.Likelihood) < 1 || max(r.Impact, r.Likelihood) > 5:
			return refuse("risk %q has impact %d and likelihood %d, expected 1 to 5", r.ID, r.Impact, r.Likelihood)
		}
		risks = append(risks, r.ID)
	}
	for _, c := range m.Controls {
		switch {
		case strings.TrimSpace(c.ID) == "" || strings.TrimSpace(c.Title) == "":
			return refuse("control %q needs an id and a title", c.ID)
		case slices.Contains(controls, c.ID):
			return refuse("control %q is there twice", c.ID)
		}
		controls = append(controls, c.ID)
		for _, r := range c.Risks {
			if !slices.Contains(risks, r) {
				return refuse("control %q names the risk %q, which is not in the file", c.ID, r)
			}
		}
		for i, id := range c.Tests {
			t, ok := tests.Get(id)
			if !ok {
				return refuse("control %q names the test %q, which does not exist", c.ID, id)
			}
			c.Tests[i] = t.ID // a former id stands for the present one
		}
	}
	return nil
}

func refuse(format string, args ...any) error {
	return fault.At(fault.Usage, FileName, 0, format, args...)
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
