package reader

import (
	"fmt"
	"strings"
	"testing"
)

// TestScanSameValues reads objects whose values were always the same until then: the scanner expects them, and must see
// each way in which they are not.
func TestScanSameValues(t *testing.T) {
	usual := `{"a":"text","b":{"c":true},"z":"beside","y":null,"o":{"p":1,"q":"r"},"l":["m",2]}`
	for _, c := range []struct{ text, a, c string }{
		{usual, "text", "true"},
		{`{"a":"text2","b":{"c":true},"z":"beside","y":null}`, "text2", "true"},
		{`{"a":"tex","b":{"c":false},"z":"beside","y":0}`, "tex", "false"},
		{`{"a":"text\n","b":{"c":"true"},"z":"besides","y":{}}`, "text\n", "true"},
		{`{"a":null,"b":{"c":null},"z":null,"y":[null]}`, "", ""},
		{"{ \"a\" : \"text\" ,\n\"b\": {\"c\":true\n} , \"z\":\"beside\",\"y\":null }", "text", "true"},
		{`{"a":"","b":{"c":[true]}}`, "", "[true]"},
		{`{` + strings.Repeat(" ", 2*maxExpected) + `"a":"text","b":{"c":true}}`, "text", "true"},
		{`{"a":"text","b":{"c":true},"` + strings.Repeat("n", 2*maxExpected) + `":0,"z":null}`, "text", "true"},
		{`{"b":{"c":true},"a":"text"}`, "text", "true"},
		{`{"a":"text","b":{"c":true},"o":{"p":1,"q":"rs"},"l":["m",2,3]}`, "text", "true"},
		{`{"a":"text","b":{"c":true},"o":{"p":1},"l":["m"]}`, "text", "true"},
		{`{"a":"text","b":{"c":true},"o":{},"l":[[]]}`, "text", "true"},
		{`{"a":"text","b":{"c":true},"o":["m",2],"l":{"p":1,"q":"r"}}`, "text", "true"},
		{`{"a":{"p":1,"q":"r"},"b":{"c":["m",2]}}`, `{"p":1,"q":"r"}`, `["m",2]`},
		{`{"a":["m",2],"b":["c",true]}`, `["m",2]`, ""},
	} {
		s := abScanner(t)
		for range 3 {
			if n := s.scan([]byte(usual)); n != len(usual) {
				t.Fatal(n, s.code)
			}
		}
		for _, text := range []string{c.text, usual, c.text} {
			for cut := range len(text) {
				if n := s.scan([]byte(text[:cut])); n != short {
					t.Errorf("%s gives %d", text[:cut], n)
				}
			}
		}
		if n := s.scan([]byte(c.text + ",")); n != len(c.text) || string(s.values[0]) != c.a || string(s.values[1]) != c.c {
			t.Errorf("%s gives %d, %q", c.text, n, s.values)
		}
		if n := s.scan([]byte(usual)); n != len(usual) || string(s.values[0]) != "text" || string(s.values[1]) != "true" {
			t.Errorf("after %s: %d, %q", c.text, n, s.values)
		}
	}
}

// TestScanSameValuesBroken reads what begins as always and is broken then.
func TestScanSameValuesBroken(t *testing.T) {
	usual := `{"a":"text","b":{"c":true},"z":null,"o":{"p":1,"q":"r"},"l":["m",2]}`
	for text, code := range map[string]string{
		`{"a":"text"x,"b":{"c":true}}`:                      CodeSyntax,
		`{"a":"text","b":{"c":true1},"z":null}`:             CodeSyntax,
		`{"a":"text","b":{"c":true},"z":nullx}`:             CodeSyntax,
		`{"a":"text","b":{"c":true},"z":null,}`:             CodeSyntax,
		`{,"a":"text","b":{"c":true},"z":null}`:             CodeSyntax,
		`{"a":"text""b":{"c":true},"z":null}`:               CodeSyntax,
		`{"a":"text","b":{"c":true},"z":null,"a":"text"}`:   CodeDuplicate,
		`{"a":"text","a":"text"}`:                           CodeDuplicate,
		`{"a":"text","b":{"c":true,"c":true},"z":null}`:     CodeDuplicate,
		"{\"a\":\"tex\xff\",\"b\":{\"c\":true},\"z\":null}": CodeEncoding,
		"{\"a\":\"text\x01\",\"b\":{\"c\":true}}":           CodeSyntax,
		`{"a":"text","o":{"p":1,"q":"r"}x}`:                 CodeSyntax,
		`{"a":"text","o":{"p":1,"q":"r","p":1}}`:            CodeDuplicate,
		`{"a":"text","o":{"p":1,"q":"r"},"o":{"p":1}}`:      CodeDuplicate,
		`{"a":"text","o":{"p":1,"q":"r"]}`:                  CodeSyntax,
		`{"a":"text","l":["m",2}}`:                          CodeSyntax,
		`{"a":"text","l":["m",2]]}`:                         CodeSyntax,
		`{"a":"text","l":["m",02]}`:                         CodeSyntax,
	} {
		s := abScanner(t)
		for range 2 {
			s.scan([]byte(usual))
			if n := s.scan([]byte(text)); n != bad || s.code != code {
				t.Errorf("%s gives %d %q, expected %q", text, n, s.code, code)
			}
		}
	}
}

