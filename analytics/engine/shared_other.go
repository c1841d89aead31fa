//go:build !linux

package engine

import (
	"errors"
	"os/exec"
)

// share gives no memory: only Linux can keep a worker from shortening it.
func share(*exec.Cmd) *shared { return nil }

func reserve([]byte) error { return nil }

func unmap([]byte) {}

func borrowed() (*lender, error) { return nil, errors.ErrUnsupported }
