package reader

import (
	"fmt"
	"strings"
	"testing"
)

func readCSV(t *testing.T, text string, paths ...string) outcome {
	t.Helper()
	return read(t, given(t, "x.csv", []byte(text)), export("csv", paths...), Limits{})
}

// Databases write NULL as a text, which is no value.
func TestCSVNull(t *testing.T) {
	e := export("csv", "id", "at")
	content := []byte("id\tat\n1\t\\N\n2\tNULL\n3\tx\\N\n")
	o := read(t, given(t, "x.tsv", content), e, Limits{})
	o.check(t, "1|~\n2|NULL\n3|x\\N", "")
	e.Nulls = []string{"NULL"}
	o = read(t, given(t, "x.tsv", content), e, Limits{})
	o.check(t, "1|~\n2|~\n3|x\\N", "")
	if want := `cells whose text stands for NULL, such as \N: 2`; len(o.sum.Notes) != 1 || o.sum.Notes[0] != want {
		t.Errorf("notes %q", o.sum.Notes)
	}
}

// What a terminal shows is padded with blanks, and is no export.
func TestCSVDrawn(t *testing.T) {
	for _, content := range []string{" id | at \n----+----\n 1  | x\n(1 row)\n", "| id | at |\n|----|:---|\n| 1 | x |\n"} {
		o := read(t, given(t, "x.txt", []byte(content)), export("csv", "id", "at"), Limits{})
		if o.err == nil || !strings.Contains(o.err.Error(), "drawn for people") {
			t.Errorf("%q: %v", content, o.err)
		}
	}
}

func TestCSV(t *testing.T) {
	for _, c := range []struct{ name, text, good, rejects string }{
		{"plain", "a,b\n1,2\n3,4\n", "1|2\n3|4", ""},
		{"no last line end", "a,b\n1,2", "1|2", ""},
		{"CR LF", "a,b\r\n1,2\r\n3,4\r\n", "1|2\n3|4", ""},
		{"mixed line ends", "a,b\n1,2\r\n3,4\n", "1|2\n3|4", ""},
		{"other order, names compared loosely", " B ,A\n1,2\n", "2|1", ""},
		{"semicolons with decimal commas", "a;b\n1,5;2\n", "1,5|2", ""},
		{"tabs", "a\tb\n1\t\n", "1|~", ""},
		{"bars", "a|b\n1|2,3\n", "1|2,3", ""},
		{"empty and quoted empty", "a,b\n,\"\"\n\"\",\n", "~|\n|~", ""},
		{"quotes", "a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"x\ny\r\nz\",2\n", "1,5|say \"hi\"\nx\ny\r\nz|2", ""},
		{"only quotes", "a,b\n\"\"\"\",\"\"\"\"\"\"\n", "\"|\"\"", ""},
		{"leading zeros and long numbers", "a,b\n007,9223372036854775808123\n", "007|9223372036854775808123", ""},
		{"spaces are kept", "a,b\n 1 , \n", " 1 | ", ""},
		{"blank lines", "\n\na,b\n\n1,2\n\n\n3,4\n", "1|2\n3|4", ""},
		{"byte order mark", "\xef\xbb\xbfa,b\n1,2\n", "1|2", ""},
		{"short and long rows", "a,b\n1\n1,2\n1,2,3\n5,6\n", "1|2\n5|6", "ragged@4 ragged@10"},
		{"NUL", "a,b\n1,\x00\n1,2\n", "1|2", "nul@4"},
		{"not UTF-8", "a,b\nM\xfcller,1\n1,2\n", "1|2", "encoding@4"},
		{"quote inside", "a,b\nx\"y,2\n1,2\n", "1|2", "quote@4"},
		{"text after quote", "a,b\n\"x\"y,2\n1,2\n", "1|2", "quote@4"},
		{"quote not closed", "a,b\n\"x,2\n1,2\n3,4\n", "1|2\n3|4", "quote@4"},
		{"quote not closed, closed by a later line", "a,b\n\"x,2\n1,\"2\"\n3,4\n", "1|2\n3|4", "quote@4"},
		{"quote not closed at the end", "a,b\n1,2\n\"x,2", "1|2", "quote@8"},
		{"header again", "a,b\n1,2\na,b\n3,4\n", "1|2\n3|4", ""},
		{"lines above", "# made by a tool\n;;;\na,b\n1,2\n", "1|2", ""},
		{"header only", "a,b\n", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) { readCSV(t, c.text, "a", "b").check(t, c.good, c.rejects) })
	}
}

