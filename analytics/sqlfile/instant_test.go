package sqlfile_test

import (
	"testing"
	"time"

	"auditql/analytics/sqlfile"
)

func TestInstant(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-31":                "2026-01-31T00:00:00Z",
		"2026-01-31T17:00:00+02:00": "2026-01-31T15:00:00Z",
		"2026-01-31T17:00:00.5Z":    "2026-01-31T17:00:00.5Z",
	} {
		if got, err := sqlfile.Instant(text); err != nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s is %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "31.01.2026", "01/31/2026", "2026-02-30", "2026-01-31 17:00:00", "2026-01-31T17:00:00", " 2026-01-31"} {
		if got, err := sqlfile.Instant(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}
