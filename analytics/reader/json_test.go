package reader

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/sqlfile"
)

func readJSON(t *testing.T, text string, records ...string) outcome {
	t.Helper()
	e := export("json", "id", "who.name")
	e.Records = records
	return read(t, given(t, "x.json", []byte(text)), e, Limits{})
}

func TestJSONArrangements(t *testing.T) {
	const want = "1|ann\n2|~"
	const one, two = `{"id":1,"who":{"name":"ann"}}`, `{"id":2,"who":null}`
	for name, text := range map[string]string{
		"array":                  "[" + one + "," + two + "]",
		"array over lines":       "[\n " + one + " ,\n " + two + "\n]\n",
		"lines":                  one + "\n" + two + "\n",
		"lines without end":      one + "\r\n" + two,
		"blank lines":            "\n\n" + one + "\n\n\n" + two + "\n\n",
		"one after the other":    one + two,
		"inside of an array":     one + ",\n" + two + ",\n",
		"envelope":               `{"Records":[` + one + "," + two + "]}",
		"envelope, key late":     `{"next":"x","more":{"a":[1,{"b":2}]},"Records":[` + one + "," + two + `],"count":2}`,
		"envelopes":              `{"Records":[` + one + `]}{"Records":[` + two + "]}",
		"array of envelopes":     `[{"Records":[` + one + `]},{"Records":[` + two + "]}]",
		"array of arrays":        `[[` + one + `],[` + two + "]]",
		"nested envelope":        `{"data":{"items":[` + one + "," + two + `]},"x":1}`,
		"second key":             `{"Events":[` + one + "," + two + `]}`,
		"both keys":              `{"Records":[` + one + `],"Events":[` + two + `]}`,
		"empty envelope between": `{"Records":[]}{"Records":[` + one + "," + two + `]}`,
		"null envelope between":  `{"Records":null,"n":0}{"Records":[` + one + "," + two + `]}`,
		"byte order mark":        "\xef\xbb\xbf[" + one + "," + two + "]",
		"deep space":             " \t\r\n[ \n" + one + "\t,\r\n" + two + " ] \n ",
	} {
		t.Run(name, func(t *testing.T) {
			readJSON(t, text, "Records", "Events", "data.items").check(t, want, "")
		})
	}
}

// Null in place of the records is an empty page, unless something that the export takes stands beside it: then it is a record.
func TestJSONNullRecords(t *testing.T) {
	for text, want := range map[string]string{
		`{"Records":null,"n":0}`:                  "",
		`{"Records":null,"id":7}`:                 "7|{\"Records\":null,\"id\":7}",
		`{"id":null,"Records":null}`:              "~|{\"id\":null,\"Records\":null}",
		`[{"Records":null},{"n":1,"Records":[]}]`: "",
	} {
		e := export("json", "id", "$")
		e.Records = []string{"Records"}
		read(t, given(t, "x.json", []byte(text)), e, Limits{}).check(t, want, "")
	}
}

// An answer of one record has an object in place of the list; what is said of the key says whether that is one.
func TestJSONSingle(t *testing.T) {
	const one, two = `{"id":1,"who":{"name":"ann"},"data":{"id":9}}`, `{"id":2}`
	single := func(text string) outcome {
		e := export("json", "id", "who.name")
		e.Records, e.Single, e.Ignore = []string{"data", "in.data"}, true, []string{"data"}
		return read(t, given(t, "x.json", []byte(text)), e, Limits{})
	}
	for name, text := range map[string]string{
		"object":        `{"data":` + one + `,"more":{"id":7}}{"data":` + two + "}",
		"list":          `{"data":[` + one + "," + two + "]}",
		"object nested": `{"n":1,"in":{"x":0,"data":` + one + `}}{"in":{"data":` + two + "}}",
		"both":          `[{"data":` + one + `},{"data":[` + two + "]}]",
	} {
		t.Run(name, func(t *testing.T) { single(text).check(t, "1|ann\n2|~", "") })
	}
	if o := single(`{"data":` + one + "}"); string(o.records[0].Path) != "data" || o.records[0].Offset != 8 {
		t.Errorf("the record is at %s, byte %d", o.records[0].Path, o.records[0].Offset)
	}
	if o := single(`{"data":{"id":1,"who":`); len(o.good) != 0 || len(o.rejects) != 1 {
		t.Errorf("a record that is cut off: %d records, %d rejects", len(o.good), len(o.rejects))
	}
}

func TestJSONPlaces(t *testing.T) {
	o := readJSON(t, `{"a":1,"data":{"items":[{"id":1},{"id":2}]}}`, "data.items")
	if got := string(o.records[1].Path); got != "data.items[1]" || o.records[1].Offset != 33 {
		t.Errorf("second record is at %s, byte %d", got, o.records[1].Offset)
	}
	if o := readJSON(t, `{"Other":[1,2],"Records":[{"id":1}],"More":[]}`, "Records"); len(o.sum.Tables) != 2 || o.sum.Tables[0].Name != "Other" {
		t.Errorf("other lists of the envelope: %v", o.sum.Tables)
	}
}

