package engine

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// ingest is a load under way in the worker.
type ingest struct {
	w       *worker
	plan    *loadCall
	stream  *stream
	waiting []Outcome // to be sent
	failed  error     // why accounting stopped
}

const rawName = "raw"

// load performs a load. Whatever happens, it reads all that the parent sends, so that the next call finds a clean pipe.
func (w *worker) load(ctx context.Context, c *call) (*reply, error) {
	in := &ingest{w: w, plan: c.Load, stream: newStream(w.in, c.Load.Raw)}
	w.ingest, w.after = in, in.stream.drain
	if err := in.stream.check(); err != nil {
		return nil, err
	}
	if err := in.run(ctx, c); err != nil {
		return nil, err
	}
	return &reply{Count: in.stream.ledger.rows, Files: in.stream.ledger.counts(in.timeForm())}, nil
}

// run gates the mapping, builds the one statement, and performs it.
func (in *ingest) run(ctx context.Context, c *call) error {
	db := in.w.db
	if _, known := location(in.plan.Zone); !known && in.plan.Zone != "" {
		return fault.New(fault.Usage, "the zone %q is unknown, expected one such as Europe/Berlin", in.plan.Zone)
	}
	if err := db.lock(ctx, nil); err != nil {
		return err
	}
	if err := db.run(ctx, "CREATE OR REPLACE TEMP VIEW "+rawName+" AS SELECT * FROM "+rawFunction+"()"); err != nil {
		return err
	}
	db.add(&relation{name: rawName, kind: "VIEW"})
	defer delete(db.relations, rawName)
	look, err := db.gate(ctx, c.SQL, []string{rawName})
	if err != nil {
		return err
	}
	found, err := db.bind(ctx, c.SQL)
	if err != nil {
		return err
	}
	text, back, err := look.guarded(c.SQL)
	if err != nil {
		return err
	}
	query, start, err := in.statement(text, found)
	if err != nil {
		return err
	}
	if look.used[rawName] != 1 || look.again {
		if err := in.keepRaw(ctx); err != nil {
			return err
		}
	}
	err = db.run(ctx, "COPY ("+query+") TO "+quote(c.Out)+" "+parquetForm)
	switch {
	case in.failed != nil:
		return in.failed
	case in.stream.failed != nil:
		return in.stream.failed
	case err != nil:
		return (&admitted{start: start, back: back}).place(ctx, len("COPY ("), err)
	}
	if err := in.stream.ledger.lost(in.outcome); err != nil {
		return err
	}
	if err := in.flush(); err != nil {
		return err
	}
	return in.reorder(ctx, c.Out)
}

// keepRaw materialises raw for a mapping that reads it twice.
func (in *ingest) keepRaw(ctx context.Context) error {
	return in.w.db.run(ctx,
		"CREATE OR REPLACE TEMP TABLE raw_kept AS SELECT * FROM "+rawFunction+"()",
		"CREATE OR REPLACE TEMP VIEW "+rawName+" AS SELECT * FROM raw_kept")
}

// reorder puts the rows into the order of the records when the mapping did not.
func (in *ingest) reorder(ctx context.Context, out string) error {
	if !in.stream.ledger.disorder {
		return nil
	}
	return in.w.db.run(ctx, fmt.Sprintf("COPY (SELECT * FROM %s ORDER BY %s, %s, %s) TO %s %s",
		parquet(out), fileColumn, rowColumn, pathColumn, quote(out), parquetForm))
}

