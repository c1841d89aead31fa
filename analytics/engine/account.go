package engine

import (
	"errors"
	"fmt"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

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
	keep := account{[]duckdb.Type{number, number, number}, w, func(r accounted) (bool, error) {
		return true, w.ingest.stream.ledger.keep(r.file, r.row, r.at)
	}}
	reject := account{[]duckdb.Type{number, number, number, text, text, text}, w, func(r accounted) (bool, error) {
		w.ingest.stream.ledger.sight.note(r.at)
		path, _ := r.text(3)
		reason, _ := r.text(4)
		found, has := r.text(5)
		return false, w.ingest.reject(r.file, r.row, path, reason, found, has)
	}}
	return errors.Join(duckdb.RegisterScalarUDF(w.db.conn, keepFunction, keep), duckdb.RegisterScalarUDF(w.db.conn, rejectFunction, reject))
}

// accounted is a row that an account is told of: its record, its driving time in microseconds or nil, and texts.
type accounted struct {
	file, row int64
	at        *int64
	args      []vector
	i         int
}

// text gives an argument, valid during the call, and whether it is there.
func (r accounted) text(arg int) (string, bool) {
	if r.args[arg].null(r.i) {
		return "", false
	}
	return r.args[arg].text(r.i), true
}

// account is a function that notes each row it is called for, and gives whether the row is kept. It is volatile, so that
// DuckDB calls it exactly once for each row.
type account struct {
	args []duckdb.Type
	w    *worker
	note func(accounted) (bool, error)
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
	return perChunk(func(c chunk) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("account for a row: %v", p)
			}
			if err != nil {
				a.w.ingest.failed = err
			}
		}()
		files, rows, times := valuesOf[int64](c.args[0], c.n), valuesOf[int64](c.args[1], c.n), valuesOf[int64](c.args[2], c.n)
		kept := valuesOf[bool](c.out, c.n)
		for i := range c.n {
			if c.args[0].null(i) || c.args[1].null(i) {
				return errors.New("the mapping gives a row without _file or _row")
			}
			r := accounted{file: files[i], row: rows[i], args: c.args, i: i}
			if !c.args[2].null(i) {
				r.at = &times[i]
			}
			if kept[i], err = a.note(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// outcome notes a row or a record that was not loaded. Most records of a log may be filtered, and for few reasons, so those are
// counted before they are sent.
func (in *ingest) outcome(o Outcome) error {
	if i, ok := in.filtered[o.Detail]; ok && o.Filtered {
		in.waiting[i].Alike++
		return nil
	}
	o.Path, o.Reason, o.Detail = strings.Clone(o.Path), strings.Clone(o.Reason), strings.Clone(o.Detail)
	if o.Filtered {
		in.filtered[o.Detail] = len(in.waiting)
	}
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
	clear(in.filtered)
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
