package bundle_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"auditql/analytics/bundle"
	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// member is a file in an archive.
type member struct {
	tar.Header
	data []byte
}

// bag is an archive that is being tampered with.
type bag []member

func readBag(t *testing.T, file string) (b bag) {
	t.Helper()
	in := tar.NewReader(bytes.NewReader(read(t, file)))
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return b
		}
		must(t, err)
		data, err := io.ReadAll(in)
		must(t, err)
		b = append(b, member{*h, data})
	}
}

// write writes the bag as auditql would, in the order it has.
func (b bag) write(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, m := range b {
		m.Size = int64(len(m.data))
		if m.Typeflag != tar.TypeReg {
			m.Size = 0
		}
		must(t, w.WriteHeader(&m.Header))
		if m.Size > 0 {
			_, err := w.Write(m.data)
			must(t, err)
		}
	}
	must(t, w.Close())
	file := filepath.Join(t.TempDir(), "t.tar")
	must(t, os.WriteFile(file, out.Bytes(), 0o644))
	return file
}

func (b bag) find(name string) *member {
	for i := range b {
		if b[i].Name == "bundle/"+name {
			return &b[i]
		}
	}
	return &member{}
}

func (b *bag) add(name, data string) {
	h := tar.Header{Typeflag: tar.TypeReg, Name: "bundle/" + name, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}
	*b = append(*b, member{h, []byte(data)})
}

func (b *bag) drop(name string) {
	*b = slices.DeleteFunc(*b, func(m member) bool { return m.Name == "bundle/"+name })
}

func (b *bag) rename(from, to string) {
	for i := range *b {
		(*b)[i].Name = strings.Replace((*b)[i].Name, "bundle/"+from, "bundle/"+to, 1)
	}
}

// fit makes size, manifests and order fit again, as somebody would who wants to get away with it.
func (b bag) fit() {
	slices.SortFunc(b, func(x, y member) int {
		rank := func(m member) int {
			if strings.HasPrefix(m.Name, "bundle/signed-") {
				return 2
			}
			return strings.Count(m.Name[:min(len(m.Name), 12)], "/data/")
		}
		if d := rank(x) - rank(y); d != 0 {
			return d
		}
		return strings.Compare(x.Name, y.Name)
	})
	var payload, tags strings.Builder
	size, files := 0, 0
	for _, m := range b {
		if name := strings.TrimPrefix(m.Name, "bundle/"); strings.HasPrefix(name, "data/") {
			fmt.Fprintf(&payload, "%s  %s\n", record.Hash(m.data), name)
			size, files = size+len(m.data), files+1
		}
	}
	b.find("manifest-sha256.txt").data = []byte(payload.String())
	info := strings.Split(string(b.find("bag-info.txt").data), "\n")
	if len(info) < 2 {
		return
	}
	info[1] = fmt.Sprintf("Payload-Oxum: %d.%d", size, files)
	b.find("bag-info.txt").data = []byte(strings.Join(info, "\n"))
	for _, name := range []string{"bag-info.txt", "bagit.txt", "manifest-sha256.txt"} {
		fmt.Fprintf(&tags, "%s  %s\n", record.Hash(b.find(name).data), name)
	}
	b.find("tagmanifest-sha256.txt").data = []byte(tags.String())
}

// TestArchiveOfHoles: an archive of two thousand bytes that says it unpacks to a terabyte is refused before it is unpacked.
func TestArchiveOfHoles(t *testing.T) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	must(t, w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "bundle/bagit.txt", Size: 512 + 1, Mode: 0o644, Format: tar.FormatPAX, PAXRecords: map[string]string{
		"XXX.sparse.major": "1", "XXX.sparse.minor": "0", "XXX.sparse.name": "bundle/bagit.txt", "XXX.sparse.realsize": "1099511627776",
	}}))
	holes := make([]byte, 512)
	copy(holes, "1\n1099511627775\n1\n")
	_, err := w.Write(append(holes, 'x'))
	must(t, err)
	must(t, w.Close())
	data := bytes.ReplaceAll(out.Bytes(), []byte("XXX.sparse"), []byte("GNU.sparse")) // which the writer refuses to write
	if h, err := tar.NewReader(bytes.NewReader(data)).Next(); err != nil || h.Size != 1<<40 {
		t.Fatalf("the archive has no holes: %+v, %v", h, err)
	}
	file := filepath.Join(t.TempDir(), "t.tar")
	must(t, os.WriteFile(file, data, 0o644))
	if _, err := bundle.Verify(context.Background(), file, bundle.Check{}); fault.KindOf(err) != fault.Differs || !strings.Contains(err.Error(), "form PAX") {
		t.Errorf("%v", err)
	}
}

