package bundle

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/table"
)

// tree fixes the rows of all results by one Merkle root (RFC 6962), so that one row can be shown to belong to what was
// signed without showing another. Its leaves are lines in order of run, test and section, and within a section in the
// order of its file of canonical lines:
//
//	["run-0001","iam-dormant","exceptions",HEADER,ROW]
type tree struct {
	size int64
	root string
}

// leaf is a row of a result.
type leaf struct {
	run, test, section string
	header, row        []byte // canonical lines
}

func (l leaf) line() []byte {
	b := []byte{'['}
	for _, name := range []string{l.run, l.test, l.section} {
		b = append(b, '"')
		b = append(append(b, name...), '"', ',') // names are plain
	}
	return append(append(append(append(b, l.header...), ','), l.row...), ']')
}

func treeOf(entries []*entry) (tree, error) {
	var t table.Tree
	err := eachRow(entries, func(l leaf) error {
		t.Add(l.line())
		return nil
	})
	return tree{t.Len(), t.Root().String()}, err
}

// eachRow goes over the rows of all results in the order of the tree.
func eachRow(entries []*entry, do func(leaf) error) error {
	results := slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool {
		return !strings.HasPrefix(e.name, payloadFolder+resultsFolder)
	})
	slices.SortFunc(results, func(a, b *entry) int { return strings.Compare(a.name, b.name) })
	for _, e := range results {
		part := strings.Split(strings.TrimSuffix(e.name, ".lines"), "/")
		if len(part) != 5 {
			return differs(e.name, "file", payloadFolder+resultsFolder+"RUN/TEST/SECTION.lines", "otherwise")
		}
		if err := e.eachLine(leaf{run: part[2], test: part[3], section: part[4]}, do); err != nil {
			return err
		}
	}
	return nil
}

func (e *entry) eachLine(l leaf, do func(leaf) error) error {
	in, err := e.open()
	if err != nil {
		return fault.New(fault.Broken, "read %s: %w", e.name, err)
	}
	defer in.Close()
	lines := bufio.NewReader(in)
	for n := 0; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 && n > 0 {
			return nil
		}
		if err != nil {
			return differs(e.name, "lines", "", fmt.Errorf("line %d: %w", n+1, err))
		}
		if line = bytes.TrimSuffix(line, []byte("\n")); n == 0 {
			l.header = line
			continue
		}
		l.row = line
		if err := do(l); err != nil {
			return err
		}
	}
}
