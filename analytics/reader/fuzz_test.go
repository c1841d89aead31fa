package reader

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// FuzzScan holds the scanner against jsontext, for what is well formed, and against encoding/json, for what is found.
// The scanner reads the first text twice, with the second in between, since it learns from what it reads.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		`{"a":1,"b":{"c":"x"},"l":[{"k":"v"},2]}`, `{"b":{"d":1,"c":null},"a":"\ud83d\ude00\u00e9\\"}`, `{"a":-0.0e-10,"a":1}`,
		`{"b":{"c":1,"c":2}}`, `[1,2]`, `"\ud800"`, "{\"a\":\"\xff\"}", `{"a":[[[[]]]],"z":{}}`, `{"a" : tru}`, `{"a":01}`, `{"":"","a":"é"}`,
		`{"l":[{"k":{"k":1}},{"k":2,"j":[3]}],"b":[]}`, `{"\u0061":1}`, "{\"a\":\"\x7f\x00\"}",
	} {
		f.Add([]byte(s), []byte(`{"x":1,"a":2}`))
		f.Add([]byte(`{"a":1,"b":{"c":3}}`), []byte(s))
	}
	f.Add([]byte(`{"`+strings.Repeat(`\u006e`, 60)+`":1,"`+strings.Repeat("n", 60)+`":1}`), []byte(`{}`))
	f.Add([]byte(`{"a":"x","b":{"c":true},"z":null}`), []byte(`{"a":"xy","b":{"c":true1}}`))
	f.Add([]byte(`{"a":{"p":1},"z":{"p":1},"l":["m"],"y":["m"]}`), []byte(`{"a":{"p":1,"p":1},"z":{"p":1}},"l":["m"]]}`))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		e := export("json", "a", "b.c", "l[0].k", "$")
		p, err := compile(e)
		if err != nil {
			t.Fatal(err)
		}
		s := newScanner(p.record, len(e.Fields))
		s.learn = true
		for _, text := range [][]byte{one, two, one} {
			text = bytes.TrimLeft(text, " \t\r\n")
			if len(text) > 0 && (text[0] == '{' || text[0] == '[' || text[0] == '"') {
				sameAsOthers(t, s, text)
			}
		}
	})
}

func sameAsOthers(t *testing.T, s *scanner, text []byte) {
	n := s.scan(text)
	d := jsontext.NewDecoder(bytes.NewReader(text))
	want, err := d.ReadValue()
	if n < 0 && err == nil && s.code != CodeTooDeep {
		t.Fatalf("refused as %q (%d), jsontext reads %q", s.code, n, want)
	}
	if n < 0 {
		return
	}
	if err != nil || n != len(want) {
		t.Fatalf("read %q, jsontext: %q, %v", text[:n], want, err)
	}
	var members map[string]json.RawMessage
	if text[0] != '{' {
		return
	}
	if err := json.Unmarshal(want, &members); err != nil {
		t.Fatalf("encoding/json: %v", err)
	}
	sameText(t, "a", s.values[0], members["a"])
	var b map[string]json.RawMessage
	if json.Unmarshal(members["b"], &b) == nil {
		sameText(t, "b.c", s.values[1], b["c"])
	}
	var l []json.RawMessage
	if json.Unmarshal(members["l"], &l) == nil && len(l) > 0 {
		var k map[string]json.RawMessage
		if json.Unmarshal(l[0], &k) == nil {
			sameText(t, "l[0].k", s.values[2], k["k"])
		}
	}
	if !bytes.Equal(s.values[3], text[:n]) {
		t.Errorf("the whole record is %q", s.values[3])
	}
}

func sameText(t *testing.T, path string, got []byte, raw json.RawMessage) {
	t.Helper()
	want := []byte(raw)
	if len(raw) == 0 || string(raw) == "null" {
		want = nil
	} else if raw[0] == '"' {
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			t.Fatal(err)
		}
		want = []byte(s)
	}
	if (got == nil) != (want == nil) || !bytes.Equal(got, want) {
		t.Errorf("%s is %q, encoding/json has %q", path, got, want)
	}
}

// fuzzFile reads a file as one format; read proves what must hold of every file.
func fuzzFile(f *testing.F, format string, paths []string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "x")
	e := export(format, paths...)
	e.Records, e.Pattern = []string{"items"}, `^(?P<a>\w+) (?P<b>.*)$`
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		read(t, OneFile(path), e, Limits{Record: 300})
		if s, err := Sniff(OneFile(path)); err == nil {
			s.Describe()
			Match(s, e)
		}
		Expand(context.Background(), []string{path})
	})
}

func FuzzJSON(f *testing.F) {
	fuzzFile(f, "json", []string{"a", "^b"}, `{"b":1,"items":[{"a":1},{"a":2,"a":3}],"c":[]}`, "{\"a\":1}\n{\"a\":\n{\"a\":3}\n", `[{"a":"\ud800"},[`,
		"id,c\n1,\"{\"\"a\"\":1}\"\n2,{}\n", `[[{"a":1}],[1]] x`, "\xff\xfe{\x00}\x00", `{"x":"`+string(bytes.Repeat([]byte("y"), 400))+`","items":[{"a":1}]}`)
}

