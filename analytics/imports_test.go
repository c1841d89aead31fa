package analytics_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says which packages of this project each package may import. They point one way, so there is no circle, and
// nothing but engine sees the database, and nothing that verifies sees engine.
var arrows = map[string][]string{
	"fault":         {},
	"schema":        {},
	"sqlfile":       {"fault"},
	"contract":      {"fault", "schema", "sqlfile"},
	"script":        {"fault", "schema", "sqlfile"},
	"reader":        {"fault", "contract", "record", "sqlfile"},
	"schedule":      {},
	"engine":        {"fault", "schema", "schedule", "sqlfile"},
	"table":         {"fault", "schema"},
	"record":        {"schema"},
	"engagement":    {"fault", "sqlfile"},
	"sampling":      {"fault", "record"},
	"evidence":      {"contract", "reader", "engine", "table", "record", "engagement", "fault", "schema", "sqlfile", "trail"},
	"procedure":     {"script", "engine", "table", "record", "fault", "schema", "sqlfile"},
	"cases":         {"script", "contract", "procedure", "engine", "fault", "schema", "mutation", "sqlfile"},
	"lint":          {"cases", "script", "contract", "engine", "schema", "fault", "sqlfile"},
	"excerpt":       {"cases", "lint", "procedure", "script", "contract", "engine", "schema", "sqlfile", "fault"},
	"waiver":        {"record", "table", "schema", "sqlfile", "fault"},
	"disposition":   {"record", "table", "fault"},
	"fieldwork":     {"waiver", "schema", "contract", "script", "engine", "evidence", "procedure", "record", "engagement", "fault", "sqlfile"},
	"bundle":        {"finding", "disposition", "waiver", "record", "table", "sampling", "worksheet", "sqlfile", "fault", "schema"},
	"comparison":    {"waiver", "record", "table", "disposition", "fault"},
	"finding":       {"disposition", "record", "sqlfile", "fault"},
	"exchange":      {"record", "table", "schema", "fault"},
	"report":        {"coverage", "finding", "waiver", "disposition", "comparison", "record", "table", "schema", "fault", "sampling"},
	"reperformance": {"waiver", "disposition", "contract", "script", "engine", "evidence", "fieldwork", "engagement", "table", "record", "fault", "schema", "sqlfile"},
	"worksheet":     {"sampling", "fault"},
	"tracing":       {"evidence", "contract", "engagement", "record", "table", "sampling", "fault"},
	"chart":         {},
	"coverage":      {"script", "record", "sqlfile", "fault"},
	"page":          {"coverage", "report", "chart", "record", "table", "schema", "fault"},
	"mutation":      {"script", "sqlfile"},
	"trail":         {},
	"goal":          {},
	"workbook":      {"report", "record", "table", "schema", "fault"},
}

// only says which packages alone may import a module of others.
var only = map[string][]string{
	"github.com/duckdb/":            {"engine"},
	"github.com/parquet-go/":        {"table", "reader"},
	"github.com/spf13/":             {},
	"github.com/olekukonko/":        {"report"},
	"github.com/goccy/go-yaml":      {"sqlfile", "contract", "script", "reader"},
	"github.com/go-json-experiment": {"reader"},
	"github.com/alecthomas/chroma":  {"page"},
}

func TestImportsFollowTheArrows(t *testing.T) {
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		allowed, known := arrows[f.Name()]
		if !known {
			t.Errorf("package %s is not in the table of arrows", f.Name())
		}
		for file, imports := range importsOf(t, f.Name()) {
			for _, path := range imports {
				judge(t, f.Name(), file, path, allowed)
			}
		}
	}
}

func judge(t *testing.T, pkg, file, path string, allowed []string) {
	if own, ok := strings.CutPrefix(path, "auditql/"); ok {
		if name := strings.TrimPrefix(own, "analytics/"); !slices.Contains(allowed, name) {
			t.Errorf("%s imports %s, which %s may not", file, path, pkg)
		}
	}
	for start, who := range only {
		if strings.HasPrefix(path, start) && !slices.Contains(who, pkg) {
			t.Errorf("%s imports %s, which is for %v alone", file, path, who)
		}
	}
}

// importsOf gives the imports of the files of a package that are not tests.
func importsOf(t *testing.T, pkg string) map[string][]string {
	files, err := filepath.Glob(filepath.Join(pkg, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = append(out[name], path)
		}
	}
	return out
}
