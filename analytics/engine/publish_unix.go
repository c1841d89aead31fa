//go:build unix

package engine

import "os"

// syncFolder makes a rename last through a power cut.
func syncFolder(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