func TestJSONValues(t *testing.T) {
	e := export("json", "$", "s", "n", "b", "o", "l[1]", "l[0].k", `"a.b/c".d`, "none")
	e.Fields = append(e.Fields, field("first", "missing", "z", "n"))
	text := `{ "s":"a\"\u00e9\ud83d\ude00\n", "n":123456789012345678901234567890.10E+2, "b":true, "o":{ "x" : [ ] }, "l":[{"k":"v"},-0.5], "a.b/c":{"d":""}, "z":null }`
	o := read(t, given(t, "x.json", []byte(text)), e, Limits{})
	o.check(t, text+"|a\"é😀\n|123456789012345678901234567890.10E+2|true|{ \"x\" : [ ] }|-0.5|v||~|123456789012345678901234567890.10E+2", "")
}

func TestJSONEnvelopeValues(t *testing.T) {
	e := export("json", "id", "^account", "^page.next", "^$")
	e.Records = []string{"items"}
	o := read(t, given(t, "x.json", []byte(`{"account":"A","items":[{"id":1},{"id":2}],"page":{"next":"n"}} {"items":[{"id":3}],"account":"B"} {"id":4}`)), e, Limits{})
	o.check(t, "1|A|n|~\n2|A|n|~\n3|B|~|~\n4|~|~|~", "")
}

func TestJSONUnwrap(t *testing.T) {
	e := export("json", "id", "who.name")
	e.Records, e.Unwrap = []string{"Events"}, []string{"Inner"}
	o := read(t, given(t, "x.json", []byte(`{"Events":[
		{"Id":"x","Inner":"{\"id\":1,\"who\":{\"name\":\"a\\u00e9\"}}"},
		{"id":2,"who":{"name":"not wrapped"}},
		{"Inner":"{\"id\":3,\"id\":4}"},
		{"Inner":"{\"id\":5"},
		{"Inner":"text"},
		{"Inner":{"id":6}}]}`)), e, Limits{})
	o.check(t, "1|aé\n2|not wrapped\n6|~", "duplicate-key@122 truncated@157 shape@182")
}

// TestJSONBroken wants each broken record to cost itself, or the rest of the file where nothing tells where the next
// record begins.
func TestJSONBroken(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)
	for _, c := range []struct{ name, text, good, rejects string }{
		{"line: cut off", "{\"id\":1}\n{\"id\":2,\n{\"id\":3}\n", "1|~\n3|~", "truncated@9"},
		{"line: first", "{\"id\":1\n{\"id\":2}\n", "2|~", "truncated@0"},
		{"line: last", "{\"id\":1}\n{\"id\":2", "1|~", "truncated@9"},
		{"line: garbage after", "{\"id\":1}\n{\"id\":2} x\n{\"id\":3}\n", "1|~\n2|~", "syntax@18"},
		{"line: text", "{\"id\":1}\nhello\n{\"id\":3}\n", "1|~\n3|~", "syntax@9"},
		{"line: number", "{\"id\":1}\n7\n{\"id\":3}\n", "1|~\n3|~", "shape@9"},
		{"line: commas", "{\"id\":1},\n{\"id\":2,\n{\"id\":3},,\n{\"id\":4}\n", "1|~\n3|~\n4|~", "truncated@10 syntax@28"},
		{"line: duplicate", "{\"id\":1}\n{\"id\":2,\"\\u0069d\":3}\n{\"id\":3}\n", "1|~\n3|~", "duplicate-key@9"},
		{"line: deep", "{\"id\":1}\n" + deep + "\n{\"id\":3}\n", "1|~\n3|~", "too-deep@9"},
		{"array: duplicate", `[{"id":1,"id":1},{"id":2}]`, "2|~", "duplicate-key@1"},
		{"array: duplicate far down", `[{"id":1,"x":[{"y":{"a":1,"a":2}}]},{"id":2}]`, "2|~", "duplicate-key@1"},
		{"array: not UTF-8", "[{\"id\":\"\xff\"},{\"id\":2}]", "2|~", "encoding@1"},
		{"array: name not UTF-8", "[{\"\xff\":1},{\"id\":2}]", "2|~", "encoding@1"},
		{"array: half a pair", `[{"id":"\ud800"},{"id":"\udc00"},{"id":"\ud800\ud800"},{"id":2}]`, "2|~", "encoding@1 encoding@17 encoding@33"},
		{"array: deep", `[` + deep + `,{"id":2}]`, "2|~", "too-deep@1"},
		{"array: no object", `[1,"a",{"id":2},null,[3],true]`, "2|~", "shape@1 shape@3 shape@16 shape@22 shape@25"},
		{"array: comma missing", `[{"id":1}{"id":2}]`, "1|~", "syntax@9"},
		{"array: comma at the end", `[{"id":1},]`, "1|~", "syntax@10"},
		{"array: grammar", `[{"id":1},{"id":01},{"id":2}]`, "1|~", "syntax@10"},
		{"array: control character", "[{\"id\":1},{\"id\":\"a\nb\"},{\"id\":2}]", "1|~", "syntax@10"},
		{"array: cut off", `[{"id":1},{"id":`, "1|~", "truncated@10"},
		{"array: not closed", `[{"id":1}`, "1|~", "truncated@9"},
		{"array: garbage after", `[{"id":1}] ]`, "1|~", "syntax@11"},
		{"envelope: cut off", `{"Records":[{"id":1},{"id`, "1|~", "truncated@21"},
		{"envelope: not closed", `{"Records":[{"id":1}]`, "1|~", "truncated@21"},
		{"envelope: name", `{"Records":[{"id":1}],x:1}`, "1|~", "syntax@22"},
		{"envelope: bad value", `{"Records":[{"id":1}],"x":tru}`, "1|~", "syntax@26"},
		{"NaN", `[{"id":NaN}]`, "", "syntax@1"},
		{"plus", `[{"id":+1}]`, "", "syntax@1"},
		{"infinite", `[{"id":1e400}]`, "1e400|~", ""},
		{"single quotes", `{'id':1}`, "", "syntax@0"},
		{"text only", `hello`, "", "syntax@0"},
		{"NUL", "{\"id\":\"a\x00b\"}", "", "syntax@0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := readJSON(t, c.text, "Records")
			o.check(t, c.good, c.rejects)
		})
	}
}