func TestCSVPlaces(t *testing.T) {
	o := readCSV(t, "note\n\na,b\n\"x\n\ny\",1\n\n2,3\nbad\n", "a", "b")
	var got []string
	for _, r := range o.records {
		got = append(got, fmt.Sprintf("%d:%d@%d", r.Row, r.Line, r.Offset))
	}
	if s := strings.Join(got, " "); s != "1:4@10 2:8@20 3:9@24" {
		t.Errorf("records are at %s", s)
	}
}

func TestCSVHeader(t *testing.T) {
	e := export("csv", "a", "b", "c")
	e.Recognise.Fields = []string{"a", "b"}
	file := func(text string) File { return given(t, "x.csv", []byte(text)) }
	read(t, file("id,a\n1,2\n"), e, Limits{}).refused(t, ":1: no column b, which export test needs", "id, a")
	read(t, file("x\ny\n"), e, Limits{}).refused(t, "no header row", "a, b")
	read(t, file(""), e, Limits{}).refused(t, "no content")
	read(t, file("a,b,A\n1,2,3\n1,2,1\n1,2,\n"), e, Limits{}).check(t, "1|2|~", "duplicate-key@6 duplicate-key@18")
	read(t, file("a,b,x\x00\n1,2,3\n"), e, Limits{}).refused(t, "NUL")
	read(t, file("a,b,M\xfcller\n1,2,3\n"), e, Limits{}).refused(t, "Latin-1")
	read(t, file("a,b\n1,2\n"), e, Limits{}).check(t, "1|2|~", "")
	e.Fields[2].Value.Required = true
	read(t, file("a,b\n1,2\n"), e, Limits{}).refused(t, "no column c")
	e.Header = 2
	read(t, file("a,b,c\na,c,b\n1,2,3\n"), e, Limits{}).check(t, "1|3|2", "")
	read(t, file("a,b,c\nx\n1,2,3\n"), e, Limits{}).refused(t, "no header")
	e.Delimiter, e.Header = "~", 0
	read(t, file("a~b~c\n1~2~3\n"), e, Limits{}).check(t, "1|2|3", "")
	e.Delimiter = "::"
	read(t, file("a~b~c\n1~2~3\n"), e, Limits{}).refused(t, "delimiter")
}

func TestCSVColumns(t *testing.T) {
	e := export("csv", "key", "watchers", "none")
	e.Fields[1].Value.Repeated, e.Fields[2].Value.Repeated = true, true
	e.Fields = append(e.Fields, field("either", "x", "y"))
	e.Ignore = []string{"ignored"}
	o := read(t, given(t, "x.csv", []byte("Key,Watchers,Watchers,ignored,more,more,y,x\nK1,a\",b,,,,1,\n")), e, Limits{})
	o.check(t, "", "quote@44")
	o = read(t, given(t, "x.csv", []byte("Key,Watchers,Watchers,ignored,more,more,y,x\nK1,\"a\"\"é\",b,,,,1,\nK2,,,,,,1,2\n")), e, Limits{})
	o.check(t, `K1|["a\"é","b"]|~|1`+"\nK2|[]|~|2", "")
	if got := fmt.Sprint(o.sum.Unknown, o.sum.Notes); got != `[{more 2}] [column "Watchers" comes 2 times column "more" comes 2 times]` {
		t.Errorf("unknown columns and notes: %s", got)
	}
}

func TestCSVManyColumns(t *testing.T) {
	var header, row strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&header, "c%d,", i)
		fmt.Fprintf(&row, "%d,", i)
	}
	readCSV(t, header.String()+"last\n"+row.String()+"end\n", "c0", "c2999", "last").check(t, "0|2999|end", "")
}

