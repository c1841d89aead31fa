package reader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"io"

	"auditql/analytics/fault"
)

// Sum tells in one run of the program whether two readings of a file gave the same bytes. It is keyed by a secret of the run, so
// nobody can make other bytes with the same sum, and costs a tenth of a SHA-256, which is taken once.
type Sum uint64

var sumKey = maphash.MakeSeed()

// Hash gives the SHA-256 of a file as handed over, without reading it as anything, and its sum. read is told of the bytes as
// they are read, and may be nil.
func Hash(ctx context.Context, f File, read func(bytes int64)) (sha string, sum Sum, err error) {
	r, err := f.open()
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	h := sha256.New()
	w := newSummed(&watched{ctx, r, read})
	if _, err := newPrefetch(w, f.Size).WriteTo(h); err != nil {
		return "", 0, fault.At(fault.Refused, f.Name, 0, "read file: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), Sum(w.sum.Sum64()), nil
}

// summed sums and counts what passes.
type summed struct {
	r    io.Reader
	sum  maphash.Hash
	size int64
}

func newSummed(r io.Reader) *summed {
	s := &summed{r: r}
	s.sum.SetSeed(sumKey)
	return s
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.sum.Write(p[:n])
	s.size += int64(n)
	return n, err
}

// watched tells of what is read, and ends when ctx does.
type watched struct {
	ctx  context.Context
	r    io.Reader
	read func(bytes int64)
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.r.Read(p)
	if w.read != nil {
		w.read(int64(n))
	}
	return n, err
}
