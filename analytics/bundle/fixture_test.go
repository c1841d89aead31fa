package bundle_test

import (
	"database/sql"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"auditql/analytics/record"
	"auditql/analytics/table"

	_ "github.com/duckdb/duckdb-go/v2"
)

// engagement is a small engagement in a folder: one load, one run of three tests.
type engagement struct {
	t    *testing.T
	root string
	db   *sql.DB
	run  *record.Run
	load record.Load
}

var key = []string{"system", "account_id"}

// sections of a test by name, as the rows that an engine would have written.
type sections map[string]string

const (
	people  = `SELECT * FROM (VALUES ('ad', 1::BIGINT, 'x'), ('ad', 2, NULL), ('ad', 10, 'y'), ('hr', 1, 'z'), ('hr', 3, '"')) v(system, account_id, note)`
	found   = `SELECT * FROM (VALUES ('ad', 2::BIGINT, 'R1', 'never disabled', 1.50::DECIMAL(18,2)), ('ad', 2, 'R2', 'disabled late', 2), ('hr', 3, 'R1', 'never', 3)) v(system, account_id, reason_code, reason, amount)`
	unknown = `SELECT * FROM (VALUES ('hr', 1::BIGINT, 'R3', 'no date')) v(system, account_id, reason_code, reason)`
	none    = `SELECT * FROM (` + unknown + `) WHERE false`
)

func sound() map[string]sections {
	return map[string]sections{
		"iam-leaver":  {"population": people, "exceptions": found, "indeterminate": unknown, "excluded": none},
		"iam-dormant": {"population": people + " WHERE system = 'ad'", "exceptions": none},
		"iam-orphan":  {"population": people, "exceptions": none, "indeterminate": unknown},
	}
}

