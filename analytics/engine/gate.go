package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxSQL is far above any section that a person has written, and far below what troubles the parser.
const maxSQL = 256 << 10

// gate lets one honest SELECT pass, and refuses everything else by name. It looks at the text, then at the syntax tree,
// then lets DuckDB count the statements, and only then lets it bind: preparing a statement can already perform others.
func (db *database) gate(ctx context.Context, query string, reads []string) (*inspection, error) {
	key := db.circumstances(query, reads)
	if in := db.passed[key]; in != nil {
		return in, nil
	}
	in, err := db.examine(ctx, query, reads)
	if err != nil {
		return nil, err
	}
	if len(db.passed) >= maxPassed {
		clear(db.passed)
	}
	db.passed[key] = in
	return in, nil
}

// maxPassed bounds how many queries are remembered as examined.
const maxPassed = 1000

// circumstances describes all that an examination depends on: the text, what may be read, and the relations that there
// are, with their columns. The cases of a script perform the same sections again and again under the same circumstances.
func (db *database) circumstances(query string, reads []string) string {
	names := slices.Sorted(maps.Keys(db.relations))
	for i, name := range names {
		names[i] = fmt.Sprintf("%q %q", name, fmt.Sprint(db.relations[name].columns))
	}
	return fmt.Sprintf("%q %q %q", query, reads, names)
}

func (db *database) examine(ctx context.Context, query string, reads []string) (*inspection, error) {
	if err := readable(query); err != nil {
		return nil, err
	}
	tree, err := db.parse(ctx, query)
	if err != nil {
		return nil, err
	}
	in, err := db.inspect(tree, reads)
	if err != nil {
		return nil, err
	}
	if in.columns, err = db.single(query); err != nil {
		return nil, err
	}
	return in, db.examinePlan(ctx, query, in)
}

// readable refuses text that people and DuckDB would not read alike: a NUL byte ends a statement for DuckDB.
func readable(query string) error {
	if len(query) > maxSQL {
		return refuse(-1, "split it into sections", "the SQL has %d bytes, more than %d", len(query), maxSQL)
	}
	if !utf8.ValidString(query) {
		return refuse(-1, "save the file as UTF-8", "the SQL is not UTF-8")
	}
	for i := 0; i < len(query); i++ {
		if c := query[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return refuse(i, "take it out", "the SQL has the control character %U", rune(c))
		}
	}
	return nil
}

// parse gives the syntax tree of the only statement, as DuckDB's parser sees it. Nothing is bound or performed.
func (db *database) parse(ctx context.Context, query string) (tree, error) {
	text, err := db.one(ctx, "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", query)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Error      bool   `json:"error"`
		Message    string `json:"error_message"`
		Type       string `json:"error_type"`
		Position   string `json:"position"`
		Statements []struct {
			Node tree `json:"node"`
		} `json:"statements"`
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		return nil, err
	}
	switch {
	case answer.Type == "not implemented":
		return nil, refuse(-1, "write one SELECT", "this is no SELECT that can be examined: %s", oneLine(answer.Message))
	case answer.Error:
		return nil, refuse(offsetOf(answer.Position), "", "%s", oneLine(answer.Message))
	case len(answer.Statements) != 1:
		return nil, refuse(-1, "write one SELECT", "there are %d statements, expected one SELECT", len(answer.Statements))
	}
	return answer.Statements[0].Node, nil
}

func offsetOf(position string) int {
	if n, err := strconv.Atoi(position); err == nil {
		return n
	}
	return -1
}

// tree is a node of the syntax tree or of the plan.
type tree map[string]any

func (t tree) text(key string) string { s, _ := t[key].(string); return s }

func (t tree) child(key string) tree {
	m, _ := t[key].(map[string]any)
	return m
}

func (t tree) list(key string) []any { l, _ := t[key].([]any); return l }

func (t tree) empty(key string) bool { return t[key] == nil }

// offset gives the byte offset in the text, or -1: nodes that the parser invents have none.
func (t tree) offset() int {
	if f, ok := t["query_location"].(float64); ok && f < maxSQL {
		return int(f)
	}
	return -1
}

// inspection is what the syntax tree tells.
type inspection struct {
	reads   map[string]bool // names that may be read, in lower case
	exists  func(name string) bool
	used    map[string]int // how often a relation is named
	ctes    map[string]int // how often a common table expression is named
	again   bool           // a common table expression is read more than once
	sums    []tree         // calls of sum and avg
	faults  []*wireFault
	columns []bound // of the result
	wide    bool    // a sum could exceed its type without an error
}

// inspect walks the tree and gives the first fault in the text.
func (db *database) inspect(root tree, reads []string) (*inspection, error) {
	in := &inspection{reads: map[string]bool{}, used: map[string]int{}, ctes: map[string]int{}}
	in.exists = func(name string) bool { return db.relations[strings.ToLower(name)] != nil }
	for _, name := range reads {
		if !in.exists(name) {
			return nil, refuse(-1, "load the evidence, or name a section before this one", "there is no relation %q to read", name)
		}
		in.reads[strings.ToLower(name)] = true
	}
	in.walk(root, scope{})
	return in, in.first()
}

func (in *inspection) refuse(t tree, hint, format string, args ...any) {
	in.faults = append(in.faults, refuse(t.offset(), hint, format, args...))
}

// first gives the fault that stands first in the text, so that the same text always gives the same message.
func (in *inspection) first() error {
	var first *wireFault
	for _, f := range in.faults {
		if first == nil || f.Offset < first.Offset || f.Offset == first.Offset && f.What < first.What {
			first = f
		}
	}
	if first == nil {
		return nil
	}
	return first
}
