package reader

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/record"
)

// sampledLines is how much of a text is held against the pattern of a line.
const sampledLines = 128 << 10

// lookedAt is how many records are read to recognise a file.
const lookedAt = 20

// Matched says whether a file is an export.
type Matched struct {
	OK      bool
	Score   int      // how much the export asks for: of several that match, the one that asks for most is the likeliest
	Because string   // "has the columns user, arn and mfa_active", or what is missing
	Others  []string // kinds of records of the file that the export does not read
	Strays  bool     // the pattern of a line does not describe the first one, which may be the header of a table
}

func missing(form string, args ...any) Matched { return Matched{Because: fmt.Sprintf(form, args...)} }

// Match tells whether a file is an export, by the first megabyte of it.
func Match(s Sample, e *contract.Export) Matched {
	if e.Format == "json" && s.inside != nil {
		s = *s.inside
	}
	want := map[string][]string{
		"json": {"json", "yaml", "parquet"}, "csv": {"text", "yaml", "xlsx", "parquet"}, "yaml": {"yaml"}, "lines": {"text", "yaml"},
		"xlsx": {"xlsx"}, "parquet": {"parquet"},
	}
	if !slices.Contains(want[e.Format], s.Format) {
		return missing("is %s, not %s", s.Format, e.Format)
	}
	if glob := e.Recognise.Name; glob != "" {
		base := path.Base(strings.ReplaceAll(s.File.Name, "!", "/"))
		if ok, err := path.Match(glob, base); err != nil || !ok {
			return missing("its name is not like %s", glob)
		}
	}
	if e.Format == "json" || e.Format == "yaml" {
		if name, ok := s.lacks(e); ok {
			return missing("the name %s is nowhere in it", name)
		}
	}
	return s.probe(e)
}

// lacks is a quick look that spares most exports the reading: a name that the export asks for and that is nowhere.
func (s Sample) lacks(e *contract.Export) (string, bool) {
	if len(s.names) >= 10_000 {
		return "", false
	}
	if slices.ContainsFunc(e.Unwrap, s.mayHave) || s.onlyEnvelope(e) {
		return "", false
	}
	for _, f := range e.Recognise.Fields {
		if !slices.ContainsFunc(contract.Alternatives(f), s.mayHave) {
			return f, true
		}
	}
	return "", false
}

// mayHave says whether every name on a path is somewhere in the sample.
func (s Sample) mayHave(field string) bool {
	n := &node{}
	if _, err := n.walk(strings.TrimPrefix(field, "^")); err != nil {
		return false
	}
	for step := n; step != nil; step = step.only() {
		if step.name != "" && !s.names[step.name] {
			return false
		}
	}
	return true
}

// only is the single place below, of a trie that holds a single path.
func (n *node) only() *node {
	for _, e := range n.table {
		if e.node != nil {
			return e.node
		}
	}
	for _, c := range n.items {
		return c
	}
	return nil
}

// onlyEnvelope reports that a records key is where an envelope has it, so that the list below it may be empty.
func (s Sample) onlyEnvelope(e *contract.Export) bool {
	for _, r := range e.Records {
		first, _, _ := strings.Cut(r, ".")
		if s.outer[first] {
			return true
		}
	}
	return false
}

// probe reads the first records as the export's own, taking what it is recognised by as its fields.
func (s Sample) probe(e *contract.Export) Matched {
	p := *e
	p.Totals, p.Ignore = "", nil
	if e.Format != "lines" { // the kind of a record comes last
		names := probed(e)
		p.Fields = slices.Grow(e.Fields[:0:0], len(names))[:len(names)]
		for i, name := range names {
			p.Fields[i].Key, p.Fields[i].Value.Paths = name, []string{name}
		}
		if a := e.Recognise.Among; a != nil {
			p.Fields = append(p.Fields, a.Field())
		}
	}
	where, others, err := s.amongOthers(e)
	if err != nil {
		return missing("%v", err)
	}
	if where == nowhere {
		a := e.Recognise.Among
		m := missing("%s is %s, expected %s", a.Path, listed(others), strings.Join(a.Values, " or "))
		m.Others = others
		return m
	}
	m, err := s.look(&p, where == behind)
	if err != nil {
		return missing("%v", err)
	}
	m.Others = others
	return m
}

// probed lists the fields that recognition looks at.
func probed(e *contract.Export) []string {
	var names []string
	for _, f := range e.Recognise.Fields {
		names = append(names, contract.Alternatives(f)...)
	}
	for _, q := range e.Recognise.Equals {
		names = append(names, q.Key)
	}
	return append(names, e.Recognise.Absent...)
}

func (s Sample) look(p *contract.Export, full bool) (Matched, error) {
	switch p.Format {
	case "csv":
		if s.heads != nil {
			return s.lookSheets(p), nil
		}
		return s.lookCSV(p)
	case "xlsx":
		return s.lookSheets(p), nil
	case "lines":
		src := &source{file: s.File, decoded: bytes.NewBuffer(s.head[:min(len(s.head), sampledLines)]), encoding: s.Encoding}
		l, err := openLines(src, p, Limits{Record: sampled}.orDefault())
		if err != nil {
			return Matched{}, err
		}
		return lookLines(l, p.Recognise.Fields), nil
	case "json", "yaml":
		if s.Format == "parquet" {
			break
		}
		in, err := s.open(p, full)
		if err != nil {
			return Matched{}, err
		}
		defer in.close()
		return s.lookJSON(p, in.json, in.next), nil
	}
	return s.lookFile(p)
}

