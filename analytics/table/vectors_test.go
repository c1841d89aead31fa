package table_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"auditql/analytics/schema"
	"auditql/analytics/table"
)

type vectors struct {
	Results []struct {
		Name    string
		Columns [][2]string
		Rows    [][]any
		SHA256  string
	}
	Populations []struct {
		Name string
		Key  [][2]string
		Rows [][]any
		Root string // empty: must be refused
	}
	Proofs []struct {
		table.Proof
		Root string
	}
}

func readVectors(t *testing.T) (v vectors) {
	t.Helper()
	data, err := os.ReadFile("testdata/digest-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Results) == 0 || len(v.Populations) == 0 || len(v.Proofs) == 0 {
		t.Fatal("the vectors are not all there")
	}
	return v
}

// build writes rows of canonical text as a Parquet file with typed columns.
func build(t *testing.T, columns [][2]string, rows [][]any) string {
	t.Helper()
	db := engine(t)
	var defs, marks []string
	for _, c := range columns {
		name := `"` + strings.ReplaceAll(c[0], `"`, `""`) + `"`
		kind := map[schema.Kind]string{schema.Text: "VARCHAR", schema.Integer: "BIGINT", schema.List: "VARCHAR[]"}[schema.Kind(c[1])]
		if kind == "" {
			kind = strings.ToUpper(c[1])
		}
		defs = append(defs, name+" "+kind)
		if marks = append(marks, "?::"+kind); kind == "VARCHAR[]" {
			marks[len(marks)-1] = `from_json(?::JSON, '["VARCHAR"]')`
		}
	}
	must(t, db, "CREATE TABLE v ("+strings.Join(defs, ", ")+")")
	for _, row := range rows {
		args := make([]any, len(row))
		for i, cell := range row {
			if args[i] = cell; columns[i][1] == "text[]" && cell != nil {
				text, err := json.Marshal(cell)
				if err != nil {
					t.Fatal(err)
				}
				args[i] = string(text)
			}
		}
		must(t, db, "INSERT INTO v VALUES ("+strings.Join(marks, ", ")+")", args...)
	}
	return copyTo(t, db, "FROM v")
}

func TestResultVectors(t *testing.T) {
	for _, v := range readVectors(t).Results {
		got, err := table.Digest(build(t, v.Columns, v.Rows))
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
		} else if got.SHA256 != v.SHA256 || got.Rows != int64(len(v.Rows)) {
			t.Errorf("%s: digest %s over %d rows, want %s", v.Name, got.SHA256, got.Rows, v.SHA256)
		}
	}
}

func TestPopulationVectors(t *testing.T) {
	for _, v := range readVectors(t).Populations {
		var key []string
		for _, c := range v.Key {
			key = append(key, c[0])
		}
		got, err := table.Root(key, build(t, v.Key, v.Rows))
		switch {
		case v.Root == "" && err == nil:
			t.Errorf("%s: got root %s, want a refusal", v.Name, got.Root)
		case v.Root != "" && err != nil:
			t.Errorf("%s: %v", v.Name, err)
		case v.Root != "" && (got.Root.String() != v.Root || got.Rows != int64(len(v.Rows))):
			t.Errorf("%s: root %s over %d rows, want %s", v.Name, got.Root, got.Rows, v.Root)
		}
	}
}

func TestProofVectors(t *testing.T) {
	for _, v := range readVectors(t).Proofs {
		if err := v.Verify(v.Root, v.Size); err != nil {
			t.Error(err)
		}
	}
}

// TestRecipe runs the program that is printed in the specification, so that the two cannot part.
func TestRecipe(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	text, err := os.ReadFile("DIGEST.md")
	if err != nil {
		t.Fatal(err)
	}
	recipe := regexp.MustCompile("(?s)```python\n(.*?)```").FindSubmatch(text)
	if recipe == nil {
		t.Fatal("there is no recipe in DIGEST.md")
	}
	file := filepath.Join(t.TempDir(), "recipe.py")
	if err := os.WriteFile(file, recipe[1], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, file, "testdata/digest-vectors.json").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "vectors agree") {
		t.Errorf("%v: %s", err, out)
	}
}
