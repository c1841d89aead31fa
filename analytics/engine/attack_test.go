package engine

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"auditql/analytics/fault"
)

// field is where attacks happen: evidence on disk, files that nobody may read, and a session over the evidence.
type field struct {
	dir, evidence, secret string
}

func newField(t testing.TB) field {
	t.Helper()
	dir := t.TempDir()
	f := field{dir: dir, evidence: filepath.Join(dir, "evidence.parquet"), secret: filepath.Join(dir, "secret.csv")}
	s := stage(t, Options{})
	if _, err := s.Make(context.Background(), Section{Name: "e", SQL: "SELECT account_id, owner, enabled FROM account", Reads: reads, Into: f.evidence}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f.secret, []byte("a,b\nhunter2,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(f.evidence, 0o666); err != nil { // the sandbox must hold even where the file mode does not
		t.Fatal(err)
	}
	return f
}

func (f field) session(t testing.TB, o Options) *Session {
	t.Helper()
	s := start(t, o)
	f.attach(t, s)
	return s
}

func (f field) attach(t testing.TB, s *Session) {
	t.Helper()
	rel := Relation{Name: "account", Columns: columns(t, "account_id", "text", "owner", "text", "enabled", "boolean"), Files: []string{f.evidence}}
	if err := s.Attach(context.Background(), []Relation{rel}); err != nil {
		t.Fatal(err)
	}
}

// state describes every file below the folder by name and content.
func (f field) state(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %x\n", path, sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// attacks are queries that must be refused. EVIDENCE, SECRET and DIR stand for paths.
var attacks = map[string][]string{
	"reads a file": {
		"SELECT * FROM read_csv('SECRET')", "SELECT * FROM read_csv_auto('SECRET')", "SELECT * FROM read_text('SECRET')",
		"SELECT * FROM read_blob('/etc/passwd')", "SELECT * FROM read_json('SECRET')", "SELECT * FROM read_json_auto('SECRET')",
		"SELECT * FROM read_ndjson('SECRET')", "SELECT * FROM read_json_objects('SECRET')", "SELECT * FROM read_parquet('EVIDENCE')",
		"SELECT * FROM parquet_scan('EVIDENCE')", "SELECT * FROM parquet_metadata('EVIDENCE')", "SELECT * FROM parquet_schema('EVIDENCE')",
		"SELECT * FROM parquet_kv_metadata('EVIDENCE')", "SELECT * FROM parquet_file_metadata('EVIDENCE')", "SELECT * FROM glob('DIR/*')",
		"SELECT * FROM sniff_csv('SECRET')", "SELECT * FROM read_duckdb('DIR/x.duckdb')", "SELECT * FROM 'SECRET'",
		"SELECT * FROM \"SECRET\"", "SELECT * FROM 'EVIDENCE'", "SELECT * FROM \"EVIDENCE\"", "FROM 'SECRET'",
		"SELECT * FROM account, 'SECRET'", "SELECT (SELECT count(*) FROM 'SECRET')", "SELECT * FROM read_csv('http://example.com/x.csv')",
		"SELECT * FROM 's3://bucket/x.parquet'", "SELECT * FROM arrow_scan(1, 2, 3)", "SELECT * FROM seq_scan('account')",
	},
	"writes a file": {
		"COPY (SELECT 1) TO 'DIR/out.csv'", "COPY account TO 'EVIDENCE' (FORMAT csv, USE_TMP_FILE false)", "EXPORT DATABASE 'DIR/x'",
		"COPY (SELECT 1) TO '/dev/fd/1'", "ATTACH 'DIR/x.duckdb' AS x", "ATTACH ':memory:' AS x", "CREATE TABLE x AS SELECT 1",
		"CREATE TEMP TABLE account AS SELECT 1", "INSERT INTO account VALUES ('x', 'y', true)", "DELETE FROM account", "UPDATE account SET owner = 'x'",
		"IMPORT DATABASE 'DIR'", "CHECKPOINT", "VACUUM", "DROP VIEW account", "ALTER VIEW account RENAME TO other", "TRUNCATE account",
		"MERGE INTO account USING account AS b ON true WHEN MATCHED THEN DELETE",
	},
	"changes the engine": {
		"SET threads = 1", "SET memory_limit = '100GB'", "RESET memory_limit", "PRAGMA database_list", "PRAGMA disable_optimizer", "INSTALL httpfs", "LOAD httpfs",
		"FORCE INSTALL httpfs", "SET VARIABLE x = 1", "USE memory", "CALL pragma_version()", "CREATE MACRO lower(x) AS 'hacked'",
		"CREATE FUNCTION sum(x) AS 1", "CREATE VIEW v AS SELECT 1", "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')", "CREATE TYPE t AS ENUM ('a')",
		"CREATE SEQUENCE s", "PREPARE p AS SELECT 1", "EXECUTE p", "DEALLOCATE p", "BEGIN", "COMMIT", "ROLLBACK", "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT 1",
		"SELECT * FROM enable_logging(level = 'debug')", "SELECT * FROM enable_profiling(format := 'json', save_location := 'DIR/p.json')",
		"SELECT * FROM disable_logging()", "SELECT * FROM disable_profiling()", "SELECT * FROM truncate_duckdb_logs()", "SELECT * FROM checkpoint()",
		"SELECT * FROM force_checkpoint()", "SELECT * FROM enable_peg_parser()", "SELECT write_log('x')", "SELECT setseed(0.5)",
	},
	"runs several statements": {
		"SELECT 1; SELECT 2", "SELECT 1; DROP VIEW account", "DROP VIEW account; SELECT 1", "SELECT 1;;SELECT 2", "SELECT 1 \x00; DROP VIEW account",
		"", ";", "-- nothing", "/* nothing */", "PIVOT account ON owner USING count(*)", "PIVOT account ON owner IN ('w1') USING count(*)",
	},
	"runs SQL from text": {
		"SELECT * FROM query('SELECT 1')", "SELECT * FROM query_table('account')", "SELECT * FROM query_table(['account'])",
		"SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "SELECT json_serialize_sql('SELECT 1')",
		"SELECT json_deserialize_sql('{}')", "SELECT json_serialize_plan('SELECT 1')", "SELECT * FROM sql_auto_complete('SEL')",
		"SELECT * FROM check_peg_parser('SELECT 1')", "SELECT * FROM (EXPLAIN SELECT 1)",
	},
	"looks around": {
		"SELECT getenv('HOME')", "SELECT current_setting('temp_directory')", "SELECT getvariable('x')", "SELECT version()", "SELECT current_query()",
		"SELECT current_database()", "SELECT current_schemas(true)", "SELECT txid_current()", "SELECT current_connection_id()", "SELECT pg_typeof(1)",
		"SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_databases()", "SELECT * FROM duckdb_functions()", "SELECT * FROM duckdb_secrets()",
		"SELECT * FROM duckdb_tables()", "SELECT * FROM duckdb_tables", "SELECT * FROM duckdb_views", "SELECT * FROM duckdb_logs()", "SELECT * FROM duckdb_temporary_files()",
		"SELECT * FROM duckdb_external_file_cache()", "SELECT * FROM duckdb_memory()", "SELECT * FROM duckdb_prepared_statements()", "SELECT * FROM duckdb_variables()",
		"SELECT * FROM information_schema.tables", "SELECT * FROM pg_catalog.pg_class", "SELECT * FROM pg_class", "SELECT * FROM sqlite_master",
		"SELECT * FROM pragma_version()", "SELECT * FROM pragma_database_size()", "SELECT * FROM pragma_table_info('account')", "SELECT * FROM which_secret('x', 's3')",
		"DESCRIBE account", "SHOW TABLES", "SHOW ALL TABLES", "SUMMARIZE account", "SELECT * FROM (DESCRIBE account)", "SELECT * FROM (SUMMARIZE account)",
		"SELECT * FROM (SHOW TABLES)", "SELECT stats(owner) FROM account", "SELECT alias(owner) FROM account", "SELECT * FROM pg_timezone_names()",
		"WITH duckdb_tables AS (SELECT * FROM duckdb_tables) SELECT * FROM duckdb_tables",
		"WITH a AS (SELECT * FROM duckdb_views), duckdb_views AS (SELECT 1) SELECT * FROM a",
		"SELECT * FROM test_all_types()", "SELECT * FROM repeat_row(1, num_rows = 3)", "SELECT * FROM summary(1)",
	},
	"asks the clock": {
		"SELECT now()", "SELECT today()", "SELECT current_date", "SELECT current_timestamp", "SELECT current_time", "SELECT localtime", "SELECT localtimestamp",
		"SELECT CURRENT_DATE AS d FROM account", "SELECT \"current_date\"", "SELECT get_current_timestamp()", "SELECT transaction_timestamp()",
		"SELECT age(DATE '2020-01-01')", "SELECT age(TIMESTAMP '2020-01-01')", "SELECT current_localtimestamp()", "SELECT ago(INTERVAL 1 DAY)",
		"SELECT account_id FROM account WHERE current_date > DATE '2020-01-01'", "SELECT max(current_date) FROM account",
		"SELECT CASE WHEN true THEN now() END", "SELECT [now()]", "SELECT account_id FROM account ORDER BY now()",
		"SELECT list_transform([1], lambda x: now())", "SELECT (SELECT now())", "SELECT count(*) FILTER (WHERE now() IS NULL) FROM account",
		"SELECT * REPLACE (now() AS owner) FROM account", "SELECT * FROM range(1) t(x) JOIN account ON now() IS NULL", "VALUES (now())",
		"SELECT sum(1) OVER (ORDER BY now()) FROM account", "SELECT user", "SELECT current_user", "SELECT session_user", "SELECT current_role",
		"SELECT current_schema", "SELECT current_catalog", "SELECT columns(c -> now() IS NULL) FROM account",
	},
	"throws dice": {
		"SELECT random()", "SELECT uuid()", "SELECT gen_random_uuid()", "SELECT uuidv7()", "SELECT * FROM account USING SAMPLE 1", "SELECT * FROM account TABLESAMPLE 10%",
		"SELECT * FROM account TABLESAMPLE reservoir(1 ROWS) REPEATABLE (1)", "SELECT * FROM (SELECT * FROM account) TABLESAMPLE 1%", "SELECT nextval('s')",
		"SELECT account_id FROM account ORDER BY random()", "SELECT hash(owner) FROM account", "SELECT approx_count_distinct(owner) FROM account",
		"SELECT reservoir_quantile(1, 0.5)", "SELECT approx_quantile(1, 0.5)", "SELECT * FROM range(3) TABLESAMPLE 1 ROWS",
	},
	"depends on the order of rows": {
		"SELECT account_id FROM account LIMIT 1", "SELECT account_id FROM account OFFSET 1", "SELECT account_id FROM account LIMIT 10%",
		"SELECT list(owner) FROM account", "SELECT array_agg(owner) FROM account", "SELECT string_agg(owner, ',') FROM account", "SELECT group_concat(owner) FROM account",
		"SELECT first(owner) FROM account", "SELECT last(owner) FROM account", "SELECT any_value(owner) FROM account", "SELECT arbitrary(owner) FROM account", "SELECT mode(owner) FROM account",
		"SELECT json_group_array(owner) FROM account", "SELECT DISTINCT ON (owner) account_id FROM account", "SELECT row_number() OVER () FROM account",
		"SELECT lag(owner) OVER (PARTITION BY owner) FROM account", "SELECT first_value(owner) OVER () FROM account", "SELECT list(owner) OVER () FROM account",
		"SELECT count(*) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM account", "SELECT * FROM account POSITIONAL JOIN account AS b", "SELECT rowid FROM account",
		"SELECT stddev(1)", "SELECT corr(1, 2)", "SELECT fsum(1.5)", "SELECT sum(CAST(1.5 AS DOUBLE)) FROM account", "SELECT avg(x / 3) FROM range(3) t(x)", "SELECT product(x) FROM range(3) t(x)",
		"SELECT account_id FROM account WHERE 1 / 3 = 0.333", "SELECT 1 FROM account WHERE CAST('0.1' AS DOUBLE) IS NOT DISTINCT FROM 0.1",
		"SELECT a.owner FROM account a JOIN account b ON length(a.owner) / 2 = length(b.owner) / 3", "SELECT 1 WHERE CAST(1 AS DOUBLE) IN (1, 2)",
		"SELECT list_sum([1.5])", "SELECT list_aggregate(['a'], 'sum')", "SELECT list_reduce([1], lambda a, b: a + b)", "SELECT array(SELECT owner FROM account)",
		"SELECT ARRAY_AGG(owner) FILTER (WHERE enabled) FROM account",
	},
	"hides evidence": {
		"WITH account AS (SELECT 1 AS account_id) SELECT * FROM account", "WITH ACCOUNT AS (SELECT 1 AS account_id) SELECT * FROM account",
		"SELECT * FROM (WITH account AS (SELECT 1) SELECT * FROM account)", "WITH RECURSIVE account(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM account) SELECT * FROM account",
		"SELECT * FROM worker", "SELECT * FROM memory.main.account", "SELECT * FROM main.account", "SELECT * FROM temp.account", "SELECT * FROM account AT (VERSION => 1)",
		"SELECT system.main.lower('A')", "SELECT memory.lower('A')", "SELECT a.upper() FROM account a", "SELECT * FROM raw_rows()",
	},
	"uses parameters of its own": {"SELECT ?", "SELECT $1", "SELECT * FROM account WHERE owner = ?"},
	"has no exact text": {
		"SELECT CAST(1 AS DOUBLE) AS x", "SELECT 1 / 3 AS x", "SELECT INTERVAL 1 DAY AS x", "SELECT {'a': 1} AS x", "SELECT map {'a': 1} AS x", "SELECT encode('x') AS x", "SELECT [1, 2] AS x",
		"SELECT TIME '10:00' AS x", "SELECT 1 AS a, 2 AS a", "SELECT CAST('x' AS VARIANT) AS x", "SELECT CAST('101' AS BIT) AS x", "SELECT ST_GeomFromText('x')",
		"SELECT CAST('1' AS STRUCT(a VARIANT)) AS x",
	},
	"asks for too much": {
		"SELECT repeat('x', 2000000000)", "SELECT repeat(owner, length(owner)) FROM account", "SELECT lpad('x', 2000000000, 'y')", "SELECT rpad('x', length(owner), 'y') FROM account",
		"SELECT printf('%2000000000d', 1)", "SELECT format('{:2000000000}', 1)", "SELECT format(owner, 1) FROM account", "SELECT printf('%*d', 2000000000, 1)", "SELECT format('{:{}}', 1, 2000000000)",
		"SELECT bitstring('1', 2000000000)", "SELECT list_resize([1], 2000000000)", "SELECT json_structure('[]')", "SELECT json_contains('[]', '1')", "SELECT json_merge_patch('{}', '{}')",
		"SELECT sleep_ms(100000)", "SELECT " + strings.Repeat("abs(", 5000) + "1" + strings.Repeat(")", 5000), "SELECT '" + strings.Repeat("x", maxSQL) + "'",
		"SELECT error('x')", "SELECT units_of('day', 1)", "SELECT equi_width_bins(0, 1000000000, 1000000000, true)",
	},
	"breaks the text": {"SELECT 'x\x1b[31m'", "SELECT 1 \x7f", "SELECT '\xff'", "SELECT 1\v", "SELECT 'never closed", "SELECT /* never closed", `SELECT "never closed`, "SELECT $a$ never closed"},
}

func TestAttacksAreRefused(t *testing.T) {
	f := newField(t)
	s := f.session(t, Options{Timeout: 20 * time.Second})
	ctx := context.Background()
	before := f.state(t)
	paths := strings.NewReplacer("EVIDENCE", f.evidence, "SECRET", f.secret, "DIR", f.dir)
	n := 0
	for class, queries := range attacks {
		for _, q := range queries {
			n++
			sql := paths.Replace(q)
			name := fmt.Sprintf("q%d", n)
			made, err := s.Make(ctx, Section{Name: name, SQL: sql, Reads: []string{"account"}})
			if err == nil {
				t.Errorf("%s: passed with %v: %s", class, made, q)
				continue
			}
			if k := fault.KindOf(err); k != fault.Usage {
				t.Errorf("%s: kind %d: %s: %v", class, k, q, err)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%s: shows the secret: %v", class, err)
			}
		}
	}
	if after := f.state(t); after != before {
		t.Errorf("files changed:\n%s\nfrom\n%s", after, before)
	}
	if _, err := s.Make(ctx, Section{Name: "honest", SQL: "SELECT lower('A') AS a, count(*) AS n FROM account", Reads: []string{"account"}}); err != nil {
		t.Errorf("the session does not work any more: %v", err)
	}
	_, rows, err := s.Rows(ctx, "honest", nil, 0)
	if err != nil || *rows[0][0] != "a" || *rows[0][1] != "3" {
		t.Errorf("an attack changed what SQL means: %v, %v", rows, err)
	}
	t.Logf("%d attacks refused", n)
}

// bombs pass the gate, for no gate can tell how long a query takes; they must end in an error, by themselves or by force.
var bombs = map[string]string{
	"cross join":       "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1",
	"endless":          "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) AS m FROM r",
	"doubling":         "WITH RECURSIVE r(s, n) AS (SELECT 'x', 1 UNION ALL SELECT s || s, n + 1 FROM r) SELECT max(length(s)) AS m FROM r",
	"repeats":          "SELECT length(" + strings.Repeat("repeat(", 4) + "'x'" + strings.Repeat(", 10000)", 4) + ") AS n",
	"replaces":         "SELECT length(" + strings.Repeat("replace(", 12) + "'x'" + strings.Repeat(", 'x', 'xxxxxxxxxx')", 12) + ") AS n",
	"list":             "SELECT len(range(10000000000)) AS n",
	"nested lists":     "SELECT len(list_transform(range(100000), lambda x: range(100000))) AS n",
	"distance":         "SELECT levenshtein(repeat(repeat('a', 1000), 1000), repeat(repeat('b', 1000), 1000)) AS n",
	"join of text":     "SELECT length(string_agg(repeat('x', 10000), '' ORDER BY range)) AS n FROM range(1000000)",
	"concat in concat": "SELECT max(length(a.s || b.s)) AS n FROM (SELECT repeat(repeat('x', 10000), 10000) AS s FROM range(100)) a, (SELECT repeat(repeat('y', 10000), 10000) AS s FROM range(100)) b",
	"sort":             "SELECT max(s) AS m FROM (SELECT sha256(CAST(range AS VARCHAR)) AS s FROM range(2000000000) ORDER BY s LIMIT 1000000000)",
}

func TestBombsEnd(t *testing.T) {
	f := newField(t)
	before := f.state(t)
	const deadline = 3 * time.Second // enough to attach the evidence on a busy machine
	for name, q := range bombs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.session(t, Options{Timeout: deadline, MemoryMiB: 256, TempMiB: 64})
			begin := time.Now()
			_, err := s.Make(context.Background(), Section{Name: "bomb", SQL: q})
			if took := time.Since(begin); err == nil || took > deadline+grace+time.Minute {
				t.Errorf("after %s: %v", took, err)
			}
			t.Log(err)
		})
	}
	t.Cleanup(func() {
		if after := f.state(t); after != before {
			t.Errorf("files changed:\n%s\nfrom\n%s", after, before)
		}
	})
}
