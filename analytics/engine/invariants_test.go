package engine

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

// Keys that ascend in each of several files are told from keys that ascend in all of them, however many threads read.
func TestDuplicatesAcrossAscendingFiles(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	made := start(t, Options{})
	var files []string
	for i, keys := range []string{"range(300000)", "range(299998, 600000)", "range(600000, 600010)"} {
		file := filepath.Join(dir, fmt.Sprintf("%d.parquet", i))
		if _, err := made.Make(ctx, Section{Name: fmt.Sprintf("part_%d", i), SQL: "SELECT range // 2 AS a, range % 2 AS b FROM " + keys, Into: file, Order: []string{"a", "b"}}); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for _, c := range []struct {
		files []string
		want  int64
	}{
		{files[:1], 0}, {files, 2}, {[]string{files[1], files[0]}, 2}, {[]string{files[2], files[0]}, 0},
		{[]string{files[0], files[2]}, 0}, {[]string{files[0], files[0]}, 300000},
	} {
		for _, threads := range []int{1, 2, 4} {
			s := start(t, Options{Threads: threads})
			if err := s.Attach(ctx, []Relation{{Name: "part", Columns: columns(t, "a", "integer", "b", "integer"), Files: c.files}}); err != nil {
				t.Fatal(err)
			}
			o, err := s.Duplicates(ctx, "part", []string{"a", "b"}, 1)
			if err != nil || o.Count != c.want {
				t.Errorf("%d threads, %v: %d keys come more than once, expected %d (%v)", threads, c.files, o.Count, c.want, err)
			}
		}
	}
}

// A key that is missing twice comes more than once.
func TestDuplicatesOfNothing(t *testing.T) {
	s := start(t, Options{})
	ctx := context.Background()
	if err := s.Given(ctx, "given", columns(t, "id", "integer"), [][]*string{{text("1")}, {nil}, {text("2")}, {nil}}); err != nil {
		t.Fatal(err)
	}
	if o, err := s.Duplicates(ctx, "given", []string{"id"}, 1); err != nil || o.Count != 1 {
		t.Errorf("%d keys come more than once, expected 1 (%v)", o.Count, err)
	}
}
