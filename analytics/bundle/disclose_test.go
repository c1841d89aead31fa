package bundle_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"auditql/analytics/bundle"
)

// What follows is a verifier of disclosures that shares no code with the project: RFC 6962, section 2.1, and the steps of
// RFC 9162, section 2.1.3.2.

func leafHash(line string) []byte {
	h := sha256.Sum256(append([]byte{0}, line...))
	return h[:]
}

func nodeHash(left, right []byte) []byte {
	h := sha256.Sum256(slices.Concat([]byte{1}, left, right))
	return h[:]
}

// treeHash is MTH of the RFC, as it is written there.
func treeHash(lines []string) []byte {
	switch n := len(lines); n {
	case 0:
		h := sha256.Sum256(nil)
		return h[:]
	case 1:
		return leafHash(lines[0])
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		return nodeHash(treeHash(lines[:k]), treeHash(lines[k:]))
	}
}

// rootFrom follows an audit path upward. It gives nothing for a path of the wrong length.
func rootFrom(line string, index, size uint64, path []string) string {
	if index >= size {
		return ""
	}
	at, last, r := index, size-1, leafHash(line)
	for _, text := range path {
		p, err := hex.DecodeString(text)
		if err != nil || last == 0 {
			return ""
		}
		if at&1 == 1 || at == last {
			for r = nodeHash(p, r); at&1 == 0 && at != 0; {
				at, last = at>>1, last>>1
			}
		} else {
			r = nodeHash(r, p)
		}
		at, last = at>>1, last>>1
	}
	if last != 0 {
		return ""
	}
	return hex.EncodeToString(r)
}

type inclusion struct {
	Line        string
	Index, Size uint64
	Path        []string
}

type disclosed struct {
	Proofs      []inclusion
	Info        string            `json:"bag-info.txt"`
	TagManifest string            `json:"tagmanifest-sha256.txt"`
	Signed      map[string]string `json:"signed"`
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// belongs says whether every proof leads to what was signed.
func (d disclosed) belongs() bool {
	ok := len(d.Proofs) > 0 && strings.Contains(d.TagManifest, sum(d.Info)+"  bag-info.txt\n") &&
		strings.Contains(d.Signed["signed-preparer-1.txt"], sum(d.TagManifest)+"  tagmanifest-sha256.txt\n")
	for _, p := range d.Proofs {
		ok = ok && strings.Contains(d.Info, fmt.Sprintf("\nAuditql-Results: %d %s\n", p.Size, rootFrom(p.Line, p.Index, p.Size, p.Path)))
	}
	return ok
}

// TestDisclosureByPython checks a proof with the program that the proof itself gives, and its signature with ssh-keygen.
func TestDisclosureByPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	_, file := twoRuns(t)
	_, err = bundle.Sign(context.Background(), file, signing(t, bundle.Preparer, "paul"))
	must(t, err)
	data, err := bundle.Disclose(context.Background(), file, bundle.Item{Run: "run-0001", Test: "iam-leaver", Section: "exceptions", Key: []string{"ad", "2"}})
	must(t, err)
	var d bundle.Disclosure
	must(t, json.Unmarshal(data, &d))
	_, program, _ := strings.Cut(d.How, "```python\n")
	program, _, _ = strings.Cut(program, "```")
	if n := strings.Count(program, "\n"); n < 15 || n > 30 {
		t.Fatalf("the program has %d lines", n)
	}
	check := func(proof []byte) (string, string, error) {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "proof.json"), proof, 0o644))
		must(t, os.WriteFile(filepath.Join(dir, "check.py"), []byte(program), 0o644))
		c := exec.Command(python, "check.py", "proof.json")
		c.Dir = dir
		out, err := c.CombinedOutput()
		return dir, string(out), err
	}
	dir, out, err := check(data)
	if err != nil || !strings.Contains(out, "# identity: paul") || strings.Count(out, `["run-0001","iam-leaver","exceptions",`) != 2 {
		t.Fatalf("%v: %s", err, out)
	}
	if keygen, err := exec.LookPath("ssh-keygen"); err == nil {
		must(t, os.WriteFile(filepath.Join(dir, "allowed_signers"), []byte(allowed(t, "paul", "")), 0o644))
		c := exec.Command(keygen, "-Y", "verify", "-f", "allowed_signers", "-I", "paul", "-n", "preparer@auditql", "-s", "signed-preparer-1.txt.sig")
		c.Dir, c.Stdin = dir, bytes.NewReader(read(t, filepath.Join(dir, "signed-preparer-1.txt")))
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	for what, change := range map[string]func(*bundle.Disclosure){
		"line":      func(d *bundle.Disclosure) { d.Proofs[0].Line = strings.Replace(d.Proofs[0].Line, "R1", "R2", 1) },
		"index":     func(d *bundle.Disclosure) { d.Proofs[0].Index ^= 1 },
		"size":      func(d *bundle.Disclosure) { d.Proofs[0].Size++ },
		"path":      func(d *bundle.Disclosure) { d.Proofs[0].Path = d.Proofs[0].Path[1:] },
		"longer":    func(d *bundle.Disclosure) { d.Proofs[0].Path = append(d.Proofs[0].Path, d.Proofs[0].Path[0]) },
		"no proof":  func(d *bundle.Disclosure) { d.Proofs = nil },
		"info":      func(d *bundle.Disclosure) { d.Info += "x" },
		"tags":      func(d *bundle.Disclosure) { d.TagManifest += "x" },
		"statement": func(d *bundle.Disclosure) { d.Signed["signed-preparer-1.txt"] = "# role: preparer\n" },
	} {
		var other bundle.Disclosure
		must(t, json.Unmarshal(data, &other))
		change(&other)
		text, err := json.Marshal(other)
		must(t, err)
		if _, out, err := check(text); err == nil {
			t.Errorf("another %s is taken: %s", what, out)
		}
	}
}

