package reader

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

func utf16le(text string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// A file is surveyed as "format records|fields|always|repeated".
func TestSurvey(t *testing.T) {
	for name, c := range map[string]struct {
		file, content string
		wanted        Wanted
		want          string
	}{
		"comma":                  {"a.csv", "id,amount\n1,2\n", Wanted{}, "csv |id,amount|id,amount|"},
		"title above, semicolon": {"a.csv", "Report, of May\n\nid;amount;x\n1;2,5;\n2;3,5;\n", Wanted{}, "csv |id,amount,x|id,amount,x|"},
		"tab":                    {"a.tsv", "id\tname\n1\tx, y\n", Wanted{}, "csv |id,name|id,name|"},
		"bar":                    {"a.csv", "id|name\n1|x\n", Wanted{}, "csv |id,name|id,name|"},
		"one column":             {"a.csv", "id\n1\n2\n", Wanted{}, "csv |id|id|"},
		"UTF-16":                 {"a.csv", utf16le("id,größe\r\n1,2\r\n"), Wanted{}, "csv |id,größe|id,größe|"},
		"byte order mark":        {"a.csv", "\xef\xbb\xbfid,b\n1,2\n", Wanted{}, "csv |id,b|id,b|"},
		"header twice":           {"a.csv", "id,Tag,tag\n1,x,y\n", Wanted{}, "csv |id,Tag|id,Tag|tag"},
		"wanted is further down": {"a.csv", "x,y\n1,2\n\nid,b\n1,2\n", Wanted{Fields: []string{"b"}}, "csv |id,b|id,b|"},
		"wanted is missing":      {"a.csv", "x,y\n1,2\n", Wanted{Fields: []string{"b"}}, "! there is no column \"b\""},
		"array":                  {"a.json", `[{"a":1,"b":{"c":2}},{"a":2}]`, Wanted{}, "json |a,b|a|"},
		"lines":                  {"a.jsonl", "{\"a\":1}\n{\"a\":2,\"b\":3}\n", Wanted{}, "json |a,b|a|"},
		"concatenated":           {"a.json", `{"a":1}{"a":2}`, Wanted{}, "json |a|a|"},
		"envelope":               {"a.json", `{"next":"x","data":{"items":[{"a":1}]}}`, Wanted{}, "json data.items|a|a|"},
		"two lists":              {"a.json", `{"x":[{"a":1}],"y":[{"b":1}]}`, Wanted{}, "! it has several lists of records: x, y"},
		"two lists, at":          {"a.json", `{"x":[{"a":1}],"y":[{"b":1}]}`, Wanted{Records: "y"}, "json y|b|b|"},
		"two lists, wanted":      {"a.json", `{"x":[{"a":1}],"y":[{"b":{"c":1}}]}`, Wanted{Fields: []string{"b.c"}}, "json y|b|b|"},
		"path is missing":        {"a.json", `[{"a":1}]`, Wanted{Fields: []string{"z"}}, "! the records have no field z"},
		"dotted name":            {"a.json", `[{"a.b":1}]`, Wanted{}, `json |"a.b"|"a.b"|`},
		"YAML":                   {"a.yaml", "a: 1\nb: x\n---\na: 2\n", Wanted{}, "yaml |a,b|a|"},
		"YAML list":              {"a.yaml", "- a: 1\n- a: 2\n", Wanted{}, "yaml |a|a|"},
		"numbers":                {"a.json", `[[1,2],[3]]`, Wanted{}, "! no records"},
		"empty":                  {"a.csv", "", Wanted{}, "! no records can be found in it: the file is empty"},
		"binary":                 {"a.csv", "\x00\x01\x02", Wanted{}, "! no records can be found in it: binary"},
		"parquet":                {"a.parquet", string(smallParquet(t)), Wanted{}, "parquet |a,b,c|a,b,c|"},
		"parquet, wanted":        {"a.parquet", string(smallParquet(t)), Wanted{Fields: []string{"z"}}, "! there is no column z"},
		"workbook":               {"a.xlsx", string(smallWorkbook(t)), Wanted{}, "xlsx |a,b|a,b|"},
		"workbook, no sheet":     {"a.xlsx", string(smallWorkbook(t)), Wanted{Sheet: "May"}, `! no sheet "May"`},
	} {
		s, err := Survey(given(t, c.file, []byte(c.content)), c.wanted)
		join := func(l []string) string { return strings.Join(l, ",") }
		got := s.Format + " " + join(s.Records) + "|" + join(s.Fields) + "|" + join(s.Always) + "|" + join(s.Repeated)
		if err != nil {
			got = "! " + err.Error()
		}
		if want, failing := strings.CutPrefix(c.want, "! "); failing && (err == nil || !strings.Contains(got, want)) || !failing && got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestSurveyTakesTheSheetThatIsNamed(t *testing.T) {
	book := workbookOf(t, func(x *excelize.File, s string) {
		set(t, x, s, "A1", "a", "b")
		if _, err := x.NewSheet("May"); err != nil {
			t.Fatal(err)
		}
		set(t, x, "May", "A1", "Report")
		set(t, x, "May", "A2", "id", "amount", "vendor")
		set(t, x, "May", "A3", 1, 2.5, "x")
	})
	s, err := Survey(given(t, "x.xlsx", book), Wanted{Sheet: "may"})
	if err != nil || s.Sheet != "May" || strings.Join(s.Fields, ",") != "id,amount,vendor" {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestColumnNames(t *testing.T) {
	s := Shape{Fields: []string{"Doc No.", "Größe (EUR)", "", "2024", "doc-no", "ÉTÉ", "名前", `"a.b"`}}
	if got := strings.Join(s.ColumnNames(), " "); got != "doc_no grosse_eur column_3 c_2024 doc_no_2 ete column_7 a_b" {
		t.Error(got)
	}
}
