package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"auditql/analytics/evidence"
)

// longLine gives so many bytes of one line as gzip. They shrink a hundred times, and so are no bomb, and cost nothing to
// make: members of a gzip file follow one another.
func longLine(size int) []byte {
	dice := rand.New(rand.NewPCG(1, 1))
	var block bytes.Buffer
	for block.Len() < 4<<20 {
		for range 8 {
			fmt.Fprintf(&block, "%016x", dice.Uint64())
		}
		block.WriteString(strings.Repeat("a", 15_000))
	}
	return bytes.Repeat(gz(block.Bytes()), size/block.Len()+1)
}

// TestHostileLongLine hands over records of a gigabyte. They are one reject each, and the records around are loaded.
func TestHostileLongLine(t *testing.T) {
	size := 64 << 20
	if *kills > few {
		size = 1 << 30
	}
	long := longLine(size)
	const login = "2026-03-01T10:00:%02d.000000+00:00 web1 sshd[812]: Accepted publickey for ann from 192.0.2.10 port 50022 ssh2: ED25519 SHA256:abc\n"
	for _, c := range []struct{ name, before, after, as string }{
		{"a.csv.gz", string(accounts("1")) + "erp,2,", "\n" + fmt.Sprintf(accountRow, "3"), "account"},
		{"quoted.csv.gz", string(accounts("1")) + "erp,\"2", "\"\n" + fmt.Sprintf(accountRow, "3"), "account"},
		{"a.json.gz", string(events(`"1"`)) + `{"kind":"Event","auditID":"`, "\"}\n" + string(events(`"3"`)), "audit_event"},
		{"auth.log.gz", fmt.Sprintf(login, 1), "\n" + fmt.Sprintf(login, 3), "auth_event"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHostile(t)
			h.limit = 5 * time.Minute
			o := h.load(filepath.Join("in", filepath.Base(h.put(c.name, slices.Concat(gz([]byte(c.before)), long, gz([]byte(c.after)))))), "--as", c.as)
			if len(o.reports) != 1 || o.reports[0].Loaded != 2 || o.reports[0].Rejected != 1 || !slices.Equal(h.rejects(), []string{"too-large"}) {
				t.Errorf("exit code %d, rejects %v\n%s%s", o.code, h.rejects(), o.short(), o.stderr)
			}
			t.Logf("a line of %d MB: %.1f s, %d MB of memory", size>>20, o.took.Seconds(), o.memory>>20)
			if o.memory > max(500<<20, ownPeak()) {
				t.Errorf("took %d MB", o.memory>>20)
			}
		})
	}
}

// TestHostileManyFiles hands over 10,000 files, some of which are hostile: each is told of once.
func TestHostileManyFiles(t *testing.T) {
	h := newHostile(t)
	h.limit = 5 * time.Minute
	n := 1000
	if *kills > few {
		n = 10_000
	}
	for i := range n {
		content := accounts(fmt.Sprintf("id%d", i))
		switch i % 100 {
		case 7:
			content = nil
		case 8:
			content = gz(content)[:40]
		case 9:
			content = append(content, "erp,ragged\n"...)
		}
		h.put(fmt.Sprintf("%02d/%05d.csv", i%37, i), content)
	}
	o := h.load("in")
	count := map[evidence.Status]int{}
	var loaded, rejected int64
	for _, r := range o.reports {
		count[r.Status]++
		loaded, rejected = loaded+r.Loaded, rejected+r.Rejected
	}
	bad := n / 100
	if len(o.reports) != n || count[evidence.Loaded] != n-2*bad || count[evidence.Unrecognised] != bad || count[evidence.Refused] != bad ||
		loaded != int64(n-2*bad) || rejected != int64(bad) {
		t.Errorf("%d reports, %v, %d loaded, %d rejected, exit code %d: %s", len(o.reports), count, loaded, rejected, o.code, o.stderr)
	}
	t.Logf("%d files: %.1f s, %d MB of memory", n, o.took.Seconds(), o.memory>>20)
}
