package evidence

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/record"
	"auditql/analytics/schema"
)

// extractedAgain is the share of earlier keys, of the time that both cover, from which an export is taken for a second extraction
// of the same and not for one of something else, such as another account's trail.
const extractedAgain = 0.9

// repeat compares a load with earlier ones of the same kind of export: of the time that both cover, a second extraction
// must give what the first gave. It is performed before overlapping files are reconciled, when every row is still there.
func (a *attempt) repeat(ctx context.Context, session *engine.Session) (record.Check, error) {
	c := record.Check{ID: "ipe-14", Status: record.NotApplicable, Note: "there is no earlier extraction of the same to compare with"}
	var earlier *record.Coverage
	var loads []string
	for _, old := range a.ledger.Of(a.entry.Dataset) {
		if old.Export == a.entry.Export && maps.Equal(old.Params, a.entry.Params) && old.Coverage != nil {
			earlier = earlier.Join(old.Coverage)
			loads = append(loads, "'"+old.ID+"'")
		}
	}
	mine := a.entry.Coverage
	if a.g.contract.Time == "" || earlier == nil || mine == nil {
		return c, nil
	}
	from, to := max(earlier.First, mine.First), min(earlier.Last, mine.Last)
	if from > to {
		return c, nil
	}
	n, gone, changed, err := a.compare(ctx, session, strings.Join(loads, ", "), from, to)
	if err != nil || n == 0 {
		return c, err
	}
	c.Expected = fmt.Sprintf("the rows of earlier extractions from %s to %s, unchanged", from, to)
	c.Actual = fmt.Sprintf("%s, of which not there: %d, different: %d", record.Counted(n, "row"), gone, changed)
	switch again := float64(n-gone) >= extractedAgain*float64(n); {
	case changed > 0 || again && gone > 0:
		c.Status, c.Note = record.Failed, "rows were changed or removed between two extractions"
	case again:
		c.Status, c.Note = record.Passed, ""
	default:
		c.Note = "the earlier files are about something else for the most part"
	}
	return c, nil
}

// compare counts the rows of earlier loads in a span of time, those whose key this load lacks, and those that it has with
// another content. Rows without a key but their place are told by their content.
func (a *attempt) compare(ctx context.Context, session *engine.Session, loads, from, to string) (n, gone, changed int64, err error) {
	c := a.g.contract
	params := map[string]engine.Literal{}
	for name, text := range map[string]string{"from_at": from, "to_at": to} {
		if params[name], err = engine.Value(schema.Type{Kind: schema.Timestamp}, text); err != nil {
			return 0, 0, 0, err
		}
	}
	columns := make([]string, len(c.Spec))
	for i, p := range c.Spec {
		columns[i] = p.Key
	}
	key := c.Key
	if slices.ContainsFunc(key, func(k string) bool { return strings.HasPrefix(k, "_") }) { // a place in a file names no row of another
		key = columns
	}
	name := "again_" + a.id
	_, err = session.Make(ctx, engine.Section{Name: name, Reads: []string{c.Dataset}, Params: params, SQL: fmt.Sprintf(
		`WITH earlier AS (SELECT DISTINCT %[1]s FROM %[2]s AS x WHERE _load IN (%[3]s) AND %[4]s BETWEEN $from_at AND $to_at),
now_given AS (SELECT DISTINCT %[1]s FROM %[2]s AS x WHERE _load = '%[5]s'),
judged AS (
  SELECT
    EXISTS (SELECT 1 FROM now_given AS d WHERE %[6]s) AS there,
    EXISTS (SELECT 1 FROM now_given AS d WHERE %[7]s) AS unchanged
  FROM earlier AS x
)
SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE NOT there) AS gone, COUNT(*) FILTER (WHERE there AND NOT unchanged) AS changed FROM judged`,
		quotedList("x", columns), quoted(c.Dataset), loads, quoted(c.Time), a.id, sameIn(key), sameIn(columns))})
	if err != nil {
		return 0, 0, 0, err
	}
	_, rows, err := session.Rows(ctx, name, nil, 1)
	if err != nil {
		return 0, 0, 0, err
	}
	var out [3]int64
	for i, cell := range rows[0] {
		if out[i], err = strconv.ParseInt(*cell, 10, 64); err != nil {
			return 0, 0, 0, err
		}
	}
	return out[0], out[1], out[2], nil
}

// sameIn compares columns of d and x. NULL is the same as NULL.
func sameIn(columns []string) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = fmt.Sprintf("d.%s IS NOT DISTINCT FROM x.%s", quoted(c), quoted(c))
	}
	return strings.Join(out, " AND ")
}
