package reader

import (
	"strings"
	"testing"
)

func TestJSONInCells(t *testing.T) {
	const head = "id,data,params\n"
	for _, c := range []struct{ name, text, good, rejects string }{
		{"rows", head + `1,"{""a"":7,""b"":""x,y""}",` + "\n" + `2,"{""a"":""8""}",{}` + "\n", "7|x,y\n8|~", ""},
		{"the column that holds most", head + `1,"{""a"":7,""b"":1}","{""a"":0}"` + "\n" + `2,{},"{""a"":0}"` + "\n", "7|1\n~|~", ""},
		{"semicolons, byte order mark, CR LF", "\xef\xbb\xbfid;data\r\n1;\"{\"\"a\"\":7,\"\"b\"\":[1,2]}\"\r\n", "7|[1,2]", ""},
		{"an envelope in a cell", head + `1,"{""items"":[{""a"":1},{""a"":2}]}",` + "\n" + `2,"{""items"":[]}",` + "\n" + `3,"{""a"":3}",` + "\n", "1|~\n2|~\n3|~", ""},
		{"rows that are empty, ragged, and cut off beyond the first", head + strings.Repeat(`1,"{""a"":1}",`+"\n", 20) + "2,,\nx\n" + `3,"{""a"":",` + "\n" + `4,"{""a"":4}",` + "\n",
			strings.Repeat("1|~\n", 20) + "4|~", "shape@315 ragged@319 truncated@321"},
		{"a column with anything else is none", "id,data\n1,\"{\"\"a\"\":1}\"\n2,x\n", "", "syntax@0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := export("json", "a", "b")
			e.Records = []string{"items"}
			f := given(t, "x.csv", []byte(c.text))
			o := read(t, f, e, Limits{})
			o.check(t, c.good, c.rejects)
			s, err := Sniff(f)
			if err != nil {
				t.Fatal(err)
			}
			if m := Match(s, e); m.OK != (len(o.good) > 0) {
				t.Errorf("matched: %+v", m)
			}
		})
	}
}
