package table

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hash is a node of a Merkle tree.
type Hash [sha256.Size]byte

// String gives lower-case hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Tree computes the root of an RFC 6962 Merkle tree over lines that are added one by one. The zero Tree is empty.
type Tree struct {
	size int64
	// full holds the roots of the full subtrees from left to right, one per bit that is set in size.
	full []Hash
}

// Add appends a leaf.
func (t *Tree) Add(line []byte) {
	h := leafHash(line)
	for bit := int64(1); t.size&bit != 0; bit <<= 1 {
		h = nodeHash(t.full[len(t.full)-1], h)
		t.full = t.full[:len(t.full)-1]
	}
	t.full = append(t.full, h)
	t.size++
}

// Len gives the number of leaves.
func (t *Tree) Len() int64 { return t.size }

// Root gives the root. That of an empty tree is the SHA-256 of nothing.
func (t *Tree) Root() Hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	root := t.full[len(t.full)-1]
	for i := len(t.full) - 2; i >= 0; i-- {
		root = nodeHash(t.full[i], root)
	}
	return root
}

// A leaf and a node are hashed with different first bytes, so that none can be passed off as the other.

func leafHash(line []byte) (h Hash) {
	d := sha256.New()
	d.Write([]byte{0})
	d.Write(line)
	d.Sum(h[:0])
	return h
}

func nodeHash(left, right Hash) Hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}
