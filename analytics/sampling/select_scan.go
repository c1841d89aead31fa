package sampling

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/big"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"auditql/analytics/fault"
)

// collector keeps what one way of selecting needs of the items that one goroutine sees.
type collector interface {
	take(key []byte, t *Ticket, amount int64, stratum string)
	absorb(other collector)
	finish(d Draw, s *Selection, c *census, a again) error
}

// again reads the frame once more, for what a collector needs only then.
type again func(collect func(Draw) collector) (collector, error)

var errMoved = fault.New(fault.Refused, "the frame changed while it was read, expected the same items each time")

// census counts the frame, beside what the collector keeps.
type census struct {
	items, nulls   int64
	positive       wideSum
	negative       wideSum // of absolute amounts
	zeros, minuses int64
	zeroKeys       ranking // by key
	minusKeys      ranking // by key
	tracked        *tracked
	collector      collector
}

// batch is a run of items whose keys lie one after the other in one buffer.
type batch struct {
	keys []byte
	rows []row
}

type row struct {
	end     int // of the key in batch.keys
	amount  int64
	stratum string
	null    bool
}

const batchRows = 4096

// scan reads the parts of the frame in some goroutines and hashes them in others.
func scan(ctx context.Context, d Draw, frame []Frame, collect func(Draw) collector) (*census, error) {
	workers := d.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	full, empty := make(chan *batch, workers), make(chan *batch, 3*workers)
	for range 3 * workers {
		empty <- new(batch)
	}
	parts := make([]*census, workers)
	kept := new(atomic.Int64)
	var group sync.WaitGroup
	for i := range parts {
		parts[i] = newCensus(d, collect(d))
		if d.Uniqueness.or() == Tracked {
			parts[i].tracked = &tracked{total: kept}
		}
		group.Go(func() {
			message := message("ASEL1", d.Seed, d.Scope)
			for b := range full {
				parts[i].takeBatch(b, message)
				b.keys, b.rows = b.keys[:0], b.rows[:0]
				empty <- b
			}
		})
	}
	twins, err := feedAll(ctx, frame, workers, d.Uniqueness, full, empty)
	close(full)
	group.Wait()
	if err != nil {
		return nil, err
	}
	all := parts[0]
	for _, p := range parts[1:] {
		all.absorb(p)
	}
	return all, all.refuse(twins)
}

// feedAll fills batches from the parts of the frame, as many at a time as there are workers, until one fails.
func feedAll(ctx context.Context, frame []Frame, workers int, u Uniqueness, full chan<- *batch, empty chan *batch) (twins duplicates, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	runs := make([]run, len(frame))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, len(frame)) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(frame)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				var err error
				if runs[i], err = feed(ctx, frame[i], u, full, empty); err != nil {
					stop(err)
				}
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return twins, fmt.Errorf("read frame: %w", err)
	}
	for i := range runs {
		twins.merge(runs[i].twins)
		if u == Sorted && i > 0 {
			if err := twins.border(&runs[i-1], &runs[i]); err != nil {
				return twins, err
			}
		}
	}
	return twins, nil
}

// run is what a part of a frame has shown of its order.
type run struct {
	twins       duplicates
	first, last []byte // keys; nil when there is none
}

// feed fills batches from one part of the frame. With [Sorted] uniqueness it checks the order and counts neighbours that are equal.
func feed(ctx context.Context, frame Frame, u Uniqueness, full chan<- *batch, empty chan *batch) (r run, err error) {
	b := <-empty
	for item, failed := range frame {
		if failed != nil {
			empty <- b
			return r, failed
		}
		if u == Sorted && item.Key != nil {
			if err := r.follow(item.Key); err != nil {
				empty <- b
				return r, err
			}
		}
		b.keys = append(b.keys, item.Key...)
		b.rows = append(b.rows, row{len(b.keys), item.Amount, item.Stratum, item.Key == nil})
		if len(b.rows) == batchRows {
			full <- b
			b = <-empty
			if ctx.Err() != nil {
				empty <- b
				return r, context.Cause(ctx)
			}
		}
	}
	full <- b
	return r, nil
}

