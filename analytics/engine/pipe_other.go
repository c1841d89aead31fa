//go:build !linux

package engine

// widen is a setting that only Linux has.
func widen(any) {}
