package reader

import (
	"context"
	"io"
	"slices"

	"auditql/analytics/contract"
)

// sheetHead is the beginning of a sheet of a workbook, or of a Parquet file, whose first row is then the names of its
// columns. It is read once, and every export of a table is looked for in it.
type sheetHead struct {
	name string
	rows []row
}

// lookAtSheets reads headerRows rows of each sheet.
func (s *Sample) lookAtSheets() error {
	src, err := openSource(s.File, Limits{}.orDefault())
	if err != nil {
		return err
	}
	defer src.Close()
	if s.Format == "parquet" {
		return s.lookAtParquet(src)
	}
	book, err := openWorkbook(src, Limits{}.orDefault())
	if err != nil {
		return refuse(s.File.Name, 0, "open workbook: %w", err)
	}
	for _, entry := range book.sheets {
		h, err := book.head(entry)
		if err != nil {
			return refuse(s.File.Name, 0, "read sheet %q: %w", entry.Name, err)
		}
		s.heads = append(s.heads, h)
	}
	return nil
}

func (b *workbook) head(entry sheetEntry) (sheetHead, error) {
	h := sheetHead{name: entry.Name}
	s, err := b.openSheet(entry.part)
	if err != nil {
		return h, err
	}
	defer s.close()
	for range headerRows {
		r, err := s.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return h, err
		}
		h.rows = append(h.rows, row{cells: trimCells(r.cells), line: r.number}.clone())
	}
	return h, nil
}

func (s *Sample) lookAtParquet(src *source) error {
	p, err := openParquetTable(context.Background(), src, &contract.Export{ID: "any", Format: "parquet"}, Limits{}.orDefault())
	if err != nil {
		return err
	}
	s.names = map[string]bool{}
	p.parquet.root.collect(s.names)
	names := row{line: 1}
	for _, name := range p.header {
		names.cells = append(names.cells, []byte(name))
	}
	s.heads = []sheetHead{{rows: []row{names}}}
	first, err := p.row()
	if err == io.EOF {
		return nil
	}
	s.heads[0].rows = append(s.heads[0].rows, first.clone())
	return err
}

// collect gives the names of all columns, those inside of others too.
func (n *column2json) collect(names map[string]bool) {
	for _, c := range n.children {
		names[c.name] = true
		c.collect(names)
	}
}

// header finds the row of a sheet that has the columns of the export.
func (s Sample) header(p *contract.Export) (at sheetHead, number int, miss *nearMiss) {
	miss = &nearMiss{missing: needed(p)}
	for _, h := range s.heads {
		if p.Sheet != "" && fold(h.name) != fold(p.Sheet) {
			continue
		}
		i := slices.IndexFunc(h.rows, func(r row) bool {
			return (p.Header == 0 || int64(p.Header) == r.line) && miss.try(texts(r.cells), r.line, p)
		})
		if i >= 0 {
			return h, i, nil
		}
	}
	return sheetHead{}, 0, miss
}

// lookSheets looks at the header and the row after it.
func (s Sample) lookSheets(p *contract.Export) Matched {
	if p.Table != "" {
		return missing("its table stands under a title, which is looked for in text only")
	}
	h, i, miss := s.header(p)
	if miss != nil {
		return missing("has no column %s", listed(miss.missing))
	}
	var first [][]byte
	if i+1 < len(h.rows) {
		first = h.rows[i+1].cells
	}
	return judgeRow(p, texts(h.rows[i].cells), first)
}

// widest is the first of the longest rows of a sheet, which most likely names its columns.
func (h sheetHead) widest() []string {
	var out [][]byte
	for _, r := range h.rows[:min(len(h.rows), headerWithin)] {
		if len(r.cells) > len(out) {
			out = r.cells
		}
	}
	if out == nil {
		return nil
	}
	return texts(out)
}
