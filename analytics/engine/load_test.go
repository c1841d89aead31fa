package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"auditql/analytics/fault"
	"auditql/analytics/schema"
)

// table is a source of rows that are written as text: cells between bars, NULL for none.
type table struct {
	fields []string
	rows   []Row
	fails  error // instead of the end
	next   int
}

func (s *table) Fields() []string { return s.fields }

func (s *table) Next() (Row, error) {
	if s.next == len(s.rows) {
		if s.fails != nil {
			return Row{}, s.fails
		}
		return Row{}, io.EOF
	}
	s.next++
	return s.rows[s.next-1], nil
}

// export makes a source of one file, whose records are the lines.
func export(fields string, lines ...string) *table {
	s := &table{fields: strings.Fields(fields)}
	for i, line := range lines {
		row := Row{Record: int64(i + 1), Name: "x.csv"}
		for _, cell := range strings.Split(line, "|") {
			if cell == "NULL" {
				row.Values = append(row.Values, nil)
			} else {
				row.Values = append(row.Values, []byte(cell))
			}
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// contract makes load columns: name type, a name with ! is required, with {a,b} one of these.
func contract(t testing.TB, pairs ...string) []LoadColumn {
	t.Helper()
	var out []LoadColumn
	for i := 0; i < len(pairs); i += 2 {
		name, rest, _ := strings.Cut(pairs[i], "{")
		c := LoadColumn{Column: columns(t, strings.TrimSuffix(name, "!"), pairs[i+1])[0], Required: strings.HasSuffix(name, "!")}
		if rest != "" {
			c.OneOf = strings.Split(strings.TrimSuffix(rest, "}"), ",")
		}
		out = append(out, c)
	}
	return out
}

// loaded loads and gives the rows of the Parquet file, one line each.
func loaded(t testing.TB, p LoadPlan, src RowSource) (LoadResult, []string, error) {
	t.Helper()
	s := start(t, Options{Threads: 1})
	p.Out = filepath.Join(t.TempDir(), "load.parquet")
	r, err := s.Load(context.Background(), p, src)
	if err != nil {
		if _, statErr := os.Stat(p.Out); statErr == nil {
			t.Errorf("a failed load left %s", p.Out)
		}
		return r, nil, err
	}
	cols := columns(t, "_load", "text", "_file", "integer", "_row", "integer", "_path", "text")
	if p.Time != "" {
		cols = append(cols, columns(t, "_time", "text")...)
	}
	for _, c := range p.Columns {
		cols = append(cols, c.Column)
	}
	view := start(t, Options{})
	if err := view.Attach(context.Background(), []Relation{{Name: "loaded", Columns: cols, Files: []string{p.Out}}}); err != nil {
		t.Fatal(err)
	}
	return r, lines(t, view, "loaded", []string{"_file", "_row", "_path"}), nil
}

func TestLoad(t *testing.T) {
	plan := LoadPlan{
		Mapping: `SELECT _file, _row, _path, id, state, "when" AS at, amount,
			CASE WHEN state = 'draft' THEN 'drafts are $no evidence' END AS _filtered
			FROM raw WHERE state <> 'gone' AND $cut < 5`,
		Params:  map[string]Literal{"cut": {Type: schema.Type{Kind: schema.Integer}, Text: "3"}},
		Columns: contract(t, "id!", "integer", "state{open,closed}", "text", "at", "timestamp", "amount", "decimal(10,2)", "note", "text"),
		Time:    "at", Zone: "Europe/Berlin", Load: "l1",
	}
	src := export("id state when amount",
		"1|open|2026-01-01T00:00:00Z|1.50", "2|closed|2026-03-01 12:00|-1e2", "x|open|2026-01-01T00:00:00Z|1", "NULL|open|NULL|1", "5|odd|NULL|1",
		"6|draft|NULL|1", "7|gone|NULL|1", "8|open|2026-03-29 02:30:00|1", "9|open|NULL|1.005", "10|open|NULL|NULL")
	r, got, err := loaded(t, plan, src)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"l1|0|1|NULL|2026-01-01T00:00:00Z|1|open|2026-01-01T00:00:00.000000Z|1.50|NULL",
		"l1|0|2|NULL|2026-03-01 12:00|2|closed|2026-03-01T11:00:00.000000Z|-100.00|NULL",
		"l1|0|10|NULL|NULL|10|open|NULL|NULL|NULL",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	counts := []FileCount{{File: 0, Records: 10, Loaded: 3, Rejected: 5, Filtered: 1, Lost: 1, First: "2026-01-01T00:00:00.000000Z", Last: "2026-03-01T11:00:00.000000Z"}}
	if r.Rows != 3 || !reflect.DeepEqual(r.Files, counts) {
		t.Errorf("counts: %d rows, %+v", r.Rows, r.Files)
	}
	seen := Seen{First: "2026-01-01T00:00:00.000000Z", Last: "2026-03-01T11:00:00.000000Z", Hours: map[int64]int64{20454 * 24: 2, 20513*24 + 11: 1}}
	if !reflect.DeepEqual(r.Seen, seen) {
		t.Errorf("seen: %+v, want %+v: also what was not kept was there", r.Seen, seen)
	}
	var outcomes []string
	for _, o := range r.Outcomes {
		outcomes = append(outcomes, fmt.Sprintf("%d %s %s", o.Row, o.Reason, o.Detail))
	}
	wantOutcomes := []string{
		`3 type:id "x", expected a whole number of 64 bits`,
		`4 required:id nothing, expected a value`,
		`5 one_of:state "odd", expected one of open, closed`,
		`6 filtered drafts are $no evidence`,
		`8 type:at "2026-03-29 02:30:00", expected a time such as 2026-03-31T12:00:00Z, or one that the clocks of Europe/Berlin showed exactly once`,
		`9 type:amount "1.005", expected a number such as 1234.5 or 0.5, of at most 8 digits before the point and 2 after it`,
		`7 lost the mapping gives no row for this record`,
	}
	if !reflect.DeepEqual(outcomes, wantOutcomes) {
		t.Errorf("outcomes:\n%s\nwant:\n%s", strings.Join(outcomes, "\n"), strings.Join(wantOutcomes, "\n"))
	}
}

// What a text becomes in each type: a value, or a reject (!). Nothing is rounded, guessed or made NULL.
func TestConversions(t *testing.T) {
	for typ, texts := range map[string]map[string]string{
		"integer": {"0": "0", "-5": "-5", "+7": "7", "007": "7", "12.0": "12", "1e3": "1000", "-0": "0", " 5 ": "5",
			"9223372036854775807": "9223372036854775807", "-9223372036854775808": "-9223372036854775808", "9223372036854775808": "!",
			"1.5": "!", "": "!", "1_000": "!", "1,000": "!", "0x1F": "!", "true": "!", "1e400": "!", "NaN": "!", "1e-1": "!", "--1": "!", "1e": "!", "٣": "!"},
		"decimal(10,2)": {"1": "1.00", "1.5": "1.50", "1.50": "1.50", "1.500": "1.50", "-0.01": "-0.01", "+1.25": "1.25", "1.25e1": "12.50", "125E-2": "1.25", "99999999.99": "99999999.99",
			"000000000000001.5": "1.50", "1.": "1.00", "1.005": "!", "100000000": "!", "1e-3": "!", "": "!", ".5": "!", "1,5": "!", "1_0": "!", "Infinity": "!", "1e99999": "!", "$5": "!"},
		"decimal(38,18)": {"80000000000000000000": "80000000000000000000.000000000000000000", "800000000000000000000": "!", "8000000000000000000.000000000000000001": "8000000000000000000.000000000000000001", "1e-18": "0.000000000000000001", "1e-19": "!"},
		"boolean":        {"true": "true", "FALSE": "false", "Yes": "true", "no": "false", "1": "true", "0": "false", "": "!", "t": "true", "N": "false", "on": "!", "2": "!", " true": "!"},
		"date":           {"2026-03-31": "2026-03-31", "2024-02-29": "2024-02-29", "2026-02-29": "!", "2026-3-1": "!", "2026/03/31": "!", "31.03.2026": "!", "2026-03-31 ": "!", "infinity": "!", "epoch": "!", "12026-03-31": "!", "0044-03-15 (BC)": "!", "": "!", "2026-03-31T00:00:00Z": "!"},
		"timestamp": {"2026-03-31T12:00:00Z": "2026-03-31T12:00:00.000000Z", "2026-03-31 12:00:00+02:00": "2026-03-31T10:00:00.000000Z", "2026-03-31T12:00:00.123456789Z": "2026-03-31T12:00:00.123456Z",
			"2026-03-31T12:00:00-0330": "2026-03-31T15:30:00.000000Z", "2026-03-31 12:00:00 UTC": "2026-03-31T12:00:00.000000Z", "2026-03-31T12:00+05": "2026-03-31T07:00:00.000000Z",
			"2026-03-31T12:00:00": "!", "2026-03-31": "!", "2026-03-31T24:00:00Z": "!", "2016-12-31T23:59:60Z": "!", "2026-02-30T00:00:00Z": "!", "infinity": "!", "now": "!", "": "!", "2026-03-31T12:00:00 Europe/Berlin": "!", "2026-03-31T12:00:00+99:00": "!", "2026-03-31T12:00:00+01:": "!", "2026-03-31T12:00:00+01:60": "!", "2026-03-31T12:00:00+1": "!", "2026-03-31T12:00:00+01000": "!", "2026-03-31T12:00:00+-1:00": "!", "2026-03-31T12:00:0Z": "!", "2026-03-31T12:00:": "!"},
		"json":   {`{"a": 1}`: `{"a": 1}`, `"x"`: `"x"`, "1.0": "1.0", "null": "null", "{": "!", "": "!", "x": "!"},
		"text[]": {`["a","b"]`: `["a","b"]`, `[]`: `[]`, `[1, true]`: `["1","true"]`, `["a", null]`: `["a",null]`, `{"a": 1}`: "!", `"x"`: "!", "x": "!", "": "!"},
		"text":   {"": "", " x ": " x ", "O'Brien": "O'Brien"},
	} {
		var cells []string
		src := &table{fields: []string{"x"}}
		for cell := range texts {
			cells = append(cells, cell)
			src.rows = append(src.rows, Row{Record: int64(len(cells)), Values: [][]byte{[]byte(cell)}})
		}
		r, got, err := loaded(t, LoadPlan{Mapping: "SELECT _file, _row, _path, x FROM raw", Columns: contract(t, "x", typ), Load: "l"}, src)
		if err != nil {
			t.Errorf("%s: %v", typ, err)
			continue
		}
		values := map[string]string{}
		for _, line := range got {
			f := strings.SplitN(line, "|", 5)
			var row int
			fmt.Sscan(f[2], &row)
			values[cells[row-1]] = f[4]
		}
		for _, o := range r.Outcomes {
			values[cells[o.Row-1]] = "!"
		}
		for cell, want := range texts {
			if values[cell] != want {
				t.Errorf("%s: %q became %q, want %q", typ, cell, values[cell], want)
			}
		}
	}
}

func TestMappingsOfEveryShape(t *testing.T) {
	cols := contract(t, "id", "text", "n", "integer", "at", "timestamp", "d", "date", "tags", "text[]", "j", "json", "ok", "boolean", "m", "decimal(10,2)")
	for name, c := range map[string]struct{ sql, want string }{
		"typed values": {"SELECT _file, _row, _path, 5 AS id, 7 AS n, TIMESTAMP '2026-01-01 10:00:00' AS at, DATE '2026-01-02' AS d, ['x'] AS tags, CAST('{}' AS JSON) AS j, true AS ok, 1.5 AS m FROM raw WHERE id = 'a'",
			"l|0|1|NULL|5|7|2026-01-01T10:00:00.000000Z|2026-01-02|[\"x\"]|{}|true|1.50"},
		"nothing but NULL": {"SELECT _file, _row, _path, NULL AS id, NULL AS n, NULL AS at, NULL AS d, NULL AS tags, NULL AS j, NULL AS ok, NULL AS m FROM raw WHERE id = 'b'",
			"l|0|2|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL"},
		"several rows for a record, out of order": {"SELECT _file, _row, u.p AS _path, id FROM raw, unnest(['1', '2']) AS u(p) ORDER BY id DESC, u.p DESC",
			"l|0|1|1|a|NULL|NULL|NULL|NULL|NULL|NULL|NULL;l|0|1|2|a|NULL|NULL|NULL|NULL|NULL|NULL|NULL;l|0|2|1|b|NULL|NULL|NULL|NULL|NULL|NULL|NULL;l|0|2|2|b|NULL|NULL|NULL|NULL|NULL|NULL|NULL"},
		"reads raw twice": {"WITH last AS (SELECT max(_row) AS r FROM raw) SELECT _file, _row, _path, id FROM raw JOIN last ON _row = r",
			"l|0|2|NULL|b|NULL|NULL|NULL|NULL|NULL|NULL|NULL"},
		"reads a step twice": {"WITH s AS (SELECT * FROM raw), l AS (SELECT max(_row) AS r FROM s) SELECT _file, _row, _path, id FROM s JOIN l ON _row = r",
			"l|0|2|NULL|b|NULL|NULL|NULL|NULL|NULL|NULL|NULL"},
		"a window": {"SELECT _file, _row, _path, id, count(*) OVER () AS n FROM raw QUALIFY row_number() OVER (ORDER BY _row DESC) = 1",
			"l|0|2|NULL|b|2|NULL|NULL|NULL|NULL|NULL|NULL"},
		"a wide sum": {"SELECT min(_file) AS _file, min(_row) AS _row, min(_path) AS _path, CAST(sum(CAST(1 AS DECIMAL(38, 2))) AS DECIMAL(10, 2)) AS m FROM raw",
			"l|0|1|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|2.00"},
	} {
		_, got, err := loaded(t, LoadPlan{Mapping: c.sql, Columns: cols, Load: "l"}, export("id", "a", "b"))
		if err != nil || strings.Join(got, ";") != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, strings.Join(got, ";"), c.want)
		}
	}
}

func TestMappingsThatAreRefused(t *testing.T) {
	cols := contract(t, "id", "text", "m", "decimal(10,2)")
	for sql, want := range map[string]string{
		"SELECT _file, _row, _path, id AS other FROM raw":              `a column "other" that the contract does not have`,
		"SELECT _file, _row, id FROM raw":                              "does not give _path",
		"SELECT _file, _path, id FROM raw":                             `gives _row as ""`,
		"SELECT _file, _row + 0.5 AS _row, _path FROM raw":             "gives _row as",
		"SELECT _file, _row + 7 AS _row, _path FROM raw":               "which is no record of the export",
		"SELECT _file, _row, _path, 1 / 3 AS m FROM raw":               "which is not exact",
		"SELECT _file, _row, _path, id,\n now() AS m FROM raw":         "map.sql:2:2: mapping: the function now",
		"SELECT _file, _row, _path,\n CAST(id AS DATE) AS id FROM raw": "map.sql:2:2: mapping: invalid date field format",
		"SELECT _file, _row, _path, id FROM raw_rows()":                "table function raw_rows",
		"SELECT _file, _row, _path, id FROM raw; SELECT 1":             "2 statements",
		"SELECT _file, _row, _path, row_kept(_file, _row, 0) FROM raw": "function row_kept",
		"SELECT _file, _row, _path, id, nothing FROM raw":              "\"nothing\" not found",
		"SELECT _file, _row, _path, id, id AS ID FROM raw":             `gives the column "ID" twice`,
		"SELECT _file, _row, _path, id FROM raw LIMIT 1":               "LIMIT or OFFSET without ORDER BY",
	} {
		_, _, err := loaded(t, LoadPlan{Mapping: sql, Columns: cols, Load: "l", File: "map.sql"}, export("id", "a", "b"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", sql, err, want)
		}
	}
}

func TestLoadOfBadSources(t *testing.T) {
	plan := LoadPlan{Mapping: "SELECT _file, _row, _path, id FROM raw", Columns: contract(t, "id", "text"), Load: "l"}
	broken := export("id", "a")
	broken.fails = fault.At(fault.Refused, "x.csv", 7, "a quote is not closed")
	_, _, err := loaded(t, plan, broken)
	if fault.KindOf(err) != fault.Refused || !strings.Contains(err.Error(), "x.csv:7") {
		t.Errorf("the source's own fault: %v", err)
	}
	if _, _, err = loaded(t, plan, export("id", "a\xff")); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("bytes that are no text: %v", err)
	}
	if _, _, err = loaded(t, plan, export("id", "ab\xc3", "\xa9c")); err == nil || !strings.Contains(err.Error(), "record 2 of file 0: field id is not UTF-8") {
		t.Errorf("halves of a character in two records: %v", err)
	}
	long := strings.Repeat("y", 300)
	if _, _, err = loaded(t, plan, export("id", long, long+"\xff"+long)); err == nil || !strings.Contains(err.Error(), "record 2 of file 0: field id is not UTF-8") {
		t.Errorf("bytes that are no text in a long one: %v", err)
	}
	if _, _, err = loaded(t, plan, export("id ID", "a|b")); err == nil || !strings.Contains(err.Error(), "two fields") {
		t.Errorf("two fields of one name: %v", err)
	}
	back := export("id", "a", "b")
	back.rows[0], back.rows[1] = back.rows[1], back.rows[0]
	if _, _, err = loaded(t, plan, back); err == nil || !strings.Contains(err.Error(), "comes after record") {
		t.Errorf("records that go back: %v", err)
	}
	plan.Each = func(Outcome) error { return errors.New("no more room") }
	plan.Columns[0].OneOf = []string{"x"}
	if _, _, err = loaded(t, plan, export("id", "a")); err == nil || err.Error() != "no more room" {
		t.Errorf("a sink that fails: %v", err)
	}
}

// The number of a record may leave gaps, as it does among rejects, and several rows may have one number.
func TestLoadCountsRecordsWithGaps(t *testing.T) {
	src := export("id", "a", "b", "c", "d", "e")
	for i, number := range []int64{1, 2, 7, 7, 90} {
		src.rows[i].Record = number
	}
	plan := LoadPlan{Mapping: "SELECT _file, _row, _path, id FROM raw WHERE id NOT IN ('b', 'e')", Columns: contract(t, "id{a,c}", "text"), Load: "l"}
	r, rows, err := loaded(t, plan, src)
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	if want := (FileCount{Records: 4, Loaded: 1, Rejected: 1, Lost: 2}); r.Files[0] != want {
		t.Errorf("counts %+v, want %+v", r.Files[0], want)
	}
	if o := r.Outcomes; len(o) != 3 || o[0].Row != 7 || o[1].Row != 2 || o[2].Row != 90 {
		t.Errorf("outcomes %+v", o)
	}
}

// many gives n records without holding them.
type many struct{ n, at int }

func (m *many) Fields() []string { return []string{"id", "v"} }

func (m *many) Next() (Row, error) {
	if m.at == m.n {
		return Row{}, io.EOF
	}
	m.at++
	v := fmt.Append(nil, m.at*7919%1000)
	if m.at%1000 == 0 {
		v = []byte("odd")
	}
	file, row := (m.at-1)/60000, (m.at-1)%60000+1
	return Row{File: int64(file), Record: int64(row), Name: "n", Values: [][]byte{fmt.Appendf(nil, "id-%d", m.at), v}}, nil
}

func TestLoadGivesTheSameBytes(t *testing.T) {
	plan := LoadPlan{Mapping: "SELECT _file, _row, _path, id, v FROM raw", Columns: contract(t, "id", "text", "v", "integer"), Load: "l"}
	var first []byte
	for _, threads := range []int{1, 2, 1} {
		s := start(t, Options{Threads: threads})
		plan.Out = filepath.Join(t.TempDir(), "l.parquet")
		r, err := s.Load(context.Background(), plan, &many{n: 200000})
		if err != nil {
			t.Fatal(err)
		}
		if r.Rows != 199800 || len(r.Outcomes) != 200 || len(r.Files) != 4 || r.Files[3].Records != 20000 || r.Files[3].Rejected != 20 {
			t.Errorf("%d rows, %d outcomes, %+v", r.Rows, len(r.Outcomes), r.Files)
		}
		got, err := os.ReadFile(plan.Out)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		if !bytes.Equal(first, got) {
			t.Errorf("other bytes with %d threads", threads)
		}
	}
}

// A session goes on after a load that failed in the middle of its rows.
func TestLoadFailsInTheMiddle(t *testing.T) {
	s := start(t, Options{Threads: 1})
	plan := LoadPlan{Mapping: "SELECT _file, _row, _path, id, CAST(v AS INTEGER) AS v FROM raw", Columns: contract(t, "id", "text", "v", "integer"), Load: "l",
		Out: filepath.Join(t.TempDir(), "l.parquet")}
	src := &many{n: 3000000}
	if _, err := s.Load(context.Background(), plan, src); err == nil || !strings.Contains(err.Error(), `'odd'`) {
		t.Errorf("a cast that fails: %v", err)
	}
	if src.at == src.n {
		t.Error("all rows were sent to a load that had failed long ago")
	}
	plan.Mapping = "SELECT _file, _row, _path, id, v FROM raw"
	r, err := s.Load(context.Background(), plan, &many{n: 10})
	if err != nil || r.Rows != 10 {
		t.Errorf("the next load: %d rows, %v", r.Rows, err)
	}
}
