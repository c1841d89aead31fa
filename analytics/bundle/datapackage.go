package bundle

import (
	"slices"
	"strings"

	"auditql/analytics/fault"
	"auditql/analytics/record"
	"auditql/analytics/table"
)

// addPackage describes every Parquet file for other programs.
func (s *sealer) addPackage() error {
	var files []*entry
	for _, e := range s.entries {
		if strings.HasSuffix(e.name, ".parquet") {
			files = append(files, e)
		}
	}
	if err := hashAll(s.ctx, files); err != nil {
		return err
	}
	text, err := dataPackage(files)
	s.add(packageName, text)
	return err
}

const packageName = "datapackage.json"

// resource is a table of a data package, a form that other programs read (Frictionless Data Package).
type resource struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Format string `json:"format"`
	Bytes  int64  `json:"bytes"`
	Hash   string `json:"hash"`
	Rows   int64  `json:"rows"`
	Schema struct {
		Fields []field `json:"fields"`
	} `json:"schema"`
}

type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Form string `json:"auditql:type"`
}

// fieldTypes are the words of the data package for our types.
var fieldTypes = map[string]string{"text": "string", "json": "string", "text[]": "array", "timestamp": "datetime"}

func dataPackage(files []*entry) ([]byte, error) {
	slices.SortFunc(files, func(a, b *entry) int { return strings.Compare(a.name, b.name) })
	pack := struct {
		Profile   string     `json:"profile"`
		Resources []resource `json:"resources"`
	}{"data-package", []resource{}}
	for _, e := range files {
		t, err := table.Open(e.file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(e.name, payloadFolder)
		r := resource{Name: resourceName(name), Path: name, Format: "parquet", Bytes: e.size, Hash: "sha256:" + e.sha256, Rows: t.Len()}
		r.Schema.Fields = []field{}
		for _, c := range t.Columns() {
			kind := string(c.Type.Kind)
			if w, ok := fieldTypes[kind]; ok {
				kind = w
			} else if kind == "decimal" {
				kind = "number"
			}
			r.Schema.Fields = append(r.Schema.Fields, field{c.Name, kind, c.Type.String()})
		}
		pack.Resources = append(pack.Resources, r)
		if err := t.Close(); err != nil {
			return nil, fault.New(fault.Broken, "describe %s: %w", name, err)
		}
	}
	return record.Encode(pack)
}

// resourceName is the path without what a data package does not allow in names.
func resourceName(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSuffix(name, ".parquet")), "/", ".")
}
