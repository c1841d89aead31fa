package reader

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxTokens bounds one piece of YAML that is parsed at once.
const maxTokens = 200_000

// yamlToJSON brings YAML to JSON. Numbers keep the text they were written in; one that JSON would write otherwise, such
// as 007, becomes a text. Aliases are copied out, and limit bounds what they may grow to. Without content there is no
// text; a code says why the YAML is refused.
func yamlToJSON(doc []byte, limit int) (text []byte, code, detail string) {
	defer func() {
		if p := recover(); p != nil { // the parser's own defects must not end the program
			text, code, detail = nil, CodeSyntax, fmt.Sprintf("the YAML parser fails on it: %v", p)
		}
	}()
	if !utf8.Valid(doc) {
		return nil, CodeEncoding, notUTF8(doc)
	}
	tokens := lexer.Tokenize(string(doc))
	if code, detail := yamlCost(tokens); code != "" {
		return nil, code, detail
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, CodeSyntax, yamlError(err)
	}
	y := yamlWriter{limit: limit, anchors: map[string]ast.Node{}}
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType || d.Body.Type() == ast.DirectiveType {
			continue
		}
		if err := y.node(d.Body, 1); err != nil {
			return nil, y.code, err.Error()
		}
		y.out = append(y.out, '\n')
	}
	return y.out, "", ""
}

// yamlError gives the parser's message without the piece of source that it draws.
func yamlError(err error) string {
	var y yaml.Error
	if !errors.As(err, &y) {
		return err.Error()
	}
	if t := y.GetToken(); t != nil && t.Position != nil {
		return fmt.Sprintf("%s, in line %d of it", y.GetMessage(), t.Position.Line)
	}
	return y.GetMessage()
}

// yamlCost refuses what would cost the parser too much: it recurses into brackets, dashes and tags, and its time for a
// mapping grows with the square of the keys.
func yamlCost(tokens token.Tokens) (code, detail string) {
	if len(tokens) > maxTokens {
		return CodeTooLarge, fmt.Sprintf("%d YAML tokens in one piece, more than %d; ask for it as JSON", len(tokens), maxTokens)
	}
	flow, run, line, tags := 0, 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			run, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			run++
		case token.TagType, token.AnchorType:
			tags++
		}
		if flow > maxDepth || run > maxDepth || tags > 10_000 {
			return CodeTooDeep, fmt.Sprintf("nested deeper than %d, or more than 10000 tags and anchors", maxDepth)
		}
	}
	return "", ""
}

// yamlWriter writes YAML as JSON.
type yamlWriter struct {
	out     []byte
	limit   int
	anchors map[string]ast.Node
	code    string
}

func (y *yamlWriter) fail(code, form string, args ...any) error {
	y.code = code
	return fmt.Errorf(form, args...)
}

func (y *yamlWriter) node(n ast.Node, depth int) error {
	switch {
	case depth > maxDepth:
		return y.fail(CodeTooDeep, "nested deeper than %d", maxDepth)
	case len(y.out) > y.limit:
		return y.fail(CodeTooLarge, "more than %d bytes once its aliases are copied out", y.limit)
	}
	switch n := n.(type) {
	case nil, *ast.NullNode:
		y.out = append(y.out, "null"...)
	case *ast.BoolNode:
		y.out = fmt.Appendf(y.out, "%t", n.Value)
	case *ast.IntegerNode:
		return y.number(n.Token.Value)
	case *ast.FloatNode:
		return y.number(n.Token.Value)
	case *ast.StringNode:
		return y.string(n.Value)
	case *ast.LiteralNode:
		return y.string(n.Value.Value)
	case *ast.InfinityNode:
		return y.string(n.Token.Value)
	case *ast.NanNode:
		return y.string(n.Token.Value)
	case *ast.TagNode:
		return y.tagged(n, depth)
	case *ast.AnchorNode:
		y.anchors[n.Name.GetToken().Value] = n.Value
		return y.node(n.Value, depth+1)
	case *ast.AliasNode:
		return y.alias(n, depth)
	case *ast.SequenceNode:
		return y.sequence(n, depth)
	case *ast.MappingNode:
		return y.mapping(n.Values, depth)
	case *ast.MappingValueNode:
		return y.mapping([]*ast.MappingValueNode{n}, depth)
	default:
		return y.fail(CodeSyntax, "a YAML %s where a value belongs", n.Type())
	}
	return nil
}

