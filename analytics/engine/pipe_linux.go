package engine

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// pipeBytes is what a pipe to a worker holds: several blocks of rows, so that reader and worker wait for each other less often.
const pipeBytes = 1 << 20

// widen lets a pipe hold more, if the machine allows it. A pipe that stays as it is works too.
func widen(pipe any) {
	c, ok := pipe.(syscall.Conn)
	if !ok {
		return
	}
	if raw, err := c.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeBytes) })
	}
}
