package evidence

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"auditql/analytics/engine"
	"auditql/analytics/record"
)

// numbers looks for numbers that are missing in the sequence that the contract declares, over the whole dataset.
func (a *attempt) numbers(ctx context.Context, session *engine.Session) (record.Check, error) {
	c := a.g.contract
	part := "''"
	if len(c.Numbers.Within) > 0 {
		part = "concat_ws(' ', " + quotedList("d", c.Numbers.Within) + ")"
	}
	name := "missing_numbers_" + a.id
	made, err := session.Make(ctx, engine.Section{Name: name, Reads: []string{c.Dataset}, SQL: fmt.Sprintf(`WITH parted AS (
  SELECT DISTINCT %[1]s AS part, regexp_extract(CAST(d.%[2]s AS VARCHAR), '^(.*?)(\d{1,38})$', 1) AS prefix,
    regexp_extract(CAST(d.%[2]s AS VARCHAR), '^(.*?)(\d{1,38})$', 2) AS digits
  FROM %[3]s AS d
),
numbered AS (SELECT part, prefix, digits, TRY_CAST(digits AS DECIMAL(38, 0)) AS n FROM parted),
stepped AS (
  SELECT part, prefix, n, LAG(n) OVER w AS before, LENGTH(LAG(digits) OVER w) AS width
  FROM numbered WHERE n IS NOT NULL WINDOW w AS (PARTITION BY part, prefix ORDER BY n, digits)
)
SELECT part, prefix, before, CAST(before + 1 AS VARCHAR) AS first, CAST(n - 1 AS VARCHAR) AS last, width FROM stepped WHERE n > before + 1`,
		part, quoted(c.Numbers.Column), quoted(c.Dataset))})
	if err != nil {
		return record.Check{}, err
	}
	check := record.Check{Status: record.Passed, Note: "every " + c.Numbers.Column + " between the first and the last is there"}
	if made.Rows == 0 {
		return check, nil
	}
	_, rows, err := session.Rows(ctx, name, []string{"part", "prefix", "before"}, 5)
	var gaps []string
	for _, r := range rows {
		text := *r[1] + wide(*r[3], *r[5])
		if *r[3] != *r[4] {
			text += " to " + *r[1] + wide(*r[4], *r[5])
		}
		gaps = append(gaps, strings.TrimSpace(*r[0]+" "+text))
	}
	if made.Rows > int64(len(gaps)) {
		gaps = append(gaps, fmt.Sprintf("and %d more gaps", made.Rows-int64(len(gaps))))
	}
	check.Status, check.Note = record.Failed, fmt.Sprintf("missing %s: %s", c.Numbers.Column, strings.Join(gaps, ", "))
	return check, err
}

// wide writes a number with the zeros that the number before it was written with.
func wide(digits, width string) string {
	n, err := strconv.Atoi(width)
	if err != nil || n <= len(digits) {
		return digits
	}
	return strings.Repeat("0", n-len(digits)) + digits
}
