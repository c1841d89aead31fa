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
	message        []byte // of the last ticket
	prefix         int    // how much of it all tickets share
	ticket         Ticket // of the last item; a collector copies what it keeps
}

// scan reads the parts of the frame side by side: each goroutine takes one after the other, and keeps a count of its own.
func scan(ctx context.Context, d Draw, frame []Frame, collect func(Draw) collector) (*census, error) {
	workers := d.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	parts, runs := make([]*census, max(1, min(workers, len(frame)))), make([]run, len(frame))
	kept, next := new(atomic.Int64), new(atomic.Int64)
	var group sync.WaitGroup
	for i := range parts {
		parts[i] = newCensus(d, collect(d))
		if d.Uniqueness.or() == Tracked {
			parts[i].tracked = &tracked{total: kept}
		}
		group.Go(func() {
			for n := next.Add(1) - 1; n < int64(len(frame)) && ctx.Err() == nil; n = next.Add(1) - 1 {
				if err := parts[i].read(ctx, frame[n], d.Uniqueness, &runs[n]); err != nil {
					stop(err)
				}
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, fmt.Errorf("read frame: %w", err)
	}
	all := parts[0]
	for _, p := range parts[1:] {
		all.absorb(p)
	}
	twins, err := joined(runs, d.Uniqueness)
	if err != nil {
		return nil, fmt.Errorf("read frame: %w", err)
	}
	return all, all.refuse(twins)
}

// run is what a part of a frame has shown of its order.
type run struct {
	twins       duplicates
	first, last []byte // keys; nil when there is none
}

// joined adds up what the parts have shown, and looks where one follows the other.
func joined(runs []run, u Uniqueness) (twins duplicates, err error) {
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
	listed, start := int64(d.listed()), message("ASEL1", d.Seed, d.Scope)
	return &census{zeroKeys: ranking{limit: listed}, minusKeys: ranking{limit: listed}, collector: c, message: start, prefix: len(start)}
}

// patience is how many items are read between two looks at whether the work was cancelled.
const patience = 4096

// read takes the items of one part of the frame. With [Sorted] uniqueness it checks the order and counts neighbours that are equal.
func (c *census) read(ctx context.Context, frame Frame, u Uniqueness, r *run) error {
	for item, failed := range frame {
		if failed != nil {
			return failed
		}
		if u == Sorted && item.Key != nil {
			if err := r.follow(item.Key); err != nil {
				return err
			}
		}
		if c.take(item); c.items%patience == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

// take hashes and counts an item.
func (c *census) take(item Item) {
	c.items++
	if item.Key == nil {
		c.nulls++
		return
	}
	c.message = append(c.message[:c.prefix], item.Key...)
	c.ticket = sha256.Sum256(c.message)
	c.weigh(item.Amount, item.Key)
	if c.tracked != nil {
		c.tracked.add(item.Key)
	}
	c.collector.take(item.Key, &c.ticket, item.Amount, item.Stratum)
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
