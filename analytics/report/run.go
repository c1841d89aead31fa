package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"auditql/analytics/record"
)

// RunView is what a program is told of a run. Counts are items, not rows.
type RunView struct {
	Run    string     `json:"run"`
	Digest string     `json:"digest"`
	Tests  []TestView `json:"tests"`
}

// TestView is one test of a run.
type TestView struct {
	ID            string           `json:"id"`
	Version       int              `json:"version"`
	Population    int64            `json:"population"`
	Pass          int64            `json:"pass"`
	Exceptions    int64            `json:"exceptions"` // all of them, also those that are waived
	Waived        int64            `json:"waived"`
	Indeterminate int64            `json:"indeterminate"`
	Excluded      int64            `json:"excluded"`
	Verdict       record.Verdict   `json:"verdict"`
	Digest        string           `json:"digest"`
	Missing       []record.Missing `json:"missing,omitempty"`
	Error         string           `json:"error,omitempty"`
}

// RunJSON gives the view of a run for programs.
func RunJSON(run *record.Run) RunView {
	v := RunView{Run: run.ID, Digest: run.Digest, Tests: []TestView{}}
	for _, t := range run.Tests {
		v.Tests = append(v.Tests, TestView{
			t.ID, t.Version, t.Population.Count, t.Pass, t.Exceptions, t.Waived, t.Indeterminate, t.Excluded, t.Verdict, t.Digest, t.Missing, t.Error,
		})
	}
	return v
}

// RunTable prints a run for people: a line for each test that was performed, then what the others lack, then errors.
func RunTable(w io.Writer, run *record.Run, width int) error {
	g := Grid{
		Header: []string{"test", "population", "pass", "exceptions", "indeterminate", "excluded", "rate", "verdict"},
		Right:  []bool{false, true, true, true, true, true, true},
	}
	waived := anyWaiver(run)
	if waived {
		g.Header = slices.Insert(g.Header, 4, "waived", "net")
		g.Right = slices.Insert(g.Right, 4, true, true)
	}
	for _, t := range run.Tests {
		if t.Error != "" || len(t.Missing) > 0 {
			continue
		}
		cells := []string{t.ID, Count(t.Population.Count), Count(t.Pass), Count(t.Exceptions), Count(t.Indeterminate), Count(t.Excluded),
			Rate(t.Exceptions, t.Population.Count-t.Excluded), string(t.Verdict)}
		if waived {
			cells = slices.Insert(cells, 4, Count(t.Waived), Count(t.Exceptions-t.Waived))
		}
		g.Add(cells...)
	}
	if len(g.Rows) > 0 {
		if err := g.Write(w, width); err != nil {
			return err
		}
	}
	var b strings.Builder
	notAssertable(&b, run)
	notRun(&b, run)
	fmt.Fprintf(&b, "run %s, digest %s\n", run.ID, run.Digest)
	_, err := io.WriteString(w, b.String())
	return err
}

// anyWaiver says whether waivers name a test of the run: then exceptions are shown gross, waived and net.
func anyWaiver(run *record.Run) bool {
	return slices.ContainsFunc(run.Tests, func(t record.Test) bool { return len(t.Waivers) > 0 })
}

// notAssertable says which intake checks stand in the way of a conclusion.
func notAssertable(b *strings.Builder, run *record.Run) {
	seen := map[string]bool{}
	for _, t := range run.Tests {
		if t.Population.Count == 0 && t.Error == "" && len(t.Missing) == 0 {
			fmt.Fprintf(b, "\nThe population of %s is empty, so the test says nothing.\n", t.ID)
		}
		for _, c := range t.Checks {
			if key := c.Dataset + c.ID; c.Status == record.Failed && !seen[key] {
				seen[key] = true
				fmt.Fprintf(b, "\n%s of %s failed: %s\n  auditql data accept %s %s --why \"…\" takes it upon you\n", c.ID, c.Dataset, Clean(or(c.Note, c.Actual)), c.Dataset, c.ID)
			}
		}
	}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// toldInFull is how many missing datasets a run tells everything of: a run of all tests lacks many, and its results come first.
const toldInFull = 3

// notRun says what went wrong, and what each missing dataset is, how the auditee obtains it, and which tests wait for it.
func notRun(b *strings.Builder, run *record.Run) {
	waiting := map[string][]string{}
	var order []record.Missing
	tests := 0
	for _, t := range run.Tests {
		if t.Error != "" {
			fmt.Fprintf(b, "\n%s was not performed: %s\n", t.ID, CleanLines(t.Error))
		}
		if len(t.Missing) > 0 {
			tests++
		}
		for _, m := range t.Missing {
			if waiting[m.Dataset] == nil {
				order = append(order, m)
			}
			waiting[m.Dataset] = append(waiting[m.Dataset], t.ID)
		}
	}
	switch {
	case len(order) > toldInFull:
		fmt.Fprintf(b, "\n%s %s not run, for lack of evidence of %s.\n", Counted(tests, "test"), map[bool]string{true: "was", false: "were"}[tests == 1], Counted(len(order), "dataset"))
		b.WriteString("  auditql tests --missing lists them; auditql request says how the auditee obtains it\n\n")
		return
	case len(order) > 0:
		b.WriteString("\nNot run, for lack of evidence:\n")
	}
	for _, m := range order {
		fmt.Fprintf(b, "  %s for %s\n", m.Dataset, strings.Join(waiting[m.Dataset], ", "))
		if m.Obtain != "" {
			fmt.Fprintf(b, "    %s\n", Clean(firstLine(m.Obtain)))
		}
	}
	if len(order) > 0 {
		b.WriteString("\n")
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// Counted gives a number and the name of what is counted, in the plural unless it is one: 1 row, 2,000 rows, 3 entries.
func Counted[N int | int64](n N, one string) string {
	return Count(int64(n)) + " " + record.Noun(int64(n), one)
}

// Rate gives part of whole in percent with one decimal, rounded up, so that a rate that is not zero never reads as zero.
func Rate(part, whole int64) string {
	if whole <= 0 {
		return "–"
	}
	tenths := (part*1000 + whole - 1) / whole
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}
