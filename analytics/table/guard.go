package table

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// The Parquet library allocates whatever a file says it needs, before it looks whether the file can hold it. A file made
// to exhaust memory would end the program, which no recover can stop. So footers and page headers are walked here first,
// against these limits. They are far above what auditql writes.
const (
	maxFooter     = 64 << 20 // bytes
	maxElements   = 2 << 20  // of all lists in a footer
	maxPage       = 1 << 30  // bytes of a page, packed and unpacked
	maxPageValues = 16 << 20
	maxHeader     = 64 << 20 // bytes of a page header, which holds the least and greatest value
)

// guardFooter checks the sizes that the footer announces.
func guardFooter(f *os.File, size int64) error {
	var tail [8]byte
	if size < 12 {
		return fmt.Errorf("%d bytes are too few", size)
	}
	if _, err := f.ReadAt(tail[:], size-8); err != nil {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(tail[:4]))
	if length > min(size-12, maxFooter) {
		return fmt.Errorf("a footer of %d bytes in a file of %d", length, size)
	}
	t := thriftWalk{in: bufio.NewReader(io.NewSectionReader(f, size-8-length, length)), left: length, elements: maxElements}
	return t.structure(0, nil)
}

// guardChunk checks the sizes that the pages of a column chunk announce.
func guardChunk(f io.ReaderAt, size int64, m *format.ColumnMetaData) error {
	start := m.DataPageOffset
	if m.DictionaryPageOffset != 0 {
		start = m.DictionaryPageOffset
	}
	if start < 4 || m.TotalCompressedSize < 0 || start+m.TotalCompressedSize > size {
		return fmt.Errorf("a column of %d bytes at byte %d lies outside the file", m.TotalCompressedSize, start)
	}
	for end := start + m.TotalCompressedSize; start < end; {
		section := io.NewSectionReader(f, start, end-start)
		p, err := readPageSizes(bufio.NewReader(section), end-start)
		if err != nil {
			return fmt.Errorf("page header at byte %d: %w", start, err)
		}
		if p.header+p.packed > end-start {
			return fmt.Errorf("page at byte %d reaches beyond its column", start)
		}
		body := io.NewSectionReader(f, start+p.header, p.packed)
		if err := guardUnpacked(body, m.Codec, p); err != nil {
			return fmt.Errorf("page at byte %d: %w", start, err)
		}
		start += p.header + p.packed
	}
	return nil
}

// pageSizes is what a page header says about sizes.
type pageSizes struct {
	header, packed, unpacked, levels int64
}

// readPageSizes reads the fields of a page header by their numbers in the Parquet format.
func readPageSizes(in *bufio.Reader, limit int64) (p pageSizes, err error) {
	limit = min(limit, maxHeader)
	t := thriftWalk{in: in, left: limit, elements: 1024}
	err = t.structure(0, func(path [2]int16, v int64) error {
		greatest := int64(maxPage)
		switch path {
		case [2]int16{2, 0}:
			p.unpacked = v
		case [2]int16{3, 0}:
			p.packed = v
		case [2]int16{8, 5}, [2]int16{8, 6}:
			p.levels += v // of version 2, which are not packed
		case [2]int16{5, 1}, [2]int16{7, 1}, [2]int16{8, 1}:
			greatest = maxPageValues
		default:
			return nil
		}
		if v < 0 || v > greatest {
			return fmt.Errorf("field %v is %d, expected at most %d", path, v, greatest)
		}
		return nil
	})
	p.header = limit - t.left
	return p, err
}

// guardUnpacked checks that unpacking the page gives no more than its header announces.
func guardUnpacked(body io.Reader, codec format.CompressionCodec, p pageSizes) error {
	if p.packed == p.levels || codec == format.Uncompressed {
		return nil
	}
	in := bufio.NewReader(body)
	if _, err := in.Discard(int(p.levels)); err != nil {
		return err
	}
	var size int64
	var err error
	switch codec {
	case format.Zstd:
		size, err = zstdSize(in)
	case format.Snappy:
		var n uint64
		n, err = binary.ReadUvarint(in)
		size = int64(min(n, 2*maxPage))
	default:
		return fmt.Errorf("compression %v is not read, expected ZSTD", codec)
	}
	if err != nil {
		return err
	}
	if want := p.unpacked - p.levels; size != want {
		return fmt.Errorf("announces %d bytes, its compression %d", want, size)
	}
	return nil
}

// zstdSize walks the blocks of the frame, which must be the only one, and gives the size that its header states. The
// decoder stops at that size.
func zstdSize(in *bufio.Reader) (int64, error) {
	var h zstd.Header
	begin, err := in.Peek(zstd.HeaderMaxSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if err := h.Decode(begin); err != nil {
		return 0, err
	}
	if h.Skippable || !h.HasFCS || h.FrameContentSize > maxPage || h.WindowSize > maxPage {
		return 0, errors.New("a zstd frame without a size, or too large")
	}
	if _, err := in.Discard(h.HeaderSize); err != nil {
		return 0, err
	}
	for last := false; !last; {
		var b [3]byte
		if _, err := io.ReadFull(in, b[:]); err != nil {
			return 0, err
		}
		head := int(b[0]) | int(b[1])<<8 | int(b[2])<<16
		last = head&1 != 0
		length := head >> 3
		if repeated := head>>1&3 == 1; repeated {
			length = 1
		}
		if _, err := in.Discard(length); err != nil {
			return 0, err
		}
	}
	if h.HasCheckSum {
		if _, err := in.Discard(4); err != nil {
			return 0, err
		}
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return 0, errors.New("bytes after the zstd frame")
	}
	return int64(h.FrameContentSize), nil
}

// guardColumn checks the chunk of one column in one row group.
func (p *part) guardColumn(group parquet.RowGroup, number, leaf int) error {
	rowGroup := &p.file.Metadata().RowGroups[number]
	if group.NumRows() < 0 || leaf >= len(rowGroup.Columns) {
		return errors.New("a row group without rows or columns")
	}
	return guardChunk(p.osFile, p.file.Size(), &rowGroup.Columns[leaf].MetaData)
}
