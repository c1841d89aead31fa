// Package exchange writes a run in the forms that other tools read: JUnit for build servers, OSCAL assessment results for
// compliance tools, OCSF findings for security lakes, SARIF for code scanning.
//
// Nothing is softened on the way. What auditql could not conclude (not run, not assertable, indeterminate) is never a
// success in any form: where a form knows only satisfied and not satisfied, it is left out and said in words. Everything
// comes from the record and its result files, so the same run gives the same bytes.
//
//	err := exchange.Write(w, "oscal", exchange.Run{Record: run, Dir: "runs/run-0001"})
package exchange

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
	"auditql/analytics/table"
)

// Run is the record of a run and the folder that holds its results.
type Run struct {
	Record     *record.Run
	Dir        string
	Undisposed map[string]int64 // exceptions without a disposition, by test
}

// gross says how many exceptions a test has: all, those that are waived, the others, and those without a disposition.
func (r Run) gross(t *record.Test) string {
	return fmt.Sprintf("%s, %d waived, %d net, %d without a disposition", record.Counted(t.Exceptions, "exception"), t.Waived, t.Exceptions-t.Waived, r.Undisposed[t.ID])
}

var writers = map[string]func(io.Writer, Run) error{"junit": writeJUnit, "oscal": writeOSCAL, "ocsf": writeOCSF, "sarif": writeSARIF}

// Formats are the names that Write knows.
var Formats = []string{"junit", "oscal", "ocsf", "sarif"}

// Write writes a run in one of the formats.
func Write(w io.Writer, format string, r Run) error {
	write, ok := writers[format]
	if !ok {
		return fault.New(fault.Usage, "format %q, expected one of %v", format, Formats)
	}
	return write(w, r)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// exception is a row of a test's exceptions.
type exception struct {
	Key    []string
	Code   string
	Reason string
	Cells  map[string]string // of all columns; NULL is absent
}

// Name gives the key in one text.
func (x exception) Name() string { return strings.Join(x.Key, " ") }

// exceptions reads the exceptions of a test, in key order.
func (r Run) exceptions(t *record.Test, do func(exception) error) error {
	s := t.Section("exceptions")
	if s == nil || s.File == nil || t.Exceptions == 0 {
		return nil
	}
	file, err := table.Open(filepath.Join(r.Dir, filepath.FromSlash(s.File.Path)))
	if err != nil {
		return err
	}
	defer file.Close()
	rows := file.Rows()
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.KindOf(err), "read exceptions of %s: %w", t.ID, err)
		}
		if err := do(newException(t, rows.Columns(), row)); err != nil {
			return err
		}
	}
}

func newException(t *record.Test, columns []schema.Column, row table.Row) exception {
	x := exception{Cells: map[string]string{}}
	for i, c := range columns {
		if row[i] != nil {
			x.Cells[c.Name] = string(row[i])
		}
	}
	for _, k := range t.Key {
		x.Key = append(x.Key, x.Cells[k])
	}
	x.Code, x.Reason = x.Cells["reason_code"], x.Cells["reason"]
	return x
}

// uuid gives a name-based UUID, version 5 of RFC 9562, from what the record says, so that it is the same each time.
func (r Run) uuid(parts ...string) string {
	sum := sha1.Sum([]byte("auditql\n" + r.Record.Digest + "\n" + strings.Join(parts, "\n")))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// text takes out what no XML or terminal should get.
func text(s string) string {
	return strings.Map(func(c rune) rune {
		if c < 0x20 && c != '\n' && c != '\t' || c == 0x7f || c == 0xfffe || c == 0xffff || c == 0xfffd {
			return '\ufffd'
		}
		return c
	}, s)
}
