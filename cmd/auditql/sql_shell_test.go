//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The shell is tried on a pseudo-terminal, as a person types.
func TestShell(t *testing.T) {
	t.Chdir(t.TempDir())
	perform(t, "init", ".", "--title", "x", "--start", "2026-01-01", "--end", "2026-07-01")
	accounts := "system,account_id,username,account_type,enabled,created_at,last_login_at,mfa_enabled\n" +
		"erp,1001,\"al\x1b[31mee\",human,true,2024-02-01T00:00:00Z,2026-01-02T00:00:00Z,true\n" +
		"erp,1002,bo,human,true,2022-02-01T00:00:00Z,2026-01-20T00:00:00Z,true\n"
	if err := os.WriteFile("accounts.csv", []byte(accounts), 0o644); err != nil {
		t.Fatal(err)
	}
	perform(t, "load", "accounts.csv")

	s := startShell(t, "sql", "--limit", "1")
	s.await("1 dataset: account")
	s.await("auditql> ")

	t.Log("Tab completes datasets, columns and keywords, and lists what a word may become")
	s.send("SEL\t acc\t")
	s.await("SELECT account")
	s.send("\t")
	s.await("account  account_id  account_type")
	s.send("_i\t, user\t")
	s.await("username")
	s.send("\x15") // Ctrl-U clears the line

	t.Log("a query over two lines; control characters of a cell are shown; rows are capped with their count")
	s.send("SELECT account_id, username\r")
	s.await("...> ")
	s.send("FROM account ORDER BY account_id;\r")
	s.await(`al\u{1b}[31mee`)
	s.await("the first 1 of 2 rows")
	s.await("query 1, rows ")

	t.Log("a mistake does not end the shell")
	s.await("auditql> ")
	s.send("SELECT nothing FROM account;\r")
	s.await("error: ")

	t.Log("Ctrl-C ends a query, not the shell")
	s.await("auditql> ")
	s.send("SELECT COUNT(*) AS n FROM range(100000000) AS a(x), range(100000000) AS b(y) WHERE a.x * b.y = 7;\r")
	time.Sleep(time.Second) // it is under way
	s.send("\x03")
	s.await("interrupted")
	s.await("auditql> ")
	s.send("SELECT COUNT(*) + 40 AS after FROM account;\r")
	s.await("42")

	t.Log("Ctrl-C at the prompt clears the line; Ctrl-D ends")
	s.await("auditql> ")
	s.send("garbage\x03\x04")
	if err := s.wait(); err != nil {
		t.Errorf("the shell ended with %v\n%s", err, s.text.String())
	}

	t.Log("the history is that of the sessions before, and the log is in the engagement")
	s = startShell(t, "sql")
	s.await("auditql> ")
	s.send("\x1b[A") // up
	s.await("SELECT COUNT(*) + 40 AS after")
	s.send("\r")
	s.await("42")
	s.await("auditql> ")
	s.send("\x04")
	if err := s.wait(); err != nil {
		t.Errorf("the second shell ended with %v", err)
	}
	if out, _ := perform(t, "sql", "--log"); !strings.Contains(out, "failed") || strings.Count(out, "AS after") != 2 {
		t.Errorf("the log lacks a query:\n%s", out)
	}
	perform(t, "new", "own-promoted", "--from-log", "1")
	if _, err := os.Stat(filepath.Join("queries", "own-promoted.sql")); err != nil {
		t.Error(err)
	}
}

// shellAtWork is auditql on a pseudo-terminal.
type shellAtWork struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	mu   sync.Mutex
	text strings.Builder
}

func startShell(t *testing.T, args ...string) *shellAtWork {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &shellAtWork{t: t, cmd: exec.Command(self, args...)}
	s.cmd.Env = append(os.Environ(), asProgram+"=1", "TERM=xterm")
	if s.tty, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 40, Cols: 120}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.tty.Close() })
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := s.tty.Read(b)
			s.mu.Lock()
			s.text.Write(b[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *shellAtWork) send(text string) {
	s.t.Helper()
	if _, err := s.tty.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

// await waits until a text is on the terminal, and forgets what came before its end.
func (s *shellAtWork) await(want string) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		s.mu.Lock()
		text := s.text.String()
		_, rest, found := strings.Cut(text, want)
		if found {
			s.text.Reset()
			s.text.WriteString(rest)
		}
		s.mu.Unlock()
		if found {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("%q did not come:\n%q", want, text)
		}
	}
}

func (s *shellAtWork) wait() error {
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Minute):
		s.t.Fatal("the shell does not end")
		return nil
	}
}
