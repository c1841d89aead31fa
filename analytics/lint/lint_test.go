package lint_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/lint"
	"auditql/analytics/script"
	"auditql/datasets"
	"auditql/queries"
)

// The test binary is its own worker.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		if err := engine.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func bench(t *testing.T) (*engine.Session, *contract.Set) {
	t.Helper()
	s, err := engine.Start(context.Background(), []string{os.Args[0], "worker"}, engine.Options{Threads: 1, Scratch: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	set, err := contract.Load(datasets.FS)
	if err != nil {
		t.Fatal(err)
	}
	return s, set
}

// clean is a script without findings; the tests put one mistake into it.
const clean = `/*---
id: own
version: 1
title: Accounts
objective: Accounts are in order.
kind: pointer
severity: low
reads: [account]
optional: [ledger_entry]
key: [system, account_id]
params:
  most: {type: integer, default: 3, means: how many are allowed}
reasons:
  R1: it is so
---*/

-- +entry: one row per account with entries
SELECT account_id, COUNT(*) AS entries FROM ledger_entry GROUP BY account_id;

-- +population: one row per account
SELECT DISTINCT a.system, a.account_id, a.username
FROM account AS a
LEFT JOIN entry AS e ON e.account_id = a.account_id
WHERE TRUE;

-- +exceptions: those that are so
SELECT system, account_id, 'R1' AS reason_code, concat('It is ', username, '.') AS reason
FROM population
WHERE username = 'x' AND $most = 3;

/*--- cases
- name: all
  given:
    account: |
      system, account_id, username
      okta,   a1,         x
      okta,   a2,
  expect:
    population: 2
    exceptions: |
      system, account_id, reason_code
      okta,   a1,         R1
---*/
`

var rules = []struct{ rule, place, from, to, clean string }{
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username <> 'x'", "WHERE a.username IS DISTINCT FROM 'x'"},
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username != 'x'", "WHERE COALESCE(a.username, '') != 'x'"},
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username <> 'x'", "WHERE a.account_id <> 'x'"},
	{"null-compare", "24:17", "WHERE TRUE", "WHERE e.entries <> 3", "WHERE e.entries <> 3 OR e.entries IS NULL"},
	{"null-compare", "24:7", "WHERE TRUE", "WHERE NOT a.enabled", "WHERE a.enabled IS FALSE"},
	{"null-in", "24:20", "WHERE TRUE", "WHERE a.account_id NOT IN (SELECT ref_id FROM ledger_entry)", "WHERE a.account_id NOT IN (SELECT ref_id FROM ledger_entry WHERE ref_id IS NOT NULL)"},
	{"null-in", "24:20", "WHERE TRUE", "WHERE a.account_id NOT IN (SELECT ref_id FROM ledger_entry)", "WHERE a.account_id NOT IN (SELECT entry_id FROM ledger_entry)"},
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username = NULL", "WHERE a.username IS NULL"},
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username <> NULL", "WHERE a.username IS NOT NULL"},
	{"period", "24:", "WHERE TRUE", "WHERE a.created_at BETWEEN $period_start AND $period_end", "WHERE a.created_at >= $period_start AND a.created_at < $period_end"},
	{"period", "24:", "WHERE TRUE", "WHERE a.created_at BETWEEN '2026-01-01' AND '2026-06-30'", "WHERE a.created_at BETWEEN '2026-01-01' AND '2026-06-30T23:59:59.999999Z'"},
	{"period", "24:", "WHERE TRUE", "WHERE a.created_at <= DATE '2026-06-30'", "WHERE a.created_at <= $as_of"},
	{"period", "24:", "WHERE TRUE", "WHERE a.created_at <= $period_end", "WHERE a.created_at < $period_end"},
	{"zone", "24:", "WHERE TRUE", "WHERE EXTRACT(hour FROM a.created_at) > 20", "WHERE EXTRACT(hour FROM a.created_at AT TIME ZONE 'Europe/Zurich') > 20"},
	{"zone", "24:", "WHERE TRUE", "WHERE day_of_week(a.created_at) > 5", "WHERE EXTRACT(year FROM a.created_at) > 5"},
	{"count", "18:20", "COUNT(*) AS", "COUNT(reason) AS", "COUNT(DISTINCT reason) AS"},
	{"count", "18:20", "COUNT(*) AS", "COUNT(reason) AS", "COUNT(reason) FILTER (WHERE reason IS NOT NULL) AS"},
	{"count", "18:20", "COUNT(*) AS", "COUNT(reason) AS", "COUNT(entry_id) AS"},
	{"count", "18:20", "COUNT(*) AS", "COUNT(reason) AS", "COUNT(*) AS every, COUNT(reason) AS"},
	{"outer-join", "24:", "WHERE TRUE", "WHERE e.entries > 3", "WHERE e.entries > 3 OR e.entries IS NULL"},
	{"outer-join", "24:", "WHERE TRUE", "WHERE e.entries > 3", "WHERE a.account_id > 'a'"},
	{"float", "18:", "COUNT(*) AS", "AVG(amount_signed) AS", "CAST(AVG(amount_signed) AS DECIMAL(18, 2)) AS"},
	{"float", "18:", "COUNT(*) AS", "SUM(amount_signed) / 3 AS", "CAST(SUM(amount_signed) / 3 AS DECIMAL(18, 2)) AS"},
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username <> 'x'", "-- allow null-compare: an account without a name is judged elsewhere\nWHERE a.username <> 'x'"},
	{"null-compare", "24:18", "WHERE TRUE", "WHERE a.username <> 'x'", "WHERE a.username <> 'x' -- allow null-compare: judged elsewhere"},
	{"allow", "24", "WHERE TRUE", "WHERE TRUE -- allow null-compare: there is none", "WHERE TRUE -- allowed by nobody"},
	{"allow", "24", "WHERE TRUE", "WHERE a.username <> 'x' -- allow null-compare\n", "WHERE a.username <> 'x' -- allow null-compare: judged elsewhere"},
	{"join-key", "23:1", "ON e.account_id = a.account_id", "ON e.entries > $most", "ON e.account_id = a.account_id AND e.entries > $most"},
	{"join-key", "23:1", "LEFT JOIN entry AS e ON e.account_id = a.account_id", "CROSS JOIN ledger_entry AS e", "CROSS JOIN (SELECT COUNT(*) AS n FROM ledger_entry) AS e"},
	{"join-key", "22:", "FROM account AS a\nLEFT JOIN entry AS e ON e.account_id = a.account_id\nWHERE TRUE", "FROM account AS a, entry AS e", "FROM account AS a, entry AS e WHERE e.account_id = a.account_id"},
	{"ties", "18:20", "COUNT(*) AS entries FROM ledger_entry GROUP BY account_id", "ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY created_at) AS entries FROM ledger_entry", "ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY created_at, entry_id) AS entries FROM ledger_entry"},
	{"ties", "18:20", "COUNT(*) AS", "any_value(reason ORDER BY created_at) AS", "any_value(reason ORDER BY created_at, entry_id) AS"},
	{"ties", "18:20", "COUNT(*) AS", "min_by(reason, created_at) AS", "min_by(reason, concat(created_at, reason)) AS"},
	{"ties", "", "COUNT(*) AS entries FROM ledger_entry GROUP BY account_id", "1 AS entries FROM ledger_entry ORDER BY created_at LIMIT 1", "1 AS entries FROM ledger_entry ORDER BY created_at, entry_id LIMIT 1"},
	{"star", "27:8", "SELECT system, account_id, 'R1' AS", "SELECT * EXCLUDE (username), 'R1' AS", "SELECT system, account_id, 'R1' AS"},
	{"float", "18:", "COUNT(*) AS", "MAX(amount_signed::DOUBLE) AS", "MAX(CAST(amount_signed::DOUBLE AS DECIMAL(18, 2))) AS"},
	{"parameter", "12", " AND $most = 3", "", " AND $most > 0"},
	{"dataset", "1", "FROM ledger_entry GROUP BY", "FROM account GROUP BY", "FROM ledger_entry WHERE TRUE GROUP BY"},
	{"dataset", "1", "reads: [account]", "reads: [acount]", "reads: [account]"},
	{"reason", "27:28", "'R1' AS", "'R2' AS", "'R1' AS"},
	{"reason", "15", "  R1: it is so", "  R1: it is so\n  R2: it is otherwise", "  R1: it is so, or otherwise"},
	{"engine", "27:8", "SELECT system, account_id, 'R1'", "SELECT systm AS system, account_id, 'R1'", "SELECT system AS system, account_id, 'R1'"},
	{"engine", "29:26", "$most = 3", "$moast = 3", "$most > 3 - 1"},
	{"engine", "29:16", "WHERE username = 'x'", "WHERE username + 1 = 'x'", "WHERE username || '' = 'x'"},
	{"engine", "24:7", "WHERE TRUE", "WHERE now() > $as_of", "WHERE a.snapshot_at IS NULL OR a.snapshot_at < $as_of"},
	{"engine", "24:7", "WHERE TRUE", "WHERE random() > 0.5", "WHERE TRUE OR a.enabled"},
	{"cases", "31", "okta,   a2,         \n", "okta,   a2,         y\n", "okta,   a2,         \n"},
	{"cases", "31", "population: 2", "population: 1", "population: 2"},
	{"cases", "31", "    exceptions: |\n      system, account_id, reason_code\n      okta,   a1,         R1\n", "", "    exceptions: |\n      system, account_id, reason_code\n      okta, a1, R1\n"},
}

func TestRules(t *testing.T) {
	session, contracts := bench(t)
	check := func(text string) []lint.Finding {
		t.Helper()
		s, err := script.Parse("own.sql", text)
		if err != nil {
			t.Fatal(err)
		}
		found, err := lint.Check(context.Background(), session, s, contracts)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	base := strings.ReplaceAll(clean, "okta,   a2,\n", "okta,   a2,         \n")
	if found := check(base); len(found) > 0 {
		t.Fatalf("the clean script: %v", found)
	}
	for _, r := range rules {
		t.Run(r.rule+" "+r.to, func(t *testing.T) {
			if !strings.Contains(base, r.from) {
				t.Fatalf("the script has no %q", r.from)
			}
			fires := false
			for _, f := range check(strings.Replace(base, r.from, r.to, 1)) {
				place := strings.TrimPrefix(f.Place(), "own.sql:")
				fires = fires || f.Rule == r.rule && (f.Hint != "" || r.rule == "engine") && strings.HasPrefix(place, r.place)
			}
			if !fires {
				t.Errorf("no finding at %s: %v", r.place, check(strings.Replace(base, r.from, r.to, 1)))
			}
			for _, f := range check(strings.Replace(base, r.from, r.clean, 1)) {
				if f.Rule == r.rule {
					t.Errorf("%q has the finding %v", r.clean, f)
				}
			}
		})
	}
}

func TestNearestNames(t *testing.T) {
	session, contracts := bench(t)
	for _, r := range [][3]string{
		{"$most = 3", "$moast = 3", "did you mean most?"}, {"reads: [account]", "reads: [acount]", "did you mean account?"},
	} {
		s, err := script.Parse("own.sql", strings.Replace(clean, r[0], r[1], 1))
		if err != nil {
			t.Fatal(err)
		}
		found, err := lint.Check(context.Background(), session, s, contracts)
		if err != nil || !strings.Contains(fmt.Sprint(found), r[2]) {
			t.Errorf("%s: %v, %v", r[1], found, err)
		}
	}
}

// What is shipped has no findings.
func TestShippedScriptsAreClean(t *testing.T) {
	session, contracts := bench(t)
	set, err := script.Load(queries.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range set.Scripts {
		found, err := lint.Check(context.Background(), session, s, contracts)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s: %s: %s", f.Place(), f.Rule, f.What)
		}
	}
}

func TestAScriptThatCannotBeRead(t *testing.T) {
	_, err := script.Parse("own.sql", strings.Replace(clean, "severity: low", "severtiy: low", 1))
	if f := lint.Of("script", err); f.File != "own.sql" || f.Line != 7 || !strings.Contains(f.What, "severtiy") {
		t.Errorf("finding %+v of %v", f, err)
	}
}
