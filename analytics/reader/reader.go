// Package reader turns an export file, as an auditee handed it over, into a stream of records with named text fields.
//
// It knows formats, not vendors: which fields are taken, and from where, is said by a [contract.Export]. Values come
// out as the text that was found; nothing is guessed, rounded or trimmed, so 007 and a number of thirty digits stay
// what they are. JSON null, a missing field and an empty unquoted CSV field are NULL.
//
// Every record of the file comes out exactly once: as values, or as a reject with its place, its raw bytes and the
// reason. Totals rows that the export names are set aside and counted, so that always
//
//	read = good + rejected + filtered
//
// A file that cannot be trusted as a whole is refused with a [fault.Fault] from Open or Next: damaged compression, a
// decompression bomb, an unknown encoding, a header without a required column. Records that were given out before the
// refusal do not count: a file is good when Next has returned io.EOF.
//
//	files, problems := reader.Expand(ctx, []string{"exports/"})
//	s, err := reader.Open(ctx, files[0], export, reader.Limits{})
//	defer s.Close()
//	var r reader.Record
//	for {
//		if err := s.Next(&r); err == io.EOF {
//			break
//		}
//		// r.Values[i] is the text of export.Fields[i], nil when it is NULL
//	}
//	fmt.Println(s.Summary().Read)
package reader

