package contract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"auditql/analytics/schema"
	"auditql/analytics/sqlfile"
)

// Export is one kind of file that can become the dataset.
type Export struct {
	ID        string               `yaml:"id"` // the same id in two contracts: one file feeds both datasets
	Title     string               `yaml:"title"`
	Format    string               `yaml:"format"`  // csv, json (which may be written as YAML), yaml, xlsx, parquet or lines
	Records   []string             `yaml:"records"` // keys of an envelope whose array holds the records
	Single    bool                 `yaml:"single"`  // a records key may hold one object, which is the record
	Unwrap    pathList             `yaml:"unwrap"`  // fields of which one holds the record, as an object or as a JSON string
	Delimiter string               `yaml:"delimiter"`
	Header    int                  `yaml:"header"` // 1-based row of the header; 0: the first row that matches
	Table     string               `yaml:"table"`  // a title line above the table, when a file holds several
	Totals    string               `yaml:"totals"` // regular expression of trailing totals rows
	Beside    []Beside             `yaml:"beside"` // tables of the same file that are no part of the population
	Short     bool                 `yaml:"short"`  // csv: the source leaves out empty cells at the end of a row
	Nulls     []string             `yaml:"nulls"`  // csv: texts that the source writes for NULL, beside \N
	Sheet     string               `yaml:"sheet"`
	Pattern   string               `yaml:"pattern"` // lines: regular expression with named groups
	Join      string               `yaml:"join"`    // lines: a line that does not match belongs to the record before
	Recognise Recognise            `yaml:"recognise"`
	Fields    sqlfile.Pairs[Field] `yaml:"fields"`
	Ignore    []string             `yaml:"ignore"` // known and not used
	Trim      bool                 `yaml:"trim"`   // take all fields trimmed: some programs quote every field of a CSV, the empty ones too
	Zone      string               `yaml:"zone"`   // in which the vendor writes times without an offset
	Params    sqlfile.Pairs[Param] `yaml:"params"`
	Mapping   string               `yaml:"mapping"` // file name beside contract.yaml
	Frame     string               `yaml:"frame"`   // name of a frame of the contract, which completes what the mapping gives
	Obtain    string               `yaml:"obtain"`  // the command or call by which the auditee gets it
	Limits    []string             `yaml:"limits"`  // known truncation limits
	Caps      []int64              `yaml:"caps"`    // record counts at which the source is known to cut off
	SQL       string               `yaml:"-"`       // text of the mapping
	around    string               // text of the frame
	SHA256    string               `yaml:"-"` // of the mapping
	Mapped    bool                 `yaml:"-"` // stated by the auditor in a map
	Map       string               `yaml:"-"` // text of the map
	Line      int                  `yaml:"-"`
}

// Recognise says by what a file is known.
type Recognise struct {
	Fields []string              `yaml:"fields"` // all must be there: headers, or paths in the first records; a|b is either
	Equals sqlfile.Pairs[string] `yaml:"equals"` // values of paths or columns in the first record
	Absent []string              `yaml:"absent"`
	Among  *Among                `yaml:"among"`
	Name   string                `yaml:"name"` // glob on the file name; only narrows
}

// Unread is a kind of file that tells of the dataset and is not read, so that whoever gives it hears what to give instead.
type Unread struct {
	Title     string    `yaml:"title"`
	Format    string    `yaml:"format"`
	Records   []string  `yaml:"records"`
	Recognise Recognise `yaml:"recognise"`
	Instead   string    `yaml:"instead"` // why it is not read, or what is, as a sentence
}

// Export gives what the file is known by.
func (u Unread) Export() *Export {
	return &Export{Title: u.Title, Format: u.Format, Records: u.Records, Recognise: u.Recognise}
}

// Among says of a file that may hold records of several kinds which of them the export reads, such as a list of objects of a
// cluster. Each export reads those of its kinds, and the others are counted as filtered.
type Among struct {
	Path   string   `yaml:"path"` // where a record says its kind
	Values []string `yaml:"values"`
}

// Field takes the kind of a record.
func (a *Among) Field() sqlfile.Pair[Field] {
	return sqlfile.Pair[Field]{Key: a.Path, Value: Field{Paths: []string{a.Path}}}
}

// KindField is the number of the field that holds the kind of a record, and -1 when none does.
func (e *Export) KindField() int {
	return slices.IndexFunc(e.Fields, func(f sqlfile.Pair[Field]) bool {
		return e.Recognise.Among != nil && f.Value.Paths[0] == e.Recognise.Among.Path
	})
}

// Apart says whether two exports read records of different kinds of one file.
func (e *Export) Apart(other *Export) bool {
	a, b := e.Recognise.Among, other.Recognise.Among
	return a != nil && b != nil && a.Path == b.Path && !slices.ContainsFunc(a.Values, func(v string) bool { return slices.Contains(b.Values, v) })
}

