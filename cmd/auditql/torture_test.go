package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// One seed makes one torture, so that whatever fails can be seen again.
var (
	kills = flag.Int("kills", few, "how many programs the torture kills")
	seed  = flag.Uint64("seed", 20260701, "seed of the torture")
)

// few kills are a part of every test run; with more of them the other tortures take place too.
const few = 3

func newWholeTorture(t *testing.T) *torture {
	if *kills <= few {
		t.Skip("make torture")
	}
	return newTorture(t)
}

// torture is an engagement at three stages, and what an undisturbed audit makes of them.
type torture struct {
	t      *testing.T
	dice   *rand.Rand
	states [3]string // folders: made, loaded, run
	steps  [3][]string
	took   [3]time.Duration
	ledger []record.Load
	digest string
	sealed []byte
	count  map[string]int
}

func newTorture(t *testing.T) *torture {
	if testing.Short() {
		t.Skip("takes long")
	}
	x := &torture{t: t, dice: rand.New(rand.NewPCG(*seed, 0)), count: map[string]int{}}
	exports := filepath.Join(t.TempDir(), "exports")
	generate(t, exports)
	x.steps = [3][]string{{"load", filepath.Join(exports, "hr"), filepath.Join(exports, "okta")}, {"run", "iam-terminated-active", "iam-leaver-timeliness"}, {"seal", "-o", "b.tar"}}
	at := x.fresh("")
	perform(t, "init", at, "--title", "Torture", "--start", "2026-01-01", "--end", "2026-07-01")
	for i, step := range x.steps {
		x.states[i] = x.fresh(at)
		start := time.Now()
		if code := x.command(at, step...).code(); code != 0 && code != 3 {
			t.Fatalf("%v: exit code %d", step, code)
		}
		x.took[i] = time.Since(start)
	}
	x.ledger = x.readLedger(at)
	run, err := bundle.VerifyRun(context.Background(), at, filepath.Join(at, "runs", "run-0001"))
	x.must(err)
	x.digest = run.Digest
	x.sealed, err = os.ReadFile(filepath.Join(at, "b.tar"))
	x.must(err)
	return x
}

func (x *torture) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// fresh copies a folder.
func (x *torture) fresh(from string) string {
	dir := filepath.Join(x.t.TempDir(), "audit")
	if from != "" {
		x.must(os.CopyFS(dir, os.DirFS(from)))
	}
	return dir
}

// child is auditql in a process of its own.
type child struct {
	*exec.Cmd
	out bytes.Buffer
}

func (x *torture) command(dir string, args ...string) *child {
	c := &child{Cmd: exec.Command(os.Args[0], args...)}
	c.Dir, c.Env = dir, append(os.Environ(), asProgram+"=1")
	c.Stdout, c.Stderr = &c.out, &c.out
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	x.must(c.Start())
	return c
}

func (c *child) code() int {
	var exit *exec.ExitError
	if err := c.Wait(); errors.As(err, &exit) {
		return exit.ExitCode()
	} else if err != nil {
		return -2
	}
	return 0
}

