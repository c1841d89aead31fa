package reader

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
)

// maxCursors is how many places of one tar archive are kept open for the next reader.
const maxCursors = 8

// tarArchive is a tar archive, compressed or not. It can only be read forwards, so every reader that is done leaves its
// place for the next member: reading the members in order, by several readers each, costs one pass per reader.
type tarArchive struct {
	file  File
	count int
	mu    sync.Mutex
	idle  []*tarCursor
}

// tarCursor is a place in the archive: next is the number of the member that follows.
type tarCursor struct {
	tar    *tar.Reader
	marked *tail
	source *source
	next   int
}

// openTar lists the members of a tar archive.
func (e *expander) openTar(f File) (archive, []member, error) {
	a := &tarArchive{file: f}
	c, err := a.cursor()
	if err != nil {
		return nil, nil, err
	}
	defer c.source.Close()
	var list []member
	for len(list) <= maxMembers {
		h, err := c.tar.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		list = append(list, tarMember(h, f))
		if e.ctx.Err() != nil {
			return nil, nil, e.ctx.Err()
		}
	}
	a.count = len(list)
	if len(list) > maxMembers {
		return a, list, nil
	}
	return a, list, c.end()
}

// end checks that the archive ends as archives do: a block of zeros behind the last member, and nothing after it. One that
// was cut off between two members, or joined with another, would otherwise pass with some members only.
func (c *tarCursor) end() error {
	if c.marked.zeros < 512 {
		return errors.New("the archive has no end: it was cut off behind its last member")
	}
	c.marked.only = true
	if _, err := io.Copy(io.Discard, c.marked); err != nil { // which checks the sum of a compressed archive too
		return err
	}
	if !c.marked.only {
		return errors.New("more data follows behind the end of the archive: archives were joined; hand over each by itself")
	}
	return nil
}

// tail knows with how many zeros a text ended so far.
type tail struct {
	r     io.Reader
	zeros int
	only  bool // all bytes since it was set are zeros
}

func (t *tail) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	rest := len(bytes.TrimRight(p[:n], "\x00"))
	if rest > 0 {
		t.zeros, t.only = 0, false
	}
	t.zeros += n - rest
	return n, err
}

func tarMember(h *tar.Header, f File) member {
	m := member{name: h.Name, size: h.Size, folder: h.Typeflag == tar.TypeDir}
	sparse := h.Typeflag == tar.TypeGNUSparse
	for key := range h.PAXRecords {
		sparse = sparse || strings.HasPrefix(key, "GNU.sparse.")
	}
	ratio := Limits{}.orDefault().Ratio
	switch {
	case h.Typeflag == tar.TypeSymlink || h.Typeflag == tar.TypeLink:
		m.problem = "is a link, and links in archives are not followed"
	case sparse:
		m.problem = "is a sparse file, whose holes need not be in the archive"
	case h.Typeflag != tar.TypeReg && !m.folder:
		m.problem = "is not a regular file"
	case isBomb(f.Size, h.Size, ratio):
		m.problem = bomb(f.Name, f.Size, h.Size, ratio).Error()
	}
	return m
}

func (a *tarArchive) cursor() (*tarCursor, error) {
	raw, err := a.file.open()
	if err != nil {
		return nil, err
	}
	s := &source{file: a.file, raw: newSummed(raw), close: []io.Closer{raw}}
	if err := s.decompress(Limits{}.orDefault()); err != nil {
		s.Close()
		return nil, err
	}
	t := &tail{r: s.text}
	return &tarCursor{tar: tar.NewReader(t), marked: t, source: s}, nil
}

// open gives a member, from the nearest place before it that is left.
func (a *tarArchive) open(i int) (io.ReadCloser, error) {
	c := a.take(i)
	if c == nil {
		var err error
		if c, err = a.cursor(); err != nil {
			return nil, err
		}
	}
	var size int64
	for c.next <= i {
		h, err := c.tar.Next()
		if err != nil {
			c.source.Close()
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		size = h.Size
		c.next++
	}
	return &memberReader{r: c.tar, left: size, close: func() error { return a.leave(c) }}, nil
}

func (a *tarArchive) take(i int) *tarCursor {
	a.mu.Lock()
	defer a.mu.Unlock()
	best := -1
	for k, c := range a.idle {
		if c.next <= i && (best < 0 || c.next > a.idle[best].next) {
			best = k
		}
	}
	if best < 0 {
		return nil
	}
	c := a.idle[best]
	a.idle = append(a.idle[:best], a.idle[best+1:]...)
	return c
}

// leave keeps the place for the next reader, unless nothing follows it.
func (a *tarArchive) leave(c *tarCursor) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if c.next < a.count && len(a.idle) < maxCursors {
		a.idle = append(a.idle, c)
		return nil
	}
	return c.source.Close()
}
