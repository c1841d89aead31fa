package sampling

import (
	"math/big"
	"math/bits"
)

// wideSum is a sum of 64-bit amounts that cannot overflow.
type wideSum struct{ high, low uint64 }

func (s *wideSum) add(x uint64) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, x, 0)
	s.high += carry
}

func (s *wideSum) sub(x uint64) {
	var borrow uint64
	s.low, borrow = bits.Sub64(s.low, x, 0)
	s.high -= borrow
}

func (s *wideSum) merge(o wideSum) {
	s.add(o.low)
	s.high += o.high
}

func (s wideSum) int() *big.Int {
	v := new(big.Int).Lsh(new(big.Int).SetUint64(s.high), 64)
	return v.Or(v, new(big.Int).SetUint64(s.low))
}
