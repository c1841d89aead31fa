package reader

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
)

// errFull is given when a record does not end within the record limit.
var errFull = errors.New("record limit reached")

const (
	firstWindow = 256 << 10
	keptRaw     = 64 << 10 // of a reject that is longer than a record may be
)

// window is the part of the text that is in memory: buf[pos:end], of which buf[pos] is the next byte to read.
// It grows to the record limit and no further, whatever the size of the file.
type window struct {
	r    io.Reader
	buf  []byte
	pos  int
	end  int
	base int64 // offset of buf[0] in the text
	max  int
	err  error // io.EOF, or why no more can be read
}

// newWindow gives a window over a text. One that is in memory already, as the beginning of a file that is looked at, is not copied.
func newWindow(r io.Reader, base int64, limit int) *window {
	if b, ok := r.(*bytes.Buffer); ok {
		return &window{r: r, base: base, max: limit + firstWindow, buf: b.Bytes(), end: b.Len(), err: io.EOF}
	}
	return &window{r: r, base: base, max: limit + firstWindow, buf: make([]byte, min(firstWindow, limit+firstWindow))}
}

// offset is the place of the next byte in the text.
func (w *window) offset() int64 { return w.base + int64(w.pos) }

// rest is what is in memory and not yet read.
func (w *window) rest() []byte { return w.buf[w.pos:w.end] }

// full reports whether the window holds as much as it may.
func (w *window) full() bool { return w.end-w.pos >= w.max }

// more brings at least one more byte into memory, or reports why it cannot: io.EOF, errFull or a read error.
// Slices of the window are void afterwards.
func (w *window) more() error {
	if w.err != nil {
		return w.err
	}
	if w.full() {
		return errFull
	}
	w.makeRoom()
	before := w.end
	for w.err == nil && w.end-before < firstWindow/2 && w.end < len(w.buf) {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		w.err = err
	}
	if w.end > before {
		return nil
	}
	return w.err
}

// makeRoom moves the unread bytes to the front, into a larger buffer when they fill more than half of it.
func (w *window) makeRoom() {
	held := w.end - w.pos
	if held > len(w.buf)/2 && len(w.buf) < w.max {
		larger := make([]byte, min(2*len(w.buf), w.max))
		copy(larger, w.rest())
		w.buf = larger
	} else if w.pos > 0 {
		copy(w.buf, w.rest())
	}
	w.base += int64(w.pos)
	w.pos, w.end = 0, held
}

// lineFrom gives the end, behind its line end, of the line that starts at an index of rest.
func (w *window) lineFrom(start int) (int, error) {
	for from := start; ; {
		rest := w.rest()
		if i := bytes.IndexByte(rest[from:], '\n'); i >= 0 {
			return from + i + 1, nil
		}
		from = len(rest)
		if err := w.more(); err == io.EOF && len(rest) > start {
			return len(rest), nil
		} else if err != nil {
			return 0, err
		}
	}
}

// piece collects the beginning, the length and the hash of a stretch of text that is too long to be held.
type piece struct {
	head []byte
	size int64
	sum  interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func newPiece() *piece { return &piece{sum: sha256.New()} }

func (p *piece) add(b []byte) {
	p.size += int64(len(b))
	p.sum.Write(b)
	if room := keptRaw - len(p.head); room > 0 {
		p.head = append(p.head, b[:min(room, len(b))]...)
	}
}

// take moves n bytes of the window into the piece.
func (p *piece) take(w *window, n int) {
	p.add(w.buf[w.pos : w.pos+n])
	w.pos += n
}

// reject turns the piece into a rejected record.
func (p *piece) reject(r *Record, code, detail string) {
	r.Raw = p.head
	r.Reject = &Reject{Code: code, Detail: detail, Length: p.size, SHA256: hex.EncodeToString(p.sum.Sum(nil))}
}

// rejectAll makes everything from here to the end of the text one reject.
func (w *window) rejectAll(r *Record, code, detail string) error {
	r.Offset = w.offset()
	return w.rejectRest(r, newPiece(), code, detail)
}

// rejectRest makes a piece and everything behind it one reject.
func (w *window) rejectRest(r *Record, p *piece, code, detail string) error {
	for {
		p.take(w, w.end-w.pos)
		if err := w.more(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	p.reject(r, code, detail)
	return nil
}

// reject makes the next n bytes, which are in memory, a reject.
func (w *window) reject(r *Record, n int, code, detail string) {
	r.Offset = w.offset()
	raw := w.buf[w.pos : w.pos+n]
	sum := sha256.Sum256(raw)
	r.Raw = raw
	r.Reject = &Reject{Code: code, Detail: detail, Length: int64(n), SHA256: hex.EncodeToString(sum[:])}
	w.pos += n
}
