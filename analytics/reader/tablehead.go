package reader

import (
	"fmt"
	"slices"
	"strings"

	"auditql/analytics/contract"
)

// place finds the column of each field. A name that comes several times is of a field that is repeated, or has the same
// value everywhere: which of two it would be nobody can say.
func place(name string, line int64, cells []string, e *contract.Export) (cols []column, unknown []Count, notes []string, err error) {
	at := map[string][]int{}
	for i, c := range cells {
		at[fold(c)] = append(at[fold(c)], i)
	}
	known := map[string]bool{}
	for _, ignored := range e.Ignore {
		known[fold(ignored)] = true
	}
	for _, f := range e.Fields {
		col := column{repeated: f.Value.Repeated}
		for _, path := range f.Value.Paths {
			known[fold(path)] = true
			found := at[fold(path)]
			if len(found) > 1 && !f.Value.Repeated {
				col.twins = append(col.twins, found)
			}
			col.at = append(col.at, found...)
			if f.Value.Repeated && len(found) > 0 {
				break
			}
		}
		if f.Value.Required && len(col.at) == 0 {
			return nil, nil, nil, refuse(name, line, "no column %s, which export %s needs", f.Value.Paths[0], e.ID)
		}
		cols = append(cols, col)
	}
	for key, where := range at {
		if len(where) > 1 {
			notes = append(notes, fmt.Sprintf("column %q comes %d times", cells[where[0]], len(where)))
		}
		if !known[key] {
			unknown = append(unknown, Count{cells[where[0]], 1})
		}
	}
	slices.Sort(notes)
	sortCounts(unknown)
	return cols, unknown, notes, nil
}

func sortCounts(c []Count) {
	slices.SortFunc(c, func(a, b Count) int { return strings.Compare(a.Name, b.Name) })
}

func badName(s string) string {
	switch {
	case strings.IndexByte(s, 0) >= 0:
		return "has a NUL byte"
	case notUTF8([]byte(s)) != "":
		return "is not UTF-8; if the file is Latin-1 or Windows-1252, convert it first"
	}
	return ""
}
