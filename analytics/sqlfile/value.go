package sqlfile

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

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
