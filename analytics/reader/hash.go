package reader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"auditql/analytics/fault"
)

// Hash gives the SHA-256 of a file as handed over, without reading it as anything. read is told of the bytes as they are
// read, and may be nil.
func Hash(ctx context.Context, f File, read func(bytes int64)) (string, error) {
	r, err := f.open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, &watched{ctx, r, read}); err != nil {
		return "", fault.At(fault.Refused, f.Name, 0, "read file: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
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
