package sampling

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// candidate is an item that may be selected.
type candidate struct {
	score  score
	ticket Ticket
	key    string
	amount int64
}

func (a *candidate) compare(b *candidate) int {
	return cmp.Or(a.score.compare(b.score), bytes.Compare(a.ticket[:], b.ticket[:]), strings.Compare(a.key, b.key))
}

// ranking keeps the candidates of the smallest rank in a heap whose root is the largest of them. The rank is a total order,
// so what is kept depends neither on the order of offers nor on how they are divided over rankings that are merged later.
type ranking struct {
	limit int64
	heap  []candidate
}

// offer considers an item; its key is copied only when it is kept.
func (r *ranking) offer(s score, t *Ticket, key []byte, amount int64) {
	if int64(len(r.heap)) >= r.limit {
		if r.limit == 0 {
			return
		}
		root := &r.heap[0]
		if first := s.compare(root.score); first > 0 {
			return
		} else if first == 0 {
			if order := bytes.Compare(t[:], root.ticket[:]); order > 0 || order == 0 && string(key) >= root.key {
				return
			}
		}
		*root = candidate{s, *t, string(key), amount}
		r.down(0)
		return
	}
	r.heap = append(r.heap, candidate{s, *t, string(key), amount})
	r.up(len(r.heap) - 1)
}

// beyond says whether no score of this upper half can be among what is kept.
func (r *ranking) beyond(high uint64) bool {
	return len(r.heap) > 0 && int64(len(r.heap)) >= r.limit && high > r.heap[0].score.high
}

func (r *ranking) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if r.heap[i].compare(&r.heap[parent]) <= 0 {
			return
		}
		r.heap[i], r.heap[parent] = r.heap[parent], r.heap[i]
		i = parent
	}
}

func (r *ranking) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(r.heap) {
			return
		}
		if right := child + 1; right < len(r.heap) && r.heap[right].compare(&r.heap[child]) > 0 {
			child = right
		}
		if r.heap[i].compare(&r.heap[child]) >= 0 {
			return
		}
		r.heap[i], r.heap[child] = r.heap[child], r.heap[i]
		i = child
	}
}

func (r *ranking) merge(other *ranking) {
	for i := range other.heap {
		c := &other.heap[i]
		r.offer(c.score, &c.ticket, []byte(c.key), c.amount)
	}
}

// sorted gives what was kept, the smallest rank first.
func (r *ranking) sorted() []candidate {
	slices.SortFunc(r.heap, func(a, b candidate) int { return a.compare(&b) })
	return r.heap
}
