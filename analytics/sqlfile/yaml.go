package sqlfile

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"auditql/analytics/fault"
)

// Decode reads YAML into v and refuses unknown keys. Line is where the text starts in the file, so that errors point at
// the line of the file, not of the block.
func Decode(name string, line int, text string, v any) error {
	padded := strings.Repeat("\n", max(line-1, 0)) + text
	err := decode(padded, v)
	if err == nil {
		return nil
	}
	f := fault.At(fault.Usage, name, line, "read YAML: %s", firstLine(err.Error()))
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil {
		pos := y.GetToken().Position
		f.Line, f.Column, f.What = pos.Line, pos.Column, "read YAML: "+firstLine(y.GetMessage())
	}
	if err == errPanic {
		f.Next = "look for a tag such as ! with nothing behind it"
	}
	if prose.MatchString(f.What) {
		f.Next = "inside braces a comma ends a value: put a text that has one in quotes"
	}
	return f
}

var errPanic = errors.New("a value is missing, or of a kind that has no place here, so that the parser fails")

// decode refuses what the library panics on, such as a tag with nothing behind it where a list is expected. It does not say where.
func decode(text string, v any) (err error) {
	defer func() {
		if recover() != nil {
			err = errPanic
		}
	}()
	return yaml.NewDecoder(strings.NewReader(text), yaml.Strict(), yaml.DisallowUnknownField()).Decode(v)
}

// prose recognises the second half of a sentence that was taken for a key.
var prose = regexp.MustCompile(`unknown field "[^"]* `)

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

// Pairs is a YAML mapping that keeps the order in which it was written.
type Pairs[T any] []Pair[T]

// Pair is one entry of a mapping.
type Pair[T any] struct {
	Key   string
	Value T
	Line  int
}

// UnmarshalYAML reads the mapping in order and refuses a key that comes twice.
func (p *Pairs[T]) UnmarshalYAML(node ast.Node) error {
	var entries []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	default:
		return fmt.Errorf("line %d: expected a mapping of names, found %s", node.GetToken().Position.Line, node.Type())
	}
	for _, e := range entries {
		pair := Pair[T]{Line: e.Key.GetToken().Position.Line}
		if err := yaml.NodeToValue(e.Key, &pair.Key); err != nil {
			return err
		}
		if _, twice := p.Get(pair.Key); twice {
			return fmt.Errorf("line %d: %q is there twice", pair.Line, pair.Key)
		}
		if err := yaml.NodeToValue(e.Value, &pair.Value, yaml.Strict(), yaml.DisallowUnknownField()); err != nil {
			return err
		}
		*p = append(*p, pair)
	}
	return nil
}

// Get finds a value by its key.
func (p Pairs[T]) Get(key string) (v T, ok bool) {
	for _, pair := range p {
		if pair.Key == key {
			return pair.Value, true
		}
	}
	return v, false
}
