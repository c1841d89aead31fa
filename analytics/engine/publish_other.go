//go:build !unix

package engine

// syncFolder does nothing where a folder cannot be opened as a file.
func syncFolder(string) error { return nil }
