package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// fill IN OUT [CHANGE…]: completes a worksheet, CSV or XLSX, as testers do. Every open row but a spare gets the status tested. A
// change is KEY.COLUMN=VALUE, or -KEY to remove the row of a key, or +KEY to repeat it. KEY is the text of the first key column.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fill in out [change…]")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	read, write := readCSV, writeCSV
	if strings.HasSuffix(args[0], ".xlsx") {
		read = readXLSX
	}
	if strings.HasSuffix(args[1], ".xlsx") {
		write = writeXLSX
	}
	table, err := read(data)
	ts.Check(err)
	table = tested(table)
	for _, change := range args[2:] {
		table = changed(ts, table, change)
	}
	out, err := write(table)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out, 0o644))
}

// tested gives every open row but the spares the status tested.
func tested(table [][]string) [][]string {
	status := slices.Index(table[0], "status")
	for _, row := range table[1:] {
		if row[0] != "spare" && row[status] == "" {
			row[status] = "tested"
		}
	}
	return table
}

func changed(ts *testscript.TestScript, table [][]string, change string) [][]string {
	at := func(key string) int {
		i := slices.IndexFunc(table, func(row []string) bool { return row[3] == key })
		if i < 0 {
			ts.Fatalf("the worksheet has no key %q", key)
		}
		return i
	}
	switch change[0] {
	case '-':
		return slices.Delete(table, at(change[1:]), at(change[1:])+1)
	case '+':
		return append(table, slices.Clone(table[at(change[1:])]))
	}
	place, value, _ := strings.Cut(change, "=")
	key, column, _ := strings.Cut(place, ".")
	c := slices.Index(table[0], column)
	if c < 0 {
		ts.Fatalf("the worksheet has no column %q", column)
	}
	table[at(key)][c] = value
	return table
}

func readCSV(data []byte) ([][]string, error) { return csv.NewReader(bytes.NewReader(data)).ReadAll() }

func writeCSV(table [][]string) ([]byte, error) {
	var b bytes.Buffer
	err := csv.NewWriter(&b).WriteAll(table)
	return b.Bytes(), err
}

func readXLSX(data []byte) ([][]string, error) {
	x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer x.Close()
	rows, err := x.GetRows("worksheet")
	for i := range rows {
		rows[i] = slices.Grow(rows[i], len(rows[0]))[:len(rows[0])]
	}
	return rows, err
}

// writeXLSX writes amounts as numbers, as a spreadsheet does.
func writeXLSX(table [][]string) ([]byte, error) {
	x := excelize.NewFile()
	defer x.Close()
	if err := x.SetSheetName("Sheet1", "worksheet"); err != nil {
		return nil, err
	}
	for r, row := range table {
		for c, text := range row {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return nil, err
			}
			var value any = text
			if f, err := strconv.ParseFloat(text, 64); err == nil && strings.HasSuffix(table[0][c], " amount") {
				value = f
			}
			if err := x.SetCellValue("worksheet", at, value); err != nil {
				return nil, err
			}
		}
	}
	b, err := x.WriteToBuffer()
	return b.Bytes(), err
}
