package engine

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

func TestMakeGivesTypedRows(t *testing.T) {
	s := start(t, Options{})
	ctx := context.Background()
	cols := columns(t, "id", "integer", "name", "text", "at", "timestamp", "amount", "decimal(38,18)", "ok", "boolean", "day", "date", "doc", "json", "tags", "text[]")
	err := s.Given(ctx, "given", cols, [][]*string{
		{text("1"), text("O'Brien"), text("2026-01-01T00:00:00+01:00"), text("1.5"), text("true"), text("2026-01-01"), text(`{"a": 1}`), text(`["a", "\"b\""]`)},
		{text("-2"), text(""), text("2026-01-01"), text("-0.000000000000000001"), text("FALSE"), text("2026-12-31"), text(`[]`), text(`[]`)},
		{nil, nil, nil, nil, nil, nil, nil, nil},
	})
	if err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "rows.parquet")
	made, err := s.Make(ctx, Section{Name: "rows", SQL: "SELECT * FROM given -- all of them", Reads: []string{"given"}, Into: into, Order: []string{"id"}})
	if err != nil {
		t.Fatal(err)
	}
	if made.Rows != 3 || !reflect.DeepEqual(made.Columns, cols) {
		t.Errorf("made %+v, want 3 rows of %v", made, cols)
	}
	want := []string{
		"-2||2026-01-01T00:00:00.000000Z|-0.000000000000000001|false|2026-12-31|[]|[]",
		`1|O'Brien|2025-12-31T23:00:00.000000Z|1.500000000000000000|true|2026-01-01|{"a": 1}|["a","\"b\""]`,
		"NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL",
	}
	if got := lines(t, s, "rows", []string{"id"}); !reflect.DeepEqual(got, want) {
		t.Errorf("rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	again := start(t, Options{})
	if err := again.Attach(ctx, []Relation{{Name: "rows", Columns: cols, Files: []string{into}}}); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, again, "rows", []string{"id"}); !reflect.DeepEqual(got, want) {
		t.Errorf("attached rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// lines gives the rows of a relation, one line each.
func lines(t testing.TB, s *Session, rel string, order []string) []string {
	t.Helper()
	_, rows, err := s.Rows(context.Background(), rel, order, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			if cells[i] = "NULL"; c != nil {
				cells[i] = *c
			}
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func TestResultTypes(t *testing.T) {
	s := start(t, Options{})
	for sql, want := range map[string]string{
		"SELECT CAST(1 AS TINYINT) AS x":                                   "integer 1",
		"SELECT CAST(1 AS UINTEGER) AS x":                                  "integer 1",
		"SELECT CAST(18446744073709551615 AS UBIGINT) AS x":                "decimal(20,0) 18446744073709551615",
		"SELECT sum(range) AS x FROM range(10)":                            "decimal(38,0) 45",
		"SELECT 1.50 AS x":                                                 "decimal(3,2) 1.50",
		"SELECT NULL AS x":                                                 "integer NULL",
		"SELECT TIMESTAMP '2026-01-01 10:00:00' AS x":                      "timestamp 2026-01-01T10:00:00.000000Z",
		"SELECT CAST('a' AS ENUM ('a', 'b')) AS x":                         "text a",
		"SELECT CAST('{\"a\":  1}' AS JSON) AS x":                          `json {"a":  1}`,
		"SELECT CAST(1.005 AS DOUBLE) > 1 AS x":                            "boolean true",
		"SELECT CAST('6ba7b810-9dad-11d1-80b4-00c04fd430c8' AS UUID) AS x": "text 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	} {
		if err := s.Reset(context.Background()); err != nil {
			t.Fatal(err)
		}
		made, err := s.Make(context.Background(), Section{Name: "r", SQL: sql})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if got := made.Columns[0].Type.String() + " " + lines(t, s, "r", nil)[0]; got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
	_, err := s.Make(context.Background(), Section{Name: "big", SQL: "SELECT CAST('170141183460469231731687303715884105727' AS HUGEINT) AS x"})
	if err == nil {
		t.Error("an integer of 39 digits became a decimal of 38")
	}
}

func TestFaultsPointAtTheText(t *testing.T) {
	s := stage(t, Options{})
	month := map[string]Literal{"month": {Type: schema.Type{Kind: schema.Text}, Text: "a longer text\nthan its name"}}
	for sql, want := range map[string]string{
		"SELECT id\n  , nme FROM payment":                        "t.sql:11:5: s: Referenced column \"nme\" not found",
		"SELEC 1":                                                "t.sql:10:1: s: syntax error at or near \"SELEC\"",
		"SELECT $month,\n $other":                                "t.sql:11:2: there is no parameter $other",
		"SELECT $month AS m, $month AS é,\n now()":               "t.sql:11:2: s: the function now is not one",
		"SELECT $month AS m, now()":                              "t.sql:10:21: s: the function now is not one",
		"SELECT id,\n CAST(vendor AS INTEGER) AS v FROM payment": "t.sql:11:2: s: Could not convert string 'V1' to INT32",
		"SELECT sum(wei) AS a,\n sum(CAST(vendor AS INTEGER)) AS v FROM payment": "t.sql:11:2: s: Could not convert string 'V1' to INT32",
		"SELECT 'x": "t.sql:10:8: a string is not closed",
	} {
		_, err := s.Make(context.Background(), Section{Name: "s", SQL: sql, Reads: reads, Params: month, File: "t.sql", Line: 10})
		if err == nil || !strings.HasPrefix(err.Error(), want) || fault.KindOf(err) != fault.Usage {
			t.Errorf("%q: %v\nwant %s", sql, err, want)
		}
	}
	_, err := s.Make(context.Background(), Section{Name: "s", SQL: "SELECT now()", Reads: reads})
	if err == nil || !strings.HasPrefix(err.Error(), "s:1:8: the function now") || fault.HintOf(err) == "" {
		t.Errorf("without a file: %v", err)
	}
}

func TestInvariants(t *testing.T) {
	s := stage(t, Options{})
	ctx := context.Background()
	key := []string{"a", "b"}
	cols := columns(t, "a", "text", "b", "integer")
	for name, rows := range map[string][][]*string{
		"p": {{text("x"), text("1")}, {text("x"), text("2")}, {text("x"), text("2")}, {text("y"), nil}, {nil, text("1")}, {nil, text("1")}},
		"e": {{text("x"), text("1")}, {text("z"), text("9")}, {text("y"), nil}, {nil, nil}},
	} {
		if err := s.Given(ctx, name, cols, rows); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string, o Offence, err error, want string) {
		t.Helper()
		got := fmt.Sprint(o.Count)
		for _, k := range o.Keys {
			for _, c := range k {
				if c == nil {
					got += " NULL"
				} else {
					got += " " + *c
				}
			}
		}
		if err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", what, got, err, want)
		}
	}
	o, err := s.NullKeys(ctx, "p", key, 2)
	check("null keys", o, err, "3 y NULL NULL 1")
	o, err = s.Duplicates(ctx, "p", key, 5)
	check("duplicates", o, err, "2 x 2 NULL 1")
	o, err = s.Missing(ctx, "e", "p", key, 5)
	check("missing", o, err, "2 z 9 NULL NULL")
	o, err = s.Common(ctx, "e", "p", key, 1)
	check("common", o, err, "2 x 1")
	if _, err = s.Missing(ctx, "e", "nothing", key, 1); err == nil {
		t.Error("a relation that does not exist was compared")
	}
}

// The same rows give the same file, however many threads there were.
func TestMakeGivesTheSameBytes(t *testing.T) {
	var first []byte
	for _, threads := range []int{1, 2, 4} {
		s := start(t, Options{Threads: threads})
		into := filepath.Join(t.TempDir(), "r.parquet")
		sql := "SELECT range * 7919 % 200003 AS id, md5(CAST(range AS VARCHAR)) AS h, CAST(range / 7 AS DECIMAL(18, 4)) AS d FROM range(200000)"
		if _, err := s.Make(context.Background(), Section{Name: "r", SQL: sql, Into: into, Order: []string{"id"}}); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(into)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		if !bytes.Equal(first, got) {
			t.Errorf("other bytes with %d threads", threads)
		}
	}
}

func TestVersionIsThatOfTheDatabase(t *testing.T) {
	db, err := openDatabase(context.Background(), Options{Threads: 1, MemoryMiB: 256, TempMiB: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	if v, err := db.one(context.Background(), "SELECT version()"); err != nil || "DuckDB "+v != Version {
		t.Errorf("the database is %s, %v, and Version %s", v, err, Version)
	}
}

func TestMakeWithoutRows(t *testing.T) {
	s := stage(t, Options{})
	into := filepath.Join(t.TempDir(), "none.parquet")
	made, err := s.Make(context.Background(), Section{Name: "none", SQL: "SELECT account_id, roles, detail FROM account WHERE false", Reads: reads, Into: into})
	if err != nil || made.Rows != 0 {
		t.Fatal(made, err)
	}
	again := start(t, Options{})
	if err := again.Attach(context.Background(), []Relation{{Name: "none", Columns: made.Columns, Files: []string{into}}, {Name: "no_files", Columns: made.Columns}}); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, again, "none", nil); len(got)+len(lines(t, again, "no_files", nil)) != 0 {
		t.Errorf("rows %v", got)
	}
}

// The walls behind the gate: DuckDB's own locks, the sandbox, the empty environment.
func TestInnerWalls(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the sandbox is Landlock, which is of Linux")
	}
	f := newField(t)
	before := f.state(t)
	s := startAs(t, "engine-ungated", Options{Scratch: t.TempDir()})
	f.attach(t, s)
	paths := strings.NewReplacer("EVIDENCE", f.evidence, "SECRET", f.secret, "DIR", f.dir)
	for _, q := range []string{
		"SELECT * FROM read_csv('SECRET')", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM read_text('/proc/self/environ')", "COPY (SELECT 1) TO 'EVIDENCE' (FORMAT csv, USE_TMP_FILE false)",
		"COPY (SELECT 1) TO 'EVIDENCE' (FORMAT parquet)", "COPY (SELECT 1) TO 'DIR/x.csv'", "ATTACH 'DIR/x.duckdb'", "INSTALL httpfs", "LOAD httpfs",
		"SET enable_external_access = true", "SET allowed_directories = ['/']", "SELECT * FROM read_csv('http://127.0.0.1/x')", "EXPORT DATABASE 'DIR/x'",
	} {
		if _, err := s.Describe(context.Background(), Section{Name: "q", SQL: paths.Replace(q)}); err == nil {
			t.Errorf("passed: %s", q)
		} else {
			t.Logf("%s: %v", q, err)
		}
	}
	if after := f.state(t); after != before {
		t.Errorf("files changed:\n%s\nfrom\n%s", after, before)
	}
	if _, err := s.Describe(context.Background(), Section{Name: "q", SQL: "COPY (SELECT 1) TO 'out/x.csv'"}); err != nil {
		t.Errorf("the session cannot write its own folder: %v", err)
	}
}

func TestCancelKillsTheWorker(t *testing.T) {
	s := start(t, Options{})
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := s.Make(ctx, Section{Name: "bomb", SQL: bombs["endless"]})
	if err == nil || !strings.Contains(err.Error(), "interrupted") || !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > time.Minute {
		t.Errorf("after %s: %v", time.Since(begin), err)
	}
	if _, err := s.Make(context.Background(), Section{Name: "next", SQL: "SELECT 1 AS x"}); err == nil {
		t.Error("a session whose worker is gone answered")
	}
}

func TestDeadWorkerIsAFault(t *testing.T) {
	s := start(t, Options{})
	ctx := context.Background()
	if _, err := s.Make(ctx, Section{Name: "a", SQL: "SELECT 1 AS x"}); err != nil {
		t.Fatal(err)
	}
	s.worker.kill()
	_, err := s.Make(ctx, Section{Name: "exceptions", SQL: "SELECT 1 AS x"})
	if err == nil || fault.KindOf(err) != fault.Broken || !strings.HasPrefix(err.Error(), "exceptions: the engine ended") {
		t.Errorf("a dead worker: %v", err)
	}
}

func TestWorkerDiesWithItsParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells a process of the death of its parent")
	}
	parent := exec.Command(os.Args[0], "engine-parent", t.TempDir())
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // let the worker get busy
	parent.Process.Kill()
	parent.Wait()
	for range 50 {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(status), ") Z ") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the worker outlived its parent")
}

func TestAttachRefusesOtherTypes(t *testing.T) {
	f := newField(t)
	s := start(t, Options{})
	err := s.Attach(context.Background(), []Relation{{Name: "account", Columns: columns(t, "account_id", "integer"), Files: []string{f.evidence}}})
	if err == nil || fault.KindOf(err) != fault.Refused {
		t.Errorf("a file of other types: %v", err)
	}
	err = start(t, Options{}).Attach(context.Background(), []Relation{{Name: "account", Files: []string{f.evidence + ".gone"}}})
	if err == nil || fault.KindOf(err) != fault.Refused {
		t.Errorf("a file that is missing: %v", err)
	}
}

func TestFileNamesAreExact(t *testing.T) {
	f := newField(t)
	dir := filepath.Join(t.TempDir(), "a[1]*?'s audit")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(f.evidence)
	if err != nil {
		t.Fatal(err)
	}
	odd := filepath.Join(dir, "load[2].parquet")
	if err := os.WriteFile(odd, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f.evidence = odd
	s := start(t, Options{Scratch: dir})
	f.attach(t, s)
	_, err = s.Make(context.Background(), Section{Name: "n", SQL: "SELECT account_id FROM account", Reads: []string{"account"}, Into: filepath.Join(dir, "out[*].parquet")})
	if err != nil {
		t.Error(err)
	}
}
