package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"auditql/analytics/evidence"
)

// TestHostileMoving changes an export all the time while it is loaded. Nothing of it becomes evidence: the bytes that were
// hashed, those that were read and those that are there would be different ones.
func TestHostileMoving(t *testing.T) {
	content := accounts()
	for i := range 20_000 {
		content = fmt.Appendf(content, accountRow, fmt.Sprint(i))
	}
	for name, move := range map[string]func(path string, n int) error{
		"grows": func(path string, n int) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = fmt.Fprintf(f, accountRow, fmt.Sprint("more", n))
			return err
		},
		"shrinks": func(path string, n int) error { return os.Truncate(path, int64(len(content)-n%1000-1)) },
		"is replaced": func(path string, n int) error {
			other := bytes.Replace(content, []byte(",bo,"), fmt.Appendf(nil, ",b%d,", n%10), 1)
			if err := os.WriteFile(path+".new", other, 0o644); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
		"is written over": func(path string, n int) error {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteAt(fmt.Appendf(nil, "%03d", n%1000), int64(len(accountHeader)+4))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHostile(t)
			outside := t.TempDir() // what moves is no sign that the program wrote there
			path := filepath.Join(outside, "a.csv")
			if err := os.WriteFile(path, content, 0o644); err != nil {
				t.Fatal(err)
			}
			stop, done := make(chan bool), make(chan error)
			go func() {
				var err error
				for n := 0; err == nil; n++ {
					select {
					case <-stop:
						done <- nil
						return
					case <-time.After(time.Millisecond):
						err = move(path, n)
					}
				}
				<-stop
				done <- err
			}()
			o := h.load(path)
			close(stop)
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			if o.code != 4 || len(o.reports) != 1 || o.reports[0].Status != evidence.Refused || !strings.Contains(o.reports[0].Message, "changed while it was read") {
				t.Errorf("exit code %d\n%s%s", o.code, o.short(), o.stderr)
			}
			if _, err := os.Stat(filepath.Join(h.root, "audit", "evidence", "account")); err == nil {
				t.Error("there is evidence of it")
			}
		})
	}
}

// TestHostileInterrupt stops a load as Ctrl-C does, which every process of the terminal gets, at moments all over the time that
// a whole load takes. Nothing of it is left, whatever it was about.
func TestHostileInterrupt(t *testing.T) {
	content := accounts()
	for i := range 900_000 {
		content = fmt.Appendf(content, accountRow, fmt.Sprint(i))
	}
	h, whole := newHostile(t), newHostile(t)
	h.put("a.csv", content)
	whole.put("a.csv", content)
	begin := time.Now()
	if o := whole.load("in"); o.code != 0 || o.reports[0].Loaded != 900_000 {
		t.Fatalf("uninterrupted: exit code %d\n%s%s", o.code, o.short(), o.stderr)
	}
	takes, stopped := time.Since(begin), 0
	for _, part := range []time.Duration{5, 20, 40, 60, 70, 80, 85, 90, 95} {
		after := takes * part / 100
		code, stderr := h.interrupt(after)
		if code == 0 && stopped > 3 { // this one was faster, and is whole
			if o := h.load("in"); o.code != 0 || o.reports[0].Status != evidence.Duplicate {
				t.Errorf("after a load that ended: exit code %d\n%s%s", o.code, o.short(), o.stderr)
			}
			return
		}
		stopped++
		if code != 1 || !strings.Contains(stderr, "auditql: error: interrupted; nothing was left half done") {
			// before the program listens, the signal ends it as any other
			if code != -1 || after > 500*time.Millisecond {
				t.Errorf("after %s of %s: exit code %d: %s", after, takes, code, stderr)
			}
		}
		left, err := filepath.Glob(filepath.Join(h.root, "audit", "evidence", "*"))
		if err != nil || len(left) > 0 {
			t.Errorf("after %s there is %v, %v", after, left, err)
		}
	}
	if o := h.load("in"); o.code != 0 || o.reports[0].Loaded != 900_000 {
		t.Errorf("afterwards: exit code %d\n%s%s", o.code, o.short(), o.stderr)
	}
}

// interrupt starts a load and presses Ctrl-C after a time. The exit code is -1 when the signal itself ended it.
func (h *hostile) interrupt(after time.Duration) (code int, stderr string) {
	c, cancel := h.program("-C", "audit", "load", "in", "--format", "json")
	defer cancel()
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var text bytes.Buffer
	c.Stderr = &text
	if err := c.Start(); err != nil {
		h.t.Fatal(err)
	}
	time.Sleep(after)
	_ = syscall.Kill(-c.Process.Pid, syscall.SIGINT)
	_ = c.Wait()
	return c.ProcessState.ExitCode(), text.String()
}