// TestScanSameValuesDeep reads a flat value that was always the same, too deep: where it stood before, it was not.
func TestScanSameValuesDeep(t *testing.T) {
	for _, value := range []string{`{"o":{}}`, `{"o":[1]}`, `{"o":{"p":"q"}}`} {
		s := abScanner(t)
		for deep, want := range map[int]int{1: 0, maxDepth - 2: 0, maxDepth - 1: bad} {
			text := `{"l":` + strings.Repeat("[", deep-1) + value + strings.Repeat("]", deep-1) + "}"
			if want == 0 {
				want = len(text)
			}
			for range 3 {
				s.scan([]byte(`{"l":` + value + `}`))
				s.scan([]byte(`{"l":[` + value + `]}`))
				if n := s.scan([]byte(text)); n != want || n == bad && s.code != CodeTooDeep {
					t.Errorf("%s in %d arrays gives %d %q", value, deep-1, n, s.code)
				}
			}
		}
	}
}

// TestScanCounts reads records that are good, cut, broken and forgotten: only the first are counted.
func TestScanCounts(t *testing.T) {
	s := abScanner(t)
	s.learn = true
	good := `{"a":1,"b":{"c":2},"x":"y"}`
	for range 3 {
		s.scan([]byte(good))
		for cut := range good {
			s.scan([]byte(good[:cut]))
		}
		s.scan([]byte(`{"a":1,"b":{"c":2},"x":y}`))
		s.scan([]byte(good))
		s.forget()
	}
	for _, path := range []string{"a", "b", "b.c", "x"} {
		if n, err := s.root.walk(path); err != nil || n.count != 3 {
			t.Errorf("%s is counted %d times: %v", path, n.count, err)
		}
	}
}

// TestScanLongNamesTwice reads objects that have a name twice, once with escapes and once without, of about the length up to
// which names are kept.
func TestScanLongNamesTwice(t *testing.T) {
	for _, n := range []int{10, 43, 60, maxExpected - 3, maxExpected, maxExpected + 1, 6 * maxExpected} {
		escaped, plain := `"`+strings.Repeat(`\u006e`, n)+`":1`, `"`+strings.Repeat("n", n)+`":2`
		for _, text := range []string{
			`{` + escaped + `,` + plain + `}`, `{` + plain + `,` + escaped + `}`, `{` + plain + `,"a":0,` + plain + `}`,
			`{` + escaped + `,"a":0,` + escaped + `}`,
		} {
			s := abScanner(t)
			for range 3 {
				if got := s.scan([]byte(text)); got != bad || s.code != CodeDuplicate {
					t.Errorf("a name of %d bytes twice gives %d %q: %.40s", n, got, s.code, text)
				}
			}
		}
	}
}

// TestScanManyShapes reads more places, and longer values, than are kept.
func TestScanManyShapes(t *testing.T) {
	s := abScanner(t)
	for i := range 3 * maxShapes {
		text := fmt.Sprintf(`{"k%d":{"n%d":"%0*d"},"a":"%d"}`, i%100, i, maxExpected+i%3-1, i, i)
		if n := s.scan([]byte(text)); n != len(text) || string(s.values[0]) != fmt.Sprint(i) {
			t.Fatalf("%s gives %d %q", text, n, s.values)
		}
	}
	if s.learned > maxShapes {
		t.Error("names kept:", s.learned)
	}
}

// abScanner takes a and b.c.
func abScanner(t *testing.T) *scanner {
	p, err := compile(export("json", "a", "b.c"))
	if err != nil {
		t.Fatal(err)
	}
	return newScanner(p.record, 2)
}
