package table

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"

	"auditql/analytics/fault"
)

// Proof shows that one key belongs to a population of which only size and root are known, and tells nothing about the
// other keys.
type Proof struct {
	Line  string   `json:"line"`  // canonical line of the key
	Index int64    `json:"index"` // from 0, in key order
	Size  int64    `json:"size"`
	Path  []string `json:"path"` // RFC 6962 audit path from the leaf upward, in hex
}

// Prove makes proofs for the items at the given indexes, in one pass over the files.
func Prove(key []string, indexes []int64, paths ...string) ([]Proof, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	t, err := Open(paths...)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	keys := t.Keys(key...)
	defer keys.Close()
	return ProveLines(indexes, t.Len(), keys.Next)
}

// ProveLines makes proofs for lines of any list, which next gives one by one.
func ProveLines(indexes []int64, size int64, next func() ([]byte, error)) ([]Proof, error) {
	p := prover{next: next, wanted: map[span]bool{}, found: map[span]Hash{}, lines: map[int64]string{}}
	for _, i := range indexes {
		if i < 0 || i >= size {
			return nil, fault.New(fault.Usage, "prove item %d: there are %d items, counted from 0", i, size)
		}
		p.lines[i] = ""
		for _, s := range siblings(i, size) {
			p.wanted[s] = true
		}
	}
	p.hash(span{0, size})
	if p.err != nil {
		return nil, p.err
	}
	proofs := make([]Proof, len(indexes))
	for n, i := range indexes {
		proofs[n] = Proof{Line: p.lines[i], Index: i, Size: size, Path: []string{}}
		for _, s := range siblings(i, size) {
			proofs[n].Path = append(proofs[n].Path, p.found[s].String())
		}
	}
	return proofs, nil
}

// span is the subtree over the leaves from begin up to, not including, end.
type span struct{ begin, end int64 }

// split gives the two halves of a span: the left one is the largest power of two that leaves something to the right.
func (s span) split() (left, right span) {
	half := int64(1) << (bits.Len64(uint64(s.end-s.begin-1)) - 1)
	return span{s.begin, s.begin + half}, span{s.begin + half, s.end}
}

// siblings gives the subtrees beside the way from leaf i up to the root.
func siblings(i, size int64) []span {
	var down []span
	for s := (span{0, size}); s.end-s.begin > 1; {
		left, right := s.split()
		if i < left.end {
			s, down = left, append(down, right)
		} else {
			s, down = right, append(down, left)
		}
	}
	slices.Reverse(down)
	return down
}

// prover follows the recursive definition of the tree, which takes the leaves from left to right, and keeps the nodes
// that are wanted. So a proof needs no more memory than the depth of the tree.
type prover struct {
	next   func() ([]byte, error)
	wanted map[span]bool
	found  map[span]Hash
	lines  map[int64]string // of the items to prove
	err    error
}

func (p *prover) hash(s span) (h Hash) {
	if p.err != nil {
		return h
	}
	if s.end-s.begin == 1 {
		h = p.leaf(s.begin)
	} else {
		left, right := s.split()
		l := p.hash(left)
		h = nodeHash(l, p.hash(right))
	}
	if p.wanted[s] {
		p.found[s] = h
	}
	return h
}

func (p *prover) leaf(i int64) (h Hash) {
	line, err := p.next()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		p.err = err
		return h
	}
	if _, ok := p.lines[i]; ok {
		p.lines[i] = string(line)
	}
	return leafHash(line)
}

// Verify says whether the proof leads to the root of a population of that size.
func (p Proof) Verify(root string, size int64) error {
	if p.Size != size {
		return fault.New(fault.Differs, "the proof of %s is for %d items, the population has %d", p.Line, p.Size, size)
	}
	if p.Index < 0 || p.Index >= p.Size {
		return fault.New(fault.Differs, "the proof of %s is for item %d of %d", p.Line, p.Index, p.Size)
	}
	way := siblings(p.Index, p.Size)
	if len(way) != len(p.Path) {
		return fault.New(fault.Differs, "the proof of %s has %d hashes, expected %d", p.Line, len(p.Path), len(way))
	}
	h := leafHash([]byte(p.Line))
	for i, s := range way {
		beside, err := parseHash(p.Path[i])
		if err != nil {
			return fault.New(fault.Differs, "the proof of %s: %w", p.Line, err)
		}
		if s.begin < p.Index {
			h = nodeHash(beside, h)
		} else {
			h = nodeHash(h, beside)
		}
	}
	if h.String() != root {
		return fault.New(fault.Differs, "the proof of %s leads to root %s, the population has %s", p.Line, h, root)
	}
	return nil
}

func parseHash(s string) (h Hash, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, fmt.Errorf("%q is not a SHA-256 in hex", s)
	}
	return Hash(b), nil
}
