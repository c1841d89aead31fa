package reader

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"

	"auditql/analytics/contract"
)

// parquetTable reads the rows of a Parquet file as those of a table, for an export that is known by the names of its columns:
// a cell is the text of its value, and of a nested one its JSON.
type parquetTable struct {
	table
	parquet *parquetReader
	at      int // in the batch
	have    int
	cells   [][]byte
	raw     []byte
	limit   int
}

func openParquetTable(ctx context.Context, src *source, e *contract.Export, l Limits) (*parquetTable, error) {
	t, err := newTable(src.file.Name, e)
	if err != nil {
		return nil, err
	}
	p, err := openParquet(ctx, src, &contract.Export{ID: e.ID, Format: "parquet"}, l)
	if err != nil {
		return nil, err
	}
	x := &parquetTable{table: t, parquet: p, limit: l.Record}
	for _, c := range p.root.children {
		x.header = append(x.header, c.name)
	}
	miss := &nearMiss{missing: needed(e)}
	if len(miss.missing) > 0 && !miss.try(x.header, 0, e) {
		return nil, miss.refuse(t.name, e)
	}
	return x, x.head(x.header, 0)
}

// row gives the next row; io.EOF when all were read.
func (x *parquetTable) row() (w row, err error) {
	for x.at == x.have {
		if err := x.parquet.ctx.Err(); err != nil {
			return w, err
		}
		x.at = 0
		if x.have, err = x.parquet.more(); err != nil {
			return w, err
		}
	}
	defer x.parquet.damaged(&err)
	x.cells = x.parquet.build.cells(x.parquet.root, x.parquet.batch[x.at], x.cells[:0])
	x.at++
	x.raw = csvText(x.raw[:0], x.cells)
	return row{cells: x.cells, raw: x.raw, line: x.parquet.read - int64(x.have-x.at)}, nil
}

// next gives the next record. Every row is one: Parquet has neither blank rows nor totals that are none.
func (x *parquetTable) next(r *Record) error {
	w, err := x.row()
	if err != nil {
		return err
	}
	x.emit(r, w)
	if len(x.raw) > x.limit {
		r.Reject = rejectOf(x.raw, CodeTooLarge, fmt.Sprintf("longer than %d bytes, the limit of one record", x.limit))
	}
	return nil
}

// cells gives the columns of a row as text: nil where there is no value.
func (a *assembler) cells(root *column2json, values parquet.Row, out [][]byte) [][]byte {
	a.begin(root, values)
	for _, c := range root.children {
		start := len(a.out)
		a.write(c)
		out = append(out, cellOf(a.out[start:]))
	}
	return out
}

// cellOf takes the quotes off a text in JSON.
func cellOf(value []byte) []byte {
	switch {
	case string(value) == "null":
		return nil
	case value[0] == '"':
		text, err := jsontext.AppendUnquote([]byte{}, value)
		if err != nil {
			return value
		}
		return text
	}
	return value
}
