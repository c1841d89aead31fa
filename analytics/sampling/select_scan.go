package sampling

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/big"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"

	"auditql/analytics/fault"
)

// collector keeps what one way of selecting needs of the items that one goroutine sees.
type collector interface {
	take(key []byte, t *Ticket, amount int64, stratum string)
	absorb(other collector)
	finish(d Draw, s *Selection, c *census) error
}

// census counts the frame, beside what the collector keeps.
type census struct {
	items, nulls   int64
	positive       wideSum
	negative       wideSum // of absolute amounts
	zeros, minuses int64
	zeroKeys       ranking // by key
	minusKeys      ranking // by key
	tracked        []string
	collector      collector
}

// wideSum is a sum of 64-bit amounts that cannot overflow.
type wideSum struct{ high, low uint64 }

func (s *wideSum) add(x uint64) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, x, 0)
	s.high += carry
}

func (s *wideSum) merge(o wideSum) {
	s.add(o.low)
	s.high += o.high
}

func (s wideSum) int() *big.Int {
	v := new(big.Int).Lsh(new(big.Int).SetUint64(s.high), 64)
	return v.Or(v, new(big.Int).SetUint64(s.low))
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

// scan reads the frame in the calling goroutine and hashes it in others.
func scan(ctx context.Context, d Draw, frame Frame, collect func(Draw) collector) (*census, error) {
	workers := d.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	full, empty := make(chan *batch, workers), make(chan *batch, 2*workers)
	for range 2 * workers {
		empty <- new(batch)
	}
	parts := make([]*census, workers)
	var group sync.WaitGroup
	for i := range parts {
		parts[i] = newCensus(d, collect(d))
		group.Go(func() {
			message := message("ASEL1", d.Seed, d.Scope)
			for b := range full {
				parts[i].takeBatch(b, message, d.Uniqueness.or() == Tracked)
				b.keys, b.rows = b.keys[:0], b.rows[:0]
				empty <- b
			}
		})
	}
	twins, err := feed(ctx, frame, d.Uniqueness, full, empty)
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

// feed fills batches from the frame. With [Sorted] uniqueness it checks the order and counts the neighbours that are equal.
func feed(ctx context.Context, frame Frame, u Uniqueness, full chan<- *batch, empty <-chan *batch) (twins duplicates, err error) {
	b := <-empty
	var before []byte
	for item, failed := range frame {
		if failed != nil {
			return twins, fmt.Errorf("read frame: %w", failed)
		}
		if u == Sorted && item.Key != nil {
			if before != nil && string(item.Key) < string(before) {
				return twins, fault.New(fault.Refused, "key %.80q comes after %.80q, expected a frame in ascending byte order of its keys", item.Key, before)
			}
			if before != nil && string(item.Key) == string(before) {
				twins.add(string(item.Key))
			}
			before = append(before[:0], item.Key...)
			if before == nil {
				before = []byte{}
			}
		}
		b.keys = append(b.keys, item.Key...)
		b.rows = append(b.rows, row{len(b.keys), item.Amount, item.Stratum, item.Key == nil})
		if len(b.rows) == batchRows {
			full <- b
			if ctx.Err() != nil {
				return twins, fmt.Errorf("read frame: %w", context.Cause(ctx))
			}
			b = <-empty
		}
	}
	full <- b
	return twins, nil
}

func newCensus(d Draw, c collector) *census {
	listed := int64(d.listed())
	return &census{zeroKeys: ranking{limit: listed}, minusKeys: ranking{limit: listed}, collector: c}
}

// takeBatch hashes and counts. The message is the start of each ticket's message; its buffer is this goroutine's own.
func (c *census) takeBatch(b *batch, message []byte, track bool) {
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
		if track {
			c.tracked = append(c.tracked, string(key))
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
	c.tracked = append(c.tracked, o.tracked...)
	c.collector.absorb(o.collector)
}

// duplicates counts keys that occurred before, and remembers the first few.
type duplicates struct {
	items int64
	keys  []string
}

func (d *duplicates) add(key string) {
	d.items++
	if len(d.keys) < 3 && !slices.Contains(d.keys, key) {
		d.keys = append(d.keys, key)
	}
}

// refuse ends a scan that met NULL or duplicate keys.
func (c *census) refuse(twins duplicates) error {
	slices.Sort(c.tracked)
	for i := 1; i < len(c.tracked); i++ {
		if c.tracked[i] == c.tracked[i-1] {
			twins.add(c.tracked[i])
		}
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

func (c *census) finish(d Draw, s *Selection) error { return c.collector.finish(d, s, c) }
