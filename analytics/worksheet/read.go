package worksheet

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/fault"
	"auditql/analytics/sampling"
)

// A worksheet is small; what unpacks to more than this is no worksheet.
const mostBytes = 512 << 20

// Read reads a completed worksheet, XLSX or CSV by its bytes, against the empty one of its selection. The name is for
// messages. Refused: what [sampling.ReadWorksheet] refuses, and files that are neither.
func Read(name string, data []byte, empty sampling.Worksheet) (sampling.Worksheet, error) {
	read := readCSV
	if IsXLSX(data) {
		read = readXLSX
	}
	table, err := read(data)
	if err != nil {
		return sampling.Worksheet{}, fault.At(fault.Refused, name, 0, "read worksheet: %w", err)
	}
	if len(table) == 0 {
		return sampling.Worksheet{}, fault.At(fault.Refused, name, 0, "the worksheet is empty, expected its header and its rows")
	}
	return sampling.ReadWorksheet(name, empty, table[0], table[1:])
}

// IsXLSX says whether a file is a workbook, by its first bytes.
func IsXLSX(data []byte) bool { return bytes.HasPrefix(data, []byte("PK")) }

// readCSV reads commas, or the semicolons that some spreadsheets write in their place.
func readCSV(data []byte) ([][]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, fault.New(fault.Refused, "the file is not UTF-8").Hint("save it as CSV UTF-8, or fill in the XLSX worksheet")
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	header, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(header, []byte(";")) > bytes.Count(header, []byte(",")) {
		r.Comma = ';'
	}
	table, err := r.ReadAll()
	if r.Comma == ';' {
		decimalCommas(table)
	}
	return table, err
}

var decimalComma = regexp.MustCompile(`^-?[0-9]+,[0-9]+$`)

// decimalCommas writes amounts with a point. Where columns are parted by semicolons, the comma is the mark of decimals.
func decimalCommas(table [][]string) {
	for _, row := range table[min(1, len(table)):] {
		for c := range row {
			if c < len(table[0]) && strings.HasSuffix(strings.TrimSpace(table[0][c]), " amount") && decimalComma.MatchString(row[c]) {
				row[c] = strings.Replace(row[c], ",", ".", 1)
			}
		}
	}
}

func readXLSX(data []byte) ([][]string, error) {
	x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostBytes, UnzipXMLSizeLimit: mostBytes})
	if err != nil {
		return nil, err
	}
	defer x.Close()
	sheet := itemSheet
	if all := x.GetSheetList(); len(all) == 1 {
		sheet = all[0] // a CSV that was saved as a workbook has its only sheet under the name of the file
	}
	rows, err := x.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	if err := spoken(x, sheet, rows); err != nil {
		return nil, err
	}
	for r := range rows {
		for c, text := range rows[r] {
			if r == 0 || !strings.ContainsAny(text, ".eE") {
				continue
			}
			kind, err := x.GetCellType(sheet, cell(c+1, r+1))
			if err != nil {
				return nil, err
			}
			if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
				rows[r][c] = shortest(text)
			}
		}
	}
	return rows, nil
}

// spoken gives what is said about an item as the spreadsheet shows it: a date in a comment is stored as a number of days.
func spoken(x *excelize.File, sheet string, rows [][]string) error {
	shown, err := x.GetRows(sheet, excelize.Options{RawCellValue: false})
	if err != nil || len(rows) == 0 {
		return err
	}
	for r := range rows {
		for c := range rows[r] {
			if c < len(rows[0]) && slices.Contains([]string{"tickmark", "exhibit", "comment"}, strings.TrimSpace(rows[0][c])) && r < len(shown) && c < len(shown[r]) {
				rows[r][c] = shown[r][c]
			}
		}
	}
	return nil
}

// shortest gives a number as the spreadsheet shows it, by its 15 digits: 1234.56 is stored as 1234.5599999999999 now and then,
// and a sum of 0.1 and 0.2 as 0.30000000000000004.
func shortest(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'e', 14, 64), 64); err != nil {
		return text
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
