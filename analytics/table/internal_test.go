package table

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestSorterOnDiskSortsAsInMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, memory := range []int{1, 100, 5000, 1 << 20} {
		s := &sorter{memory: memory}
		var want [][]byte
		for range 500 {
			line := bytes.Repeat([]byte{byte('a' + r.IntN(3))}, r.IntN(60))
			if r.IntN(50) == 0 {
				line = bytes.Repeat([]byte("long"), 3000) // longer than the buffer that reads it back
			}
			line = append(line, '\n')
			want = append(want, line)
			if err := s.add(line); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortFunc(want, bytes.Compare)
		var got bytes.Buffer
		if err := s.writeTo(&got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), bytes.Join(want, nil)) {
			t.Errorf("with %d bytes of memory and %d runs: not sorted", memory, len(s.runs))
		}
		if memory < 1000 && len(s.runs) < 2 {
			t.Errorf("with %d bytes of memory: %d runs, expected several", memory, len(s.runs))
		}
		folder := s.folder
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(folder); folder != "" && err == nil {
			t.Errorf("%s is left behind", folder)
		}
	}
}

// leaves stands in for the hash storage of tlog.
type leaves []tlog.Hash

func (l leaves) ReadHashes(indexes []int64) (hashes []tlog.Hash, err error) {
	for _, i := range indexes {
		hashes = append(hashes, l[i])
	}
	return hashes, nil
}

// Another implementation of RFC 6962 must give the same roots and paths.
func TestTreeAgainstAnotherImplementation(t *testing.T) {
	var tree Tree
	var stored leaves
	for n := int64(1); n <= 70; n++ {
		line := fmt.Appendf(nil, `["%d"]`, n)
		tree.Add(line)
		hashes, err := tlog.StoredHashes(n-1, line, stored)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		want, err := tlog.TreeHash(n, stored)
		if err != nil {
			t.Fatal(err)
		}
		if tree.Root() != Hash(want) || tree.Len() != n {
			t.Fatalf("root of %d leaves is %s, want %x", n, tree.Root(), want[:])
		}
		for i := range n {
			checkProof(t, i, n, want, stored)
		}
	}
	if got := (&Tree{}).Root(); got != sha256.Sum256(nil) {
		t.Errorf("root of nothing is %s", got)
	}
}

func checkProof(t *testing.T, i, n int64, root tlog.Hash, stored leaves) {
	t.Helper()
	path, err := tlog.ProveRecord(n, i, stored)
	if err != nil {
		t.Fatal(err)
	}
	p := Proof{Line: fmt.Sprintf(`["%d"]`, i+1), Index: i, Size: n}
	for _, h := range path {
		p.Path = append(p.Path, Hash(h).String())
	}
	if err := p.Verify(Hash(root).String(), n); err != nil {
		t.Fatal(err)
	}
	wrong := []Proof{p, p, p, p}
	wrong[0].Line = "x"
	wrong[1].Index = (i + 1) % n
	wrong[2].Size++
	wrong[3].Path = append(slices.Clone(p.Path), p.Line)
	for k, w := range wrong {
		if k == 1 && n == 1 {
			continue
		}
		if w.Verify(Hash(root).String(), n) == nil {
			t.Fatalf("wrong proof %d of leaf %d of %d was believed", k, i, n)
		}
	}
}

func TestQuotedIsValidJSONInItsShortestForm(t *testing.T) {
	for text, want := range map[string]string{
		"": `""`, "a/b": `"a/b"`, "\x00\x1f\x7f": `"\u0000\u001f` + "\x7f\"", "\\\"": `"\\\""`, "\b\t\n\f\r": `"\b\t\n\f\r"`, "\u2028": "\"\u2028\"",
	} {
		if got := appendQuoted(nil, []byte(text)); string(got) != want {
			t.Errorf("%q is quoted as %s, want %s", text, got, want)
		}
	}
}

func TestCompareNumbers(t *testing.T) {
	ascending := []string{"-100.00", "-99.99", "-10.00", "-9.00", "-0.05", "0.00", "0.05", "9.00", "10.00", "99.99", "100.00"}
	for i, a := range ascending {
		for j, b := range ascending {
			got := compareNumbers([]byte(a), []byte(b))
			if (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("compare %s with %s: %d", a, b, got)
			}
		}
	}
}
