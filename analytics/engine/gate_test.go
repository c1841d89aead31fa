package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"auditql/analytics/fault"
)

// stage gives a session with relations that the queries of the tests read.
func stage(t testing.TB, o Options) *Session {
	t.Helper()
	s := start(t, o)
	ctx := context.Background()
	give := func(name string, cols string, rows ...string) {
		t.Helper()
		var cells [][]*string
		for _, r := range rows {
			var row []*string
			for _, c := range strings.Split(r, "|") {
				if c = strings.TrimSpace(c); c == "NULL" {
					row = append(row, nil)
				} else {
					row = append(row, text(c))
				}
			}
			cells = append(cells, row)
		}
		if err := s.Given(ctx, name, columns(t, strings.Fields(cols)...), cells); err != nil {
			t.Fatal(err)
		}
	}
	give("account", "account_id text system text owner text created_at timestamp enabled boolean roles text[] detail json logins integer",
		`a1|erp|w1|2026-01-05T00:00:00Z|true|NULL|{"mfa": true, "tags": ["x","y"]}|4`,
		`a2|erp|w2|2026-02-05T00:00:00Z|false|NULL|{"mfa": false}|0`,
		`a3|aws|NULL|2026-03-05T00:00:00Z|true|NULL|NULL|NULL`)
	give("worker", "worker_id text name text manager text start_at date end_at date",
		`w1|Ann|w2|2020-01-01|2026-03-03`, `w2|Bob|NULL|2019-01-01|NULL`)
	give("payment", "id integer vendor text amount decimal(18,2) wei decimal(38,18) paid_on date",
		`1|V1|100.10|80000000000000000000|2026-01-31`,
		`2|V1|100.10|80000000000000000000|2026-02-01`,
		`3|V2|-5.00|80000000000000000000|2026-02-02`)
	return s
}

var reads = []string{"account", "worker", "payment"}

