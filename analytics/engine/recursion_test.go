package engine

import (
	"testing"
)

// Each of 400 deployments brings ten commits, found by walking from its last commit along parents to the deployment before.
const walk = `
CREATE TEMP TABLE commits AS SELECT md5(i::VARCHAR) AS sha, [md5((i - 1)::VARCHAR)] AS parents FROM range(4000) AS t(i);
CREATE TEMP TABLE deployments AS SELECT i AS id, md5((i * 10 + 9)::VARCHAR) AS sha, md5((i * 10 - 1)::VARCHAR) AS stop FROM range(400) AS t(i);
CREATE TEMP TABLE walked AS
WITH RECURSIVE back AS (
  SELECT id, sha, stop FROM deployments
  UNION ALL
  SELECT b.id, c.parents[1], b.stop
  FROM back AS b JOIN (SELECT DISTINCT sha, parents FROM commits) AS c ON c.sha = b.sha
  WHERE c.parents[1] <> b.stop
)
SELECT DISTINCT id, sha FROM back;`

func TestRecursionIsComplete(t *testing.T) {
	for _, threads := range []int{1, 2, 4} {
		for range 5 {
			db, err := openDatabase(t.Context(), Options{Threads: threads, MemoryMiB: 1024, TempMiB: 64})
			if err != nil {
				t.Fatal(err)
			}
			var rows int
			if err := db.run(t.Context(), walk); err != nil {
				t.Fatal(err)
			}
			if err := db.conn.QueryRowContext(t.Context(), "SELECT count(*) FROM walked").Scan(&rows); err != nil {
				t.Fatal(err)
			}
			if rows != 4000 {
				t.Errorf("%d threads: %d commits were found, expected 4000", threads, rows)
			}
			db.close()
		}
	}
}
