package reader

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"auditql/analytics/contract"
)

// headerRows is how far down a sheet the header is searched.
const headerRows = 1000

// xlsxReader reads one sheet of an Excel workbook, row by row, as the values that are stored: not as they are shown,
// since a format may hide digits, and not as formulas would compute them anew. What Excel hides is read and counted.
//
// It reads the XML of the sheet itself: libraries that give rows one by one give neither the format of a cell, without
// which 45292 cannot be told from a date, nor its formula.
type xlsxReader struct {
	table
	book   *workbook
	sheet  *sheet
	name   string   // of the sheet
	others []string // sheets that are not read and hold anything
	limit  int
	raw    []byte
}

// workbook is what all sheets share.
type workbook struct {
	zip    *zip.Reader
	sheets []sheetEntry
	shared sharedTexts
	styles []numberFormat // by the number that cells carry
	y1904  bool           // days are counted from 1904
	limit  int
}

type sheetEntry struct {
	Name  string `xml:"name,attr"`
	State string `xml:"state,attr"`
	ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
	part  string
}

func openXLSX(src *source, e *contract.Export, l Limits) (*xlsxReader, error) {
	t, err := newTable(src.file.Name, e)
	if err != nil {
		return nil, err
	}
	book, err := openWorkbook(src, l)
	if err != nil {
		return nil, refuse(src.file.Name, 0, "open workbook: %w", err)
	}
	x := &xlsxReader{table: t, book: book, limit: l.Record}
	return x, x.findSheet()
}

// readAt gives random access to the file: on disk, or in memory when it is compressed or in an archive.
func (s *source) readAt() (io.ReaderAt, int64, error) {
	if s.compression == "none" && s.file.in == nil {
		f, err := os.Open(s.file.path)
		if err != nil {
			return nil, 0, err
		}
		s.close = append(s.close, f)
		return f, s.before.size, nil
	}
	b, err := io.ReadAll(io.LimitReader(s.decoded, maxHeld+1))
	if err == nil && len(b) > maxHeld {
		err = fmt.Errorf("longer than %d bytes inside an archive or compressed; unpack it first", maxHeld)
	}
	return bytes.NewReader(b), int64(len(b)), err
}

func openWorkbook(src *source, l Limits) (*workbook, error) {
	at, size, err := src.readAt()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, err
	}
	var total uint64
	for _, f := range z.File {
		total += min(f.UncompressedSize64, 1<<50)
	}
	if isBomb(size, int64(min(total, 1<<60)), l.Ratio) {
		return nil, errors.New("its parts are over the limit of decompression")
	}
	b := &workbook{zip: z, limit: l.Record}
	return b, b.read()
}

// read takes in the list of sheets, the formats and the texts.
func (b *workbook) read() error {
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []sheetEntry `xml:"sheets>sheet"`
	}
	if err := b.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	var rels struct {
		Rel []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	b.y1904 = book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true"
	for _, r := range rels.Rel {
		part := strings.TrimPrefix(path.Join("xl", r.Target), "/")
		if strings.HasPrefix(r.Target, "/") {
			part = r.Target[1:]
		}
		var err error
		switch path.Base(r.Type) {
		case "worksheet":
			for i := range book.Sheets {
				if book.Sheets[i].ID == r.ID {
					book.Sheets[i].part = part
				}
			}
		case "sharedStrings":
			err = b.readShared(part)
		case "styles":
			b.styles, err = b.readStyles(part)
		}
		if err != nil {
			return err
		}
	}
	b.sheets = slices.DeleteFunc(book.Sheets, func(s sheetEntry) bool { return s.part == "" }) // charts
	return nil
}

// decode reads a small part whole.
func (b *workbook) decode(part string, into any) error {
	r, err := b.zip.Open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err == nil && len(text) > maxPart {
		err = fmt.Errorf("longer than %d bytes", maxPart)
	}
	if err == nil {
		err = xml.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", part, err)
	}
	return nil
}

