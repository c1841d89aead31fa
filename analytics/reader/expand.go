package reader

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"auditql/analytics/fault"
)

// Problem is something that was handed over and is not read: each is reported, none is passed over in silence.
type Problem struct {
	Name string
	Err  error
}

// expander collects the files of paths.
type expander struct {
	ctx      context.Context
	files    []File
	problems []Problem
	held     int64 // bytes of archives inside archives that are kept in memory
}

// Expand lists the files in paths: each file, what lies in a folder, in order of names, and the members of zip and tar
// archives, also of those one level inside. Links, hidden files, devices and members with names that would lead out of
// the archive are problems, and so is all that cannot be opened.
func Expand(ctx context.Context, paths []string) ([]File, []Problem) {
	e := &expander{ctx: ctx}
	for _, p := range paths {
		info, err := os.Stat(p)
		if errors.Is(err, fs.ErrNotExist) {
			e.problem(p, "there is no such file or folder")
			continue
		}
		if err != nil {
			e.problem(p, "open file: %w", err)
			continue
		}
		before := len(e.files) + len(e.problems)
		e.entry(p, p, info)
		if len(e.files)+len(e.problems) == before && ctx.Err() == nil {
			e.problem(p, "has no files in it")
		}
	}
	return e.files, e.problems
}

func (e *expander) problem(name, form string, args ...any) {
	name = readable(name)
	e.problems = append(e.problems, Problem{name, fault.At(fault.Refused, name, 0, form, args...)})
}

// readable writes bytes of a name that are no UTF-8 as \xff, so that records can hold it and names stay apart.
func readable(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var b strings.Builder
	for len(name) > 0 {
		r, n := utf8.DecodeRuneInString(name)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, name[0])
		} else {
			b.WriteString(name[:n])
		}
		name = name[n:]
	}
	return b.String()
}

// entry takes one thing on disk.
func (e *expander) entry(name, at string, info os.FileInfo) {
	switch {
	case e.ctx.Err() != nil:
	case info.IsDir():
		e.folder(name, at)
	case info.Mode()&os.ModeSymlink != 0:
		target, _ := os.Readlink(at)
		e.problem(name, "is a link to %q, and links in folders are not followed", target)
	case !info.Mode().IsRegular():
		e.problem(name, "is not a regular file but %s", info.Mode().Type())
	default:
		e.file(File{Name: readable(name), Size: info.Size(), path: at}, 0)
	}
}

func (e *expander) folder(name, at string) {
	list, err := os.ReadDir(at)
	if err != nil {
		e.problem(name, "open folder: %w", err)
		return
	}
	slices.SortFunc(list, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, d := range list {
		member := strings.TrimSuffix(name, "/") + "/" + d.Name()
		if hidden(d.Name()) {
			e.problem(member, "is hidden and was not read")
			continue
		}
		info, err := d.Info()
		if err != nil {
			e.problem(member, "open file: %w", err)
			continue
		}
		e.entry(member, filepath.Join(at, d.Name()), info)
	}
}

func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || name == "__MACOSX" || name == "Thumbs.db" || name == "desktop.ini"
}

// file takes a file, or what is in it when it is an archive. depth counts the archives around it.
func (e *expander) file(f File, depth int) {
	kind, err := archiveKind(f)
	if err != nil {
		e.problem(f.Name, "open file: %w", err)
		return
	}
	if kind == "" {
		e.files = append(e.files, f)
		return
	}
	if depth > 1 {
		e.problem(f.Name, "is an archive inside an archive inside an archive; unpack the outer one first")
		return
	}
	open := e.openZip
	if kind == "tar" {
		open = e.openTar
	}
	a, members, err := open(f)
	if err != nil {
		e.problem(f.Name, "open %s archive: %w", kind, err)
		return
	}
	if a == nil {
		e.files = append(e.files, f)
		return
	}
	e.members(f, a, members, depth)
}

// member is one entry of an archive.
type member struct {
	name    string
	size    int64
	problem string // why it is not read
	folder  bool
}

const maxMembers = 200_000

// members takes the files of an archive. Two members that a file system may hold to be one are both refused, because
// different programs would unpack different ones.
func (e *expander) members(f File, in archive, list []member, depth int) {
	if len(list) > maxMembers {
		e.problem(f.Name, "has %d members, more than %d", len(list), maxMembers)
		return
	}
	if !slices.ContainsFunc(list, func(m member) bool { return !m.folder }) {
		e.problem(f.Name, "is an archive without files")
	}
	times := map[string]int{}
	for _, m := range list {
		if !m.folder {
			times[strings.ToLower(path.Clean(m.name))]++
		}
	}
	for i, m := range list {
		if m.folder || e.ctx.Err() != nil {
			continue
		}
		name := f.Name + "!" + readable(m.name)
		switch reason := badMember(m); {
		case reason != "":
			e.problem(name, "%s", reason)
		case times[strings.ToLower(path.Clean(m.name))] > 1:
			e.problem(name, "the archive has this name more than once, apart from upper and lower case")
		default:
			e.file(File{Name: name, Archive: f.Name, Size: m.size, path: f.path, in: in, at: i}, depth+1)
		}
	}
}

// badMember says why a member is not read.
func badMember(m member) string {
	slashed := strings.ReplaceAll(m.name, `\`, "/")
	parts := strings.Split(slashed, "/")
	switch {
	case m.problem != "":
		return m.problem
	case m.name == "" || strings.HasPrefix(slashed, "/") || len(slashed) > 1 && slashed[1] == ':':
		return "the name of this member is absolute or empty"
	case slices.Contains(parts, ".."):
		return "the name of this member leads out of the archive"
	case strings.ContainsFunc(m.name, func(r rune) bool { return r < 0x20 || r == 0x7f }):
		return "the name of this member has control characters"
	case slices.ContainsFunc(parts, func(p string) bool { return p != "." && hidden(p) }):
		return "is hidden and was not read"
	}
	return ""
}

// archive opens its members by number.
type archive interface {
	open(i int) (io.ReadCloser, error)
}

// archiveKind tells by content whether a file is an archive: zip, tar, or nothing.
func archiveKind(f File) (string, error) {
	r, err := f.open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	raw := bufio.NewReaderSize(r, 4096)
	head, err := raw.Peek(512)
	if err != nil && err != io.EOF {
		return "", err
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return "zip", nil
	}
	if compressionOf(head) != "none" {
		s := &source{file: f, raw: newSummed(raw)}
		defer s.Close()
		if err := s.decompress(Limits{}.orDefault()); err != nil {
			return "", nil // damaged: whoever reads it will say so
		}
		inner := bufio.NewReaderSize(s.text, 512)
		head, _ = inner.Peek(512)
	}
	if len(head) >= 263 && string(head[257:262]) == "ustar" {
		return "tar", nil
	}
	return "", nil
}
