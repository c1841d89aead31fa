package reader

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
)

// maxHeld bounds the zip archives inside archives, which have to be in memory because they are read from their end.
const maxHeld = 256 << 20

// zipArchive is a zip file on disk, or in memory when it lies inside another archive.
type zipArchive struct {
	files []*zip.File
	disk  *diskFile // nil when in memory
}

// openZip lists the members of a zip archive. An Excel workbook is a zip too: it is one file, and gives no archive.
func (e *expander) openZip(f File) (archive, []member, error) {
	a := &zipArchive{}
	var at io.ReaderAt
	var err error
	if f.in == nil {
		a.disk = &diskFile{path: f.path}
		at = a.disk
		if err := a.disk.acquire(); err != nil {
			return nil, nil, err
		}
		defer a.disk.release()
	} else if at, err = e.hold(f); err != nil {
		return nil, nil, err
	}
	z, err := zip.NewReader(at, f.Size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, nil, err
	}
	if slices.ContainsFunc(z.File, func(m *zip.File) bool { return m.Name == "xl/workbook.xml" }) {
		return nil, nil, nil
	}
	if err := oneDirectory(at, f.Size); err != nil {
		return nil, nil, err
	}
	a.files = z.File
	var total uint64
	var list []member
	for _, m := range z.File {
		total += min(m.UncompressedSize64, 1<<50)
		list = append(list, zipMember(m))
	}
	if limits := (Limits{}).orDefault(); isBomb(f.Size, int64(min(total, 1<<60)), limits.Ratio) {
		return nil, nil, bomb(f.Name, f.Size, int64(min(total, 1<<60)), limits.Ratio)
	}
	return a, list, nil
}

// oneDirectory checks that the list of members at the end of the file says of itself that it stands where it does. Where
// archives were joined it does not, and which members are given would depend on who unpacks it.
func oneDirectory(at io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 22+65535))
	if _, err := at.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return err
	}
	end := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if end < 0 || len(tail)-end < 22 {
		return zip.ErrFormat
	}
	length, start := int64(binary.LittleEndian.Uint32(tail[end+12:])), int64(binary.LittleEndian.Uint32(tail[end+16:]))
	stands := size - int64(len(tail)) + int64(end)
	if length == 1<<32-1 || start == 1<<32-1 { // a large archive has a longer record before this one
		record := bytes.LastIndex(tail[:end], []byte("PK\x06\x06"))
		if record < 0 || end-record < 56 {
			return zip.ErrFormat
		}
		length, start = int64(binary.LittleEndian.Uint64(tail[record+40:])), int64(binary.LittleEndian.Uint64(tail[record+48:]))
		stands = size - int64(len(tail)) + int64(record)
	}
	if start+length != stands && stands-start-length != 76 { // a longer record and its locator may stand there without need
		return errors.New("the list of its members is not where it says to be: archives were joined, or bytes are missing; hand over each by itself")
	}
	return nil
}

// hold brings a zip archive that lies inside another into memory.
func (e *expander) hold(f File) (io.ReaderAt, error) {
	if e.held += f.Size; e.held > maxHeld {
		return nil, fmt.Errorf("zip archives inside archives take more than %d bytes; unpack the outer one first", maxHeld)
	}
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, f.Size))
	if err == nil && int64(len(b)) != f.Size {
		err = io.ErrUnexpectedEOF
	}
	return bytes.NewReader(b), err
}

func zipMember(m *zip.File) member {
	out := member{name: strings.ReplaceAll(m.Name, `\`, "/"), size: int64(m.UncompressedSize64), folder: m.Mode().IsDir()}
	switch {
	case m.Flags&1 != 0:
		out.problem = "is encrypted; ask for it without a password"
	case m.Mode()&os.ModeSymlink != 0:
		out.problem = "is a link, and links in archives are not followed"
	case m.Mode().Type() != 0 && !out.folder:
		out.problem = "is not a regular file"
	case m.Method != zip.Store && m.Method != zip.Deflate:
		out.problem = fmt.Sprintf("is compressed by method %d, and only stored and deflated members are read", m.Method)
	case m.UncompressedSize64 > 1<<50:
		out.problem = "claims an impossible size"
	}
	return out
}

// open gives a member. zip checks length and CRC when it is read to its end.
func (a *zipArchive) open(i int) (io.ReadCloser, error) {
	if a.disk != nil {
		if err := a.disk.acquire(); err != nil {
			return nil, err
		}
	}
	r, err := a.files[i].Open()
	if err != nil {
		a.release()
		return nil, err
	}
	return &memberReader{r: r, left: int64(a.files[i].UncompressedSize64), close: func() error {
		err := r.Close()
		a.release()
		return err
	}}, nil
}

func (a *zipArchive) release() {
	if a.disk != nil {
		a.disk.release()
	}
}

// errLonger is given by a member that has more bytes than the archive says.
var errLonger = errors.New("member is longer than its archive says")

// memberReader reads a member, and not more than its archive says it has.
type memberReader struct {
	r     io.Reader
	left  int64
	close func() error
}

func (m *memberReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return 0, errLonger
	}
	return n, err
}

func (m *memberReader) Close() error { return m.close() }

// diskFile is open while somebody reads from it.
type diskFile struct {
	path  string
	mu    sync.Mutex
	users int
	file  *os.File
}

func (d *diskFile) acquire() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.users == 0 {
		var err error
		if d.file, err = os.Open(d.path); err != nil {
			return err
		}
	}
	d.users++
	return nil
}

func (d *diskFile) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.users--; d.users == 0 {
		d.file.Close()
	}
}

// ReadAt reads from the file on disk, which the caller has acquired.
func (d *diskFile) ReadAt(p []byte, off int64) (int, error) { return d.file.ReadAt(p, off) }
