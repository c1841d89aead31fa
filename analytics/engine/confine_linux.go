package engine

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// confinement is what a worker may touch.
type confinement struct {
	program string   // read and execute
	scratch string   // read and write
	reads   []string // read
}

// start starts the worker inside a Landlock domain. Landlock binds a thread and what it starts, so this thread is given
// up: it waits for the worker and ends with the goroutine, and the rest of the program stays free. A thread that lives as
// long as the worker is also what Pdeathsig asks for, because it speaks of the parent thread.
func (c confinement) start(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	if err := c.restrict(); err != nil {
		return fmt.Errorf("confine worker: %w", err)
	}
	return cmd.Start()
}

const (
	landRead  = unix.LANDLOCK_ACCESS_FS_READ_FILE
	landRun   = landRead | unix.LANDLOCK_ACCESS_FS_EXECUTE
	landWrite = landRead | unix.LANDLOCK_ACCESS_FS_READ_DIR | unix.LANDLOCK_ACCESS_FS_WRITE_FILE |
		unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE | unix.LANDLOCK_ACCESS_FS_MAKE_DIR |
		unix.LANDLOCK_ACCESS_FS_REMOVE_DIR | unix.LANDLOCK_ACCESS_FS_TRUNCATE
)

// libraries are where a dynamic program finds its loader and its libraries.
var libraries = []string{"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/gnu/store"}

// machine is where DuckDB looks for its limits, and dies when it may not look. Landlock also keeps the worker from reading
// what another process's folder in /proc says about its memory and environment.
var machine = []string{"/proc", "/sys/fs/cgroup"}

// rules gives what each path may be used for. Paths that do not exist are left out.
func (c confinement) rules() map[string]uint64 {
	r := map[string]uint64{c.program: landRun, c.scratch: landWrite, "/etc/ld.so.cache": landRead, "/dev/null": landRead}
	for _, lib := range libraries {
		r[lib] = landRun
	}
	for _, file := range append(machine, c.reads...) {
		r[file] |= landRead
	}
	return r
}

// restrict confines the calling thread. A kernel without Landlock leaves the other layers: the gate, DuckDB's own locks,
// the empty environment.
func (c confinement) restrict() error {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return nil
	}
	attr := handled(int(abi))
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), attrSize(int(abi)), 0)
	if errno != 0 {
		return fmt.Errorf("create ruleset: %w", errno)
	}
	defer unix.Close(int(fd))
	for path, access := range c.rules() {
		if err := allow(int(fd), path, access&attr.Handled_access_fs); err != nil {
			return err
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("forbid new privileges: %w", err)
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errno != 0 {
		return fmt.Errorf("restrict self: %w", errno)
	}
	return nil
}

// handled gives everything that this kernel's Landlock can forbid.
func handled(abi int) unix.LandlockRulesetAttr {
	bits := []int{1: 13, 2: 14, 3: 15, 4: 15, 5: 16, 6: 16, 7: 16}
	attr := unix.LandlockRulesetAttr{Handled_access_fs: 1<<bits[min(abi, 7)] - 1}
	if abi >= 4 {
		attr.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if abi >= 6 {
		attr.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	return attr
}

// attrSize gives the part of the attribute that this kernel knows.
func attrSize(abi int) uintptr {
	switch {
	case abi >= 6:
		return 24
	case abi >= 4:
		return 16
	}
	return 8
}

func allow(ruleset int, path string, access uint64) error {
	real, err := filepath.EvalSymlinks(path)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		return err
	}
	info, err := os.Stat(real)
	if err != nil {
		return err
	}
	if !info.IsDir() { // the kernel refuses rights that only folders can have
		access &= landRun | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	fd, err := unix.Open(real, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer unix.Close(fd)
	rule := unix.LandlockPathBeneathAttr{Allowed_access: access, Parent_fd: int32(fd)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(ruleset), unix.LANDLOCK_RULE_PATH_BENEATH,
		uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("allow %s: %w", path, errno)
	}
	return nil
}
