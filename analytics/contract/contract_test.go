package contract

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

const sample = `dataset: thing
version: 1
title: Things
grain: one row per thing
key: [id]
time: at
columns:
  id: {type: text, required: true, means: its number}
  at: {type: timestamp, means: when}
checks:
  - {id: dated, level: warn, says: a thing has a date, sql: SELECT id FROM thing WHERE at IS NULL}
exports:
  - id: things_csv
    title: Things
    format: csv
    recognise: {fields: [id|number, at]}
    fields:
      id: [id, number]
      at: {path: at, required: true}
    mapping: from_things.sql
    obtain: the report "all things"
`

func tree(contract string) fstest.MapFS {
	return fstest.MapFS{"thing/contract.yaml": {Data: []byte(contract)}, "thing/from_things.sql": {Data: []byte("SELECT _file, _row, _path, id, at FROM raw")}}
}

func TestLoad(t *testing.T) {
	set, err := Load(tree(sample))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := set.Get("thing")
	if !ok || len(c.Exports) != 1 || c.Exports[0].SQL == "" {
		t.Fatalf("contract is %+v", c)
	}
	if f := c.Exports[0].Fields; len(f) != 2 || f[0].Value.Paths[1] != "number" || !f[1].Value.Required {
		t.Errorf("fields are %+v", f)
	}
	var names []string
	for _, col := range c.Stored() {
		names = append(names, col.Name)
	}
	if got := strings.Join(names, " "); got != "_load _file _row _path _time id at" {
		t.Errorf("stored columns are %s", got)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown key":       {"grain:", "grian:", "grian"},
		"no meaning":        {", means: its number", "", "does not say what it means"},
		"unknown fold":      {", means: its number", ", fold: upper, means: its number", `fold "upper", expected lower, words or hex`},
		"fold of a time":    {", means: when", ", fold: lower, means: when", "of a text"},
		"last day of text":  {", means: its number", ", last_day: true, means: its number", "of a timestamp only"},
		"float":             {"type: text", "type: double", "unknown type"},
		"key not a column":  {"key: [id]", "key: [nr]", `key column "nr"`},
		"time not a time":   {"time: at", "time: id", "is not a timestamp column"},
		"other folder name": {"dataset: thing", "dataset: things", "name of its folder"},
		"mapping elsewhere": {"mapping: from_things.sql", "mapping: ../secret.sql", "not a file name beside the contract"},
		"mapping missing":   {"mapping: from_things.sql", "mapping: other.sql", "read mapping"},
		"unknown format":    {"format: csv", "format: pdf", `format "pdf"`},
		"level":             {"level: warn", "level: maybe", `level "maybe"`},
		"frame missing":     {"    mapping: from_things.sql", "    mapping: from_things.sql\n    frame: round", `no frame "round"`},
		"single of nothing": {"    mapping: from_things.sql", "    mapping: from_things.sql\n    single: true", "single is said of"},
		"not recognisable":  {"recognise: {fields: [id|number, at]}", "recognise: {}", "recognise.fields"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(sample, c.from, c.to, 1)
			if text == sample {
				t.Fatal("the sample was not changed")
			}
			if _, err := Load(tree(text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestFrame(t *testing.T) {
	text := strings.Replace(sample, "exports:", "frames:\n  round: SELECT * FROM mapped\nexports:", 1) + "    frame: round\n"
	set, err := Load(tree(text))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := set.Get("thing")
	if got := c.Exports[0].Statement(); got != "WITH mapped AS (SELECT _file, _row, _path, id, at FROM raw\n)\nSELECT * FROM (\nSELECT * FROM mapped\n)" {
		t.Errorf("statement is %q", got)
	}
}

func TestLinesTakeTheirFieldsFromThePattern(t *testing.T) {
	text := sample[:strings.Index(sample, "    fields:\n")] + "    mapping: from_things.sql\n    obtain: x\n"
	text = strings.Replace(text, "format: csv", "format: lines\n    pattern: '^(?P<id>\\d+) (?P<at>\\S+)$'", 1)
	set, err := Load(tree(text))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := set.Get("thing")
	if f := c.Exports[0].Fields; len(f) != 2 || f[0].Key != "id" || f[1].Key != "at" {
		t.Errorf("fields are %+v", f)
	}
}

// A set of some datasets holds these and what they name, as the whole set has them; what is wrong elsewhere does not matter.
func TestLoadOnly(t *testing.T) {
	named := "dataset: %s\nversion: 1\ntitle: T\ngrain: g\nkey: [id]\nmoment: at\ncolumns:\n  id: {type: text, means: m}\n  at: {type: timestamp, means: m}\n"
	own := fstest.MapFS{
		"broken/contract.yaml": {Data: []byte("dataset: [")},
		"state/contract.yaml":  {Data: []byte(fmt.Sprintf(named, "state") + "align: {other: 24h}\n")},
		"other/contract.yaml":  {Data: []byte(fmt.Sprintf(named, "other"))},
	}
	if _, err := Load(tree(sample), own); err == nil {
		t.Error("a broken contract is loaded")
	}
	for datasets, want := range map[string]string{
		"thing": "thing", "state": "other state", "thing state": "other state thing", "": "", "nowhere": "", "*": "", "../thing": "", "t[h]ing": "",
	} {
		set, err := LoadOnly(strings.Fields(datasets), tree(sample), own)
		if err != nil {
			t.Errorf("%q: %v", datasets, err)
			continue
		}
		var got []string
		for _, c := range set.All() {
			got = append(got, c.Dataset)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q gives %q, want %q", datasets, got, want)
		}
	}
	if _, err := LoadOnly([]string{"broken"}, own); err == nil {
		t.Error("a broken contract that is asked for is loaded")
	}
	later := strings.Replace(sample, "title: Things", "title: Our things", 1)
	set, err := LoadOnly([]string{"thing"}, tree(sample), tree(later))
	if c, _ := set.Get("thing"); err != nil || c.Title != "Our things" {
		t.Errorf("the contract of an earlier tree is taken: %q, %v", c.Title, err)
	}
}