// twoRuns is an engagement with two runs and the seal of an earlier state.
func twoRuns(t *testing.T) (*engagement, string) {
	e := sealable(t)
	e.seal("earlier.tar")
	second := filepath.Join(e.root, "runs", "run-0002")
	must(t, os.CopyFS(second, os.DirFS(e.dir())))
	r := *e.run
	r.ID, r.Undigested.StartedAt = "run-0002", "2026-04-02T09:00:00Z"
	r.Seal()
	data, err := record.Encode(r)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(second, "record.json"), data, 0o644))
	_, plan := e.seal("b.tar")
	return e, plan.To
}

// tamperings that leave all hashes as they were, and those after which all hashes are made anew.
var tamperings = map[string]func(b *bag){
	"payload changed":         func(b *bag) { b.find("data/runs/run-0001/record.json").data[100] ^= 1 },
	"table changed":           func(b *bag) { b.find("data/runs/run-0001/iam-leaver/exceptions.parquet").data[40] ^= 1 },
	"evidence changed":        func(b *bag) { b.find("data/evidence/account/a1/0.parquet").data[40] ^= 1 },
	"acceptance changed":      func(b *bag) { replace(b, "data/evidence/accepted.jsonl", "one test", "all tests") },
	"ledger changed":          func(b *bag) { b.find("data/evidence/ledger.jsonl").data[40] ^= 1 },
	"record dropped":          func(b *bag) { b.drop("data/runs/run-0001/record.json") },
	"table dropped":           func(b *bag) { b.drop("data/runs/run-0002/iam-orphan/population.parquet") },
	"evidence dropped":        func(b *bag) { b.drop("data/evidence/account/a1/1.parquet") },
	"rejects dropped":         func(b *bag) { b.drop("data/evidence/account/a1.rejects.parquet") },
	"ledger dropped":          func(b *bag) { b.drop("data/evidence/ledger.jsonl") },
	"result dropped":          func(b *bag) { b.drop("data/results/run-0001/iam-leaver/exceptions.lines") },
	"results swapped":         swap("data/results/run-0001/iam-leaver/exceptions.lines", "data/results/run-0001/iam-leaver/indeterminate.lines"),
	"tables swapped":          swap("data/runs/run-0001/iam-leaver/population.parquet", "data/runs/run-0001/iam-dormant/population.parquet"),
	"records of runs swapped": swap("data/runs/run-0001/record.json", "data/runs/run-0002/record.json"),
	"run renamed":             func(b *bag) { b.rename("data/runs/run-0002/", "data/runs/run-0003/") },
	"file added to a run":     func(b *bag) { b.add("data/runs/run-0001/notes.txt", "x") },
	"evidence added": func(b *bag) {
		b.add("data/evidence/account/b2.parquet", string(b.find("data/evidence/account/a1/1.parquet").data))
	},
	"result added":            func(b *bag) { b.add("data/results/run-0001/iam-leaver/more.lines", "x") },
	"description changed":     func(b *bag) { replace(b, "data/datapackage.json", "integer", "number") },
	"description dropped":     func(b *bag) { b.drop("data/datapackage.json") },
	"chain emptied":           func(b *bag) { b.find("data/seals.jsonl").data = nil },
	"chain dropped":           func(b *bag) { b.drop("data/seals.jsonl") },
	"previous seal changed":   func(b *bag) { replace(b, "bag-info.txt", "Previous-Seal: ", "Previous-Seal: 0") },
	"said to be digests":      func(b *bag) { replace(b, "bag-info.txt", "Evidence: full", "Evidence: digests") },
	"info line added":         func(b *bag) { replace(b, "bag-info.txt", "Auditql-Zone", "Bagging-Date: 2026-01-01\nAuditql-Zone") },
	"declaration changed":     func(b *bag) { replace(b, "bagit.txt", "1.0", "0.9") },
	"tag file added":          func(b *bag) { b.add("fetch.txt", "http://example.org 1 data/x\n") },
	"signature of nobody":     func(b *bag) { b.add("signed-boss-1.txt", "x") },
	"name hidden":             func(b *bag) { b.add("data/.hidden", "x") },
	"name with a space":       func(b *bag) { b.add("data/a b", "x") },
	"name that climbs":        func(b *bag) { b.add("data/../../x", "x") },
	"name outside":            func(b *bag) { b.add("x", "x"); (*b)[len(*b)-1].Name = "x" },
	"name absolute":           func(b *bag) { b.add("x", "x"); (*b)[len(*b)-1].Name = "/tmp/x" },
	"file twice":              func(b *bag) { b.add("data/README.txt", "x") },
	"file twice but for case": func(b *bag) { b.add("data/readme.TXT", "x") },
	"file below a file":       func(b *bag) { b.add("data/README.txt/x", "x") },
	"link":                    func(b *bag) { link(b, tar.TypeSymlink) },
	"hard link":               func(b *bag) { link(b, tar.TypeLink) },
	"device":                  func(b *bag) { link(b, tar.TypeChar) },
	"folder":                  func(b *bag) { link(b, tar.TypeDir) },
	"executable":              func(b *bag) { b.find("data/README.txt").Mode = 0o755 },
	"dated":                   func(b *bag) { b.find("data/README.txt").ModTime = time.Unix(1, 0) },
	"owned":                   func(b *bag) { b.find("data/README.txt").Uname = "root" },
	"tag manifest dropped":    func(b *bag) { b.drop("tagmanifest-sha256.txt") },
	"manifest dropped":        func(b *bag) { b.drop("manifest-sha256.txt") },
	"info dropped":            func(b *bag) { b.drop("bag-info.txt") },
	"all dropped":             func(b *bag) { *b = nil },
	"everything but the tags": func(b *bag) {
		*b = slices.DeleteFunc(*b, func(m member) bool { return strings.Contains(m.Name, "/data/") })
	},
	"order of files": func(b *bag) { (*b)[5], (*b)[6] = (*b)[6], (*b)[5] },
	"previous form of archive": func(b *bag) {
		b.find("data/README.txt").Format = tar.FormatPAX
		b.find("data/README.txt").PAXRecords = map[string]string{"comment": "x"}
	},
}

