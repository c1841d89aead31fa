package bundle

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"

	"auditql/analytics/fault"
	"auditql/analytics/record"
)

// folder is a place whose files are verified. Their names in records are relative to it, with slashes.
type folder struct {
	root   string
	label  string // before the names of files in messages
	report *Report
}

func (f folder) at(name string) string    { return filepath.Join(f.root, filepath.FromSlash(name)) }
func (f folder) named(name string) string { return path.Join(f.label, name) }

// read reads a small file, such as a record.
func (f folder) read(name string) ([]byte, error) {
	data, err := os.ReadFile(f.at(name))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, differs(f.named(name), "file", "to be there", "missing")
	}
	if err != nil {
		return nil, fault.New(fault.Broken, "verify %s: %w", f.named(name), err)
	}
	f.report.Files++
	f.report.Bytes += int64(len(data))
	return data, nil
}

// hash compares a file with its entry in a record. The size is looked at first, so that no more is read than was written.
func (f folder) hash(ctx context.Context, want record.File) error {
	name := f.named(want.Path)
	if !filepath.IsLocal(filepath.FromSlash(want.Path)) || path.Clean(want.Path) != want.Path {
		return differs(name, "path", "a path inside the folder", want.Path)
	}
	info, err := os.Stat(f.at(want.Path))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return differs(name, "file", "to be there", "missing")
	case err != nil:
		return fault.New(fault.Broken, "verify %s: %w", name, err)
	case !info.Mode().IsRegular():
		return differs(name, "file", "a regular file", info.Mode().Type())
	case info.Size() != want.Bytes:
		return differs(name, "size", fmt.Sprint(want.Bytes, " bytes"), fmt.Sprint(info.Size(), " bytes"))
	}
	sum, err := hashFile(ctx, f.at(want.Path))
	if err != nil {
		return fault.New(fault.Broken, "verify %s: %w", name, err)
	}
	f.report.Files++
	f.report.Bytes += want.Bytes
	return same(name, "SHA-256", want.SHA256, sum)
}

func hashFile(ctx context.Context, name string) (string, error) {
	in, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer in.Close()
	sum, _, err := record.HashReader(cancellable{ctx, in})
	return sum, err
}

// cancellable ends reading when the user does.
type cancellable struct {
	context.Context
	io.Reader
}

// Read reads unless the context is done.
func (c cancellable) Read(p []byte) (int, error) {
	if err := c.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}

// exactly says whether the folder holds the files with these names and nothing else: no other file, no link, no folder
// without one of them in it.
func (f folder) exactly(names []string) error {
	expected := map[string]bool{".": true}
	for _, name := range names {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			expected[dir] = true
		}
	}
	err := filepath.WalkDir(f.root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(f.root, file)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		known := d.Type().IsRegular() && slices.Contains(names, rel) || d.IsDir() && expected[rel]
		if !known {
			return differs(f.named(rel), "file", "", "not in the record")
		}
		return nil
	})
	if err != nil && fault.KindOf(err) != fault.Differs {
		return fault.New(fault.Broken, "verify folder: %w", err)
	}
	return err
}