// honest are queries that an auditor would write.
var honest = []string{
	"SELECT account_id, owner FROM account WHERE enabled AND created_at < TIMESTAMPTZ '2026-03-01 00:00:00+00'",
	"SELECT a.account_id, w.name FROM account a JOIN worker w ON a.owner = w.worker_id",
	"SELECT a.account_id FROM account a LEFT JOIN worker w ON a.owner = w.worker_id WHERE w.worker_id IS NULL",
	"SELECT account_id FROM account a WHERE NOT EXISTS (SELECT 1 FROM worker w WHERE w.worker_id = a.owner)",
	"SELECT system, count(*) AS n FROM account GROUP BY system HAVING count(*) > 1 ORDER BY n DESC",
	"SELECT vendor, sum(amount) AS total FROM payment GROUP BY vendor",
	"SELECT vendor, CAST(avg(amount) AS DECIMAL(18, 2)) AS mean FROM payment GROUP BY vendor",
	"SELECT *, row_number() OVER (PARTITION BY vendor ORDER BY id) AS n FROM payment",
	"SELECT id, lag(amount) OVER (ORDER BY id) AS before, sum(amount) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS run FROM payment",
	"SELECT id FROM payment QUALIFY row_number() OVER (PARTITION BY vendor, amount ORDER BY id) > 1",
	"SELECT vendor, count(*) FILTER (WHERE amount < 0) AS negative FROM payment GROUP BY ALL",
	"SELECT vendor, paid_on, sum(amount) AS s FROM payment GROUP BY GROUPING SETS ((vendor), (paid_on), ())",
	"SELECT grouping(vendor) AS g, vendor, count(*) AS n FROM payment GROUP BY ROLLUP (vendor)",
	"WITH RECURSIVE chain(id, boss, depth) AS (SELECT worker_id, manager, 1 FROM worker UNION ALL SELECT c.id, w.manager, c.depth + 1 FROM chain c JOIN worker w ON w.worker_id = c.boss WHERE c.depth < 10) SELECT id, max(depth) AS d FROM chain GROUP BY id",
	"WITH late AS (SELECT * FROM account WHERE logins = 0), either AS (SELECT * FROM late UNION ALL SELECT * FROM account WHERE NOT enabled) SELECT DISTINCT account_id FROM either",
	"SELECT a.account_id, p.id FROM account a ASOF JOIN payment p ON a.created_at >= p.paid_on",
	"SELECT account_id, unnest(['a', 'b']) AS tag FROM account",
	"SELECT account_id, u.tag FROM account, unnest(roles) AS u(tag)",
	"SELECT list_transform(['a', 'b'], lambda x: upper(x)) AS l, list_filter(['a'], lambda x: x <> 'b') AS f",
	"SELECT [upper(x) FOR x IN ['a', 'b'] IF x = 'a'] AS l",
	"SELECT account_id, detail->>'mfa' AS mfa, detail->>'$.tags[0]' AS tag FROM account WHERE (detail->'tags') IS NOT NULL",
	"SELECT account_id, json_extract_string(detail, '$.mfa') AS mfa, json_array_length(detail, '$.tags') AS n FROM account",
	"SELECT account_id, e.key, CAST(e.value AS VARCHAR) AS v FROM account, json_each(detail) AS e WHERE detail IS NOT NULL",
	"SELECT account_id FROM account WHERE regexp_matches(account_id, '^a[0-9]+$') AND account_id LIKE 'a%' AND system ILIKE 'ERP'",
	"SELECT regexp_extract('u-12', '([0-9]+)', 1) AS n, regexp_replace('a.b', '[.]', '_', 'g') AS r",
	"SELECT worker_id, date_diff('day', end_at, DATE '2026-03-31') AS days FROM worker WHERE end_at IS NOT NULL",
	"SELECT worker_id, date_add('day', 30, end_at) AS due, end_at + 30 AS plain, end_at + INTERVAL 1 DAY AS t, end_at + INTERVAL '1 month' AS m FROM worker",
	"SELECT date_trunc('month', created_at) AS month, count(*) AS n FROM account GROUP BY 1 ORDER BY 1",
	"SELECT extract(year FROM start_at) AS y, day_of_week(start_at) AS d, strftime(start_at, '%Y-%m') AS m FROM worker",
	"SELECT account_id, created_at AT TIME ZONE 'Europe/Berlin' AS berlin FROM account",
	"SELECT CASE WHEN enabled THEN 'on' WHEN enabled IS NULL THEN 'unknown' ELSE 'off' END AS state, coalesce(owner, '-') AS o FROM account",
	"SELECT account_id || ' of ' || coalesce(owner, 'nobody') || ' was created on ' || CAST(CAST(created_at AS DATE) AS VARCHAR) || '.' AS reason FROM account",
	"SELECT vendor, string_agg(CAST(id AS VARCHAR), ', ' ORDER BY id) AS ids, list(id ORDER BY id)[1] AS first_id FROM payment GROUP BY vendor",
	"SELECT vendor, max_by(id, paid_on) AS last_id, arg_min(id, paid_on) AS first_id, median(amount) AS m FROM payment GROUP BY vendor",
	"SELECT quantile_disc(amount, 0.9) AS q FROM payment",
	"SELECT id FROM payment ORDER BY amount DESC, id LIMIT 2",
	"SELECT DISTINCT ON (vendor) vendor, id FROM payment ORDER BY vendor, id",
	"SELECT id FROM payment WHERE (vendor, amount) IN (SELECT vendor, amount FROM payment GROUP BY vendor, amount HAVING count(*) > 1)",
	"SELECT id FROM payment WHERE amount > ALL (SELECT amount FROM payment WHERE vendor = 'V2')",
	"SELECT id FROM payment EXCEPT SELECT id FROM payment WHERE vendor = 'V2'",
	"SELECT id FROM payment INTERSECT SELECT id FROM payment WHERE amount BETWEEN 1 AND 1000",
	"SELECT id, amount % 1 AS cents, CAST(amount AS BIGINT) % 1000 = 0 AS round_amount, abs(amount) AS a, round(amount, 0) AS r FROM payment",
	"SELECT substr(CAST(abs(CAST(amount * 100 AS BIGINT)) AS VARCHAR), 1, 1) AS digit, count(*) AS n FROM payment GROUP BY 1",
	"SELECT a.id, b.id AS other FROM payment a JOIN payment b ON a.vendor = b.vendor AND a.id < b.id AND abs(date_diff('day', a.paid_on, b.paid_on)) <= 3",
	"SELECT m.day FROM range(DATE '2026-01-01', DATE '2026-02-01', INTERVAL 1 DAY) AS m(day) WHERE NOT EXISTS (SELECT 1 FROM payment p WHERE p.paid_on = CAST(m.day AS DATE))",
	"SELECT g.n FROM generate_series(1, 3) AS g(n) LEFT JOIN payment p ON p.id = g.n WHERE p.id IS NULL",
	"SELECT id, sha256('seed|' || CAST(id AS VARCHAR)) AS draw FROM payment ORDER BY draw LIMIT 2",
	"SELECT * FROM (VALUES ('erp', 'SAP'), ('aws', 'AWS')) AS v(system, title)",
	"SELECT * EXCLUDE (detail), upper(system) AS s FROM account",
	"SELECT * REPLACE (upper(system) AS system) FROM account",
	"FROM account SELECT account_id",
	"SELECT {'a': 1, 'b': 'x'}.b AS b, map {'k': 1}['k'] AS k",
	"SELECT TRY_CAST('x' AS INTEGER) AS n, CAST('2026-01-01' AS DATE) AS d, NULL AS nothing",
	"SELECT account_id FROM account WHERE cidr_contains('10.0.0.0/8', '10.1.2.3') AND glob_like('s3:GetObject', 's3:get*')",
	"SELECT account_id FROM account WHERE arrays_overlap(['a', 'b'], ['b']) AND regexp_like(account_id, '^a')",
	"SELECT array_join(['a', 'b'], ',') AS j, instant('2026-03-29 02:30', 'Europe/Berlin') AS none, to_iso8601(created_at) AS t FROM account",
	"SELECT lpad(account_id, 10, '0') AS padded, format('{:,}', 1234567) AS pretty, printf('%05d', 42) AS p FROM account",
	"SELECT a.account_id FROM account a, LATERAL (SELECT count(*) AS n FROM worker w WHERE w.worker_id = a.owner) c WHERE c.n = 0",
	"SELECT n, v FROM (SELECT id, amount, wei FROM payment) UNPIVOT (v FOR n IN (amount, wei))",
	"SELECT vendor, bool_or(amount < 0) AS credit, bool_and(amount < 1000) AS small, count(DISTINCT amount) AS amounts, min(paid_on) AS first FROM payment GROUP BY vendor",
	"SELECT id FROM payment p WHERE amount > (SELECT 2 * median(amount) FROM payment q WHERE q.vendor = p.vendor)",
	"SELECT w.worker_id FROM worker w SEMI JOIN account a ON a.owner = w.worker_id",
	"SELECT first_value(id) OVER w AS f, ntile(4) OVER w AS q, rank() OVER (ORDER BY amount) AS r FROM payment WINDOW w AS (PARTITION BY vendor ORDER BY id)",
	"SELECT ifnull(owner, '?') AS o, nullif(owner, '') AS n, greatest(logins, 1) AS g, if(enabled, 1, 0) AS i FROM account",
	"SELECT max(end_at) - min(start_at) AS days, last_day(max(end_at)) AS l FROM worker",
	"SELECT vendor FROM payment WHERE vendor COLLATE NOCASE = 'v1'",
	"SELECT levenshtein(a.vendor, b.vendor) AS d FROM payment a CROSS JOIN payment b WHERE a.id < b.id",
	"SELECT sum(logins) AS n FROM account",
	"SELECT sum(amount) FROM payment",
	"SELECT id FROM payment WHERE amount = 100.10 AND wei <> 0.5",
	"SELECT a.user FROM (SELECT owner AS user FROM account) a",
}