// TestHostileKinds hands over what is no file: none is waited for, none is read, and what lies beside it is loaded.
func TestHostileKinds(t *testing.T) {
	h := newHostile(t)
	h.limit = 20 * time.Second
	h.put("ok.csv", accounts("1"))
	in := func(name string) string { return filepath.Join(h.exports, name) }
	for _, err := range []error{
		syscall.Mkfifo(in("pipe"), 0o644), os.Symlink("loop", in("loop")), os.Symlink("..", in("up")),
		os.Symlink("/etc/passwd", in("link")), os.Symlink("nowhere", in("dangling")), os.Mkdir(in("empty"), 0o755),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	o := h.load("in", "in/pipe", "in/loop", "in/empty", "/dev/null", "/dev/zero", "in/none.csv")
	want := `"/dev/null" refused 0=0+0+0 is not a regular file
"/dev/zero" refused 0=0+0+0 is not a regular file
"dangling" refused 0=0+0+0 is a link to "nowhere", and links in folders are not followed
"empty" refused 0=0+0+0 has no files in it
"link" refused 0=0+0+0 is a link to "/etc/passwd"
"loop" refused 0=0+0+0 is a link to "loop"
"loop" refused 0=0+0+0 open file: stat in/loop: too many levels
"none.csv" refused 0=0+0+0 there is no such file or folder
"ok.csv" loaded 1=1+0+0
"pipe" refused 0=0+0+0 is not a regular file
"pipe" refused 0=0+0+0 is not a regular file
"up" refused 0=0+0+0 is a link to ".."`
	said := strings.Split(strings.TrimSpace(o.short()), "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(said) || !strings.HasPrefix(said[i], line) {
			t.Fatalf("exit code %d, line %d is not %s\n%s%s", o.code, i+1, line, o.short(), o.stderr)
		}
	}
	if o.code != 4 || len(said) != strings.Count(want, "\n")+1 {
		t.Errorf("exit code %d\n%s", o.code, o.short())
	}
}

// TestHostilePermissions hands over what may not be read, to a user who is not the administrator.
func TestHostilePermissions(t *testing.T) {
	h := newHostile(t)
	locked, ok := h.put("locked.csv", accounts("1")), h.put("ok.csv", accounts("2"))
	for _, err := range []error{os.Chmod(locked, 0), os.Mkdir(filepath.Join(h.exports, "folder"), 0), os.Chmod(ok, 0o444)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	c, cancel := h.program("-C", "audit", "load", "in", "--format", "json")
	defer cancel()
	if os.Getuid() == 0 {
		asNobody(t, c, h.root)
	}
	o := h.watch(c)
	if o.code != 4 || len(o.reports) != 3 || o.reports[0].Status != evidence.Refused || o.reports[1].Status != evidence.Refused || o.reports[2].Loaded != 1 ||
		!strings.Contains(o.reports[0].Message, "permission denied") || !strings.Contains(o.reports[1].Message, "permission denied") {
		t.Errorf("exit code %d\n%s%s", o.code, o.short(), o.stderr)
	}
	if err := os.Chmod(filepath.Join(h.exports, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// asNobody makes a program that the user nobody runs, in a folder that is his.
func asNobody(t *testing.T, c *exec.Cmd, root string) {
	const nobody = 65534
	place, err := os.MkdirTemp("/tmp", "auditql-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(place) })
	program := filepath.Join(place, "auditql")
	data, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, data, 0o755)
	}
	if err == nil {
		err = os.Chmod(place, 0o755)
	}
	for dir := root; err == nil && dir != "/" && dir != os.TempDir(); dir = filepath.Dir(dir) {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("chown", "-R", fmt.Sprint(nobody), filepath.Join(root, "audit")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c.Path, c.Args[0] = program, program
	c.Env = append(c.Env, "TMPDIR="+filepath.Join(root, "audit"), "HOME="+root)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// TestHostileFullDisk loads where files may not become longer than a few kilobytes, which is what a full disk looks like to
// a program. Nothing is half loaded, and it can be loaded when there is room.
func TestHostileFullDisk(t *testing.T) {
	var content []byte
	content = append(content, accounts()...)
	for i := range 30_000 {
		content = fmt.Appendf(content, accountRow, fmt.Sprint(i*7919))
	}
	for _, blocks := range []int{0, 1, 8, 100} {
		t.Run(fmt.Sprint(blocks), func(t *testing.T) {
			h := newHostile(t)
			h.put("a.csv", content)
			c, cancel := h.program()
			defer cancel()
			c.Path = "/bin/sh"
			c.Args = []string{"sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" -C audit load in --format json`, blocks), os.Args[0]}
			o := h.watch(c)
			if o.code != 1 || !strings.Contains(o.stderr, "auditql: hint: make room") || !strings.Contains(strings.ToLower(o.stderr), "file too large") {
				t.Errorf("exit code %d: %s\n%s", o.code, o.stderr, o.short())
			}
			if o := h.load("in"); o.code != 0 || len(o.reports) != 1 || o.reports[0].Loaded != 30_000 {
				t.Errorf("afterwards: exit code %d\n%s%s", o.code, o.short(), o.stderr)
			}
		})
	}
}
