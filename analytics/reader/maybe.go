package reader

import (
	"bytes"
	"slices"
	"strings"

	"auditql/analytics/contract"
)

// MayBe is a quick look that spares most exports that [Match] would find to be others. It says no only when Match says no.
func (s Sample) MayBe(e *contract.Export) bool {
	if e.Format != "csv" || s.Format != "text" || s.inside != nil || e.Table != "" || e.Header > 0 {
		return true
	}
	for _, column := range needed(e) {
		if !slices.ContainsFunc(contract.Alternatives(column), s.onTop) {
			return false
		}
	}
	return true
}

// onTop says whether a column of that name may be in the header. A quote in a name is doubled in the text.
func (s Sample) onTop(column string) bool {
	return strings.Contains(column, `"`) || bytes.Contains(s.top, []byte(fold(column)))
}

// topOf gives the rows in which a header is looked for, under whatever delimiter they are longest, folded as names are.
func topOf(head []byte, last bool) []byte {
	end := 0
	for _, comma := range delimiters {
		at, row := 0, 0
		for _, n := range rowsOf(head, last, comma) {
			if row++; row > headerWithin {
				break
			}
			at += n
		}
		end = max(end, at)
	}
	return bytes.ToLower(head[:end])
}
