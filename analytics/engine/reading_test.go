package engine

import (
	"context"
	"fmt"
	"testing"

	"auditql/analytics/schema"
)

// Every value that DuckDB prints is read as that value, in every width in which DuckDB stores it.
func TestReadingsAgreeWithDuckDB(t *testing.T) {
	ctx := context.Background()
	db := readingDatabase(t)
	for _, c := range []struct{ typ, of string }{
		{"integer", "CAST(CAST(hash(i) AS HUGEINT) - 9223372036854775808 AS BIGINT)"},
		{"integer", "CASE i WHEN 0 THEN 9223372036854775807 WHEN 1 THEN -9223372036854775808 ELSE i - 500 END"},
		{"boolean", "i % 3 = 0"},
		{"date", "DATE '0001-01-01' + (hash(i) % 3652058)::INTEGER"},
		{"date", "DATE '1895-01-01' + i::INTEGER"},
		{"timestamp", "CAST(make_timestamp(CAST(hash(i) % 253402300799000000 AS BIGINT)) AS TIMESTAMPTZ)"},
		{"timestamp", "CAST(make_timestamp(i * 86399999999 - 2208988800000000) AS TIMESTAMPTZ)"},
		{"decimal(3,1)", "CAST((i % 1999 - 999) / 10 AS DECIMAL(3,1))"},
		{"decimal(9,0)", "CAST(CAST(hash(i) % 1999999999 AS BIGINT) - 999999999 AS DECIMAL(9,0))"},
		{"decimal(18,2)", "CAST((hash(i) % 199999999999 - 99999999999::HUGEINT) AS DECIMAL(18,2)) / 100"},
		{"decimal(38,0)", "CAST(hash(i) AS DECIMAL(38,0)) * (CASE WHEN i % 2 = 0 THEN -1 ELSE 1 END)::DECIMAL(1,0)"},
		{"decimal(38,18)", "CAST(hash(i) AS DECIMAL(20,0)) * 0.000000000000000001::DECIMAL(18,18)"},
	} {
		typ, _ := schema.Parse(c.typ)
		name, err := db.readingOf(typ, "")
		if err != nil {
			t.Fatal(err)
		}
		n, err := db.count(ctx, fmt.Sprintf(`SELECT count(*) FROM (SELECT CAST(v AS VARCHAR) AS text, CAST(v AS %[1]s) AS v FROM (SELECT %[2]s AS v FROM range(5000) AS r(i)))
			WHERE %[3]s(text) IS DISTINCT FROM v`, duckType(typ), c.of, name))
		if err != nil || n != 0 {
			t.Errorf("%s of %s: %d values are read otherwise, %v", c.typ, c.of, n, err)
		}
	}
}

// What is written in another way is read when it is exact, and otherwise nothing is.
func TestReadings(t *testing.T) {
	ctx := context.Background()
	db := readingDatabase(t)
	for _, c := range []struct{ typ, text, want string }{
		{"integer", "007", "7"}, {"integer", " 12 ", "12"}, {"integer", "1e3", "1000"}, {"integer", "5.00", "5"}, {"integer", "-0", "0"}, {"integer", "+5", "5"},
		{"integer", "1.5", ""}, {"integer", "1_000", ""}, {"integer", "1,000", ""}, {"integer", "", ""}, {"integer", "-", ""}, {"integer", "0x10", ""},
		{"integer", "9223372036854775808", ""}, {"integer", "999999999999999999999", ""}, {"integer", "--5", ""},
		{"decimal(18,2)", "1.005", ""}, {"decimal(18,2)", "1.50000", "1.50"}, {"decimal(18,2)", "-1.5", "-1.50"}, {"decimal(18,2)", "1.", "1.00"}, {"decimal(18,2)", ".5", ""},
		{"decimal(18,2)", "9999999999999999.99", "9999999999999999.99"}, {"decimal(18,2)", "10000000000000000", ""}, {"decimal(18,2)", "1.5.0", ""}, {"decimal(18,2)", "-.5", ""},
		{"decimal(18,2)", "00000000000000000001.25", "1.25"}, {"decimal(18,2)", "1.2e1", "12.00"}, {"decimal(2,2)", "0.5", ".50"}, {"decimal(2,2)", "1.0", ""}, {"decimal(8,8)", "-0.00000012", "-.00000012"},
		{"decimal(38,38)", "-0.12345678901234567890123456789012345678", "-.12345678901234567890123456789012345678"},
		{"decimal(4,1)", "-999.9", "-999.9"}, {"decimal(4,1)", "1000", ""}, {"decimal(9,3)", "12345.6789", ""}, {"decimal(9,3)", "-123456.789", "-123456.789"},
		{"decimal(38,18)", "-0.000000000000000001", "-0.000000000000000001"}, {"decimal(38,18)", "99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999"},
		{"decimal(38,18)", "100000000000000000000", ""}, {"decimal(38,0)", "-18446744073709551616", "-18446744073709551616"},
		{"boolean", "TRUE", "true"}, {"boolean", "No", "false"}, {"boolean", "1", "true"}, {"boolean", "0", "false"}, {"boolean", "y", "true"}, {"boolean", "F", "false"}, {"boolean", "on", ""}, {"boolean", " true", ""}, {"boolean", "ye\u017f", ""},
		{"date", "2024-02-29", "2024-02-29"}, {"date", "2023-02-29", ""}, {"date", "2000-02-29", "2000-02-29"}, {"date", "1900-02-29", ""}, {"date", "2026-1-2", ""}, {"date", "2026-01-02 ", ""},
		{"date", "0000-01-01", ""}, {"date", "2026-04-31", ""}, {"date", "2026-13-01", ""}, {"date", "2026/01/02", ""}, {"date", "2026-00-10", ""},
	} {
		typ, _ := schema.Parse(c.typ)
		name, err := db.readingOf(typ, "")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.texts(ctx, "SELECT "+name+"("+quote(c.text)+") AS v", nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if rows[0][0] != nil {
			got = *rows[0][0]
		}
		if got != c.want {
			t.Errorf("%s of %q: %q, want %q", c.typ, c.text, got, c.want)
		}
	}
}

func readingDatabase(t *testing.T) *database {
	t.Helper()
	db, err := openDatabase(context.Background(), Options{Threads: 1, MemoryMiB: 1000, TempMiB: 1000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.close)
	if err := db.lock(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	return db
}