// follow compares a key with the one before.
func (r *run) follow(key []byte) error {
	switch {
	case r.first == nil:
		r.first = append([]byte{}, key...)
	case string(key) < string(r.last):
		return unordered(key, r.last)
	case string(key) == string(r.last):
		r.twins.add(string(key))
	}
	r.last = append(r.last[:0], key...)
	if r.last == nil {
		r.last = []byte{}
	}
	return nil
}

func newCensus(d Draw, c collector) *census {
	listed := int64(d.listed())
	return &census{zeroKeys: ranking{limit: listed}, minusKeys: ranking{limit: listed}, collector: c}
}

// takeBatch hashes and counts. The message is the start of each ticket's message; its buffer is this goroutine's own.
func (c *census) takeBatch(b *batch, message []byte) {
	start, prefix := 0, len(message)
	ticket := new(Ticket) // one for all rows: it escapes to the collector, which copies what it keeps
	for _, r := range b.rows {
		key := b.keys[start:r.end]
		start = r.end
		c.items++
		if r.null {
			c.nulls++
			continue
		}
		message = append(message[:prefix], key...)
		*ticket = sha256.Sum256(message)
		c.weigh(r.amount, key)
		if c.tracked != nil {
			c.tracked.add(key)
		}
		c.collector.take(key, ticket, r.amount, r.stratum)
	}
}

var noTicket Ticket // ranks by key alone

func (c *census) weigh(amount int64, key []byte) {
	switch {
	case amount > 0:
		c.positive.add(uint64(amount))
	case amount == 0:
		c.zeros++
		c.zeroKeys.offer(score{}, &noTicket, key, 0)
	default:
		c.minuses++
		c.negative.add(uint64(-amount))
		c.minusKeys.offer(score{}, &noTicket, key, amount)
	}
}

func (c *census) absorb(o *census) {
	c.items, c.nulls, c.zeros, c.minuses = c.items+o.items, c.nulls+o.nulls, c.zeros+o.zeros, c.minuses+o.minuses
	c.positive.merge(o.positive)
	c.negative.merge(o.negative)
	c.zeroKeys.merge(&o.zeroKeys)
	c.minusKeys.merge(&o.minusKeys)
	if c.tracked != nil {
		c.tracked.keys = append(c.tracked.keys, o.tracked.keys...)
	}
	c.collector.absorb(o.collector)
}

// refuse ends a scan that met NULL or duplicate keys.
func (c *census) refuse(twins duplicates) error {
	if err := c.tracked.twins(&twins); err != nil {
		return err
	}
	c.tracked = nil
	if c.nulls == 0 && twins.items == 0 {
		return nil
	}
	what := fmt.Sprintf("%d of %d items have a NULL key and %d repeat a key", c.nulls, c.items, twins.items)
	if twins.items > 0 {
		what += fmt.Sprintf(" (%.200q)", strings.Join(twins.keys, ", "))
	}
	return fault.New(fault.Refused, "%s, expected a key that identifies each item", what).
		Hint("choose key columns that are unique and never NULL")
}

func (c *census) count() Count {
	keys := func(r *ranking) (keys []string) {
		for _, k := range r.sorted() {
			keys = append(keys, k.key)
		}
		return keys
	}
	return Count{Items: c.items, PositiveValue: c.positive.int(),
		Zero:     Aside{Items: c.zeros, Value: new(big.Int), Keys: keys(&c.zeroKeys)},
		Negative: Aside{Items: c.minuses, Value: new(big.Int).Neg(c.negative.int()), Keys: keys(&c.minusKeys)}}
}

// reader gives the function that reads the frame once more and expects the items of the first time.
func (c *census) reader(ctx context.Context, d Draw, frame []Frame) again {
	d.Uniqueness, d.Listed = Proven, 1
	return func(collect func(Draw) collector) (collector, error) {
		now, err := scan(ctx, d, frame, collect)
		if err != nil {
			return nil, err
		}
		if now.items != c.items || now.positive != c.positive || now.negative != c.negative {
			return nil, errMoved
		}
		return now.collector, nil
	}
}
