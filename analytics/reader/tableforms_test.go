package reader

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"auditql/analytics/contract"
)

// An export of a table is the same one as text, as a sheet of a workbook below a title, and as Parquet.
func TestTableForms(t *testing.T) {
	type person struct {
		ID    string  `parquet:"Worker ID"`
		Email *string `parquet:"email,optional"`
		Days  int64   `parquet:"Days"`
	}
	mail := "a@x.example"
	for form, content := range map[string][]byte{
		"csv": []byte("Worker ID,Email,Days\n007,a@x.example,3\n008,,4\n"),
		"xlsx": workbookOf(t, func(x *excelize.File, sheet string) {
			set(t, x, sheet, "A1", "All workers")
			set(t, x, sheet, "A3", "Worker ID", "Email", "Days")
			set(t, x, sheet, "A4", "007", "a@x.example", 3)
			set(t, x, sheet, "A5", "008", nil, 4)
		}),
		"parquet": parquetOf(t, person{"007", &mail, 3}, person{"008", nil, 4}),
	} {
		t.Run(form, func(t *testing.T) {
			e := export("csv", "worker id", "EMAIL", "days")
			e.Recognise.Fields = []string{"Worker ID|Employee ID", "Email"}
			f := given(t, "people."+form, content)
			s, err := Sniff(f)
			if err != nil {
				t.Fatal(err)
			}
			if m := Match(s, e); !m.OK || !strings.Contains(m.Because, "has the columns") {
				t.Errorf("not recognised: %s", m.Because)
			}
			o := read(t, f, e, Limits{})
			o.check(t, "007|a@x.example|3\n008|~|4", "")
			for _, note := range o.sum.Notes {
				if strings.Contains(note, "the name says") {
					t.Error(note)
				}
			}
			e.Recognise.Fields = append(e.Recognise.Fields, "Manager")
			if m := Match(s, e); m.OK || !strings.Contains(m.Because, "Manager") {
				t.Errorf("recognised without a column that it needs: %s", m.Because)
			}
			if got := Lacking(s, e); len(got) != 1 || got[0] != "Manager" {
				t.Errorf("lacks %q", got)
			}
		})
	}
}

// Records of JSON are read from Parquet with nested columns.
func TestJSONFromParquet(t *testing.T) {
	type login struct {
		ID    string `parquet:"id"`
		Actor struct {
			Name string `parquet:"name"`
		} `parquet:"actor"`
	}
	row := login{ID: "1"}
	row.Actor.Name = "ann"
	e := export("json", "id", "actor.name")
	e.Recognise = contract.Recognise{Fields: []string{"id", "actor.name"}}
	f := given(t, "logins.parquet", parquetOf(t, row))
	s, err := Sniff(f)
	if err != nil {
		t.Fatal(err)
	}
	if m := Match(s, e); !m.OK {
		t.Errorf("not recognised: %s", m.Because)
	}
	read(t, f, e, Limits{}).check(t, "1|ann", "")
}

// A workbook and a Parquet file that are no known export are told by their columns.
func TestDescribeSheets(t *testing.T) {
	book := workbookOf(t, func(x *excelize.File, sheet string) { set(t, x, sheet, "A2", "Colour", "Shade") })
	for name, want := range map[string]string{
		string(book):            `a workbook: sheet "Sheet1" with Colour, Shade`,
		string(smallParquet(t)): "Parquet with the columns a, b, c",
	} {
		s, err := Sniff(given(t, "f", []byte(name)))
		if err != nil || s.Describe() != want {
			t.Errorf("got %q, %v", s.Describe(), err)
		}
	}
}

// Files of forms that are not read are told by name.
func TestDescribeStrangers(t *testing.T) {
	for head, want := range map[string]string{
		"\n<?xml version=\"1.0\"?><a/>": "XML",
		"<HTML><body>":                  "a page of HTML",
		"%PDF-1.7\n\xe2\xe3":            "a PDF",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00\x00\x00\x00\x00": "a file of Office",
		"SQLite format 3\x00\x10\x00":                              "an SQLite database",
	} {
		s, err := Sniff(given(t, "f", []byte(head)))
		if err != nil || !strings.HasPrefix(s.Describe(), want) {
			t.Errorf("got %q, %v", s.Describe(), err)
		}
	}
}

// Another table as wide as the first is known by a column that both have; a sheet that was saved as CSV has rows of one width,
// and rows of delimiters alone.
func TestOtherTablesAsWide(t *testing.T) {
	e := export("csv", "id", "name", "on")
	for text, columns := range map[string]string{
		"id,name,on\n1,a,x\n\nid,number,room\n2,b,c\n": "[id number room]",
		"id,name,on\n1,a,x\n,,\nroom,on,\n2,b,\n":      "[room on ]",
	} {
		o := read(t, given(t, "t.csv", []byte(text)), e, Limits{})
		o.check(t, "1|a|x", "")
		if len(o.sum.Tables) != 1 || o.sum.Tables[0].Rows != 1 || fmt.Sprint(o.sum.Tables[0].Columns) != columns {
			t.Errorf("%q: %v", text, o.sum.Tables)
		}
	}
	// A record after a gap may have the name of another column as its text.
	for text, want := range map[string]string{
		"id,name,on\n1,a,x\n\n2,on,y\n":          "1|a|x\n2|on|y",
		"id,name,on\nu,a,x\n\nv,on,x\n":          "u|a|x\nv|on|x",
		"id,name,on\nu,a,x\n\nv,on,2026-01-01\n": "u|a|x\nv|on|2026-01-01",
		"id,name,on\nu,a,x\n,,\non,b,b\n":        "u|a|x\non|b|b",
	} {
		o := read(t, given(t, "t.csv", []byte(text)), e, Limits{})
		o.check(t, want, "")
		if len(o.sum.Tables) != 0 {
			t.Errorf("%q: %v", text, o.sum.Tables)
		}
	}
	// Records with gaps between them stay records, and lines of a title above the table are no table.
	o := read(t, given(t, "t.csv", []byte("Report,,\nof,2026,\nid,name,on\n1,a,x\n,,\n2,b,\n,,\n")), e, Limits{})
	o.check(t, "1|a|x\n2|b|~", "")
	if len(o.sum.Tables) != 0 {
		t.Errorf("tables %v", o.sum.Tables)
	}
}

// A second table of a file is told, since whoever gave it may have thought that it is part of the first.
func TestOtherTablesAreTold(t *testing.T) {
	e := export("csv", "id", "name", "on")
	o := read(t, given(t, "t.csv", []byte("id,name,on\n1,a,x\n\nperson,number\nb,2\nc,3\n")), e, Limits{})
	o.check(t, "1|a|x", "")
	want := `another table of 2 rows starts at line 4 and is not read: "person,number"`
	if len(o.sum.Notes) != 1 || o.sum.Notes[0] != want {
		t.Errorf("notes %q, want %q", o.sum.Notes, want)
	}
}
