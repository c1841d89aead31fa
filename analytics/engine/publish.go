package engine

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// what becomes of the scratch file that is published.
const (
	keepSource = iota
	moveSource
)

// publish gives a finished scratch file its final name: whole, on the disk, or not at all. A file that the session still
// reads is copied rather than linked, so that nothing the worker does later can change what was published.
func publish(from, to string, source int) error {
	if source == moveSource && syncFile(from) == nil && os.Rename(from, to) == nil {
		return syncFolder(filepath.Dir(to))
	}
	part, err := os.CreateTemp(filepath.Dir(to), ".part-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	defer os.Remove(part.Name())
	if err := copyInto(part, from); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	if err := os.Rename(part.Name(), to); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	return syncFolder(filepath.Dir(to))
}

func copyInto(part *os.File, from string) error {
	defer part.Close()
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if _, err := io.Copy(part, in); err != nil {
		return err
	}
	if err := part.Chmod(0o644); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	return part.Close()
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
