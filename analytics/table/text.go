package table

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// form appends the canonical text of a value that is not NULL: of an integer or decimal that fits 64 bits by its number in the
// smallest unit, of others by the value as it is read.
type form struct {
	number func(dst []byte, n int64) []byte
	text   func(dst []byte, v parquet.Value) ([]byte, error)
}

func appendText(dst []byte, v parquet.Value) ([]byte, error) {
	b := v.ByteArray()
	if !utf8.Valid(b) {
		return dst, fmt.Errorf("text %.40q is not UTF-8", b)
	}
	return append(dst, b...), nil
}

func appendBoolean(dst []byte, v parquet.Value) ([]byte, error) {
	return strconv.AppendBool(dst, v.Boolean()), nil
}

// Dates and timestamps outside the years 1 to 9999, where infinity lies too, have no four-digit year and are refused.
var (
	firstDay    = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400
	lastDay     = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix() / 86400
	firstMicro  = firstDay * 86400e6
	beyondMicro = (lastDay + 1) * 86400e6
)

func appendDate(dst []byte, v parquet.Value) ([]byte, error) {
	day := int64(v.Int32())
	if day < firstDay || day > lastDay {
		return dst, fmt.Errorf("date at day %d is outside the years 1 to 9999", day)
	}
	return time.Unix(day*86400, 0).UTC().AppendFormat(dst, "2006-01-02"), nil
}

func appendTimestamp(dst []byte, v parquet.Value) ([]byte, error) {
	micros := v.Int64()
	if micros < firstMicro || micros >= beyondMicro {
		return dst, fmt.Errorf("timestamp at microsecond %d is outside the years 1 to 9999", micros)
	}
	return time.UnixMicro(micros).UTC().AppendFormat(dst, "2006-01-02T15:04:05.000000Z"), nil
}

// wideDecimal reads a big-endian two's complement number of up to 16 bytes.
func wideDecimal(scale int) func([]byte, parquet.Value) ([]byte, error) {
	return func(dst []byte, v parquet.Value) ([]byte, error) {
		b := v.ByteArray()
		n := new(big.Int).SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
		}
		return placePoint(n.Append(dst, 10), len(dst), scale), nil
	}
}

func appendScaled(scale int) func([]byte, int64) []byte {
	return func(dst []byte, n int64) []byte {
		return placePoint(strconv.AppendInt(dst, n, 10), len(dst), scale)
	}
}

// placePoint places the point in the digits from start on: -5 at scale 2 is -0.05. There is no negative zero in an integer.
func placePoint(dst []byte, start, scale int) []byte {
	if scale == 0 {
		return dst
	}
	if dst[start] == '-' {
		start++
	}
	for len(dst)-start <= scale {
		dst = slices.Insert(dst, start, '0')
	}
	return slices.Insert(dst, len(dst)-scale, '.')
}
