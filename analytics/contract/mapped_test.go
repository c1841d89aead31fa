package contract

import (
	"strings"
	"testing"
	"testing/fstest"

	"auditql/analytics/fault"
	"auditql/analytics/sqlfile"
)

func columnsOf(pairs ...string) (out sqlfile.Pairs[string]) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, sqlfile.Pair[string]{Key: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func TestMapBecomesAnExport(t *testing.T) {
	m := Map{
		Export: "own", Title: `a "quoted": title`, Format: "csv", Zone: "Europe/Berlin", DateFormat: "DD.MM.YYYY", Has: []string{"No: 1", "When"},
		Columns: columnsOf("id", "No: 1", "at", "When"),
	}
	set, err := Load(tree(sample), fstest.MapFS{"thing/map_own.yaml": {Data: []byte(m.YAML())}})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := set.Get("thing")
	e, ok := c.Export("own")
	if !ok {
		t.Fatal("the map is no export")
	}
	if !e.Mapped || e.Title != m.Title || e.Zone != m.Zone || e.Fields[0].Value.Paths[0] != "No: 1" || e.Mapping != "map_own.yaml" || e.SHA256 != digest(m.YAML()) {
		t.Errorf("%+v", e)
	}
	shipped, _ := Load(tree(sample))
	if alone, _ := shipped.Get("thing"); alone.SHA256 != c.SHA256 {
		t.Error("a map changes the digest of the contract, so that evidence of it could no longer be read")
	}
	if !strings.Contains(e.SQL, `TRY_STRPTIME("at", '%d.%m.%Y')`) {
		t.Error(e.SQL)
	}
}

func TestMapIsRefused(t *testing.T) {
	set, err := Load(tree(strings.Replace(sample, "type: timestamp,", "type: timestamp, required: true,", 1)))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := set.Get("thing")
	for name, x := range map[string]struct {
		m          Map
		want, hint string
	}{
		"unknown column":   {Map{Export: "own", Format: "csv", Columns: columnsOf("id", "a", "at", "b", "x", "c")}, `no column "x"`, "id, at"},
		"required":         {Map{Export: "own", Format: "csv", Columns: columnsOf("id", "a")}, "needs at", "--map"},
		"name of a export": {Map{Export: "things_csv", Format: "csv", Columns: columnsOf("id", "a", "at", "b")}, "already", ""},
		"no header":        {Map{Export: "own", Format: "csv", Columns: columnsOf("id", "1735603200000", "at", "93000.01")}, "a record and no header", "write a line"},
		"date format":      {Map{Export: "own", Format: "csv", DateFormat: "DD.QQ", Columns: columnsOf("id", "a", "at", "b")}, `"QQ" is no part of a date`, "YYYY"},
		"only constants":   {Map{Export: "own", Title: "x", Format: "csv", Has: []string{"a"}, Columns: columnsOf("id", "'1'", "at", "'2026-01-01T00:00:00Z'")}, "takes no fields", ""},
	} {
		_, err := c.Mapped(x.m)
		if err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(fault.HintOf(err), x.hint) {
			t.Errorf("%s: %v; %s", name, err, fault.HintOf(err))
		}
	}
	if _, err := Load(fstest.MapFS{"none/map_x.yaml": {Data: []byte("export: x\n")}}); err == nil {
		t.Error("a map of no dataset is taken")
	}
}

func TestConstant(t *testing.T) {
	for source, want := range map[string]string{"'x'": "x", "''": "", "'it''s'": "it's", "x": "!", "'": "!", "'x": "!"} {
		got, ok := Constant(source)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", source, got, want)
		}
	}
}

func TestTimeForm(t *testing.T) {
	for text, want := range map[string]form{
		"": "", "DD.MM.YYYY HH:mm": "%d.%m.%Y %H:%M", "M/D/YY hh:mm:ss A": "%-m/%-d/%y %I:%M:%S %p", "YYYYMMDD": "%Y%m%d",
		"%d-%b-%Y": "%d-%b-%Y", "YYYY-MM-DDTHH:mm:ss.SSSZ": "%Y-%m-%dT%H:%M:%S.%g%z", "epoch": "epoch", "DD-MMM-YYYY": "%d-%b-%Y",
	} {
		if got, err := timeForm(text); err != nil || got != want {
			t.Errorf("%s is %s, %v, want %s", text, got, err, want)
		}
	}
}