func TestJSONDamagedIsSaid(t *testing.T) {
	for text, damaged := range map[string]bool{
		`[{"id":1},{"id":`:           true,
		`[{"id":1}`:                  true,
		"{\"id\":1}\n{\"id\":2":      true,
		"{\"id\":1}\n{\"id\n{}\n":    false,
		`[{"id":1,"id":2},{"id":1}]`: false,
	} {
		if o := readJSON(t, text); (o.sum.Damaged != "") != damaged {
			t.Errorf("%s: damaged: %q", text, o.sum.Damaged)
		}
	}
}

func TestJSONLimit(t *testing.T) {
	long := `{"id":"` + strings.Repeat("x", 5000) + `"}`
	e := export("json", "id")
	e.Records = []string{"Records"}
	limits := Limits{Record: 1000}
	for name, c := range map[string]struct{ text, rejects string }{
		"array":    {`[{"id":1},` + long + `,{"id":2}]`, "too-large@10"},
		"envelope": {`{"Other":[` + long + `],"Records":[{"id":1},` + long + `,{"id":2}]}`, "too-large@5041"},
		"lines":    {"{\"id\":1}\n" + long + "\n{\"id\":2}\n", "too-large@9"},
	} {
		t.Run(name, func(t *testing.T) {
			// The window is larger than the limit, so that the record itself is too long and not only the window full.
			read(t, given(t, "x.json", []byte(c.text)), e, limits).check(t, "1\n2", c.rejects)
			big := strings.ReplaceAll(c.text, "x", strings.Repeat("x", 400))
			o := read(t, given(t, "y.json", []byte(big)), e, limits)
			if len(o.good) != 2 || len(o.rejects) != 1 || o.records[len(o.records)-2].Reject.Length != int64(9+5000*400) {
				t.Errorf("a record longer than the window: %v %v", o.good, o.rejects)
			}
		})
	}
}

func TestJSONHugeEnvelope(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(`{"Users":[`)
	for i := range 40_000 {
		fmt.Fprintf(&b, `{"name":"user-%d","x":"[{]}\\\""},`, i)
	}
	b.WriteString(`{}],"Records":[{"id":1}],"tail":"`)
	e := export("json", "id")
	e.Records = []string{"Records"}
	text := b.String() + strings.Repeat("y", 600_000) + `"}`
	read(t, given(t, "x.json", []byte(text)), e, Limits{Record: 4096}).check(t, "1", "")
	read(t, given(t, "x.json", []byte(strings.Replace(text, "Records", "Recodrs", 1))), e, Limits{Record: 4096}).check(t, "", "too-large@0")
}

