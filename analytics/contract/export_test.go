package contract

import (
	"testing"

	"auditql/analytics/sqlfile"
)

func TestReadsPath(t *testing.T) {
	for sql, want := range map[string]bool{
		"SELECT id FROM raw": false,
		"SELECT regexp_extract(_name, 'x') AS repo FROM raw":                  true,
		"SELECT NULLIF(COLUMNS(* EXCLUDE (_file, _row, _name)), '') FROM raw": false,
		"SELECT user_name, _names FROM raw":                                   false,
		"SELECT * EXCLUDE (_name), r._name AS place FROM raw AS r":            true,
	} {
		if got := (&Export{SQL: sql}).ReadsPath(); got != want {
			t.Errorf("%s: %t", sql, got)
		}
	}
}

func TestTells(t *testing.T) {
	e := &Export{Params: sqlfile.Pairs[Param]{{Key: "group"}, {Key: "snapshot_at"}}}
	a := map[string]string{"group": "admins"}
	for _, c := range []struct {
		b    map[string]string
		want bool
	}{
		{map[string]string{"group": "auditors"}, true},
		{nil, true},
		{map[string]string{"group": "admins", "snapshot_at": "2026-01-01T00:00:00Z"}, false},
		{map[string]string{"group": "admins", "other": "x"}, false},
	} {
		if got := e.Tells(a, c.b); got != c.want {
			t.Errorf("%v: %t", c.b, got)
		}
	}
}
