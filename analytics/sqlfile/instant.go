package sqlfile

import (
	"errors"
	"time"
)

// Instant reads a time as people write it in YAML: a date, which stands for its start in UTC, or a time with its offset. The
// result is in UTC.
func Instant(text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errors.New("expected a date such as 2026-01-31 or a time such as 2026-01-31T17:00:00Z")
}
