package table

import (
	"crypto/sha256"
	_ "embed" // for the specification
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"auditql/analytics/schema"
)

// Result is the digest of a result table: a set of rows with named, typed columns, in no order.
type Result struct {
	Columns []schema.Column
	Rows    int64
	SHA256  string
}

// Specification is the text that says how digests are computed, for those who have only a bundle.
//
//go:embed DIGEST.md
var Specification []byte

// memory is how many bytes of lines are sorted at once; more are sorted on disk.
const memory = 64 << 20

// Digest gives the digest of a result: SHA-256 over the header line and the canonical lines sorted bytewise, each ended
// by LF. Memory stays flat however large the table is; lines that do not fit are sorted in a temporary folder.
func Digest(paths ...string) (Result, error) {
	return WriteLines(io.Discard, paths...)
}

// WriteLines writes what Digest hashes, so that the SHA-256 of what was written is the digest.
func WriteLines(w io.Writer, paths ...string) (Result, error) {
	h := sha256.New()
	res, err := writeLines(io.MultiWriter(h, w), paths)
	if err != nil {
		return Result{}, err
	}
	res.SHA256 = hex.EncodeToString(h.Sum(nil))
	return res, nil
}

func writeLines(w io.Writer, paths []string) (res Result, err error) {
	t, err := Open(paths...)
	if err != nil {
		return res, err
	}
	defer t.Close()
	s := &sorter{memory: memory}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.addAll(t); err != nil {
		return res, err
	}
	if _, err := w.Write(append(AppendHeader(nil, t.columns), '\n')); err != nil {
		return res, fmt.Errorf("write lines: %w", err)
	}
	return Result{Columns: t.columns, Rows: t.rows}, s.writeTo(w)
}

// addAll adds the line of each row.
func (s *sorter) addAll(t *Table) error {
	rows := t.Rows()
	defer rows.Close()
	var line []byte
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line = append(AppendLine(line[:0], t.columns, row), '\n')
		if err := s.add(line); err != nil {
			return err
		}
	}
}
