package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/record"
)

// The same items give the same sample to the byte, whether they came in one file in order or in several in disorder, and for
// any number of threads.
func TestDrawsIgnoreOrderFilesAndThreads(t *testing.T) {
	rows := []string{}
	for i := range 3_000 {
		rows = append(rows, fmt.Sprintf("LE-%d,C-%d,BTC,%d.%02d,deposit,2026-03-02T10:00:00Z", i, i%40, i*i%9-1, i%100))
	}
	one := drawAll(t, "2", rows)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	several := drawAll(t, "1", rows[:700], rows[700:701], rows[701:])
	for method, want := range one {
		if got := several[method]; got != want {
			t.Errorf("%s drew another sample from a shuffled frame in three files\n%.300s\n%.300s", method, got, want)
		}
	}
}

// drawAll loads the files and draws by every method. It gives what each drew, with the root of the frame.
func drawAll(t *testing.T, threads string, files ...[]string) map[string]string {
	t.Setenv("GOMAXPROCS", threads)
	root := t.TempDir()
	load := []string{"load"}
	for i, rows := range files {
		name := filepath.Join(root, fmt.Sprintf("entries-%d.csv", i))
		text := "entry_id,account_id,asset,amount_signed,entry_type,created_at\n" + strings.Join(rows, "\n") + "\n"
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		load = append(load, name)
	}
	asAuditql(t, root, "init", ".", "--title", "Order", "--start", "2026-01-01", "--end", "2026-07-01")
	asAuditql(t, root, load...)
	out := map[string]string{}
	for i, d := range draws {
		args := []string{"sample", "draw", "frame-srs", "--method", d.method, "--amount", "amount_signed", "--n", "40", "--seed", "31415926535897932384", "--name", d.method}
		if i == 0 {
			args = append([]string{"sample", "draw", "--from", "ledger_entry"}, args[3:]...)
		}
		asAuditql(t, root, args...)
		data, err := os.ReadFile(filepath.Join(root, "selections", d.method, "selection.json"))
		if err != nil {
			t.Fatal(err)
		}
		var s record.Selection
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(err)
		}
		out[d.method] = fmt.Sprintln(s.Frame.Count, s.Frame.Root, string(s.Drawn))
	}
	return out
}
