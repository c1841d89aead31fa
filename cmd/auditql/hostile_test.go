package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"auditql/analytics/evidence"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/xuri/excelize/v2"
)

// hostile is an engagement in a folder with what an auditee handed over, where nothing but the engagement may change.
type hostile struct {
	t       *testing.T
	root    string // holds audit and in
	limit   time.Duration
	exports string
}

func newHostile(t *testing.T) *hostile {
	h := &hostile{t: t, root: t.TempDir(), limit: time.Minute}
	h.exports = filepath.Join(h.root, "in")
	if err := os.Mkdir(h.exports, 0o755); err != nil {
		t.Fatal(err)
	}
	perform(t, "init", filepath.Join(h.root, "audit"), "--title", "Hostile", "--start", "2026-01-01", "--end", "2026-07-01")
	return h
}

// put writes an export and gives its path.
func (h *hostile) put(name string, content []byte) string {
	h.t.Helper()
	path := filepath.Join(h.exports, name)
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, content, 0o644)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return path
}

// outcomeOf is what a load said and what it cost.
type outcomeOf struct {
	code    int
	reports []evidence.FileReport
	stderr  string
	memory  int64 // most that one of its processes held, in bytes
	took    time.Duration
}

// program is a command as a process of its own, which is killed when it takes too long.
func (h *hostile) program(args ...string) (*exec.Cmd, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(h.t.Context(), h.limit)
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Dir, c.Env = h.root, append(os.Environ(), asProgram+"=1", "TMPDIR="+h.t.TempDir())
	c.WaitDelay = time.Second
	return c, cancel
}

// load loads with the real program and checks what must be true of every load, whatever was handed over.
func (h *hostile) load(args ...string) outcomeOf {
	h.t.Helper()
	c, cancel := h.program(append([]string{"-C", "audit", "load", "--format", "json"}, args...)...)
	defer cancel()
	return h.watch(c)
}

func (h *hostile) watch(c *exec.Cmd) outcomeOf {
	h.t.Helper()
	before := h.outside()
	var out, stderr bytes.Buffer
	c.Stdout, c.Stderr = &out, &stderr
	start := time.Now()
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	o := outcomeOf{code: c.ProcessState.ExitCode(), stderr: stderr.String(), took: time.Since(start)}
	if use, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		o.memory = use.Maxrss << 10
	}
	if err := json.Unmarshal(out.Bytes(), &o.reports); err != nil && out.Len() > 0 {
		h.t.Fatalf("%v in %s", err, out.String())
	}
	if after := h.outside(); !maps.Equal(before, after) {
		h.t.Errorf("outside of the engagement something changed: %v, then %v", before, after)
	}
	h.sane(o)
	return o
}

