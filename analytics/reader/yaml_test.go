package reader

import (
	"fmt"
	"strings"
	"testing"
)

func readYAML(t *testing.T, text string) outcome {
	t.Helper()
	e := export("yaml", "kind", "metadata.name", "n", "^apiVersion")
	e.Records = []string{"items"}
	return read(t, given(t, "x.yaml", []byte(text)), e, Limits{})
}

func TestYAML(t *testing.T) {
	for _, c := range []struct{ name, text, good, rejects string }{
		{"documents", "kind: A\n---\nkind: B\n---\n---\n# nothing\n---\nkind: C\n...\n", "A|~|~|~\nB|~|~|~\nC|~|~|~", ""},
		{"list of kubectl", "apiVersion: v1\nitems:\n- kind: A\n  metadata:\n    name: a\n- kind: B\nkind: List\n", "A|a|~|v1\nB|~|~|v1", ""},
		{"list", "- kind: A\n- kind: B\n", "A|~|~|~\nB|~|~|~", ""},
		{"flow", `{"items": [{"kind": "A"}, {kind: B, n: 1}]}`, "A|~|~|~\nB|~|1|~", ""},
		{"numbers as written", "- n: 123456789012345678901234567890\n- n: 007\n- n: 1.10\n- n: 0x1F\n- n: .inf\n- n: 1_000\n- n: -0.5e3\n",
			"~|~|123456789012345678901234567890|~\n~|~|007|~\n~|~|1.10|~\n~|~|0x1F|~\n~|~|.inf|~\n~|~|1_000|~\n~|~|-0.5e3|~", ""},
		{"words", "- n: true\n- n: no\n- n: ~\n- n: ''\n- n: null\n- n:\n- n: 2026-03-01\n", "~|~|true|~\n~|~|no|~\n~|~|~|~\n~|~||~\n~|~|~|~\n~|~|~|~\n~|~|2026-03-01|~", ""},
		{"tags", "- n: !!str 12\n- n: !Ref x\n", "~|~|12|~\n~|~|x|~", ""},
		{"block text", "n: |\n  a\n  - b\n  --- c\n", "~|~|a\n- b\n--- c\n|~", ""},
		{"alias", "- kind: &k A\n  n: *k\n- &m {kind: B, n: 1}\n- {<<: *m, n: 2}\n", "A|~|A|~\nB|~|1|~\nB|~|2|~", ""},
		{"alias without anchor", "n: *x\n---\nkind: B\n", "B|~|~|~", "syntax@0"},
		{"key twice", "n: 1\nn: 2\n---\nkind: B\n", "B|~|~|~", "syntax@0"},
		{"not well formed", "a: b: c\n---\nkind: B\n", "B|~|~|~", "syntax@0"},
		{"not UTF-8", "n: \xff\n---\nkind: B\n", "B|~|~|~", "encoding@0"},
		{"scalar", "hello\n---\nkind: B\n", "B|~|~|~", "shape@0"},
		{"alias of itself", "a: &a [*a]\n---\nkind: B\n", "B|~|~|~", "too-deep@0"},
		{"brackets", strings.Repeat("[", 50_000) + "\n---\nkind: B\n", "B|~|~|~", "too-deep@0"},
		{"dashes", strings.Repeat("- ", 50_000) + "x\n---\nkind: B\n", "B|~|~|~", "too-deep@0"},
		{"CR LF", "kind: A\r\n---\r\nkind: B\r\n", "A|~|~|~\nB|~|~|~", ""},
	} {
		t.Run(c.name, func(t *testing.T) { readYAML(t, c.text).check(t, c.good, c.rejects) })
	}
}

func TestYAMLBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 10), ","))
	}
	readYAML(t, b.String()+"---\nkind: B\n").check(t, "B|~|~|~", "too-large@0")
}

// TestYAMLLong reads lists that are too long to be parsed at once, and wants what the short ones give.
func TestYAMLLong(t *testing.T) {
	const entry = "- kind: Pod\n  # - not an entry\n  metadata:\n    name: p%d\n  n: |\n    - text\n\n    --- %d\n"
	var list, want strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&list, entry, i, i)
		fmt.Fprintf(&want, "Pod|p%d|- text\n\n--- %d\n|v1\n", i, i)
	}
	indented := "  " + strings.ReplaceAll(strings.TrimSuffix(list.String(), "\n"), "\n", "\n  ") + "\n"
	for name, text := range map[string]string{
		"items":    "---\napiVersion: v1\nitems: # all\n" + list.String() + "kind: List\nmetadata: {}\n---\nkind: B\n",
		"indented": "kind: List\nitems:\n\n" + indented + "apiVersion: v1\n---\nkind: B\n",
		"CR LF":    strings.ReplaceAll("apiVersion: v1\nitems:\n"+list.String()+"---\nkind: B\n", "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) { readYAML(t, text).check(t, want.String()+"B|~|~|~", "") })
	}
	o := readYAML(t, list.String()+"- kind: [\n- kind: C\n---\nkind: B\n")
	o.check(t, strings.ReplaceAll(want.String(), "|v1", "|~")+"C|~|~|~\nB|~|~|~", fmt.Sprintf("syntax@%d", list.Len()))
	last := o.records[3001]
	if string(last.Path) != "document[0][3001]" || last.Line != 8*3000+2 {
		t.Errorf("the last entry is at %s, line %d", last.Path, last.Line)
	}
}

func TestYAMLLongDocument(t *testing.T) {
	text := "n: |\n" + strings.Repeat("  text\n", 50_000) + "kind: A\n---\nkind: B\n"
	readYAML(t, text).check(t, "A|~|"+strings.Repeat("text\n", 50_000)+"|~\nB|~|~|~", "")
	o := readYAML(t, "kind: A\n---\nn: |\n"+strings.Repeat("  text\n", 1<<20))
	if o.err != nil || len(o.good) != 1 || fmt.Sprint(o.rejects) != "[too-large@8]" || o.sum.Damaged == "" {
		t.Errorf("a document of 7 MB: %d good, %v %v", len(o.good), o.rejects, o.err)
	}
}
