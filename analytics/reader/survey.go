package reader

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"auditql/analytics/fault"
)

// Shape is what a file that no export describes says of itself: where its records are, and which fields they have.
type Shape struct {
	Format   string   // csv, json, yaml, xlsx or parquet
	Records  []string // json and yaml: the key of the array that holds the records
	Sheet    string   // xlsx
	Fields   []string // in the order of the file; paths of one step in json, yaml and parquet
	Always   []string // those that every record of the beginning has
	Repeated []string // headers that come several times
}

// surveyed is how many records of a sample are looked at for the names of their fields.
const surveyed = 10_000

// Wanted says what is known of the file before.
type Wanted struct {
	Fields  []string // headers or paths that the records must have
	Records string   // key of the array that holds the records
	Sheet   string
}

// Survey looks at the beginning of a file for its records. It refuses one in which they cannot be told from the rest.
func Survey(f File, w Wanted) (Shape, error) {
	s, err := Sniff(f)
	if err != nil {
		return Shape{}, err
	}
	var shape Shape
	switch s.Format {
	case "json":
		shape, err = s.surveyJSON(w)
	case "yaml", "text":
		if s.Format == "yaml" && !isDelimited(f.Name) {
			shape, err = s.surveyJSON(w)
			break
		}
		shape, err = s.surveyCSV(w)
	case "xlsx":
		shape, err = s.surveyXLSX(w)
	case "parquet":
		shape, err = s.surveyParquet(w)
	default:
		return Shape{}, refuse(f.Name, 0, "no records can be found in it: %s", s.Describe())
	}
	if err != nil {
		return Shape{}, err
	}
	return shape, shape.lacks(f.Name, w.Fields)
}

// isDelimited says whether a name claims a table: a header of one column with a colon looks like YAML.
func isDelimited(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, ".csv") || strings.Contains(name, ".tsv") || strings.Contains(name, ".txt")
}

func (s Shape) lacks(name string, wanted []string) error {
	if s.Format != "csv" && s.Format != "xlsx" {
		return nil // paths were looked for where the records are
	}
	for _, want := range wanted {
		if !slices.ContainsFunc(s.Fields, func(f string) bool { return fold(f) == fold(want) }) {
			return fault.At(fault.Usage, name, 0, "there is no column %q", want).
				Hint("the file has %s; a constant is in single quotes, and the whole of --map in double quotes for the shell", listed(s.Fields))
		}
	}
	return nil
}

// ColumnNames makes names of columns of the fields: lower case, letters without their accents, digits and underscores.
func (s Shape) ColumnNames() []string {
	out := make([]string, len(s.Fields))
	taken := map[string]bool{}
	for i, field := range s.Fields {
		base := columnName(strings.Trim(field, `"`))
		if base == "" {
			base = "column_" + strconv.Itoa(i+1)
		}
		name := base
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[name], out[i] = true, name
	}
	return out
}
