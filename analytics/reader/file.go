package reader

import (
	"io"
	"os"
	"time"

	"auditql/analytics/fault"
)

// File is one file that was handed over, on disk or inside an archive. It can be opened any number of times.
type File struct {
	Name    string // as given; for a member of an archive ARCHIVE!MEMBER
	Archive string // name of the archive it is in, empty when it lies on disk
	Size    int64  // bytes as handed over

	path string // of the file on disk: the archive's own for a member
	in   archive
	at   int // index of the member
}

// OneFile takes a single path without looking into it: no folder, no archive.
func OneFile(path string) File {
	f := File{Name: path, path: path}
	if s, err := f.stamp(); err == nil {
		f.Size = s.size
	}
	return f
}

// stamp is what tells whether a file on disk was touched while it was read.
type stamp struct {
	size int64
	time time.Time
}

func (f File) stamp() (stamp, error) {
	info, err := os.Stat(f.path)
	if err != nil {
		return stamp{}, err
	}
	return stamp{info.Size(), info.ModTime()}, nil
}

// open gives the bytes as handed over. A file on disk ends at the size it had when it was opened: a log that grows
// faster than it is read would otherwise never end.
func (f File) open() (io.ReadCloser, error) {
	if f.in != nil {
		r, err := f.in.open(f.at)
		if err != nil {
			return nil, fault.At(fault.Refused, f.Name, 0, "open member: %w", err)
		}
		return r, nil
	}
	file, err := os.Open(f.path)
	if err != nil {
		return nil, fault.At(fault.Refused, f.Name, 0, "open file: %w", err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fault.At(fault.Refused, f.Name, 0, "is not a regular file")
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(file, info.Size()), file}, nil
}
