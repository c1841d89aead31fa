//go:build unix

package engine

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// headroom is address space beyond DuckDB's memory limit: Go and the allocator reserve much more than they use.
const headroom = 3 << 30

// limit bounds this process: its address space, so that one greedy function call ends in an error of that call, and
// no core file, which would hold evidence.
func limit(o Options) error {
	space := uint64(o.MemoryMiB)<<20 + headroom
	if err := unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: space, Max: space}); err != nil {
		return fmt.Errorf("limit address space: %w", err)
	}
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
