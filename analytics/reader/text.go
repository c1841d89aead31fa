package reader

import (
	"io"
	"unicode/utf8"

	"auditql/analytics/fault"
)

// Text gives a small file as handed over, which must be UTF-8 and not longer than limit bytes.
func Text(f File, limit int64) (string, error) {
	r, err := f.open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return "", fault.At(fault.Refused, f.Name, 0, "read file: %w", err)
	case int64(len(b)) > limit:
		return "", fault.At(fault.Refused, f.Name, 0, "is longer than %d bytes", limit)
	case !utf8.Valid(b):
		return "", fault.At(fault.Refused, f.Name, 0, "is not UTF-8")
	}
	return string(b), nil
}
