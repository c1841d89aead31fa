package sampling

import (
	"bytes"
	"cmp"
	"math"
	"math/big"
	"slices"
	"sort"
	"strings"
)

// The methods that cumulate amounts or count items need an order of the whole frame. It is not kept in memory: the order is cut
// into buckets, one scan adds up each bucket, and another keeps only the items of the buckets in which a hit lies.
const (
	ticketBits = 18      // buckets by the first bits of the ticket
	splitters  = 1 << 16 // buckets between keys; the keys are a random sample of the frame, those of the smallest tickets
)

// heldItems is how many items one more scan keeps, about 100 bytes and the key each. Tests lower it.
var heldItems int64 = 1 << 20

// place says in which bucket of an order an item lies.
type place func(key []byte, t *Ticket) int

// byTicket is the order of tickets.
func byTicket(_ []byte, t *Ticket) int { return int(t.T60() >> (60 - ticketBits)) }

// byKeys gives the order of keys, cut before each of the given ones, which are sorted.
func byKeys(cuts []string) place {
	return func(key []byte, _ *Ticket) int {
		return sort.Search(len(cuts), func(i int) bool { return cuts[i] > string(key) })
	}
}

// bucket is what lies in one bucket.
type bucket struct {
	items int64
	value wideSum // the items themselves, where items are counted
}

// outline collects what is asked of the frame as a whole: the largest items, of which the certainty items are found, a sample
// of keys where they give the order, and where they do not, the buckets.
type outline struct {
	largest ranking
	keys    ranking
	sums    *sums
	counted bool // items are counted, whatever their amounts
}

func newOutline(d Draw) collector {
	o := &outline{counted: d.Method == Systematic}
	if d.Method == Interval || d.Method == Cells {
		o.largest.limit = d.Size
	}
	if d.cumulated() == ByKey {
		o.keys.limit = splitters
	} else {
		o.sums = newSums(byTicket, 1<<ticketBits, o.counted)
	}
	return o
}

// cumulated is the order in which a method cumulates.
func (d Draw) cumulated() Order {
	if d.Method == Random || d.Method == Systematic {
		return ByKey
	}
	return d.order()
}

func (c *outline) take(key []byte, t *Ticket, amount int64, stratum string) {
	if amount <= 0 && !c.counted {
		return
	}
	c.largest.offer(score{low: uint64(math.MaxInt64 - amount)}, t, key, amount)
	c.keys.offer(score{}, t, key, 0)
	if c.sums != nil {
		c.sums.take(key, t, amount, stratum)
	}
}

func (c *outline) absorb(other collector) {
	o := other.(*outline)
	c.largest.merge(&o.largest)
	c.keys.merge(&o.keys)
	if c.sums != nil {
		c.sums.absorb(o.sums)
	}
}

// sums adds up each bucket.
type sums struct {
	place   place
	buckets []bucket
	counted bool
}

func newSums(p place, n int, counted bool) *sums { return &sums{p, make([]bucket, n), counted} }

func (c *sums) take(key []byte, t *Ticket, amount int64, _ string) {
	if c.counted {
		amount = 1
	}
	if amount <= 0 {
		return
	}
	b := &c.buckets[c.place(key, t)]
	b.items++
	b.value.add(uint64(amount))
}

func (c *sums) absorb(other collector) {
	for i, b := range other.(*sums).buckets {
		c.buckets[i].items += b.items
		c.buckets[i].value.merge(b.value)
	}
}

func (c *sums) finish(Draw, *Selection, *census, again) error { return nil }

// members keeps the items of some buckets.
type members struct {
	place   place
	of      map[int]bool
	counted bool
	items   map[int][]candidate
}

func (c *members) take(key []byte, t *Ticket, amount int64, _ string) {
	if amount <= 0 && !c.counted {
		return
	}
	if i := c.place(key, t); c.of[i] {
		c.items[i] = append(c.items[i], candidate{ticket: *t, key: string(key), amount: amount})
	}
}

func (c *members) absorb(other collector) {
	for i, items := range other.(*members).items {
		c.items[i] = append(c.items[i], items...)
	}
}

