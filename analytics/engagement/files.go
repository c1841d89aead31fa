package engagement

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"auditql/analytics/fault"
)

// Path joins names below the engagement.
func (e *Engagement) Path(names ...string) string {
	return filepath.Join(append([]string{e.Root}, names...)...)
}

// Ledger is the file with one entry per load.
func (e *Engagement) Ledger() string { return e.Path("evidence", "ledger.jsonl") }

// Trees gives own folders of one kind that exist, as file systems; a folder that is not there is simply empty.
func (e *Engagement) Trees(folders []string) []fs.FS {
	var out []fs.FS
	for _, f := range folders {
		dir := f
		if !filepath.IsAbs(f) {
			dir = e.Path(f)
		}
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			out = append(out, os.DirFS(dir))
		}
	}
	return out
}

// WriteFile writes a file whole or not at all.
func WriteFile(name string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".partial-*")
	if err != nil {
		return fault.New(fault.Broken, "write %s: %w", filepath.Base(name), err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fault.New(fault.Broken, "write %s: %w", filepath.Base(name), err)
		}
	}()
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return Place(f.Name(), name)
}

// Place renames a finished file to its name and flushes the folder, so that the name survives a loss of power.
func Place(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Scratch makes a folder for work in progress inside the engagement, so that a finished file can be renamed out of it.
// The caller removes it; what a killed program left is removed by the next one that holds the lock.
func (e *Engagement) Scratch() (string, error) {
	dir := e.Path(scratchName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fault.New(fault.Broken, "make scratch folder: %w", err)
	}
	name, err := os.MkdirTemp(dir, "work-*")
	if err != nil {
		return "", fault.New(fault.Broken, "make scratch folder: %w", err)
	}
	return name, nil
}

const scratchName = ".scratch"

// Empty says whether a folder has nothing in it, or is not there.
func Empty(dir string) (bool, error) {
	d, err := os.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer d.Close()
	_, err = d.Readdirnames(1)
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	return false, err
}
