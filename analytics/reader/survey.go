package reader

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"auditql/analytics/contract"
	"auditql/analytics/fault"
)

// Shape is what a file that no export describes says of itself: where its records are, and which fields they have.
type Shape struct {
	Format   string   // csv, json, yaml, xlsx or parquet
	Records  []string // json and yaml: the key of the array that holds the records
	Sheet    string   // xlsx
	Fields   []string // in the order of the file; paths of one step in json, yaml and parquet
	Always   []string // those that every record of the beginning has
	Repeated []string // headers that come several times
}

// surveyed is how many records of a sample are looked at for the names of their fields.
const surveyed = 10_000

// Wanted says what is known of the file before.
type Wanted struct {
	Fields  []string // headers or paths that the records must have
	Records string   // key of the array that holds the records
	Sheet   string
}

// Survey looks at the beginning of a file for its records. It refuses one in which they cannot be told from the rest.
func Survey(f File, w Wanted) (Shape, error) {
	s, err := Sniff(f)
	if err != nil {
		return Shape{}, err
	}
	var shape Shape
	switch s.Format {
	case "json":
		shape, err = s.surveyJSON(w)
	case "yaml", "text":
		if s.Format == "yaml" && !isDelimited(f.Name) {
			shape, err = s.surveyJSON(w)
			break
		}
		shape, err = s.surveyCSV(w)
	case "xlsx":
		shape, err = s.surveyXLSX(w)
	case "parquet":
		shape, err = s.surveyParquet(w)
	default:
		return Shape{}, refuse(f.Name, 0, "no records can be found in it: %s", s.Describe())
	}
	if err != nil {
		return Shape{}, err
	}
	return shape, shape.lacks(f.Name, w.Fields)
}

// isDelimited says whether a name claims a table: a header of one column with a colon looks like YAML.
func isDelimited(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, ".csv") || strings.Contains(name, ".tsv") || strings.Contains(name, ".txt")
}

func (s Shape) lacks(name string, wanted []string) error {
	if s.Format != "csv" && s.Format != "xlsx" {
		return nil // paths were looked for where the records are
	}
	for _, want := range wanted {
		if !slices.ContainsFunc(s.Fields, func(f string) bool { return fold(f) == fold(want) }) {
			return fault.At(fault.Usage, name, 0, "there is no column %q", want).
				Hint("the file has %s; a constant is in single quotes, and the whole of --map in double quotes for the shell", listed(s.Fields))
		}
	}
	return nil
}

// surveyCSV takes the delimiter and the row that have the wanted columns, or else the delimiter under which most rows
// have the same number of cells, two at least, and the first of those rows.
func (s Sample) surveyCSV(w Wanted) (Shape, error) {
	if len(w.Fields) > 0 {
		e := &contract.Export{ID: "survey", Format: "csv", Recognise: contract.Recognise{Fields: escaped(w.Fields)}}
		h, _, err := findHeader(s.head, s.whole, e)
		if err != nil {
			return Shape{}, err
		}
		if h != nil {
			return tableShape("csv", h.cells), nil
		}
	}
	var best []string
	most := 0
	for _, comma := range []byte{',', ';', '\t', '|'} {
		if header, rows := s.mostlyOf(comma); len(header) > 1 && rows*len(header) > most {
			best, most = header, rows*len(header)
		}
	}
	if best == nil {
		best, _ = s.mostlyOf(',')
	}
	if len(best) == 0 {
		return Shape{}, refuse(s.File.Name, 0, "no table can be found in it: %s", s.Describe())
	}
	return tableShape("csv", best), nil
}

// escaped leaves out names with a bar, which recognition reads as alternatives.
func escaped(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return strings.Contains(n, "|") || fold(n) == "" })
}

// mostlyOf gives the first of the rows that have the most frequent number of cells, and how many have it.
func (s Sample) mostlyOf(comma byte) (header []string, rows int) {
	split := splitter{comma: comma}
	count, first := map[int]int{}, map[int][]string{}
	for at, n := 0, 0; at < len(s.head) && n < headerWithin; n++ {
		size := split.split(s.head[at:], s.whole)
		if size <= 0 {
			break
		}
		if k := len(split.cells); k > 1 || k == 1 && split.cells[0] != nil {
			if count[k]++; count[k] == 1 || n < 20 && isTitle(first[k]) && !isTitle(texts(split.cells)) {
				first[k] = texts(split.cells)
			}
		}
		at += size
	}
	width := 0
	for k, n := range count {
		if n > count[width] || n == count[width] && k > width {
			width = k
		}
	}
	return first[width], count[width]
}

// isTitle tells a title, which has one cell that is filled, from a header.
func isTitle(cells []string) bool {
	filled := 0
	for _, c := range cells {
		if fold(c) != "" {
			filled++
		}
	}
	return filled <= 1 && len(cells) > 1
}

