//go:build !unix

package engine

func limit(Options) error { return nil }