func FuzzYAML(f *testing.F) {
	fuzzFile(f, "yaml", []string{"a", "^b"}, "a: 1\n---\na: &x [1, *x]\n", "b: 1\nitems:\n- a: 1\n- a: |\n    x\n    - y\n", "- a: 007\n- {a: 1, a: 2}\n",
		"a: !!str 1\n? b\n: c\n<<: {d: e}\n", "x: &a [a]\ny: *a\n...\n--- # c\n")
}

func FuzzLines(f *testing.F) {
	fuzzFile(f, "lines", []string{"a", "b"}, "one two\nthree\n\nfour five\r\n", "a b\x00\n\xff c\n")
}

func FuzzCSVFile(f *testing.F) {
	fuzzFile(f, "csv", []string{"a", "b"}, "a,b\n1,2\n\"x\ny\",\"\"\n1\n", "x;y\n\n# c\nb\ta\r\n1\t2\r\n", "a,b\n\"1,2\n3,4\n", "a,b\n1,2\n\nc,d,e\n1,2,3\n", "a|b\n1|\"\"\"\"\n")
}

func FuzzParquet(f *testing.F) {
	fuzzFile(f, "parquet", []string{"a", "b"}, string(smallParquet(f)), "PAR1\x00\x00\x00\x00PAR1")
}

func FuzzXLSX(f *testing.F) {
	fuzzFile(f, "xlsx", []string{"a", "b"}, string(smallWorkbook(f)), "PK\x03\x04")
}

// FuzzSheet changes the XML of a sheet, which a change of the packed workbook would hardly ever reach.
func FuzzSheet(f *testing.F) {
	const sheet = `<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="str"><v>b</v></c></row>` +
		`<row r="2" hidden="1"><c r="A2" s="1"><f>1+1</f><v>45292.5</v></c><c r="B2" t="b"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`
	f.Add([]byte(sheet))
	f.Add([]byte(`<worksheet><sheetData><row><c><v>1</v></c><c t="s"><v>7</v></c></row></sheetData></worksheet>`))
	book := smallWorkbook(f)
	path := filepath.Join(f.TempDir(), "x.xlsx")
	f.Fuzz(func(t *testing.T, sheet []byte) {
		if err := os.WriteFile(path, rezip(t, book, "xl/worksheets/sheet1.xml", "", string(sheet)), 0o600); err != nil {
			t.Fatal(err)
		}
		read(t, OneFile(path), export("xlsx", "a", "b"), Limits{Record: 1000})
	})
}

// FuzzExpand opens whatever is found in a file that may be an archive.
func FuzzExpand(f *testing.F) {
	f.Add(zipOf(f, packed{name: "1.csv", content: "a"}, packed{name: "../2", content: "b"}))
	f.Add(tarOf(f, packed{name: "1.csv", content: "a"}))
	f.Add(gzipped(f, tarOf(f, packed{name: "1.csv", content: "a"})))
	f.Add(zipOf(f, packed{name: "1.zip", content: string(zipOf(f, packed{name: "1.csv"}))}))
	path := filepath.Join(f.TempDir(), "x")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		files, problems := Expand(t.Context(), []string{path})
		if len(files)+len(problems) == 0 {
			t.Error("nothing is said of it")
		}
		for _, m := range files {
			if m.Name != path && badMember(member{name: m.Name[len(path)+1:]}) != "" {
				t.Errorf("%q was let in", m.Name)
			}
			if r, err := m.open(); err == nil {
				io.Copy(io.Discard, io.LimitReader(r, 1<<20))
				r.Close()
			}
		}
	})
}

// FuzzCSV holds what is read as good against encoding/csv, which follows the same RFC.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,b\n\"1\",\"x\"\"y\"\r\n,\n", "a,b\n\"1\n2\",3\n", "a,b\n1\n1,2,3\n", "a,b\n1,\"2\n", "a,b\nx\"y,2\n", "a,b\n\n\n1,2"} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "x.csv")
	f.Fuzz(func(t *testing.T, rows []byte) {
		content := append([]byte("a,b\n"), rows...)
		r := csv.NewReader(bytes.NewReader(content))
		all, err := r.ReadAll()
		if err != nil || bytes.IndexByte(rows, '\r') >= 0 {
			return // encoding/csv also changes CR LF inside of quotes
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		o := read(t, OneFile(path), export("csv", "a", "b"), Limits{})
		if len(o.rejects) > 0 || o.err != nil || len(o.sum.Tables) > 0 {
			return // not UTF-8, or a row that looks like another table
		}
		var want []string
		for _, row := range all[1:] {
			if !slices.Equal(row, all[0]) {
				want = append(want, row[0]+"|"+row[1])
			}
		}
		for i, g := range o.good {
			o.good[i] = string(bytes.ReplaceAll([]byte(g), []byte("~"), nil))
		}
		for i, w := range want {
			want[i] = string(bytes.ReplaceAll([]byte(w), []byte("~"), nil))
		}
		nothing := func(row string) bool { return row == "|" } // a row of delimiters alone is no record
		o.good, want = slices.DeleteFunc(o.good, nothing), slices.DeleteFunc(want, nothing)
		if !slices.Equal(o.good, want) {
			t.Errorf("read %q, encoding/csv has %q", o.good, want)
		}
	})
}
