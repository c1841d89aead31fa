package reader

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"auditql/analytics/record"
)

// maxColumns is what a sheet of Excel may have.
const maxColumns = 16384

// metered gives an error when one XML token asks for more bytes than a record may have.
type metered struct {
	r    io.Reader
	left int
}

func (m *metered) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errors.New("a piece of XML is longer than a record may be")
	}
	n, err := m.r.Read(p)
	m.left -= n
	return n, err
}

// xmlPart reads a part of the workbook token by token.
type xmlPart struct {
	file  io.Closer
	meter metered
	dec   *xml.Decoder
	limit int
}

func (b *workbook) part(name string) (*xmlPart, error) {
	f, err := b.zip.Open(name)
	if err != nil {
		return nil, err
	}
	p := &xmlPart{file: f, meter: metered{r: f}, limit: b.limit}
	p.dec = xml.NewDecoder(&p.meter)
	return p, nil
}

func (p *xmlPart) token() (xml.Token, error) {
	p.meter.left = p.limit
	return p.dec.Token()
}

// text reads the text up to the end of the element that was just opened, without what is said about pronunciation.
func (p *xmlPart) text() ([]byte, error) {
	var out []byte
	for depth, skip := 1, 0; depth > 0; {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			if t.Name.Local == "rPh" && skip == 0 {
				skip = depth
			}
		case xml.EndElement:
			if depth == skip {
				skip = 0
			}
			depth--
		case xml.CharData:
			if skip == 0 {
				out = append(out, t...)
			}
		}
		if len(out) > p.limit {
			return nil, fmt.Errorf("a text is longer than %d bytes", p.limit)
		}
	}
	return out, nil
}

// sharedTexts are the texts that cells refer to by number.
type sharedTexts struct {
	all  []byte
	ends []int
}

// maxShared bounds them, because they are kept in memory.
const maxShared = 512 << 20

func (s *sharedTexts) get(i int) ([]byte, bool) {
	if i < 0 || i >= len(s.ends) {
		return nil, false
	}
	start := 0
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.all[start:s.ends[i]:s.ends[i]], true
}

func (b *workbook) readShared(part string) error {
	p, err := b.part(part)
	if err != nil {
		return err
	}
	defer p.file.Close()
	for {
		t, err := p.token()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("read %s: %w", part, err)
		}
		if start, ok := t.(xml.StartElement); !ok || start.Name.Local != "si" {
			continue
		}
		text, err := p.text()
		if err != nil {
			return fmt.Errorf("read %s: %w", part, err)
		}
		b.shared.all = append(b.shared.all, text...)
		b.shared.ends = append(b.shared.ends, len(b.shared.all))
		if len(b.shared.all)+8*len(b.shared.ends) > maxShared {
			return fmt.Errorf("the texts of the workbook take more than %d bytes", maxShared)
		}
	}
}

// sheet gives the rows of a sheet and counts what a person who looks at it does not see.
type sheet struct {
	*xmlPart
	book   *workbook
	number int64 // of the last row
	cells  [][]byte
	text   []byte // values of the row that were computed

	hiddenRows int64
	hiddenCols [][2]int
	formulas   int64
	merged     int64
	errors     int64
	byColumn   [maxColumns]struct{ formulas, long int32 }
}

// sheetRow is a row: its number, and its cells from column A on, nil where empty.
type sheetRow struct {
	number int64
	cells  [][]byte
}

func (b *workbook) openSheet(part string) (*sheet, error) {
	p, err := b.part(part)
	if err != nil {
		return nil, err
	}
	return &sheet{xmlPart: p, book: b}, nil
}

func (s *sheet) close() error { return s.file.Close() }

