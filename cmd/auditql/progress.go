package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// bar shows how far a long command is: on a terminal only, and only when it takes longer than two seconds.
type bar struct {
	mu    sync.Mutex
	out   io.Writer // nil: nobody watches
	what  string
	start time.Time // of the command
	begun time.Time // of what is being done
	shown time.Time
	done  int64
}

func (a *app) progress(what string) *bar {
	b := &bar{what: what, start: time.Now(), begun: time.Now()}
	if a.onTerminal() {
		b.out = a.err
	}
	return b
}

// add counts bytes that were read, and how many there are; of is 0 for what is not counted in bytes. Another thing that is
// done begins anew. It may be called from several goroutines.
func (b *bar) add(doing string, n, of int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.what != doing {
		b.what, b.done, b.begun, b.shown = doing, 0, now, time.Time{}
	}
	b.done += n
	if b.out == nil || now.Sub(b.start) < 2*time.Second || now.Sub(b.shown) < 200*time.Millisecond {
		return
	}
	b.shown = now
	if of == 0 {
		fmt.Fprintf(b.out, "\r\x1b[K%s", b.what)
		return
	}
	rate := float64(b.done) / now.Sub(b.begun).Seconds()
	fmt.Fprintf(b.out, "\r\x1b[K%s: %.0f MB read, %.0f MB/s", b.what, float64(b.done)/1e6, rate/1e6)
	if of > b.done && rate > 0 {
		fmt.Fprintf(b.out, ", about %s left", time.Duration(float64(of-b.done)/rate*1e9).Round(time.Second))
	}
}

// step counts things that were done out of a known number.
func (b *bar) step(name string, of int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	if b.out != nil && time.Since(b.start) > 2*time.Second {
		b.shown = time.Now()
		fmt.Fprintf(b.out, "\r\x1b[K%s: %d of %d, %s", b.what, b.done, of, name)
	}
}

func (b *bar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.out != nil && !b.shown.IsZero() {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
