package evidence

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/contract"
	"auditql/analytics/engine"
	"auditql/analytics/record"
)

// sameRecord is why a copy is filtered.
const sameRecord = "the same record is in another file, or was loaded before"

// reconcile compares the files of a dataset by key. A row that is the same in every column as one of another file is that
// row: it is filtered, as two trails that record one event give it twice. Within one file it stays, and fails ipe-07,
// unless the contract says that the log repeats itself. It says whether anything was filtered.
func (w *work) reconcile(ctx context.Context, session *engine.Session, c *contract.Contract, read []*attempt) (bool, error) {
	o, err := session.Duplicates(ctx, c.Dataset, c.Key, 1)
	if err != nil || o.Count == 0 {
		w.unique[c.Dataset] = err == nil
		return false, err
	}
	copies := "copies_of_" + c.Dataset
	made, err := session.Make(ctx, engine.Section{Name: copies, SQL: w.copies(c, read), Reads: []string{c.Dataset}})
	if err != nil || made.Rows == 0 {
		return false, err
	}
	for _, a := range read {
		for i := range a.batches {
			if err := a.drop(ctx, session, i, copies); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// turns says in which order loads were made, those that are being made last; first is where these begin.
func (w *work) turns(c *contract.Contract, read []*attempt) (sql string, first int) {
	var b strings.Builder
	b.WriteString("CASE _load")
	old := w.ledger.Of(c.Dataset)
	for i, l := range old {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", l.ID, i)
	}
	for i, a := range read {
		fmt.Fprintf(&b, " WHEN '%s' THEN %d", a.id, len(old)+i)
	}
	b.WriteString(" END")
	return b.String(), len(old)
}

// copies selects the rows that are not kept because the same row comes earlier.
func (w *work) copies(c *contract.Contract, read []*attempt) string {
	turn, first := w.turns(c, read)
	var columns []string
	for _, p := range c.Spec {
		columns = append(columns, p.Key)
	}
	window := "OVER (PARTITION BY " + quotedList("p", columns) + " ORDER BY turn, _file, _row, _path)"
	elsewhere := "n > 1"
	if c.Repeats != contract.Merge {
		elsewhere = "(first_turn <> turn OR first_file <> _file)"
	}
	return fmt.Sprintf(`WITH doubled AS (SELECT %[1]s FROM %[2]s AS p GROUP BY %[1]s HAVING COUNT(*) > 1),
placed AS (SELECT x.*, %[3]s AS turn FROM %[2]s AS x WHERE EXISTS (SELECT 1 FROM doubled AS d WHERE %[4]s)),
numbered AS (
  SELECT *, ROW_NUMBER() %[5]s AS n, FIRST_VALUE(turn) %[5]s AS first_turn, FIRST_VALUE(_file) %[5]s AS first_file FROM placed AS p
)
SELECT _load, _file, _row, _path, %[1]s FROM numbered AS p WHERE turn >= %[6]d AND n > 1 AND %[7]s`,
		quotedList("p", c.Key), quoted(c.Dataset), turn, sameIn(c.Key), window, first, elsewhere)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// quotedList names columns with the table that they are in: alone, a name such as user would be taken for the session's.
func quotedList(of string, names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = of + "." + quoted(n)
	}
	return strings.Join(out, ", ")
}

// drop writes a part anew without copies, and counts as filtered the records of which nothing is left.
func (a *attempt) drop(ctx context.Context, session *engine.Session, i int, copies string) error {
	b, c := a.batches[i], a.g.contract
	mine := b.where(a.id)
	gone := fmt.Sprintf("dropped_%s_%d", a.id, i)
	made, err := session.Make(ctx, engine.Section{Name: gone, SQL: "SELECT _file, _row FROM " + copies + " WHERE " + mine, Reads: []string{copies}})
	if err != nil || made.Rows == 0 {
		return err
	}
	rows := made.Rows
	var names []string
	for _, col := range c.Stored() {
		names = append(names, col.Name)
	}
	kept, out := fmt.Sprintf("kept_%s_%d", a.id, i), filepath.Join(a.dir, fmt.Sprintf("kept-%04d.parquet", i+1))
	made, err = session.Make(ctx, engine.Section{
		Name: kept, Into: out, Order: append([]string{"_file", "_row", "_path"}, c.Key...), Reads: []string{c.Dataset, copies},
		SQL: fmt.Sprintf("SELECT %s FROM %s AS x WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS d WHERE %s)",
			quotedList("x", names), quoted(c.Dataset), mine, copies, sameIn(append([]string{"_load", "_file", "_row", "_path"}, c.Key...))),
	})
	if err != nil {
		return err
	}
	if made.Rows+rows != b.result.Rows {
		return fmt.Errorf("reconcile %s: %d rows, but %d kept and %d the same", c.Dataset, b.result.Rows, made.Rows, rows)
	}
	lost := kept + "_records"
	_, err = session.Make(ctx, engine.Section{Name: lost, Reads: []string{gone, kept}, SQL: fmt.Sprintf(
		"SELECT _file, COUNT(DISTINCT _row) AS records FROM %s AS g WHERE NOT EXISTS (SELECT 1 FROM %s AS k WHERE k._file = g._file AND k._row = g._row) GROUP BY _file", gone, kept)})
	if err != nil {
		return err
	}
	_, counts, err := session.Rows(ctx, lost, []string{"_file"}, 0)
	if err != nil {
		return err
	}
	return a.recount(i, out, made.Rows, rows, counts)
}

// recount brings the entry in line with a part that was written anew. counts are pairs of file and records.
func (a *attempt) recount(i int, out string, rows, dropped int64, counts [][]*string) error {
	entry := &a.entry
	for _, c := range counts {
		file, err1 := strconv.Atoi(*c[0])
		n, err2 := strconv.ParseInt(*c[1], 10, 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("reconcile: file %q, records %q", *c[0], *c[1])
		}
		f := &entry.Files[file-1]
		f.Loaded, f.Filtered = f.Loaded-n, f.Filtered+n
		entry.Totals.Loaded, entry.Totals.Filtered = entry.Totals.Loaded-n, entry.Totals.Filtered+n
	}
	a.filtered(sameRecord, dropped)
	part, err := fileOf(out, entry.Parts[i].Path, rows)
	if err != nil {
		return err
	}
	entry.Totals.Rows += rows - entry.Parts[i].Rows
	entry.Parts[i] = part
	b := a.batches[i]
	b.result.Rows = rows
	b.out = out
	return nil
}

// maxReasons bounds the reasons of filtering that an entry tells apart, and those that are counted to choose them.
const (
	maxReasons  = 20
	maxCounting = 10_000
)

// filtered counts rows that were left out for a reason.
func (a *attempt) filtered(reason string, rows int64) {
	entry := &a.entry
	if entry.Reasons == nil {
		entry.Reasons = map[string]int64{}
	}
	if _, known := entry.Reasons[reason]; !known && len(entry.Reasons) >= maxCounting {
		reason = otherReasons
	}
	entry.Reasons[reason] += rows
}

// whyFiltered names the most frequent reasons of a load.
func whyFiltered(reasons map[string]int64) string {
	const told = 3
	names := byFrequency(reasons)
	if more := len(names) - told; more > 0 {
		names = append(names[:told:told], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, "; ")
}

// byFrequency gives the reasons, the most frequent first.
func byFrequency(reasons map[string]int64) []string {
	names := slices.Sorted(maps.Keys(reasons))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(reasons[b], reasons[a]) })
	return names
}

const otherReasons = "other reasons"

// foremost keeps the most frequent reasons, and counts the others together.
func foremost(reasons map[string]int64) map[string]int64 {
	names := byFrequency(reasons)
	if len(names) <= maxReasons {
		return reasons
	}
	out := map[string]int64{}
	for i, n := range names {
		if i >= maxReasons {
			n = otherReasons
		}
		out[n] += reasons[names[i]]
	}
	return out
}

// keys says whether the key of the dataset is unique over all its loads, and if not, which records have the same.
func (a *attempt) keys(ctx context.Context, session *engine.Session) (record.Check, error) {
	c := a.g.contract
	check := record.Check{ID: "ipe-07", Status: record.Passed, Over: record.WholeDataset,
		Expected: "key " + strings.Join(c.Key, ", ") + " unique over all loads", Actual: "unique"}
	if n := a.entry.Reasons[sameRecord]; n > 0 {
		check.Note = fmt.Sprintf("%d %s filtered: %s", n, record.Noun(int64(n), "row"), sameRecord)
	}
	if a.unique[c.Dataset] { // and nothing was changed since
		return check, nil
	}
	o, err := session.Duplicates(ctx, c.Dataset, c.Key, 3)
	if err != nil || o.Count == 0 {
		return check, err
	}
	check.Status, check.Actual = record.Failed, fmt.Sprintf("keys that come more than once: %d, such as %s", o.Count, o.Text())
	places, err := a.places(ctx, session)
	check.Note = strings.TrimPrefix(check.Note+"; "+places, "; ")
	return check, err
}

// places tells where records with the same key are.
func (a *attempt) places(ctx context.Context, session *engine.Session) (string, error) {
	c := a.g.contract
	a.serial++
	name := fmt.Sprintf("places_%s_%d", a.id, a.serial)
	_, err := session.Make(ctx, engine.Section{Name: name, Reads: []string{c.Dataset}, SQL: fmt.Sprintf(
		`WITH doubled AS (SELECT %[1]s FROM %[2]s AS x GROUP BY %[1]s HAVING COUNT(*) > 1)
SELECT %[1]s, x._load, x._file, x._row FROM %[2]s AS x WHERE EXISTS (SELECT 1 FROM doubled AS d WHERE %[3]s)`,
		quotedList("x", c.Key), quoted(c.Dataset), sameIn(c.Key))})
	if err != nil {
		return "", err
	}
	_, rows, err := session.Rows(ctx, name, append(append([]string{}, c.Key...), "_load", "_file", "_row"), 6)
	if err != nil {
		return "", err
	}
	var out []string
	for _, r := range rows {
		n := len(c.Key)
		out = append(out, fmt.Sprintf("record %s of %s", *r[n+2], a.nameOf(*r[n], *r[n+1])))
	}
	return "the same key in " + strings.Join(out, ", "), nil
}

// nameOf gives the name of a file of any load of the dataset.
func (a *attempt) nameOf(load, file string) string {
	n, _ := strconv.Atoi(file)
	for _, l := range append(a.ledger.Of(a.entry.Dataset), a.entry) {
		if l.ID == load && n >= 1 && n <= len(l.Files) {
			return l.Files[n-1].Name
		}
	}
	return "load " + load
}
