package sampling

import (
	"slices"
	"sync/atomic"

	"auditql/analytics/fault"
)

// trackedBytes is how much of keys is kept to see that they are unique, with 16 bytes for each.
const trackedBytes = 1 << 30

// tracked are the keys that one goroutine saw, as long as those of all goroutines fit.
type tracked struct {
	keys  []string
	total *atomic.Int64
}

func (t *tracked) add(key []byte) {
	if t.total.Add(int64(len(key))+16) <= trackedBytes {
		t.keys = append(t.keys, string(key))
	}
}

// twins counts the keys that repeat another. More keys than are kept are refused, as not all were compared.
func (t *tracked) twins(d *duplicates) error {
	if t == nil {
		return nil
	}
	if total := t.total.Load(); total > trackedBytes {
		return fault.New(fault.Refused, "the keys take %d bytes, expected at most %d to be compared in memory", total, trackedBytes).
			Hint("give the frame in ascending order of its keys")
	}
	slices.Sort(t.keys)
	for i := 1; i < len(t.keys); i++ {
		if t.keys[i] == t.keys[i-1] {
			d.add(t.keys[i])
		}
	}
	return nil
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

func (d *duplicates) merge(o duplicates) {
	d.items += o.items - int64(len(o.keys))
	for _, key := range o.keys {
		d.add(key)
	}
}

// border compares the last key of a part with the first one of the next. An empty part takes over the last key before it.
func (d *duplicates) border(before, after *run) error {
	switch {
	case after.first == nil:
		after.last = before.last
	case before.last == nil:
	case string(after.first) < string(before.last):
		return unordered(after.first, before.last)
	case string(after.first) == string(before.last):
		d.add(string(after.first))
	}
	return nil
}

func unordered(key, before []byte) error {
	return fault.New(fault.Refused, "key %.80q comes after %.80q, expected a frame in ascending byte order of its keys", key, before)
}