func (c *members) finish(Draw, *Selection, *census, again) error { return nil }

// line is the frame laid out in an order, without the certainty items.
type line struct {
	*sums
	order   Order
	certain map[string]bool
	again   again
}

// lay gives the line on which positions are looked for. It reads the frame once more where the buckets are not summed yet.
func (c *outline) lay(d Draw, s *Selection, certain map[string]bool, a again) (*line, error) {
	l := &line{sums: c.sums, order: d.cumulated(), certain: certain, again: a}
	if l.order == ByKey {
		var cuts []string
		for i := range c.keys.heap {
			cuts = append(cuts, c.keys.heap[i].key)
		}
		slices.Sort(cuts)
		in := byKeys(cuts)
		found, err := a(func(Draw) collector { return newSums(in, len(cuts)+1, c.counted) })
		if err != nil {
			return nil, err
		}
		l.sums = found.(*sums)
	}
	for i := range c.largest.heap {
		if item := &c.largest.heap[i]; certain[item.key] {
			b := &l.buckets[l.place([]byte(item.key), &item.ticket)]
			b.items--
			b.value.sub(uint64(item.amount))
		}
	}
	return l, nil
}

// locate finds for each position, in units of 1/parts, the item with cum_before*parts <= position < cum*parts.
func (l *line) locate(positions []*big.Int, parts int64) ([]candidate, error) {
	order := make([]int, len(positions))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return positions[a].Cmp(positions[b]) })
	found := make([]candidate, len(positions))
	var wanted []target
	end, by := new(big.Int), big.NewInt(parts)
	next := 0
	for i := range l.buckets {
		b := &l.buckets[i]
		begin := new(big.Int).Set(end)
		end.Add(end, new(big.Int).Mul(b.value.int(), by))
		first := next
		for next < len(order) && positions[order[next]].Cmp(end) < 0 {
			next++
		}
		if next > first {
			wanted = append(wanted, target{i, b.items, begin, order[first:next]})
		}
		if next == len(order) {
			break
		}
	}
	for len(wanted) > 0 {
		n := batchOf(wanted)
		if err := l.resolve(wanted[:n], positions, by, found); err != nil {
			return nil, err
		}
		wanted = wanted[n:]
	}
	return found, nil
}

// target is a bucket with hits in it.
type target struct {
	bucket int
	items  int64
	begin  *big.Int // what lies before it, times parts
	hits   []int    // in order of position
}

// batchOf says how many targets one scan may keep the items of: at least one.
func batchOf(wanted []target) (n int) {
	for held := int64(0); n < len(wanted) && (n == 0 || held+wanted[n].items <= heldItems); n++ {
		held += wanted[n].items
	}
	return n
}

// resolve reads the items of some buckets and finds those that are hit.
func (l *line) resolve(wanted []target, positions []*big.Int, parts *big.Int, found []candidate) error {
	of := map[int]bool{}
	for _, w := range wanted {
		of[w.bucket] = true
	}
	c, err := l.again(func(Draw) collector {
		return &members{place: l.place, of: of, counted: l.counted, items: map[int][]candidate{}}
	})
	if err != nil {
		return err
	}
	for _, w := range wanted {
		items := slices.DeleteFunc(c.(*members).items[w.bucket], func(a candidate) bool { return l.certain[a.key] })
		l.sort(items)
		end, next := w.begin, 0
		for _, k := range w.hits {
			for ; end.Cmp(positions[k]) <= 0; next++ {
				if next == len(items) {
					return errMoved
				}
				weight := items[next].amount
				if l.counted {
					weight = 1
				}
				end.Add(end, new(big.Int).Mul(big.NewInt(weight), parts))
			}
			found[k] = items[next-1]
		}
	}
	return nil
}

func (l *line) sort(items []candidate) {
	slices.SortFunc(items, func(a, b candidate) int {
		if l.order == ByKey {
			return strings.Compare(a.key, b.key)
		}
		return cmp.Or(bytes.Compare(a.ticket[:], b.ticket[:]), strings.Compare(a.key, b.key))
	})
}