func tableShape(format string, header []string) Shape {
	s := Shape{Format: format}
	for _, name := range header {
		if slices.ContainsFunc(s.Fields, func(f string) bool { return fold(f) == fold(name) }) {
			if !slices.Contains(s.Repeated, name) {
				s.Repeated = append(s.Repeated, name)
			}
			continue
		}
		s.Fields = append(s.Fields, name)
	}
	s.Always = escaped(s.Fields)
	return s
}

// surveyJSON takes the array under the key that was named, or else the records that have the wanted fields, or else the
// only array of objects, or else what stands outermost.
func (s Sample) surveyJSON(w Wanted) (Shape, error) {
	places := []string{""}
	if w.Records != "" {
		places = []string{w.Records}
	} else {
		places = append(places, s.arrays()...)
	}
	var found []Shape
	for _, place := range places {
		shape, missing, err := s.recordsAt(place, w.Fields)
		if err != nil {
			return Shape{}, err
		}
		if len(shape.Fields) > 0 && len(missing) == 0 {
			found = append(found, shape)
		} else if len(places) == 1 && len(shape.Fields) > 0 {
			return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "the records have no field %s", listed(missing)).Hint("the first have %s", listed(shape.Fields))
		}
	}
	switch {
	case len(found) == 0 && len(w.Fields) == 0:
		return Shape{}, refuse(s.File.Name, 0, "no records can be found in it: %s", s.Describe())
	case len(found) == 0:
		return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "no records with the fields %s can be found in it", listed(w.Fields)).Hint("it has the names %s", listed(s.Keys))
	case len(w.Fields) > 0 || len(found) == 1:
		return found[0], nil
	case len(found) == 2:
		return found[1], nil // an envelope and its only array
	}
	return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "it has several lists of records: %s", listed(places[1:])).Hint("say which with --at")
}

// recordsAt looks at the first records under a key.
func (s Sample) recordsAt(place string, wanted []string) (shape Shape, missing []string, err error) {
	e := &contract.Export{ID: "survey", Format: s.Format}
	if place != "" {
		e.Records = []string{place}
		shape.Records = e.Records
	}
	shape.Format = s.Format
	for _, path := range wanted {
		f := contract.Field{Paths: []string{path}}
		e.Fields = append(e.Fields, contractField(path, f))
	}
	src := &source{file: s.File, decoded: bytes.NewReader(s.head), encoding: s.Encoding}
	limits := Limits{Record: sampled}.orDefault()
	var next func(*Record) error
	var j *jsonReader
	if s.Format == "yaml" {
		y, err := newYAML(context.Background(), src, e, limits)
		if err != nil {
			return shape, nil, fault.New(fault.Usage, "%w", err)
		}
		j, next = y.json, y.next
	} else {
		if j, err = newJSON(src, e, limits); err != nil {
			return shape, nil, fault.New(fault.Usage, "%w", err)
		}
		next = j.next
	}
	return s.collect(shape, e, j, next, place)
}

// collect reads the first records and gives their names, and the wanted paths that none of them has.
func (s Sample) collect(shape Shape, e *contract.Export, j *jsonReader, next func(*Record) error, place string) (Shape, []string, error) {
	count, read := map[string]int{}, 0
	seen := map[int]bool{}
	for read < surveyed {
		var r Record
		if next(&r) != nil {
			break
		}
		if r.Reject != nil || place != "" && !j.reached {
			continue
		}
		names := namesAtTop(r.Raw)
		if names == nil {
			continue
		}
		read++
		for _, h := range j.record.hit {
			for _, t := range h.slots {
				seen[t.field] = true
			}
		}
		for _, name := range names {
			if count[name]++; count[name] == 1 {
				shape.Fields = append(shape.Fields, name)
			}
		}
	}
	for _, name := range shape.Fields {
		if count[name] == read {
			shape.Always = append(shape.Always, name)
		}
	}
	var missing []string
	for i, f := range e.Fields {
		if !seen[i] && !strings.HasPrefix(f.Key, "^") {
			missing = append(missing, f.Key)
		}
	}
	return shape, missing, nil
}

// namesAtTop gives the names of an object as paths; nil when it is none.
func namesAtTop(raw []byte) []string {
	var names []string
	d := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return nil
	}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return names
		}
		if name := t.String(); !strings.Contains(name, `"`) { // a path cannot say it; it stays among the unknown fields
			names = append(names, quotePath(name))
		}
		if d.SkipValue() != nil {
			return names
		}
	}
	return names
}

// quotePath writes a name as a path of one step.
func quotePath(name string) string {
	if name == "" || strings.ContainsAny(name, ".[^$|") {
		return `"` + name + `"`
	}
	return name
}

