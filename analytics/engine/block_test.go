package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// cellsOf gives the texts of a column of a block, NULL in capitals.
func (c *column) cellsOf(rows int) (out []string) {
	rest := c.bytes
	for row := range rows {
		n := c.length(row)
		if n == 0 {
			out = append(out, "NULL")
			continue
		}
		out, rest = append(out, string(rest[:n-1])), rest[n-1:]
	}
	return out
}

// What goes into a block comes out of it, whatever the lengths, and a block is used again and again.
func TestBlockRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	b := newBlock(2)
	var got received
	for round := range 20 {
		var want []string
		longest := []int{0, 5, 12, 13, 254, 255, 300, 70_000}[round%8]
		for i := range 1 + r.IntN(300) {
			row := Row{File: int64(i / 7), Record: r.Int64() - 1<<62, Name: strings.Repeat("n", i/7), Values: [][]byte{nil, []byte(strings.Repeat("x", r.IntN(longest+1)))}}
			if i%3 == 0 {
				row.Path = fmt.Appendf(nil, "[%d]", i)
			}
			b.add(row)
			want = append(want, fmt.Sprint(row.File, row.Record, row.Name, string(row.Path), "NULL", string(row.Values[1])))
		}
		frame, err := b.take([]byte("before"))
		if err == nil {
			err = got.read(frame[len("before"):], 3)
		}
		if err != nil || got.rows != len(want) {
			t.Fatalf("round %d: %d rows of %d, %v", round, got.rows, len(want), err)
		}
		paths, nulls, values, row := got.texts[0].cellsOf(got.rows), got.texts[1].cellsOf(got.rows), got.texts[2].cellsOf(got.rows), 0
		for _, f := range got.files {
			for range f.rows {
				if is := fmt.Sprint(got.file(row), got.record(row), f.name, paths[row], nulls[row], values[row]); is != want[row] {
					t.Fatalf("round %d, row %d: %.200s, want %.200s", round, row, is, want[row])
				}
				row++
			}
		}
	}
}

// A block that says what it does not hold is refused, at whatever byte it ends.
func FuzzBlock(f *testing.F) {
	b := newBlock(1)
	b.add(Row{File: 1, Record: 1, Name: "a", Path: []byte("x"), Values: [][]byte{[]byte("text")}})
	b.add(Row{File: 2, Record: 9, Name: "b", Values: [][]byte{nil}})
	whole, _ := b.take(nil)
	for n := range whole {
		f.Add(whole[:n])
	}
	f.Add(whole)
	f.Fuzz(func(t *testing.T, frame []byte) {
		var got received
		if got.read(frame, 2) != nil {
			return
		}
		rows := 0
		got.each(func(file, record int64) error {
			if got.file(rows) != file || got.record(rows) != record {
				t.Errorf("row %d is record %d of file %d", rows, record, file)
			}
			rows++
			return nil
		})
		if rows != got.rows || got.rows > blockRows {
			t.Errorf("%d rows, but its files have %d", got.rows, rows)
		}
	})
}