func (y *yamlWriter) string(s string) error {
	out, err := jsontext.AppendQuote(y.out, s)
	if err != nil {
		return y.fail(CodeEncoding, "a text that is not UTF-8")
	}
	y.out = out
	return nil
}

func (y *yamlWriter) number(written string) error {
	if c := written[0]; (c == '-' || c-'0' <= 9) && jsontext.Value(written).IsValid() {
		y.out = append(y.out, written...)
		return nil
	}
	return y.string(written)
}

// tagged writes a value whose tag says what it is; only !!str changes anything.
func (y *yamlWriter) tagged(n *ast.TagNode, depth int) error {
	if n.Start.Value == "!!str" {
		if scalar, ok := n.Value.(ast.ScalarNode); ok {
			return y.string(scalar.GetToken().Value)
		}
	}
	return y.node(n.Value, depth+1)
}

func (y *yamlWriter) alias(n *ast.AliasNode, depth int) error {
	name := n.Value.GetToken().Value
	target, ok := y.anchors[name]
	if !ok {
		return y.fail(CodeSyntax, "alias %s has no anchor before it", quote([]byte(name)))
	}
	return y.node(target, depth+1)
}

func (y *yamlWriter) sequence(n *ast.SequenceNode, depth int) error {
	y.out = append(y.out, '[')
	for i, v := range n.Values {
		if i > 0 {
			y.out = append(y.out, ',')
		}
		if err := y.node(v, depth+1); err != nil {
			return err
		}
	}
	y.out = append(y.out, ']')
	return nil
}

// mapping writes an object. Keys of a merge (<<) come after the mapping's own, and lose against them.
func (y *yamlWriter) mapping(values []*ast.MappingValueNode, depth int) error {
	y.out = append(y.out, '{')
	seen := map[string]bool{}
	if err := y.members(values, depth, seen, true); err != nil {
		return err
	}
	y.out = append(y.out, '}')
	return nil
}

func (y *yamlWriter) members(values []*ast.MappingValueNode, depth int, seen map[string]bool, own bool) error {
	var merged []ast.Node
	for _, v := range values {
		if v.Key.IsMergeKey() {
			merged = append(merged, v.Value)
			continue
		}
		key, err := y.key(v.Key)
		if err != nil {
			return err
		}
		if seen[key] && own {
			return y.fail(CodeDuplicate, "key %s comes twice", quote([]byte(key)))
		}
		if seen[key] {
			continue
		}
		if len(seen) > 0 {
			y.out = append(y.out, ',')
		}
		seen[key] = true
		if err := y.string(key); err != nil {
			return err
		}
		y.out = append(y.out, ':')
		if err := y.node(v.Value, depth+1); err != nil {
			return err
		}
	}
	for _, m := range merged {
		if err := y.merge(m, depth+1, seen); err != nil {
			return err
		}
	}
	return nil
}

// merge writes the keys of a mapping, or of a list of mappings, that another takes over.
func (y *yamlWriter) merge(n ast.Node, depth int, seen map[string]bool) error {
	if depth > maxDepth {
		return y.fail(CodeTooDeep, "nested deeper than %d", maxDepth)
	}
	switch n := n.(type) {
	case *ast.AliasNode:
		target, ok := y.anchors[n.Value.GetToken().Value]
		if !ok {
			return y.fail(CodeSyntax, "alias %s has no anchor before it", quote([]byte(n.Value.GetToken().Value)))
		}
		return y.merge(target, depth+1, seen)
	case *ast.MappingNode:
		return y.members(n.Values, depth+1, seen, false)
	case *ast.MappingValueNode:
		return y.members([]*ast.MappingValueNode{n}, depth+1, seen, false)
	case *ast.SequenceNode:
		for _, v := range n.Values {
			if err := y.merge(v, depth+1, seen); err != nil {
				return err
			}
		}
		return nil
	}
	return y.fail(CodeSyntax, "a merge of something that is no mapping")
}

// key gives the text of a key.
func (y *yamlWriter) key(k ast.MapKeyNode) (string, error) {
	switch k := k.(type) {
	case *ast.StringNode:
		return k.Value, nil
	case *ast.MappingKeyNode:
		if inner, ok := k.Value.(ast.MapKeyNode); ok {
			if _, again := inner.(*ast.MappingKeyNode); !again {
				return y.key(inner)
			}
		}
	case ast.ScalarNode:
		return k.GetToken().Value, nil
	}
	return "", y.fail(CodeShape, "a key that is not a text")
}
