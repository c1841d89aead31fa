package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"auditql/analytics/fault"
)

// A bundle is one tar file in its plainest form (ustar): every file under one folder, in a fixed order, with the same
// owner, mode and time. So the same files always give the same bytes, and any tar program unpacks it.

const (
	archiveRoot = "bundle" // the folder that a bundle unpacks to
	archiveEnd  = 1024     // bytes that end an archive
)

// plainName keeps names to what every file system and sha256sum take without quoting. A hidden file is not plain.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$`)

// entry is a file of a bundle: its name in the bag and where its bytes are.
type entry struct {
	name   string
	file   string // on disk; empty when the bytes are in data
	data   []byte
	size   int64
	sha256 string
}

func (e *entry) open() (io.ReadCloser, error) {
	if e.file == "" {
		return io.NopCloser(bytes.NewReader(e.data)), nil
	}
	return os.Open(e.file)
}

// inOrder sorts entries as they lie in the archive: the tag files, the payload, and the signatures last, so that one can
// be added without moving anything else.
func inOrder(entries []*entry) {
	rank := func(e *entry) int {
		switch {
		case isSigned(e.name):
			return 2
		case strings.HasPrefix(e.name, payloadFolder):
			return 1
		}
		return 0
	}
	slices.SortFunc(entries, func(a, b *entry) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a.name, b.name)
	})
}

// pack writes the archive. A file that changed since it was looked at ends it.
func pack(ctx context.Context, w io.Writer, entries []*entry) error {
	inOrder(entries)
	archive := tar.NewWriter(w)
	for _, e := range entries {
		if err := packOne(ctx, archive, e); err != nil {
			return fmt.Errorf("pack %s: %w", e.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("pack bundle: %w", err)
	}
	return nil
}

func packOne(ctx context.Context, archive *tar.Writer, e *entry) error {
	header := &tar.Header{
		Typeflag: tar.TypeReg, Name: path.Join(archiveRoot, e.name), Size: e.size, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR,
	}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	in, err := e.open()
	if err != nil {
		return err
	}
	defer in.Close()
	n, err := io.Copy(archive, cancellable{ctx, in})
	if err == nil && n != e.size {
		err = fmt.Errorf("%d bytes, it had %d", n, e.size)
	}
	return err
}

// unpack writes the files of a bundle into an empty folder and gives their entries. It refuses links, names that are not
// plain, and names of which a file system could make one.
func unpack(ctx context.Context, archive io.Reader, folder string) ([]*entry, error) {
	var entries []*entry
	files, folders := map[string]bool{}, map[string]bool{}
	in := tar.NewReader(archive)
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, differs("bundle", "archive", "a tar file as auditql seal writes it", err)
		}
		name, inside := strings.CutPrefix(header.Name, archiveRoot+"/")
		if !inside || !plainName.MatchString(name) {
			return nil, differs(fmt.Sprintf("%q", header.Name), "name", "letters, digits, points, hyphens and underscores, in the folder "+archiveRoot, fmt.Sprintf("%q", header.Name))
		}
		if header.Typeflag != tar.TypeReg || header.Format != tar.FormatUSTAR { // another form can hold holes, and so terabytes of nothing
			return nil, differs(name, "entry of the archive", "a plain file", fmt.Sprintf("of type %q in the form %v", header.Typeflag, header.Format))
		}
		fold := strings.ToLower(name) // some systems do not tell case
		clash := files[fold] || folders[fold]
		for dir := path.Dir(fold); dir != "."; dir = path.Dir(dir) {
			folders[dir], clash = true, clash || files[dir]
		}
		if clash {
			return nil, differs(name, "file", "once", "twice")
		}
		files[fold] = true
		e := &entry{name: name, file: filepath.Join(folder, filepath.FromSlash(name)), size: header.Size}
		if err := unpackOne(ctx, in, e); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
}

func unpackOne(ctx context.Context, in io.Reader, e *entry) error {
	if err := os.MkdirAll(filepath.Dir(e.file), 0o755); err != nil {
		return fault.New(fault.Broken, "unpack bundle: %w", err)
	}
	out, err := os.OpenFile(e.file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fault.New(fault.Broken, "unpack bundle: %w", err)
	}
	_, err = io.Copy(out, cancellable{ctx, in})
	if err = errors.Join(err, out.Close()); errors.Is(err, io.ErrUnexpectedEOF) {
		return differs(e.name, "file", fmt.Sprint(e.size, " bytes"), "cut off")
	}
	if err != nil {
		return fault.New(fault.Broken, "unpack bundle: %w", err)
	}
	return nil
}

// exact says whether the archive is what pack would write for these entries.
func exact(ctx context.Context, archive io.Reader, entries []*entry) error {
	c := &comparer{want: archive}
	if err := pack(ctx, c, slices.Clone(entries)); c.differs != nil {
		return c.differs
	} else if err != nil {
		return err
	}
	if n, err := io.ReadFull(archive, make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		return differs("bundle", "archive", "", fmt.Sprintf("bytes after its end at byte %d", c.at))
	}
	return nil
}

// comparer is a writer that expects what another file holds.
type comparer struct {
	want    io.Reader
	at      int64
	buffer  []byte
	differs error
}

// Write compares.
func (c *comparer) Write(p []byte) (int, error) {
	if len(c.buffer) < len(p) {
		c.buffer = make([]byte, len(p))
	}
	n, err := io.ReadFull(c.want, c.buffer[:len(p)])
	for i := range n {
		if c.buffer[i] != p[i] {
			c.differs = differs("bundle", "archive", "", fmt.Sprintf("not as auditql packs it at byte %d", c.at+int64(i)))
			return i, c.differs
		}
	}
	c.at += int64(n)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		c.differs = differs("bundle", "archive", "", fmt.Sprintf("cut off at byte %d", c.at))
		return n, c.differs
	}
	return n, err
}
