package script

import (
	"strings"
	"testing"
	"testing/fstest"
)

const sample = `/*---
id: my-test
version: 1
title: Things
objective: No things.
kind: operating
severity: high
reads: [thing]
key: [id]
params:
  limit: {type: decimal, default: 0.10, unit: USD, means: the limit}
  list:  {type: "text[]", default: [a, b], means: a list}
controls:
  soc2-tsc-2017: [CC6.1]
reasons:
  R1: a thing
---*/

-- +population: one row per thing
SELECT id FROM thing;

-- +exceptions: things
SELECT id, 'R1' AS reason_code, 'x' AS reason FROM population;

/*--- cases
- name: one
  params: {limit: 1.50}
  given:
    thing: |
      id, note
      1,  ""
      2,
  expect: {population: 2, exceptions: none}
---*/
`

func TestParse(t *testing.T) {
	s, err := Parse("x/my-test.sql", sample)
	if err != nil {
		t.Fatal(err)
	}
	limit, _ := s.Params.Get("limit")
	if got := limit.Default.String(); got != "0.10" {
		t.Errorf("default is %s, want 0.10 as written", got)
	}
	if v, _ := s.Cases[0].Params.Get("limit"); v.String() != "1.50" {
		t.Errorf("case sets %s, want 1.50", v)
	}
	rows, _ := s.Cases[0].Given.Get("thing")
	r, err := ParseRows(rows)
	if err != nil || len(r.Cells) != 2 || r.Cells[0][1] == nil || *r.Cells[0][1] != "" || r.Cells[1][1] != nil {
		t.Errorf("rows are %+v, %v: an empty cell is NULL and \"\" is empty text", r, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown key":        {"severity: high", "severity: high\nseverty: low", "severty"},
		"bad severity":       {"severity: high", "severity: huge", `severity "huge"`},
		"no exceptions":      {"-- +exceptions: things", "-- +things: things", "section exceptions is missing"},
		"parameter no means": {", means: the limit", "", "does not say what it means"},
		"list default":       {"default: [a, b]", "default: a", "is a list"},
		"unknown type":       {"type: decimal,", "type: float,", `unknown type "float"`},
		"case parameter":     {"params: {limit: 1.50}", "params: {limt: 1.50}", "sets limt"},
		"verdict first":      {"-- +population: one row per thing\nSELECT id FROM thing;\n\n-- +exceptions", "-- +exceptions: x\nSELECT 1;\n-- +population: one\nSELECT 1;\n-- +more", "comes before population"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(sample, c.from, c.to, 1)
			if text == sample {
				t.Fatal("the sample was not changed")
			}
			_, err := Parse("x.sql", text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	other := strings.NewReplacer("my-test", "your-test", "severity: high", "severity: low\naliases: [old-test]", "CC6.1", "CC8.1").Replace(sample)
	set, err := Load(fstest.MapFS{"a/my-test.sql": {Data: []byte(sample)}, "your-test.sql": {Data: []byte(other)}})
	if err != nil {
		t.Fatal(err)
	}
	for selector, want := range map[string]string{
		"*": "my-test your-test", "my-*": "my-test", "old-test": "your-test", "suite:own": "your-test", "severity:high": "my-test",
		"control:soc2-tsc-2017": "my-test your-test", "control:soc2-tsc-2017:CC8.1": "your-test", "reads:thing": "my-test your-test",
	} {
		tests, err := set.Select([]string{selector})
		var ids []string
		for _, x := range tests {
			ids = append(ids, x.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != want {
			t.Errorf("%s selects %q, %v; want %q", selector, got, err, want)
		}
	}
	for _, selector := range []string{"nothing", "control:soc2-tsc-2017:CC9", "color:red"} {
		if _, err := set.Select([]string{selector}); err == nil {
			t.Errorf("%s matches nothing and must be refused", selector)
		}
	}
}

func TestAnIDThatIsTakenIsRefused(t *testing.T) {
	a := fstest.MapFS{"a/my-test.sql": {Data: []byte(sample)}}
	if _, err := Load(a, a); err == nil || !strings.Contains(err.Error(), "is taken by") {
		t.Errorf("got %v", err)
	}
}

func FuzzParseRows(f *testing.F) {
	f.Add("a, b\n1, \"x\"\"y\"\n,")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRows(text)
		for _, row := range r.Cells {
			if err == nil && len(row) != len(r.Header) {
				t.Errorf("%d cells under %d headers", len(row), len(r.Header))
			}
		}
	})
}
