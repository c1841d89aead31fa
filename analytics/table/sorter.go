package table

import (
	"bufio"
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// sorter sorts lines bytewise. Lines that exceed the memory are sorted in runs on disk and merged at the end.
type sorter struct {
	memory int
	arena  []byte
	ends   []int
	folder string
	runs   []string
}

// perLine is what a line costs beyond its bytes.
const perLine = 32

func (s *sorter) add(line []byte) error {
	if len(s.ends) > 0 && len(s.arena)+len(line)+perLine*len(s.ends) > s.memory {
		if err := s.spill(); err != nil {
			return fmt.Errorf("sort lines: %w", err)
		}
	}
	s.arena = append(s.arena, line...)
	s.ends = append(s.ends, len(s.arena))
	return nil
}

// sorted gives the lines in memory in order.
func (s *sorter) sorted() [][]byte {
	lines := make([][]byte, len(s.ends))
	start := 0
	for i, end := range s.ends {
		lines[i], start = s.arena[start:end], end
	}
	slices.SortFunc(lines, bytes.Compare)
	return lines
}

func (s *sorter) spill() (err error) {
	if s.folder == "" {
		if s.folder, err = os.MkdirTemp("", "auditql-sort-"); err != nil {
			return err
		}
	}
	f, err := os.Create(filepath.Join(s.folder, fmt.Sprint(len(s.runs))))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	s.runs = append(s.runs, f.Name())
	w := bufio.NewWriter(f)
	for _, line := range s.sorted() {
		w.Write(line)
	}
	s.arena, s.ends = s.arena[:0], s.ends[:0]
	return w.Flush()
}

// writeTo writes all lines in order.
func (s *sorter) writeTo(w io.Writer) error {
	var m merge
	defer m.close()
	for _, path := range s.runs {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("merge sorted lines: %w", err)
		}
		if err := m.add(&run{file: f, reader: bufio.NewReader(f)}); err != nil {
			return err
		}
	}
	if err := m.add(&run{lines: s.sorted()}); err != nil {
		return err
	}
	for len(m.runs) > 0 {
		if _, err := w.Write(m.runs[0].line); err != nil {
			return fmt.Errorf("merge sorted lines: %w", err)
		}
		if err := m.next(); err != nil {
			return err
		}
	}
	return nil
}

func (s *sorter) close() error {
	if s.folder == "" {
		return nil
	}
	return os.RemoveAll(s.folder)
}

// run is a sorted sequence of lines, from a file or from memory.
type run struct {
	line   []byte
	lines  [][]byte
	file   *os.File
	reader *bufio.Reader
}

// next reads the next line; io.EOF after the last one.
func (r *run) next() error {
	if r.reader == nil {
		if len(r.lines) == 0 {
			return io.EOF
		}
		r.line, r.lines = r.lines[0], r.lines[1:]
		return nil
	}
	r.line = r.line[:0]
	for {
		piece, err := r.reader.ReadSlice('\n')
		r.line = append(r.line, piece...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// merge is a heap of runs by their present line.
type merge struct{ runs []*run }

func (m *merge) Len() int           { return len(m.runs) }
func (m *merge) Less(i, j int) bool { return bytes.Compare(m.runs[i].line, m.runs[j].line) < 0 }
func (m *merge) Swap(i, j int)      { m.runs[i], m.runs[j] = m.runs[j], m.runs[i] }
func (m *merge) Push(x any)         { m.runs = append(m.runs, x.(*run)) }
func (m *merge) Pop() any {
	last := m.runs[len(m.runs)-1]
	m.runs = m.runs[:len(m.runs)-1]
	return last
}

// add takes a run in, unless it is empty.
func (m *merge) add(r *run) error {
	if err := r.next(); err != nil {
		return m.ended(r, err)
	}
	heap.Push(m, r)
	return nil
}

// next goes one line further in the first run.
func (m *merge) next() error {
	first := m.runs[0]
	if err := first.next(); err != nil {
		heap.Pop(m)
		return m.ended(first, err)
	}
	heap.Fix(m, 0)
	return nil
}

func (m *merge) ended(r *run, err error) error {
	if r.file != nil {
		r.file.Close()
	}
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("merge sorted lines: %w", err)
	}
	return nil
}

func (m *merge) close() {
	for _, r := range m.runs {
		if r.file != nil {
			r.file.Close()
		}
	}
}
