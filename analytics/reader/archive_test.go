package reader

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// packed is a member to be written: a name and content, or what the header is changed to.
type packed struct {
	name, content string
	zip           func(*zip.FileHeader)
	tar           func(*tar.Header)
}

func zipOf(t testing.TB, entries ...packed) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.zip != nil {
			e.zip(h)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, e.content)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarOf(t testing.TB, entries ...packed) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.content)), Mode: 0o600, Typeflag: tar.TypeReg}
		if e.tar != nil {
			e.tar(h)
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, e.content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// expanded lists what Expand gives, with the folder cut off: files as name=content, problems as name: reason.
func expanded(t *testing.T, paths ...string) (files, problems []string) {
	t.Helper()
	short := func(s string) string { return strings.ReplaceAll(s, filepath.Dir(paths[0])+"/", "") }
	list, bad := Expand(t.Context(), paths)
	for _, f := range list {
		r, err := f.open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		if int64(len(content)) != f.Size {
			t.Errorf("%s has %d bytes, and %d by its listing", f.Name, len(content), f.Size)
		}
		files = append(files, short(f.Name)+"="+string(content))
	}
	for _, p := range bad {
		problems = append(problems, short(p.Name)+": "+p.Err.Error())
	}
	return files, problems
}

func TestExpandFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "in")
	for name, content := range map[string]string{"b.csv": "b", "a/z.csv": "z", "a/É.csv": "e", "B.csv": "B", "x[1]*.csv": "glob", ".hidden/x": "h", "a/.DS_Store": "d", "empty": ""} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	os.Symlink("/etc/passwd", filepath.Join(dir, "link"))
	os.Symlink(dir, filepath.Join(dir, "a", "loop"))
	files, problems := expanded(t, dir, filepath.Join(dir, "missing"))
	if want := []string{"in/B.csv=B", "in/a/z.csv=z", "in/a/É.csv=e", "in/b.csv=b", "in/empty=", "in/x[1]*.csv=glob"}; !slices.Equal(files, want) {
		t.Errorf("files: %q", files)
	}
	for i, want := range []string{".hidden", ".DS_Store", "loop", "link", "missing"} {
		if i >= len(problems) || !strings.Contains(problems[i], want) {
			t.Errorf("problem %d of %q is not about %s", i, problems, want)
		}
	}
	if _, problems := expanded(t, t.TempDir()); len(problems) != 1 || !strings.Contains(problems[0], "no files") {
		t.Errorf("an empty folder: %q", problems)
	}
	files, problems = expanded(t, filepath.Join(dir, "link"))
	if len(files) != 1 || len(problems) != 0 {
		t.Errorf("a link that was named itself: %q %q", files, problems)
	}
}

func TestExpandArchives(t *testing.T) {
	inner := []packed{{name: "1.csv", content: "one"}, {name: "d/2.csv", content: "two"}}
	outer := func(make func(testing.TB, ...packed) []byte, content []byte) []byte {
		return make(t, packed{name: "x", content: "x"}, packed{name: "in", content: string(content)})
	}
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"zip":            {zipOf(t, inner...), "!1.csv=one !d/2.csv=two"},
		"tar":            {tarOf(t, inner...), "!1.csv=one !d/2.csv=two"},
		"tar.gz":         {gzipped(t, tarOf(t, inner...)), "!1.csv=one !d/2.csv=two"},
		"tar.zst":        {zstded(t, tarOf(t, inner...)), "!1.csv=one !d/2.csv=two"},
		"zip in zip":     {outer(zipOf, zipOf(t, inner...)), "!x=x !in!1.csv=one !in!d/2.csv=two"},
		"tar.gz in zip":  {outer(zipOf, gzipped(t, tarOf(t, inner...))), "!x=x !in!1.csv=one !in!d/2.csv=two"},
		"zip in tar.gz":  {gzipped(t, outer(tarOf, zipOf(t, inner...))), "!x=x !in!1.csv=one !in!d/2.csv=two"},
		"backslash":      {zipOf(t, packed{name: `d\2.csv`, content: "two"}), "!d/2.csv=two"},
		"gzip, no tar":   {gzipped(t, []byte("x")), "=" + string(gzipped(t, []byte("x")))},
		"excel workbook": {smallWorkbook(t), "=" + string(smallWorkbook(t))},
	} {
		t.Run(name, func(t *testing.T) {
			f := given(t, "f", c.content)
			files, problems := expanded(t, f.path)
			if got := strings.ReplaceAll(strings.Join(files, " "), "f!", "!"); strings.TrimPrefix(got, "f") != strings.TrimPrefix(c.want, "f") || len(problems) > 0 {
				t.Errorf("got %q, problems %q", got, problems)
			}
		})
	}
	deep := zipOf(t, packed{name: "a", content: string(zipOf(t, packed{name: "b", content: string(zipOf(t, inner...))}))})
	files, problems := expanded(t, given(t, "f", deep).path)
	if len(files) != 0 || len(problems) != 1 || !strings.Contains(problems[0], "inside an archive inside an archive") {
		t.Errorf("archives nested twice: %q %q", files, problems)
	}
}

