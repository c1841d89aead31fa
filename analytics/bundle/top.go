package bundle

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"auditql/analytics/fault"
)

// top is what lies beside the payload and matters for signing.
type top struct {
	tagManifest []byte
	info        []byte
	signed      map[string][]byte // statements and signatures by file name
	end         int64             // of everything but these
}

// maxTagFile bounds what is read into memory of one tag file; these are a few hundred bytes.
const maxTagFile = 1 << 20

// readTop reads the tag manifest and the signatures of a bundle.
func readTop(file string) (*top, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fault.At(fault.Refused, file, 0, "open bundle: %w", err)
	}
	defer f.Close()
	t := &top{signed: map[string][]byte{}}
	archive := tar.NewReader(f)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, differs(file, "archive", "", err)
		}
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, fault.New(fault.Broken, "read bundle: %w", err)
		}
		if err := t.take(archive, header); err != nil {
			return nil, differs(file, header.Name, "", err)
		}
		if len(t.signed) == 0 {
			t.end = at + (header.Size+511)/512*512
		}
	}
	if t.tagManifest == nil {
		return nil, differs(file, "bundle", "", "there is no "+tagManifestName+" in it")
	}
	return t, nil
}

func (t *top) take(in io.Reader, header *tar.Header) error {
	name := strings.TrimPrefix(header.Name, archiveRoot+"/")
	if !isSigned(name) && name != tagManifestName && name != infoName {
		return nil
	}
	if header.Size > maxTagFile {
		return fmt.Errorf("%d bytes, expected at most %d", header.Size, maxTagFile)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	switch name {
	case tagManifestName:
		t.tagManifest = data
	case infoName:
		t.info = data
	default:
		t.signed[name] = data
	}
	return nil
}

// rewrite writes the bundle anew with the signatures at its end, and puts it in place of the old one. Of a link it is the file
// itself that is signed: the link stays one.
func (t *top) rewrite(ctx context.Context, file string) error {
	file, err := filepath.EvalSymlinks(file)
	if err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	in, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(file), ".sign-*")
	if err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	defer os.Remove(out.Name())
	_, err = io.CopyN(out, cancellable{ctx, in}, t.end)
	var entries []*entry
	for name, data := range t.signed {
		entries = append(entries, made(name, data))
	}
	if err == nil {
		err = pack(ctx, out, entries)
	}
	if err := errors.Join(err, out.Chmod(0o644), out.Sync(), out.Close()); err != nil {
		return fault.New(fault.Broken, "sign bundle: %w", err)
	}
	return place(out.Name(), file)
}