func swap(x, y string) func(b *bag) {
	return func(b *bag) { b.find(x).data, b.find(y).data = b.find(y).data, b.find(x).data }
}

func replace(b *bag, name, from, to string) {
	m := b.find(name)
	m.data = []byte(strings.Replace(string(m.data), from, to, 1))
}

func link(b *bag, kind byte) {
	b.add("data/x", "")
	m := &(*b)[len(*b)-1]
	if m.Typeflag = kind; kind == tar.TypeSymlink || kind == tar.TypeLink {
		m.Linkname = "bundle/data/README.txt"
	}
}

func TestTamperings(t *testing.T) {
	_, sound := twoRuns(t)
	_, err := bundle.Verify(context.Background(), sound, bundle.Check{})
	must(t, err)
	for name, tamper := range tamperings {
		for _, fitted := range []bool{false, true} {
			if fitted && name == "order of files" {
				continue // which is what fit mends
			}
			b := readBag(t, sound)
			tamper(&b)
			if fitted {
				b.fit()
			}
			folder := t.TempDir()
			report, err := bundle.Verify(context.Background(), b.write(t), bundle.Check{Folder: folder})
			if err == nil {
				t.Errorf("%s (hashes made anew: %v): nothing was noticed", name, fitted)
			} else if fault.KindOf(err) != fault.Differs || report.Difference == nil {
				t.Errorf("%s (hashes made anew: %v): %v is no difference", name, fitted, err)
			}
		}
	}
}

