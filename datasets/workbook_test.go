package datasets_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/contract"
)

// Auditees send tables as workbooks too: what CSV gives, a sheet with the same cells gives.
func TestWorkbooks(t *testing.T) {
	set := shipped(t)
	var all batches
	for _, c := range set.All() {
		i := slices.IndexFunc(c.Exports, func(e contract.Export) bool { return e.Format == "csv" && e.Table == "" })
		if i < 0 { // one of each dataset, since what is tried is the reading
			continue
		}
		x := &c.Exports[i]
		inputs, err := filepath.Glob(filepath.Join(c.Dataset, strings.TrimSuffix(x.Mapping, ".sql")+".in.*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, input := range inputs {
			if ext := filepath.Ext(input); ext != ".csv" && ext != ".tsv" {
				continue
			}
			book := workbook(t, input)
			text, sheet := all.place(set, x, input), all.place(set, x, book)
			t.Run(c.Dataset+"/"+filepath.Base(input), func(t *testing.T) {
				t.Parallel()
				want, taken := text.rowsOf(t, c, x, input)
				if got, ok := sheet.rowsOf(t, c, x, book); ok != taken {
					t.Errorf("%s is taken for %s: %v, as a workbook: %v", input, x.ID, taken, ok)
				} else {
					compare(t, want, got)
				}
			})
		}
	}
}

// workbook writes the cells of a CSV into a sheet, as text.
func workbook(t *testing.T, input string) string {
	text, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	defer book.Close()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma(text), -1, true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "table.xlsx")
	if err := book.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	return name
}

// comma is the delimiter that comes most often.
func comma(text []byte) rune {
	best := ','
	for _, c := range ";\t|" {
		if bytes.Count(text, []byte(string(c))) > bytes.Count(text, []byte(string(best))) {
			best = c
		}
	}
	return best
}

// compare wants the same rows, save where they came from.
func compare(t *testing.T, want, got []map[string]*string) {
	texts := func(rows []map[string]*string) []string {
		out := make([]string, len(rows))
		for i, row := range rows {
			for _, column := range slices.Sorted(maps.Keys(row)) {
				if value := row[column]; value != nil && !strings.HasPrefix(column, "_") {
					out[i] += column + "=" + *value + " "
				}
			}
		}
		slices.Sort(out)
		return out
	}
	if w, g := strings.Join(texts(want), "\n"), strings.Join(texts(got), "\n"); w != g {
		t.Fatalf("as a workbook:\n%s\nas CSV:\n%s", g, w)
	}
}