// lookJSON looks at the first records of JSON, or of what becomes JSON.
func (s Sample) lookJSON(p *contract.Export, j *jsonReader, next func(*Record) error) Matched {
	j.list()
	seen := map[string]bool{}
	first := map[string]string{}
	read := 0
	for of := 0; of < lookedAt; read++ {
		var r Record
		if next(&r) != nil {
			break
		}
		if r.Reject != nil && (s.whole || r.Reject.Code != CodeTruncated) {
			of++
			continue
		}
		if j.otherKind(p) {
			continue
		}
		of++
		for _, h := range j.read.hit {
			for _, t := range h.slots {
				if t.field == len(p.Fields) { // what may hold the record
					continue
				}
				name := p.Fields[t.field].Key
				seen[name] = true
				if v := j.read.values[t.field]; v != nil && first[name] == "" {
					first[name] = string(v)
				}
			}
		}
	}
	if read == 0 && (j.reached || j.empties > 0) && s.whole { // some programs write null for an empty list
		return s.judgeEmpty(p)
	}
	return judge(p, "fields", func(name string) bool { return seen[name] || strings.HasPrefix(name, "^") }, first)
}

// judgeEmpty holds an empty list against the names that the export wants beside it, for it has no others.
func (s Sample) judgeEmpty(p *contract.Export) Matched {
	m := Matched{OK: true, Because: fmt.Sprintf("has an empty list under %s", strings.Join(p.Records, " or "))}
	for _, f := range p.Recognise.Fields {
		if beside := strings.HasPrefix(f, "^"); beside && !s.mayHave(f) {
			return missing("has not the field %s beside an empty list", f)
		} else if beside {
			m.Score++
		}
	}
	return m
}

// lookCSV looks at the header and the row after it.
func (s Sample) lookCSV(p *contract.Export) (Matched, error) {
	h, miss, err := findHeader(s.head, s.whole, p)
	if err != nil {
		return Matched{}, err
	}
	if h == nil {
		return missing("has no column %s", strings.Join(miss.missing, ", ")), nil
	}
	row := splitter{comma: h.comma}
	row.split(bytes.TrimLeft(s.head[h.end:], "\r\n"), s.whole)
	return judgeRow(p, h.cells, row.cells), nil
}

// lookFile looks at the first records of Parquet, which cannot be read from its beginning alone.
func (s Sample) lookFile(p *contract.Export) (Matched, error) {
	src, err := openSource(s.File, Limits{}.orDefault())
	if err != nil {
		return Matched{}, err
	}
	defer src.Close()
	q, err := openParquet(context.Background(), src, p, Limits{}.orDefault())
	if err != nil {
		return Matched{}, err
	}
	return s.lookJSON(p, q.json, q.next), nil
}

func judgeRow(p *contract.Export, header []string, row [][]byte) Matched {
	columns, first := map[string]bool{}, map[string]string{}
	for i, name := range header {
		columns[fold(name)] = true
		for _, q := range p.Recognise.Equals {
			if i < len(row) && fold(q.Key) == fold(name) {
				first[q.Key] = string(row[i])
			}
		}
	}
	return judge(p, "columns", func(name string) bool { return columns[fold(name)] }, first)
}

// lookLines wants the pattern to describe at least half of the first records. A record without the groups by which the
// export is known, such as a comment, speaks neither for it nor against it.
func lookLines(l *linesReader, known []string) Matched {
	read, good, strays := 0, 0, false
	for seen := 0; seen < 5*lookedAt; seen++ {
		var r Record
		if l.next(&r) != nil {
			break
		}
		switch {
		case r.Reject != nil:
			read++
			strays = strays || seen == 0
		case l.has(r, known):
			read++
			good++
		}
	}
	if good == 0 || good < read-good {
		return missing("%d of the first %s fit the pattern", good, record.Counted(read, "record"))
	}
	return Matched{OK: true, Score: l.pattern.NumSubexp(), Strays: strays, Because: fmt.Sprintf("%d of the first %s fit the pattern", good, record.Counted(read, "record"))}
}

// judge holds what was seen against what the export is recognised by.
func judge(p *contract.Export, what string, has func(string) bool, first map[string]string) Matched {
	r := p.Recognise
	var found, lacking []string
	for _, f := range r.Fields {
		ways := contract.Alternatives(f)
		if i := slices.IndexFunc(ways, has); i >= 0 {
			found = append(found, ways[i])
		} else {
			lacking = append(lacking, f)
		}
	}
	if len(lacking) > 0 {
		return missing("has not the %s %s", what, listed(lacking))
	}
	for _, q := range r.Equals {
		if first[q.Key] != q.Value {
			return missing("%s is %s, expected %s", q.Key, quote([]byte(first[q.Key])), quote([]byte(q.Value)))
		}
	}
	for _, a := range r.Absent {
		if has(a) {
			return missing("has the %s %s, which this export has not", strings.TrimSuffix(what, "s"), a)
		}
	}
	because := fmt.Sprintf("has the %s %s", what, listed(found))
	for _, q := range r.Equals {
		because += fmt.Sprintf(", and %s is %s", q.Key, q.Value)
	}
	return Matched{OK: true, Score: len(r.Fields) + len(r.Equals) + len(r.Absent), Because: because}
}
