package mutation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"auditql/analytics/mutation"
	"auditql/analytics/script"
	"auditql/analytics/sqlfile"
)

func says(sql string) []string {
	s := &script.Script{Sections: []sqlfile.Section{{Name: "population", SQL: sql, Line: 1}}}
	var out []string
	for _, m := range mutation.Of(s) {
		out = append(out, m.SQL)
	}
	return out
}

func TestMutants(t *testing.T) {
	for _, test := range []struct {
		name, sql string
		want      []string
	}{
		{"a bound", "n < 3", []string{"n <= 3", "n >= 3", "n < 4"}},
		{"what is text, a name or a comment stays", `f('a < b AND c', "x OR y") -- AND`, nil},
		{"a constant that nothing is compared with stays", "substr(a, 1, 16)", nil},
		{"predicates that must all hold", "WHERE a AND NOT b", []string{
			"WHERE TRUE AND NOT b", "WHERE a OR NOT b", "WHERE a AND b", "WHERE a AND TRUE",
		}},
		{"alternatives", "WHERE (a OR b)", []string{"WHERE TRUE", "WHERE (FALSE OR b)", "WHERE (a AND b)", "WHERE (a OR FALSE)"}},
		{"the AND of BETWEEN is none", "WHERE n BETWEEN x AND y AND b", []string{
			"WHERE TRUE AND b", "WHERE n BETWEEN x AND y OR b", "WHERE n BETWEEN x AND y AND TRUE",
		}},
		{"joins", "FROM a JOIN b USING (i) LEFT JOIN c USING (i) CROSS JOIN d", []string{
			"FROM a LEFT JOIN b USING (i) LEFT JOIN c USING (i) CROSS JOIN d",
			"FROM a JOIN b USING (i) JOIN c USING (i) CROSS JOIN d",
		}},
		{"a function LEFT is no join", "ON LEFT(a, 1) AND b", []string{
			"ON TRUE AND b", "ON LEFT(a, 1) OR b", "ON LEFT(a, 1) AND TRUE",
		}},
		{"NULL", "COALESCE(f(a, b), c) IS DISTINCT FROM d", []string{
			"(f(a, b)) IS DISTINCT FROM d", "COALESCE(f(a, b), c) <> d", "COALESCE(f(a, b), c) IS NOT DISTINCT FROM d",
		}},
		{"what counts once", "SELECT COUNT(DISTINCT a) UNION ALL SELECT DISTINCT b UNION SELECT c", []string{
			"SELECT COUNT(a) UNION ALL SELECT DISTINCT b UNION SELECT c",
			"SELECT COUNT(DISTINCT a) UNION ALL SELECT b UNION SELECT c",
			"SELECT COUNT(DISTINCT a) UNION ALL SELECT DISTINCT b UNION ALL SELECT c",
		}},
		{"the order of reasons", "CASE WHEN a THEN 'R1' WHEN b THEN 'R2' ELSE 'R3' END", []string{
			"CASE WHEN b THEN 'R2' ELSE 'R3' END",
			"CASE WHEN b THEN 'R2' WHEN a THEN 'R1' ELSE 'R3' END",
			"CASE WHEN a THEN 'R1' ELSE 'R3' END",
		}},
		{"branches that exclude each other stay", "CASE code WHEN 'R1' THEN a WHEN 'R2' THEN b END", nil},
		{"a list", "a IN (1, 2) OR NOT EXISTS (b)", []string{
			"FALSE OR NOT EXISTS (b)", "a NOT IN (1, 2) OR NOT EXISTS (b)", "a IN (1, 2) AND NOT EXISTS (b)",
			"a IN (1, 2) OR EXISTS (b)", "a IN (1, 2) OR FALSE",
		}},
		{"what is not closed", "a = 'b", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, says(test.sql)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever the text is, its mutants differ from it and from each other, and their lines are in it.
func FuzzMutants(f *testing.F) {
	f.Add("SELECT a FROM b JOIN c ON x = y AND CASE WHEN a THEN b END BETWEEN 1 AND 2 WHERE COALESCE(a, b)")
	f.Add(") END AND OR WHEN COALESCE( , CASE (")
	f.Fuzz(func(t *testing.T, sql string) {
		seen := map[string]bool{sql: true}
		for _, m := range says(sql) {
			if seen[m] {
				t.Errorf("%q is there twice", m)
			}
			seen[m] = true
		}
	})
}