// statement builds the query that converts, checks, counts and gives the rows to be kept. It also gives where the mapping
// begins in it.
func (in *ingest) statement(mapping string, found []bound) (string, int, error) {
	types, err := in.given(found)
	if err != nil {
		return "", 0, err
	}
	typed := []string{"m." + fileColumn, "m." + rowColumn, "CAST(m." + pathColumn + " AS VARCHAR) AS " + pathColumn}
	kept := []string{quote(in.plan.Load) + " AS _load", fileColumn, rowColumn, pathColumn}
	var tests, details []string
	filtered, at := "CAST(NULL AS VARCHAR)", "CAST(NULL AS BIGINT)"
	if _, ok := types["_filtered"]; ok {
		filtered = "CAST(m._filtered AS VARCHAR)"
	}
	typed = append(typed, filtered+" AS _filtered")
	tests = append(tests, "WHEN t._filtered IS NOT NULL THEN 'filtered'")
	details = append(details, "WHEN '' THEN t._filtered")
	if in.plan.Time != "" {
		kept = append(kept, "_time")
		at = "epoch_us(t." + ident(in.plan.Time) + ")"
	}
	for i, c := range in.plan.Columns {
		kept = append(kept, ident(c.Name))
		duck, ok := types[strings.ToLower(c.Name)]
		v := conversion{LoadColumn: c, found: "CAST(NULL AS VARCHAR)", typed: "CAST(NULL AS " + duckType(c.Type) + ")"}
		if ok {
			if v, err = convert(c, duck, in.plan.Zone); err != nil {
				return "", 0, err
			}
		}
		typed = append(typed, v.typed+" AS "+ident(c.Name), v.found+" AS "+foundName(i))
		if c.Name == in.plan.Time {
			typed = append(typed, "CAST("+v.found+" AS VARCHAR) AS _time")
		}
		tests = append(tests, v.checks(i)...)
		details = append(details, fmt.Sprintf("WHEN %s THEN CAST(t.%s AS VARCHAR)", quote(c.Name), foundName(i)))
	}
	reason := "CASE " + strings.Join(tests, " ") + " END"
	detail := "CASE split_part(t._reason, ':', 2) " + strings.Join(details, " ") + " END"
	head := "SELECT " + strings.Join(kept, ", ") + " FROM (SELECT *, " + reason + " AS _reason FROM (SELECT " +
		strings.Join(typed, ", ") + " FROM ("
	tail := "\n) AS m(" + nameList(found) + ")) AS t) AS t WHERE CASE WHEN t._reason IS NULL THEN " + keepFunction + "(t._file, t._row, " + at + ") ELSE " +
		rejectFunction + "(t._file, t._row, t._path, t._reason, " + detail + ") END"
	return head + mapping + tail, len(head), nil
}

// given gives the types of the mapping's columns by lower-case name, and refuses columns that the contract does not have.
func (in *ingest) given(found []bound) (map[string]string, error) {
	types, known := map[string]string{}, words("_file _row _path _filtered")
	for _, c := range in.plan.Columns {
		if strings.HasPrefix(c.Name, "_") {
			return nil, refuse(-1, "", "the contract has a column %q; names that begin with _ belong to the tool", c.Name)
		}
		known[strings.ToLower(c.Name)] = true
	}
	for _, b := range found {
		key := strings.ToLower(b.name)
		if !known[key] {
			return nil, refuse(-1, "leave it out, or add it to the contract", "the mapping gives a column %q that the contract does not have", b.name)
		}
		if _, twice := types[key]; twice {
			return nil, refuse(-1, "give each column once", "the mapping gives the column %q twice", b.name)
		}
		types[key] = b.duck
	}
	for _, c := range []string{fileColumn, rowColumn} {
		if types[c] != "BIGINT" {
			return nil, refuse(-1, "select _file, _row and _path from raw as they are", "the mapping gives %s as %q, expected the number from raw", c, types[c])
		}
	}
	if _, ok := types[pathColumn]; !ok {
		return nil, refuse(-1, "select _file, _row and _path from raw", "the mapping does not give _path")
	}
	return types, nil
}

func nameList(columns []bound) string {
	out := make([]string, len(columns))
	for i, b := range columns {
		out[i] = ident(b.name)
	}
	return strings.Join(out, ", ")
}

