package reader

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// textOf gives how the values of a column become JSON: what is exact as a number, everything else as text.
func textOf(t parquet.Type) func([]byte, parquet.Value) []byte {
	var meaning any
	if l := t.LogicalType(); l != nil {
		meaning = l.Value
	}
	switch m := meaning.(type) {
	case *format.DecimalType:
		return decimalText(t.Kind(), int(m.Scale))
	case *format.IntType:
		if !m.IsSigned {
			return unsignedText
		}
	case *format.DateType:
		return func(out []byte, v parquet.Value) []byte {
			return quoted(out, time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly))
		}
	case *format.TimestampType:
		layout := "2006-01-02T15:04:05." + fraction(m.Unit)
		if m.IsAdjustedToUTC {
			layout += "Z"
		}
		return func(out []byte, v parquet.Value) []byte {
			return quoted(out, instant(v.Int64(), m.Unit).Format(layout))
		}
	case *format.TimeType:
		return func(out []byte, v parquet.Value) []byte {
			n := v.Int64()
			if v.Kind() == parquet.Int32 {
				n = int64(v.Int32())
			}
			return quoted(out, instant(n, m.Unit).Format("15:04:05."+fraction(m.Unit)))
		}
	case *format.UUIDType:
		return func(out []byte, v parquet.Value) []byte {
			h := hex.EncodeToString(bytesOf(v))
			if len(h) != 32 {
				return bytesText(out, v)
			}
			return quoted(out, strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-"))
		}
	}
	return plainText(t.Kind())
}

func plainText(kind parquet.Kind) func([]byte, parquet.Value) []byte {
	switch kind {
	case parquet.Boolean:
		return func(out []byte, v parquet.Value) []byte { return strconv.AppendBool(out, v.Boolean()) }
	case parquet.Int32:
		return func(out []byte, v parquet.Value) []byte { return strconv.AppendInt(out, int64(v.Int32()), 10) }
	case parquet.Int64:
		return func(out []byte, v parquet.Value) []byte { return strconv.AppendInt(out, v.Int64(), 10) }
	case parquet.Int96:
		return int96Text
	case parquet.Float:
		return func(out []byte, v parquet.Value) []byte { return floatText(out, float64(v.Float()), 32) }
	case parquet.Double:
		return func(out []byte, v parquet.Value) []byte { return floatText(out, v.Double(), 64) }
	}
	return bytesText
}

func quoted(out []byte, text string) []byte {
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"')
}

func unsignedText(out []byte, v parquet.Value) []byte {
	if v.Kind() == parquet.Int32 {
		return strconv.AppendUint(out, uint64(v.Uint32()), 10)
	}
	return strconv.AppendUint(out, v.Uint64(), 10)
}

// floatText gives the shortest number that reads back as the same binary one.
func floatText(out []byte, f float64, bits int) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return quoted(out, strconv.FormatFloat(f, 'g', -1, bits))
	}
	form := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-20 || a > 1e30) {
		form = 'e'
	}
	return strconv.AppendFloat(out, f, form, -1, bits)
}

// bytesOf panics on a value that is no bytes, as those of a damaged file may be whose schema says otherwise: parquet-go would take a
// number for their length.
func bytesOf(v parquet.Value) []byte {
	if k := v.Kind(); k != parquet.ByteArray && k != parquet.FixedLenByteArray {
		panic(fmt.Sprintf("a value of type %s where the schema has bytes", k))
	}
	return v.ByteArray()
}

// bytesText gives text where the bytes are UTF-8, and otherwise their hexadecimal digits.
func bytesText(out []byte, v parquet.Value) []byte {
	b := bytesOf(v)
	if !utf8.Valid(b) {
		return quoted(out, "0x"+hex.EncodeToString(b))
	}
	out, _ = jsontext.AppendQuote(out, b)
	return out
}

// int96Text gives the old form of a timestamp: nanoseconds of the day and the Julian day. It has no zone.
func int96Text(out []byte, v parquet.Value) []byte {
	w := v.Int96()
	nanos := int64(w[1])<<32 | int64(w[0])
	t := time.Unix((int64(w[2])-2440588)*86400, 0).UTC().Add(time.Duration(nanos))
	return quoted(out, t.Format("2006-01-02T15:04:05.000000000"))
}

func instant(n int64, unit format.TimeUnit) time.Time {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return time.UnixMilli(n).UTC()
	case *format.MicroSeconds:
		return time.UnixMicro(n).UTC()
	}
	return time.Unix(n/1e9, n%1e9).UTC()
}

func fraction(unit format.TimeUnit) string {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return "000"
	case *format.MicroSeconds:
		return "000000"
	}
	return "000000000"
}

// decimalText places the point in an integer: 1234 at scale 2 is 12.34.
func decimalText(kind parquet.Kind, scale int) func([]byte, parquet.Value) []byte {
	return func(out []byte, v parquet.Value) []byte {
		var n big.Int
		switch kind {
		case parquet.Int32:
			n.SetInt64(int64(v.Int32()))
		case parquet.Int64:
			n.SetInt64(v.Int64())
		default:
			b := bytesOf(v)
			n.SetBytes(b)
			if len(b) > 0 && b[0]&0x80 != 0 { // two's complement
				n.Sub(&n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
			}
		}
		if n.Sign() < 0 {
			out = append(out, '-')
			n.Neg(&n)
		}
		digits := n.String()
		for len(digits) <= scale {
			digits = "0" + digits
		}
		out = append(out, digits[:len(digits)-scale]...)
		if scale > 0 {
			out = append(append(out, '.'), digits[len(digits)-scale:]...)
		}
		return out
	}
}
