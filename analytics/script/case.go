package script

import (
	"fmt"
	"strings"

	"auditql/analytics/sqlfile"
)

// Case is a fixture and what the test must say of it.
type Case struct {
	Name        string                       `yaml:"name"`
	Params      sqlfile.Pairs[sqlfile.Value] `yaml:"params"`
	AsOf        string                       `yaml:"as_of"`
	PeriodStart string                       `yaml:"period_start"`
	PeriodEnd   string                       `yaml:"period_end"`
	Given       sqlfile.Pairs[string]        `yaml:"given"`  // dataset → rows
	Expect      sqlfile.Pairs[sqlfile.Value] `yaml:"expect"` // population: a count; section: rows or none
	Line        int                          `yaml:"-"`
}

// Rows is a small table as people write it: a header line and lines of cells. A nil cell is NULL.
type Rows struct {
	Header []string
	Cells  [][]*string
}

// ParseRows reads cells separated by commas. Cells are trimmed; an empty cell is NULL; a cell in double quotes is kept
// as it is, so that "" is the empty text.
func ParseRows(text string) (Rows, error) {
	var r Rows
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells, err := parseCells(line)
		if err != nil {
			return r, fmt.Errorf("line %d: %w", i+1, err)
		}
		if r.Header == nil {
			if r.Header, err = header(cells); err != nil {
				return r, fmt.Errorf("line %d: %w", i+1, err)
			}
			continue
		}
		if len(cells) != len(r.Header) {
			return r, fmt.Errorf("line %d: %d cells, expected %d: %q", i+1, len(cells), len(r.Header), strings.TrimSpace(line))
		}
		r.Cells = append(r.Cells, cells)
	}
	if r.Header == nil {
		return r, fmt.Errorf("no header line")
	}
	return r, nil
}

func header(cells []*string) ([]string, error) {
	names := make([]string, len(cells))
	for i, c := range cells {
		if c == nil {
			return nil, fmt.Errorf("column %d of the header has no name", i+1)
		}
		names[i] = *c
	}
	return names, nil
}

func parseCells(line string) ([]*string, error) {
	var cells []*string
	for rest := line; ; {
		cell, after, more, err := nextCell(rest)
		if err != nil {
			return nil, err
		}
		cells = append(cells, cell)
		if !more {
			return cells, nil
		}
		rest = after
	}
}

// nextCell takes one cell off the line and says whether a comma, and so another cell, follows.
func nextCell(line string) (cell *string, rest string, more bool, err error) {
	line = strings.TrimLeft(line, " \t")
	if !strings.HasPrefix(line, `"`) {
		text, rest, more := strings.Cut(line, ",")
		if text = strings.TrimSpace(text); text != "" {
			cell = &text
		}
		return cell, rest, more, nil
	}
	text, rest, err := quoted(line[1:])
	if err != nil {
		return nil, "", false, err
	}
	rest = strings.TrimLeft(rest, " \t\r")
	if rest != "" && rest[0] != ',' {
		return nil, "", false, fmt.Errorf("expected a comma after a quoted cell, found %q", rest)
	}
	return &text, strings.TrimPrefix(rest, ","), rest != "", nil
}

func quoted(s string) (text, rest string, err error) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, `"`)
		if !found {
			return "", "", fmt.Errorf("a quoted cell has no end: %q", s)
		}
		b.WriteString(before)
		if !strings.HasPrefix(after, `"`) {
			return b.String(), after, nil
		}
		b.WriteByte('"')
		s = after[1:]
	}
}
