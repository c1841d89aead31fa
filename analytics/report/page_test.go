package report

import (
	"strings"
	"testing"
)

func TestAPageFitsItsTerminal(t *testing.T) {
	const text = "# Title\n\nA paragraph of some\nlines that is long.\n\n- an item of a list that is long\n- another\n\n| a | b |\n|---|---|\n| one `x\\|y` | a cell that is long, longer than the width is |\n\n```console\n$ a transcript that is longer than the width and stays as it is\n```\nend\n"
	var b strings.Builder
	if err := Page(&b, text, 24); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"# Title\n", "A paragraph of some\nlines that is long.\n", "- an item of a list\n  that is long\n- another\n", "`x|y`",
		"    $ a transcript that is longer than the width and stays as it is\n", "end\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for _, line := range strings.Split(got, "\n") {
		if n := len([]rune(line)); n > 24 && !strings.HasPrefix(line, "    $") {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	b.Reset()
	if err := Page(&b, text, 0); err != nil || b.String() != text+"\n" {
		t.Errorf("elsewhere it is no Markdown any more: %v\n%s", err, b.String())
	}
}