// What no hash and no invariant can notice, because the one who changed it made everything anew, a signature does.
func TestOnlyASignatureNotices(t *testing.T) {
	_, file := twoRuns(t)
	_, err := bundle.Sign(context.Background(), file, signing(t, bundle.Preparer, "paul"))
	must(t, err)
	b := readBag(t, file)
	replace(&b, "data/engagement.yaml", "access", "nothing")
	b.fit()
	if _, err := bundle.Verify(context.Background(), b.write(t), bundle.Check{}); fault.KindOf(err) != fault.Differs {
		t.Errorf("changed under a signature: %v", err)
	}
	b.drop("signed-preparer-1.txt")
	b.drop("signed-preparer-1.txt.sig")
	b.fit()
	if _, err := bundle.Verify(context.Background(), b.write(t), bundle.Check{}); err != nil {
		t.Errorf("the change that only a signature can show: %v", err)
	}
	b = readBag(t, file)
	b.rename("signed-preparer-1.txt", "signed-reviewer-1.txt") // and the signature
	if _, err := bundle.Verify(context.Background(), b.write(t), bundle.Check{}); fault.KindOf(err) != fault.Differs {
		t.Errorf("signature of another role: %v", err)
	}
}

func TestFlippedBytesOfABundle(t *testing.T) {
	_, file := twoRuns(t)
	_, err := bundle.Sign(context.Background(), file, signing(t, bundle.Preparer, "paul"))
	must(t, err)
	data := read(t, file)
	flips, step := 0, 3989
	if *every {
		step = 1
	}
	for i := 0; i < len(data); i += step {
		data[i] ^= 1 << (i % 8)
		must(t, os.WriteFile(file, data, 0o644))
		if _, err := bundle.Verify(context.Background(), file, bundle.Check{}); fault.KindOf(err) != fault.Differs {
			t.Fatalf("byte %d of %d: %v", i, len(data), err)
		}
		data[i] ^= 1 << (i % 8)
		flips++
	}
	for _, n := range []int{0, 1, 511, 512, len(data) / 2, len(data) - 1024, len(data) - 1} {
		must(t, os.WriteFile(file, data[:n], 0o644))
		if _, err := bundle.Verify(context.Background(), file, bundle.Check{}); fault.KindOf(err) != fault.Differs {
			t.Errorf("cut off after %d of %d bytes: %v", n, len(data), err)
		}
	}
	must(t, os.WriteFile(file, append(data, 0), 0o644))
	if _, err := bundle.Verify(context.Background(), file, bundle.Check{}); fault.KindOf(err) != fault.Differs {
		t.Errorf("a byte after the end: %v", err)
	}
	t.Logf("%d flips in %d bytes, all found", flips, len(data))
}

// Every file of a bundle counts: dropped, renamed, swapped with the next one, or joined by another, it is noticed.
func TestEveryFileCounts(t *testing.T) {
	_, file := twoRuns(t)
	for role, name := range map[bundle.Role]string{bundle.Preparer: "paul", bundle.Reviewer: "rita"} {
		_, err := bundle.Sign(context.Background(), file, signing(t, role, name))
		must(t, err)
	}
	check := bundle.Check{Roles: bundle.Roles}
	_, err := bundle.Verify(context.Background(), file, check)
	must(t, err)
	tampered := 0
	for i := range readBag(t, file) {
		if !*every && i%6 != 0 {
			continue
		}
		for what, change := range map[string]func(b *bag){
			"dropped": func(b *bag) { *b = slices.Delete(*b, i, i+1) },
			"renamed": func(b *bag) { (*b)[i].Name += "x" },
			"joined":  func(b *bag) { b.add(strings.TrimPrefix((*b)[i].Name, "bundle/")+".x", "x") },
			"swapped": func(b *bag) {
				j := (i + 1) % len(*b)
				(*b)[i].data, (*b)[j].data = (*b)[j].data, (*b)[i].data
			},
		} {
			b := readBag(t, file)
			change(&b)
			name := b[min(i, len(b)-1)].Name
			if _, err := bundle.Verify(context.Background(), b.write(t), check); fault.KindOf(err) != fault.Differs {
				t.Errorf("%s %s: %v", name, what, err)
			}
			tampered++
		}
	}
	t.Logf("%d changes, all found", tampered)
}
