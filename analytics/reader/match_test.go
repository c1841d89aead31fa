package reader

import (
	"strings"
	"testing"

	"auditql/analytics/contract"
	"auditql/analytics/sqlfile"
)

func equals(key, value string) sqlfile.Pair[string] {
	return sqlfile.Pair[string]{Key: key, Value: value}
}

func TestMatch(t *testing.T) {
	trail := &contract.Export{ID: "trail", Format: "json", Records: []string{"Records", "Events"}, Unwrap: []string{"CloudTrailEvent"},
		Recognise: contract.Recognise{Fields: []string{"eventID", "userIdentity.type"}, Absent: []string{"kind"}}}
	k8s := &contract.Export{ID: "k8s", Format: "json", Records: []string{"items"},
		Recognise: contract.Recognise{Fields: []string{"metadata.name"}, Equals: sqlfile.Pairs[string]{equals("kind", "Pod")}}}
	report := &contract.Export{ID: "report", Format: "csv",
		Recognise: contract.Recognise{Fields: []string{"user", "arn"}, Equals: sqlfile.Pairs[string]{equals("kind", "a")}, Absent: []string{"cert"}, Name: "cred*.csv"}}
	log := &contract.Export{ID: "log", Format: "lines", Pattern: `^(?P<at>\d+) (?P<text>.*)$`}
	book := &contract.Export{ID: "book", Format: "xlsx", Recognise: contract.Recognise{Fields: []string{"A", "b"}, Equals: sqlfile.Pairs[string]{equals("b", "x")}}}
	table := &contract.Export{ID: "table", Format: "parquet", Recognise: contract.Recognise{Fields: []string{"a", "b"}, Equals: sqlfile.Pairs[string]{equals("a", "1")}}}
	results := &contract.Export{ID: "results", Format: "json", Records: []string{"results"},
		Recognise: contract.Recognise{Fields: []string{"id", "^meta.version", "^args"}}}
	all := []*contract.Export{trail, k8s, report, log, book, table, results}
	const event = `{"eventID":"1","userIdentity":{"type":"Root"}}`
	const yamlPod = "kind: Pod\nmetadata:\n  name: p\n"
	for _, c := range []struct {
		name, file, content string
		want                string // ids that match
		because             string
	}{
		{"envelope", "x", `{"Records":[` + event + `]}`, "trail", "has the fields eventID, userIdentity.type"},
		{"lines", "x", event + "\n" + event + "\n", "trail", "eventID"},
		{"wrapped", "x", `{"Events":[{"EventId":"1","CloudTrailEvent":"{\"eventID\":\"1\",\"userIdentity\":{\"type\":null}}"}]}`, "trail", ""},
		{"one field is not there", "x", `[{"eventID":"1","userIdentity":"x"}]`, "", ""},
		{"absent is there", "x", `[{"eventID":"1","kind":1,"userIdentity":{"type":1}}]`, "", ""},
		{"empty list", "x", `{"kind":"List","items":[]}`, "k8s", "empty list under items"},
		{"null for an empty list", "x", `{"Records":null}`, "trail", "empty list under Records"},
		{"list of other records", "x", `{"items":[{"other":1}]}`, "", ""},
		{"empty list, known by what is beside it", "x", `{"meta":{"version":1},"results":[],"args":{}}`, "results", "empty list under results"},
		{"empty list, other beside it", "x", `{"meta":{"version":1},"results":[]}`, "", ""},
		{"empty array", "x", `[]`, "", ""},
		{"cut off by the sample", "x", `{"items":[{"kind":"Pod","metadata":{"name":"p","x":"` + strings.Repeat("x", 2<<20) + `"}}]}`, "k8s", "kind is Pod"},
		{"other kind", "x", `{"items":[{"kind":"Job","metadata":{"name":"p"}}]}`, "", ""},
		{"yaml", "x", yamlPod, "k8s", "metadata.name"},
		{"yaml list", "x", "items:\n- kind: Pod\n  metadata:\n    name: p\n", "k8s", ""},
		{"yaml with comment", "x", "# a\n---\n" + yamlPod, "k8s", ""},
		{"csv", "cred-1.csv", "# made\nuser,arn,kind\nu,1,a\n", "report", "has the columns user, arn, and kind is a"},
		{"csv by semicolons", "in/cred-1.csv", "User;Kind;ARN\n\nu;a;1\n", "report", ""},
		{"csv, other name", "x.csv", "user,arn,kind\nu,1,a\n", "", ""},
		{"csv, other value", "cred.csv", "user,arn,kind\nu,1,b\n", "", ""},
		{"csv, absent is there", "cred.csv", "user,arn,kind,cert\nu,1,a,x\n", "", ""},
		{"csv in utf-16", "cred.csv", string(utf16Of(le, "user,arn,kind\nu,1,a\n")), "report", ""},
		{"csv in gzip", "cred.csv", string(gzipped(t, []byte("user,arn,kind\nu,1,a\n"))), "report", ""},
		{"log", "x", "1 a\n2 b\nx\n", "log", "2 of the first 3 records fit"},
		{"log, mostly other", "x", "1 a\nb\nx\n", "", ""},
		{"workbook", "x", string(smallWorkbook(t)), "book", "has the columns A, b, and b is x"},
		{"parquet", "x", string(smallParquet(t)), "table", "has the fields a, b"},
		{"empty", "x", "", "", ""},
		{"binary", "x", "\x7fELF\x00\x01", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := given(t, "f", []byte(c.content))
			f.Name = c.file
			s, err := Sniff(f)
			if err != nil {
				t.Fatal(err)
			}
			var ids, because []string
			found := string(s.head)
			for _, e := range all {
				if m := Match(s, e); m.OK {
					ids, because = append(ids, e.ID), append(because, m.Because)
				} else if m.Because == "" {
					t.Errorf("%s does not say why not", e.ID)
				}
				if string(s.head) != found {
					t.Fatalf("%s was looked for, and the sample is another one", e.ID)
				}
			}
			if got := strings.Join(ids, " "); got != c.want || !strings.Contains(strings.Join(because, " "), c.because) {
				t.Errorf("matches %q because %q; %s", got, because, s.Describe())
			}
		})
	}
}

