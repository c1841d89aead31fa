package evidence

import (
	"bufio"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"slices"
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

// spool keeps rejects in a file while a load is being made, so that memory stays flat. They come from several goroutines, and
// those of the engine after those of the reader; they leave in the order of the records.
type spool struct {
	mu     sync.Mutex
	f      *os.File
	w      *bufio.Writer
	places []place
	end    int64
}

// place is where a reject lies in the spool.
type place struct {
	file, row, at int64
	size          int
}

func newSpool(name string) (*spool, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, fault.New(fault.Broken, "keep rejects: %w", err)
	}
	return &spool{f: f, w: bufio.NewWriter(f)}, nil
}

func (s *spool) add(r reject) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.places) >= maxRejects {
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
	line, err := json.Marshal(r)
	if err == nil {
		_, err = s.w.Write(line)
	}
	if err != nil {
		return fault.New(fault.Broken, "keep rejects: %w", err)
	}
	s.places = append(s.places, place{r.File, r.Row, s.end, len(line)})
	s.end += int64(len(line))
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
	slices.SortStableFunc(s.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.row, b.row))
	})
	res, err := e.Load(ctx, engine.LoadPlan{Mapping: rejectMapping, Columns: rejectColumns, Load: load, Out: out}, &rejectRows{spool: s})
	if err != nil {
		return 0, fault.New(fault.KindOf(err), "write rejects: %w", err)
	}
	if res.Rows != int64(len(s.places)) {
		return 0, fault.New(fault.Broken, "write rejects: %d of %d were written", res.Rows, len(s.places))
	}
	return res.Rows, nil
}

func (s *spool) close() { s.f.Close() }

// rejectRows gives spooled rejects to the engine.
type rejectRows struct {
	spool *spool
	given int
	line  []byte
}

// Fields are the columns of a rejects file.
func (r *rejectRows) Fields() (out []string) {
	for _, c := range rejectColumns {
		out = append(out, c.Name)
	}
	return out
}

// Next gives the next reject.
func (r *rejectRows) Next() (engine.Row, error) {
	if r.given == len(r.spool.places) {
		return engine.Row{}, io.EOF
	}
	p := r.spool.places[r.given]
	r.given++
	r.line = slices.Grow(r.line[:0], p.size)[:p.size]
	var x reject
	_, err := r.spool.f.ReadAt(r.line, p.at)
	if err == nil {
		err = json.Unmarshal(r.line, &x)
	}
	if err != nil {
		return engine.Row{}, fault.New(fault.Broken, "read rejects: %w", err)
	}
	raw, form := x.Raw, "text"
	if !utf8.Valid(raw) || hasNUL(raw) {
		raw, form = []byte(base64.StdEncoding.EncodeToString(raw)), "base64"
	}
	number := func(n int64) []byte { return strconv.AppendInt(nil, n, 10) }
	return engine.Row{File: x.File, Record: x.Row, Path: []byte(x.Path), Values: [][]byte{
		number(x.Offset), []byte(x.Reason), []byte(x.Detail), number(x.Length), []byte(x.SHA256), raw, []byte(form),
	}}, nil
}

func hasNUL(b []byte) bool {
	for _, c := range b {
		if c == 0 {
			return true
		}
	}
	return false
}