// timeForm is how the driving time is written in the counts.
func (in *ingest) timeForm() string {
	for _, c := range in.plan.Columns {
		if c.Name == in.plan.Time && c.Type.Kind == schema.Date {
			return time.DateOnly
		}
	}
	return "2006-01-02T15:04:05.000000Z"
}

// outcome notes a row or a record that was not loaded.
func (in *ingest) outcome(o Outcome) error {
	in.waiting = append(in.waiting, o)
	if len(in.waiting) < 1000 {
		return nil
	}
	return in.flush()
}

func (in *ingest) flush() error {
	if len(in.waiting) == 0 {
		return nil
	}
	err := in.w.send(frameOutcome, in.waiting)
	in.waiting = in.waiting[:0]
	return err
}

// reject notes a row that is not kept.
func (in *ingest) reject(file, row int64, path, reason, found string, has bool) error {
	s, o := rejected, Outcome{File: file, Row: row, Path: path, Reason: reason, Detail: shorten(found)}
	if reason == "filtered" {
		s, o.Filtered = filtered, true
	} else {
		kind, column, _ := strings.Cut(reason, ":")
		o.Detail = in.detail(kind, column, found, has)
	}
	if err := in.stream.ledger.leave(file, row, s); err != nil {
		return err
	}
	return in.outcome(o)
}

func (in *ingest) detail(kind, column, found string, has bool) string {
	what := "nothing"
	if has {
		what = fmt.Sprintf("%q", shorten(found))
	}
	for _, c := range in.plan.Columns {
		if c.Name == column {
			return what + ", expected " + expected(c, kind, in.plan.Zone)
		}
	}
	return what
}

// shorten keeps the first 200 characters.
func shorten(s string) string {
	n := 0
	for i := range s {
		if n++; n > 200 {
			return s[:i] + "…"
		}
	}
	return s
}

// The two functions by which the statement tells of each row.
const (
	keepFunction   = "row_kept"
	rejectFunction = "row_rejected"
)

// defineLoad registers what the statement of a load calls. They speak to the load under way.
func (w *worker) defineLoad() error {
	err := duckdb.RegisterTableUDF(w.db.conn, rawFunction, duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) {
			if w.ingest == nil {
				return nil, errors.New("there is no load")
			}
			return w.ingest.stream, nil
		},
	})
	if err != nil {
		return err
	}
	number, text := duckdb.TYPE_BIGINT, duckdb.TYPE_VARCHAR
	keep := account{[]duckdb.Type{number, number, number}, w, func(v []driver.Value) (bool, error) {
		var at *int64
		if t, ok := v[2].(int64); ok {
			at = &t
		}
		return true, w.ingest.stream.ledger.keep(v[0].(int64), v[1].(int64), at)
	}}
	reject := account{[]duckdb.Type{number, number, text, text, text}, w, func(v []driver.Value) (bool, error) {
		path, _ := v[2].(string)
		found, has := v[4].(string)
		return false, w.ingest.reject(v[0].(int64), v[1].(int64), path, v[3].(string), found, has)
	}}
	return errors.Join(duckdb.RegisterScalarUDF(w.db.conn, keepFunction, keep), duckdb.RegisterScalarUDF(w.db.conn, rejectFunction, reject))
}

// account is a function that notes each row it is called for, and gives whether the row is kept. It is volatile, so that
// DuckDB calls it exactly once for each row.
type account struct {
	args []duckdb.Type
	w    *worker
	note func([]driver.Value) (bool, error)
}

func (a account) Config() duckdb.ScalarFuncConfig {
	gives, _ := duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN)
	c := duckdb.ScalarFuncConfig{ResultTypeInfo: gives, Volatile: true, SpecialNullHandling: true}
	for _, t := range a.args {
		info, _ := duckdb.NewTypeInfo(t)
		c.InputTypeInfos = append(c.InputTypeInfos, info)
	}
	return c
}

func (a account) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(values []driver.Value) (keep any, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("account for a row: %v", p)
			}
			if err != nil {
				a.w.ingest.failed = err
			}
		}()
		return a.note(values)
	}}
}
