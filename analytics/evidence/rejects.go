package evidence

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"
	"sync"
	"unicode/utf8"

	"auditql/analytics/engine"
	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/schema"
)

// reject is a record that could not be loaded, with its place and its bytes.
type reject struct {
	File, Row, Offset int64
	Path              string
	Reason, Detail    string
	Length            int64
	SHA256            string
	Raw               []byte
}

// Bounds of what is kept of rejects. An export of which a million records are rejected is not what it was taken for.
const (
	maxRejects = 1_000_000
	maxRaw     = 64 << 10
)

// spool keeps rejects in a file while a load is being made, so that memory stays flat.
type spool struct {
	mu  sync.Mutex
	f   *os.File
	w   *bufio.Writer
	enc *json.Encoder
	n   int
}

func newSpool(name string) (*spool, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, fault.New(fault.Broken, "keep rejects: %w", err)
	}
	w := bufio.NewWriter(f)
	return &spool{f: f, w: w, enc: json.NewEncoder(w)}, nil
}

func (s *spool) add(r reject) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n++; s.n > maxRejects {
		return fault.New(fault.Refused, "more than %d records were rejected, the last because: %s", maxRejects, r.Detail).
			Hint("the files are not the export they were taken for, or the mapping is wrong")
	}
	if r.Length == 0 {
		r.Length = int64(len(r.Raw))
	}
	if r.SHA256 == "" {
		r.SHA256 = record.Hash(r.Raw)
	}
	if len(r.Raw) > maxRaw {
		r.Raw = r.Raw[:maxRaw]
	}
	if err := s.enc.Encode(r); err != nil {
		return fault.New(fault.Broken, "keep rejects: %w", err)
	}
	return nil
}

// rejectColumns are the columns of a rejects file, after the place of the record.
var rejectColumns = []engine.LoadColumn{
	{Column: schema.Column{Name: "byte_offset", Type: schema.Type{Kind: schema.Integer}}, Required: true},
	{Column: schema.Column{Name: "reason", Type: schema.Type{Kind: schema.Text}}, Required: true},
	{Column: schema.Column{Name: "detail", Type: schema.Type{Kind: schema.Text}}},
	{Column: schema.Column{Name: "length", Type: schema.Type{Kind: schema.Integer}}, Required: true},
	{Column: schema.Column{Name: "sha256", Type: schema.Type{Kind: schema.Text}}, Required: true},
	{Column: schema.Column{Name: "raw", Type: schema.Type{Kind: schema.Text}}},
	{Column: schema.Column{Name: "raw_form", Type: schema.Type{Kind: schema.Text}}, Required: true},
}

const rejectMapping = `SELECT _file, _row, _path, byte_offset, reason, detail, length, sha256, raw, raw_form FROM raw`

// write makes the rejects file of a load.
func (s *spool) write(ctx context.Context, e *engine.Session, load, out string) (int64, error) {
	if err := s.w.Flush(); err != nil {
		return 0, fault.New(fault.Broken, "keep rejects: %w", err)
	}
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return 0, fault.New(fault.Broken, "keep rejects: %w", err)
	}
	res, err := e.Load(ctx, engine.LoadPlan{Mapping: rejectMapping, Columns: rejectColumns, Load: load, Out: out},
		&rejectRows{dec: json.NewDecoder(bufio.NewReader(s.f))})
	if err != nil {
		return 0, fault.New(fault.KindOf(err), "write rejects: %w", err)
	}
	if res.Rows != int64(s.n) {
		return 0, fault.New(fault.Broken, "write rejects: %d of %d were written", res.Rows, s.n)
	}
	return res.Rows, nil
}

func (s *spool) close() { s.f.Close() }

// rejectRows gives spooled rejects to the engine.
type rejectRows struct {
	dec *json.Decoder
}

// Columns are the place of a record, and the columns of a rejects file.
func (r *rejectRows) Columns() []string {
	out := []string{"_file", "_row", "_path", "_name"}
	for _, c := range rejectColumns {
		out = append(out, c.Name)
	}
	return out
}

// Next gives the next reject.
func (r *rejectRows) Next() ([][]byte, error) {
	var x reject
	if err := r.dec.Decode(&x); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, fault.New(fault.Broken, "read rejects: %w", err)
	}
	raw, form := x.Raw, "text"
	if !utf8.Valid(raw) || hasNUL(raw) {
		raw, form = []byte(base64.StdEncoding.EncodeToString(raw)), "base64"
	}
	number := func(n int64) []byte { return strconv.AppendInt(nil, n, 10) }
	return [][]byte{
		number(x.File), number(x.Row), []byte(x.Path), nil, number(x.Offset), []byte(x.Reason), []byte(x.Detail),
		number(x.Length), []byte(x.SHA256), raw, []byte(form),
	}, nil
}

func hasNUL(b []byte) bool {
	for _, c := range b {
		if c == 0 {
			return true
		}
	}
	return false
}
