package queries_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"auditql/analytics/script"
	"auditql/queries"
)

var update = flag.Bool("update", false, "write INDEX.md and queries.sum anew")

func load(t *testing.T) *script.Set {
	t.Helper()
	set, err := script.Load(queries.FS)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEveryScriptHasTheNameOfItsFile(t *testing.T) {
	for _, s := range load(t).Scripts {
		if s.File != s.Suite+"/"+s.ID+".sql" {
			t.Errorf("%s holds the test %s", s.File, s.ID)
		}
	}
}

// queries.sum pins what each version of a test says in SQL: whoever changes a section has to raise the version, because
// a result must name the test that gave it.
func TestAChangedScriptHasAHigherVersion(t *testing.T) {
	var b strings.Builder
	pinned := pins(t)
	for _, s := range load(t).Scripts {
		fmt.Fprintf(&b, "%s %d %s\n", s.ID, s.Version, s.SHA256)
		old, ok := pinned[s.ID]
		switch {
		case *update || ok && old.version == s.Version && old.sum == s.SHA256:
		case !ok:
			t.Errorf("%s is not in queries.sum: run make index", s.ID)
		case old.version >= s.Version:
			t.Errorf("%s has other SQL than version %d in queries.sum: raise its version, then run make index", s.ID, old.version)
		default:
			t.Errorf("%s is version %d, queries.sum has %d: run make index", s.ID, s.Version, old.version)
		}
	}
	if *update {
		write(t, "queries.sum", b.String())
	}
}

type pin struct {
	version int
	sum     string
}

func pins(t *testing.T) map[string]pin {
	data, err := os.ReadFile("queries.sum")
	if err != nil && !*update {
		t.Fatal(err)
	}
	out := map[string]pin{}
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		v, err := strconv.Atoi(f[1])
		if err != nil {
			t.Fatal(err)
		}
		out[f[0]] = pin{v, f[2]}
	}
	return out
}

func TestIndexIsCurrent(t *testing.T) {
	want := index(load(t))
	if *update {
		write(t, "INDEX.md", want)
		return
	}
	have, err := os.ReadFile("INDEX.md")
	if err != nil || string(have) != want {
		t.Errorf("INDEX.md is not what the scripts say (%v): run make index", err)
	}
}

func write(t *testing.T, name, text string) {
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// index is the catalogue: by suite, then by control.
func index(set *script.Set) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Audit tests\n\nWritten by `make index` from the scripts: %d tests. `auditql show ID` prints one.\n", len(set.Scripts))
	suite := ""
	controls := map[string][]string{}
	for _, s := range set.Scripts {
		if s.Suite != suite {
			suite = s.Suite
			fmt.Fprintf(&b, "\n## %s\n\n| test | v | severity | kind | exception | reads | optional |\n|---|--:|---|---|---|---|---|\n", suite)
		}
		fmt.Fprintf(&b, "| [%s](%s) | %d | %s | %s | %s | %s | %s |\n", s.ID, s.File, s.Version, s.Severity, s.Kind, s.Title,
			strings.Join(s.Reads, ", "), strings.Join(s.Optional, ", "))
		for _, c := range s.Controls {
			for _, id := range c.Value {
				controls[c.Key+" "+id] = append(controls[c.Key+" "+id], s.ID)
			}
		}
	}
	b.WriteString("\n## By control\n\n| framework | control | tests |\n|---|---|---|\n")
	names := make([]string, 0, len(controls))
	for name := range controls {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		framework, control, _ := strings.Cut(name, " ")
		fmt.Fprintf(&b, "| %s | %s | %s |\n", framework, control, strings.Join(controls[name], ", "))
	}
	return b.String()
}
