package engine

import (
	"context"
	"fmt"
	"path/filepath"

	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Make performs a section and keeps its rows under its name, for later sections to read.
func (s *Session) Make(ctx context.Context, sec Section) (Made, error) {
	sql, err := sec.substitute()
	if err != nil {
		return Made{}, err
	}
	c := &call{Op: "make", Name: sec.Name, SQL: sql.text, Reads: sec.Reads, Order: sec.Order}
	if sec.Into != "" {
		c.Out = s.outName()
	}
	r, err := s.call(ctx, sec.Name, c)
	if err != nil {
		return Made{}, sql.place(err)
	}
	made := Made{Columns: r.Columns, Rows: r.Count}
	if sec.Into == "" {
		return made, nil
	}
	return made, publish(filepath.Join(s.scratch, c.Out), sec.Into, keepSource)
}

// Describe gives the columns of a section without performing it.
func (s *Session) Describe(ctx context.Context, sec Section) ([]schema.Column, error) {
	sql, err := sec.substitute()
	if err != nil {
		return nil, err
	}
	r, err := s.call(ctx, sec.Name, &call{Op: "describe", SQL: sql.text, Reads: sec.Reads})
	if err != nil {
		return nil, sql.place(err)
	}
	return r.Columns, nil
}

// outName gives a new file of the scratch folder.
func (s *Session) outName() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	return fmt.Sprintf("%s/%d.parquet", outFolder, s.serial)
}

func (w *worker) describe(ctx context.Context, c *call) (*reply, error) {
	a, err := w.admit(ctx, c)
	if err != nil {
		return nil, err
	}
	return &reply{Columns: a.columns}, nil
}

// admitted is a section's SQL that passed the gate and the binder.
type admitted struct {
	query   string // one that gives exactly columns
	columns []schema.Column
	start   int         // where the section's text begins in query
	back    sqlfile.Map // from the section's text in query to the text that was asked for
}

// admit lets a section's SQL in: through the gate, then through the binder.
func (w *worker) admit(ctx context.Context, c *call) (*admitted, error) {
	if err := w.db.lock(ctx, nil); err != nil {
		return nil, err
	}
	in, err := w.db.gate(ctx, c.SQL, c.Reads)
	if err != nil {
		return nil, err
	}
	columns, err := results(in.columns)
	if err != nil {
		return nil, err
	}
	a := &admitted{columns: columns}
	text, back, err := in.guarded(c.SQL)
	if err != nil {
		return nil, err
	}
	a.back = back
	head := "SELECT " + casts(columns) + " FROM ("
	a.start = len(head)
	a.query = head + text + "\n) AS section(" + names(columns) + ")"
	return a, nil
}

// place turns an offset in a statement that begins with prefix bytes of ours into one in the text that was asked for.
func (a *admitted) place(ctx context.Context, prefix int, err error) error {
	if err == nil {
		return nil
	}
	w := wire(ctx, err)
	if w.Offset >= 0 {
		if w.Offset -= prefix + a.start; w.Offset >= 0 {
			w.Offset = a.back.Source(w.Offset)
		}
	}
	return w
}

func (w *worker) make(ctx context.Context, c *call) (*reply, error) {
	if err := w.db.free(c.Name); err != nil {
		return nil, err
	}
	a, err := w.admit(ctx, c)
	if err != nil {
		return nil, err
	}
	made := &relation{name: c.Name, kind: "TABLE", columns: a.columns}
	if c.Out == "" {
		head := "CREATE TEMP TABLE " + ident(c.Name) + " AS "
		err = a.place(ctx, len(head), w.db.run(ctx, head+a.query))
	} else {
		made.kind = "VIEW"
		err = a.place(ctx, len("COPY ("), w.db.copyOrdered(ctx, a.query, c.Order, c.Out))
		if err == nil {
			err = w.db.run(ctx, "CREATE TEMP VIEW "+ident(c.Name)+" AS SELECT "+names(a.columns)+" FROM "+parquet(c.Out))
		}
	}
	if err != nil {
		return nil, err
	}
	w.db.add(made)
	n, err := w.db.count(ctx, "SELECT count(*) FROM "+ident(c.Name))
	return &reply{Columns: a.columns, Count: n}, err
}

// copyOrdered writes Parquet whose bytes are the same for any number of threads.
func (db *database) copyOrdered(ctx context.Context, query string, order []string, out string) error {
	by := "ALL"
	if len(order) > 0 {
		by = idents(order)
	}
	return db.run(ctx, "COPY ("+query+" ORDER BY "+by+") TO "+quote(out)+" "+parquetForm)
}

// parquetForm is how Parquet files are written. With the encodings of version 2, which write numbers and texts as differences, the
// lowest level of zstd gives smaller files than the default one without them, in four fifths of the time. Small groups of rows
// reuse the memory of the one before: writing them costs half as many page faults as groups of six times the rows. Bloom filters
// would be an eighth of the work of writing events, for searches of one value. A column of which a twentieth of the values differ gets
// no dictionary: that is looked for among all values until it is given up, a tenth of the work, and makes files smaller by little.
const parquetForm = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2, ROW_GROUP_SIZE 20480, DICTIONARY_SIZE_LIMIT 1024, WRITE_BLOOM_FILTER false)"