func (x *torture) readLedger(dir string) []record.Load {
	data, err := os.ReadFile(filepath.Join(dir, "evidence", "ledger.jsonl"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	x.must(err)
	loads, err := record.ParseLedger(data)
	x.must(err)
	return loads
}

// TestTorture kills auditql at random moments. Afterwards the engagement is as before or complete, and the same command
// brings it to the state that an undisturbed audit has.
func TestTorture(t *testing.T) {
	x := newTorture(t)
	for n, killed := 0, 0; killed < *kills; n++ {
		stage := n % 3
		dir := x.fresh(x.states[stage])
		c := x.command(dir, x.steps[stage]...)
		time.Sleep(time.Duration(x.dice.Float64() * float64(x.took[stage])))
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
		struck := c.code() == -1
		x.verify(dir, "after the kill")
		what := [](func(string) string){x.afterLoad, x.afterRun, x.afterSeal}[stage](dir)
		x.verify(dir, "after "+x.steps[stage][0]+" again")
		if struck {
			if killed++; killed%25 == 0 {
				t.Logf("%d kills so far", killed)
			}
		} else {
			what += ", it had ended before it was killed"
		}
		x.count[x.steps[stage][0]+": "+what]++
		if t.Failed() {
			t.Fatalf("try %d with -seed %d: %s", n+1, *seed, what)
		}
		x.must(os.RemoveAll(dir))
	}
	for what, n := range x.count {
		t.Logf("%4d %s", n, what)
	}
	t.Logf("%d kills with seed %d, nothing lost", *kills, *seed)
}

// verify says whether all of an engagement is as recorded.
func (x *torture) verify(dir, when string) {
	if _, err := bundle.VerifyEngagement(context.Background(), dir); err != nil {
		x.t.Errorf("%s: %v", when, err)
	}
}

// afterLoad: what is in the ledger is whole, and loading again brings the rest.
func (x *torture) afterLoad(dir string) string {
	before := x.readLedger(dir)
	for i, l := range before {
		if l.Digest != x.ledger[i].Digest {
			x.t.Errorf("load %d is %s, want %s", i+1, l.Digest, x.ledger[i].Digest)
		}
		for _, p := range l.Parts {
			if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p.Path))); err != nil || record.Hash(data) != p.SHA256 {
				x.t.Errorf("%s is in the ledger and not as it says: %v", p.Path, err)
			}
		}
	}
	if c := x.command(dir, x.steps[0]...); c.code() != 0 {
		x.t.Errorf("loading again: %s", c.out.String())
	}
	after := x.readLedger(dir)
	if len(after) != len(x.ledger) {
		x.t.Errorf("after loading again there are %d loads, want %d", len(after), len(x.ledger))
	}
	switch len(before) {
	case 0:
		return "as before"
	case len(x.ledger):
		return "complete"
	}
	return "some loads complete, the others as before"
}

func (x *torture) afterRun(dir string) string {
	id, what := "run-0001", "complete"
	if _, err := os.Stat(filepath.Join(dir, "runs", id)); err != nil {
		what = "as before"
		if c := x.command(dir, x.steps[1]...); c.code() != 3 {
			x.t.Errorf("running again: %s", c.out.String())
		}
	}
	rep, err := bundle.VerifyRun(context.Background(), dir, filepath.Join(dir, "runs", id))
	if err != nil || rep.Digest != x.digest {
		x.t.Errorf("%s: digest %s, want %s: %v", what, rep.Digest, x.digest, err)
	}
	return what
}

func (x *torture) afterSeal(dir string) string {
	file, what := filepath.Join(dir, "b.tar"), "complete"
	if _, err := os.Stat(file); err != nil {
		what = "as before"
	} else if _, err := bundle.Verify(context.Background(), file, bundle.Check{}); err != nil {
		x.t.Errorf("the bundle is there and not whole: %v", err)
	}
	if c := x.command(dir, x.steps[2]...); c.code() != 0 {
		x.t.Errorf("sealing again: %s", c.out.String())
	}
	if data, err := os.ReadFile(file); err != nil || !bytes.Equal(data, x.sealed) {
		x.t.Errorf("%s: the bundle differs from that of an undisturbed audit: %v", what, err)
	}
	return what
}

