package reader

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"auditql/analytics/fault"
)

// TextHash gives the SHA-256 of what is in a file when it is decompressed.
func TextHash(f File) (string, error) {
	s, err := openPlain(f, Limits{}.orDefault())
	if err != nil {
		return "", err
	}
	defer s.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, s.text); err != nil {
		return "", fmt.Errorf("hash text: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Text gives what is in a small file when it is decompressed. One of more than limit bytes is refused.
func Text(f File, limit int64) ([]byte, error) {
	s, err := openPlain(f, Limits{}.orDefault())
	if err != nil {
		return nil, err
	}
	defer s.Close()
	text, err := io.ReadAll(io.LimitReader(s.text, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fault.At(fault.Refused, f.Name, 0, "longer than %d bytes", limit)
	}
	return text, err
}