// next gives the next row, io.EOF after the last.
func (s *sheet) next() (sheetRow, error) {
	for {
		t, err := s.token()
		if err != nil {
			return sheetRow{}, err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "col":
			if isTrue(attr(start, "hidden")) {
				from, _ := strconv.Atoi(attr(start, "min"))
				to, _ := strconv.Atoi(attr(start, "max"))
				s.hiddenCols = append(s.hiddenCols, [2]int{from, to})
			}
		case "mergeCell":
			s.merged++
		case "row":
			return s.row(start)
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(v string) bool { return v == "1" || v == "true" }

func (s *sheet) row(start xml.StartElement) (sheetRow, error) {
	number := s.number + 1
	if r := attr(start, "r"); r != "" {
		n, err := strconv.ParseInt(r, 10, 32)
		if err != nil || n <= s.number {
			return sheetRow{}, fmt.Errorf("row number %q after row %d", r, s.number)
		}
		number = n
	}
	s.number = number
	if isTrue(attr(start, "hidden")) {
		s.hiddenRows++
	}
	s.cells, s.text = s.cells[:0], s.text[:0]
	for {
		t, err := s.token()
		if err != nil {
			return sheetRow{}, err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return sheetRow{number, s.cells}, nil
		case xml.StartElement:
			if t.Name.Local != "c" {
				if err := s.dec.Skip(); err != nil {
					return sheetRow{}, err
				}
				continue
			}
			if err := s.cell(t); err != nil {
				return sheetRow{}, err
			}
		}
	}
}

// cell reads a cell and puts its value where it belongs.
func (s *sheet) cell(start xml.StartElement) error {
	column := len(s.cells)
	if ref := attr(start, "r"); ref != "" {
		if column = columnOf(ref); column < len(s.cells) || column >= maxColumns {
			return fmt.Errorf("cell %q is out of order or out of the sheet", ref)
		}
	}
	var value []byte
	found := false
	for {
		t, err := s.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return s.put(column, start, value, found)
		case xml.StartElement:
			text, err := s.xmlPart.text()
			if err != nil {
				return err
			}
			switch t.Name.Local {
			case "v", "is":
				value, found = text, true
			case "f":
				s.formulas++
				s.byColumn[column].formulas++
			}
		}
	}
}

// put puts a cell where it belongs. One without a value takes its place too, since the next may not say where it stands; one with
// a text of no letters, as some programs write where there is nothing, is empty like it.
func (s *sheet) put(column int, start xml.StartElement, value []byte, found bool) error {
	for len(s.cells) < column {
		s.cells = append(s.cells, nil)
	}
	if !found {
		s.cells = append(s.cells, nil)
		return nil
	}
	value, err := s.value(column, attr(start, "t"), attr(start, "s"), value)
	if err != nil {
		return fmt.Errorf("cell %s: %w", attr(start, "r"), err)
	}
	if len(value) == 0 {
		value = nil
	}
	s.cells = append(s.cells, value)
	return nil
}

// columnOf gives the column of a reference such as AB12, from 0.
func columnOf(ref string) int {
	n := 0
	for i := 0; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && n < maxColumns; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n - 1
}

// hiddenWithin counts the hidden columns among the first n.
func (s *sheet) hiddenWithin(n int) int {
	count := 0
	for column := 1; column <= n; column++ {
		if slices.ContainsFunc(s.hiddenCols, func(c [2]int) bool { return c[0] <= column && column <= c[1] }) {
			count++
		}
	}
	return count
}

// findings says what a person should know of the sheet.
func (s *sheet) findings(header []string) (notes []string) {
	for i, c := range s.byColumn[:min(len(header), maxColumns)] {
		if c.formulas > 0 {
			notes = append(notes, fmt.Sprintf("column %q has %s; stored results were read", header[i], record.Counted(int64(c.formulas), "formula")))
		}
		if c.long > 0 {
			notes = append(notes, fmt.Sprintf("column %q has %s of more than 15 digits; Excel keeps 15, so the last are not those of the source", header[i], record.Counted(int64(c.long), "number")))
		}
	}
	if s.errors > 0 {
		notes = append(notes, "errors such as #N/A in "+record.Counted(s.errors, "cell"))
	}
	if s.merged > 0 {
		notes = append(notes, record.Counted(s.merged, "area")+" of merged cells; the value is in the first cell of each")
	}
	return notes
}