// Beside is another table that the source writes into the same file, such as totals above the table: known by its columns,
// and not loaded.
type Beside struct {
	Fields []string `yaml:"fields"`
	Means  string   `yaml:"means"` // what it is, and why it is not loaded
}

// KnownBeside finds what the export says of another table of the file by its columns, nil when it says nothing of such one.
func (e *Export) KnownBeside(columns []string) *Beside {
	has := func(field string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), field) })
	}
	for i := range e.Beside {
		b := &e.Beside[i]
		if len(columns) == len(b.Fields) && !slices.ContainsFunc(b.Fields, func(f string) bool { return !has(f) }) {
			return b
		}
	}
	return nil
}

// Field is a raw column and where in the record it comes from: the first of its paths that is there.
type Field struct {
	Paths    []string
	Repeated bool // csv: values of all columns of this header, as JSON array
	Required bool // absent in the whole file: the file is refused
	Trim     bool // without the blanks around it, and NULL when nothing is left: as the export or a map says
}

// UnmarshalYAML reads a path, a list of paths, or a mapping with path, repeated and required.
func (f *Field) UnmarshalYAML(node ast.Node) error {
	switch n := node.(type) {
	case *ast.SequenceNode:
		return yaml.NodeToValue(n, &f.Paths)
	case *ast.MappingNode, *ast.MappingValueNode:
		return f.mapping(node)
	default:
		f.Paths = make([]string, 1)
		return yaml.NodeToValue(n, &f.Paths[0])
	}
}

func (f *Field) mapping(node ast.Node) error {
	var long struct {
		Path     pathList `yaml:"path"`
		Repeated bool     `yaml:"repeated"`
		Required bool     `yaml:"required"`
	}
	if err := yaml.NodeToValue(node, &long, yaml.Strict(), yaml.DisallowUnknownField()); err != nil {
		return err
	}
	if len(long.Path) == 0 {
		return fmt.Errorf("line %d: a field needs a path", node.GetToken().Position.Line)
	}
	f.Paths, f.Repeated, f.Required = long.Path, long.Repeated, long.Required
	return nil
}

// pathList is one path or a list of them.
type pathList []string

// UnmarshalYAML reads one path or a list.
func (p *pathList) UnmarshalYAML(node ast.Node) error {
	if seq, ok := node.(*ast.SequenceNode); ok {
		return yaml.NodeToValue(seq, (*[]string)(p))
	}
	*p = make(pathList, 1)
	return yaml.NodeToValue(node, &(*p)[0])
}

// Param is something the auditor may say, or must say, when loading.
type Param struct {
	Type    schema.Type `yaml:"type"`
	Default *string     `yaml:"default"` // nil: it must be said
	Means   string      `yaml:"means"`
}

// Statement is the SELECT that makes rows of the dataset: the mapping, inside of its frame if it has one. The lines of the
// mapping keep their numbers.
func (e *Export) Statement() string {
	if e.around == "" {
		return e.SQL
	}
	return "WITH mapped AS (" + e.SQL + "\n)\nSELECT * FROM (\n" + e.around + "\n)"
}

// excluded is a list of columns that a mapping leaves out.
var excluded = regexp.MustCompile(`(?i)\bEXCLUDE\s*\([^)]*\)`)

// readsPath finds the path of the file among the columns that a mapping reads.
var readsPath = regexp.MustCompile(`\b_name\b`)

// ReadsPath says whether the path of a file tells the mapping what the file is about.
func (e *Export) ReadsPath() bool {
	return readsPath.MatchString(excluded.ReplaceAllString(e.Statement(), ""))
}

// Tells says whether two loads were told different things of what their files are about, such as the group whose members
// they list. The moment of a state is none of them: nobody can have taken it at two.
func (e *Export) Tells(a, b map[string]string) bool {
	for _, p := range e.Params {
		if p.Key != "snapshot_at" && a[p.Key] != b[p.Key] {
			return true
		}
	}
	return false
}

// Alternatives gives the names of which one must be there: "Worker ID|Employee ID" is known by either.
func Alternatives(field string) []string { return strings.Split(field, "|") }

// fieldsOfPattern gives an export of lines the named groups of its pattern as fields, unless it says others.
func (e *Export) fieldsOfPattern() error {
	if e.Format != "lines" || len(e.Fields) > 0 {
		return nil
	}
	pattern, err := regexp.Compile(e.Pattern)
	if err != nil {
		return fmt.Errorf("pattern: %w", err)
	}
	for _, name := range pattern.SubexpNames() {
		if name != "" {
			e.Fields = append(e.Fields, sqlfile.Pair[Field]{Key: name, Value: Field{Paths: []string{name}}})
		}
	}
	return nil
}