// resultLines are all leaves, from the canonical lines in the bag.
func resultLines(t *testing.T, file string) (lines []string) {
	for _, m := range readBag(t, file) { // in order of names
		name, ok := strings.CutPrefix(m.Name, "bundle/data/results/")
		if !ok {
			continue
		}
		part := strings.Split(strings.TrimSuffix(name, ".lines"), "/")
		rows := strings.Split(strings.TrimSuffix(string(m.data), "\n"), "\n")
		for _, r := range rows[1:] {
			lines = append(lines, fmt.Sprintf("[%q,%q,%q,%s,%s]", part[0], part[1], part[2], rows[0], r))
		}
	}
	return lines
}

func TestDisclosureBySomebodyElsesProgram(t *testing.T) {
	_, file := twoRuns(t)
	ctx := context.Background()
	_, err := bundle.Sign(ctx, file, signing(t, bundle.Preparer, "paul"))
	must(t, err)
	lines := resultLines(t, file)
	root := hex.EncodeToString(treeHash(lines))
	if info := string(readBag(t, file)[0].data); !strings.Contains(info, fmt.Sprintf("Auditql-Results: %d %s\n", len(lines), root)) {
		t.Fatalf("the root over %d lines is %s: %s", len(lines), root, info)
	}
	for _, c := range []struct {
		item bundle.Item
		rows int
	}{
		{bundle.Item{Run: "run-0001", Test: "iam-leaver", Section: "exceptions", Key: []string{"ad", "2"}}, 2},
		{bundle.Item{Run: "run-0002", Test: "iam-leaver", Section: "exceptions", Key: []string{"hr", "3"}}, 1},
		{bundle.Item{Test: "iam-orphan", Section: "indeterminate", Key: []string{"hr", "1"}}, 1},
	} {
		data, err := bundle.Disclose(ctx, file, c.item)
		must(t, err)
		var d disclosed
		must(t, json.Unmarshal(data, &d))
		if len(d.Proofs) != c.rows || !d.belongs() {
			t.Errorf("%v: %d rows, proven %v", c.item, len(d.Proofs), d.belongs())
		}
		for _, l := range lines { // no other row is shown
			quoted, err := json.Marshal(l)
			must(t, err)
			shown := slices.ContainsFunc(d.Proofs, func(p inclusion) bool { return p.Line == l })
			if !shown && bytes.Contains(data, quoted) {
				t.Errorf("%v shows %s", c.item, l)
			}
		}
		for what, change := range map[string]func(*disclosed){
			"line":      func(d *disclosed) { d.Proofs[0].Line = strings.Replace(d.Proofs[0].Line, "R1", "R2", 1) + " " },
			"index":     func(d *disclosed) { d.Proofs[0].Index ^= 1 },
			"path":      func(d *disclosed) { d.Proofs[0].Path = d.Proofs[0].Path[1:] },
			"longer":    func(d *disclosed) { d.Proofs[0].Path = append(d.Proofs[0].Path, d.Proofs[0].Path[0]) },
			"info":      func(d *disclosed) { d.Info += "x" },
			"statement": func(d *disclosed) { d.Signed["signed-preparer-1.txt"] = "" },
		} {
			var other disclosed
			must(t, json.Unmarshal(data, &other))
			if change(&other); other.belongs() {
				t.Errorf("%v with another %s is taken", c.item, what)
			}
		}
	}
}
