package reader

import (
	"context"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"auditql/analytics/contract"
)

// parquetReader reads a Parquet file row by row. Each row becomes a JSON object and is then read as such, so that the
// paths of an export reach into nested columns. Numbers, decimals and times come out as exact text.
type parquetReader struct {
	ctx  context.Context
	name string
	file *parquet.File
	json *jsonReader

	group int // next row group
	rows  parquet.Rows
	batch [64]parquet.Row
	build assembler
	root  *column2json
	read  int64
}

func openParquet(ctx context.Context, src *source, e *contract.Export, l Limits) (p *parquetReader, err error) {
	name := src.file.Name
	defer func() {
		if r := recover(); r != nil { // parquet-go panics on some damaged files
			err = refuse(name, 0, "not a sound Parquet file: %v", r)
		}
	}()
	at, size, err := src.readAt()
	if err == nil {
		err = checkFooter(at, size)
	}
	if err != nil {
		return nil, refuse(name, 0, "not a sound Parquet file: %w", err)
	}
	file, err := parquet.OpenFile(at, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, refuse(name, 0, "not a sound Parquet file: %w", err)
	}
	j, err := newJSON(src, e, l)
	if err != nil {
		return nil, err
	}
	j.restart(nil)
	j.plain = true
	p = &parquetReader{ctx: ctx, name: name, file: file, json: j}
	p.root, err = parquetColumn(file.Root(), 0, 0, 1)
	if err != nil {
		return nil, refuse(name, 0, "%w", err)
	}
	return p, nil
}

// next gives the next row.
func (p *parquetReader) next(r *Record) error {
	for {
		if err := p.json.next(r); err != io.EOF {
			r.Offset = 0
			return err
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		text, err := p.fill()
		if err != nil {
			return err
		}
		p.json.restart(text)
	}
}

// fill brings the next rows to JSON; io.EOF when all were read.
func (p *parquetReader) fill() (text []byte, err error) {
	n, err := p.more()
	if err != nil {
		return nil, err
	}
	defer p.damaged(&err)
	for _, row := range p.batch[:n] {
		p.build.row(p.root, row)
		text = append(append(text, p.build.out...), '\n')
	}
	return text, nil
}

// damaged makes a panic of the library, which some damaged files cause, a refusal.
func (p *parquetReader) damaged(err *error) {
	if r := recover(); r != nil {
		*err = refuse(p.name, 0, "Parquet data is damaged after %d rows: %v", p.read, r)
	}
}

// more reads the next rows into the batch, one at least; io.EOF when all were read.
func (p *parquetReader) more() (n int, err error) {
	defer p.damaged(&err)
	for n == 0 {
		if p.rows == nil {
			groups := p.file.RowGroups()
			if p.group == len(groups) {
				return 0, p.end()
			}
			p.rows = groups[p.group].Rows()
			p.group++
		}
		n, err = p.rows.ReadRows(p.batch[:])
		p.read += int64(n)
		if err == io.EOF {
			err = p.rows.Close()
			p.rows = nil
		}
		if err != nil {
			return 0, refuse(p.name, 0, "Parquet data is damaged after %d rows: %w", p.read, err)
		}
	}
	return n, nil
}

// end compares the rows read with the number that the file states: damage can end a file early without an error.
func (p *parquetReader) end() error {
	if want := p.file.NumRows(); p.read != want {
		return refuse(p.name, 0, "Parquet data is damaged: %d rows could be read, and the file states %d", p.read, want)
	}
	return io.EOF
}

func (p *parquetReader) finish(sum *Summary) error {
	for _, c := range p.root.children {
		sum.Header = append(sum.Header, c.name)
	}
	return p.json.finish(sum)
}

// column2json is a column, or a group of them, and how it becomes JSON.
type column2json struct {
	name     string
	key      []byte // quoted
	leaf     int    // the first leaf column below
	leaves   int
	optional bool
	repeated bool
	def, rep int // levels at which the value is there, and repeats
	kind     string
	children []*column2json
	text     func([]byte, parquet.Value) []byte
}

// parquetColumn prepares a column. Lists and maps stand in wrapping groups that JSON does not need.
func parquetColumn(c *parquet.Column, def, rep, depth int) (*column2json, error) {
	if depth > maxDepth/4 {
		return nil, fmt.Errorf("columns are nested deeper than %d", maxDepth/4)
	}
	n := &column2json{name: c.Name(), optional: c.Optional(), repeated: c.Repeated()}
	if !utf8.ValidString(n.name) {
		return nil, fmt.Errorf("column name %q is not UTF-8", n.name)
	}
	n.key, _ = jsontext.AppendQuote(nil, n.name)
	if n.optional || n.repeated {
		def++
	}
	if n.repeated {
		rep++
	}
	n.def, n.rep = def, rep
	if c.Leaf() {
		n.leaf, n.leaves, n.text = int(c.Index()), 1, textOf(c.Type())
		return n, nil
	}
	for i, child := range c.Columns() {
		s, err := parquetColumn(child, def, rep, depth+1)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			n.leaf = s.leaf
		}
		n.leaves += s.leaves
		n.children = append(n.children, s)
	}
	if n.leaves == 0 {
		return nil, fmt.Errorf("group %q has no columns", n.name)
	}
	n.kind = wrapping(c, n)
	return n, nil
}