// build writes an engagement whose every hash and digest fits, whatever the sections hold.
func build(t *testing.T, tests map[string]sections) *engagement {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	e := &engagement{t: t, root: t.TempDir(), db: db}
	e.writeLoad()
	e.run = &record.Run{
		ID: "run-0001", Engagement: record.Engagement{Title: "Access"}, Tool: record.Tool{Version: "1", Engine: "1.5.6"},
		Evidence:   []record.LoadRef{{Dataset: "account", Load: e.load.ID, Digest: e.load.Digest, Parts: e.load.Parts}},
		Undigested: record.Undigested{StartedAt: "2026-04-01T09:00:00Z", Host: "laptop"},
	}
	for _, id := range slices.Sorted(mapKeys(tests)) {
		e.run.Tests = append(e.run.Tests, e.writeTest(id, tests[id]))
	}
	missing := record.Test{ID: "zzz-missing", Version: 1, Missing: []record.Missing{{Dataset: "hr_worker_span", Why: "not loaded"}}, Verdict: record.NotRun}
	e.run.Tests = append(e.run.Tests, missing)
	e.writeRecord()
	return e
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// parquet writes a query below a folder and gives the entry of the file.
func (e *engagement) parquet(below, name, query string) record.File {
	e.t.Helper()
	file := filepath.Join(below, name)
	must(e.t, os.MkdirAll(filepath.Dir(file), 0o755))
	_, err := e.db.Exec(fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)", query, file))
	must(e.t, err)
	data, err := os.ReadFile(file)
	must(e.t, err)
	tab, err := table.Open(file)
	must(e.t, err)
	defer tab.Close()
	return record.File{Path: name, SHA256: record.Hash(data), Bytes: int64(len(data)), Rows: tab.Len()}
}

func (e *engagement) writeLoad() {
	parts := []record.File{
		e.parquet(e.root, "evidence/account/a1/0.parquet", "SELECT 'a1' AS _load, 0::BIGINT AS _file, i AS _row, ['p'] AS tags FROM range(4) r(i)"),
		e.parquet(e.root, "evidence/account/a1/1.parquet", "SELECT 'a1' AS _load, 0::BIGINT AS _file, i AS _row, NULL::VARCHAR[] AS tags FROM range(3) r(i)"),
	}
	rejects := e.parquet(e.root, "evidence/account/a1.rejects.parquet", "SELECT 5::BIGINT AS _row, 'not a date' AS reason")
	e.load = record.Load{
		ID: "a1", Dataset: "account", Export: "okta_users", Parts: parts, Rejects: &rejects,
		Files:      []record.LoadFile{{Name: "users.json", Read: 9, Loaded: 7, Rejected: 1, Filtered: 1}},
		Totals:     record.Totals{Read: 9, Loaded: 7, Rejected: 1, Filtered: 1, Rows: 7},
		Checks:     []record.Check{{ID: "ipe-02", Status: record.Passed}, {ID: "ipe-03", Status: record.Failed}},
		Undigested: record.LoadCircumstances{LoadedAt: "2026-03-01T00:00:00Z"},
	}
	e.writeLedger()
}

func (e *engagement) writeLedger() {
	e.load.Seal("")
	line, err := record.EncodeLine(e.load)
	must(e.t, err)
	must(e.t, os.WriteFile(filepath.Join(e.root, "evidence/ledger.jsonl"), line, 0o644))
	line, err = record.EncodeLine(record.AcceptedCheck{Load: "a1", Check: "ipe-03", Acceptance: record.Acceptance{Who: "kl", Why: "one test record"}})
	must(e.t, err)
	must(e.t, os.WriteFile(filepath.Join(e.root, record.AcceptedName), line, 0o644))
}

func (e *engagement) dir() string { return filepath.Join(e.root, "runs", "run-0001") }

func (e *engagement) writeTest(id string, s sections) record.Test {
	e.t.Helper()
	accepted := record.Check{ID: "ipe-03", Status: record.Accepted, Accepted: &record.Acceptance{Who: "kl", Why: "one test record"}}
	t := record.Test{
		ID: id, Version: 1, Key: key, Reasons: map[string]string{"R1": "never disabled", "R2": "disabled late", "R3": "no date"},
		Reads: []string{"account"}, Evidence: []record.Source{{Dataset: "account", Load: "a1", Digest: e.load.Digest}},
		Checks: []record.DatasetCheck{{Dataset: "account", Load: "a1", Check: accepted}},
	}
	for _, name := range []string{"population", "exceptions", "indeterminate", "excluded"} {
		query, ok := s[name]
		if !ok {
			continue
		}
		t.Sections = append(t.Sections, e.writeSection(id, name, query, &t))
	}
	t.Pass = t.Population.Count - t.Exceptions - t.Indeterminate - t.Excluded
	t.Verdict = t.Conclude()
	return t
}

func (e *engagement) writeSection(id, name, query string, t *record.Test) record.Section {
	e.t.Helper()
	file := e.parquet(e.dir(), path.Join(id, name+".parquet"), query)
	full := filepath.Join(e.dir(), id, name+".parquet")
	digest, err := table.Digest(full)
	must(e.t, err)
	s := record.Section{Name: name, SQL: query, SHA256: record.Hash([]byte(query)), Columns: digest.Columns, Rows: digest.Rows, File: &file}
	if name == "population" {
		root, err := table.Root(key, full)
		if err == nil { // some tests want a population without a root
			t.Population = record.Population{Count: root.Rows, Root: root.Root.String()}
		}
		return s
	}
	s.Digest = digest.SHA256
	s.ByReason = map[string]int64{}
	for code := range t.Reasons {
		n := e.count("SELECT count(*) FROM (" + query + ") WHERE reason_code = '" + code + "'")
		if n > 0 {
			s.ByReason[code] = n
		}
	}
	items := e.count("SELECT count(DISTINCT (system, account_id)) FROM (" + query + ")")
	switch name {
	case "exceptions":
		t.Exceptions = items
	case "indeterminate":
		t.Indeterminate = items
	case "excluded":
		t.Excluded = items
	}
	return s
}

func (e *engagement) count(query string) (n int64) {
	e.t.Helper()
	must(e.t, e.db.QueryRow(query).Scan(&n))
	return n
}

func (e *engagement) writeRecord() {
	e.t.Helper()
	e.run.Seal()
	data, err := record.Encode(e.run)
	must(e.t, err)
	must(e.t, os.WriteFile(filepath.Join(e.dir(), "record.json"), data, 0o644))
}

// save gives the record and the ledger entry, for restore.
func (e *engagement) save() [2][]byte {
	run, err := record.Encode(e.run)
	must(e.t, err)
	load, err := record.Encode(e.load)
	must(e.t, err)
	return [2][]byte{run, load}
}

func (e *engagement) restore(saved [2][]byte) {
	e.t.Helper()
	e.run, e.load = &record.Run{}, record.Load{}
	must(e.t, record.Decode(saved[0], e.run))
	must(e.t, record.Decode(saved[1], &e.load))
	e.writeLedger()
	e.writeRecord()
	if _, err := e.verify(); err != nil {
		e.t.Fatalf("restored: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
