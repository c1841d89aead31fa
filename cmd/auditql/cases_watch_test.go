package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The cases of a script that is saved are there sooner than by asking for them anew, for which the library is read and a worker is
// started. The quickest of five counts on both sides, in turn, because the machine may be busy.
func TestWatchIsQuick(t *testing.T) {
	w, file, text := watchOne(t)
	saved, anew := time.Hour, time.Hour
	for range 5 {
		saved = min(saved, w.save(t, file, text, "1 test, 1 case: 0 passed, 1 failed"))
		start := time.Now()
		perform(t, "cases", "own-unused")
		anew = min(anew, time.Since(start))
	}
	t.Logf("%v from save to output, %v anew", saved, anew)
	if saved > anew {
		t.Errorf("%v from save to output, and anew it takes only %v", saved, anew)
	}

	w.save(t, filepath.Join("queries", "own-unused.txt"), text, "")
	if code := w.end(); code != 3 {
		t.Errorf("exit code %d after a case that failed, expected 3", code)
	}
}

// A script that cannot be read is told, does not end the watch, and does not hide another that is saved; neither does one that
// ends its worker.
func TestWatchGoesOn(t *testing.T) {
	w, file, text := watchOne(t)
	w.save(t, filepath.Join("queries", "own-broken.sql"), []byte("SELECT 1"), "own-broken.sql:1")
	w.save(t, file, bytes.Replace(text, []byte("WHERE FALSE"), []byte("WHERE last_login_at IS NULL"), 1), "1 test, 1 case: 1 passed, 0 failed")
	if code := w.end(); code != 0 {
		t.Errorf("exit code %d after cases that passed", code)
	}
}

// watchOne watches a new engagement with one script, whose case fails.
func watchOne(t *testing.T) (w *watching, file string, text []byte) {
	t.Chdir(t.TempDir())
	perform(t, "init", ".", "--title", "x", "--start", "2026-01-01", "--end", "2026-07-01")
	perform(t, "new", "own-unused")
	file = filepath.Join("queries", "own-unused.sql")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return startWatch(t), file, text
}

// watching is auditql cases --watch at work.
type watching struct {
	mu   sync.Mutex
	text strings.Builder // of both streams
	stop context.CancelFunc
	done chan int
}

func startWatch(t *testing.T) *watching {
	ctx, stop := context.WithCancel(t.Context())
	w := &watching{stop: stop, done: make(chan int, 1)}
	go func() {
		w.done <- run(ctx, []string{"cases", "--watch"}, streams{strings.NewReader(""), w, w}, time.Now)
	}()
	w.await(t, "watching queries")
	return w
}

func (w *watching) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

// await waits until a text is printed, and forgets what was printed until then.
func (w *watching) await(t *testing.T, want string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		w.mu.Lock()
		text := w.text.String()
		if strings.Contains(text, want) {
			w.text.Reset()
		}
		w.mu.Unlock()
		if strings.Contains(text, want) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%q was not printed:\n%s", want, text)
		}
	}
}

// save puts a new file in the place of another, as editors do, and says how long it took until a text was printed.
func (w *watching) save(t *testing.T, file string, text []byte, want string) time.Duration {
	t.Helper()
	if err := os.WriteFile(file+"~", text, 0o644); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := os.Rename(file+"~", file); err != nil {
		t.Fatal(err)
	}
	w.await(t, want)
	return time.Since(start)
}

func (w *watching) end() int {
	w.stop()
	return <-w.done
}