func TestJSONUnknownAndRequired(t *testing.T) {
	e := export("json", "id", "who.name")
	e.Ignore = []string{"ignored"}
	o := read(t, given(t, "x.json", []byte(`{"id":1,"b":1,"ignored":0} {"a":1,"b":{"c":1},"who":{"else":1}}`)), e, Limits{})
	if got := fmt.Sprint(o.sum.Unknown); got != "[{a 1} {b 2}]" {
		t.Errorf("unknown fields: %s", got)
	}
	e.Fields[1].Value.Required = true
	read(t, given(t, "x.json", []byte(`{"id":1} {"who":{"names":1}}`)), e, Limits{}).refused(t, "who.name", "test")
	read(t, given(t, "x.json", []byte(`{"id":1} {"who":{"name":null}}`)), e, Limits{}).check(t, "1|~\n~|~", "")
}

func TestJSONManyNames(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `"k%d":{"x":%d},`, i, i)
	}
	for _, last := range []string{`"k4999":1`, `"k0":1`, `"k31":1`, `"k32":1`, `"k64":1`} {
		readJSON(t, "["+`{"id":1,`+b.String()+last+`},{"id":2}]`).check(t, "2|~", "duplicate-key@1")
	}
	readJSON(t, "["+`{"id":1,`+b.String()+`"z":1},{"id":2}]`).check(t, "1|~\n2|~", "")
}

// TestJSONOrders reads objects whose names come in ever other orders, which the scanner's shapes must not confuse.
func TestJSONOrders(t *testing.T) {
	lines := []string{
		`{"id":1,"who":{"name":"a","x":1},"t":1}`, `{"who":{"x":1,"name":"b"},"id":2}`, `{"t":1,"id":3,"u":{"name":0},"who":{"name":"c"}}`,
		`{"u":1,"t":1,"who":{"name":"d"},"id":4}`, `{"id":5,"t":1,"id2":1,"who":{"y":1,"name":"e"}}`,
	}
	text := strings.Repeat(strings.Join(lines, "\n")+"\n", 100)
	o := readJSON(t, text)
	o.check(t, strings.Repeat("1|a\n2|b\n3|c\n4|d\n5|e\n", 100), "")
	for _, broken := range []string{`{"id":1,"t":1,"id":1}`, `{"t":1,"id":1,"t":2}`, `{"who":{"name":1,"x":1,"name":1},"id":1}`, `{"u":1,"new":1,"id":2,"new":1}`, `{"id":1,"n2":1,"id":2}`} {
		readJSON(t, text+broken+"\n").check(t, strings.Repeat("1|a\n2|b\n3|c\n4|d\n5|e\n", 100), fmt.Sprintf("duplicate-key@%d", len(text)))
	}
}

// Of alternative paths the first that is there wins, wherever it stands in the envelope.
func TestAnEnvelopeKeepsTheOrderOfAlternatives(t *testing.T) {
	e := &contract.Export{
		ID: "x", Format: "json", Records: []string{"results"},
		Fields: sqlfile.Pairs[contract.Field]{{Key: "run", Value: contract.Field{Paths: []string{"^meta.name", "^id"}}}, {Key: "a", Value: contract.Field{Paths: []string{"a"}}}},
	}
	for _, text := range []string{
		`{"id": "second", "meta": {"name": "first"}, "results": [{"a": 1}]}`,
		`{"meta": {"name": "first"}, "results": [{"a": 1}], "id": "second"}`,
	} {
		name := filepath.Join(t.TempDir(), "x.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), OneFile(name), e, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var r Record
		if err := s.Next(&r); err != nil || string(r.Values[0]) != "first" {
			t.Errorf("%s gives %q, %v", text, r.Values[0], err)
		}
		s.Close()
	}
}

func TestJSONPaging(t *testing.T) {
	for text, want := range map[string]Paging{
		`{"Records":[{"id":1}]}`:                                                         {Pages: 1, Total: -1},
		`{"Records":[{"id":1}],"nextPageToken":"x","total":7}`:                           {Pages: 1, Open: 1, Says: "nextPageToken", Total: 7},
		`{"total_count":"7","Records":[{"id":1}],"nextPageToken":"","next":null}`:        {Pages: 1, Total: -1},
		`{"Records":[{"id":1}],"has_more":true,"next_page":"2"}`:                         {Pages: 1, Open: 1, Says: "next_page", Total: -1},
		`{"Records":[{"id":1}],"isLast":false}{"Records":[{"id":1}],"isLast":true}`:      {Pages: 2, Open: 1, Says: "isLast: false", Total: -1},
		`{"metadata":{"continue":"abc","total":3},"Records":[{"id":1,"total":9}]}`:       {Pages: 1, Open: 1, Says: "continue", Total: 3},
		`{"data":{"pageInfo":{"hasNextPage":false,"endCursor":"x"},"items":[{"id":1}]}}`: {Pages: 1, Total: -1},
		`[{"id":1,"next":"x"}]`: {Total: -1},
	} {
		o := readJSON(t, text, "Records", "data.items")
		got := *o.sum.Paging
		got.open = 0
		if got != want {
			t.Errorf("%s\ngot  %+v\nwant %+v", text, got, want)
		}
	}
}