// findSheet takes the sheet that the export names, or else the first that has its header.
func (x *xlsxReader) findSheet() error {
	miss := &nearMiss{missing: needed(x.export)}
	var names []string
	for _, s := range x.book.sheets {
		names = append(names, s.Name)
		if s.State != "" && s.State != "visible" {
			x.note("sheet %q is hidden", s.Name)
		}
		wanted := x.sheet == nil && (x.export.Sheet == "" || fold(s.Name) == fold(x.export.Sheet))
		found, err := false, error(nil)
		if wanted {
			found, err = x.tryHeader(s, miss)
		}
		if err == nil && !found {
			err = x.pass(s)
		}
		if err != nil {
			return refuse(x.table.name, 0, "read sheet %q: %w", s.Name, err)
		}
	}
	if x.export.Sheet != "" && !slices.ContainsFunc(names, func(n string) bool { return fold(n) == fold(x.export.Sheet) }) {
		return refuse(x.table.name, 0, "no sheet %q, which export %s needs; the workbook has %s", x.export.Sheet, x.export.ID, listed(names))
	}
	if x.sheet == nil {
		return miss.refuse(x.table.name, x.export)
	}
	return x.head(x.header, x.sheet.number)
}

// pass goes over a sheet that is not read, and says so when it holds anything: it may be the rest of the table.
func (x *xlsxReader) pass(entry sheetEntry) error {
	x.summary.Tables = append(x.summary.Tables, Table{Name: entry.Name})
	s, err := x.book.openSheet(entry.part)
	if err != nil {
		return err
	}
	defer s.close()
	for {
		r, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(trimCells(r.cells)) > 0 {
			x.others = append(x.others, entry.Name)
			return nil
		}
	}
}

// tryHeader searches the header in a sheet, and stays on the sheet when it is there.
func (x *xlsxReader) tryHeader(entry sheetEntry, miss *nearMiss) (bool, error) {
	s, err := x.book.openSheet(entry.part)
	if err != nil {
		return false, err
	}
	var above []row
	for range headerRows {
		r, err := s.next()
		if err == io.EOF {
			break
		} else if err != nil {
			s.close()
			return false, err
		}
		cells := texts(trimCells(r.cells))
		if (x.export.Header == 0 || int64(x.export.Header) == r.number) && miss.try(cells, r.number, x.export) {
			x.sheet, x.name, x.header = s, entry.Name, cells
			x.above(slices.Values(above))
			return true, nil
		}
		above = append(above, row{cells: r.cells, raw: csvText(nil, r.cells), line: r.number}.clone())
	}
	return false, s.close()
}

// trimCells cuts the empty cells off the end of a row.
func trimCells(cells [][]byte) [][]byte {
	for len(cells) > 0 && cells[len(cells)-1] == nil {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// csvText gives cells as a line of CSV.
func csvText(out []byte, cells [][]byte) []byte {
	for i, c := range cells {
		if i > 0 {
			out = append(out, ',')
		}
		if bytes.ContainsAny(c, "\",\r\n") || c != nil && len(c) == 0 {
			out = append(out, '"')
			out = append(out, bytes.ReplaceAll(c, []byte{'"'}, []byte(`""`))...)
			out = append(out, '"')
		} else {
			out = append(out, c...)
		}
	}
	return out
}

// next gives the next row of the sheet.
func (x *xlsxReader) next(r *Record) error {
	for !x.replayed(r) {
		got, err := x.sheet.next()
		if err == io.EOF {
			x.settle()
			return io.EOF
		} else if err != nil {
			return refuse(x.table.name, x.sheet.number, "read sheet %q: %w", x.name, err)
		}
		cells := trimCells(got.cells)
		x.raw = csvText(x.raw[:0], cells)
		for len(cells) > 0 && len(cells) < len(x.header) {
			cells = append(cells, nil)
		}
		w := row{cells: cells, raw: x.raw, line: got.number}
		if x.aside(w) {
			continue
		}
		if x.unsettle() {
			x.replay = append(x.replay, w.clone())
			continue
		}
		x.emit(r, w)
		if len(x.raw) > x.limit {
			r.Reject = rejectOf(x.raw, CodeTooLarge, fmt.Sprintf("longer than %d bytes, the limit of one record", x.limit))
		}
		break
	}
	r.Path = fmt.Appendf(r.Path[:0], "%s!%d", x.name, r.Line)
	return nil
}

func (x *xlsxReader) finish(sum *Summary) error {
	if err := x.table.finish(sum); err != nil {
		return err
	}
	s := x.sheet
	sum.Sheets = x.others
	sum.HiddenRows, sum.HiddenColumns, sum.Formulas = s.hiddenRows, int64(s.hiddenWithin(len(x.header))), s.formulas
	sum.Notes = append(sum.Notes, s.findings(x.header)...)
	return s.close()
}
