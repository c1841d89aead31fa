package exchange_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"auditql/analytics/exchange"
	"auditql/analytics/record"
)

func standard(t *testing.T, format string) *jsonschema.Resolved {
	t.Helper()
	data, err := os.ReadFile("testdata/" + format + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

// What is written is what the standards ask for, with and without controls, and for a run in which nothing was performed.
func TestStandards(t *testing.T) {
	full := sample(t)
	bare := sample(t)
	for i := range bare.Record.Tests {
		bare.Record.Tests[i].Controls = nil
	}
	none := exchange.Run{Record: &record.Run{ID: "run-0002", Engagement: full.Record.Engagement}}
	for _, format := range []string{"oscal", "ocsf", "sarif"} {
		s := standard(t, format)
		for name, r := range map[string]exchange.Run{"full": full, "bare": bare, "none": none} {
			if err := s.Validate(written(t, format, r)); err != nil {
				t.Errorf("%s of the %s run: %v", format, name, err)
			}
		}
	}
}

// The schemas notice what is missing, and what has a value that the standard does not know.
func TestStandardsRefuse(t *testing.T) {
	for _, c := range []struct{ format, old, new string }{
		{"oscal", `"import-ap"`, `"import"`}, {"oscal", `"not-satisfied"`, `"failed"`}, {"oscal", `"collected"`, `"at"`}, {"oscal", `"ac-2.3"`, `"ac 2 3"`}, {"oscal", `"rlinks"`, `"links"`},
		{"ocsf", `"severity": "High"`, `"severity": "high"`}, {"ocsf", `"standards"`, `"frameworks"`}, {"ocsf", `"class_uid": 2003`, `"class_uid": 2001`},
		{"ocsf", `"status": "Fail"`, `"status": "Failed"`}, {"ocsf", `"status": "New"`, `"status": "Resolved"`}, {"ocsf", `"uid": "r1"`, `"id": "r1"`},
		{"sarif", `"driver"`, `"engine"`}, {"sarif", `"startLine": 12`, `"startLine": 0`}, {"sarif", `"level": "error"`, `"level": "high"`},
		{"sarif", `"uri": ".github/`, `"uri": "a:b/ c`},
	} {
		var b bytes.Buffer
		if err := exchange.Write(&b, c.format, sample(t)); err != nil {
			t.Fatal(err)
		}
		changed := strings.ReplaceAll(b.String(), c.old, c.new)
		var v any
		if err := json.Unmarshal([]byte(changed), &v); err != nil || changed == b.String() {
			t.Fatalf("%s has no %s, or is no JSON then: %v", c.format, c.old, err)
		}
		if standard(t, c.format).Validate(v) == nil {
			t.Errorf("%s with %s in place of %s is accepted", c.format, c.new, c.old)
		}
	}
}

func written(t *testing.T, format string, r exchange.Run) (v any) {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.Write(&b, format, r); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Findings about scripts are SARIF too, whatever a file is called, and with nothing found.
func TestPlacesAreSARIF(t *testing.T) {
	for _, places := range [][]exchange.Place{nil, {{File: "a:b ü/c%.sql", Line: 3, Column: 2, Rule: "ties", What: "two rows", Hint: "order them"}, {File: "/tmp/x.sql", Rule: "case", What: "none"}}} {
		var b bytes.Buffer
		var v any
		if err := exchange.WritePlaces(&b, "0.1.0", places); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if err := standard(t, "sarif").Validate(v); err != nil {
			t.Errorf("%d places: %v\n%s", len(places), err, &b)
		}
	}
}

// In SARIF a test from which nothing is concluded says so, where it would otherwise read as one without exceptions.
func TestSARIFSaysWhatIsNotConcluded(t *testing.T) {
	text, err := json.Marshal(written(t, "sarif", sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"executionSuccessful":false`, `"associatedRule":{"id":"d-evidence"},"level":"error"`, `"associatedRule":{"id":"e-missing"}`, `"associatedRule":{"id":"c-open"},"level":"warning"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(string(text), `"associatedRule":{"id":"b-good"}`) {
		t.Error("a test without exceptions has a note")
	}
}

// A JUnit file holds the elements and attributes that its readers know, each in its place.
func TestJUnitHasNothingElse(t *testing.T) {
	known := map[string]string{
		"testsuites": "name tests failures errors skipped time", "testsuite": "name tests failures errors skipped time timestamp hostname id package",
		"properties": "", "property": "name value", "testcase": "name classname time assertions status file line", "failure": "message type",
		"error": "message type", "skipped": "message", "system-out": "", "system-err": "",
	}
	needed := map[string]string{
		"testsuite": "package id name timestamp hostname tests failures errors time", "testcase": "name classname time", "failure": "type", "error": "type",
	}
	inside := map[string]string{
		"testsuites": "", "testsuite": "testsuites", "properties": "testsuite", "testcase": "testsuite", "system-out": "testsuite", "system-err": "testsuite",
		"failure": "testcase", "error": "testcase", "skipped": "testcase",
	}
	d := xml.NewDecoder(bytes.NewReader(write(t, "junit")))
	var path []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			name, parent := e.Name.Local, ""
			if len(path) > 0 {
				parent = path[len(path)-1]
			}
			attributes, ok := known[name]
			if want, fixed := inside[name]; !ok || fixed && want != parent {
				t.Errorf("%s stands in %q", name, parent)
			}
			has := map[string]string{}
			for _, a := range e.Attr {
				if has[a.Name.Local] = a.Value; !strings.Contains(" "+attributes+" ", " "+a.Name.Local+" ") {
					t.Errorf("%s has the attribute %s", name, a.Name.Local)
				}
			}
			for _, a := range strings.Fields(needed[name]) {
				if has[a] == "" && (name != "testcase" || a != "name") { // the tests of this sample have no title
					t.Errorf("%s has no %s", name, a)
				}
			}
			if at := has["timestamp"]; at != "" && at != "2026-07-03T09:00:00" {
				t.Errorf("timestamp %s, want one without a zone", at)
			}
			path = append(path, name)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}
