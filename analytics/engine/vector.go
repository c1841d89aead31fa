package engine

import (
	"context"
	"fmt"
	"reflect"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// vector is one column of a chunk where it lies in DuckDB's memory. The driver gives values one by one, each in a box of its
// own; a load asks for millions of each column, and the boxes cost more than what is done with the values. The layout is that
// of DuckDB's C interface: values side by side, and a bit for each that says whether it is there.
type vector struct {
	data, mask unsafe.Pointer // mask is nil where every value is there
}

// vectorOf finds a vector's memory in the driver's handle, of which it is no public part: TestVectors sees when that changes.
func vectorOf(handle duckdb.Vector) vector {
	v := reflect.ValueOf(handle).FieldByName("v").Elem()
	return vector{v.FieldByName("dataPtr").UnsafePointer(), v.FieldByName("maskPtr").UnsafePointer()}
}

func (v vector) null(i int) bool {
	return v.mask != nil && *(*uint64)(unsafe.Add(v.mask, i/64*8))&(1<<(i%64)) == 0
}

// setNull takes a value of a vector that is being written away.
func (v vector) setNull(i int) { *(*uint64)(unsafe.Add(v.mask, i/64*8)) &^= 1 << (i % 64) }

// text gives a text that is valid as long as the chunk.
func (v vector) text(i int) string {
	t := (*duckText)(unsafe.Add(v.data, i*int(unsafe.Sizeof(duckText{}))))
	if t.length() <= inlined {
		return unsafe.String((*byte)(unsafe.Add(unsafe.Pointer(t), 4)), t.length())
	}
	return unsafe.String(*(**byte)(unsafe.Pointer(&t[1])), t.length())
}

// valuesOf gives the n values of a vector of numbers or truths; a number of 128 bits is its low half and its high half.
func valuesOf[T int16 | int32 | int64 | bool | [2]uint64](v vector, n int) []T {
	return unsafe.Slice((*T)(v.data), n)
}

// chunk is what DuckDB asks a function for at once: arguments in, one result for each row out.
type chunk struct {
	n    int
	args []vector
	out  vector
	text duckdb.Vector // out, for texts
}

// perChunk is an executor that sees whole chunks. A panic would end the process, so it becomes an error here.
func perChunk(perform func(chunk) error) duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{ChunkContextExecutor: func(_ context.Context, state *duckdb.ChunkIteratorState) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("perform function: %v", p)
			}
		}()
		in := state.GetInputChunk()
		c := chunk{n: in.GetSize(), args: make([]vector, in.ColumnCount()), text: state.GetResultVector()}
		for i := range c.args {
			handle, err := in.GetVector(i)
			if err != nil {
				return err
			}
			c.args[i] = vectorOf(handle)
		}
		c.out = vectorOf(c.text)
		return perform(c)
	}}
}

// set writes the result of a row, in the Go type of the function; nil is NULL.
func (c chunk) set(i int, result any) error {
	switch r := result.(type) {
	case nil:
		c.out.setNull(i)
	case bool:
		valuesOf[bool](c.out, c.n)[i] = r
	case int64:
		valuesOf[int64](c.out, c.n)[i] = r
	case string:
		w, err := duckdb.GetVectorWriter[string](c.text)
		if err != nil {
			return err
		}
		return w.Set(i, r)
	default:
		return fmt.Errorf("a function gave %T", result)
	}
	return nil
}
