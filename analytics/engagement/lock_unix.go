//go:build unix

package engagement

import (
	"errors"
	"os"
	"syscall"

	"auditql/analytics/fault"
)

// Lock keeps other writers out until unlock is called or the process ends. It refuses at once when another holds it.
func (e *Engagement) Lock() (unlock func(), err error) {
	f, err := os.OpenFile(e.Path(".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.New(fault.Broken, "lock engagement: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fault.New(fault.Broken, "another auditql is writing to this engagement").Hint("wait until it has ended")
		}
		return nil, fault.New(fault.Broken, "lock engagement: %w", err)
	}
	os.RemoveAll(e.Path(scratchName)) // left by a program that was killed: nobody else can be working now
	return func() { f.Close() }, nil
}