func TestCSVTotals(t *testing.T) {
	e := export("csv", "a", "b")
	e.Totals = `^(Total|Sum)`
	file := func(text string) File { return given(t, "x.csv", []byte(text)) }
	o := read(t, file("a,b\n1,2\nTotal rows: 1\nSum,2\n"), e, Limits{})
	o.check(t, "1|2", "")
	if o.sum.Filtered != 2 || fmt.Sprint(o.sum.Totals) != "[Total rows: 1 Sum,2]" {
		t.Errorf("totals: %d %q", o.sum.Filtered, o.sum.Totals)
	}
	// What looks like a total in the middle is a record, or a reject when it has another width.
	o = read(t, file("a,b\n1,2\nTotal,9\nTotal rows: 1\n3,4\nTotal: 5\n"), e, Limits{})
	o.check(t, "1|2\nTotal|9\n3|4", "ragged@16")
	o = read(t, file("a,b\n1,2\nTotal: 1\n\nx,y,z\n1,2,3\n"), e, Limits{})
	o.check(t, "1|2", "")
	if o.sum.Filtered != 1 || len(o.sum.Tables) != 1 {
		t.Errorf("totals before another table: %d, %v", o.sum.Filtered, o.sum.Tables)
	}
}

func TestCSVSeveralTables(t *testing.T) {
	const text = "coin,height,amount\nBTC,1,5\nETH,2,6\n\ncoin,Network,address,amount\nBTC,main,x,5\nETH,main\n\nlast,one\n1,2\n"
	o := readCSV(t, text, "height", "amount")
	o.check(t, "1|5\n2|6", "ragged@77")
	if got := fmt.Sprint(o.sum.Tables); got != "[{ 5 [coin Network address amount] 1} { 9 [last one] 1}]" {
		t.Errorf("other tables: %s", got)
	}
	o = readCSV(t, text, "address", "amount")
	o.check(t, "x|5", "ragged@77")
	if got := fmt.Sprint(o.sum.Tables); got != "[{ 1 [coin height amount] 2} { 9 [last one] 1}]" {
		t.Errorf("other tables: %s", got)
	}
	e := export("csv", "a", "b")
	e.Table = "second"
	titled := given(t, "x.csv", []byte("first\na,b\n1,2\n\nsecond\na,b\n3,4\n\nthird\na,b,c\n5,6,7\n"))
	read(t, titled, e, Limits{}).check(t, "3|4", "")
	// A broken row after a blank line is not a table, and where it looks like one it takes no record with it.
	readCSV(t, "a,b,c\n1,2,3\n\nx,y\n4,5,6\n", "a", "b").check(t, "1|2", "ragged@17")
	readCSV(t, "a,b,c\n1,2,3\n\n4\n5,6,\n7,,\n", "a", "b").check(t, "1|2\n5|6\n7|~", "ragged@13")
}

func TestCSVLimit(t *testing.T) {
	long := strings.Repeat("x", 3000)
	e := export("csv", "a", "b")
	for name, c := range map[string]struct{ row, good string }{
		"line":             {long + ",1\n", ""},
		"quoted":           {"\"" + long + "\",1\n", ""},
		"lines":            {strings.Repeat("\""+long+"\",1\n", 200), ""},
		"longer than held": {strings.Repeat(long, 200) + ",1\n", ""},
		"open quote":       {"\"" + strings.Repeat(long+"\n", 200) + "\"\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, given(t, "x.csv", []byte("a,b\n1,2\n"+c.row+"3,4\n")), e, Limits{Record: 1000})
			if fmt.Sprint(o.good) != "[1|2 3|4]" || len(o.rejects) == 0 {
				t.Errorf("good %v, rejects %v, %v", o.good, o.rejects, o.err)
			}
		})
	}
}

// TestCSVOpenQuotes reads a file in which every line opens a quote that never ends: the work must not grow with the
// square of the lines.
func TestCSVOpenQuotes(t *testing.T) {
	text := "a,b\n" + strings.Repeat("x,\"y \"\"\n", 1<<20)
	o := read(t, given(t, "x.csv", []byte(text)), export("csv", "a", "b"), Limits{})
	if len(o.good) > 0 || o.sum.Damaged == "" || o.records[len(o.records)-1].Reject.Length < int64(len(text))/2 {
		t.Errorf("%d good, %d rejects, damaged: %s", len(o.good), len(o.rejects), o.sum.Damaged)
	}
}
