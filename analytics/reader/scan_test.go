package reader

import (
	"fmt"
	"strings"
	"testing"
)

// TestScanSameValues reads objects whose values were always the same until then: the scanner expects them, and must see
// each way in which they are not.
func TestScanSameValues(t *testing.T) {
	usual := `{"a":"text","b":{"c":true},"z":"beside","y":null}`
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
	usual := `{"a":"text","b":{"c":true},"z":null}`
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
