package sqlfile

import (
	"strings"
	"testing"

	"auditql/analytics/fault"
)

func TestTheEndOfAStatementIsDropped(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT 1;":                 "SELECT 1",
		"SELECT 1; -- why\n":        "SELECT 1 -- why",
		"SELECT ';' -- why;":        "SELECT ';' -- why;",
		"SELECT 1; SELECT 2":        "SELECT 1; SELECT 2",
		"SELECT 'it is not closed;": "SELECT 'it is not closed;",
	} {
		f, err := Split("a.sql", "-- +a: x\n"+sql)
		if err != nil || f.Sections[0].SQL != want {
			t.Errorf("%q gives %q, %v; want %q", sql, f.Sections[0].SQL, err, want)
		}
	}
}

const sample = `/*---
id: a
---*/

-- a remark
-- +population: one row per thing
SELECT a
FROM t;

-- +exceptions: bad ones
-- why
SELECT a FROM population

/*--- cases
- name: x
---*/
`

func TestSplit(t *testing.T) {
	f, err := Split("a.sql", sample)
	if err != nil {
		t.Fatal(err)
	}
	if f.Front.Text != "id: a" || f.Front.Line != 2 {
		t.Errorf("front matter is %+v", f.Front)
	}
	if len(f.Sections) != 2 || f.Sections[0].SQL != "SELECT a\nFROM t" || f.Sections[0].Line != 7 {
		t.Errorf("sections are %+v", f.Sections)
	}
	if f.Sections[1].SQL != "-- why\nSELECT a FROM population" || f.Sections[1].Says != "bad ones" {
		t.Errorf("second section is %+v", f.Sections[1])
	}
	if len(f.Trailing) != 1 || f.Trailing[0].Label != "cases" || f.Trailing[0].Line != 15 {
		t.Errorf("trailing blocks are %+v", f.Trailing)
	}
}

func TestSplitRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no end of block":    {"/*---\nid: a\n", "a.sql:1: the block that starts here has no end"},
		"section twice":      {"-- +a: x\nSELECT 1\n-- +a: y\nSELECT 2", "a.sql:3: section a is there twice"},
		"no sentence":        {"-- +a:\nSELECT 1", "a.sql:1: section a has no sentence"},
		"indented section":   {"-- +a: x\nSELECT 1\n  -- +b: y\nSELECT 2", "a.sql:3: a section starts with"},
		"SQL before section": {"SELECT 1\n", "a.sql:1: SQL outside a section"},
		"front matter late":  {"-- +a: x\nSELECT 1\n/*---\nid: a\n---*/", "a.sql:3: front matter must come once and first"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Split("a.sql", c.text)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Fatalf("got %v, want %s", err, c.want)
			}
			if fault.KindOf(err) != fault.Usage {
				t.Errorf("kind is %v, want usage", fault.KindOf(err))
			}
		})
	}
}

func TestDecodePointsAtTheLineOfTheFile(t *testing.T) {
	var v struct {
		ID    string
		Order Pairs[struct{ Type string }]
	}
	err := Decode("a.sql", 10, "id: a\norder:\n  b: {type: x}\n  a: {type: y, nope: 1}\n", &v)
	if err == nil || !strings.HasPrefix(err.Error(), "a.sql:13:") || !strings.Contains(err.Error(), "nope") {
		t.Fatalf("got %v, want an error at line 13 that names the key", err)
	}
	v.Order = nil
	if err := Decode("a.sql", 10, "id: a\norder:\n  b: {type: x}\n  a: {type: y}\n", &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Order) != 2 || v.Order[0].Key != "b" || v.Order[1].Line != 13 {
		t.Errorf("order is %+v", v.Order)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(sample)
	f.Add("/*---\n---*/")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Split("a.sql", text)
		if err != nil {
			return
		}
		for _, s := range file.Sections {
			plain := strings.NewReplacer("\r\n", "\n", ";", "") // the semicolon at the end is dropped
			if !strings.Contains(plain.Replace(text), strings.ReplaceAll(s.SQL, ";", "")) {
				t.Errorf("section %s is not in the text", s.Name)
			}
		}
	})
}
