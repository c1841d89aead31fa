package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/spf13/cobra"

	"auditql/analytics/bundle"
	"auditql/analytics/comparison"
	"auditql/analytics/evidence"
	"auditql/analytics/lint"
	"auditql/analytics/record"
	"auditql/analytics/reperformance"
	"auditql/analytics/report"
	"auditql/analytics/sampling"
	"auditql/analytics/schema"
)

// tableRow is a row of a result, whose columns a script decides: integers, booleans and lists are JSON's own, all else is text.
type tableRow map[string]any

// printed says which types each command prints as JSON. Their schemas are made of it: go test -run TestSchemas -update.
var printed = map[string][]any{
	"cases":            {[]caseLine{}, []scoreLine{}},
	"check":            {[]lint.Finding{}},
	"coverage":         {report.CoverageView{}},
	"data":             {[]report.DatasetView{}},
	"data rejects":     {[]tableRow{}},
	"diff":             {comparison.Report{}},
	"disposition list": {[]report.DispositionView{}},
	"finding export":   {[]report.FindingView{}},
	"finding list":     {[]report.FindingView{}},
	"finding show":     {report.FindingView{}},
	"load":             {[]evidence.FileReport{}},
	"reperform":        {reperformance.Report{}},
	"report":           {reported{}},
	"request":          {record.Request{}},
	"results":          {[]tableRow{}},
	"run":              {report.RunView{}},
	"sample commit":    {secret{}},
	"sample draw":      {record.Selection{}},
	"sample evaluate":  {record.Evaluation{}},
	"sample extend":    {record.Selection{}},
	"sample list":      {[]listed{}},
	"sample log":       {[]record.Drawing{}},
	"sample reveal":    {record.Selection{}},
	"sample show":      {shownSelection{}},
	"sample size": {sampling.Plan{}, sampling.MonetaryPlan{}, sampling.MeanPlan{},
		riskPlan{}, allocation{}, sampling.Table{}},
	"sample validate": {sampling.Report{}},
	"seal":            {bundle.Sealed{}},
	"show":            {record.Test{}, datasetView{}},
	"sign":            {bundle.Signature{}},
	"sql":             {[]tableRow{}, []queryLine{}},
	"tests":           {[]testLine{}, []lackLine{}},
	"verify":          {bundle.EngagementReport{}, bundle.Report{}, bundle.BundleReport{}, bundle.DisclosureReport{}},
	"version":         {map[string]string{}},
	"waivers":         {[]report.WaiverView{}},
	"why":             {explanation{}},
}

// typeSchemas are those of types that write themselves.
var typeSchemas = map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[json.RawMessage]():  {},
	reflect.TypeFor[[]byte]():           {Types: []string{"null", "string"}, ContentEncoding: "base64"},
	reflect.TypeFor[sampling.Decimal](): {Type: "string", Description: "an exact decimal"},
	reflect.TypeFor[schema.Type]():      {Type: "string", Description: "text, boolean, integer, decimal(p,s), date, timestamp, json or a list, such as list<text>"},
	reflect.TypeFor[record.Verdict](): {Type: "string", Enum: []any{string(record.NoExceptions), string(record.Exceptions), string(record.Indeterminate),
		string(record.NotAssertable), string(record.NotRun), ""}, Description: "empty where the test is only described"},
	reflect.TypeFor[record.Status](): {Type: "string", Enum: []any{string(record.Passed), string(record.Failed), string(record.NotApplicable), string(record.Accepted)}},
	reflect.TypeFor[tableRow](): {Type: "object", AdditionalProperties: &jsonschema.Schema{
		Types: []string{"string", "integer", "boolean", "array", "null"}, Items: &jsonschema.Schema{Types: []string{"string", "integer", "boolean", "null"}}}},
}

func makeSchema(t *testing.T, command string) *jsonschema.Schema {
	t.Helper()
	var shapes []*jsonschema.Schema
	for _, v := range printed[command] {
		s, err := jsonschema.ForType(reflect.TypeOf(v), &jsonschema.ForOptions{TypeSchemas: typeSchemas})
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		annotate(t, reflect.TypeOf(v), s)
		if s.Types != nil { // a command prints an empty list, not null
			s.Type, s.Types = s.Types[len(s.Types)-1], nil
		}
		shapes = append(shapes, s)
	}
	s := shapes[0]
	if len(shapes) > 1 {
		s = &jsonschema.Schema{AnyOf: shapes}
	}
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", "auditql "+command+" --format json"
	return s
}

// annotate gives each field the comment that stands beside it in the source.
func annotate(t *testing.T, of reflect.Type, s *jsonschema.Schema) {
	t.Helper()
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch {
	case s == nil || typeSchemas[of] != nil:
	case of.Kind() == reflect.Slice || of.Kind() == reflect.Array:
		annotate(t, of.Elem(), s.Items)
	case of.Kind() == reflect.Map:
		annotate(t, of.Elem(), s.AdditionalProperties)
	case of.Kind() == reflect.Struct:
		said := comments(t, of.PkgPath())[of.Name()]
		for i := range of.NumField() {
			f := of.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous && name == "" {
				annotate(t, f.Type, s)
				continue
			}
			if p := s.Properties[name]; p != nil {
				if p.Description == "" {
					p.Description = said[f.Name]
				}
				annotate(t, f.Type, p)
			}
		}
	}
}

