package engine

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"slices"

	"auditql/analytics/schema"
)

// Answer is what a question gave.
type Answer struct {
	Columns []schema.Column
	Rows    [][]*string // the first ones, in the order of the query, as canonical text; nil is NULL
	Count   int64       // of all rows
	Digest  string      // SHA-256 of all rows, whatever their order
}

// maxAsked is how many rows of an answer are held at most, for its digest; more are an error, not a part.
const maxAsked = 20_000_000

// Ask performs a section without keeping its rows. Limit is how many rows are given, 0 none.
func (s *Session) Ask(ctx context.Context, sec Section, limit int) (Answer, error) {
	sql, err := sec.substitute()
	if err != nil {
		return Answer{}, err
	}
	r, err := s.call(ctx, sec.Name, &call{Op: "ask", SQL: sql.text, Reads: sec.Reads, Limit: limit})
	if err != nil {
		return Answer{}, sql.place(err)
	}
	return Answer{r.Columns, r.Rows, r.Count, r.Digest}, nil
}

func (w *worker) ask(ctx context.Context, c *call) (*reply, error) {
	a, err := w.admit(ctx, c)
	if err != nil {
		return nil, err
	}
	r := &reply{Columns: a.columns}
	head := "SELECT " + canonical(a.columns) + " FROM ("
	if err := w.answers(ctx, head+a.query+")", c.Limit, r); err != nil {
		return nil, a.place(ctx, len(head), err)
	}
	return r, nil
}

// answers reads all rows of a query, keeps the first, and makes the digest: of the digests of the rows, sorted.
func (w *worker) answers(ctx context.Context, query string, limit int, r *reply) error {
	rows, err := w.db.conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	var sums [][sha256.Size]byte
	cells, into := make([]sql.NullString, len(r.Columns)), make([]any, len(r.Columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if len(sums) == maxAsked {
			return refuse(-1, "count, group or filter", "the query gives more than %d rows", maxAsked)
		}
		row := textsOf(slices.Clone(cells))
		text, err := json.Marshal(row)
		if err != nil {
			return err
		}
		sums = append(sums, sha256.Sum256(text))
		if len(sums) <= limit {
			r.Rows = append(r.Rows, row)
		}
	}
	r.Count, r.Digest = int64(len(sums)), digestOf(r.Columns, sums)
	return rows.Err()
}

func digestOf(columns []schema.Column, sums [][sha256.Size]byte) string {
	slices.SortFunc(sums, func(a, b [sha256.Size]byte) int { return slices.Compare(a[:], b[:]) })
	h := sha256.New()
	h.Write([]byte(names(columns)))
	for _, s := range sums {
		h.Write(s[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}
