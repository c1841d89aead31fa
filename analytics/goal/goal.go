// Package goal states what a benchmark has measured against a floor of the same run, and the goal for the ratio of the two. make
// bench makes one table of all that are stated. A ratio is compared with its goal and shown; it never fails a benchmark, as
// a machine may have other work to do.
//
// The name of the benchmark is what the table shows, so it is a phrase:
//
//	b.Run("srs of 60 from 10,000,000 rows, to counting and adding them up", func(b *testing.B) {
//		for b.Loop() { … }
//		goal.Time(b, floor, measured, 9)
//	})
package goal

import (
	"syscall"
	"testing"
	"time"
)

// Time states what was measured against a floor, and how many times the floor it may be; 0 when there is no goal.
func Time(b *testing.B, floor, measured time.Duration, atMost float64) {
	state(b, "s", floor.Seconds(), measured.Seconds(), atMost)
}

// Memory states the memory that was used at its peak against a limit or another measurement, in bytes.
func Memory(b *testing.B, floor, measured int64, atMost float64) {
	state(b, "MiB", float64(floor)/(1<<20), float64(measured)/(1<<20), atMost)
}

func state(b *testing.B, unit string, floor, measured, atMost float64) {
	b.ReportMetric(0, "ns/op") // takes the place of the time of a whole round
	b.ReportMetric(floor, "floor-"+unit)
	b.ReportMetric(measured, "measured-"+unit)
	b.ReportMetric(measured/floor, "ratio")
	b.ReportMetric(atMost, "goal")
}

// CPU gives the processor time that work takes, of this process and of children that end in it.
func CPU(work func()) time.Duration {
	begin := used()
	work()
	return used() - begin
}

func used() (total time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			panic(err) // only for another who
		}
		total += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return total
}

// Wall gives the time that work takes.
func Wall(work func()) time.Duration {
	begin := time.Now()
	work()
	return time.Since(begin)
}

// Least keeps the least of several measurements of each of several things, taken in turn, so that a burst of other work on the
// machine meets all of them.
type Least []time.Duration

// Take keeps a measurement of thing i when it is less than those before.
func (l *Least) Take(i int, d time.Duration) {
	for len(*l) <= i {
		*l = append(*l, 0)
	}
	if (*l)[i] == 0 || d < (*l)[i] {
		(*l)[i] = d
	}
}