var read = map[string]map[string]map[string]string{}

// comments gives the comments of the fields of each struct of a package, by type and field.
func comments(t *testing.T, pkg string) map[string]map[string]string {
	t.Helper()
	if found := read[pkg]; found != nil {
		return found
	}
	found := map[string]map[string]string{}
	read[pkg] = found
	folder := "."
	if pkg != "auditql/cmd/auditql" && pkg != "main" {
		folder = filepath.Join("..", "..", strings.TrimPrefix(pkg, "auditql/"))
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of %s", pkg)
	}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if body, ok := spec.Type.(*ast.StructType); ok {
					found[spec.Name.Name] = fieldComments(body)
				}
			}
			return true
		})
	}
	return found
}

func fieldComments(body *ast.StructType) map[string]string {
	said := map[string]string{}
	for _, f := range body.Fields.List {
		for _, name := range f.Names {
			said[name.Name] = strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
		}
	}
	return said
}

// The schemas that are shipped are those of the types that are printed, and every command that prints JSON has one.
func TestSchemas(t *testing.T) {
	want := []string{}
	for command := range printed {
		want = append(want, command)
		text, err := json.MarshalIndent(makeSchema(t, command), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, '\n')
		if *update {
			if err := os.WriteFile(schemaFile(command), text, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if have, err := schemaOf(command); err != nil || !bytes.Equal(have, text) {
			t.Errorf("the schema of %s is not that of what it prints (%v): make index writes it anew", command, err)
		}
	}
	slices.Sort(want)
	a := &app{}
	if have := printing(a.root(), ""); !slices.Equal(have, want) {
		t.Errorf("these commands print JSON: %q, and these have a schema: %q", have, want)
	}
}

// printing lists the commands below that have --format json.
func printing(cmd *cobra.Command, path string) (names []string) {
	for _, c := range cmd.Commands() {
		name := strings.TrimSpace(path + " " + c.Name())
		if f := c.Flags().Lookup("format"); f != nil && strings.Contains(f.Usage, "json") {
			names = append(names, name)
		}
		names = append(names, printing(c, name)...)
	}
	slices.Sort(names)
	return names
}

// seenFolder is the variable that names where it is noted which commands printed JSON that fulfils their schema.
const seenFolder = "AUDITQL_TEST_SEEN"

// notOfSchema is the exit code of a command in the scripts whose JSON its schema forbids.
const notOfSchema = 99

// checkedMain is main, and holds what is printed as JSON against the schema of the command.
func checkedMain() {
	command := commandOf(os.Args[1:])
	if command == "" {
		main()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var out bytes.Buffer
	code := run(ctx, os.Args[1:], streams{os.Stdin, io.MultiWriter(os.Stdout, &out), os.Stderr}, time.Now)
	if out.Len() > 0 {
		if err := fulfils(command, out.Bytes()); err != nil {
			fmt.Fprintf(os.Stderr, "what auditql %s prints is not of its schema: %v\n", command, err)
			os.Exit(notOfSchema)
		}
		if folder := os.Getenv(seenFolder); folder != "" {
			_ = os.WriteFile(filepath.Join(folder, command), nil, 0o644)
		}
	}
	os.Exit(code)
}

// commandOf gives the command that is to print JSON, or nothing.
func commandOf(args []string) string {
	if i := slices.Index(args, "--format"); i < 0 || i+1 == len(args) || args[i+1] != "json" {
		return ""
	}
	a := &app{}
	cmd, _, err := a.root().Find(args)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(cmd.CommandPath(), "auditql ")
}

func fulfils(command string, out []byte) error {
	text, err := schemaOf(command)
	if err != nil {
		return err
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(out, &value); err != nil {
		return err
	}
	return resolved.Validate(value)
}

// everySchemaSeen holds after all scripts: no schema is there that no output was held against.
func everySchemaSeen(t *testing.T, seen string) {
	if only := flag.Lookup("test.run").Value.String(); t.Failed() || strings.Contains(only, "/") {
		return
	}
	for command := range printed {
		if _, err := os.Stat(filepath.Join(seen, command)); err != nil {
			t.Errorf("no script has auditql %s --format json", command)
		}
	}
}

// A schema forbids what is not printed: a field that is not there, one that is missing, a number for a text.
func TestAnswersOutsideTheirSchemaAreRefused(t *testing.T) {
	const run = `{"run": "r", "digest": "d", "tests": []}`
	for text, ok := range map[string]bool{
		run: true, strings.Replace(run, `"digest": "d", `, "", 1): false, strings.Replace(run, `"r"`, "1", 1): false,
		strings.Replace(run, "{", `{"more": 1, `, 1): false, "[]": false,
	} {
		if err := fulfils("run", []byte(text)); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
}