// arrays gives the keys of arrays of objects in the first object, at most three names deep, in the order of the file.
func (s Sample) arrays() []string {
	if s.Format == "yaml" {
		var out []string
		for _, k := range s.Keys {
			if k == "items" || k == "resources" {
				out = append(out, k)
			}
		}
		return out
	}
	d := jsontext.NewDecoder(bytes.NewReader(s.head), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var out []string
	if t, err := d.ReadToken(); err == nil && t.Kind() == '{' {
		arraysIn(d, "", 1, &out)
	}
	return out
}

func arraysIn(d *jsontext.Decoder, prefix string, depth int, out *[]string) bool {
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return false
		}
		path := prefix + quotePath(t.String())
		switch k := d.PeekKind(); {
		case k == '[':
			_, _ = d.ReadToken()
			if d.PeekKind() == '{' {
				*out = append(*out, path)
			}
			for d.PeekKind() != ']' {
				if d.SkipValue() != nil {
					return false
				}
			}
			_, _ = d.ReadToken()
		case k == '{' && depth < 3:
			_, _ = d.ReadToken()
			if !arraysIn(d, path+".", depth+1, out) {
				return false
			}
		default:
			if d.SkipValue() != nil {
				return false
			}
		}
	}
	_, err := d.ReadToken()
	return err == nil
}

// surveyXLSX takes the header from the sheet that is named, or the first: the row with the wanted columns, or else the
// first row that is as wide as most.
func (s Sample) surveyXLSX(w Wanted) (Shape, error) {
	src, err := openSource(s.File, Limits{}.orDefault())
	if err != nil {
		return Shape{}, err
	}
	defer src.Close()
	book, err := openWorkbook(src, Limits{}.orDefault())
	if err != nil {
		return Shape{}, refuse(s.File.Name, 0, "open workbook: %w", err)
	}
	for _, entry := range book.sheets {
		if w.Sheet != "" && fold(entry.Name) != fold(w.Sheet) {
			continue
		}
		header, err := headerOfSheet(book, entry.part, w.Fields)
		if err != nil {
			return Shape{}, refuse(s.File.Name, 0, "read sheet %q: %w", entry.Name, err)
		}
		if header != nil {
			shape := tableShape("xlsx", header)
			shape.Sheet = entry.Name
			return shape, nil
		}
	}
	return Shape{}, fault.At(fault.Usage, s.File.Name, 0, "no sheet %q has a table with the columns %s", w.Sheet, listed(w.Fields)).
		Hint("the first row of the table must name its columns")
}

func headerOfSheet(book *workbook, part string, wanted []string) ([]string, error) {
	sheet, err := book.openSheet(part)
	if err != nil {
		return nil, err
	}
	defer sheet.close()
	e := &contract.Export{Recognise: contract.Recognise{Fields: escaped(wanted)}}
	var widest []string
	for range headerWithin {
		r, err := sheet.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		cells := texts(trimCells(r.cells))
		if len(wanted) > 0 && (&nearMiss{}).try(cells, r.number, e) {
			return cells, nil
		}
		if len(cells) > len(widest) {
			widest = cells
		}
	}
	if len(wanted) > 0 {
		return nil, nil
	}
	return widest, nil
}

func (s Sample) surveyParquet(w Wanted) (Shape, error) {
	src, err := openSource(s.File, Limits{}.orDefault())
	if err != nil {
		return Shape{}, err
	}
	defer src.Close()
	e := &contract.Export{ID: "survey", Format: "parquet"}
	for _, path := range w.Fields {
		e.Fields = append(e.Fields, contractField(path, contract.Field{Paths: []string{path}}))
	}
	p, err := openParquet(context.Background(), src, e, Limits{}.orDefault())
	if err != nil {
		return Shape{}, err
	}
	shape := Shape{Format: "parquet"}
	for _, c := range p.root.children {
		shape.Fields = append(shape.Fields, quotePath(c.name))
	}
	_, missing, _ := s.collect(Shape{}, e, p.json, p.next, "")
	shape.Always = shape.Fields
	if len(missing) > 0 && len(shape.Fields) > 0 {
		return shape, fault.At(fault.Usage, s.File.Name, 0, "there is no column %s", listed(missing)).Hint("the file has %s", listed(shape.Fields))
	}
	return shape, nil
}

// ColumnNames makes names of columns of the fields: lower case, letters without their accents, digits and underscores.
func (s Shape) ColumnNames() []string {
	out := make([]string, len(s.Fields))
	taken := map[string]bool{}
	for i, field := range s.Fields {
		base := columnName(strings.Trim(field, `"`))
		if base == "" {
			base = "column_" + strconv.Itoa(i+1)
		}
		name := base
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[name], out[i] = true, name
	}
	return out
}
