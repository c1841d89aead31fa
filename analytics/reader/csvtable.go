package reader

import (
	"bytes"
	"fmt"
)

// isHeader reports the header of the table coming once more.
func (c *csvReader) isHeader(cells [][]byte) bool {
	if len(cells) != len(c.header) {
		return false
	}
	for i, cell := range cells {
		if string(cell) != c.header[i] {
			return false
		}
	}
	return true
}

// startsTable tells whether the row after a blank line is the header, or the title, of another table. When it may as
// well be a record of this one it is not, so that a broken record is rejected and not taken for a table.
func (c *csvReader) startsTable(cells [][]byte) bool {
	filled := 0
	for _, cell := range cells {
		if len(cell) > 0 {
			filled++
		}
	}
	if len(cells) == len(c.header) || filled < len(cells) {
		return false
	}
	return filled > 1 || c.export.Table != ""
}

func (c *csvReader) otherTable(cells [][]byte) Table {
	if len(cells) == 1 {
		return Table{Name: string(cells[0]), Line: c.line}
	}
	return Table{Line: c.line, Columns: texts(cells)}
}

// countElsewhere counts a row of another table; after a blank line a row of another width starts the next.
func (c *csvReader) countElsewhere(cells [][]byte, wasBlank bool) {
	t := &c.summary.Tables[len(c.summary.Tables)-1]
	switch {
	case t.Columns == nil:
		t.Columns = texts(cells)
	case wasBlank && len(cells) != len(t.Columns):
		c.summary.Tables = append(c.summary.Tables, c.otherTable(cells))
	default:
		t.Rows++
	}
}

// reportAbove tells of the lines above the header: tables, when a block has rows of one width, and loose lines.
func (c *csvReader) reportAbove(above []byte) {
	s := splitter{comma: c.rows.comma}
	var block []Table // rows of the block as tables of their own
	flush := func() {
		if len(block) > 1 && len(block[0].Columns) > 1 && len(block[0].Columns) == len(block[len(block)-1].Columns) {
			block[0].Rows = int64(len(block) - 1)
			c.summary.Tables = append(c.summary.Tables, block[0])
		} else {
			for _, row := range block {
				c.note(row)
			}
		}
		block = nil
	}
	line := c.line
	for len(above) > 0 {
		n := s.split(above, true)
		if n < 0 {
			n = bytes.IndexByte(above, '\n') + 1
		}
		if n <= 0 || n == len(above) {
			break // the header itself
		}
		raw := trimEnd(above[:n])
		if len(raw) == 0 {
			flush()
		} else {
			block = append(block, Table{Name: string(raw[:min(len(raw), 200)]), Line: line, Columns: texts(s.cells)})
		}
		line += int64(bytes.Count(above[:n], []byte{'\n'}))
		above = above[n:]
	}
	flush()
	for i := range c.summary.Tables {
		c.summary.Tables[i].Name = ""
	}
}

func (c *csvReader) note(row Table) {
	if len(c.summary.Notes) < 20 {
		c.summary.Notes = append(c.summary.Notes, fmt.Sprintf("line %d above the header is not read: %s", row.Line, quote([]byte(row.Name))))
	}
}
