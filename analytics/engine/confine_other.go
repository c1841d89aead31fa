//go:build !linux

package engine

import "os/exec"

// confinement is what a worker may touch. Systems other than Linux enforce none of it; what stays is the gate, DuckDB's
// own locks and the empty environment.
type confinement struct {
	program, scratch string
	reads            []string
}

func (c confinement) start(cmd *exec.Cmd) error { return cmd.Start() }