func TestExpandTricks(t *testing.T) {
	link := func(h *tar.Header) { h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, "/etc/passwd", 0 }
	device := func(h *tar.Header) { h.Typeflag, h.Size = tar.TypeChar, 0 }
	ziplink := func(h *zip.FileHeader) { h.SetMode(os.ModeSymlink | 0o777) }
	locked := func(h *zip.FileHeader) { h.Flags |= 1 }
	odd := func(h *zip.FileHeader) { h.Method = 99 }
	zip.RegisterCompressor(99, func(w io.Writer) (io.WriteCloser, error) { return nopCloser{w}, nil })
	for _, c := range []struct {
		name    string
		content []byte
		reason  string
	}{
		{"zip without files", zipOf(t, packed{name: "a/"}), "without files"},
		{"tar without files", tarOf(t, packed{name: "a/", tar: func(h *tar.Header) { h.Typeflag = tar.TypeDir }}), "without files"},
		{"zip ..", zipOf(t, packed{name: "../x"}), "leads out"},
		{"zip inner ..", zipOf(t, packed{name: "a/../../x"}), "leads out"},
		{"zip backslash ..", zipOf(t, packed{name: `..\x`}), "leads out"},
		{"zip absolute", zipOf(t, packed{name: "/etc/passwd"}), "absolute"},
		{"zip drive", zipOf(t, packed{name: `C:\x`}), "absolute"},
		{"zip link", zipOf(t, packed{name: "x", content: "/etc/passwd", zip: ziplink}), "link"},
		{"zip encrypted", zipOf(t, packed{name: "x", zip: locked}), "encrypted"},
		{"zip method", zipOf(t, packed{name: "x", content: "x", zip: odd}), "method 99"},
		{"zip twice", zipOf(t, packed{name: "x"}, packed{name: "x"}), "more than once"},
		{"zip case", zipOf(t, packed{name: "x"}, packed{name: "X"}), "more than once"},
		{"zip clean", zipOf(t, packed{name: "x"}, packed{name: "./x"}), "more than once"},
		{"zip control", zipOf(t, packed{name: "x\x1b[2J"}), "control"},
		{"zip hidden", zipOf(t, packed{name: "__MACOSX/x"}), "hidden"},
		{"zip bomb", zipOf(t, packed{name: "x", content: strings.Repeat("\x00", 70<<20)}), "200 to 1"},
		{"tar ..", tarOf(t, packed{name: "../x"}), "leads out"},
		{"tar absolute", tarOf(t, packed{name: "/x"}), "absolute"},
		{"tar link", tarOf(t, packed{name: "x", tar: link}), "link"},
		{"tar hard link", tarOf(t, packed{name: "x", tar: func(h *tar.Header) { link(h); h.Typeflag = tar.TypeLink }}), "link"},
		{"tar device", tarOf(t, packed{name: "x", tar: device}), "regular"},
		{"tar twice", tarOf(t, packed{name: "a/x"}, packed{name: "A/X"}), "more than once"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, problems := expanded(t, given(t, "f", c.content).path)
			if len(files) > 0 || len(problems) == 0 || !strings.Contains(problems[0], c.reason) {
				t.Errorf("files %q, problems %q, expected %q", files, problems, c.reason)
			}
		})
	}
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// TestArchiveDamaged cuts and flips archives everywhere: what is read is right, or somebody says that it is not.
func TestArchiveDamaged(t *testing.T) {
	content := "a,b\n1,2\n" + strings.Repeat("3,4\n", 50)
	for name, whole := range map[string][]byte{
		"zip": zipOf(t, packed{name: "1.csv", content: content}), "tar.gz": gzipped(t, tarOf(t, packed{name: "1.csv", content: content})),
	} {
		for i := 0; i < len(whole); i += 1 + len(whole)/100 {
			for _, damaged := range [][]byte{whole[:i], append(append(bytes.Clone(whole[:i]), whole[i]^0x40), whole[i+1:]...)} {
				files, problems := Expand(t.Context(), []string{given(t, "x", damaged).path})
				if len(files)+len(problems) == 0 && len(damaged) > 0 {
					t.Errorf("%s damaged at %d: nothing is said", name, i)
				}
				for _, f := range files {
					checkMember(t, f, fmt.Sprintf("%s damaged at %d", name, i))
				}
			}
		}
	}
}

func checkMember(t *testing.T, f File, what string) {
	t.Helper()
	s, err := Open(t.Context(), f, export("csv", "a", "b"), Limits{})
	if err != nil {
		return
	}
	defer s.Close()
	var r Record
	for n := 0; ; n++ {
		err := s.Next(&r)
		if err == io.EOF && n != 51 {
			t.Errorf("%s: %d records and no error", what, n)
		}
		if err != nil {
			return
		}
	}
}

// TestTarInOrder reads the members of a compressed tar by several readers at once, each from start to end.
func TestTarInOrder(t *testing.T) {
	var entries []packed
	for i := range 200 {
		entries = append(entries, packed{name: fmt.Sprintf("%d.csv", i), content: fmt.Sprintf("a,b\n%d,x\n", i)})
	}
	files, problems := Expand(t.Context(), []string{given(t, "f", gzipped(t, tarOf(t, entries...))).path})
	if len(files) != 200 || len(problems) != 0 {
		t.Fatalf("%d files, %v", len(files), problems)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i, f := range files {
				h, _, err := Hash(t.Context(), f, nil)
				s, err2 := Sniff(f)
				if err != nil || err2 != nil || h == "" || s.Line != "a,b" {
					t.Errorf("member %d: %v %v %q", i, err, err2, s.Line)
				}
			}
		})
	}
	wait.Wait()
	if a := files[0].in.(*tarArchive); len(a.idle) > 0 {
		t.Errorf("%d places are still open after all members were read", len(a.idle))
	}
}
