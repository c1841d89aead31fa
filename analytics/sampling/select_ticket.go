package sampling

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"math/bits"
	"strconv"
)

// Ticket is the random number of a sampling unit: SHA-256("ASEL1" LF seed LF scope LF key). Tickets compare as bytes, which
// is the order of their hexadecimal digits.
type Ticket [sha256.Size]byte

// NewTicket gives the ticket of a key. It does not check its arguments; see [CheckSeed], [CheckScope] and [Key].
func NewTicket(seed, scope, key string) Ticket {
	return sha256.Sum256(append(message("ASEL1", seed, scope), key...))
}

// message gives the bytes before the last part, each part ended by LF.
func message(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = append(append(b, p...), '\n')
	}
	return b
}

// String gives the ticket as 64 lower-case hexadecimal digits.
func (t Ticket) String() string { return hex.EncodeToString(t[:]) }

// T60 gives the first 15 hexadecimal digits as an integer, 0 <= t60 < 2^60.
func (t Ticket) T60() uint64 { return binary.BigEndian.Uint64(t[:]) >> 4 }

// score is a 128-bit unsigned integer.
type score struct{ high, low uint64 }

func (a score) compare(b score) int {
	switch {
	case a.high != b.high && a.high < b.high, a.high == b.high && a.low < b.low:
		return -1
	case a == b:
		return 0
	}
	return 1
}

// sieveScore gives w = floor((t60+1) * 2^64 / x), the sequential Poisson rank U/x in integers, at most 2^124.
func (t Ticket) sieveScore(x uint64) score {
	u := t.T60() + 1
	low, _ := bits.Div64(u%x, 0, x)
	return score{u / x, low}
}

func (a score) String() string {
	v := new(big.Int).Lsh(new(big.Int).SetUint64(a.high), 64)
	return v.Or(v, new(big.Int).SetUint64(a.low)).String()
}

// SieveScore gives the rank value w = floor((t60+1) * 2^64 / x) of an amount of x minor units, x > 0, in decimal digits.
func (t Ticket) SieveScore(x uint64) string { return t.sieveScore(x).String() }

// RandomBelow gives draw(label, k, M) = floor(H * M / 2^256) with H = SHA-256("ASEL1#" LF seed LF scope LF label LF k): an
// integer from 0 to M-1, biased by less than M/2^256. M is 1 or more.
func RandomBelow(seed, scope, label string, k int64, m *big.Int) *big.Int {
	sum := sha256.Sum256(strconv.AppendInt(message("ASEL1#", seed, scope, label), k, 10))
	h := new(big.Int).SetBytes(sum[:])
	return h.Rsh(h.Mul(h, m), 256)
}
