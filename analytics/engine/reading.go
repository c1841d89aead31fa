package engine

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"auditql/analytics/schema"
)

// reading is a function of the conversion of a load: it reads a text as a value of a type of the contract, exactly, or gives
// NULL. DuckDB's own casts are lenient where evidence must not be: '1.005' becomes 1.01, '2026-1-2 ' a date, '1_000' a number.
type reading struct {
	gives duckdb.TypeInfo
	put   func(out vector, i int, text string) bool // false: the text is no such value
}

// readingOf names the function that reads texts as a type in a zone, and registers it when it is new.
func (db *database) readingOf(t schema.Type, zone string) (string, error) {
	name := "read_" + strings.NewReplacer("(", "_", ",", "_", ")", "").Replace(t.String())
	if t.Kind == schema.Timestamp {
		name += "_" + fmt.Sprintf("%x", zone)
	}
	if db.readings[name] {
		return name, nil
	}
	r, err := db.newReading(t, zone)
	if err == nil {
		err = duckdb.RegisterScalarUDF(db.conn, name, r)
	}
	if err != nil {
		return "", fmt.Errorf("define %s: %w", name, err)
	}
	db.readings[name] = true
	return name, nil
}

func (db *database) newReading(t schema.Type, zone string) (r reading, err error) {
	switch t.Kind {
	case schema.Integer:
		r.put = putInteger
		r.gives, err = duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	case schema.Boolean:
		r.put = putBoolean
		r.gives, err = duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN)
	case schema.Date:
		r.put = putDate
		r.gives, err = duckdb.NewTypeInfo(duckdb.TYPE_DATE)
	case schema.Timestamp:
		r.put = func(out vector, i int, text string) bool {
			micros, local, ok := instantIn(text, zone)
			if local && !db.local.Load() {
				db.local.Store(true)
			}
			return put[int64](out, i)(micros, ok)
		}
		r.gives, err = duckdb.NewTypeInfo(duckdb.TYPE_TIMESTAMP_TZ)
	case schema.Decimal:
		r.put = decimalReading(t)
		r.gives, err = duckdb.NewDecimalInfo(uint8(t.Precision), uint8(t.Scale))
	default:
		err = fmt.Errorf("no text is read as %s", t)
	}
	return r, err
}

func (r reading) Config() duckdb.ScalarFuncConfig {
	text, _ := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{text}, ResultTypeInfo: r.gives}
}

func (r reading) Executor() duckdb.ScalarFuncExecutor {
	return perChunk(func(c chunk) error {
		for i := range c.n {
			if !c.args[0].null(i) && !r.put(c.out, i, c.args[0].text(i)) {
				c.out.setNull(i)
			}
		}
		return nil
	})
}

// put gives what stores a number that was read, if it was.
func put[T int16 | int32 | int64](out vector, i int) func(T, bool) bool {
	return func(n T, ok bool) bool {
		valuesOf[T](out, i+1)[i] = n
		return ok
	}
}

func putInteger(out vector, i int, text string) bool {
	if n, ok := scaled(text, 18, 0); ok {
		return put[int64](out, i)(n, true)
	}
	plain, ok := exactNumber(text, 19, 0)
	n, err := strconv.ParseInt(plain, 10, 64)
	return put[int64](out, i)(n, ok && err == nil)
}

func putBoolean(out vector, i int, text string) bool {
	yes := text == "true"
	if !yes && text != "false" {
		switch strings.ToLower(text) {
		case "true", "yes", "t", "y", "1":
			yes = true
		case "false", "no", "f", "n", "0":
		default:
			return false
		}
	}
	valuesOf[bool](out, i+1)[i] = yes
	return true
}

const secondsPerDay = 24 * 60 * 60

func putDate(out vector, i int, text string) bool {
	days, rest, ok := day(text)
	return put[int32](out, i)(int32(days), ok && rest == "")
}

// decimalReading stores numbers as DuckDB does: as whole numbers of their last place, in as few bytes as their precision asks for.
func decimalReading(t schema.Type) func(vector, int, string) bool {
	switch whole := t.Precision - t.Scale; {
	case t.Precision > 18:
		return func(out vector, i int, text string) bool {
			n, ok := exactNumber(text, whole, t.Scale)
			return ok && putWide(out, i, n, t.Scale)
		}
	case t.Precision > 9:
		return func(out vector, i int, text string) bool {
			return put[int64](out, i)(unscaled[int64](text, whole, t.Scale))
		}
	case t.Precision > 4:
		return func(out vector, i int, text string) bool {
			return put[int32](out, i)(unscaled[int32](text, whole, t.Scale))
		}
	default:
		return func(out vector, i int, text string) bool {
			return put[int16](out, i)(unscaled[int16](text, whole, t.Scale))
		}
	}
}

// unscaled reads a number of at most 18 digits in units of its last place.
func unscaled[T int16 | int32 | int64](text string, whole, scale int) (T, bool) {
	if n, ok := scaled(text, whole, scale); ok {
		return T(n), true
	}
	plain, ok := exactNumber(text, whole, scale)
	if !ok {
		return 0, false
	}
	n, ok := scaled(plain, whole+1, scale) // 0.5 has a zero before its point, and no place for it
	return T(n), ok
}

// scaled reads a plain number, digits with a point or without, of at most 18 places. Others may be numbers too.
func scaled(text string, whole, scale int) (n int64, ok bool) {
	digits := strings.TrimPrefix(text, "-")
	point := strings.IndexByte(digits, '.')
	if point < 0 {
		point = len(digits)
	}
	places := max(len(digits)-point-1, 0)
	if point == 0 || point > whole && digits != "0" || places > scale || point+1 == len(digits) {
		return 0, false
	}
	for i := range len(digits) {
		if i == point {
			continue
		}
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(digits[i]-'0')
	}
	for range scale - places {
		n *= 10
	}
	if len(digits) < len(text) {
		n = -n
	}
	return n, true
}

// putWide stores a plain number of up to 38 digits in 128 bits.
func putWide(out vector, i int, plain string, scale int) bool {
	digits := strings.TrimPrefix(plain, "-")
	negative := len(digits) < len(plain)
	intPart, frac, _ := strings.Cut(digits, ".")
	digits = intPart + frac + strings.Repeat("0", scale-len(frac))
	var high, low uint64
	for _, d := range []byte(digits) {
		carry, product := bits.Mul64(low, 10)
		high = high*10 + carry
		low, carry = bits.Add64(product, uint64(d-'0'), 0)
		high += carry
	}
	if negative {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	valuesOf[[2]uint64](out, i+1)[i] = [2]uint64{low, high}
	return true
}
