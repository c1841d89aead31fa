package reader

import "io"

const (
	prefetchBytes  = 128 << 10
	prefetchBlocks = 4
)

// prefetch reads in a goroutine of its own while what was read before is worked on, so that a single large file keeps two cores busy.
// It has to be written to its end: an error of its reader, and nothing else, ends it.
type prefetch struct {
	full  chan block
	empty chan []byte
}

type block struct {
	bytes []byte
	err   error // after the bytes
}

// newPrefetch reads in blocks that are no larger than a file of a size needs.
func newPrefetch(r io.Reader, size int64) *prefetch {
	p := &prefetch{make(chan block, prefetchBlocks), make(chan []byte, prefetchBlocks)}
	for range prefetchBlocks {
		p.empty <- make([]byte, min(prefetchBytes, max(size+1, 4<<10)))
	}
	go p.read(r)
	return p
}

func (p *prefetch) read(r io.Reader) {
	for b := range p.empty {
		n, err := io.ReadAtLeast(r, b, 1)
		p.full <- block{b[:n], err}
		if err != nil {
			return
		}
	}
}

// WriteTo gives everything that is read to a writer that cannot fail, such as a hash.
func (p *prefetch) WriteTo(w io.Writer) (size int64, err error) {
	for {
		b := <-p.full
		n, _ := w.Write(b.bytes)
		size += int64(n)
		if b.err == io.EOF {
			return size, nil
		} else if b.err != nil {
			return size, b.err
		}
		p.empty <- b.bytes[:cap(b.bytes)]
	}
}
