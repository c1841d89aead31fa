package report

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
)

func TestGridFitsAndLosesNothing(t *testing.T) {
	g := Grid{Header: []string{"test", "reason", "n"}, Right: []bool{false, false, true}}
	g.Add("iam-orphan", strings.Repeat("word ", 40)+strings.Repeat("long", 30), "12")
	g.Add("x", "évil \x1b[31m\u202e", "3")
	var b strings.Builder
	if err := g.Write(&b, 60); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if strings.Count(out, "word") != 40 || strings.Count(out, "g") != 30 {
		t.Errorf("words were lost:\n%s", out)
	}
	if strings.ContainsAny(out, "\x1b\u202e") || !strings.Contains(out, `\u{1b}`) {
		t.Errorf("control characters reach the terminal:\n%q", out)
	}
	for _, line := range strings.Split(out, "\n") {
		if runewidth.StringWidth(line) > 60 {
			t.Errorf("line is wider than 60: %q", line)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567", -123: "-123"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) is %s, want %s", n, got, want)
		}
	}
}
