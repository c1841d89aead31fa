package reader

import (
	"bytes"
	"testing"

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
