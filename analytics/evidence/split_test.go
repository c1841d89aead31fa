package evidence

import (
	"fmt"
	"strings"
	"testing"

	"auditql/analytics/reader"
)

// Parts are of about the same size, four or eight and so on of them when one is not enough, and none is larger than it may be unless
// it is one file.
func TestSplit(t *testing.T) {
	const mib = 1 << 20
	many := func(n int, size int64) (out []int64) {
		for range n {
			out = append(out, size)
		}
		return out
	}
	for _, c := range []struct {
		name  string
		sizes []int64
		want  string // files of each part
	}{
		{"nothing", nil, ""},
		{"one", []int64{5}, "1"},
		{"empty files", many(3, 0), "3"},
		{"as much as a part holds", many(16, mib), "16"},
		{"a little more", many(20, mib), "5 5 5 5"},
		{"a folder of logs", many(40, 1228800), "10 10 10 10"},
		{"more than four parts hold", many(100, mib), "13 13 13 13 13 13 13 9"},
		{"one large file", []int64{100 * mib}, "1"},
		{"a large file among small ones", []int64{mib, 100 * mib, mib, mib}, "1 1 2"},
		{"uneven", []int64{15 * mib, 2 * mib, 9 * mib, 9 * mib}, "1 2 1"},
	} {
		a := &attempt{}
		for i, size := range c.sizes {
			a.g.files = append(a.g.files, given{File: reader.File{Name: fmt.Sprint(i), Size: size}})
		}
		var got []string
		next := int64(1)
		for _, b := range a.split() {
			if b.from != next || b.to-b.from+1 != int64(len(b.files)) {
				t.Errorf("%s: a part of files %d to %d has %d, and the part before ends at %d", c.name, b.from, b.to, len(b.files), next-1)
			}
			next = b.to + 1
			got = append(got, fmt.Sprint(len(b.files)))
		}
		if strings.Join(got, " ") != c.want || next != int64(len(c.sizes)+1) {
			t.Errorf("%s: parts of %v files, want %s", c.name, got, c.want)
		}
	}
}
