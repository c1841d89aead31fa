package engine

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// How many frames the memory that is shared with a worker holds, and how long each may be: a block, and what stands around its texts.
const (
	sharedFrames = 8
	sharedBytes  = 1 << 20
)

// shared is memory through which rows go to a worker, frame after frame, in turn. The worker tells by a byte that it has done with
// one, and it is written again then.
type shared struct {
	memory []byte
	back   *os.File   // the bytes of the worker
	lent   []*os.File // what the worker is started with; closed here when it has been
	taken  int        // frames whose pages are there
	free   int        // frames that may be written
	next   int        // the frame that is written next
}

// frame gives the memory of the next frame, empty, when the worker has done with it. Without shared memory it gives what it is given.
func (s *shared) frame(otherwise []byte) ([]byte, error) {
	if s == nil {
		return otherwise[:0], nil
	}
	if s.free == 0 {
		var done [1]byte
		if _, err := io.ReadFull(s.back, done[:]); err != nil {
			return nil, err
		}
		s.free++
	}
	if s.taken == s.next { // the first time around
		if err := reserve(s.at(s.next)); err != nil {
			return nil, err
		}
		s.taken++
	}
	return s.at(s.next)[:0], nil
}

func (s *shared) at(n int) []byte {
	return s.memory[n*sharedBytes : (n+1)*sharedBytes : (n+1)*sharedBytes]
}

// send gives the worker a frame of rows: in shared memory, where most were made and others are copied to, or through the pipe when
// it is too long.
func (s *shared) send(w flusher, frame []byte) error {
	if s == nil || len(frame) > sharedBytes {
		return writeFrame(w, frameRows, frame)
	}
	if into := s.at(s.next); len(frame) > 0 && &frame[0] != &into[0] {
		copy(into, frame)
	}
	place := binary.LittleEndian.AppendUint32(nil, uint32(s.next))
	if err := writeFrame(w, frameShared, binary.LittleEndian.AppendUint32(place, uint32(len(frame)))); err != nil {
		return err
	}
	s.free--
	s.next = (s.next + 1) % sharedFrames
	return w.Flush()
}

type flusher interface {
	io.Writer
	Flush() error
}

// started closes what only the worker needs.
func (s *shared) started() {
	if s == nil {
		return
	}
	for _, f := range s.lent {
		f.Close()
	}
}

// close gives the memory back when the worker has ended.
func (s *shared) close() {
	if s == nil {
		return
	}
	s.back.Close()
	unmap(s.memory)
}

// lender is the worker's side of shared memory.
type lender struct {
	memory []byte
	back   io.Writer
}

var errNotShared = errors.New("a frame lies outside of the shared memory")

// frame gives the frame of which a payload tells.
func (l *lender) frame(payload []byte) ([]byte, error) {
	if l == nil || len(payload) != 8 {
		return nil, errNotShared
	}
	place, n := int(binary.LittleEndian.Uint32(payload)), int(binary.LittleEndian.Uint32(payload[4:]))
	if n > sharedBytes || place >= sharedFrames {
		return nil, errNotShared
	}
	return l.memory[place*sharedBytes:][:n:n], nil
}

// done tells that the memory of a frame can be written again.
func (l *lender) done() error {
	_, err := l.back.Write([]byte{1})
	return err
}
