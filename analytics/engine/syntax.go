package engine

import (
	"context"
	"encoding/json"

	"auditql/analytics/sqlfile"
)

// Syntax is the syntax tree of a section, as DuckDB's parser sees it.
type Syntax struct {
	Root map[string]any // the query node
	of   *substituted
}

// Place gives the 1-based line and column of a node in the file, or in the section when the section names none. The
// offset is the node's query_location.
func (x *Syntax) Place(offset int) (line, column int) {
	line, column = sqlfile.Position(x.of.sec.SQL, x.of.back.Source(offset))
	return line + max(x.of.sec.Line, 1) - 1, column
}

// Syntax parses a section. Nothing is bound or performed, so that a tree can be had of SQL that the gate would refuse.
func (s *Session) Syntax(ctx context.Context, sec Section) (*Syntax, error) {
	sql, err := sec.substitute()
	if err != nil {
		return nil, err
	}
	r, err := s.call(ctx, sec.Name, &call{Op: "syntax", SQL: sql.text})
	if err != nil {
		return nil, sql.place(err)
	}
	x := &Syntax{of: sql}
	return x, json.Unmarshal([]byte(r.Tree), &x.Root)
}

func (w *worker) syntax(ctx context.Context, c *call) (*reply, error) {
	if err := w.db.lock(ctx, nil); err != nil {
		return nil, err
	}
	if err := readable(c.SQL); err != nil {
		return nil, err
	}
	root, err := w.db.parse(ctx, c.SQL)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(root)
	return &reply{Tree: string(text)}, err
}
