package engine

import (
	"fmt"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// share gives a worker that is about to start memory that it may read and this program writes. Rows that go through a pipe are
// copied twice, and page by page; through memory they are not. Where it cannot be made, there is none, and the pipe has to do.
func share(cmd *exec.Cmd) *shared {
	fd, err := unix.MemfdCreate("rows", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil
	}
	file := os.NewFile(uintptr(fd), "rows")
	memory, err := mapped(fd)
	if err != nil {
		file.Close()
		return nil
	}
	back, gone, err := os.Pipe()
	if err != nil {
		file.Close()
		unix.Munmap(memory)
		return nil
	}
	cmd.ExtraFiles = []*os.File{file, gone}
	return &shared{memory: memory, back: back, lent: cmd.ExtraFiles, free: sharedFrames}
}

// mapped maps the memory for writing. A worker can neither write it, nor shorten it, which would kill this program.
func mapped(fd int) ([]byte, error) {
	if err := unix.Ftruncate(fd, sharedFrames*sharedBytes); err != nil {
		return nil, err
	}
	memory, err := unix.Mmap(fd, 0, sharedFrames*sharedBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	seals := unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_FUTURE_WRITE | unix.F_SEAL_SEAL
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		unix.Munmap(memory)
		return nil, err
	}
	return memory, nil
}

// reserve takes the pages of memory that will be written: where one is missing, writing would kill this program. Kernels
// before 5.14 cannot.
func reserve(memory []byte) error {
	for {
		switch err := unix.Madvise(memory, unix.MADV_POPULATE_WRITE); err {
		case unix.EINTR, unix.EAGAIN:
		case nil, unix.EINVAL:
			return nil
		default:
			return fmt.Errorf("take memory for rows: %w", err)
		}
	}
}

// unmap gives the memory back.
func unmap(memory []byte) { unix.Munmap(memory) }

// borrowed is the memory as the worker sees it, by the files that it was started with.
func borrowed() (*lender, error) {
	const first = 3 // behind standard input, output and error
	memory, err := unix.Mmap(first, 0, sharedFrames*sharedBytes, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("map the memory that rows come through: %w", err)
	}
	return &lender{memory, os.NewFile(first+1, "back")}, unix.Close(first)
}
