package engine

import (
	"fmt"
	"strings"
)

// shape gathers the parts of the statement of a load, column by column.
type shape struct {
	kept    []string // what goes into the file
	typed   []string // the mapping's columns, converted, and as they were found
	tests   []string // branches that give the reason of a reject
	details []string // branches that give what was found instead
	at      string   // the driving time in microseconds
}

// statement builds the query around a mapping: what stands before it and what stands behind. It converts each column,
// finds the reason why a row is rejected if there is one, tells the ledger of every row, and gives those that are kept.
func (in *ingest) statement(found []bound) (head, tail string, err error) {
	types, err := in.given(found)
	if err != nil {
		return "", "", err
	}
	s := &shape{
		kept:    []string{quote(in.plan.Load) + " AS _load", fileColumn, rowColumn, pathColumn},
		typed:   []string{"m." + fileColumn, "m." + rowColumn, "NULLIF(LTRIM(CAST(m." + pathColumn + " AS VARCHAR), '. '), '') AS " + pathColumn},
		tests:   []string{"WHEN t._filtered IS NOT NULL THEN 'filtered'"},
		details: []string{"WHEN '' THEN t._filtered"},
		at:      "CAST(NULL AS BIGINT)",
	}
	if _, ok := types["_filtered"]; ok {
		s.typed = append(s.typed, "CAST(m._filtered AS VARCHAR) AS _filtered")
	} else {
		s.typed = append(s.typed, "CAST(NULL AS VARCHAR) AS _filtered")
	}
	if in.plan.Time != "" {
		s.kept = append(s.kept, "_time")
		s.at = "epoch_us(t." + ident(in.plan.Time) + ")"
	}
	for i, c := range in.plan.Columns {
		if err := in.column(s, i, c, types[strings.ToLower(c.Name)]); err != nil {
			return "", "", err
		}
	}
	head = "SELECT " + strings.Join(s.kept, ", ") + " FROM (SELECT *, CASE " + strings.Join(s.tests, " ") + " END AS _reason FROM (SELECT " +
		strings.Join(s.typed, ", ") + " FROM ("
	return head, "\n) AS m(" + nameList(found) + ")) AS t) AS t WHERE " + s.verdict(), nil
}

// column adds a column of the contract, which the mapping gives as duck, or not at all.
func (in *ingest) column(s *shape, i int, c LoadColumn, duck string) error {
	v := conversion{LoadColumn: c, found: "CAST(NULL AS VARCHAR)", typed: "CAST(NULL AS " + duckType(c.Type) + ")"}
	if duck != "" {
		var err error
		if v, err = in.w.db.convert(c, duck, in.plan.Zone); err != nil {
			return err
		}
	}
	s.kept = append(s.kept, ident(c.Name))
	s.typed = append(s.typed, v.typed+" AS "+ident(c.Name), v.found+" AS "+foundName(i))
	if c.Name == in.plan.Time {
		s.typed = append(s.typed, "CAST("+v.found+" AS VARCHAR) AS _time")
	}
	s.tests = append(s.tests, v.checks(i)...)
	s.details = append(s.details, fmt.Sprintf("WHEN %s THEN CAST(t.%s AS VARCHAR)", quote(c.Name), foundName(i)))
	return nil
}

// verdict gives the condition under which a row is kept. It tells the ledger of the row either way.
func (s *shape) verdict() string {
	return "CASE WHEN t._reason IS NULL THEN " + keepFunction + "(t._file, t._row, " + s.at + ") ELSE " + rejectFunction +
		"(t._file, t._row, " + s.at + ", t._path, t._reason, CASE split_part(t._reason, ':', 2) " + strings.Join(s.details, " ") + " END) END"
}

// given gives the types of the mapping's columns by lower-case name, and refuses columns that the contract does not have.
func (in *ingest) given(found []bound) (map[string]string, error) {
	types, known := map[string]string{}, words("_file _row _path _filtered")
	for _, c := range in.plan.Columns {
		if strings.HasPrefix(c.Name, "_") {
			return nil, refuse(-1, "", "the contract has a column %q; names that begin with _ belong to the tool", c.Name)
		}
		known[strings.ToLower(c.Name)] = true
	}
	for _, b := range found {
		key := strings.ToLower(b.name)
		if !known[key] {
			return nil, refuse(-1, "leave it out, or add it to the contract", "the mapping gives a column %q that the contract does not have", b.name)
		}
		if _, twice := types[key]; twice {
			return nil, refuse(-1, "give each column once", "the mapping gives the column %q twice", b.name)
		}
		types[key] = b.duck
	}
	for _, c := range []string{fileColumn, rowColumn} {
		if types[c] != "BIGINT" {
			return nil, refuse(-1, "select _file, _row and _path from raw as they are", "the mapping gives %s as %q, expected the number from raw", c, types[c])
		}
	}
	if _, ok := types[pathColumn]; !ok {
		return nil, refuse(-1, "select _file, _row and _path from raw", "the mapping does not give _path")
	}
	return types, nil
}

func nameList(columns []bound) string {
	out := make([]string, len(columns))
	for i, b := range columns {
		out[i] = ident(b.name)
	}
	return strings.Join(out, ", ")
}
