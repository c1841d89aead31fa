package reader

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

func parquetOf[T any](t testing.TB, rows ...T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := parquet.Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func smallParquet(t testing.TB) []byte {
	type row struct {
		A int64            `parquet:"a"`
		B []string         `parquet:"b,list"`
		C map[string]int32 `parquet:"c"`
	}
	return parquetOf(t, row{A: 1, B: []string{"x", "y"}, C: map[string]int32{"k": 1}}, row{A: 2})
}

func TestParquet(t *testing.T) {
	type who struct {
		Name *string `parquet:"name,optional"`
		Age  int32   `parquet:"age"`
	}
	type row struct {
		ID     int64              `parquet:"id"`
		Big    uint64             `parquet:"big"`
		Amount int64              `parquet:"amount,decimal(2:18)"`
		Rate   float64            `parquet:"rate"`
		At     time.Time          `parquet:"at,timestamp(microsecond)"`
		Day    int32              `parquet:"day,date"`
		Name   *string            `parquet:"name,optional"`
		Who    *who               `parquet:"who,optional"`
		Tags   []string           `parquet:"tags,list"`
		Plain  []int32            `parquet:"plain"`
		Deep   [][]string         `parquet:"deep,list"`
		Labels map[string]*string `parquet:"labels"`
		Bytes  []byte             `parquet:"bytes"`
		UUID   [16]byte           `parquet:"uuid,uuid"`
		Flag   bool               `parquet:"flag"`
	}
	text := "a\"é"
	rows := []row{
		{ID: -1, Big: 1<<64 - 1, Amount: -5, Rate: 0.1, At: time.Date(2026, 3, 1, 10, 0, 0, 123456000, time.UTC), Day: 20513, Name: &text,
			Who: &who{Name: &text, Age: 3}, Tags: []string{"x", ""}, Plain: []int32{1, 2}, Labels: map[string]*string{"k": &text}, Bytes: []byte{0xff, 0}, Flag: true},
		{Amount: 123456789012345678, Rate: 1e300, Who: &who{}, Labels: map[string]*string{"n": nil}},
		{Rate: math.NaN()},
	}
	content := parquetOf(t, rows...)
	e := export("parquet", "id", "big", "amount", "rate", "at", "day", "name", "who.name", "who", "tags", "tags[1]", "plain", "labels", "labels.k", "bytes", "uuid", "flag")
	o := read(t, given(t, "x.parquet", content), e, Limits{})
	o.check(t, strings.Join([]string{
		`-1|18446744073709551615|-0.05|0.1|2026-03-01T10:00:00.123456Z|2026-03-01|a"é|a"é|{"name":"a\"é","age":3}|["x",""]||[1,2]|{"k":"a\"é"}|a"é|0xff00|00000000-0000-0000-0000-000000000000|true`,
		`0|0|1234567890123456.78|1e+300|0001-01-01T00:00:00.000000Z|1970-01-01|~|~|{"name":null,"age":0}|[]|~|[]|{"n":null}|~||00000000-0000-0000-0000-000000000000|false`,
		`0|0|0.00|NaN|0001-01-01T00:00:00.000000Z|1970-01-01|~|~|~|[]|~|[]|{}|~||00000000-0000-0000-0000-000000000000|false`,
	}, "\n"), "")
	if fmt.Sprint(o.sum.Unknown) != "[{deep 3}]" || len(o.sum.Header) != 15 {
		t.Errorf("unknown %v, header %v", o.sum.Unknown, o.sum.Header)
	}
	var many []row
	for i := range 5000 {
		many = append(many, row{ID: int64(i), Tags: make([]string, i%3)})
	}
	if o := read(t, given(t, "x.parquet", parquetOf(t, many...)), e, Limits{}); len(o.good) != 5000 || !strings.HasPrefix(o.good[4999], "4999|") {
		t.Errorf("%d of 5000 rows", len(o.good))
	}
}

// TestParquetDamaged flips and cuts: the rows come out, perhaps with other values since most writers add no sums, but
// never fewer than the file states, and the program lives.
func TestParquetDamaged(t *testing.T) {
	whole := smallParquet(t)
	e := export("parquet", "a", "b")
	for i := 0; i < len(whole); i += 3 {
		if o := read(t, given(t, "x", whole[:i]), e, Limits{}); o.err == nil {
			t.Errorf("cut off at byte %d is not refused", i)
		}
		flipped := bytes.Clone(whole)
		flipped[i] ^= 0x11
		read(t, given(t, "x", flipped), e, Limits{})
	}
	read(t, given(t, "x", []byte("a,b\n1,2\n3,4\n")), e, Limits{}).refused(t, "not a sound Parquet file")
}

func TestParquetFooter(t *testing.T) {
	footer := func(b ...byte) []byte {
		out := append([]byte("PAR1"), b...)
		return append(binary.LittleEndian.AppendUint32(out, uint32(len(b))), "PAR1"...)
	}
	e := export("parquet", "a")
	read(t, given(t, "x", footer(0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07)), e, Limits{}).refused(t, "a list in the footer states 2147483647 elements")
	read(t, given(t, "x", footer(bytes.Repeat([]byte{0x1c}, 1000)...)), e, Limits{}).refused(t, "not well formed")
	read(t, given(t, "x", append(footer(0), "PAR1"...)), e, Limits{}).refused(t, "no footer")
}
