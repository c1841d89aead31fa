package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"auditql/analytics/goal"
	"auditql/analytics/record"
	"auditql/analytics/report"
)

// rowsAsked is how many items the frames of benchmarks have: ROWS=100000000 make bench.
func rowsAsked(b *testing.B) int64 {
	text := os.Getenv("ROWS")
	if text == "" {
		return 10_000_000
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		b.Fatalf("ROWS is %q, expected a number", text)
	}
	return n
}

// pool is DuckDB, by which benchmarks make what they measure on, and their floors.
func pool(b testing.TB) *sql.DB {
	db, err := sql.Open("duckdb", "?memory_limit=2GB&temp_directory="+b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

func query(b testing.TB, db *sql.DB, statement string) {
	b.Helper()
	if _, err := db.Exec(statement); err != nil {
		b.Fatalf("%s: %v", statement, err)
	}
}

// largeRun makes an engagement with one run, whose test big has n items. It gives its folder and the file of the population.
func largeRun(b testing.TB, db *sql.DB, n int64) (root, file string) {
	root = b.TempDir()
	asAuditql(b, root, "init", ".", "--title", "Bench", "--start", "2026-01-01", "--end", "2026-07-01")
	dir := filepath.Join(root, "runs", "run-0001")
	file = filepath.Join(dir, "big", "population.parquet")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.Fatal(err)
	}
	query(b, db, fmt.Sprintf(`COPY (SELECT i + 4900000000 AS document, CAST((1 + hash(i) %% 1000000) / 100 AS DECIMAL(18,2)) AS amount
		FROM range(%d) AS t(i)) TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`, n, file))
	run := record.Run{ID: "run-0001", Tests: []record.Test{{
		ID: "big", Version: 1, Key: []string{"document"}, Population: record.Population{Count: n, Root: "not computed"}, Verdict: record.NoExceptions,
	}}}
	run.Seal()
	data, err := record.Encode(run)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "record.json"), data, 0o644)
	}
	if err != nil {
		b.Fatal(err)
	}
	return root, file
}

// asAuditql performs a command as a process of its own and gives the processor time and the greatest memory of it and its workers
// together, in bytes.
func asAuditql(b testing.TB, dir string, args ...string) (took time.Duration, most int64) {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(self, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
	cmd.Env = append(os.Environ(), asProgram+"=1")
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	stop, peak := make(chan bool), make(chan int64)
	go watchMemory(cmd.Process.Pid, stop, peak)
	err = cmd.Wait()
	close(stop)
	most = <-peak
	if code := cmd.ProcessState.ExitCode(); err != nil && code != 3 && code != 4 { // these have something to report
		b.Fatalf("auditql %v: %v\n%s", args, err, out.String())
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), most
}

// watchMemory adds up the memory that a process and its children had at most, by looking often. What the system reports of a child
// that has ended counts the memory of the process that started it too.
func watchMemory(pid int, stop <-chan bool, peak chan<- int64) {
	most := map[string]int64{}
	for {
		select {
		case <-stop:
			total := int64(0)
			for _, kib := range most {
				total += kib << 10
			}
			peak <- total
			return
		case <-time.After(10 * time.Millisecond):
		}
		children := childrenOf(pid)
		for _, p := range append(children, strconv.Itoa(pid)) {
			status, _ := os.ReadFile("/proc/" + p + "/status")
			if _, after, ok := strings.Cut(string(status), "VmHWM:"); ok {
				kib, _ := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
				most[p] = max(most[p], kib)
			}
		}
	}
}

// childrenOf gives the processes that a process has started, by any of its threads.
func childrenOf(pid int) (out []string) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		out = append(out, strings.Fields(string(text))...)
	}
	return out
}

// draws are the ways to draw, and what each may take against counting the items and adding up their amounts.
var draws = []struct {
	method string
	goal   float64
}{{"srs", 9}, {"sieve", 9}, {"interval", 18}, {"cell", 18}, {"random", 27}, {"systematic", 27}}

func drawBig(b testing.TB, root, method, name string) (took time.Duration, most int64) {
	defer os.RemoveAll(filepath.Join(root, "selections"))
	return asAuditql(b, root, "sample", "draw", "big", "--method", method, "--amount", "amount", "--n", "60", "--seed", "31415926535897932384", "--name", name)
}

// BenchmarkDraw draws 60 items as a user does and compares that with two scans of the same file by DuckDB: one that counts and
// adds up, and one that makes every item's ticket.
func BenchmarkDraw(b *testing.B) {
	db, n := pool(b), rowsAsked(b)
	root, file := largeRun(b, db, n)
	small, _ := largeRun(b, db, min(n, 1_000_000))
	floors := []string{"SELECT count(*), sum(amount) FROM '%s'", "SELECT count(*), min(sha256('ASEL1' || chr(10) || '3141' || chr(10) || 'big' || chr(10) || document)) FROM '%s'"}
	for _, d := range draws {
		var least goal.Least
		var peak, peakSmall int64
		of := d.method + " of 60 from " + report.Count(n) + " items"
		b.Run(of+", to counting and adding up", func(b *testing.B) {
			for b.Loop() {
				for i, f := range floors {
					least.Take(i, goal.CPU(func() { query(b, db, fmt.Sprintf(f, file)) }))
				}
				var took time.Duration
				took, peak = drawBig(b, root, d.method, "x")
				least.Take(2, took)
				_, peakSmall = drawBig(b, small, d.method, "x")
			}
			goal.Time(b, least[0], least[2], d.goal)
		})
		if len(least) < 3 {
			continue // left out by the pattern of -bench, or failed
		}
		stated(b, of+", to making each ticket in SQL", func(b *testing.B) { goal.Time(b, least[1], least[2], d.goal/9) })
		stated(b, of+", memory to that of "+report.Count(min(n, 1_000_000)), func(b *testing.B) { goal.Memory(b, peakSmall, peak, 1.25) })
	}
}

// stated adds a row of what was measured already.
func stated(b *testing.B, what string, state func(*testing.B)) {
	b.Run(what, func(b *testing.B) {
		for b.Loop() {
		}
		state(b)
	})
}
