package script

import (
	"encoding/json"
	"fmt"
	"strings"

	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Param is a threshold or a list that the auditor may change.
type Param struct {
	Type    string        `yaml:"type"` // a type of schema, or table, column, column[]
	Default sqlfile.Value `yaml:"default"`
	Unit    string        `yaml:"unit"`
	Means   string        `yaml:"means"`
	Aliases []string      `yaml:"aliases"` // other names under which auditors know it
}

// Identifier types stand for names of datasets and columns, not for values.
const (
	Table   = "table"
	Column  = "column"
	Columns = "column[]"
)

// Built in are the parameters that every script may use without declaring them.
var BuiltIn = map[string]string{"as_of": "timestamp", "period_start": "timestamp", "period_end": "timestamp"}

func (p Param) check() error {
	if p.Type != Table && p.Type != Column && p.Type != Columns {
		if _, err := schema.Parse(p.Type); err != nil {
			return err
		}
	}
	if p.Means == "" {
		return fmt.Errorf("it does not say what it means")
	}
	if p.IsList() && p.Default.Text != nil {
		return fmt.Errorf("the default of a %s is a list", p.Type)
	}
	if !p.IsList() && p.Default.List != nil {
		return fmt.Errorf("the default of a %s is one value, not a list", p.Type)
	}
	return nil
}

// IsList says whether the parameter holds several values.
func (p Param) IsList() bool { return strings.HasSuffix(p.Type, "[]") }

// ParseValue reads a value as it is given on a command line: a list is separated by commas, or is a JSON array of texts,
// in which commas may be.
func (p Param) ParseValue(text string) sqlfile.Value {
	if !p.IsList() {
		return sqlfile.Value{Text: &text}
	}
	list := []string{}
	if json.Unmarshal([]byte(text), &list) == nil && list != nil {
		return sqlfile.Value{List: list}
	}
	list = []string{}
	for _, item := range strings.Split(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return sqlfile.Value{List: list}
}

// NeedsParams says whether the test must be told something before it can be performed, such as the table it is about.
func (s *Script) NeedsParams() bool {
	for _, p := range s.Params {
		if p.Value.Type == Table && p.Value.Default.Text == nil {
			return true
		}
	}
	return false
}
