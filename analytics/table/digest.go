package table

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"auditql/analytics/schema"
)

// Result is the digest of a result table: a set of rows with named, typed columns, in no order.
type Result struct {
	Columns []schema.Column
	Rows    int64
	SHA256  string
}

// memory is how many bytes of lines are sorted at once; more are sorted on disk.
const memory = 64 << 20

// Digest gives the digest of a result: SHA-256 over the header line and the canonical lines sorted bytewise, each ended
// by LF. Memory stays flat however large the table is; lines that do not fit are sorted in a temporary folder.
func Digest(paths ...string) (Result, error) {
	return digest(memory, paths)
}

func digest(memory int, paths []string) (res Result, err error) {
	t, err := Open(paths...)
	if err != nil {
		return res, err
	}
	defer t.Close()
	s := &sorter{memory: memory}
	defer func() { err = errors.Join(err, s.close()) }()
	rows := t.Rows()
	defer rows.Close()
	var line []byte
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return res, err
		}
		line = append(AppendLine(line[:0], t.columns, row), '\n')
		if err := s.add(line); err != nil {
			return res, err
		}
	}
	h := sha256.New()
	h.Write(append(AppendHeader(nil, t.columns), '\n'))
	if err := s.writeTo(h); err != nil {
		return res, err
	}
	return Result{Columns: t.columns, Rows: t.rows, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
}
