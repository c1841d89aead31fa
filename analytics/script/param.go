package script

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"auditql/analytics/schema"
)

// Param is a threshold or a list that the auditor may change.
type Param struct {
	Type    string `yaml:"type"` // a type of schema, or table, column, column[]
	Default Value  `yaml:"default"`
	Unit    string `yaml:"unit"`
	Means   string `yaml:"means"`
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

// Value is a scalar as it was written, a list of them, or nothing, which stands for NULL.
type Value struct {
	Text *string
	List []string
}

// UnmarshalYAML keeps scalars as they are written, so that 0.10 stays 0.10.
func (v *Value) UnmarshalYAML(node ast.Node) error {
	switch n := node.(type) {
	case *ast.NullNode:
		return nil
	case *ast.SequenceNode:
		v.List = []string{}
		for _, item := range n.Values {
			text, err := scalar(item)
			if err != nil {
				return err
			}
			v.List = append(v.List, text)
		}
		return nil
	}
	text, err := scalar(node)
	v.Text = &text
	return err
}

func scalar(node ast.Node) (string, error) {
	switch n := node.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		var s string
		err := yaml.NodeToValue(n, &s)
		return s, err
	case ast.ScalarNode:
		return n.GetToken().Value, nil
	}
	return "", fmt.Errorf("line %d: expected one value", node.GetToken().Position.Line)
}

// ParseValue reads a value as it is given on a command line: a list is separated by commas.
func (p Param) ParseValue(text string) Value {
	if !p.IsList() {
		return Value{Text: &text}
	}
	list := []string{}
	for _, item := range strings.Split(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return Value{List: list}
}

// String gives a value as people read it.
func (v Value) String() string {
	switch {
	case v.List != nil:
		return "[" + strings.Join(v.List, ", ") + "]"
	case v.Text != nil:
		return *v.Text
	}
	return "none"
}
