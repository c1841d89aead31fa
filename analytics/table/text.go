package table

import (
	"fmt"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// textForm appends the canonical text of a value that is not NULL.
type textForm func(dst []byte, v parquet.Value) ([]byte, error)

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

func appendInt32(dst []byte, v parquet.Value) ([]byte, error) {
	return strconv.AppendInt(dst, int64(v.Int32()), 10), nil
}

func appendUint32(dst []byte, v parquet.Value) ([]byte, error) {
	return strconv.AppendUint(dst, uint64(v.Uint32()), 10), nil
}

func appendInt64(dst []byte, v parquet.Value) ([]byte, error) {
	return strconv.AppendInt(dst, v.Int64(), 10), nil
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

func smallDecimal(scale int) textForm {
	return func(dst []byte, v parquet.Value) ([]byte, error) {
		unscaled := v.Int64()
		if v.Kind() == parquet.Int32 {
			unscaled = int64(v.Int32())
		}
		return appendScaled(dst, strconv.FormatInt(unscaled, 10), scale), nil
	}
}

// wideDecimal reads a big-endian two's complement number of up to 16 bytes.
func wideDecimal(scale int) textForm {
	return func(dst []byte, v parquet.Value) ([]byte, error) {
		b := v.ByteArray()
		n := new(big.Int).SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
		}
		return appendScaled(dst, n.String(), scale), nil
	}
}

// appendScaled places the point: -5 at scale 2 is -0.05. There is no negative zero in an integer.
func appendScaled(dst []byte, digits string, scale int) []byte {
	if digits[0] == '-' {
		dst, digits = append(dst, '-'), digits[1:]
	}
	if scale == 0 {
		return append(dst, digits...)
	}
	for len(digits) <= scale {
		digits = "0" + digits
	}
	whole := len(digits) - scale
	dst = append(dst, digits[:whole]...)
	dst = append(dst, '.')
	return append(dst, digits[whole:]...)
}
