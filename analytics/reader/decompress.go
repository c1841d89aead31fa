package reader

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"auditql/analytics/fault"
)

// bombFloor is how much a file may always decompress to, whatever its ratio.
const bombFloor = 64 << 20

var magics = []struct {
	name  string
	magic []byte
}{
	{"gzip", []byte{0x1f, 0x8b, 8}},
	{"zstd", []byte{0x28, 0xb5, 0x2f, 0xfd}},
	{"bzip2", []byte("BZh")},
}

// compressionOf tells the compression by the first bytes: the name of a file proves nothing.
func compressionOf(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, m.magic) {
			return m.name
		}
	}
	return "none"
}

// decompress puts the decompressor between the raw bytes and the text, and a guard behind it.
func (s *source) decompress(l Limits) error {
	buffered := bufio.NewReaderSize(s.raw, firstWindow)
	head, err := buffered.Peek(zstd.HeaderMaxSize)
	if err != nil && err != io.EOF {
		return fault.At(fault.Refused, s.file.Name, 0, "read file: %w", err)
	}
	s.compression = compressionOf(head)
	var frame zstd.Header
	if s.compression == "zstd" && frame.Decode(head) == nil && !frame.HasCheckSum {
		s.notes = append(s.notes, "the zstd data has no checksum, so damage to it cannot be noticed")
	}
	plain, err := s.expand(buffered)
	if err != nil {
		return refuse(s.file.Name, 0, "%s data is damaged: %w", s.compression, err)
	}
	s.text = &guard{r: plain, name: s.file.Name, kind: s.compression, raw: s.raw, limits: l}
	return nil
}

func (s *source) expand(r io.Reader) (io.Reader, error) {
	switch s.compression {
	case "gzip":
		z, err := gzip.NewReader(r)
		if err == nil {
			s.close = append(s.close, z)
		}
		return z, err
	case "zstd":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err == nil {
			s.close = append(s.close, z.IOReadCloser())
		}
		return z, err
	case "bzip2":
		return bzip2.NewReader(r), nil
	}
	return r, nil
}

// guard counts decompressed bytes, stops a bomb, and says what a decompressor's error means for the file.
type guard struct {
	r      io.Reader
	name   string
	kind   string // of compression
	raw    *summed
	limits Limits
	size   int64
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.size += int64(n)
	if err != nil && err != io.EOF {
		return n, g.damage(err)
	}
	if g.size > g.limits.Bytes {
		return 0, refuse(g.name, 0, "more than %d bytes after decompression, the limit", g.limits.Bytes).
			Hint("ask for the export in smaller parts")
	}
	if g.kind != "none" && isBomb(g.raw.size, g.size, g.limits.Ratio) {
		return 0, bomb(g.name, g.raw.size, g.size, g.limits.Ratio)
	}
	return n, err
}

func isBomb(packed, unpacked int64, ratio int) bool {
	return unpacked > bombFloor && unpacked/int64(ratio) > packed
}

func bomb(name string, packed, unpacked int64, ratio int) error {
	return refuse(name, 0, "%d compressed bytes become %d: over the limit of %d to 1", packed, unpacked, ratio).
		Hint("if the file is genuine, unpack it first and hand over what was in it")
}

func (g *guard) damage(err error) error {
	name, kind := g.name, g.kind
	if kind == "none" {
		return fault.At(fault.Refused, name, 0, "read file: %w", err)
	}
	if err == io.ErrUnexpectedEOF {
		return refuse(name, 0, "%s data ends in the middle, after %d decompressed bytes: the file was cut off", kind, g.size).
			Hint("ask for the file again and compare its size")
	}
	return refuse(name, 0, "%s data is damaged after %d decompressed bytes: %w", kind, g.size, err).
		Hint("ask for the file again")
}