import (
	"context"
	"fmt"
	"io"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// Limits bounds what one file may cost. Zero fields mean the defaults.
type Limits struct {
	Record int   // bytes of one record: 16 MiB, at most 64 MiB
	Ratio  int   // decompressed to compressed bytes, judged beyond 64 MiB: 200
	Bytes  int64 // decompressed bytes of one file: 1 TiB
}

func (l Limits) orDefault() Limits {
	if l.Record <= 0 {
		l.Record = 16 << 20
	}
	l.Record = min(l.Record, 64<<20)
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	if l.Bytes <= 0 {
		l.Bytes = 1 << 40
	}
	return l
}

// Record is one record of a file. Its slices are valid until the next call of Next.
type Record struct {
	Row    int64    // 1-based number of the record in the file
	Line   int64    // 1-based line it starts on; 0 where lines mean nothing
	Offset int64    // byte offset of the record in the decompressed text
	Path   []byte   // place inside the file, such as Records[17] or a sheet's name
	Raw    []byte   // the record as found; for long rejects its beginning
	Values [][]byte // in the order of the export's fields; nil is NULL
	Reject *Reject  // why this is not a record; then Values means nothing
}

// Reject says why a piece of the file is not a record.
type Reject struct {
	Code   string // one word for counting: see the Code constants
	Detail string // a sentence with the value and what was expected
	Length int64  // bytes of the rejected piece
	SHA256 string // of all its bytes, also when Raw holds the beginning only
}

// Codes of rejects.
const (
	CodeSyntax    = "syntax"    // not well formed
	CodeTruncated = "truncated" // the file ends inside
	CodeTooLarge  = "too-large" // longer than the record limit
	CodeTooDeep   = "too-deep"  // nested deeper than 256
	CodeDuplicate = "duplicate-key"
	CodeEncoding  = "encoding" // not UTF-8, or half a surrogate pair
	CodeNUL       = "nul"
	CodeRagged    = "ragged"  // more or fewer fields than the header
	CodeQuote     = "quote"   // quotes that do not match
	CodePattern   = "pattern" // a line that the pattern does not describe
	CodeShape     = "shape"   // well formed, and not a record
)

// Count is a name and how often it was seen.
type Count struct {
	Name  string
	Count int64
}

// Table is another table of the same file that this export does not take.
type Table struct {
	Name    string // key, sheet or title; may be empty
	Line    int64
	Columns []string
	Rows    int64
}

// Summary is what is known of a file once Next has returned io.EOF.
type Summary struct {
	Sum         Sum // of the file as handed over, the very bytes that were parsed: what Hash gave of the same ones
	Bytes       int64
	Compression string // none, gzip, zstd or bzip2
	Encoding    string // utf-8, utf-8 with bom, utf-16le, utf-16be or binary
	Decoded     int64  // bytes after decompression
	Changed     bool   // size or time of the file differ from before it was read
	Damaged     string // why the rest of the file could not be split into records; empty when it could

	Read     int64
	Rejected int64
	Filtered int64    // totals rows, as the export names them, and records of kinds that it does not read
	Totals   []string // text of the totals rows
	Others   []Count  // records of kinds that the export does not read, by kind

	Header  []string // csv, xlsx, parquet: the columns as found
	Unknown []Count  // fields that the export neither takes nor ignores, by name
	Tables  []Table
	Notes   []string // what a reader of the workpaper should know, in sentences

	Paging *Paging // json: what its envelopes say; nil elsewhere

	Sheets        []string // xlsx: names of the other sheets that hold anything
	HiddenRows    int64
	HiddenColumns int64
	Formulas      int64
}

// records splits a file into records. It fills everything of a record except Row.
type records interface {
	next(*Record) error // io.EOF at the end
	finish(*Summary) error
}

// Stream gives the records of one file.
type Stream struct {
	ctx     context.Context
	src     *source
	kind    string // format of the export
	records records
	sieve   *sieve // nil when all records are of one kind
	summary Summary
	end     error
}

// Next reads one record, good or rejected. After the last it returns io.EOF; every other error refuses the file.
func (s *Stream) Next(r *Record) error {
	if s.end != nil {
		return s.end
	}
	if s.summary.Read&1023 == 0 && s.ctx.Err() != nil {
		s.end = s.ctx.Err()
		return s.end
	}
	for {
		r.Reject, r.Line, r.Path = nil, 0, r.Path[:0]
		if err := s.records.next(r); err != nil {
			if err == io.EOF {
				err = s.finish()
			}
			s.end = err
			return err
		}
		if !s.sieve.holds(r) {
			break
		}
	}
	s.summary.Read++
	r.Row = s.summary.Read + s.sieve.count()
	if r.Reject != nil {
		s.summary.Rejected++
	}
	return nil
}

// finish completes the summary and judges the file as a whole.
func (s *Stream) finish() error {
	if err := s.records.finish(&s.summary); err != nil {
		return err
	}
	s.sieve.finish(&s.summary)
	s.summary.Read += s.summary.Filtered
	if err := s.src.finish(&s.summary); err != nil {
		return err
	}
	notes := append(nameNotes(s.src.file.Name, s.src.compression, s.kind), s.src.notes...)
	s.summary.Notes = append(notes, s.summary.Notes...)
	return io.EOF
}

// Summary tells what was read. It is complete once Next has returned io.EOF.
func (s *Stream) Summary() Summary { return s.summary }

// Done is how many bytes of the file, as handed over, were read so far.
func (s *Stream) Done() int64 { return s.src.raw.size }

// Close gives the file back.
func (s *Stream) Close() error { return s.src.Close() }

// Open starts reading a file as one kind of export.
func Open(ctx context.Context, f File, export *contract.Export, l Limits) (*Stream, error) {
	l = l.orDefault()
	src, err := openSource(f, l)
	if err != nil {
		return nil, err
	}
	s := &Stream{ctx: ctx, src: src, kind: src.form(export), sieve: sieveOf(export)}
	if s.records, err = openRecords(ctx, src, s.kind, export, l); err != nil {
		src.Close()
		return nil, err
	}
	return s, nil
}

func openRecords(ctx context.Context, src *source, form string, e *contract.Export, l Limits) (records, error) {
	switch form {
	case "csv":
		return openCSV(src, e, l)
	case "json":
		if cells, err := openCells(ctx, src, e, l); cells != nil || err != nil {
			return cells, err
		}
		if src.isYAML() {
			return openYAML(ctx, src, e, l)
		}
		return openJSON(ctx, src, e, l)
	case "yaml":
		return openYAML(ctx, src, e, l)
	case "parquet":
		if e.Format == "csv" {
			return openParquetTable(ctx, src, e, l)
		}
		return openParquet(ctx, src, e, l)
	case "xlsx":
		return openXLSX(src, e, l)
	case "lines":
		return openLines(src, e, l)
	}
	return nil, fault.New(fault.Usage, "format %q of export %s cannot be read", e.Format, e.ID)
}

// refuse makes the fault of a file that is refused.
func refuse(name string, line int64, form string, args ...any) *fault.Fault {
	return fault.At(fault.Refused, name, int(line), form, args...)
}

// quote shows a value of the file in a message, cut to a length that a person reads.
func quote(b []byte) string {
	if len(b) > 60 {
		return fmt.Sprintf("%q…", b[:60])
	}
	return fmt.Sprintf("%q", b)
}