func TestDescribe(t *testing.T) {
	for content, want := range map[string]string{
		"":                          "the file is empty",
		" \n\n":                     "the file is empty",
		`{"a":[{"b":{"c":1}}]}`:     "JSON with the names a, b",
		"[]":                        "JSON without any names",
		"a: 1\nb:\n  - c: 2\n":      "YAML with the names a, b, c",
		"\n[2026] started\n":        `text whose first line is "[2026] started"`,
		"a,M\xfcller\n":             "Latin-1",
		"\x00\x01\x02":              "UTF-16 without a byte order mark",
		"x\x00y\x00":                "UTF-16",
		"abc\x00\x01":               "binary data of no known format",
		"Jan  1 00:00:00 host x: y": "text whose first line",
		"\x1b[2J\u202e\n":           `"\x1b[2J\u202e"`,
	} {
		s, err := Sniff(given(t, "f", []byte(content)))
		if err != nil || !strings.Contains(s.Describe(), want) {
			t.Errorf("%q: %s, expected %s, %v", content, s.Describe(), want, err)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, content, note string }{
		{"x.json.gz", `[]`, `the name says compression "gzip", the content "none"`},
		{"x.json", string(gzipped(t, []byte(`[]`))), `the name says compression "none", the content "gzip"`},
		{"a.zip!x.csv.bz2", string(zstded(t, []byte("a,b\n"))), `the name says compression "bzip2", the content "zstd"`},
		{"x.csv", `{}`, "the name says .csv, the content is json"},
		{"x.xlsx", "a,b\n", "the name says .xlsx, the content is text"},
		{"x.json.gz", string(gzipped(t, []byte(`[]`))), ""},
		{"x.log", `{}`, ""},
	} {
		f := given(t, "f", []byte(c.content))
		f.Name = c.name
		s, err := Sniff(f)
		if err != nil || strings.Join(s.Notes, "; ") != c.note {
			t.Errorf("%s: notes %q, expected %q, %v", c.name, s.Notes, c.note, err)
		}
	}
}
