package engine

import (
	"context"
	"testing"
)

// The memory of vectors is read and written as DuckDB does it: texts that lie in the vector and texts that lie elsewhere,
// NULL here and there, chunks that are full and one that is not, results of each type.
func TestVectors(t *testing.T) {
	ctx := context.Background()
	db, err := openDatabase(ctx, Options{Threads: 2, MemoryMiB: 1000, TempMiB: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	const rows = `(SELECT i, CASE WHEN i % 7 <> 3 THEN strftime(TIMESTAMP '1969-06-01' + to_seconds(i * 977), '%Y-%m-%dT%H:%M:%SZ') END AS moment,
		CASE WHEN i % 5 <> 1 THEN repeat('x', (i % 31)::INTEGER) END AS text FROM range(50001) AS r(i))`
	for name, wrong := range map[string]string{
		"times":          "instant(moment, '') IS DISTINCT FROM TRY_CAST(moment AS TIMESTAMPTZ)",
		"times of a row": "instant(moment, CASE WHEN i % 2 = 0 THEN 'UTC' END) IS DISTINCT FROM CASE WHEN i % 2 = 0 THEN TRY_CAST(moment AS TIMESTAMPTZ) END",
		"texts":          "iso_time(text) IS DISTINCT FROM text",
		"truths":         "glob_like(text, '*x') IS DISTINCT FROM (length(text) > 0)",
		"no address":     "cidr_low(text) IS NOT NULL",
		"filtered rows":  "i % 3 = 0 AND iso_time(text) IS DISTINCT FROM text",
	} {
		n, err := db.count(ctx, "SELECT count(*) FROM "+rows+" WHERE "+wrong)
		if err != nil || n != 0 {
			t.Errorf("%s: %d rows are wrong, %v", name, n, err)
		}
	}
	if _, err := db.count(ctx, "SELECT count(instant('x', 'No/Zone')) FROM "+rows); err == nil {
		t.Error("an error of a function was lost")
	}
}

func (db *database) close() {
	db.conn.Close()
	db.pool.Close()
}
