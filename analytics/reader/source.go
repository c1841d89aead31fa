package reader

import (
	"bufio"
	"io"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// source is the text of a file: its bytes summed as they are read, then decompressed, then brought to UTF-8.
type source struct {
	file        File
	before      stamp
	raw         *summed
	text        *guard // decompressed bytes
	compression string
	encoding    string
	decoded     io.Reader // UTF-8 without byte order mark
	skipped     int64     // bytes of the byte order mark, so that offsets count from the start of the file
	notes       []string
	close       []io.Closer
}

func openSource(f File, l Limits) (*source, error) {
	s, err := openPlain(f, l)
	if err != nil {
		return nil, err
	}
	if err := s.decode(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// openPlain gives a source whose text is decompressed and in the encoding in which it was found.
func openPlain(f File, l Limits) (*source, error) {
	s := &source{file: f}
	var err error
	if s.before, err = f.stamp(); err != nil {
		return nil, fault.At(fault.Refused, f.Name, 0, "open file: %w", err)
	}
	file, err := f.open()
	if err != nil {
		return nil, err
	}
	s.close = append(s.close, file)
	s.raw = newSummed(file)
	if err = s.decompress(l); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// isYAML looks at the beginning of the text, which is read again afterwards.
func (s *source) isYAML() bool {
	b := bufio.NewReaderSize(s.decoded, 64<<10)
	s.decoded = b
	head, _ := b.Peek(64 << 10) // what cannot be read shows when it is read
	return formatOf(head) == "yaml"
}

// form is what a file is to be read as: its export's format, unless a table comes as a workbook or as Parquet, or records of
// JSON as Parquet. The beginning is looked at, and read again afterwards.
func (s *source) form(e *contract.Export) string {
	if e.Format != "csv" && e.Format != "json" {
		return e.Format
	}
	b := bufio.NewReader(s.decoded)
	s.decoded = b
	head, _ := b.Peek(4) // what cannot be read shows when it is read
	switch {
	case string(head) == "PAR1":
		return "parquet"
	case string(head) == "PK\x03\x04" && e.Format == "csv":
		return "xlsx"
	}
	return e.Format
}

// finish reads what the format left over, so that the sum is of the whole file, and looks whether the file moved.
func (s *source) finish(sum *Summary) error {
	if _, err := io.Copy(io.Discard, s.text); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, s.raw); err != nil {
		return fault.At(fault.Refused, s.file.Name, 0, "read file: %w", err)
	}
	after, err := s.file.stamp()
	if err != nil {
		return fault.At(fault.Refused, s.file.Name, 0, "read file: %w", err)
	}
	sum.Sum, sum.Bytes = Sum(s.raw.sum.Sum64()), s.raw.size
	sum.Compression, sum.Encoding, sum.Decoded = s.compression, s.encoding, s.text.size
	sum.Changed = after.size != s.before.size || !after.time.Equal(s.before.time)
	return nil
}

func (s *source) Close() error {
	var first error
	for i := len(s.close) - 1; i >= 0; i-- {
		if err := s.close[i].Close(); err != nil && first == nil {
			first = err
		}
	}
	s.close = nil
	return first
}