// TestTortureOfFiles changes and cuts files that were kept: whoever reads them next says so, and concludes nothing.
func TestTortureOfFiles(t *testing.T) {
	x := newWholeTorture(t)
	found := 0
	for n := range max(12, *kills/4) {
		dir := x.fresh(x.states[2])
		files := []string{"evidence/ledger.jsonl", x.ledger[0].Parts[0].Path, "runs/run-0001/record.json", "runs/run-0001/iam-terminated-active/population.parquet"}
		file := filepath.Join(dir, files[n%len(files)])
		data, err := os.ReadFile(file)
		x.must(err)
		at := x.dice.IntN(len(data))
		if how := n / len(files) % 2; how == 0 {
			data[at] ^= 1 << x.dice.IntN(8)
		} else {
			data = data[:at]
		}
		x.must(os.Remove(file))
		x.must(os.WriteFile(file, data, 0o444))
		_, err = bundle.VerifyEngagement(context.Background(), dir)
		if fault.KindOf(err) != fault.Differs {
			t.Fatalf("%s changed at byte %d with -seed %d: %v", files[n%len(files)], at, *seed, err)
		}
		if strings.HasPrefix(files[n%len(files)], "evidence") {
			if c := x.command(dir, x.steps[1]...); c.code() != int(fault.Refused) && c.ProcessState.ExitCode() != int(fault.Differs) || strings.Contains(c.out.String(), "population") {
				t.Fatalf("tests were performed on %s changed at byte %d: %s", files[n%len(files)], at, c.out.String())
			}
		}
		found++
		x.must(os.RemoveAll(dir))
	}
	t.Logf("%d files changed or cut off with seed %d, all found", found, *seed)
}

// TestTortureByTwo starts two programs at once: one works, the other says that it may not, or comes after it.
func TestTortureByTwo(t *testing.T) {
	x := newWholeTorture(t)
	for n := range max(2, *kills/20) {
		for stage := range 2 {
			dir := x.fresh(x.states[stage])
			two := []*child{x.command(dir, x.steps[stage]...), x.command(dir, x.steps[stage]...)}
			done := 0
			for _, c := range two {
				switch code := c.code(); {
				case code == 0 || code == 3:
					done++
				case code != 1 || !strings.Contains(c.out.String(), "another auditql is writing"):
					t.Fatalf("%d: exit code %d: %s", n, code, c.out.String())
				}
			}
			if done == 0 {
				t.Fatal("neither worked")
			}
			if got := x.readLedger(dir); len(got) != len(x.ledger) {
				t.Fatalf("%d loads, want %d", len(got), len(x.ledger))
			}
		}
	}
}

// TestTortureByFullDisk fills a small file system. What could not be written is not there, and can be done later.
func TestTortureByFullDisk(t *testing.T) {
	x := newWholeTorture(t)
	disk := t.TempDir()
	mount := func(options string) error {
		return exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk).Run()
	}
	if err := mount("size=64k"); err != nil {
		t.Skipf("a file system cannot be mounted here: %v", err)
	}
	defer func() { _ = exec.Command("umount", disk).Run() }()
	full := 0
	for stage, step := range x.steps {
		for _, size := range []int{16, 64, 160, 400} {
			dir := filepath.Join(disk, "audit")
			x.must(mount("remount,size=64m"))
			x.must(os.RemoveAll(dir))
			x.must(os.CopyFS(dir, os.DirFS(x.states[stage])))
			x.must(mount(fmt.Sprintf("remount,size=%dk", used(t, dir)/1024+size)))
			c := x.command(dir, step...)
			if code := c.code(); code != 0 && code != 3 {
				full++
				if !strings.Contains(c.out.String(), "auditql: error:") && !strings.Contains(c.out.String(), "space") {
					t.Errorf("%s with %d KiB: exit code %d says nothing: %s", step[0], size, code, c.out.String())
				}
			}
			x.must(mount("remount,size=64m"))
			what := [](func(string) string){x.afterLoad, x.afterRun, x.afterSeal}[stage](dir)
			t.Logf("%s with %d KiB free: %s", step[0], size, what)
		}
	}
	if full == 0 {
		t.Error("the disk was never full")
	}
	t.Logf("the disk was full %d times", full)
}

func used(t *testing.T, dir string) int {
	t.Helper()
	size := 0
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		size += (int(info.Size()) + 4095) / 4096 * 4096
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
