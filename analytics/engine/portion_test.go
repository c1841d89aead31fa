package engine

import "testing"

func TestDivisible(t *testing.T) {
	for sql, want := range map[string]bool{
		"SELECT _file, _row, _path, id FROM raw": true,
		"SELECT _row, CASE WHEN a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d THEN 'with (distinct)' END AS x FROM raw AS r -- group": true,
		"SELECT r._row, UNNEST(STRING_SPLIT(r.tags, ',')) AS tag FROM raw AS r":                                                           true,
		"WITH a AS (SELECT * FROM raw), b AS (SELECT a.* FROM a) SELECT b.x FROM b":                                                       true,
		"SELECT * FROM (WITH a AS (SELECT * FROM raw) SELECT * FROM a)":                                                                   true,
		"SELECT DISTINCT id FROM raw":                                                              false,
		"SELECT COUNT(*) AS n FROM raw":                                                            false,
		"SELECT max (id) FROM raw":                                                                 false,
		"SELECT row_number() OVER () AS n, id FROM raw":                                            false,
		"SELECT a.id FROM raw AS a, raw AS b":                                                      false,
		"SELECT id FROM raw UNION ALL SELECT id FROM raw":                                          false,
		"SELECT 1 AS id":                                                                           false,
		"WITH a AS (SELECT * FROM raw) SELECT p.x FROM a AS p, a AS q":                             false,
		"WITH a(x) AS (SELECT id FROM raw) SELECT p.x FROM a AS p, a AS q":                         false,
		"WITH a AS (SELECT * FROM raw), b(x) AS (SELECT id FROM a) SELECT p.x FROM b AS p, b AS q": false,
		"WITH a AS MATERIALIZED (SELECT * FROM raw) SELECT x FROM a":                               false,
		"WITH RECURSIVE a AS (SELECT * FROM raw) SELECT x FROM a":                                  false,
		"WITH a AS (SELECT * FROM raw) SELECT x FROM a WHERE x IN (SELECT x FROM a)":               false,
		"SELECT id FROM raw WHERE id = 'unclosed":                                                  false,
	} {
		if got := Divisible(sql); got != want {
			t.Errorf("%s: %t, want %t", sql, got, want)
		}
	}
}
