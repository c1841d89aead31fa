// Package worksheet is the form in which people test the items of a selection: an XLSX workbook, or a CSV file.
//
// The workbook has a sheet with one row per item, its header frozen and its answers validated, a sheet with the plan and the
// frame, and a legend. No cell is a formula: every text of the frame is written as text, in the form of [sampling.Shown]. The
// same selection gives the same bytes.
//
//	data, err := worksheet.XLSX(sheet, about)
//	sheet, err := worksheet.Read("worksheet.xlsx", data, empty)   // refused when keys or rows were changed
package worksheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/fault"
	"auditql/analytics/sampling"
)

// The sheets of the workbook.
const (
	itemSheet   = "worksheet"
	planSheet   = "plan"
	legendSheet = "legend"
)

// Line is one line of the sheet about the plan: what, and its value.
type Line struct{ What, Value string }

// CSV writes the worksheet as comma-separated values.
func CSV(w sampling.Worksheet) ([]byte, error) {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	if err := c.WriteAll(append([][]string{w.Columns()}, w.Table()...)); err != nil {
		return nil, fault.New(fault.Broken, "write worksheet: %w", err)
	}
	return b.Bytes(), nil
}

// XLSX writes the worksheet as a workbook; about is what its second sheet says.
func XLSX(w sampling.Worksheet, about []Line) ([]byte, error) {
	x := excelize.NewFile()
	defer x.Close()
	b := &book{file: x, sheet: w}
	b.try(x.SetSheetName("Sheet1", itemSheet))
	b.items()
	b.lines(planSheet, about)
	b.lines(legendSheet, legend)
	x.SetActiveSheet(0)
	if b.err != nil {
		return nil, fault.New(fault.Broken, "write worksheet: %w", b.err)
	}
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		return nil, fault.New(fault.Broken, "write worksheet: %w", err)
	}
	return out.Bytes(), nil
}

// book is a workbook that is being written; it keeps the first error.
type book struct {
	file  *excelize.File
	sheet sampling.Worksheet
	err   error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) style(s *excelize.Style) int {
	id, err := b.file.NewStyle(s)
	b.try(err)
	return id
}

func cell(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // both are 1 or more and below the limits of a sheet
	}
	return name
}

// mostRows is what a sheet of a spreadsheet program holds, less the header.
const mostRows = 1<<20 - 1

func (b *book) items() {
	if len(b.sheet.Rows) > mostRows {
		b.try(fmt.Errorf("%d rows, expected at most %d", len(b.sheet.Rows), mostRows))
		return
	}
	header := b.sheet.Columns()
	for i, name := range header {
		b.try(b.file.SetCellStr(itemSheet, cell(i+1, 1), name))
	}
	for r, cells := range b.sheet.Table() {
		for i, text := range cells {
			b.cell(header[i], cell(i+1, r+2), text)
		}
	}
	bold := b.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}}})
	b.try(b.file.SetCellStyle(itemSheet, "A1", cell(len(header), 1), bold))
	b.try(b.file.SetPanes(itemSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	b.try(b.file.SetColWidth(itemSheet, "A", columnName(len(header)), 14))
	b.answers(header)
}

func columnName(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		panic(err)
	}
	return name
}

// numeric names the columns whose texts are numbers. Numbers of more than 15 digits stay text, since spreadsheets round them.
var numeric = []string{"rank", "hits", "book amount", "audited amount"}

func (b *book) cell(column, at, text string) {
	if text == "" {
		return
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && len(text) <= 15 && slices.Contains(numeric, column) {
		b.try(b.file.SetCellValue(itemSheet, at, n))
		return
	}
	b.try(b.file.SetCellStr(itemSheet, at, text))
}

// answers validates what testers write.
func (b *book) answers(header []string) {
	last := len(b.sheet.Rows) + 1
	rule := func(column string) *excelize.DataValidation {
		i := slices.Index(header, column) + 1
		v := excelize.NewDataValidation(true)
		v.SetSqref(cell(i, 2) + ":" + cell(i, max(last, 2)))
		return v
	}
	list := func(column string, words ...string) {
		v := rule(column)
		b.try(v.SetDropList(words))
		v.SetError(excelize.DataValidationErrorStyleStop, column, "expected "+strings.Join(words, ", "))
		b.try(b.file.AddDataValidation(itemSheet, v))
	}
	for _, a := range sampling.AttributeNames {
		list(a, string(sampling.MarkOK), string(sampling.MarkDeviation), string(sampling.MarkNotApplicable))
	}
	list("status", string(sampling.Tested), string(sampling.Deviation), string(sampling.NotApplicable), string(sampling.NotAvailable))
	v := rule("audited amount")
	b.try(v.SetRange(-1e15, 1e15, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	v.SetError(excelize.DataValidationErrorStyleStop, "audited amount", "expected a number")
	b.try(b.file.AddDataValidation(itemSheet, v))
}

func (b *book) lines(sheet string, lines []Line) {
	_, err := b.file.NewSheet(sheet)
	b.try(err)
	for i, l := range lines {
		b.try(b.file.SetCellStr(sheet, cell(1, i+1), l.What))
		b.try(b.file.SetCellStr(sheet, cell(2, i+1), sampling.Shown(l.Value)))
	}
	wrap := b.style(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	bold := b.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top"}})
	b.try(b.file.SetColWidth(sheet, "A", "A", 26))
	b.try(b.file.SetColWidth(sheet, "B", "B", 100))
	b.try(b.file.SetColStyle(sheet, "B", wrap))
	b.try(b.file.SetCellStyle(sheet, "A1", cell(1, max(len(lines), 1)), bold))
	b.try(b.file.SetCellStyle(sheet, "B1", cell(2, max(len(lines), 1)), wrap))
}

var legend = []Line{
	{"group", "certainty: examined in full, never projected. sample: the drawn items. spare: replaces, in rank order, an item that is not applicable."},
	{"rank, key, hits, book amount", "As drawn. A worksheet in which one of them was changed, or a row added or removed, is refused."},
	{"hits", "How many selected units of currency fell on the item; each counts as one taint."},
	{"A to F", "Attributes that are tested: ok, deviation or not applicable; empty when not tested."},
	{"tickmark, exhibit", "What was done, and where the evidence is filed."},
	{"status: tested", "Tested, and neither deviates nor is misstated."},
	{"status: deviation", "Deviates or is misstated; of a monetary-unit sample with its audited amount."},
	{"status: not applicable", "Rightly outside the test, for example void; replaced by the next spare (ISA 530.10). Needs a comment."},
	{"status: not available", "Could not be tested, nor by a suitable alternative; counts as a deviation (ISA 530.11). Needs a comment."},
	{"audited amount", "As audited, in the unit of the book amount; empty means the book amount when the item was tested."},
	{"\\u{…} and leading '", "A control character of the key, and an apostrophe before what a spreadsheet would take for a formula."},
}