func TestHonestQueriesPass(t *testing.T) {
	s := stage(t, Options{})
	ctx := context.Background()
	for i, q := range honest {
		_, err := s.Make(ctx, Section{Name: fmt.Sprintf("q%d", i), SQL: q, Reads: reads})
		if err != nil {
			t.Errorf("%s\n\t%v\n\thint: %s", q, err, fault.HintOf(err))
		}
	}
}

// A sum of wide decimals must be right or an error, whatever the threads do.
func TestSumOverflow(t *testing.T) {
	s := stage(t, Options{Threads: 4})
	ctx := context.Background()
	spread := "SELECT CASE WHEN i IN (0, 500000, 999999) THEN CAST('80000000000000000000' AS DECIMAL(38, 18)) ELSE 0 END AS wei, i % 2 AS g FROM range(1000000) AS r(i)"
	if _, err := s.Make(ctx, Section{Name: "spread", SQL: spread}); err != nil {
		t.Fatal(err)
	}
	for i, q := range []string{
		"SELECT sum(wei) AS s FROM spread",
		"SELECT sum(wei) FROM spread",
		"SELECT CAST(avg(wei) AS DECIMAL(38, 18)) AS s FROM spread",
		"SELECT max(s) AS m FROM (SELECT sum(wei) OVER () AS s FROM spread)",
		"SELECT sum(wei) FILTER (WHERE g >= 0) AS s FROM spread",
		"SELECT sum(/* twice */ wei * 2) AS s FROM payment",
		"SELECT max(s) AS m FROM (SELECT sum(sum(wei)) OVER () AS s FROM spread GROUP BY g)",
		"SELECT sum(s) AS s FROM (SELECT \"sum\"(wei) AS s FROM spread GROUP BY g)",
		"SELECT count(*) AS n FROM (SELECT g, sum(wei) AS s FROM spread GROUP BY g HAVING sum(wei) > 1)",
	} {
		_, err := s.Make(ctx, Section{Name: fmt.Sprintf("q%d", i), SQL: q, Reads: []string{"spread", "payment"}})
		if err == nil || !strings.Contains(err.Error(), "38 digits") && !strings.Contains(err.Error(), "verflow") {
			_, rows, _ := s.Rows(ctx, fmt.Sprintf("q%d", i), nil, 1)
			t.Errorf("%s: %v, %v", q, err, *rows[0][0])
		}
	}
	made, err := s.Make(ctx, Section{Name: "fits", SQL: "SELECT g, sum(wei), CAST(avg(wei) AS DECIMAL(38, 2)) AS a FROM spread WHERE wei = 0 GROUP BY g ORDER BY g", Reads: []string{"spread"}})
	if err != nil || made.Columns[1].Name != "sum(wei)" || made.Columns[1].Type.String() != "decimal(38,18)" {
		t.Errorf("a sum that fits: %v, %v", made, err)
	}
}

// The same text is examined anew when what it reads has changed.
func TestGateLooksAtTheCircumstances(t *testing.T) {
	s := start(t, Options{Threads: 1})
	ctx := context.Background()
	big := text("80000000000000000000")
	step := func(typ string, rows [][]*string, more ...string) error {
		t.Helper()
		if err := s.Reset(ctx); err != nil {
			t.Fatal(err)
		}
		for _, name := range append(more, "t") {
			if err := s.Given(ctx, name, columns(t, "x", typ), rows); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.Make(ctx, Section{Name: "s", SQL: "WITH late AS (SELECT x FROM t) SELECT sum(x) AS n FROM late", Reads: []string{"t"}})
		return err
	}
	if err := step("integer", [][]*string{{text("1")}}); err != nil {
		t.Errorf("integers: %v", err)
	}
	if err := step("decimal(38,18)", [][]*string{{big}, {big}}); err == nil {
		t.Error("a sum of 39 digits passed because the same text had passed before")
	}
	if err := step("integer", nil, "late"); err == nil {
		t.Error("a step that hides a relation passed because the same text had passed before")
	}
	if err := step("text", nil); err == nil {
		t.Error("a sum of text passed")
	}
}
