package reader

import (
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbookOf makes a workbook; fill writes into its first sheet.
func workbookOf(t testing.TB, fill func(x *excelize.File, sheet string)) []byte {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	fill(x, "Sheet1")
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(t testing.TB, x *excelize.File, sheet, cell string, values ...any) {
	t.Helper()
	if err := x.SetSheetRow(sheet, cell, &values); err != nil {
		t.Fatal(err)
	}
}

func smallWorkbook(t testing.TB) []byte {
	return workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "a", "b")
		set(t, x, s, "A2", 1.5, "x")
		set(t, x, s, "A3", time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC), true)
	})
}
