package engine

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"auditql/analytics/schema"
)

// Rows gives the first rows of a relation in an order, as canonical text; nil is NULL. A limit of 0 means all: use it for
// relations that are known to be small, because the answer is held in memory.
func (s *Session) Rows(ctx context.Context, rel string, order []string, limit int) ([]schema.Column, [][]*string, error) {
	r, err := s.call(ctx, "rows of "+rel, &call{Op: "rows", Name: rel, Order: order, Limit: limit})
	if err != nil {
		return nil, nil, err
	}
	return r.Columns, r.Rows, nil
}

func (w *worker) rows(ctx context.Context, c *call) (*reply, error) {
	r, err := w.db.relation(c.Name)
	if err != nil {
		return nil, err
	}
	rows, err := w.db.texts(ctx, "SELECT "+names(r.columns)+" FROM "+ident(r.name), c.Order, c.Limit)
	return &reply{Columns: r.columns, Rows: rows}, err
}

// texts reads the first rows of a query of ours as canonical text.
func (db *database) texts(ctx context.Context, query string, order []string, limit int) ([][]*string, error) {
	found, err := db.single(query)
	if err != nil {
		return nil, err
	}
	columns, err := results(found)
	if err != nil {
		return nil, err
	}
	by, most := "ALL", ""
	if len(order) > 0 {
		by = idents(order)
	}
	if limit > 0 {
		most = fmt.Sprintf(" LIMIT %d", limit)
	}
	return db.read(ctx, "SELECT "+canonical(columns)+" FROM (SELECT * FROM ("+query+") ORDER BY "+by+most+")", len(columns))
}

// canonical gives the select list whose texts are the canonical ones of the table package.
func canonical(columns []schema.Column) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		switch name := ident(c.Name); c.Type.Kind {
		case schema.Timestamp:
			out[i] = "strftime(CAST(" + name + " AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%fZ')"
		case schema.List:
			out[i] = "CAST(to_json(" + name + ") AS VARCHAR)"
		default:
			out[i] = "CAST(" + name + " AS VARCHAR)"
		}
	}
	return strings.Join(out, ", ")
}

func (db *database) read(ctx context.Context, query string, width int) ([][]*string, error) {
	rows, err := db.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out [][]*string
	for rows.Next() {
		cells, into := make([]sql.NullString, width), make([]any, width)
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, textsOf(cells))
	}
	return out, rows.Err()
}

func textsOf(cells []sql.NullString) []*string {
	row := make([]*string, len(cells))
	for i := range cells {
		if cells[i].Valid {
			row[i] = &cells[i].String
		}
	}
	return row
}