// outside describes everything outside of the engagement.
func (h *hostile) outside() map[string]string {
	out := map[string]string{}
	err := filepath.WalkDir(h.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path == filepath.Join(h.root, "audit") {
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() {
			out[path] = fmt.Sprint(info.Mode(), info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// sane checks that the program ended by itself, that every record is somewhere, and that the ledger says the same.
func (h *hostile) sane(o outcomeOf) {
	h.t.Helper()
	if o.code != 0 && o.code != 1 && o.code != 4 || strings.Contains(o.stderr, "goroutine") {
		h.t.Errorf("exit code %d after %s: %s", o.code, o.took, o.stderr)
	}
	for _, r := range o.reports {
		if r.Read != r.Loaded+r.Rejected+r.Filtered {
			h.t.Errorf("%q: %d records read, %d loaded, %d rejected, %d filtered", r.File, r.Read, r.Loaded, r.Rejected, r.Filtered)
		}
		if r.Status != evidence.Loaded && (r.Read > 0 || r.Message == "") {
			h.t.Errorf("%q is %s with %d records: %q", r.File, r.Status, r.Read, r.Message)
		}
	}
	left, err := filepath.Glob(filepath.Join(h.root, "audit", ".auditql", "*"))
	if err == nil && len(left) > 0 && !slices.ContainsFunc(left, func(f string) bool { return strings.HasSuffix(f, "lock") }) {
		h.t.Errorf("left behind: %v", left)
	}
}

// rejects gives the reasons of the rejects in the order of the records.
func (h *hostile) rejects() (reasons []string) {
	out, _ := perform(h.t, "-C", filepath.Join(h.root, "audit"), "data", "rejects", "--format", "json")
	var rows []struct{ Reason string }
	if err := json.Unmarshal([]byte(out), &rows); err != nil {
		h.t.Fatal(err)
	}
	for _, r := range rows {
		reasons = append(reasons, r.Reason)
	}
	return reasons
}

// short gives reports as lines: file, status, records read, loaded and rejected.
func (o outcomeOf) short() string {
	var b strings.Builder
	for _, r := range o.reports {
		name := strings.TrimPrefix(r.File, "in/")
		fmt.Fprintf(&b, "%q %s %d=%d+%d+%d %s\n", name, r.Status, r.Read, r.Loaded, r.Rejected, r.Filtered, strings.TrimPrefix(r.Message, r.File+": "))
	}
	return b.String()
}

const (
	accountHeader = "system,account_id,username,account_type,enabled,created_at,last_login_at,mfa_enabled\n"
	accountRow    = "erp,%s,bo,human,true,2022-02-01T00:00:00Z,2026-02-01T00:00:00Z,true\n"
	auditEvent    = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":%s,"stage":"ResponseComplete","requestURI":"/x","verb":"get","user":{"username":"ann"},"objectRef":{"resource":"secrets","namespace":"pay","name":"db","apiVersion":"v1"},"responseStatus":{"metadata":{},"code":200},"requestReceivedTimestamp":"2026-05-01T08:00:00Z","stageTimestamp":"2026-05-01T08:00:00Z"}` + "\n"
)

// accounts gives an export of accounts with these ids.
func accounts(ids ...string) []byte {
	b := []byte(accountHeader)
	for _, id := range ids {
		b = fmt.Appendf(b, accountRow, id)
	}
	return b
}

func events(ids ...string) []byte {
	var b []byte
	for _, id := range ids {
		b = fmt.Appendf(b, auditEvent, id)
	}
	return b
}

func gz(text []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(text)
	_ = z.Close()
	return b.Bytes()
}

func zst(text []byte) []byte {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return z.EncodeAll(text, nil)
}

// packed makes an archive of names and contents in turn.
func packed(entries ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		w, err := z.Create(entries[i])
		if err != nil {
			panic(err)
		}
		_, _ = w.Write([]byte(entries[i+1]))
	}
	_ = z.Close()
	return b.Bytes()
}

func zipLink(name, target string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: name}
	h.SetMode(fs.ModeSymlink | 0o777)
	w, err := z.CreateHeader(h)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write([]byte(target))
	_ = z.Close()
	return b.Bytes()
}

// tarred makes an archive of headers, with accounts as the content of what is a file.
func tarred(headers ...tar.Header) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		content := accounts("1")
		if h.Typeflag != tar.TypeReg {
			content = nil
		}
		h.Size, h.Mode = int64(len(content)), 0o644
		if err := w.WriteHeader(&h); err != nil {
			panic(err)
		}
		_, _ = w.Write(content)
	}
	_ = w.Close()
	return b.Bytes()
}

func sheet(rows ...[]any) []byte {
	f := excelize.NewFile()
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			panic(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

// bzip2Bomb is the header of accounts and a line of 100 MiB as bzip2 packs them.
const bzip2Bomb = "QlpoOTFBWSZTWe8Sm10AACPTgIAQAAQAAL+n3mAACCAAZCSTSaeqbCJ+oQIqjIGTQyMlsRRpKGodXcgbXBG4YLOaa/X34YOIneaztI99Vy5jszyettWK/qE9NSmOTNkh" +
	"ACSSQj3AIIIqgB7tmCgCqon5igrJMprNp1qlAAr8cAQEAgAAQQABhAJqMhUBLUhUBLmKCskymssPJIqgAyCEJASAAAIAAEEAAYZgKU040qAi2JUBF4u5IpwoSFo8KrEA"

func unbase64(text string) []byte {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return b
}

// TestHostile hands over one hostile thing at a time. Lines of want are parts of lines of what the load says, and all of
// those of its files. A good account is beside it where a folder is handed over: it must be loaded all the same.
func TestHostile(t *testing.T) {
	good := string(accounts("good"))
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	bomb := make([]byte, 100<<20)
	workbook := sheet([]any{"system", "account_id", "username", "account_type", "enabled", "created_at", "last_login_at", "mfa_enabled"},
		[]any{"erp", "1", "bo", "human", "true", "2022-02-01T00:00:00Z", "2026-02-01T00:00:00Z", "true"})
	rows := slices.Concat([]byte(accountHeader), bytes.Repeat(fmt.Appendf(nil, accountRow, strings.Repeat("1", 50_000)), 2000))
	tarBomb := tarred(tar.Header{Name: "x", Typeflag: tar.TypeReg}, tar.Header{Name: "y", Typeflag: tar.TypeReg})
	tarBomb = slices.Concat(tarBomb[:1024], bytes.Repeat([]byte{0}, 1<<27))
	half := func(b []byte) []byte { return b[:len(b)/2] }
	for _, c := range []struct {
		name    string
		file    string
		content []byte
		code    int
		want    string
		rejects string
	}{
		{name: "ragged", file: "a.csv", content: append(accounts("1"), "erp,2\nerp,3,x,human,true,,,true,more\n"...), want: `"a.csv" loaded 3=1+2+0`, rejects: "ragged ragged"},
		{name: "quotes", file: "a.csv", content: append(accounts("1"), "erp,\"2\"x,y\nerp,\"3\n"...), want: `"a.csv" loaded 3=1+2+0`, rejects: "quote quote"},
		{name: "NUL", file: "a.csv", content: accounts("1", "2\x00"), want: `"a.csv" loaded 2=1+1+0`, rejects: "nul"},
		{name: "invalid UTF-8", file: "a.csv", content: accounts("1\xff", "2"), want: `"a.csv" loaded 2=1+1+0`, rejects: "encoding"},
		{name: "control characters in cells", file: "a.csv", content: accounts("1\x1b[2J", "2\u202e"), want: `"a.csv" loaded 2=2+0+0`},
		{name: "control characters in a name", file: "a\x1b[2J\n.csv", content: accounts("1"), want: `"a\x1b[2J\n.csv" loaded 1=1+0+0`},
		{name: "a name that is no UTF-8", file: "a\xff.csv", content: accounts("1"), want: `loaded 1=1+0+0`},
		{name: "NUL in NDJSON", file: "a.json", content: events(`"1"`, "\"2\x00\"", `"3"`), want: `"a.json" loaded 3=2+1+0`, rejects: "syntax"},
		{name: "invalid UTF-8 in NDJSON", file: "a.json", content: events(`"1"`, "\"2\xff\"", `"3"`), want: `"a.json" loaded 3=2+1+0`, rejects: "encoding"},
		{name: "half a surrogate pair", file: "a.json", content: events(`"1"`, `"2\ud800"`, `"3"`), want: `"a.json" loaded 3=2+1+0`, rejects: "encoding"},
		{name: "a duplicate key", file: "a.json", content: events(`"1"`, `"2","auditID":"4"`, `"3"`), want: `"a.json" loaded 3=2+1+0`, rejects: "duplicate-key"},
		{name: "JSON nested deep in a record", file: "a.json", content: events(`"1"`, `"2","annotations":`+deep, `"3"`), want: `"a.json" loaded 3=2+1+0`, rejects: "too-deep"},
		{name: "JSON nested deep from the start", file: "a.json", content: []byte(deep), code: 4, want: `"a.json" unrecognised`},
		{name: "JSON that is cut off", file: "a.json", content: events(`"1"`, `"2"`)[:500], want: `"a.json" loaded 2=1+1+0`, rejects: "truncated"},
		{name: "YAML with aliases that multiply", file: "a.yaml", content: []byte("a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\nkind: List\nitems: [*d,*d,*d,*d,*d,*d,*d,*d]\n"), code: 4, want: `"a.yaml"`},
		{name: "plain under the name of gzip", file: "a.csv.gz", content: accounts("1"), want: `"a.csv.gz" loaded 1=1+0+0`},
		{name: "gzip under the name of CSV", file: "a.csv", content: gz(accounts("1")), want: `"a.csv" loaded 1=1+0+0`},
		{name: "CSV under the name of JSON", file: "a.json", content: accounts("1"), want: `"a.json" loaded 1=1+0+0`},
		{name: "JSON under the name of CSV", file: "a.csv", content: events(`"1"`), want: `"a.csv" loaded 1=1+0+0`},
		{name: "a workbook under the name of CSV", file: "a.csv", content: workbook, want: `"a.csv" loaded 1=1+0+0 Accounts of any system`},
		{name: "an empty file", file: "a.csv", code: 4, want: `"a.csv" unrecognised 0=0+0+0 the file is empty`},
		{name: "a file of spaces", file: "a.csv", content: []byte(" \n\n \n"), code: 4, want: `"a.csv" unrecognised 0=0+0+0 the file is empty`},
		{name: "a header alone", file: "a.csv", content: accounts(), want: `"a.csv" loaded 0=0+0+0`},
		{name: "an empty gzip", file: "a.gz", content: gz(nil), code: 4, want: `"a.gz" unrecognised 0=0+0+0 the file is empty`},
		{name: "an empty zip", file: "a.zip", content: packed(), code: 4, want: `"a.zip" refused 0=0+0+0 is an archive without files`},
		{name: "an empty tar", file: "a.tar", content: tarred(tar.Header{Name: "x/", Typeflag: tar.TypeDir}), code: 4, want: `"a.tar" refused 0=0+0+0 is an archive without files`},
		{name: "an empty zip member", file: "a.zip", content: packed("b.csv", "", "c.csv", good), want: `"a.zip!b.csv" unrecognised 0=0+0+0 the file is empty
"a.zip!c.csv" loaded 1=1+0+0`},
		{name: "half a gzip", file: "a.gz", content: half(gz(accounts("1", "2"))), code: 4, want: `"a.gz" refused 0=0+0+0 gzip data ends in the middle`},
		{name: "half a zstd", file: "a.zst", content: half(zst(accounts("1", "2"))), code: 4, want: `"a.zst" refused 0=0+0+0 zstd data`},
		{name: "half a bzip2", file: "a.bz2", content: half(unbase64(bzip2Bomb)), code: 4, want: `"a.bz2" refused 0=0+0+0 bzip2 data`},
		{name: "half a zip", file: "a.zip", content: half(packed("b.csv", good)), code: 4, want: `"a.zip" refused 0=0+0+0 open zip archive`},
		{name: "a tar that ends in a member", file: "a.tar", content: tarred(tar.Header{Name: "x", Typeflag: tar.TypeReg})[:600], code: 4, want: `"a.tar" refused 0=0+0+0 open tar archive: unexpected EOF`},
		{name: "a tar that ends between members", file: "a.tar", content: tarred(tar.Header{Name: "x", Typeflag: tar.TypeReg})[:1024], code: 4, want: `"a.tar" refused 0=0+0+0 open tar archive: the archive has no end`},
		{name: "two tars in one file", file: "a.tar", content: slices.Concat(tarred(tar.Header{Name: "x", Typeflag: tar.TypeReg}), tarred(tar.Header{Name: "y", Typeflag: tar.TypeReg})), code: 4,
			want: `"a.tar" refused 0=0+0+0 open tar archive: more data follows`},
		{name: "two zips in one file", file: "a.zip", content: slices.Concat(packed("b.csv", good), packed("c.csv", good)), code: 4, want: `"a.zip" refused 0=0+0+0 open zip archive: the list of its members is not where it says to be`},
		{name: "half a workbook", file: "a.xlsx", content: half(workbook), code: 4, want: `"a.xlsx" refused 0=0+0+0 open zip archive`},
		{name: "half a Parquet file", file: "a.parquet", content: []byte("PAR1\x15\x04\x15"), code: 4, want: `"a.parquet" refused 0=0+0+0 not a sound Parquet file`},
		{name: "a gzip bomb", file: "a.csv.gz", content: gz(rows), code: 4, want: `"a.csv.gz" refused 0=0+0+0 `},
		{name: "a gzip bomb in a gzip", file: "a.gz", content: gz(gz(bomb)), code: 4, want: `"a.gz"`},
		{name: "a zstd bomb", file: "a.csv.zst", content: zst(rows), code: 4, want: `"a.csv.zst" refused 0=0+0+0 `},
		{name: "a bzip2 bomb", file: "a.bz2", content: unbase64(bzip2Bomb), code: 4, want: `"a.bz2" refused 0=0+0+0 `},
		{name: "a zip bomb", file: "a.zip", content: packed("b.csv", string(bomb)), code: 4, want: `"a.zip" refused 0=0+0+0 `},
		{name: "a tar bomb", file: "a.tgz", content: gz(tarBomb), code: 4, want: `"a.tgz" refused 0=0+0+0 `},
		{name: "tricks in a zip", file: "a.zip", content: packed("../x.csv", good, "/abs.csv", good, `..\w.csv`, good, "c:\\x.csv", good, "A.csv", good, "a.csv", good, "e\x1b.csv", good, "ok.csv", good), code: 4,
			want: `"a.zip!../w.csv" refused 0=0+0+0 the name of this member leads out of the archive
"a.zip!../x.csv" refused 0=0+0+0 the name of this member leads out of the archive
"a.zip!/abs.csv" refused 0=0+0+0 the name of this member is absolute
"a.zip!A.csv" refused 0=0+0+0 the archive has this name more than once
"a.zip!a.csv" refused 0=0+0+0 the archive has this name more than once
"a.zip!c:/x.csv" refused 0=0+0+0 the name of this member is absolute
"a.zip!e\x1b.csv" refused 0=0+0+0 the name of this member has control characters
"a.zip!ok.csv" loaded 1=1+0+0`},
		{name: "a link in a zip", file: "a.zip", content: zipLink("x.csv", "/etc/passwd"), code: 4, want: `"a.zip!x.csv" refused 0=0+0+0 is a link`},
		{name: "tricks in a tar", file: "a.tar", content: tarred(tar.Header{Name: "../x", Typeflag: tar.TypeReg}, tar.Header{Name: "/abs", Typeflag: tar.TypeReg},
			tar.Header{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, tar.Header{Name: "hard", Typeflag: tar.TypeLink, Linkname: "../in/a.tar"},
			tar.Header{Name: "null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 3}, tar.Header{Name: "pipe", Typeflag: tar.TypeFifo},
			tar.Header{Name: "B", Typeflag: tar.TypeReg}, tar.Header{Name: "b", Typeflag: tar.TypeReg}, tar.Header{Name: "ok", Typeflag: tar.TypeReg}), code: 4,
			want: `"a.tar!../x" refused 0=0+0+0 the name of this member leads out
"a.tar!/abs" refused 0=0+0+0 the name of this member is absolute
"a.tar!B" refused 0=0+0+0 the archive has this name more than once
"a.tar!b" refused 0=0+0+0 the archive has this name more than once
"a.tar!hard" refused 0=0+0+0 is a link
"a.tar!link" refused 0=0+0+0 is a link
"a.tar!null" refused 0=0+0+0 is not a regular file
"a.tar!ok" loaded 1=1+0+0
"a.tar!pipe" refused 0=0+0+0 is not a regular file`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHostile(t)
			o := h.load("in/" + filepath.Base(h.put(c.file, c.content)))
			said, want := strings.Split(strings.TrimSpace(o.short()), "\n"), strings.Split(c.want, "\n")
			if o.code != c.code || len(said) != len(want) {
				t.Fatalf("exit code %d, want %d\n%s%s", o.code, c.code, o.short(), o.stderr)
			}
			for i, line := range want {
				if !strings.Contains(said[i], line) {
					t.Errorf("said %s\nwant %s", said[i], line)
				}
			}
			if got := strings.Join(h.rejects(), " "); got != c.rejects {
				t.Errorf("rejects %q, want %q", got, c.rejects)
			}
			if o.memory > max(700<<20, ownPeak()) {
				t.Errorf("took %d MB", o.memory>>20)
			}
		})
	}
}

// ownPeak is the largest memory of this process, which the kernel counts for its children until they have become another program.
func ownPeak() int64 {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return use.Maxrss << 10
}
