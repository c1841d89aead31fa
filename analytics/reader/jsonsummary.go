package reader

import "fmt"

// finish tells what the export did not know, and refuses a file without a field that must be there.
func (j *jsonReader) finish(sum *Summary) error {
	sum.Damaged = j.damaged
	sum.Tables = j.tables
	j.paging.Pages = int64(j.envelopes)
	sum.Paging = &j.paging
	sum.Unknown = unknownOf(j.paths.roots())
	if j.empties > 0 {
		sum.Notes = append(sum.Notes, fmt.Sprintf("%d of the objects hold null where the records belong", j.empties))
	}
	if len(sum.Unknown) > 0 && max(j.record.root.used, j.first.root.used) >= maxLearn {
		sum.Notes = append(sum.Notes, fmt.Sprintf("the records have more than %d different names; not all unknown ones are listed", maxLearn))
	}
	if j.commas > 0 {
		sum.Notes = append(sum.Notes, "commas between records outside of an array: "+fmt.Sprint(j.commas))
	}
	if sum.Read == sum.Rejected {
		return nil
	}
	for _, f := range j.export.Fields {
		if f.Value.Required && !j.seen(f.Value.Paths) {
			return refuse(j.name, 0, "no record has the field %s, which export %s needs", f.Value.Paths[0], j.export.ID)
		}
	}
	return nil
}

// seen reports whether any record had one of the places.
func (j *jsonReader) seen(paths []string) bool {
	for _, path := range paths {
		if path == "$" || path[0] == '^' {
			return true
		}
		for _, root := range j.paths.roots() {
			if n, err := root.walk(path); err == nil && n.count > 0 {
				return true
			}
		}
	}
	return false
}

// unknownOf lists the names that the export does not know, in order.
func unknownOf(roots []*node) []Count {
	counts := map[string]int64{}
	for _, root := range roots {
		for _, e := range root.table {
			if e.node != nil && e.node.unknown && e.node.count > 0 {
				counts[e.node.name] += e.node.count
			}
		}
	}
	out := make([]Count, 0, len(counts))
	for name, n := range counts {
		out = append(out, Count{name, n})
	}
	sortCounts(out)
	return out
}