// wrapping tells whether a group only stands around a list or a map.
func wrapping(c *parquet.Column, n *column2json) string {
	t := c.Type().LogicalType()
	if t == nil || len(n.children) != 1 || !n.children[0].repeated {
		return ""
	}
	switch t.Value.(type) {
	case *format.ListType:
		return "list"
	case *format.MapType:
		if entry := n.children[0]; len(entry.children) == 2 && entry.children[0].text != nil {
			return "map"
		}
	}
	return ""
}

// assembler puts the values of a row together again from its columns.
type assembler struct {
	out    []byte
	values [][]parquet.Value // by leaf column, what is left of the row
}

func (a *assembler) row(root *column2json, row parquet.Row) {
	a.begin(root, row)
	a.group(root)
}

func (a *assembler) begin(root *column2json, row parquet.Row) {
	a.out = a.out[:0]
	if a.values == nil {
		a.values = make([][]parquet.Value, root.leaves)
	}
	row.Range(func(column int, values []parquet.Value) bool {
		a.values[column] = values
		return true
	})
}

// peek gives the next value of the first column below n.
func (a *assembler) peek(n *column2json) parquet.Value { return a.values[n.leaf][0] }

// pass reads over what all columns below n say about a value that is not there.
func (a *assembler) pass(n *column2json) {
	for i := n.leaf; i < n.leaf+n.leaves; i++ {
		a.values[i] = a.values[i][1:]
	}
}

func (a *assembler) write(n *column2json) {
	absent := a.peek(n).DefinitionLevel() < n.def
	switch {
	case n.repeated:
		a.list(n, absent, func() { a.body(n) })
	case n.optional && absent:
		a.pass(n)
		a.out = append(a.out, "null"...)
	default:
		a.body(n)
	}
}

// list writes the values of a repeated column.
func (a *assembler) list(n *column2json, empty bool, element func()) {
	a.out = append(a.out, '[')
	if empty {
		a.pass(n)
	}
	for first := true; !empty; first = false {
		if !first {
			if left := a.values[n.leaf]; len(left) == 0 || left[0].RepetitionLevel() != n.rep {
				break
			}
			a.out = append(a.out, ',')
		}
		element()
	}
	a.out = append(a.out, ']')
}

func (a *assembler) body(n *column2json) {
	switch {
	case n.text != nil:
		a.out = n.text(a.out, a.peek(n))
		a.pass(n)
	case n.kind == "list":
		a.wrapped(n.children[0])
	case n.kind == "map":
		a.object(n.children[0])
	default:
		a.group(n)
	}
}

// wrapped writes a list: its elements are the only child of the repeated group, or in older files the group itself.
func (a *assembler) wrapped(n *column2json) {
	element := func() { a.body(n) }
	if len(n.children) == 1 {
		element = func() { a.write(n.children[0]) }
	}
	a.list(n, a.peek(n).DefinitionLevel() < n.def, element)
}

// object writes a map as the object of its entries.
func (a *assembler) object(n *column2json) {
	start := len(a.out)
	a.list(n, a.peek(n).DefinitionLevel() < n.def, func() {
		key := a.peek(n)
		a.pass(n.children[0])
		before := len(a.out)
		a.out = n.children[0].text(a.out, key)
		if a.out[before] != '"' {
			number := string(a.out[before:])
			a.out = append(append(append(a.out[:before], '"'), number...), '"')
		}
		a.out = append(a.out, ':')
		a.write(n.children[1])
	})
	a.out[start], a.out[len(a.out)-1] = '{', '}'
}

func (a *assembler) group(n *column2json) {
	a.out = append(a.out, '{')
	for i, child := range n.children {
		if i > 0 {
			a.out = append(a.out, ',')
		}
		a.out = append(append(a.out, child.key...), ':')
		a.write(child)
	}
	a.out = append(a.out, '}')
}
