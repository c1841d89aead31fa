package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"auditql/analytics/reader"
	"auditql/analytics/record"
)

// caps are the numbers of records at which systems are known to cut an export off: page sizes and row limits.
var caps = []int64{30, 50, 100, 200, 500, 1_000, 5_000, 10_000, 50_000, 65_536, 1_048_576}

// truncation fails when an export says of itself that there is more, or has as many records as a system is known to give
// at most. Such a number is explained when it is the total that the auditee declared or that the export states.
func (a *attempt) truncation(entry *record.Load) record.Check {
	c := record.Check{ID: "ipe-04", Status: record.Passed, Expected: "a number of records at which no source cuts off, and no page that is missing",
		Actual: fmt.Sprintf("%d %s", entry.Totals.Read, record.Noun(entry.Totals.Read, "record"))}
	notes, stated := paging(entry, a.summaries())
	if n, ok := atCap(entry, append(slices.Clone(caps), a.g.export.Caps...)); ok {
		switch {
		case stated:
			c.Note = fmt.Sprintf("exactly %d records, as the export states", n)
		case a.declaredInFull(entry):
			c.Note = fmt.Sprintf("exactly %d records, as declared", n)
		default:
			notes = append(notes, fmt.Sprintf("exactly %d records: a known page size or row limit, so the export may be cut off", n))
		}
	}
	if len(notes) > 0 {
		c.Status, c.Note = record.Failed, strings.Join(notes, "; ")
	}
	return c
}

// atCap says whether there are as many records as a source gives at most. Pages are judged together: all but the last
// are full, so only a last page that is full too means that more may follow.
func atCap(entry *record.Load, known []int64) (n int64, ok bool) {
	full := entry.Files[0].Read
	for _, f := range entry.Files {
		if f.Read != full {
			full = -1
		}
	}
	for _, n := range []int64{entry.Totals.Read, full} {
		if slices.Contains(known, n) {
			return n, true
		}
	}
	return 0, false
}

// paging judges what the envelopes of the files say: when each of them says that another page follows, the last page is
// not there; when they state a total, so many records must be. Files that state the same total are pages of one list.
func paging(entry *record.Load, summaries []reader.Summary) (notes []string, stated bool) {
	var pages, open int64
	says := ""
	read, stating := map[int64]int64{}, 0
	for i, s := range summaries {
		if s.Paging == nil {
			continue
		}
		pages, open = pages+s.Paging.Pages, open+s.Paging.Open
		if s.Paging.Says != "" {
			says = s.Paging.Says
		}
		if s.Paging.Total >= 0 {
			read[s.Paging.Total] += entry.Files[i].Read
			stating++
		}
	}
	if open > 0 && open == pages {
		notes = append(notes, fmt.Sprintf("every page says that another one follows (%s), so the last is not there", says))
	}
	stated = stating == len(summaries)
	for _, total := range slices.Sorted(maps.Keys(read)) {
		if read[total] < total {
			notes = append(notes, fmt.Sprintf("the export states a total of %d records, %d were given", total, read[total]))
		}
		stated = stated && read[total] == total
	}
	return notes, stated
}

// declaredInFull says whether the auditee declared how many records there are, for each file or for all, and it is so.
func (a *attempt) declaredInFull(entry *record.Load) bool {
	if k := entry.Control; k != nil && k.Records != nil {
		return *k.Records == entry.Totals.Read
	}
	for _, f := range entry.Files {
		if f.Declared != nil && f.Declared.Records != nil && *f.Declared.Records == f.Read {
			continue
		}
		if n, ok := a.declared(f.Name); !ok || n != f.Read {
			return false
		}
	}
	return true
}
